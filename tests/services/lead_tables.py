"""A Baton with deals in every state and words that a spreadsheet would run, and its lead table as a file."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.sheets import lead_table, writing
from services.deals import stages
from services.exchange.export import Exported
from storage.rows import insert
from storage.tables import Contact, Deal, DealContact, Note, Product
from tests.services.hand import Hand
from tests.services.machine import START, Machine

HERE = ZoneInfo("Asia/Shanghai")


def as_file(found: Exported, kind: str, locale: str) -> tuple[str, bytes]:
    page = lead_table.page(found.lines, found.pipeline, locale, found.region)
    return f"x.{kind}", writing.as_csv(page) if kind == "csv" else writing.xlsx([page])


def filled(machine: Machine) -> None:
    """Deals in every state, by hand and by notes, with words that a spreadsheet would run."""
    liam, dana = Hand(machine, "liam"), Hand(machine, "dana")
    one = liam.lead("恒达机械 张总 13800138000 想上ERP 预算约80万 展会")
    liam.note("恒达 同意出方案；12月2日下午两点前发对比")
    machine.clock.push(hours=3)
    liam.note("恒达 张总没接")
    two = dana.lead(
        "=HYPERLINK(1) Ltd, Ms. Chen, +1 212-555-0190, chen@acme-labs.com, @home, 1,200.50 EUR, referral"
    )
    dana.do(
        lambda ask: stages.close(ask, two.head.deal_id, state="lost", reason="competitor", words="用友: 便宜")
    )
    liam.lead("云帆科技 13900139000")
    gone = liam.lead("重复的 13700137000 展会")
    liam.undo_lead(gone.undo_id)
    maya = machine.deal(
        "maya",
        "discovery",
        source="wechat",
        code="WX-2026-001",
        expected_sign_on=date(2027, 1, 5),
        need="+1 仓库\n-盘点",
        tags=",delivery,price,",
        probability=0,
    )
    won = machine.deal("dana", "closed", state="won", closed_at=machine.clock.now(), source="referral", code="REF-2026-009", amount_minor=12_345_67, currency="CNY")  # fmt: skip
    machine.deal(
        "liam",
        "lead",
        state="invalid",
        lost_reason="wrong_number",
        closed_at=machine.clock.now(),
        source="expo",
    )
    _people_and_notes(machine, maya, won)
    assert one.head.code == "EXPO-2026-001"


def _people_and_notes(machine: Machine, maya: int, won: int) -> None:
    """Contacts without a number, with one that is none, with a title and a part; notes that look like headings."""
    with machine.db.write() as tx:
        product = insert(tx, Product, name="GTX Pro", name_norm="gtxpro", list_price_minor=5, currency="CNY", created_at=START)  # fmt: skip
        for deal_id, sold in ((maya, product.id), (won, product.id)):
            deal = tx.get_one(Deal, deal_id)
            deal.product_id = sold
            tx.add(deal)
        for name, title, phone, raw, email, role in (
            ("李工", "技术总监", None, "8812 3456", None, "user"),
            ("Ms. Ruiz", None, "+12125550143", "2125550143", "r@x.io", "decision_maker"),
            ("没电话", "前台", None, None, None, "unknown"),
        ):
            contact = insert(tx, Contact, name=name, title=title, phone=phone, phone_raw=raw, email=email, created_at=START)  # fmt: skip
            insert(tx, DealContact, deal_id=maya, contact_id=contact.id, role=role)
        said: dict[str, Any] = {"contact_at": START, "created_at": START, "deal_id": won}
        tx.add(Note(kind="internal", agreed="› 先\n→ 后\n2026-01-01 10:00 · 电话 · x", next_text="", **said))
        tx.add(
            Note(kind="meeting", agreed="", next_text="两行\n→ 再说", author_id=machine.ids["zoe"], **said)
        )
        tx.add(Note(kind="talked", agreed="redacted", state="redacted", **said))

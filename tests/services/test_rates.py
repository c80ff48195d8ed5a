"""Amounts in several currencies: what they rank as, what stands apart, what a deal keeps from the day it was signed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.sheets import writing
from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.digests import BlockedList, ManagerList, MorningList
from rules.answers.forms import LeadFilled
from rules.answers.rates import RateSet
from rules.errors import Refused
from rules.exchange.others import RateRow
from rules.pipeline import Pipeline
from rules.rates import Rates, is_signed, keep
from sandbox.driver import text_of
from services import gate_facts
from services.capture import lead_edit, lead_forms
from services.clock.weigh import Weighed, weigh
from services.deals import stage_undo, stages
from services.deals.stages import Sent
from services.facts import Staff
from services.money import rates
from storage import deals as deal_rows
from storage import rates as rate_rows
from storage.tables import Attachment, Audit, Deal, DigestChannel, GateAnswer, PersonRole, Product, Rate
from tests.services import tables
from tests.services.hand import Hand
from tests.services.interleaving import overtaken
from tests.services.machine import START, Machine
from tests.services.mornings import CHANNEL, Post, stuck


def rate(machine: Machine, currency: str, value: str, since: date | None = None) -> rates.Applied:
    row = RateRow(currency, Decimal(value), since)
    return rates.apply(machine.deps, [row], now=machine.clock.now())


def weighed(machine: Machine) -> dict[int, Weighed]:
    with machine.db.read() as tx:
        deals = [deal for deal in machine.rows(Deal) if deal.state == "open"]
        found = weigh(tx, deals, Staff(tx, 2026), machine.deps.config.active(), machine.clock.now())
    return {one.deal_id: one for one in found}


def product(machine: Machine, price: int | None, currency: str = "CNY") -> int:
    with machine.db.write() as tx:
        made = Product(
            name="GTX", name_norm="gtx", list_price_minor=price, currency=currency, created_at=START
        )
        tx.add(made)
        tx.flush()
        return made.id


def test_rates_of_a_day_and_amounts_without_one() -> None:
    day = Rates("CNY", {"USD": Decimal("7.1234"), "JPY": Decimal("0.05"), "KWD": Decimal("23")})
    assert day.worth(100_00, "CNY") == 100_00 == day.worth(100_00, None)
    assert day.worth(100_00, "USD") == 712_34
    assert day.worth(1000, "JPY") == 50_00 and day.worth(1_000, "KWD") == 23_00
    assert day.worth(100_00, "EUR") is None
    assert day.worth(100_00, "USD", keep(Decimal("6.5"), "CNY")) == 650_00
    assert day.worth(100_00, "USD", keep(Decimal("1.1"), "EUR")) == 712_34, "the base was another one then"


def test_the_newest_rate_that_holds_by_today_counts(machine: Machine) -> None:
    deal = machine.deal(amount_minor=100_00, currency="USD")
    assert weighed(machine)[deal].line.amount_minor is None and weighed(machine)[deal].line.apart
    assert rate(machine, "USD", "7.0", date(2026, 11, 1)).rates == 1
    assert rate(machine, "USD", "7.2", date(2026, 11, 25)).rates == 1
    assert rate(machine, "USD", "7.2", date(2026, 11, 25)).rates == 0
    assert weighed(machine)[deal].line.amount_minor == 700_00
    machine.clock.push(days=1)
    assert weighed(machine)[deal].line.amount_minor == 720_00 and not weighed(machine)[deal].line.apart
    assert [(r.since, r.rate) for r in sorted(_rates(machine), key=lambda r: r.since)] == [
        (date(2026, 11, 1), "7.0"),
        (date(2026, 11, 25), "7.2"),
    ]


def _rates(machine: Machine) -> list[Rate]:
    with machine.db.read() as tx:
        return rate_rows.every(tx, "CNY")


def test_a_missing_amount_ranks_by_its_products_price_else_by_the_middle_of_its_stage(
    machine: Machine,
) -> None:
    gtx = product(machine, 50_00, "USD")
    priced = machine.deal(product_id=gtx)
    bare = machine.deal()
    machine.deal(amount_minor=300_00, currency="CNY")
    machine.deal(amount_minor=500_00, currency="CNY")
    found = weighed(machine)
    assert found[priced].line.amount_minor == 300_00, "no rate: the middle"
    rate(machine, "USD", "7")
    found = weighed(machine)
    assert found[priced].line.amount_minor == 350_00
    assert found[bare].line.amount_minor == 300_00


def test_a_deal_without_a_rate_is_never_ranked_as_nothing(machine: Machine) -> None:
    """Of six red deals the manager reads five; the sixth, in euros, is not the one that is hidden. What one of which no
    amount is known ranks by is marked where a channel reads amounts."""
    with machine.db.write() as tx:
        tx.add(
            DigestChannel(
                channel=CHANNEL, audience="full", locale="en", tz="Asia/Shanghai",
                root_person_id=machine.ids["maya"], declared_at=START, member_count=4,
            )
        )  # fmt: skip
    post = Post(machine)
    euro = stuck(machine, post, amount_minor=9_000_00, currency="EUR")
    for n in range(1, 6):
        stuck(machine, post, amount_minor=n * 1_000_00, currency="CNY")
    bare = stuck(machine, post)
    machine.clock.set(START.replace(day=1, month=12, hour=16))
    post.through("12-03 09:00")
    listed = post.of(BlockedList)[-1][1]
    assert len((*listed.on_us, *listed.on_them)) == 4 and listed.more == 2
    assert [x.head.deal_id for x in listed.on_us if x.is_estimated] == [bare]
    told = text_of(render(listed, Reader("en", ZoneInfo("Asia/Shanghai"), START)))
    assert told.count("(estimated)") == 1 and "CN¥3,000 (estimated)" in told
    assert [x.head.deal_id for x in listed.apart] == [euro] and listed.apart[0].amount.currency == "EUR"
    maya = post.of(ManagerList)[-1][1]
    assert (maya.apart, maya.unrated, maya.lines[-1].head.deal_id) == (1, ("EUR",), euro) and len(
        maya.lines
    ) == 5
    liam = post.of(MorningList)[-1][1]
    assert liam.lines[0].head.deal_id == euro and liam.unrated == ("EUR",)
    rate(machine, "EUR", "8")
    post.through("12-04 09:00")
    listed = post.of(BlockedList)[-1][1]
    assert not listed.apart and euro in [x.head.deal_id for x in (*listed.on_us, *listed.on_them)]


def test_an_amount_without_a_rate_may_be_over_any_limit(machine: Machine) -> None:
    small = machine.deal(amount_minor=10_00, currency="CNY", stage="discovery")
    euro = machine.deal(amount_minor=10_00, currency="EUR", stage="discovery")
    pipeline, today = machine.deps.config.active().pipeline, date(2026, 11, 24)

    def asked(deal_id: int) -> bool:
        with machine.db.read() as tx:
            facts = gate_facts.facts(tx, pipeline, machine.deal_row(deal_id), today)
        return facts.unrated

    assert (asked(small), asked(euro)) == (False, True)
    rate(machine, "EUR", "8")
    assert not asked(euro)


# -- at signature ---------------------------------------------------------------------------------------


def ready_to_sign(machine: Machine) -> int:
    deal_id = machine.deal(stage="signing", amount_minor=100_00, currency="USD")
    with machine.db.write() as tx:
        tx.add(
            Attachment(deal_id=deal_id, kind="contract", name="c.pdf", size=1, sha256="x", stored_at=START)
        )
        tx.add(GateAnswer(deal_id=deal_id, item="terms", value="30/60/10", at=START))
    return deal_id


def test_the_rate_at_signature_is_kept_and_goes_when_the_move_is_undone(machine: Machine) -> None:
    rate(machine, "USD", "7.1")
    deal_id, liam = ready_to_sign(machine), Hand(machine, "liam")
    moved = liam.do(stages.move, Sent(deal_id, "collecting"))
    assert machine.deal_row(deal_id).rate_to_base == "7.1 CNY"
    rate(machine, "USD", "6")
    assert weighed(machine)[deal_id].line.amount_minor == 710_00
    liam.do(stage_undo.undo, moved.undo_id)
    assert machine.deal_row(deal_id).rate_to_base is None
    assert weighed(machine)[deal_id].line.amount_minor == 600_00


def test_a_rate_that_comes_after_the_signature_is_that_of_its_day(machine: Machine) -> None:
    deal_id, liam = ready_to_sign(machine), Hand(machine, "liam")
    liam.do(stages.move, Sent(deal_id, "collecting"))
    assert machine.deal_row(deal_id).rate_to_base is None
    machine.clock.push(days=3)
    assert rate(machine, "USD", "9").signed == 0, "it holds from today on"
    assert rate(machine, "USD", "7", date(2026, 11, 20)).signed == 1
    assert machine.deal_row(deal_id).rate_to_base == "7 CNY"


def test_a_signed_deal_in_another_currency_keeps_that_ones_rate(machine: Machine) -> None:
    rate(machine, "USD", "7", date(2026, 11, 20))
    rate(machine, "EUR", "8", date(2026, 11, 20))
    liam, deal_id = Hand(machine, "liam"), ready_to_sign(machine)
    liam.do(stages.move, Sent(deal_id, "collecting"))
    for amount, kept in (("100 EUR", "8 CNY"), ("120 EUR", "8 CNY"), ("800 CNY", None), ("90 USD", "7 CNY")):
        form = lead_edit.form(liam.ask(), deal_id)
        filled = LeadFilled(**form.model_dump(include=set(LeadFilled.model_fields)) | {"amount": amount})
        liam.do(lead_forms.sent, filled)
        assert machine.deal_row(deal_id).rate_to_base == kept, amount


def test_a_deal_that_a_file_signs_keeps_the_rate_of_its_day(machine: Machine) -> None:
    rate(machine, "USD", "7", date(2026, 1, 1))
    rate(machine, "EUR", "8", date(2026, 1, 1))
    head = ["编号", "客户名称", "金额", "币种", "阶段", "状态", "来源"]

    def taken(*line: str) -> str | None:
        file = writing.xlsx([writing.Page("x", head, [["A1", "Globex GmbH", *line, "展会"]])])
        tables.take(machine.deps, tables.of_file("x.xlsx", file), START)
        (deal,) = machine.rows(Deal)
        kept: str | None = deal.rate_to_base
        return kept

    assert taken("100", "USD", "商务谈判", "进行中") is None
    assert taken("100", "USD", "回款", "成交") == "7 CNY"
    assert taken("100", "EUR", "回款", "成交") == "8 CNY"


def test_a_deal_that_gets_another_currency_at_that_moment_gets_no_rate_of_the_old_one(
    machine: Machine,
) -> None:
    deal_id = machine.deal("liam", "collecting", currency="USD", amount_minor=100_00)

    def edit() -> None:
        with machine.db.write() as tx:
            deal = deal_rows.held(tx, deal_id)
            assert deal is not None
            deal_rows.change(tx, deal_id, deal.version, currency="EUR")

    overtaken(machine.db, edit, lambda: rate(machine, "USD", "7", date(2026, 11, 20)))
    deal = machine.deal_row(deal_id)
    assert (deal.currency, deal.rate_to_base, deal.version) == ("EUR", None, 2)
    rate(machine, "EUR", "8", date(2026, 11, 20))
    assert machine.deal_row(deal_id).rate_to_base == "8 CNY"
    (told,) = [row for row in machine.rows(Audit) if row.action == "deal.rate"]
    assert told.subject == f"deal:{deal_id}"


def test_what_is_signed(machine: Machine) -> None:
    pipeline: Pipeline = machine.deps.config.active().pipeline
    found = [stage.key for stage in pipeline.stages if is_signed(pipeline, stage.key, "open")]
    assert found == ["collecting", "closed"]
    assert is_signed(pipeline, "closed", "won") and not is_signed(pipeline, "collecting", "lost")


def test_admins_alone_set_rates(machine: Machine) -> None:
    row = RateRow("USD", Decimal("7.1"))
    with pytest.raises(Refused):
        Hand(machine, "maya").do(rates.set_one, row)
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["maya"], role="admin"))
    told: Any = Hand(machine, "maya").do(rates.set_one, row)
    assert isinstance(told, RateSet) and (told.rate, told.since) == ("7.1", date(2026, 11, 24))
    machine.deal(amount_minor=1, currency="EUR")
    assert rates.shown(Hand(machine, "maya").ask()).lacking == {"EUR": 1}

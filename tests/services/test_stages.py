"""Moves, gates, closing, waits and evidence, straight at the services, on both databases."""

from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import select

from bot.views import gate_modal
from bot.views.reader import Reader
from rules.answers.deals import DealCard, GateRefused, Restored, StageMoved
from rules.answers.digests import VerbFilled
from rules.answers.waits import Wish
from rules.errors import Invalid, NotFound, Refused
from sandbox.driver import text_of
from services.deals import cards, files, stage_undo, stages, task_answers, waits, waive_requests, waiving
from services.deals.files import Evidence
from services.deals.stages import Sent
from storage import accounts as account_rows
from storage.tables import Audit, GateAnswer, PersonRole, StageEntry, Task
from tests.services.hand import Hand, at_once
from tests.services.machine import Machine
from tests.services.mornings import Post

pytestmark = pytest.mark.few_on_postgresql

WHOLE = {
    "interview": "two hours on site",
    "pain_list": "https://wiki.example/pain",
    "decision_maker": "Ms. Chen, COO",
}


def moved(hand: Hand, deal: int, to: str = "proposal", key: str | None = None, **how: object) -> object:
    return hand.do(stages.move, Sent(deal, to, **how), key=key)  # type: ignore[arg-type]


def answers_of(machine: Machine) -> list[GateAnswer]:
    with machine.db.read() as tx:
        return list(tx.exec(select(GateAnswer)))


def test_the_gate_names_what_is_missing_and_keeps_what_was_typed(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal(stage="discovery")
    refused = moved(liam, deal, values={"interview": "two hours on site", "decision_maker": "待定"})
    assert isinstance(refused, GateRefused)
    assert [f.name for f in refused.fields] == ["decision maker", "pain list"]
    assert refused.kept == ("interview logged",)
    form, reader = (
        cards.move_form(liam.ask(), deal),
        Reader("en", ZoneInfo("Asia/Shanghai"), machine.clock.now()),
    )
    faults = gate_modal.faults(refused, gate_modal.view(form, reader), (), reader)
    assert next(iter(faults.values())).endswith(". Saved already: interview logged")
    form = cards.move_form(liam.ask(), deal)
    assert [(f.key, f.said_unknown) for f in form.fields] == [("decision_maker", True), ("pain_list", False)]
    assert machine.deal_row(deal).stage == "discovery"


def test_the_form_says_of_each_item_whether_it_may_stay_empty(machine: Machine) -> None:
    """To Slack what may be promised by Friday is optional, and so is each of two ways to bring one thing."""
    liam, deal = Hand(machine, "liam"), machine.deal(stage="discovery")
    reader = Reader("en", ZoneInfo("Asia/Shanghai"), machine.clock.now())
    shown = gate_modal.view(cards.move_form(liam.ask(), deal), reader)["blocks"]
    optional = {block["block_id"]: block["optional"] for block in shown if block["type"] == "input"}
    assert not optional["item_decision_maker"]
    assert optional["item_interview"] and optional["item_pain_list"] and optional["link_pain_list"]
    labels = {block["block_id"]: block["label"]["text"] for block in shown if block["type"] == "input"}
    assert labels["item_decision_maker"] == "Decision maker"
    assert labels["item_interview"] == "Interview logged · now, or by Friday"
    assert labels["item_pain_list"] == "Pain list · a file, or the link below"
    hints = {block.get("block_id"): block["hint"]["text"] for block in shown if block.get("hint")}
    assert "Needed to move on" in hints["item_interview"]
    said = [block["text"]["text"] for block in shown if block["type"] == "section"]
    assert any("one of the two is needed; a meeting photo works too" in line for line in said)


@pytest.mark.parametrize("said", ["待定", ".", "tbd", " ＴＢＤ ", "不知道", ""])
def test_words_for_not_knowing_open_no_gate(machine: Machine, said: str) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal(stage="discovery")
    assert isinstance(moved(liam, deal, values={**WHOLE, "decision_maker": said}), GateRefused)


def test_passing_opens_tasks_once_and_undo_takes_them_back(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal(stage="discovery")
    entered = machine.deal_row(deal).stage_entered_at
    machine.clock.push(hours=1)
    answer = moved(liam, deal, values=WHOLE)
    assert isinstance(answer, StageMoved) and answer.undo_id is not None
    assert {t.kind for t in machine.rows(Task) if t.state == "open"} == {"demo", "precheck"}
    assert machine.deal_row(deal).stage_entered_at == machine.clock.now()
    back = stage_undo.undo(liam.ask(), answer.undo_id)
    assert isinstance(back, Restored)
    row = machine.deal_row(deal)
    assert (row.stage, row.stage_entered_at) == ("discovery", entered)
    assert [t for t in machine.rows(Task) if t.state == "open"] == []
    machine.clock.now()
    assert stage_undo.undo(liam.ask(), answer.undo_id) == back


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("is_sent", [True, False])
def test_to_and_fro_asks_each_colleague_once(machine: Machine, post: Post, is_sent: bool) -> None:
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["dana"], role="presales"))
        tx.add(PersonRole(person_id=machine.ids["maya"], role="presales"))
    liam, deal = Hand(machine, "liam"), machine.deal("liam", "discovery")
    for _ in range(3):
        answer = moved(liam, deal, values=WHOLE)
        assert isinstance(answer, StageMoved)
        if is_sent:
            post.run()
        machine.clock.push(minutes=1)
        stage_undo.undo(liam.ask(), answer.undo_id)
        post.run()
    moved(liam, deal, values=WHOLE)
    post.run()
    told = [d for d in machine.deliveries if d.kind == "task_asked" and d.state == "sent"]
    for name in ("dana", "maya"):
        theirs = [d for d in told if d.person_id == machine.ids[name]]
        assert [d.op for d in theirs].count("post") == 1
        assert theirs[-1].payload["is_open"]
    assert len([task for task in machine.rows(Task) if task.kind == "demo"]) == 1


def test_an_undo_of_the_past_is_too_late(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal(stage="discovery")
    first = moved(liam, deal, values=WHOLE)
    assert isinstance(first, StageMoved) and first.undo_id is not None
    machine.clock.push(minutes=1)
    last = moved(liam, deal, "screened", reason="the budget is gone")
    assert isinstance(last, StageMoved) and last.undo_id is not None
    assert liam.may_undo("stage") == [last.undo_id]
    with pytest.raises(NotFound) as told:
        stage_undo.undo(liam.ask(), first.undo_id)
    assert told.value.key == "err.undo_moved" and machine.deal_row(deal).stage == "screened"
    stage_undo.undo(liam.ask(), last.undo_id)
    assert machine.deal_row(deal).stage == "proposal" and liam.may_undo("stage") == [first.undo_id]


def test_the_same_submit_many_times_is_one_move(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal(stage="discovery")
    answers = at_once([lambda: moved(liam, deal, key="view:V1", values=WHOLE)] * 6)
    assert len({repr(a) for a in answers}) == 1
    stays = [s for s in machine.rows(StageEntry) if s.stage == "proposal"]
    assert len(stays) == 1 and len(machine.rows(Task)) == 2


def test_one_soft_item_a_stage_may_be_owed_by_friday(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal(stage="discovery")
    values = {"decision_maker": "Ms. Chen"}
    both = moved(liam, deal, values=values, owe=("interview", "pain_list"))
    assert isinstance(both, GateRefused) and len(both.fields) == 1
    answer = moved(liam, deal, values={"interview": "on site"}, owe=("pain_list",))
    assert isinstance(answer, StageMoved)
    assert (answer.owed, answer.owed_until) == (("pain list",), date(2026, 11, 27))
    card = cards.open_card(liam.ask(), deal)
    assert [o.name for o in card.owed] == ["pain list"]  # type: ignore[attr-defined]


def test_a_stage_that_owes_already_may_not_owe_again(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal(stage="discovery")
    moved(liam, deal, values={"interview": "on site", "decision_maker": "Ms. Chen"}, owe=("pain_list",))
    moved(liam, deal, "discovery", reason="wrong scope")
    machine.clock.push(days=7)
    again = moved(liam, deal, owe=("pain_list",))
    assert isinstance(again, GateRefused) and [f.name for f in again.fields] == ["pain list"]


def test_a_demo_counts_that_was_shown_in_its_stage_and_one_still_to_come_is_named(machine: Machine) -> None:
    for name, role in (("pia", "presales"), ("sue", "delivery")):
        machine.join(name, role)
    liam, deal = Hand(machine, "liam"), machine.deal(stage="discovery")
    code = machine.deal_row(deal).code
    liam.note(f"{code} showed the demo")  # of an earlier stage
    machine.clock.push(minutes=5)
    moved(liam, deal, values=WHOLE)
    machine.clock.push(minutes=5)
    liam.note(f"{code} called them, all fine")
    rest = {"reaction": "keen", "quote": "https://wiki.example/quote"}
    held = moved(liam, deal, "negotiation", values=rest)
    assert isinstance(held, GateRefused) and [f.key for f in held.fields] == ["demo"]

    def shown(locale: str) -> str:
        reader = Reader(locale, ZoneInfo("Asia/Shanghai"), machine.clock.now())
        return text_of(gate_modal.view(cards.move_form(liam.ask(), deal), reader))

    assert "Not done yet: pre-sales demo, due Thu, Nov 26, 3:35 PM" in shown("en")
    machine.clock.push(days=3)
    assert "还没做，11月26日（周四）15:35 就该好的" in shown("zh")
    for task in [x for x in machine.rows(Task) if x.kind in ("demo", "precheck")]:
        Hand(machine, {"demo": "pia", "precheck": "sue"}[task.kind]).do(
            task_answers.answer, task.id, "done", VerbFilled()
        )
    assert "还没做" not in shown("zh")
    liam.note(f"{code} showed the demo, they liked it")
    assert isinstance(moved(liam, deal, "negotiation"), StageMoved)


def test_back_wants_a_reason(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal(stage="proposal")
    for reason in ("", ".", "tbd"):
        with pytest.raises(Invalid):
            moved(liam, deal, "screened", reason=reason)
    answer = moved(liam, deal, "screened", reason="the buyer left")
    assert isinstance(answer, StageMoved) and answer.is_back
    assert machine.rows(StageEntry)[-1].reason == "the buyer left"


def test_colleagues_find_nothing_and_nobody_waives_for_themselves(machine: Machine) -> None:
    deal = machine.deal(stage="discovery")
    for missing in (deal, 99_999):
        with pytest.raises(NotFound) as told:
            moved(Hand(machine, "dana"), missing, values=WHOLE)
        assert told.value.key == "err.gone"
    with pytest.raises(Refused):
        Hand(machine, "liam").do(waiving.waive, deal, ("decision_maker",), "trust me")
    Hand(machine, "maya").do(waiving.waive, deal, ("decision_maker",), "I met him at the fair")
    row = next(a for a in answers_of(machine) if a.item == "decision_maker")
    assert (row.state, row.reason) == ("waived", "I met him at the fair")
    assert "gate.waive" in {a.action for a in machine.rows(Audit)}


def test_the_manager_is_asked_once_for_each_stay(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal(stage="discovery")
    for _ in range(3):
        liam.do(waive_requests.ask_to_waive, deal)
    assert [d.kind for d in machine.deliveries] == ["gate.waive_request"]
    assert machine.deliveries[0].person_id == machine.ids["maya"]


def test_lost_keeps_its_stage_and_wants_words_where_needed(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal(stage="negotiation")
    for reason, words in (("competitor", "."), ("nonsense", "x"), ("other", "")):
        with pytest.raises(Invalid):
            liam.do(partial(stages.close, state="lost", reason=reason, words=words), deal)
    liam.do(partial(stages.close, state="lost", reason="competitor", words="Globex"), deal)
    row = machine.deal_row(deal)
    assert (row.state, row.stage, row.lost_reason) == ("lost", "negotiation", "competitor")
    with pytest.raises(Invalid):
        moved(liam, deal, "signing")
    with pytest.raises(Invalid):
        liam.do(waits.wait, Wish(deal_id=deal, until=date(2026, 11, 30)))


def test_a_file_is_kept_once_with_its_bytes_and_rights(machine: Machine) -> None:
    liam, dana, deal = Hand(machine, "liam"), Hand(machine, "dana"), machine.deal(stage="discovery")
    _now, data = machine.clock.now(), b"%PDF-1.7 pains"
    pdf = Evidence("pain_list", "F1", "pains.pdf", len(data), "")
    with pytest.raises(NotFound):
        files.keep(dana.ask(), deal, pdf, data)
    for _ in range(2):
        files.keep(liam.ask(), deal, pdf, data)
    assert isinstance(moved(liam, deal, values={**WHOLE, "pain_list": "files:F1"}), StageMoved)


@pytest.mark.parametrize(
    ("name", "size", "key"),
    [("a.exe", 5, "gate.file_type"), ("noext", 5, "gate.file_type"), ("a.PDF", 0, "gate.file_empty"),
     ("a.pdf", 10_000_001, "gate.file_big")],
)  # fmt: skip
def test_files_of_no_use_are_told_by_field(name: str, size: int, key: str) -> None:
    assert files.faults([Evidence("quote", "F1", name, size, "")]) == {"item_quote": key}


def test_a_file_only_claimed_opens_nothing(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal(stage="discovery")
    assert isinstance(moved(liam, deal, values={**WHOLE, "pain_list": "files:F404"}), GateRefused)


@pytest.mark.one_on_postgresql
def test_a_band_that_the_process_does_not_have_is_refused(machine: Machine) -> None:
    deal_id, liam = machine.deal(stage="screened"), Hand(machine, "liam")
    refused = moved(liam, deal_id, "discovery", values={"budget_band": "Z", "pain": "slow"})
    assert isinstance(refused, GateRefused) and set(refused.faults) == {"item_budget_band"}
    moved(liam, deal_id, "discovery", values={"budget_band": "A"})
    assert machine.deal_row(deal_id).budget_band == "A"


def test_the_decision_maker_is_not_who_has_a_name_that_begins_so(machine: Machine) -> None:
    liam = Hand(machine, "liam")
    deal_id = liam.lead("恒达机械 张总 13800138000 ERP 展会").head.deal_id
    machine.change(deal_id, stage="discovery")
    moved(liam, deal_id, values={"decision_maker": "张总监"})
    moved(liam, deal_id, values={"decision_maker": "张总，老板"})
    with machine.db.read() as tx:
        roles = {contact.name: role for contact, role in account_rows.contacts_of(tx, deal_id)}
    assert roles == {"张总": "decision_maker", "张总监": "decision_maker"}


def test_a_deal_is_found_by_who_decides_as_the_gate_was_told(machine: Machine) -> None:
    liam = Hand(machine, "liam")
    deal_id = liam.lead("恒达机械 张总 13800138000 ERP 展会").head.deal_id
    machine.change(deal_id, stage="discovery")
    moved(liam, deal_id, values={"decision_maker": "欧阳靖"})
    card = cards.look_up(liam.ask(), "欧阳靖")
    assert isinstance(card, DealCard) and card.head.deal_id == deal_id

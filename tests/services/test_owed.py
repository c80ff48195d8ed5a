"""What a deal owes by Friday: on its day in the owner's list with a way to fill it in, then red, then the manager's;
whatever brings it ends that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.views import gate_modal, why
from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.deals import DealCard, GateRefused, OwedGiven, StageMoved
from rules.answers.digests import ManagerList, MorningList, VerbFilled
from rules.answers.nudges import NudgeLine
from rules.errors import Invalid
from sandbox.driver import text_of
from services.clock import said, verbs
from services.clock.said import Pressed
from services.deals import cards, files, owing, stage_undo, stages, waiving
from services.deals.files import Evidence
from services.deals.stages import Sent
from storage import gates as gate_rows
from storage.tables import Nudge
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at

pytestmark = pytest.mark.few_on_postgresql

GIVEN = {"interview": "on site", "decision_maker": "Ms. Chen"}
FRIDAY, MONDAY, TUESDAY = "11-27 08:30", "11-30 08:30", "12-01 08:40"


@pytest.fixture
def deal(machine: Machine, post: Post) -> int:
    """Tuesday 15:30: Liam's deal moves on to its proposal; the pain list is owed by Friday."""
    deal_id = machine.deal(stage="discovery")
    moved = Hand(machine, "liam").do(stages.move, Sent(deal_id, "proposal", GIVEN, ("pain_list",)))
    assert isinstance(moved, StageMoved) and moved.owed_until == date(2026, 11, 27)
    post.run()
    post.said.clear()
    return deal_id


def read(machine: Machine, answer: Any, locale: str = "en") -> str:
    return text_of(render(answer, Reader(locale, ZoneInfo("Asia/Shanghai"), machine.clock.now(), "U0")))


def owed(post: Post, kind: type[Any]) -> list[tuple[str, NudgeLine]]:
    return [(when, line) for when, answer in post.of(kind) for line in answer.lines if line.rule == "owed"]


def buttons(machine: Machine, answer: Any) -> list[str]:
    blocks = render(answer, Reader("en", ZoneInfo("Asia/Shanghai"), machine.clock.now(), "U0"))["blocks"]
    return [e["action_id"] for block in blocks if block["type"] == "actions" for e in block["elements"]]


def test_it_is_in_the_list_of_its_day_then_red_then_the_manager_s(
    machine: Machine, post: Post, deal: int
) -> None:
    post.run(FRIDAY)
    ((when, line),) = owed(post, MorningList)
    assert when == FRIDAY and [x.name for x in line.owed] == ["pain list"]
    ((_, answer),) = post.of(MorningList)
    assert "Owed today for *Acme 1*: pain list." in read(machine, answer)
    assert "*Acme 1*：今天要补pain list。" in read(machine, answer, "zh")
    assert any(one.startswith("nudge_owed") for one in buttons(machine, answer))
    assert card(machine, deal).light == "amber"
    post.said.clear()
    post.run(MONDAY)
    assert "promised by Fri, Nov 27 and still owed: pain list." in read(machine, post.of(MorningList)[0][1])
    assert card(machine, deal).light == "red"
    post.run(TUESDAY)
    ((when, _),) = owed(post, ManagerList)
    assert when == TUESDAY
    assert [n.rung for n in machine.rows(Nudge) if n.rule == "owed"] == [3, 5, 7]  # type: ignore[attr-defined]


def card(machine: Machine, deal: int) -> DealCard:
    found = cards.open_card(Hand(machine, "liam").ask(), deal)
    assert isinstance(found, DealCard)
    return found


def test_it_stands_in_the_owner_s_list_until_it_is_there(machine: Machine, post: Post, deal: int) -> None:
    for morning in (MONDAY, "12-01 08:30", "12-02 08:30"):
        post.run(morning)
    said = [read(machine, answer) for _, answer in post.of(MorningList)]
    assert len(said) == 3 and all("still owed: pain list" in one for one in said)


def filled(machine: Machine, deal: int) -> None:
    given = Hand(machine, "liam").do(owing.give, deal, {"pain_list": "https://wiki.example/pain"})
    assert isinstance(given, OwedGiven) and not given.left


def filed(machine: Machine, deal: int) -> None:
    liam = Hand(machine, "liam")
    photo = Evidence("pain_list", "F1", "meeting.png", 4, "")
    assert files.keep(liam.ask(), deal, photo, b"\x89PNG") is not None
    assert isinstance(liam.do(lambda ask: owing.give(ask, deal, {}, files=True)), OwedGiven)


def waived(machine: Machine, deal: int) -> None:
    maya = Hand(machine, "maya")
    assert "pain_list" in {f.key for f in cards.waive_form(maya.ask(), deal).fields}
    maya.do(waiving.waive, deal, ("pain_list",), "seen on site")


def moved_back(machine: Machine, deal: int) -> None:
    Hand(machine, "liam").do(stages.move, Sent(deal, "discovery", reason="wrong scope"))


def closed(machine: Machine, deal: int) -> None:
    liam = Hand(machine, "liam")
    liam.do(lambda ask: stages.close(ask, deal, state="lost", reason="price", words="too dear"))


@pytest.mark.parametrize("end", [filled, filed, waived, moved_back, closed])
def test_whatever_brings_it_ends_the_chase(
    machine: Machine, post: Post, deal: int, end: Callable[[Machine, int], None]
) -> None:
    post.run(FRIDAY)
    machine.clock.set(at("11-27 10:00"))
    end(machine, deal)
    post.said.clear()
    for morning in (MONDAY, TUESDAY):
        post.run(morning)
    assert not owed(post, MorningList) and not owed(post, ManagerList)
    assert [n.rung for n in machine.rows(Nudge) if n.rule == "owed"] == [3]  # type: ignore[attr-defined]


def test_one_list_and_no_message_of_its_own(machine: Machine, post: Post, deal: int) -> None:
    """The noise budget: it is a line of the morning's list, however many deals owe something."""
    liam = Hand(machine, "liam")
    for _ in range(3):
        other = machine.deal(stage="discovery")
        liam.do(stages.move, Sent(other, "proposal", GIVEN, ("pain_list",)))
    post.through("11-27 20:00")
    assert [(when, len(answer.lines)) for when, answer in post.of(MorningList)] == [(FRIDAY, 4)]
    assert [kind for _, kind, _, _ in post.said if kind in ("nudges", "late", "steps")] == []


def test_its_reasons_name_the_item_and_the_day_it_was_promised(
    machine: Machine, post: Post, deal: int
) -> None:
    post.run(FRIDAY)
    (nudge,) = [n for n in machine.rows(Nudge) if n.rule == "owed"]  # type: ignore[attr-defined]
    line = said.why(Hand(machine, "liam").ask(), Pressed(nudge.id or 0, deal))  # type: ignore[attr-defined]
    told = {
        locale: why.short(line, Reader(locale, ZoneInfo("Asia/Shanghai"), machine.clock.now(), "U0"))
        for locale in ("en", "zh")
    }
    assert "an exit item that is owed (pain list), promised on Tue, Nov 24" in told["en"]
    assert "过阶段时欠着的（pain list），11月24日（周二）说好补的" in told["zh"]


@pytest.mark.one_on_postgresql
def test_the_message_says_that_it_was_filled_in(machine: Machine, post: Post, deal: int) -> None:
    post.run(FRIDAY)
    *_, sent = [d for d in machine.deliveries if d.kind == "morning" and d.person_id == machine.ids["liam"]]
    filled(machine, deal)
    where = Pressed(0, deal, sent.channel or "", sent.ts or "")
    answer = Hand(machine, "liam").do(verbs.act, "owed", where, VerbFilled())
    assert "*Acme 1*: nothing is owed any more." in read(machine, answer)


REST = {
    "demo": "on site",
    "reaction": "keen, asked for the price",
    "quote": "https://wiki.example/quote",
}


def go_on(machine: Machine, deal: int, **changed: Any) -> Any:
    return Hand(machine, "liam").do(stages.move, Sent(deal, "negotiation", REST | changed))


def in_form(machine: Machine, deal: int, locale: str = "en") -> str:
    reader = Reader(locale, ZoneInfo("Asia/Shanghai"), machine.clock.now(), "U0")
    form = cards.move_form(Hand(machine, "liam").ask(), deal)
    return text_of(gate_modal.view(form, reader))


def test_the_next_gate_waits_for_what_is_overdue_and_takes_it_in_its_own_form(
    machine: Machine, post: Post, deal: int
) -> None:
    post.run(MONDAY)
    assert "4 things before Negotiation" in in_form(machine, deal)
    assert "pain list / a meeting photo (owed since Fri, Nov 27)" in in_form(machine, deal)
    assert "11月27日（周五）就该补的pain list" in in_form(machine, deal, "zh")
    refused = go_on(machine, deal)
    assert isinstance(refused, GateRefused)
    assert [(f.key, f.owed_until) for f in refused.fields] == [("pain_list", date(2026, 11, 27))]
    assert "One thing before Negotiation: pain list / a meeting photo (owed since Fri, Nov 27)" in read(
        machine, refused
    )
    assert card(machine, deal).light == "red" and "Overdue since Fri, Nov 27" in read(
        machine, card(machine, deal)
    )
    assert isinstance(go_on(machine, deal, pain_list="https://wiki.example/pain"), StageMoved)
    assert not card(machine, deal).owed
    post.said.clear()
    post.run(TUESDAY)
    assert not owed(post, MorningList) and not owed(post, ManagerList)


def test_what_is_owed_by_a_day_still_to_come_is_said_and_holds_nothing_up(
    machine: Machine, deal: int
) -> None:
    assert "Still owed by Fri, Nov 27: pain list. It doesn't hold up this move" in in_form(machine, deal)
    assert "还欠着pain list，11月27日（周五）前补上就行，这次不挡你" in in_form(machine, deal, "zh")
    assert isinstance(go_on(machine, deal), StageMoved)


def test_a_move_back_and_a_loss_ask_for_nothing_that_is_owed(machine: Machine, post: Post, deal: int) -> None:
    post.run(MONDAY)
    liam = Hand(machine, "liam")
    assert isinstance(liam.do(stages.move, Sent(deal, "screened", reason="wrong scope")), StageMoved)
    closed(machine, deal)


@pytest.mark.parametrize("value", ["tbd", "待定", "."])
def test_a_promise_is_not_answered_by_another(machine: Machine, deal: int, value: str) -> None:
    liam = Hand(machine, "liam")
    with pytest.raises(Invalid) as wrong:
        liam.do(owing.give, deal, {"pain_list": value})
    assert wrong.value.faults == {"link_pain_list": "gate.said_unknown"}
    assert [f.key for f in owing.form(liam.ask(), deal).fields] == ["pain_list"]


@pytest.mark.parametrize("value", ["tbd", "待定", "."])
def test_the_next_gate_takes_no_word_of_not_knowing_for_what_is_overdue(
    machine: Machine, post: Post, deal: int, value: str
) -> None:
    """The promise stands, and is asked for again; nor can it be promised anew on a second way through the gate."""
    post.run(MONDAY)
    refused = go_on(machine, deal, pain_list=value)
    assert isinstance(refused, GateRefused)
    assert [(f.key, f.said_unknown, f.owed_until) for f in refused.fields] == [
        ("pain_list", True, date(2026, 11, 27))
    ]
    post.said.clear()
    post.run(TUESDAY)
    assert owed(post, ManagerList)
    moved_back(machine, deal)
    again = Sent(deal, "proposal", {"pain_list": value}, ("pain_list",))
    assert isinstance(Hand(machine, "liam").do(stages.move, again), GateRefused)


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("end", [filled, waived])
def test_a_form_that_was_open_meanwhile_takes_nothing_away(
    machine: Machine, deal: int, end: Callable[[Machine, int], None]
) -> None:
    end(machine, deal)
    before = answer_of(machine, deal)
    assert isinstance(go_on(machine, deal, pain_list="tbd"), StageMoved)
    assert answer_of(machine, deal) == before


def answer_of(machine: Machine, deal: int) -> tuple[str, str | None, str | None]:
    with machine.db.read() as tx:
        (found,) = [one for one in gate_rows.answers(tx, [deal]) if one.item == "pain_list"]
        return found.state, found.value, found.reason


@pytest.mark.one_on_postgresql
def test_a_move_taken_back_takes_its_promise_back(machine: Machine, post: Post) -> None:
    """Nothing is owed on the card, and the item may be promised again."""
    deal_id, liam = machine.deal(stage="discovery"), Hand(machine, "liam")
    moved = liam.do(stages.move, Sent(deal_id, "proposal", GIVEN, ("pain_list",)))
    stage_undo.undo(liam.ask(), moved.undo_id)
    post.run(MONDAY)
    assert not card(machine, deal_id).owed
    again = liam.do(stages.move, Sent(deal_id, "proposal", GIVEN, ("pain_list",)))
    assert isinstance(again, StageMoved) and again.owed_until == date(2026, 12, 4)


def test_a_form_of_yesterday_says_that_nothing_is_owed(machine: Machine, deal: int) -> None:
    liam = Hand(machine, "liam")
    filled(machine, deal)
    with pytest.raises(Invalid) as wrong:
        owing.form(liam.ask(), deal)
    assert wrong.value.key == "gate.owes_nothing"


def test_beside_a_step_of_today_both_are_told(machine: Machine, post: Post, deal: int) -> None:
    Hand(machine, "liam").note("EXPO-2026-001 showed it // send the recording Friday")
    post.run(FRIDAY)
    ((_, answer),) = post.of(MorningList)
    text = read(machine, answer)
    assert len(answer.lines) == 1 and "send the recording" in text and "pain list" in text
    assert any(one.startswith(("nudge_owed", "nudge_fill")) for one in buttons(machine, answer))

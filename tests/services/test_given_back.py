"""A deal that was given to somebody else is taken back: whose it was, its clock, who was told; never over newer work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from rules.answers import Answer, load
from rules.answers.digests import DealYours, HelpAsked, HelpComing, ManagerList, VerbFilled
from rules.answers.given import GivenBack, GivenStays
from rules.errors import NotFound
from services.clock import overtaken, said, verb_owner, verb_undo, verbs
from services.clock.said import Pressed
from services.deals import task_answers, team
from services.lists import home
from storage import books, deal_team
from storage.tables import Nudge, Task
from tests.services.hand import Hand, as_it_was
from tests.services.machine import Machine
from tests.services.mornings import Post, at, stuck
from tests.services.test_colleagues import machine
from tests.services.test_hands import asked, heard, lost
from tests.services.test_help import higher_up, press, seen
from tests.services.test_verbs import Desk, desk, done, red

pytestmark = pytest.mark.few_on_postgresql

__all__ = ["desk", "machine", "red"]
NOWHERE = Pressed(0, 0)
UNTIL = date(2026, 12, 8)


def given(machine: Machine, deal_id: int, to: str = "dana", by: str = "maya") -> int:
    answer = press(machine, by, "reassign", deal_id, choice=str(machine.ids[to]))
    assert answer.done.undo_id is not None
    return int(answer.done.undo_id)


def undo(machine: Machine, undo_id: int, where: Pressed = NOWHERE, by: str = "maya") -> Answer:
    return verb_owner.undo(Hand(machine, by).ask(), undo_id, where)


def whose(machine: Machine, deal_id: int) -> tuple[Any, ...]:
    deal = machine.deal_row(deal_id)
    return deal.owner_id, deal.owner_since


def now_reads(machine: Machine, name: str, kind: str) -> list[Answer]:
    """The messages of this person that say this by now."""
    mine = machine.ids[name]
    sent = [d for d in machine.deliveries if d.person_id == mine and (d.state, d.op) == ("sent", "post")]
    return [load(dict(d.payload)) for d in sent if d.payload.get("kind") == kind]


def test_the_deal_is_whose_it_was_and_whoever_was_told_reads_so(machine: Machine, post: Post) -> None:
    deal_id = machine.deal()
    asked(machine, deal_id, "chen")
    Hand(machine, "liam").do(team.change, deal_id, ("U0DANA",), ())
    post.run()
    before = whose(machine, deal_id)
    undo_id = given(machine, deal_id)
    post.run()
    assert [a.verb for _, a in post.of(HelpComing)] == ["reassigned"] and len(post.of(DealYours)) == 1
    assert heard(post) == [("chen", "*Acme 1* is with Dana now. Your task stays: “who ran their pilot?”.")]
    machine.clock.push(minutes=9)
    answer = undo(machine, undo_id)
    told = "*Acme 1* is with Liam again, as it was. Whoever was told hears it."
    assert seen(answer, machine)[0] == told
    assert whose(machine, deal_id) == before
    with machine.db.read() as tx:
        assert [p.name for p in deal_team.people_of(tx, deal_id)] == ["Dana"], "beside its owner again"
        assert books.handed_to(tx, f"deal:{deal_id}", machine.ids["dana"]) == machine.ids["liam"]
    post.run()
    (to_liam,), (to_dana,) = (now_reads(machine, who, GivenBack.kind) for who in ("liam", "dana"))
    assert seen(to_liam, machine) == (
        "Maya took that back: *Acme 1* is yours again, as it was.\n[Open deal]", {"deal_card"}
    )  # fmt: skip
    assert seen(to_dana, machine) == ("Maya took that back: *Acme 1* is with Liam again.", set())
    assert heard(post)[-1][0] == "chen" and "is with Liam again" in heard(post)[-1][1]
    assert seen(undo(machine, undo_id), machine)[0] == told, "pressed twice, it says the same"


def test_by_night_nobody_hears_of_it_and_given_again_it_is_told_again(machine: Machine, post: Post) -> None:
    deal_id = machine.deal()
    asked(machine, deal_id, "chen")
    post.run()
    machine.clock.set(at("11-26 22:00"))
    undo(machine, given(machine, deal_id))
    post.run("11-27 09:10")
    told = [answer for kind in (DealYours, HelpComing, GivenBack) for answer in post.of(kind)]
    assert told == [] and heard(post) == []
    given(machine, deal_id)
    post.run()
    assert (len(post.of(DealYours)), len(post.of(HelpComing)), len(heard(post))) == (1, 1, 1)


@pytest.mark.one_on_postgresql
def test_undo_pressed_again_leaves_alone_what_was_answered_since(machine: Machine, post: Post) -> None:
    deal_id = stuck(machine, post)
    press(machine, "liam", "ask_help", deal_id, text="5% more off")
    post.run("12-02 09:10")
    sent = next(d for d in machine.deliveries if d.payload.get("kind") == HelpAsked.kind and d.ts)
    here = Pressed(0, deal_id, sent.channel or "", sent.ts or "")
    undo_id = given(machine, deal_id)
    asks = undo(machine, undo_id, here)
    assert isinstance(asks, HelpAsked) and asks.line.done is None
    maya = Hand(machine, "maya")
    answered = maya.do(verbs.act, "help_them", here, VerbFilled(text="take 3%"))
    assert isinstance(answered, HelpAsked) and answered.line.done is not None
    assert undo(machine, undo_id, here) == answered


def test_a_request_for_help_asks_again(machine: Machine, post: Post) -> None:
    deal_id = stuck(machine, post)
    press(machine, "liam", "ask_help", deal_id, text="5% more off")
    post.run("12-02 09:10")
    undo_id = given(machine, deal_id)
    post.run()
    (asks,) = now_reads(machine, "maya", HelpAsked.kind)
    assert "is with Dana now" in seen(asks, machine)[0]
    undo(machine, undo_id)
    post.run()
    (asks,) = now_reads(machine, "maya", HelpAsked.kind)
    told, offered = seen(asks, machine)
    assert "5% more off" in told and "nudge_help_them" in offered
    assert [t.state for t in machine.rows(Task) if t.kind == "help"] == ["open"]


def listed(machine: Machine, post: Post) -> tuple[int, Pressed]:
    """Maya's morning list has a deal of Liam's."""
    deal_id = stuck(machine, post)
    post.through("12-02 08:45")
    sent = [d for d in machine.deliveries if d.kind == ManagerList.kind and d.state == "sent"][-1]
    return deal_id, Pressed(0, deal_id, sent.channel or "", sent.ts or "")


def from_list(machine: Machine, where: Pressed) -> tuple[Answer, int]:
    filled = VerbFilled(choice=str(machine.ids["dana"]))
    answer = Hand(machine, "maya").do(verbs.act, "reassign", where, filled)
    line = said.line_of(answer, where.deal_id)
    assert line is not None and line.done is not None and line.done.undo_id is not None
    return answer, line.done.undo_id


def test_the_line_of_a_list_offers_it_for_ten_minutes_and_asks_again(machine: Machine, post: Post) -> None:
    _, where = listed(machine, post)
    answer, undo_id = from_list(machine, where)
    told, offered = seen(answer, machine)
    assert "is with Dana now" in told and "assign_undo" in offered
    again = undo(machine, undo_id, Pressed(0, 0, where.channel, where.ts))
    told, offered = seen(again, machine)
    assert "is with Dana" not in told and "nudge_reassign" in offered and "assign_undo" not in offered
    machine.clock.push(minutes=11)
    assert "assign_undo" not in seen(answer, machine)[1]


def test_taken_back_on_home_the_lists_ask_again(machine: Machine, post: Post) -> None:
    deal_id, where = listed(machine, post)
    _, undo_id = from_list(machine, where)
    post.run()
    maya = Hand(machine, "maya")
    mine = home.of(maya.ask()).mine
    assert mine is not None and [(x.action, x.undo_id) for x in mine.saved] == [("assign", undo_id)]
    edits = len(post.said)
    undo(machine, undo_id)
    post.run()
    lines = [said.line_of(one[3], deal_id) for one in post.said[edits:] if one[1] == overtaken.KIND]
    assert len(lines) >= 2, "Maya's list and Liam's"
    assert [x.done for x in lines if x is not None] == [None] * len(lines)


def test_the_clock_goes_on_as_if_nothing_had_been(machine: Machine, post: Post) -> None:
    deal_id = stuck(machine, post)
    post.run("12-02 08:20")
    undo_id = given(machine, deal_id)
    post.run()
    undo(machine, undo_id)
    post.through("12-02 08:45")
    assert [line.head.deal_id for _, told in post.of(ManagerList) for line in told.lines] == [deal_id]
    danas = {n.person_id for n in machine.rows(Nudge) if n.state != "cancelled"}
    assert machine.ids["dana"] not in danas


def test_everything_is_as_it_was_and_what_was_taken_back_since_is_no_work(desk: Desk) -> None:
    """The owner's task and what they were told too; the wait that its owner had set before is theirs to take back."""
    machine, deal_id = desk.machine, desk.deal_id
    waited = done(desk.press("wait", on=UNTIL))
    desk.post.run()
    before = as_it_was(machine)
    undo_id = given(machine, deal_id)
    desk.post.run()
    hers = press(machine, "dana", "wait", deal_id, on=UNTIL).done
    verb_undo.undo(Hand(machine, "dana").ask(), hers.undo_id, NOWHERE)
    assert [type(undo(machine, undo_id)) for _ in range(5)] == [GivenBack] * 5
    desk.post.run()
    assert as_it_was(machine) == before
    verb_undo.undo(Hand(machine, "liam").ask(), waited.undo_id, NOWHERE)
    desk.post.through("12-02 09:00")
    assert [line.head.deal_id for _, told in desk.post.of(ManagerList) for line in told.lines] == [deal_id]
    heard = [(x.person_id, x.rule, x.episode, x.rung) for x in machine.nudges if x.delivered_at]
    assert len(heard) == len(set(heard)) and machine.ids["dana"] not in {person for person, *_ in heard}


def _answered(machine: Machine, deal_id: int) -> None:
    (task,) = [x for x in machine.rows(Task) if x.kind == "ask"]
    Hand(machine, "chen").do(task_answers.answer, task.id, "word", VerbFilled(text="Ms. Wu did"))


NEWER: list[tuple[Callable[[Machine, int], Any], str]] = [
    (lambda m, d: Hand(m, "dana").note("they like it", deal_id=d), "Dana logged a note on *Acme 1* since"),
    (lambda m, d: press(m, "dana", "ask_help", d, text="price"), "Dana worked on *Acme 1* since"),
    (lambda m, d: press(m, "dana", "wait", d, on=UNTIL), "Dana set or ended a wait on *Acme 1* since"),
    (lambda m, d: lost(m, d, "dana"), "Dana closed *Acme 1* since."),
    (lambda m, d: (higher_up(m), given(m, d, "ravi", by="zoe")), "Zoe decided whose *Acme 1* is since"),
    (lambda m, d: _answered(m, d), "Chen answered or asked for something on *Acme 1* since"),
    (lambda m, d: given(m, d, "ravi"), "you decided whose *Acme 1* is since"),
]


@pytest.mark.parametrize(("work", "says"), NEWER)
def test_it_stays_where_somebody_has_worked_on_it_since(
    machine: Machine, post: Post, work: Callable[[Machine, int], Any], says: str
) -> None:
    deal_id = machine.deal()
    machine.join("ravi", "rep", manager="maya")
    asked(machine, deal_id, "chen")
    post.run()
    undo_id = given(machine, deal_id)
    work(machine, deal_id)
    stands = whose(machine, deal_id)
    answer = undo(machine, undo_id)
    assert isinstance(answer, GivenStays) and whose(machine, deal_id) == stands
    assert says in seen(answer, machine)[0] and "Not taken back" in seen(answer, machine)[0]


def test_what_its_giver_did_since_stands_and_no_longer_than_ten_minutes(machine: Machine) -> None:
    deal_id = machine.deal()
    undo_id = given(machine, deal_id)
    Hand(machine, "maya").note("call them on Friday", deal_id=deal_id)
    assert isinstance(undo(machine, undo_id), GivenBack)
    late = given(machine, deal_id)
    machine.clock.push(minutes=11)
    with pytest.raises(NotFound) as told:
        undo(machine, late)
    assert told.value.key == "err.undo_late"
    with pytest.raises(NotFound):
        undo(machine, given(machine, deal_id, "liam"), by="dana")


@pytest.mark.one_on_postgresql
def test_two_in_a_row_are_taken_back_one_after_the_other(machine: Machine) -> None:
    deal_id = machine.deal()
    machine.join("ravi", "rep", manager="maya")
    before = whose(machine, deal_id)
    first, second = given(machine, deal_id), given(machine, deal_id, "ravi")
    assert isinstance(undo(machine, first), GivenStays)
    assert isinstance(undo(machine, second), GivenBack)
    assert isinstance(undo(machine, first), GivenBack)
    assert whose(machine, deal_id) == before

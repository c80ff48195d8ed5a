"""Whatever a verb made of the line it was pressed on, taking it back makes the line ask again: held for every verb."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from rules.answers.digests import ManagerList, MorningList, VerbFilled
from services.clock import verb_undo, verbs
from services.clock.said import Pressed
from services.deals import stage_undo, waits
from storage.tables import Delivery, Undo
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at
from tests.services.test_help import seen
from tests.services.test_overtaken import listed, told_in

UNTIL = date(2026, 12, 8)
Back = Callable[[Machine, str, int], object]


def undo_stage(machine: Machine, who: str, deal: int) -> object:
    return stage_undo.undo(Hand(machine, who).ask(), machine.rows(Undo)[-1].id)


def end_wait(machine: Machine, who: str, deal: int) -> object:
    return Hand(machine, who).do(waits.end, deal)


def undo_said(machine: Machine, who: str, deal: int) -> object:
    return verb_undo.undo(Hand(machine, who).ask(), machine.rows(Undo)[-1].id, Pressed(0, 0))


def undo_note(machine: Machine, who: str, deal: int) -> object:
    return Hand(machine, who).undo_note(machine.rows(Undo)[-1].id)


@dataclass(frozen=True)
class Case:
    """A verb as it is pressed, what its line says then, and how it is taken back."""

    verb: str
    says: str
    back: Back
    filled: dict[str, Any] = field(default_factory=dict)
    who: str = "liam"


CASES = [
    Case("lost", "lost", undo_stage, {"choice": "price"}),
    Case("invalid", "invalid", undo_stage, {"choice": "not_a_buyer"}),
    Case("wait", "wait", end_wait, {"on": UNTIL, "who": "Ms. Chen"}),
    Case("park", "park", end_wait, {"on": UNTIL}),
    Case("wait", "wait", undo_said, {"on": UNTIL, "who": "Ms. Chen"}),
    Case("park", "park", undo_said, {"on": UNTIL}),
    Case("quiet", "wait", undo_said, {"on": UNTIL}),
    Case("note", "note", undo_note),
    Case("decide", "lost", undo_stage, {"choice": "close", "reason": "price"}, "maya"),
    Case("decide", "park", end_wait, {"choice": "park", "on": UNTIL}, "maya"),
    Case("decide", "park", undo_said, {"choice": "park", "on": UNTIL}, "maya"),
    Case("decide", "push", undo_said, {"choice": "push"}, "maya"),
]
# What nothing takes back: another answer replaces it, and history keeps it.
STAYS = {"owed", "date", "plan", "sign_on", "other", "blocker", "ask_help", "help_them", "keep"}
OWN = {"reassign", "dismiss", "later"}  # whose Undo stands in the line itself, and rewrites it there


def test_every_verb_is_in_the_table_or_has_no_way_back() -> None:
    assert {case.verb for case in CASES} | STAYS | OWN == set(verbs.ACTS)


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.verb}-{case.says}-{case.back.__name__}")
def test_what_is_taken_back_is_asked_again(machine: Machine, post: Post, case: Case) -> None:
    deal, kind = listed(machine, post), MorningList if case.who == "liam" else ManagerList
    [before] = [x for x in post.as_it_stands(kind)[-1:]]
    machine.clock.set(at("12-02 09:30"))
    if case.verb == "note":
        Hand(machine, case.who).note("EXPO-2026-001 talked, they like it")
    sent = [x for x in machine.rows(Delivery) if x.person_id == machine.ids[case.who] and x.state == "sent"]
    last = next(x for x in reversed(sent) if x.kind in ("morning", "manager_list"))
    pressed = Pressed(0, deal, last.channel or "", last.ts or "")
    answer = Hand(machine, case.who).do(verbs.act, case.verb, pressed, VerbFilled(**case.filled))
    assert told_in(answer) == [case.says]
    post.run("12-02 09:31")
    before_that = len(post.said)
    case.back(machine, case.who, deal)
    post.run("12-02 09:32")
    [again] = [one for _, _, op, one in post.said[before_that:] if op == "update" and isinstance(one, kind)]
    assert told_in(again) == [""]  # until that edit Slack shows what was pressed
    assert seen(again, machine)[1] == seen(before[1], machine)[1]  # the buttons that it had


def test_a_wait_that_came_to_its_end_is_not_taken_back(machine: Machine, post: Post) -> None:
    """It stands as what was answered; that it is over is said in a message of its own."""
    deal = listed(machine, post)
    machine.clock.set(at("12-02 09:30"))
    sent = [x for x in machine.rows(Delivery) if x.kind == "morning" and x.state == "sent"][-1]
    pressed = Pressed(0, deal, sent.channel or "", sent.ts or "")
    Hand(machine, "liam").do(verbs.act, "wait", pressed, VerbFilled(on=date(2026, 12, 3), who="Ms. Chen"))
    post.through("12-03 10:00")
    end_wait(machine, "liam", deal)
    post.run("12-03 10:05")
    with machine.db.read() as tx:
        kept = tx.get(Delivery, sent.id)
    assert kept is not None and "'verb': 'wait'" in str(kept.payload)

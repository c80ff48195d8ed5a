"""Several deals of one night, or of one import, are one message; its words can be taken out; and whatever is done to
deals, what is told of them is true."""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from bot.views.teams import NAMED
from rules.answers.teams import DealOver, DealsOver
from rules.errors import BatonError
from sandbox.driver import text_of
from services.deals import hands, stage_undo, story, team
from storage.tables import Deal, Delivery, Person, Task
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at
from tests.services.test_hands import asked, heard, lost, machine
from tests.services.test_hands_told import MORNING, NIGHT, Team, answer, give, lose, take, undo
from tests.services.test_help import higher_up, press

pytestmark = pytest.mark.few_on_postgresql

__all__ = ["machine"]


@pytest.mark.parametrize(("undone", "told"), [(0, NAMED), (2, NAMED), (NAMED, 2)])
def test_several_deals_of_one_night_are_one_message(
    machine: Machine, post: Post, undone: int, told: int
) -> None:
    ids = [machine.deal() for _ in range(12)]
    for deal_id in ids:
        asked(machine, deal_id, "chen", "w" * 200)
    post.run()
    machine.clock.set(at(NIGHT))
    closed = [lost(machine, deal_id) for deal_id in ids]
    for one in closed[:undone]:
        stage_undo.undo(Hand(machine, "liam").ask(), one.undo_id)
    post.run(MORNING)
    ((_, text),) = heard(post)
    assert text.startswith("Deals that you have a hand in:")
    assert text.count("closed as lost") == told and ("And 2 more." in text) == (undone == 0)


def test_an_import_in_parts_is_one_message_and_an_edit_a_part(machine: Machine, post: Post) -> None:
    """Each deal counts once, also one that a line gives away and ends."""
    ids = [machine.deal() for _ in range(12)]
    higher_up(machine)
    for deal_id in ids:
        press(machine, "zoe", "help_them", deal_id)
    post.run()
    machine.clock.push(minutes=5)
    take(machine, ids, "Dana", "流失")
    post.run()
    ((_, text),) = heard(post)
    assert text.count("closed as lost") == NAMED and "And 2 more." in text
    more = [machine.deal() for _ in range(3)]
    (slot,) = {x.slot for x in machine.rows(Delivery) if x.kind == DealsOver.kind}
    by = hands.By(machine.ids["maya"], int(str(slot).split(":")[2]))
    with machine.db.write() as tx:
        for deal_id in more:
            promise_help(tx, machine, deal_id)
            deal = tx.get(Deal, deal_id)
            was = hands.before(tx, deal)
            deal.state, deal.version = "lost", deal.version + 1
            hands.tell(
                tx, machine.deps.config.active().pipeline, deal, "end", [], was, by, machine.clock.now()
            )
    edits = [x for x in machine.rows(Delivery) if x.kind == DealsOver.kind and x.op == "update"]
    assert len(edits) == 1
    post.run()
    assert "And 5 more." in heard(post)[-1][1]


def promise_help(tx: Any, machine: Machine, deal_id: int) -> None:
    now, zoe = machine.clock.now(), machine.ids["zoe"]
    tx.add(
        Task(
            deal_id=deal_id, kind="help", episode=f"x{deal_id}", person_id=zoe, opened_by=zoe, opened_at=now,
            state="answered", answer="helping", answered_by=zoe, closed_at=now, version=0,
        )
    )  # fmt: skip
    tx.flush()


def test_words_that_are_taken_out_leave_the_message_too(machine: Machine, post: Post) -> None:
    deal_id = machine.deal()
    Hand(machine, "liam").do(team.change, deal_id, ("U0CHEN",), ())
    code = machine.deal_row(deal_id).code
    note = Hand(machine, "chen").note(f"{code} talked // send the CANARY list by Nov 26")
    post.run()
    lost(machine, deal_id)
    post.run("11-24 15:40")
    assert "CANARY" in heard(post)[-1][1]
    Hand(machine, "maya").do(story.redact, note.note_id)
    post.run("11-24 15:45")
    assert "CANARY" not in heard(post)[-1][1]
    assert not [x for x in machine.rows(Delivery) if "CANARY" in str(x.payload)]


# -- whatever happens -----------------------------------------------------------------------------------


class Told:
    """What each message says of each deal, post by post and edit by edit."""

    def __init__(self, machine: Machine, post: Post) -> None:
        self._machine, self._post, self._seen = machine, post, 0
        self.last: dict[tuple[int | None, int], DealOver] = {}
        self._names = {number: name for name, number in machine.ids.items()}

    def read(self) -> None:
        """Nobody hears by a new message what the last one told them; and each line is true when it is sent."""
        said = list(zip(self._post.to, self._post.said, strict=True))[self._seen :]
        self._seen += len(said)
        for who, (_, _, op, one) in said:
            for line in one.deals if isinstance(one, DealsOver) else ():
                about = (who, line.head.deal_id)
                assert op == "update" or self._words(line) != self._words(self.last.get(about)), about
                self.last[about] = line
                self._is_true(who, line)
        for (_, deal_id), line in self.last.items():
            is_lost = self._machine.deal_row(deal_id).state == "lost"
            assert is_lost or line.is_back or line.done.verb != "over_lost", "no false last word"

    def nobody_waits_for_news(self, name: str) -> None:
        """Whose task it was, and who did nothing themselves, knows of each deal how it stands."""
        who, liam = self._machine.ids[name], self._machine.ids["liam"]
        for task in self._machine.rows(Task):
            if task.person_id != who or task.state == "answered":
                continue
            deal, line = self._machine.deal_row(task.deal_id), self.last.get((who, task.deal_id))
            if deal.state == "lost":
                assert line is not None and line.done.verb == "over_lost" and not line.is_back
            elif deal.owner_id != liam:
                assert line is not None and (line.is_back or line.done.verb == hands.GIVEN)

    def _is_true(self, who: int | None, line: DealOver) -> None:
        deal = self._machine.deal_row(line.head.deal_id)
        owner = next(x.name for x in self._machine.rows(Person) if x.id == deal.owner_id)
        assert deal.owner_id != who
        stands = {x.id: x.state for x in self._machine.rows(Task)}
        states = {stands[one.task_id] for one in line.tasks}
        if deal.state == "lost":
            assert line.done.verb == "over_lost" and not line.is_back and states <= {"cancelled"}
        else:
            assert line.is_back or line.done.who == owner
            assert states <= {"open"}

    def _words(self, line: DealOver | None) -> str:
        if line is None:
            return ""
        reader = Reader("en", ZoneInfo("Asia/Shanghai"), self._machine.clock.now(), "U0")
        return text_of(render(DealsOver(deals=(line,), is_import=False), reader))


@pytest.mark.parametrize("seed", [0, *(pytest.param(n, marks=pytest.mark.proof) for n in (1, 2))])
def test_whatever_is_done_what_is_told_is_true_then_and_no_last_word_is_false(
    machine: Machine, post: Post, seed: int
) -> None:
    """Deals are given, lost, undone and their tasks answered at random, by day and by night."""
    chance, told = Random(seed), Told(machine, post)
    teams = [Team(machine, post, also=chance.choice(["", "dana", "maya"])) for _ in range(6)]
    told.read()
    for hour in ("11-24 16:00", NIGHT, "11-25 08:50", "11-25 09:00", "11-25 10:00", "11-25 23:00"):
        machine.clock.set(at(hour))
        for _ in range(12):
            one = chance.choice(teams)
            owner = next(n for n, x in machine.ids.items() if x == machine.deal_row(one.deal_id).owner_id)
            steps = [
                give(chance.choice(["dana", "ravi", "liam"]), chance.choice(["maya", "zoe"])),
                lose(chance.choice([owner, "maya"])),
                undo(owner),
                undo("maya"),
                *([answer("chen")] if chance.random() < 0.2 else []),
            ]
            machine.clock.push(seconds=30)
            with suppress(BatonError):  # it stands elsewhere by now, or is not theirs
                chance.choice(steps)(one)
            if chance.random() < 0.3:
                post.run()
                told.read()
    post.run("11-26 09:30")
    told.read()
    told.nobody_waits_for_news("chen")

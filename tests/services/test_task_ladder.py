"""A colleague's task is said again on the morning of its day, and once to who opened it when that day is over; the rep
is told whose it is meanwhile."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers import load
from rules.answers.digests import MorningList, VerbFilled
from rules.answers.tasks import TaskLate, TasksDue
from sandbox.driver import text_of
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import colleagues, task_answers
from storage.tables import PersonRole, Task
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at, stuck

pytestmark = pytest.mark.few_on_postgresql


def blocked(machine: Machine, deal_id: int, choice: str = "our_quote") -> None:
    Hand(machine, "liam").do(verbs.act, "blocker", Pressed(0, deal_id), VerbFilled(choice=choice))


@pytest.fixture
def deal(machine: Machine, post: Post) -> int:
    """Tuesday 15:30: Liam waits for a quote of Maya's, who is pre-sales too; she has until Wednesday 15:30."""
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["maya"], role="presales"))
    machine.clock.set(at("11-24 15:30"))
    deal_id = machine.deal()
    blocked(machine, deal_id)
    post.run()
    post.said.clear()
    return deal_id


def task(machine: Machine) -> Task:
    (found,) = [t for t in machine.rows(Task) if t.kind == "blocker"]
    assert isinstance(found, Task)
    return found


def told(post: Post, kind: type[Any]) -> list[str]:
    return [when for when, _, op, answer in post.said if op == "post" and isinstance(answer, kind)]


def read(machine: Machine, answer: Any, locale: str = "en") -> str:
    return text_of(render(answer, Reader(locale, ZoneInfo("Asia/Shanghai"), machine.clock.now(), "U0")))


def tap(machine: Machine, verb: str, ts: str = "", **filled: Any) -> None:
    Hand(machine, "maya").do(task_answers.answer, task(machine).id, verb, VerbFilled(**filled), ts)


def test_it_is_said_on_its_morning_and_once_to_who_opened_it(machine: Machine, post: Post, deal: int) -> None:
    post.through("12-04 18:00")
    assert told(post, TasksDue) == ["11-25 08:40"]
    assert told(post, TaskLate) == ["11-26 15:30"]
    (late,) = [a for _, a in post.of(TaskLate)]
    assert (late.whose, late.due) == (("Maya",), date(2026, 11, 25))
    for locale, says in (("en", "Maya hasn't answered"), ("zh", "Maya 还没回")):
        assert says in read(machine, late, locale)
    theirs = post.of(TasksDue)[-1][1]  # the message of that morning, a day later
    for locale, says in (("en", "was due Wed, Nov 25."), ("zh", "原定11月25日（周三）。")):
        assert says in read(machine, theirs, locale)


def test_everything_of_a_day_is_one_message_that_says_what_came_of_each(
    machine: Machine, post: Post, deal: int
) -> None:
    other = machine.deal()
    blocked(machine, other)
    post.through("11-25 09:00")
    ((_, due),) = post.of(TasksDue)
    assert len(due.tasks) == 2 and "2 things" in read(machine, due)
    first, second = sorted((t for t in machine.rows(Task) if t.kind == "blocker"), key=lambda t: t.id)
    (sent,) = [d for d in machine.deliveries if d.kind == "tasks_due"]
    for one in (first, second):
        Hand(machine, "maya").do(task_answers.answer, one.id, "done", VerbFilled(), sent.ts)
        post.run()
    edits = [load(dict(d.payload)) for d in machine.deliveries if (d.kind, d.op) == ("tasks_due", "update")]
    assert [[one.is_open for one in e.tasks] for e in edits if isinstance(e, TasksDue)] == [
        [False, True],
        [False, False],
    ]
    post.through("12-01 18:00")
    assert told(post, TaskLate) == [] and told(post, TasksDue) == ["11-25 08:40"]


@pytest.mark.one_on_postgresql
def test_a_date_that_was_named_is_the_day_from_then_on(machine: Machine, post: Post, deal: int) -> None:
    tap(machine, "date", on=date(2026, 11, 27))
    post.through("12-04 18:00")
    assert told(post, TasksDue) == ["11-27 08:40"]
    assert told(post, TaskLate) == ["12-01 09:00"]  # due at Friday's end: a working day later, at the opening


def test_what_is_asked_for_the_same_day_is_not_said_again_that_day(machine: Machine, post: Post) -> None:
    machine.clock.set(at("11-24 09:30"))
    filled = VerbFilled(choice=str(machine.ids["dana"]), text="floor plan", on=date(2026, 11, 24))
    Hand(machine, "liam").do(colleagues.ask_colleague, machine.deal(), filled)
    post.through("11-25 17:00")
    assert told(post, TasksDue) == [] and told(post, TaskLate) == []
    post.through("11-26 18:00")
    assert told(post, TaskLate) == ["11-26 09:00"]


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("has_owner", [True, False])
def test_with_nobody_left_in_the_group_who_opened_it_hears(
    machine: Machine, post: Post, deal: int, has_owner: bool
) -> None:
    with machine.db.write() as tx:
        tx.delete(tx.get(PersonRole, (machine.ids["maya"], "presales")))
        one = tx.get(Task, task(machine).id)
        assert one is not None
        one.person_id = None
        tx.add(one)
    if not has_owner:
        machine.change(deal, owner_id=None)
    post.through("12-01 18:00")
    assert told(post, TasksDue) == [] and len(told(post, TaskLate)) == has_owner


@pytest.mark.parametrize("how", ["done", "lost"])
def test_nothing_is_said_of_what_is_over(machine: Machine, post: Post, deal: int, how: str) -> None:
    if how == "done":
        tap(machine, "done")
    else:
        Hand(machine, "liam").do(verbs.act, "lost", Pressed(0, deal), VerbFilled(choice="price"))
    post.through("12-01 18:00")
    assert told(post, TasksDue) == told(post, TaskLate) == []


@pytest.mark.one_on_postgresql
def test_the_rep_is_told_whose_it_is_and_not_asked_for_a_line(machine: Machine, post: Post) -> None:
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["maya"], role="presales"))
    deal_id = stuck(machine, post)
    blocked(machine, deal_id)
    tap(machine, "date", on=date(2026, 12, 4))
    post.said.clear()
    post.through("12-03 08:35")
    line = post.of(MorningList)[-1][1].lines[0]
    listed = line.model_copy(update={"listed_at": at("12-03 08:50").time()})
    for one, asks in ((line, "Want a hand?"), (listed, "Add a line first?")):
        message = MorningList(lines=(one,))
        said = read(machine, message)
        assert "Maya has the task, due tomorrow." in said and asks not in said
    assert "Add a line first?" in read(
        machine, MorningList(lines=(listed.model_copy(update={"task": None}),))
    )


@pytest.mark.parametrize(("then", "late"), [("", 1), ("moving", 0), ("budget", 0)])
def test_what_nobody_was_asked_for_is_over_once_something_else_is_in_the_way(
    machine: Machine, post: Post, then: str, late: int
) -> None:
    machine.clock.set(at("11-24 15:30"))
    deal_id = machine.deal()
    blocked(machine, deal_id, "legal")
    if then:
        blocked(machine, deal_id, then)
    post.through("11-30 18:00")
    assert len(told(post, TaskLate)) == late

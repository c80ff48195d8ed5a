"""After an absence of Baton's own: one line at the head of what comes late, one message to the admins, and no flood."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.admin import CameBack
from rules.answers.digests import MorningList
from rules.answers.nudges import NudgeMessage
from services.team.people import zone_of
from services.watching import absence
from storage.tables import PersonRole
from tests.services.machine import Machine
from tests.services.mornings import Post, at

pytestmark = pytest.mark.few_on_postgresql


@pytest.fixture
def machine(machine: Machine) -> Iterator[Machine]:
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["zoe"], role="admin"))
    yield machine


def live(machine: Machine, post: Post, when: str) -> None:
    """A look at the clock at that time, as `jobs.look` and `jobs.watch` do."""
    machine.process.set(at(when))
    machine.clock.set(at(when))
    absence.beat(machine.deps, now=at(when))
    post.run()
    absence.tell(machine.deps, now=at(when))
    post._deliver()


def shown(answer: object, when: str, locale: str = "en") -> str:
    return str(render(answer, Reader(locale, zone_of("Asia/Shanghai"), at(when))))  # type: ignore[arg-type]


def test_what_comes_late_says_so_once_and_the_admins_hear_how_much(machine: Machine, post: Post) -> None:
    machine.deal()  # quiet on Tuesday at 15:30: heads-up that morning, red in the afternoon
    live(machine, post, "12-01 08:50")
    live(machine, post, "12-01 16:10")
    (red,) = [answer for _, answer in post.of(NudgeMessage)]
    assert red.away is not None and (red.away.since, red.away.until) == (at("12-01 08:50"), at("12-01 16:10"))
    assert red.away.count == 1
    assert "offline from today, 8:50" in shown(red, "12-01 16:10") and "晚到的 1 条" in shown(
        red, "12-01 16:10", "zh"
    )
    assert post.of(CameBack) == []
    for when in ("12-01 16:13", "12-01 16:14", "12-01 16:20"):
        live(machine, post, when)
    ((_, told),) = post.of(CameBack)
    assert (told.lists, told.reminders) == (0, 1)
    lists = [answer for _, answer in post.of(MorningList)]
    assert lists and not any(answer.away for answer in lists)  # of the morning, in time


@pytest.mark.one_on_postgresql
def test_a_list_that_came_late_says_so_at_its_head(machine: Machine, post: Post) -> None:
    machine.deal()
    live(machine, post, "12-01 08:10")
    live(machine, post, "12-01 10:40")
    ((_, late),) = post.of(MorningList)
    assert late.away is not None
    assert shown(late, "12-01 10:40").index("Morning!") < shown(late, "12-01 10:40").index(
        "offline from today"
    )
    live(machine, post, "12-01 10:43")
    ((_, told),) = post.of(CameBack)
    assert told.lists == 1
    assert "1 list" in shown(told, "12-01 10:43") and "晚到了" in shown(told, "12-01 10:43", "zh")


def test_a_restart_and_a_moved_clock_are_no_absence(machine: Machine, post: Post) -> None:
    machine.deal()
    live(machine, post, "12-01 08:25")
    live(machine, post, "12-01 08:34")
    machine.clock.set(at("12-01 16:00"))  # business time alone, as in try mode
    absence.beat(machine.deps, now=machine.clock.now())
    post.run()
    for when in ("12-01 16:01", "12-01 16:09"):
        machine.clock.set(at(when))
        machine.process.push(minutes=1)
        absence.beat(machine.deps, now=at(when))
        absence.tell(machine.deps, now=at(when))
    post._deliver()
    assert post.of(CameBack) == []
    assert not any(answer.away for _, answer in (*post.of(MorningList), *post.of(NudgeMessage)))

"""Business time: stands still, moves in steps, waits for its listeners, keeps the order of ts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Thread

import pytest

from sandbox.driver import Sandbox, SandboxError
from sandbox.process import ProcessClock
from tests.sandbox.ear import Ear

HOUR = timedelta(hours=1)


def test_time_stands_still_until_it_is_moved(slack: Sandbox) -> None:
    before = slack.now
    assert slack.now == before
    slack.advance(hours=2.5)
    assert slack.now == before + 2.5 * HOUR
    slack.advance(to=before + 4 * HOUR)
    assert slack.now == before + 4 * HOUR
    assert slack.clock()["target"] is None
    with pytest.raises(SandboxError, match="time does not go back"):
        slack.advance(to=before)


def wishing(
    slack: Sandbox, *wishes: datetime | None, each: Callable[[int], object] = lambda n: None
) -> Thread:
    """A listener that lives through so many steps, says what it wishes after each, and does `each` before that."""
    slack.post("/control/clock/listen", listener="baton")
    first = slack.clock()["step"]

    def live() -> None:
        for n, wish in enumerate(wishes):
            step = slack.get("/control/clock", after=first + n, wait=10)["step"]
            each(n)
            next_at = wish.isoformat() if wish else None
            slack.post("/control/clock/done", listener="baton", step=step, next_at=next_at)

    thread = Thread(target=live)
    thread.start()
    return thread


def test_a_listener_is_asked_first_then_when_it_wished_to_be(slack: Sandbox) -> None:
    start = slack.now
    wish = start + timedelta(minutes=10)
    seen: list[datetime] = []
    thread = wishing(slack, wish, wish + 7 * HOUR, None, None, each=lambda n: seen.append(slack.now))
    slack.advance(hours=30)
    thread.join(10)
    slack.post("/control/clock/leave", listener="baton")
    assert seen == [start, wish, wish + 7 * HOUR, start + 30 * HOUR]


def test_one_that_wishes_for_nothing_is_asked_each_day(slack: Sandbox) -> None:
    start = slack.now
    seen: list[datetime] = []
    thread = wishing(slack, None, None, None, each=lambda n: seen.append(slack.now))
    slack.advance(days=1.5)
    thread.join(10)
    slack.post("/control/clock/leave", listener="baton")
    assert seen == [start, start + 24 * HOUR, start + 36 * HOUR]


def test_what_a_person_does_meanwhile_is_looked_at_before_time_moves(slack: Sandbox, ear: Ear) -> None:
    start = slack.now
    seen: list[datetime] = []

    def each(n: int) -> None:
        seen.append(slack.now)
        if n == 0:
            slack.person("mia").command("#sales", "/lead Acme")

    thread = wishing(slack, None, None, None, each=each)
    slack.advance(hours=5)
    thread.join(10)
    slack.post("/control/clock/leave", listener="baton")
    assert seen == [start, start, start + 5 * HOUR]


def test_messages_carry_business_time(slack: Sandbox) -> None:
    mia = slack.person("mia")
    first = mia.say("#sales", "now")
    slack.advance(days=1)
    second = mia.say("#sales", "tomorrow")
    assert float(second["ts"]) - float(first["ts"]) == pytest.approx(86400, abs=1)
    assert float(second["ts"]) == pytest.approx(slack.now.timestamp(), abs=1)


def test_a_silent_listener_is_named_and_then_left_aside(slack: Sandbox) -> None:
    start = slack.now
    slack.post("/control/clock/listen", listener="sleeper")
    slack.advance(hours=5, wait=0)
    slack.push(46)
    slack.wait_for(lambda: slack.clock()["target"] is None)
    assert slack.now == start + 5 * HOUR
    slack.post("/control/clock/leave", listener="sleeper")


def test_process_time_may_go_slower_than_the_machines() -> None:
    machine = [10.0]
    process = ProcessClock(lambda: machine[0])
    process.go(0.25)
    machine[0] += 12
    assert process.now() == 13.0
    process.push(1)
    process.go(1.0)
    machine[0] += 2
    assert process.now() == 16.0

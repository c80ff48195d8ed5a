"""Business time: stands still, moves in steps, waits for its listeners, keeps the order of ts."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest

from sandbox.driver import Sandbox, SandboxError

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


def test_a_listener_is_asked_first_then_at_each_step(slack: Sandbox) -> None:
    start = slack.now
    wish = start + timedelta(minutes=10)
    seen: list[datetime] = []
    slack.post("/control/clock/listen", listener="baton")

    def work() -> None:
        step = slack.clock()["step"]
        while len(seen) < 5:
            told = slack.get("/control/clock", after=step, wait=10)
            step, now = told["step"], datetime.fromisoformat(told["now"])
            seen.append(now)
            next_at = wish.isoformat() if now < wish else None
            slack.post("/control/clock/done", listener="baton", step=step, next_at=next_at)

    thread = threading.Thread(target=work)
    thread.start()
    slack.advance(hours=3)
    thread.join(10)
    slack.post("/control/clock/leave", listener="baton")
    assert seen == [start, wish, wish + HOUR, wish + 2 * HOUR, start + 3 * HOUR]


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
    slack.push(31)
    slack.wait_for(lambda: slack.clock()["target"] is None)
    assert slack.now == start + 5 * HOUR
    slack.post("/control/clock/leave", listener="sleeper")

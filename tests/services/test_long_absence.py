"""Baton was down for an hour, three days, thirty days: in the first minute after it every open condition is said once, in at
most one message a person, and nothing of what is closed or waits (G5)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from rules.answers.digests import ManagerList
from rules.answers.waits import Wish
from rules.when import When
from services.capture import steps
from services.deals import stages, waits
from services.watching import absence
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at, audited, lines_of

DOWN = {"11-24 16:30": "11-24 17:31", "11-24 16:31": "11-27 10:00", "11-24 16:32": "12-24 10:00"}


def look(machine: Machine, post: Post, when: str) -> None:
    machine.process.set(at(when))
    absence.beat(machine.deps, now=at(when))
    post.run(when)


def settled(machine: Machine, post: Post, last: str) -> tuple[set[int], set[int]]:
    """Deals that Liam has to hear of by then, and those of which nobody hears: closed, and waiting."""
    liam, by = Hand(machine, "liam"), lambda on: When(date=on, time=None, kind="by")
    heard_of = at("11-17 16:00")
    old = {"last_contact_at": heard_of, "clocks_from": heard_of, "stage_entered_at": heard_of}
    open_ = {machine.deal(**old) for _ in range(3)}
    shut, parked = machine.deal(**old), machine.deal(**old)
    for deal in (*sorted(open_), shut):
        liam.do(steps.set_date, f"d{deal}", by(date(2026, 11, 24)))
    liam.do(lambda ask: stages.close(ask, shut, state="lost", reason="price", words=""))
    liam.do(waits.wait, Wish(deal_id=parked, until=waits.longest(liam.ask(), parked)))
    look(machine, post, last)
    is_over = at(DOWN[last]).date() >= waits.longest(liam.ask(), parked)  # then "did it come?" is due
    return open_ | ({parked} if is_over else set()), {shut} | (set() if is_over else {parked})


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("last", DOWN)
def test_the_first_minute_after_an_absence(machine: Machine, last: str) -> None:
    post = Post(machine)
    open_, silent = settled(machine, post, last)
    post.said.clear()
    post.to.clear()
    back = at(DOWN[last])
    for seconds in range(0, 60, 10):
        machine.process.set(back + timedelta(seconds=seconds))
        machine.clock.set(back + timedelta(seconds=seconds))
        absence.beat(machine.deps, now=machine.clock.now())
        post.run()
    posts = [(to, answer) for to, (_, _, op, answer) in zip(post.to, post.said, strict=True) if op == "post"]
    assert max(Counter(to for to, _ in posts).values(), default=0) <= 1
    lines = [line for to, answer in posts for line in lines_of(answer) if to == machine.ids["liam"]]
    said = Counter(line.head.deal_id for line in lines)
    assert said == Counter(open_)
    every = {line.head.deal_id for _, answer in posts for line in lines_of(answer)}
    assert not every & silent
    assert {to for to, answer in posts if isinstance(answer, ManagerList)} <= {
        machine.ids["maya"],
        machine.ids["zoe"],
    }
    audited(machine)

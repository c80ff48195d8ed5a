"""One round does all that is due and says when to come back; a job that fails is logged and stops nobody else."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

import jobs
from bot.gateway import Gateway
from jobs import Clockwork, schedule
from jobs.guarding import guarded
from jobs.steps import StepClock
from sandbox.driver import Sandbox
from services.deps import Deps
from services.sending.outbox import Timing
from services.watching import precision
from storage.tables import Person
from tests.lending import CopyOf
from tests.services.machine import QUICK, ROOT, START, Machine, team
from wiring import WallClock

SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def slack() -> Iterator[Sandbox]:
    with Sandbox.start(now=START, seed=ROOT / "demo" / "workspace.json") as running:
        yield running


@pytest.fixture
def machine(copy_of: CopyOf, slack: Sandbox) -> Iterator[Machine]:
    made = Machine(copy_of(team), slack)
    yield made
    made.close()


def clockwork(machine: Machine, timing: Timing = QUICK) -> Clockwork:
    return schedule(machine.deps, machine.gateway, timing=timing)


def said(machine: Machine) -> list[str]:
    """What became of the promised sentence; the day's lists come and go by themselves."""
    return [x.state for x in machine.deliveries if x.kind == "confirmation"]


def test_a_round_ticks_groups_delivers_and_says_when_to_come_back(machine: Machine) -> None:
    """Five working days without a contact: the red one is on its way in the round in which it falls due."""
    machine.deal()
    work = clockwork(machine)
    first = work.run_once()
    assert first is not None and machine.clock.now() < first
    machine.clock.set(START + timedelta(days=7))
    with machine.judged() as sink:
        following = work.run_once()
    assert [x.state for x in machine.nudges if x.rung == 2] == ["sent"]
    assert any("Acme 1" in str(x["blocks"]) for x in sink)
    assert following is not None and following > machine.clock.now()
    work.stop()


def test_a_step_over_days_judges_the_rules_anew(machine: Machine) -> None:
    """Status shows what the day's look found; days pass here faster than the minutes in which it is looked."""
    work = clockwork(machine)
    for days in (0, 5):
        machine.clock.set(START + timedelta(days=days))
        work.run_once()
        with machine.db.read() as tx:
            assert precision.judged_last(tx).on == machine.clock.now().date()
    work.stop()


@SQLITE
def test_a_stop_does_not_wait_for_a_long_outbox(machine: Machine) -> None:
    """What is under way is finished; the rest goes out after the next start."""
    for _ in range(5):
        machine.promise()
    work = Clockwork(machine.deps, machine.gateway, QUICK, None, told=lambda _: work.postman.rest())
    work.postman.run()
    sent = said(machine).count("sent")
    assert 1 <= sent < 5
    work.stop()
    assert said(machine).count("sent") == sent
    clockwork(machine).run_once()
    assert said(machine) == ["sent"] * 5


def test_a_job_that_fails_is_logged_by_kind_and_place_alone(
    machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ValueError("Acme, Ms. Chen, 212-555-0143")

    with caplog.at_level(logging.ERROR, logger="baton.jobs"):
        guarded(machine.deps, "tick", fail)()
    (line,) = caplog.messages
    assert "tick" in line and "ValueError" in line and "fail" in line
    assert "Chen" not in line and "555" not in line


@SQLITE
def test_the_schedule_runs_by_itself_and_stops(
    copy_of: CopyOf, slack: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    """A job that takes longer than its turn is not started twice; that is nothing to warn of."""
    machine = Machine(copy_of(team), slack)
    wall = jobs_wall(machine)
    slack.fault("chat.postMessage", "slow", times=1, seconds=2.2)
    with machine.judged() as sink:
        machine.promise()
        wall.start()
        slack.wait_for(lambda: said(machine) == ["sent"])
        wall.stop()
    assert len(sink) == 1
    assert [x.getMessage() for x in caplog.records if x.levelno >= logging.WARNING] == []
    machine.close()


def jobs_wall(machine: Machine) -> Clockwork:
    """A clockwork that follows the machine's own time."""
    from_now = _Wall()
    deps = Deps(machine.db, from_now, WallClock(), machine.deps.config)
    machine.clock.set(from_now.now() - timedelta(seconds=1))
    return schedule(deps, Gateway(machine.gateway.client), timing=QUICK)


class _Wall:
    """Goes as the wall's clock does, from an hour at which people work: what is promised now is said now."""

    def __init__(self) -> None:
        self.ahead = START - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@SQLITE
def test_every_job_runs_at_once_when_the_clock_is_set_back(machine: Machine, slack: Sandbox) -> None:
    """APScheduler alone waits until it is as late again as it was; the roster's turn is a day away."""
    wall = _SetBack()
    deps = Deps(machine.db, _Wall(), wall, machine.deps.config)
    work = schedule(deps, Gateway(machine.gateway.client), timing=QUICK)
    work.start()
    known = len(machine.rows(Person))
    wall.by = timedelta(hours=1)
    slack.wait_for(lambda: len(machine.rows(Person)) > known)
    work.stop()


class _SetBack(WallClock):
    by = timedelta()

    def now(self) -> datetime:
        return super().now() - self.by


@SQLITE
def test_steps_want_a_clock_that_can_be_set(machine: Machine, slack: Sandbox) -> None:
    deps = Deps(machine.db, _Wall(), WallClock(), machine.deps.config)
    with pytest.raises(TypeError):
        jobs.schedule(deps, machine.gateway, control_url=slack.url)


def test_business_time_never_goes_back() -> None:
    clock = StepClock(START)
    clock.set(START + timedelta(hours=1))
    clock.set(START)
    assert clock.now() == START + timedelta(hours=1)


@SQLITE
def test_between_two_steps_what_people_cause_is_said(machine: Machine, slack: Sandbox) -> None:
    work = jobs.schedule(machine.deps, machine.gateway, control_url=slack.url, timing=QUICK)
    work.start()
    machine.promise()
    slack.wait_for(lambda: said(machine) == ["sent"])
    slack.advance(hours=1)
    assert machine.clock.now() == slack.now
    work.stop()

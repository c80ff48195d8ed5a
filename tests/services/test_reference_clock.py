"""Random weeks of a small team, lived by the services, against what `reference_clock` says must be heard in them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.lending import CopyOf
from tests.services.machine import team
from tests.services.reference_weeks import Weeks


def of_its_own(copy_of: CopyOf) -> type[Weeks]:
    class Lived(Weeks):
        url = staticmethod(partial(copy_of, team))

    return Lived


def live(copy_of: CopyOf, examples: int, steps: int, *, always_the_same: bool = False) -> None:
    """So many histories; a failing one is shown as it was, since making it shorter takes minutes."""

    how = settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=always_the_same,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(of_its_own(copy_of), settings=how)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_weeks_are_heard_as_the_reference_says(copy_of: CopyOf) -> None:
    live(copy_of, 3, 20, always_the_same=True)


SHORT: dict[str, list[Callable[[Weeks], None]]] = {
    "pushed on, its manager is asked by no rule for five working days, also not of a step": [
        lambda weeks: weeks.time_passes(minutes=9900),
        lambda weeks: weeks.is_pushed_on(n=2),
        lambda weeks: weeks.changes_the_date(n=2, ahead=0),
        *[lambda weeks: weeks.time_passes(minutes=4320)] * 4,
    ],
    "a warning is of both limits": [
        lambda weeks: weeks.time_passes(minutes=9965),
        lambda weeks: weeks.calls_it_not_useful(n=0),
        lambda weeks: weeks.time_passes(minutes=2880),
    ],
    "kept, a promise that is past waits for the next list": [
        lambda weeks: weeks.promises_a_step(n=0, ahead=2, kind="at 10:00"),
        lambda weeks: weeks.time_passes(minutes=3990),
        lambda weeks: weeks.keeps_it(n=0),
        lambda weeks: weeks.time_passes(minutes=4320),
    ],
    "given at night, the end of a wait is asked about in the next list": [
        lambda weeks: weeks.waits_for_them(n=0, ahead=6),
        lambda weeks: weeks.time_passes(minutes=12800),
        lambda weeks: weeks.is_given_to_the_other(n=0),
        lambda weeks: weeks.time_passes(minutes=1440),
    ],
    "a warning that was said before does not stand for the other limit": [
        lambda weeks: weeks.time_passes(minutes=9745),
        lambda weeks: weeks.changes_the_date(n=1, ahead=1),
        lambda weeks: weeks.time_passes(minutes=1979),
        lambda weeks: weeks.logs(n=1, words="no answer"),
        lambda weeks: weeks.time_passes(minutes=1440),
    ],
    "put off to a day that is taken off, it comes in the next list": [
        lambda weeks: weeks.time_passes(minutes=2940),
        lambda weeks: weeks.not_now(n=0, choice="tomorrow"),
        lambda weeks: weeks.takes_a_day_off(name="liam", ahead=1),
        lambda weeks: weeks.time_passes(minutes=5760),
    ],
    "a talk after the red one of a wait that was over does not put the manager off": [
        lambda weeks: weeks.time_passes(minutes=1800),
        lambda weeks: weeks.waits_for_them(n=0, ahead=4),
        lambda weeks: weeks.time_passes(minutes=8430),
        lambda weeks: weeks.promises_a_step(n=0, ahead=7, kind="on"),
        lambda weeks: weeks.time_passes(minutes=1440),
    ],
    "a move after a park does not ask about its step again": [
        lambda weeks: weeks.time_passes(minutes=1440),
        lambda weeks: weeks.changes_the_date(n=1, ahead=1),
        lambda weeks: weeks.parks_it(n=1, ahead=3),
        lambda weeks: weeks.time_passes(minutes=7200),
        lambda weeks: weeks.moves(n=1, to="screened"),
        lambda weeks: weeks.time_passes(minutes=2880),
    ],
    "a step comes near, and its stage is slow": [
        lambda weeks: weeks.time_passes(minutes=8640),
        lambda weeks: weeks.changes_the_date(n=1, ahead=7),
        lambda weeks: weeks.time_passes(minutes=4320),
    ],
    "two limits that told the owner apart are in one list of the manager's": [
        lambda weeks: weeks.time_passes(minutes=8640),
        lambda weeks: weeks.is_pushed_on(n=1),
        lambda weeks: weeks.changes_the_date(n=1, ahead=7),
        lambda weeks: weeks.time_passes(minutes=4320),
        lambda weeks: weeks.changes_the_date(n=1, ahead=1),
        *[lambda weeks: weeks.time_passes(minutes=4320)] * 2,
    ],
    "parked, what was promised before is taken up in the list that asks": [
        lambda weeks: weeks.promises_a_step(n=0, ahead=1, kind="by"),
        lambda weeks: weeks.time_passes(minutes=2880),
        lambda weeks: weeks.parks_it(n=0, ahead=5),
        lambda weeks: weeks.time_passes(minutes=4320),
        lambda weeks: weeks.time_passes(minutes=4320),
        lambda weeks: weeks.time_passes(minutes=4320),
        lambda weeks: weeks.time_passes(minutes=4320),
    ],
    "a park that its owner ends before the list of its day": [
        lambda weeks: weeks.promises_a_step(n=1, ahead=2, kind="at 10:00"),
        lambda weeks: weeks.parks_it(n=1, ahead=2),
        lambda weeks: weeks.time_passes(minutes=2400),
        lambda weeks: weeks.ends_the_wait(n=1),
        lambda weeks: weeks.time_passes(minutes=4320),
        lambda weeks: weeks.time_passes(minutes=4320),
    ],
    "set to today, to an hour that is past, its evening asks": [
        lambda weeks: weeks.promises_a_step(n=0, ahead=1, kind="at 10:00"),
        lambda weeks: weeks.time_passes(minutes=1480),
        lambda weeks: weeks.changes_the_date(n=0, ahead=0),
        lambda weeks: weeks.time_passes(minutes=60),
    ],
    "a warning that was put off to the list of a park's end does not follow it": [
        lambda weeks: weeks.time_passes(minutes=3000),
        *[lambda weeks: weeks.is_given_to_the_other(n=0)] * 2,
        lambda weeks: weeks.time_passes(minutes=900),
        lambda weeks: weeks.not_now(n=0, choice="tomorrow"),
        lambda weeks: weeks.parks_it(n=0, ahead=1),
        lambda weeks: weeks.time_passes(minutes=4380),
    ],
    "a warning that was put off to a day that is taken off": [
        lambda weeks: weeks.time_passes(minutes=3000),
        *[lambda weeks: weeks.is_given_to_the_other(n=0)] * 2,
        lambda weeks: weeks.time_passes(minutes=900),
        lambda weeks: weeks.not_now(n=0, choice="tomorrow"),
        lambda weeks: weeks.takes_a_day_off(name="liam", ahead=3),
        lambda weeks: weeks.time_passes(minutes=5760),
    ],
    "what legal has is not asked of its owner, until it is theirs again": [
        lambda weeks: weeks.promises_a_step(n=0, ahead=4, kind="at 10:00"),
        lambda weeks: weeks.legal_has_it(n=0),
        *[lambda weeks: weeks.time_passes(minutes=4320)] * 4,
        lambda weeks: weeks.legal_gives_it_back(n=0, verb="pass"),
        *[lambda weeks: weeks.time_passes(minutes=4320)] * 3,
    ],
    "given to somebody after a call, they are not asked how it went": [
        lambda weeks: weeks.promises_a_step(n=0, ahead=1, kind="at 20:00"),
        lambda weeks: weeks.time_passes(minutes=1860),
        lambda weeks: weeks.is_given_to_the_other(n=0),
    ],
}


@pytest.mark.parametrize("story", list(SHORT))
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_what_random_weeks_found(copy_of: CopyOf, story: str) -> None:
    weeks = of_its_own(copy_of)()
    weeks.begin(stages=["screened", "discovery", "proposal"])
    for act in SHORT[story]:
        act(weeks)
    weeks.teardown()


@pytest.mark.proof
def test_many_weeks_are_heard_as_the_reference_says(copy_of: CopyOf, database_kind: str) -> None:
    live(copy_of, 200 if database_kind == "sqlite" else 30, 40)

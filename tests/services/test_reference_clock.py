"""Random weeks of a small team, lived by the services, against what `reference_clock` says must be heard in them."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.lending import CopyOf
from tests.services.machine import team
from tests.services.reference_weeks import Weeks


def live(copy_of: CopyOf, examples: int, steps: int, *, always_the_same: bool = False) -> None:
    """So many histories; a failing one is shown as it was, since making it shorter takes minutes."""

    class Lived(Weeks):
        url = staticmethod(partial(copy_of, team))

    how = settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=always_the_same,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Lived, settings=how)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_weeks_are_heard_as_the_reference_says(copy_of: CopyOf) -> None:
    live(copy_of, 3, 20, always_the_same=True)


@pytest.mark.proof
def test_many_weeks_are_heard_as_the_reference_says(copy_of: CopyOf, database_kind: str) -> None:
    live(copy_of, 200 if database_kind == "sqlite" else 30, 40)

"""Every flow test gets a world of its own, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from tests.lending import CopyOf
from tests.world import Started, World


@pytest.fixture
def world(copy_of: CopyOf) -> Iterator[World]:
    """The stories' team, on the afternoon of the start."""
    made = World(copy_of(Started()))
    yield made
    made.stop()

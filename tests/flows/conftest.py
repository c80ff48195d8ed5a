"""Every flow test gets a world of its own, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from tests.world import World


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    """The stories' team on a fresh database."""
    made = World(migrated_url)
    yield made
    made.stop()

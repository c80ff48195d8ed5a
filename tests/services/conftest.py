"""What most tests of the use cases begin with: the machine's team on a fresh database, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from tests.lending import CopyOf
from tests.services.machine import Machine, team
from tests.services.mornings import Post


@pytest.fixture
def team_url(copy_of: CopyOf) -> str:
    """The address of a database with the team and its process in force."""
    return copy_of(team)


@pytest.fixture
def machine(team_url: str) -> Iterator[Machine]:
    """The team, without Slack."""
    made = Machine(team_url)
    yield made
    made.close()


@pytest.fixture
def post(machine: Machine) -> Post:
    """The mornings of the machine's team, and what they posted."""
    return Post(machine)

"""What most tests of the use cases begin with: the machine's team on a fresh database, on SQLite and on PostgreSQL."""

from collections.abc import Iterator

import pytest

from sandbox.driver import Sandbox
from tests import one_sandbox
from tests.lending import CopyOf
from tests.services.hand import Hand
from tests.services.machine import START, Machine, team
from tests.services.mornings import Post, verified, with_channel


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


@pytest.fixture(scope="module")
def slack() -> Iterator[Sandbox]:
    """A Slack to post to, one for a file of tests."""
    lent = one_sandbox.take(START)
    yield lent
    one_sandbox.give_back(lent)


@pytest.fixture
def posting(team_url: str, slack: Sandbox) -> Iterator[Machine]:
    """The team, with a Slack whose faults end with the test."""
    made = Machine(team_url, slack)
    yield made
    slack.no_faults()
    made.close()


@pytest.fixture
def post(machine: Machine) -> Iterator[Post]:
    """The mornings of the machine's team, and what they posted; at the end the record of it all holds."""
    yield Post(machine)
    verified(machine)


@pytest.fixture
def channeled(team_url: str) -> Iterator[Machine]:
    """The team, and a channel of Maya's."""
    made = with_channel(team_url)
    yield made
    made.close()


@pytest.fixture
def maya(channeled: Machine) -> Hand:
    """Maya, with her channel."""
    return Hand(channeled, "maya")

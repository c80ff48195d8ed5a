"""Over the most deals that are looked at for one answer: the old red one is found, and what was not looked at is said."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from rules.answers.found import DealsFound
from services.facts import WEIGHED
from services.lists import found, home, home_deals, home_lists
from storage.tables import Deal
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.test_home import LONG


@pytest.fixture
def old(machine: Machine) -> int:
    """The one old deal; all that were made after it are new."""
    now, liam = machine.clock.now(), machine.ids["liam"]
    found = machine.deal("liam", last_contact_at=LONG["clocks_from"], **LONG)
    new = Deal(
        code=None, stage="proposal", stage_entered_at=now, owner_id=liam, owner_since=now, last_contact_at=now,
        clocks_from=now, created_at=now, next_check_at=now,
    ).model_dump(exclude={"id"})  # fmt: skip
    with machine.db.write() as tx:
        tx.connection().execute(sa.insert(Deal), [new] * WEIGHED)
    return found


def test_an_old_red_deal_is_found_among_very_many_new_ones(machine: Machine, old: int) -> None:
    told = found.find(Hand(machine, "liam").ask(), "red")
    assert isinstance(told, DealsFound) and [row.head.deal_id for row in told.rows] == [old]
    assert (told.count, told.uncounted) == (1, 1)


def test_home_looks_at_those_that_run_longest(machine: Machine, old: int) -> None:
    with machine.db.read() as tx:
        deals, beyond = home_deals.running(tx, [machine.ids["liam"]])
    assert (deals[0].id, len(deals), beyond) == (old, WEIGHED, 1)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_home_shows_the_old_red_one(machine: Machine, old: int) -> None:
    """On SQLite: which deals it looks at is asked of both above, and the rest is reckoning."""
    ask = Hand(machine, "liam").ask()
    mine = home.of(ask).mine
    assert mine is not None and (mine.deals, mine.uncounted) == (WEIGHED + 1, 1)
    assert [x.head.deal_id for x in mine.red.deals] == [old]
    listed = home_lists.listed(ask, "red")
    assert ([x.head.deal_id for x in listed.deals], listed.count, listed.uncounted) == ([old], 1, 1)

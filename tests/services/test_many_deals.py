"""Over the most deals that are looked at for one answer: the old red one is found, and what was not looked at is said."""

from __future__ import annotations

import sqlalchemy as sa

from rules.answers.found import DealsFound
from services.facts import WEIGHED
from services.lists import found, home, home_lists
from storage.tables import Deal
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.test_home import LONG


def test_an_old_red_deal_among_very_many_new_ones(machine: Machine) -> None:
    now, liam = machine.clock.now(), machine.ids["liam"]
    old = machine.deal("liam", last_contact_at=LONG["clocks_from"], **LONG)
    new = Deal(
        code=None, stage="proposal", stage_entered_at=now, owner_id=liam, owner_since=now, last_contact_at=now,
        clocks_from=now, created_at=now, next_check_at=now,
    ).model_dump(exclude={"id"})  # fmt: skip
    with machine.db.write() as tx:
        tx.connection().execute(sa.insert(Deal), [new] * WEIGHED)
    ask = Hand(machine, "liam").ask()
    told = found.find(ask, "red")
    assert isinstance(told, DealsFound) and [row.head.deal_id for row in told.rows] == [old]
    assert (told.count, told.uncounted) == (1, 1)
    mine = home.of(ask).mine
    assert mine is not None and (mine.deals, mine.uncounted) == (WEIGHED + 1, 1)
    assert [x.head.deal_id for x in mine.red.deals] == [old]
    listed = home_lists.listed(ask, "red")
    assert ([x.head.deal_id for x in listed.deals], listed.count, listed.uncounted) == ([old], 1, 1)

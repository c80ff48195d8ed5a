"""A manager said *push on*: whom that spares, and how long."""

from dataclasses import replace

import pytest

from rules.facts import PushedFacts
from tests.rules.test_ladder import quiet_only
from tests.rules.watch import MAYA, at, deal, watched


@pytest.mark.parametrize(
    ("by", "pushed", "at_once", "told"),
    [
        (MAYA.id, "11-20 16:00", False, "11-30 08:40 list"),  # five working days, then their next list
        (MAYA.id, "11-20 16:00", True, "11-27 16:00 now"),
        ((MAYA.id, 5), "11-20 16:00", False, "11-30 08:40 list"),  # somebody above her said so too
        (5, "11-20 16:00", False, "11-24 08:40 list"),  # a director's word keeps nobody else from being asked
        (MAYA.id, "11-16 09:00", False, "11-24 08:40 list"),  # in another stage, or to another owner
    ],
)
def test_who_pushed_it_on_is_asked_nothing_for_five_working_days(
    by: int | tuple[int, ...], pushed: str, at_once: bool, told: str
) -> None:
    said = by if isinstance(by, tuple) else (by,)
    quiet = deal(stage="signing", pushed=tuple(PushedFacts(one, at(pushed)) for one in said))
    rules = replace(quiet_only(), manager_at_once=at_once)
    heard = watched(quiet, "11-16 10:00", "11-30 18:00", rules=rules)
    assert heard[1:3] == ["quiet RED owner 11-23 10:00 timed", f"quiet MANAGER manager {told}"]


def test_what_is_flagged_comes_all_the_same() -> None:
    flagged = deal(pushed=(PushedFacts(MAYA.id, at("11-17 09:00")),), at_risk_since=at("11-17 10:00"))
    assert watched(flagged, "11-17 10:00", "11-18 12:00") == ["risk MANAGER manager 11-18 08:40 list"]

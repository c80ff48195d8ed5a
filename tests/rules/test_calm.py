"""What began so late that it asks for nothing: the one instant of a stage agrees with every light that is asked singly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendar import preset
from rules.calm import calm
from rules.durations import Duration
from rules.facts import DealFacts, LadderRules, PersonFacts
from rules.lights import light

START = datetime(2026, 9, 1, tzinfo=UTC)
CN = preset(
    "cn", holidays=frozenset(date(2026, 10, n) for n in range(1, 8)), make_up=frozenset({date(2026, 10, 10)})
)
US = replace(preset("us"), days_off=frozenset(date(2026, 9, n) for n in range(7, 19)))
PEOPLE = (
    PersonFacts(1, CN, "Asia/Shanghai"),
    PersonFacts(2, US, "America/New_York"),
    PersonFacts(3, CN, "Europe/Berlin"),
)
RULES = LadderRules(
    slow_after={"proposal": Duration(7, "wd"), "demo": Duration(20, "d"), "lead": Duration(6, "wh")},
    slipping_after={"proposal": Duration(4, "wd")},
    quiet_stages=frozenset({"proposal", "demo"}),
)


@given(
    st.sampled_from(PEOPLE), st.sampled_from(["proposal", "demo", "lead"]),
    st.integers(0, 60 * 24 * 60), st.integers(0, 60 * 24 * 60), st.integers(0, 40 * 24 * 60),
)  # fmt: skip
def test_what_is_calm_is_green(owner: PersonFacts, stage: str, now: int, ago: int, silent: int) -> None:
    at = START + timedelta(minutes=now)
    entered = at - timedelta(minutes=ago)
    talked = max(entered, at - timedelta(minutes=silent))
    deal = DealFacts(1, stage, entered, owner.id, entered, entered, last_contact_at=talked)
    bounds = calm(PEOPLE if now % 2 else [owner], at, RULES)
    is_calm = talked >= bounds.silence.get(stage, talked) and entered >= bounds.stay[stage]
    if is_calm:
        assert light(deal, owner.calendar, at, RULES) == "green"
        assert light(deal, owner.delivery, at, RULES) == "green"


@pytest.mark.parametrize("days", range(5))
def test_most_that_was_just_talked_about_is_calm(days: int) -> None:
    """It is no guard that lets everything through."""
    now = datetime(2026, 11, 25, 0, 30, tzinfo=UTC) + timedelta(days=days)
    bounds = calm(PEOPLE, now, RULES)
    assert now - timedelta(days=8) < bounds.silence["proposal"] < now
    assert now - timedelta(days=12) < bounds.stay["proposal"] < now

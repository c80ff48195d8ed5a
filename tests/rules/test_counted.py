"""The days that are told of a stage are the days that its limit counts: from the clock's start, without the waits."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.clocks import slow_limit
from rules.counted import Counted, in_stage
from rules.facts import WaitFacts
from tests.rules.watch import CN, RULES, at, deal

MONDAY = at("11-16 10:00")  # when `deal()` entered its stage, whose limit is 7 working days
WAITED = (at("11-18 10:00"), at("11-25 10:00"))


@pytest.mark.parametrize(
    ("changes", "now", "expected"),
    [
        ({}, "11-25 09:59", Counted(6)),
        ({}, "11-25 10:00", Counted(7)),
        ({"pauses": (WAITED,)}, "11-24 10:00", Counted(2, waited=4)),
        ({"pauses": (WAITED,)}, "12-02 10:00", Counted(7, waited=5)),
        ({"pauses": ((at("11-17 10:00"), at("11-19 10:00")),)}, "11-24 10:00", Counted(4, waited=2)),
        ({"waiting": WaitFacts("them", "", *WAITED)}, "11-20 18:00", Counted(2, waited=2)),
        ({"clocks_from": at("11-23 11:00")}, "11-25 10:00", Counted(1, at("11-23 11:00"))),
        ({"clocks_from": at("11-17 10:00"), "pauses": (WAITED,)}, "12-02 10:00",
         Counted(6, at("11-17 10:00"), 5)),
        ({"clocks_from": at("11-09 10:00")}, "11-17 10:00", Counted(1)),  # it has moved since its first touch
        ({"clocks_from": None}, "11-17 10:00", Counted(1)),
        ({"stage": "collecting", "pauses": (WAITED,)}, "12-02 10:00", Counted(7, waited=5)),
    ],
)  # fmt: skip
def test_what_counts(changes: dict[str, object], now: str, expected: Counted) -> None:
    assert in_stage(deal(**changes), CN, at(now)) == expected


SPANS = st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 900)), max_size=4)


@given(SPANS, st.none() | st.integers(0, 2000), st.integers(0, 9000))
def test_as_many_days_are_told_as_the_limit_has_when_it_is_reached_and_not_before(
    spans: list[tuple[int, int]], touched: int | None, passed: int
) -> None:
    tick = timedelta(minutes=10)
    pauses = tuple((MONDAY + tick * a, MONDAY + tick * (a + n)) for a, n in spans)
    start = MONDAY + tick * touched if touched is not None else MONDAY
    facts, now = deal(pauses=pauses, clocks_from=start), start + tick * passed
    clock, told = slow_limit(facts, CN, RULES), in_stage(facts, CN, now)
    assert clock is not None
    assert clock.on(now) == (told.days >= clock.limit.n)
    assert told.days + told.waited == CN.wd_between(start, now)


@given(SPANS, st.integers(0, 5000), st.integers(0, 5000))
def test_passing_time_takes_no_day_away(spans: list[tuple[int, int]], passed: int, more: int) -> None:
    tick = timedelta(minutes=10)
    facts = deal(pauses=tuple((MONDAY + tick * a, MONDAY + tick * (a + n)) for a, n in spans))
    before, after = (in_stage(facts, CN, MONDAY + tick * n) for n in (passed, passed + more))
    assert before.days <= after.days


def test_the_clock_says_how_many_days_of_waiting_moved_its_limit() -> None:
    clock = slow_limit(deal(pauses=(WAITED,)), CN, RULES)
    assert clock is not None and clock.waited == 5
    plain = slow_limit(deal(), CN, RULES)
    assert plain is not None and plain.waited == 0

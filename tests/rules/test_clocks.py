"""The clocks one by one: what restarts them, what pauses them, which light they give."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.clocks import in_touch, quiet_limit, slow_limit, step_due_at
from rules.durations import Duration, Unit
from rules.facts import DealFacts, StepFacts, WaitFacts
from rules.lights import light
from rules.waits import WaitRules, longest_wait, wait_fault
from tests.rules.watch import CN, RULES, at, deal, shown


def limits(facts: DealFacts, now: str = "11-16 10:00") -> dict[str, tuple[str, str]]:
    found = [slow_limit(facts, CN, RULES), quiet_limit(facts, CN, RULES, at(now))]
    return {c.rule: (c.event, shown(c.limit_at)) for c in found if c}


@pytest.mark.parametrize(
    ("changes", "slow", "quiet"),
    [
        ({}, ("stage", "11-25 10:00"), ("stage", "11-23 10:00")),
        ({"last_contact_at": at("11-20 15:00")}, ("stage", "11-25 10:00"), ("contact", "11-27 15:00")),
        ({"last_contact_at": at("11-12 15:00")}, ("stage", "11-25 10:00"), ("stage", "11-23 10:00")),
        ({"tries": 3}, ("stage", "11-25 10:00"), ("stage", "11-23 10:00")),  # attempts restart nothing
        ({"owner_since": at("11-19 15:00")}, ("stage", "11-25 10:00"), ("stage", "11-23 10:00")),
        ({"clocks_from": at("11-18 11:00")}, ("clock_start", "11-27 11:00"), ("clock_start", "11-25 11:00")),
        (
            {"pauses": ((at("11-17 10:00"), at("11-19 10:00")),)},
            ("stage", "11-27 10:00"),
            ("stage", "11-25 10:00"),
        ),
        (
            {"pauses": ((at("11-17 10:00"), at("11-19 10:00")), (at("11-18 10:00"), at("11-20 10:00")))},
            ("stage", "11-30 10:00"),  # overlapping waits count once
            ("stage", "11-26 10:00"),
        ),
        (
            {"pauses": ((at("12-08 10:00"), at("12-10 10:00")),)},  # after the limits
            ("stage", "11-25 10:00"),
            ("stage", "11-23 10:00"),
        ),
        (
            {"pauses": ((at("11-21 10:00"), at("11-22 10:00")),)},  # a weekend is no working time
            ("stage", "11-25 10:00"),
            ("stage", "11-23 10:00"),
        ),
    ],
)
def test_what_restarts_and_what_pauses(
    changes: dict[str, object], slow: tuple[str, str], quiet: tuple[str, str]
) -> None:
    assert limits(deal(**changes)) == {"slow": slow, "quiet": quiet}


def test_stages_without_a_limit_closed_deals_and_untouched_imports_have_no_clock() -> None:
    assert limits(deal(stage="collecting")) == {}
    assert limits(deal(open=False)) == {}
    assert limits(deal(clocks_from=None)) == {}


@pytest.mark.parametrize(
    ("last", "now", "expected"),
    [
        (None, "11-17 10:00", False),
        ("11-16 15:00", "11-23 14:59", True),
        ("11-16 15:00", "11-23 15:00", False),
    ],
)
def test_in_touch_is_who_was_spoken_to_within_the_quiet_limit(
    last: str | None, now: str, expected: bool
) -> None:
    facts = deal(last_contact_at=at(last) if last else None)
    assert in_touch(facts, CN, at(now), RULES) is expected
    assert not in_touch(facts, CN, at(now), replace(RULES, quiet_after=Duration(0, "wd")))


def test_a_new_owner_gets_a_new_episode_and_the_old_clock() -> None:
    before = slow_limit(deal(), CN, RULES)
    after = slow_limit(deal(owner_since=at("11-19 15:00")), CN, RULES)
    assert before and after and before.limit_at == after.limit_at and before.episode != after.episode


@pytest.mark.parametrize(
    ("changes", "now", "expected"),
    [
        ({}, "11-16 12:00", "green"),
        ({}, "11-20 08:30", "amber"),  # the heads-up is out
        ({}, "11-23 10:00", "red"),
        ({"last_contact_at": at("11-23 09:30")}, "11-23 10:00", "green"),
        ({"last_contact_at": at("11-24 09:30")}, "11-25 10:00", "red"),  # slow, not silent
        ({"step": StepFacts(1, 1, "by", at("11-18 15:00"), True, at("11-16 10:00"))}, "11-17 10:00", "green"),
        ({"step": StepFacts(1, 1, "by", at("11-18 15:00"), True, at("11-16 10:00"))}, "11-18 10:00", "amber"),
        ({"step": StepFacts(1, 1, "by", at("11-18 15:00"), True, at("11-16 10:00"))}, "11-18 15:00", "red"),
        (
            {"waiting": WaitFacts("them", "", at("11-17 10:00"), at("11-30 10:00"))},
            "11-27 10:00",
            "green",
        ),
        ({"clocks_from": None}, "12-31 10:00", "green"),
        ({"open": False}, "12-31 10:00", "green"),
    ],
)
def test_the_light(changes: dict[str, object], now: str, expected: str) -> None:
    assert light(deal(**changes), CN, at(now), RULES) == expected


@pytest.mark.parametrize(
    ("until", "earlier", "rules", "fault"),
    [
        ("11-30 09:00", 0, WaitRules(), None),
        ("12-22 15:30", 1, WaitRules(), None),
        ("12-22 15:40", 0, WaitRules(), "wait.too_long"),
        ("11-24 15:00", 0, WaitRules(), "wait.past"),
        ("11-30 09:00", 2, WaitRules(), "wait.too_many"),
        ("11-30 09:00", 2, WaitRules(times=3), None),
        ("11-30 09:00", 0, WaitRules(times=0), "wait.too_many"),
        ("11-30 09:00", 0, WaitRules(Duration(3, "wd")), "wait.too_long"),
        ("11-27 15:30", 0, WaitRules(Duration(3, "wd")), None),
        ("11-27 15:30", 0, WaitRules(Duration(3, "d")), None),
        ("11-27 15:31", 0, WaitRules(Duration(3, "d")), "wait.too_long"),
    ],
)
def test_waits_have_an_end_and_a_number(
    until: str, earlier: int, rules: WaitRules, fault: str | None
) -> None:
    assert wait_fault(at("11-24 15:30"), at(until), earlier, CN, rules) == fault


@given(st.integers(0, 60 * 24 * 40), st.integers(1, 30), st.sampled_from(["wd", "d", "wh"]))
def test_the_last_day_offered_may_be_had_and_the_next_may_not(minutes: int, n: int, unit: Unit) -> None:
    now, rules = at("11-24 15:30") + timedelta(minutes=minutes), WaitRules(Duration(n, unit))
    end = longest_wait(now, lambda day: CN.at_local(day, time(9)), CN, rules)
    for day, fault in ((end, None), (end + timedelta(days=1), "wait.too_long")):
        asked = CN.at_local(day, time(9))
        if asked > now:
            assert wait_fault(now, asked, 0, CN, rules) == fault


def test_a_date_without_a_time_is_due_at_closing() -> None:
    assert step_due_at(date(2026, 11, 27), None, CN) == at("11-27 18:00")
    assert step_due_at(date(2026, 11, 28), None, CN) == at("11-28 18:00")  # a Saturday chosen on purpose
    assert step_due_at(date(2026, 11, 27), time(14), CN) == at("11-27 14:00")


@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 600)), max_size=4), st.integers(0, 2000))
def test_waiting_never_brings_a_limit_nearer(spans: list[tuple[int, int]], extra: int) -> None:
    tick = timedelta(minutes=10)
    start = at("11-16 10:00")
    pauses = tuple((start + tick * a, start + tick * (a + n)) for a, n in spans)
    plain, paused = slow_limit(deal(), CN, RULES), slow_limit(deal(pauses=pauses), CN, RULES)
    longer = tuple((a, b + tick * extra) for a, b in pauses)
    more = slow_limit(replace(deal(), pauses=longer), CN, RULES)
    assert plain and paused and more
    assert plain.limit_at <= paused.limit_at <= more.limit_at

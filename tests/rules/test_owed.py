"""What was promised by Friday, once the stage was left: its day, the working day after it, the manager's list."""

from dataclasses import replace
from datetime import date

import pytest

from rules.facts import DealFacts, LaterFacts, OwedFacts, PersonFacts, StepFacts
from rules.ladder import consider, why
from rules.lights import light
from tests.rules.watch import CN, LIAM, MAYA, RULES, Watch, at, deal, watched

FRIDAY = date(2026, 11, 27)
QUOTE = OwedFacts(FRIDAY, ("quote",), at("11-24 15:30"))


def owing(*owed: OwedFacts, **changes: object) -> DealFacts:
    return deal("11-24 15:30", stage="collecting", owed=owed or (QUOTE,), **changes)


def test_it_is_told_on_its_day_on_the_working_day_after_and_then_to_the_manager() -> None:
    assert watched(owing(), "11-24 15:30", "12-31 18:00") == [
        "owed TODAY owner 11-27 08:30 morning",
        "owed PAST owner 11-30 08:30 morning",
        "owed MANAGER manager 12-01 08:40 list",
    ]


def test_it_stops_when_it_is_there() -> None:
    watch = Watch(owing())
    watch.run(at("11-24 15:30"), at("11-27 09:00"))
    watch.deal = replace(watch.deal, owed=())
    watch.run(at("11-27 10:00"), at("12-31 18:00"))
    assert watch.log() == ["owed TODAY owner 11-27 08:30 morning"]


def test_a_friday_off_is_told_on_the_last_working_morning_before_it() -> None:
    liam = PersonFacts(1, replace(CN, closures=frozenset({FRIDAY})), "Asia/Shanghai")
    assert watched(owing(), "11-24 15:30", "12-31 18:00", owner=liam) == [
        "owed TODAY owner 11-26 08:30 morning",
        "owed PAST owner 11-30 08:30 morning",
        "owed MANAGER manager 12-01 08:40 list",
    ]


def test_each_day_has_a_ladder_of_its_own() -> None:
    later = OwedFacts(date(2026, 12, 4), ("contract",), at("11-27 10:00"))
    assert watched(owing(QUOTE, later), "11-27 10:00", "12-31 18:00")[1:] == [
        "owed PAST owner 11-30 08:30 morning",
        "owed MANAGER manager 12-01 08:40 list",
        "owed TODAY owner 12-04 08:30 morning",
        "owed PAST owner 12-07 08:30 morning",
        "owed MANAGER manager 12-08 08:40 list",
    ]


def test_a_new_owner_hears_it_first() -> None:
    facts = owing(owner_since=at("11-30 10:00"))
    assert watched(facts, "11-30 10:00", "12-31 18:00") == [
        "owed PAST owner 12-01 08:30 morning",
        "owed MANAGER manager 12-02 08:40 list",
    ]


def test_later_puts_the_manager_off_once() -> None:
    watch = Watch(owing())
    watch.run(at("11-27 08:00"), at("11-30 09:00"))
    episode = watch.nudges[-1].episode
    watch.deal = replace(watch.deal, later=(LaterFacts("owed", episode, at("12-02 08:30")),))
    watch.run(at("11-30 10:00"), at("12-31 18:00"))
    assert watch.log()[2:] == [
        "owed AGAIN1 owner 12-02 08:30 morning",
        "owed MANAGER manager 12-03 08:40 list",
    ]


def test_nobody_hears_it_where_there_is_no_manager_or_no_owner() -> None:
    assert watched(owing(), "11-24 15:30", "12-31 18:00", manager=None)[-1].startswith("owed PAST")
    gone = PersonFacts(1, CN, "Asia/Shanghai", active=False)
    assert not consider(owing(), gone, MAYA, at("11-30 09:00"), RULES).nudges
    assert not consider(owing(open=False), LIAM, MAYA, at("11-30 09:00"), RULES).nudges


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("11-26 18:00", "green"),
        ("11-27 00:00", "amber"),
        ("11-27 23:59", "amber"),  # its day is not over, as the gate counts
        ("11-28 00:00", "red"),
        ("11-30 09:00", "red"),
    ],
)
def test_the_light_follows_its_day(now: str, shown: str) -> None:
    assert light(owing(), CN, at(now), RULES) == shown


def test_a_promise_has_its_own_reasons() -> None:
    (reasons,) = why(owing(), LIAM, MAYA, at("11-27 09:00"), RULES)
    assert (reasons.rule, reasons.event, reasons.counted_from) == ("owed", "owed", QUOTE.since)
    assert (reasons.next_at, reasons.next_to) == (at("11-30 08:30"), "owner")
    assert reasons.silenced_by == ("given", "waived", "lost")


def test_a_step_of_the_same_day_speaks_beside_it() -> None:
    step = StepFacts(1, 1, "on", at("11-27 18:00"), False, at("11-24 15:30"))
    heard = watched(owing(step=step), "11-24 15:30", "11-27 18:00")
    assert heard == [
        "step TODAY owner 11-27 08:30 morning",
        "owed TODAY owner 11-27 08:30 morning",
        "evening ASK owner 11-27 17:00 timed",
    ]

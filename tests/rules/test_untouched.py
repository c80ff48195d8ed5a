"""A lead that its owner has not called: when it speaks, and what ends it."""

from dataclasses import replace

import pytest

from rules.facts import DealFacts, StepFacts
from rules.lights import light
from tests.rules.watch import CN, RULES, Watch, at, deal, watched

PLANNED = StepFacts(1, 1, "by", at("11-20 15:00"), True, at("11-16 15:00"))


def untouched(**values: object) -> DealFacts:
    return deal("11-16 10:00", stage="lead", given_at=at("11-16 10:00"), **values)


FIRST = replace(RULES, first_stages=frozenset({"lead"}))


def test_a_lead_that_nobody_called_speaks_at_the_time_that_was_promised() -> None:
    """And speaks for quiet and slow, while nothing is done."""
    assert watched(untouched(), "11-16 10:00", "12-31 18:00", rules=FIRST) == [
        "untouched RED owner 11-17 10:00 timed",
        "untouched MANAGER manager 11-18 08:40 list",
        "untouched DECIDE manager 11-25 08:40 list",
    ]


@pytest.mark.parametrize(
    "done",
    [
        {"last_contact_at": at("11-16 15:00"), "last_contact_kind": "talked"},
        {"tries": 1, "acted_at": at("11-16 15:00")},
        {"acted_at": at("11-16 15:00")},
        {"step": PLANNED},
        {"stage": "screened"},
        {"given_at": None},
        {"clocks_from": None},
    ],
)
def test_whatever_was_done_about_it_is_no_silence(done: dict[str, object]) -> None:
    touched = replace(untouched(), **done)  # type: ignore[arg-type]
    said = watched(touched, "11-16 10:00", "11-20 18:00", rules=FIRST)
    assert not [line for line in said if line.startswith("untouched")]


def test_called_after_it_spoke_the_lead_waits_for_its_stage_again() -> None:
    watch = Watch(untouched(), rules=FIRST)
    watch.run(at("11-16 10:00"), at("11-17 10:30"))
    watch.deal = replace(watch.deal, last_contact_at=at("11-17 10:30"), last_contact_kind="talked")
    watch.run(at("11-17 10:30"), at("11-18 18:00"))
    assert [line.split()[:2] for line in watch.log()] == [
        ["untouched", "RED"],
        ["slow", "HEADS_UP"],
        ["slow", "RED"],
    ]


@pytest.mark.parametrize(
    ("now", "expected"),
    [("11-16 16:00", "green"), ("11-17 09:59", "amber"), ("11-17 10:00", "red"), ("11-20 10:00", "red")],
)
def test_its_light_is_red_from_the_hour_that_was_promised(now: str, expected: str) -> None:
    assert light(untouched(), CN, at(now), FIRST) == expected


def test_in_the_quiet_start_it_speaks_and_is_red() -> None:
    quiet = replace(FIRST, live_from=at("12-31 09:00"))
    assert watched(untouched(), "11-16 10:00", "11-17 10:00", rules=quiet)
    assert light(untouched(), CN, at("11-17 10:00"), quiet) == "red"

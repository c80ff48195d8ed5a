"""A lead that its owner has not called: when it speaks, and what ends it."""

from dataclasses import replace

import pytest

from rules.facts import DealFacts, StepFacts
from tests.rules.watch import RULES, Watch, at, deal, watched

PLANNED = StepFacts(1, 1, "by", at("11-20 15:00"), True, at("11-16 15:00"))


def untouched(**values: object) -> DealFacts:
    return deal("11-16 10:00", stage="lead", given_at=at("11-16 10:00"), **values)


FIRST = replace(RULES, first_stage="lead")


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

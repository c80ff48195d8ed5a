"""What a park sets aside, and from when that counts again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.facts import OwedFacts, Rung, StepFacts, WaitFacts
from rules.promises import owed_episode, step_episode
from rules.waits import set_aside, taken_up
from tests.rules.watch import CN, RULES, Watch, at, deal, shown

PARK = WaitFacts("", "", at("11-20 10:00"), at("11-27 09:00"), is_park=True)
BEFORE = OwedFacts(date(2026, 11, 23), ("pain_list",), at("11-18 10:00"))
AFTER = OwedFacts(date(2026, 11, 24), ("budget",), at("11-23 10:00"))


def step(opened: str, due: str = "11-23 18:00") -> StepFacts:
    return StepFacts(1, 0, "by", at(due), has_time=False, opened_at=at(opened))


@pytest.mark.parametrize(
    ("now", "owed", "has_step"),
    [
        ("11-19 10:00", (BEFORE, AFTER), True),
        ("11-24 10:00", (AFTER,), False),
        ("11-27 08:29", (AFTER,), False),
        ("11-27 08:30", (BEFORE, AFTER), True),  # the list that asks, not the end half an hour later
    ],
)
def test_what_was_promised_before_is_set_aside_until_the_list_that_asks(
    now: str, owed: tuple[OwedFacts, ...], has_step: bool
) -> None:
    facts = deal(waiting=PARK, step=step("11-18 10:00"), owed=(BEFORE, AFTER))
    seen = set_aside(facts, CN, at(now), RULES)
    assert (seen.owed, seen.step is not None) == (owed, has_step)


@pytest.mark.parametrize("wait", [PARK, replace(PARK, is_park=False)], ids=["promised since", "a wait"])
def test_nothing_else_is_set_aside(wait: WaitFacts) -> None:
    facts = deal(waiting=wait, step=step("11-20 10:01" if wait.is_park else "11-18 10:00"))
    assert set_aside(facts, CN, at("11-24 10:00"), RULES) == facts
    assert facts.step and taken_up(facts, facts.step.opened_at, CN, RULES) is None


@pytest.mark.parametrize(
    ("ended", "since", "listed"),
    [
        (None, "11-27 08:30", "11-27 08:30"),
        ("11-27 08:40", "11-27 08:30", "11-27 08:30"),  # after the list that asked
        ("12-02 10:00", "11-27 08:30", "11-27 08:30"),
        ("11-24 10:00", "11-24 10:00", "11-25 08:30"),
    ],
)
def test_it_counts_again_with_the_list_that_asks_or_the_next(
    ended: str | None, since: str, listed: str
) -> None:
    park = replace(PARK, ended=at(ended)) if ended else PARK
    facts = deal(parks=(park,)) if ended else deal(waiting=park)
    back = taken_up(facts, at("11-18 10:00"), CN, RULES)
    assert back is not None and (shown(back.at), shown(back.listed)) == (since, listed)


def test_each_park_begins_it_anew_and_its_end_by_hand_does_not() -> None:
    old = step("11-18 10:00")
    running = deal(waiting=PARK, step=old)
    over = deal(parks=(replace(PARK, ended=at("11-27 10:00")),), step=old)
    assert step_episode(old, running) == step_episode(old, over) != step_episode(old, deal(step=old))
    assert owed_episode(BEFORE, running) == owed_episode(BEFORE, over) != owed_episode(BEFORE, deal())
    assert owed_episode(AFTER, running) == owed_episode(AFTER, deal())


def test_told_before_and_after_a_park_the_manager_hears_two_days_after_the_second() -> None:
    watch = Watch(deal(step=step("11-18 10:00", "11-19 18:00"), acted_at=at("11-18 10:00")))
    watch.run(at("11-18 11:00"), at("11-20 10:00"))
    assert ("step", Rung.PAST) in [(x.rule, x.rung) for x in watch.nudges]
    watch.nudges.clear()
    watch.deal = replace(watch.deal, waiting=PARK)
    watch.run(at("11-20 10:00"), at("12-02 18:00"))
    told = [(shown(x.due_at), Rung(x.rung), x.to) for x in watch.nudges if x.rule == "step"]
    assert told == [
        ("11-27 08:30", Rung.PAST, "owner"),
        ("12-01 08:40", Rung.MANAGER, "manager"),
    ]

"""The day by which a deal was to be signed: when it is past its owner is asked for another, then the manager reads of it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.facts import DealFacts, LaterFacts, PersonFacts, Rung, WaitFacts
from rules.ladder import consider, why
from rules.lights import light
from tests.rules.watch import CN, LIAM, MAYA, RULES, Watch, at, deal, watched

MONDAY = date(2026, 11, 30)
STAGES = ("lead", "screened", "discovery", "proposal", "negotiation", "signing")


def due(on: date = MONDAY, **changes: object) -> DealFacts:
    """In a stage without limits of its own, so that only its day speaks."""
    return deal("11-16 10:00", **{"stage": "collecting", "sign_on": on, **changes})


def test_the_owner_is_asked_the_next_working_morning_and_the_manager_reads_of_it_a_working_day_later() -> (
    None
):
    assert watched(due(), "11-16 10:00", "12-31 18:00") == [
        "date PAST owner 12-01 08:30 morning",
        "date MANAGER manager 12-02 08:40 list",
    ]


@pytest.mark.parametrize(
    ("on", "asked"),
    [
        (date(2026, 11, 27), "11-30 08:30"),  # a Friday: on Monday
        (date(2026, 11, 28), "11-30 08:30"),
    ],
)
def test_days_off_are_waited_for(on: date, asked: str) -> None:
    first, *_ = watched(
        due(on, stage_entered_at=at("09-10 10:00"), clocks_from=at("09-10 10:00"), owner_since=None),
        "09-10 10:00",
        "12-31 18:00",
    )
    assert first == f"date PAST owner {asked} morning"


def heard(facts: DealFacts) -> list[str]:
    return watched(facts, "11-30 10:00", "12-31 18:00")


@pytest.mark.parametrize(
    "changes",
    [
        {"sign_on": None},
        {"open": False},
        {"clocks_from": None},  # imported, and touched by nobody
        {"sign_on": date(2099, 12, 31)},
        {"sign_on": date(9999, 12, 31)},
        {"sign_on": date(1, 1, 1)},
        {"stage": "signing", "stage_entered_at": at("12-01 09:00")},  # it came there after that day
    ],
)
def test_nobody_is_asked(changes: dict[str, object]) -> None:
    facts = due(**changes)
    assert heard(facts) == [] and light(facts, CN, at("12-02 12:00"), RULES) == "green"


def test_a_day_that_passes_while_it_is_being_signed_is_asked_about() -> None:
    assert heard(due(stage="signing"))[0] == "date PAST owner 12-01 08:30 morning"


def test_another_day_ends_it_and_counts_anew() -> None:
    watch = Watch(due())
    watch.run(at("11-30 10:00"), at("12-01 09:00"))
    watch.deal = replace(watch.deal, sign_on=date(2026, 12, 4))
    watch.run(at("12-01 10:00"), at("12-31 18:00"))
    assert watch.log() == [
        "date PAST owner 12-01 08:30 morning",
        "date PAST owner 12-07 08:30 morning",
        "date MANAGER manager 12-08 08:40 list",
    ]


def test_a_deal_that_waits_is_left_alone_and_asked_about_once_the_wait_is_over() -> None:
    wait = WaitFacts("Mr. He", "budget", at("12-01 10:00"), at("12-09 09:00"))
    watch = Watch(due())
    watch.run(at("11-30 10:00"), at("12-01 09:00"))
    watch.deal = replace(watch.deal, waiting=wait)
    assert light(watch.deal, CN, at("12-03 12:00"), RULES) == "green"
    watch.run(at("12-01 10:00"), at("12-31 18:00"))
    assert [x for x in watch.log() if x.startswith("date")] == [
        "date PAST owner 12-01 08:30 morning",
        "date PAST owner 12-10 08:30 morning",
        "date MANAGER manager 12-11 08:40 list",
    ]


def test_the_quiet_start_and_a_turn_after_a_changed_process_are_waited_for() -> None:
    rules = replace(RULES, live_from=at("12-08 09:00"))
    assert (
        watched(due(), "11-30 10:00", "12-31 18:00", rules=rules)[0] == "date PAST owner 12-09 08:30 morning"
    )
    assert light(due(), CN, at("12-03 12:00"), rules) == "green"
    held = due(flags_from=at("12-03 12:00"))
    assert heard(held)[0] == "date PAST owner 12-04 08:30 morning"


def test_an_old_day_of_an_import_is_asked_about_after_the_first_touch() -> None:
    old = due(date(2026, 5, 1), clocks_from=at("12-02 10:00"))
    assert heard(old)[0] == "date PAST owner 12-03 08:30 morning"


def test_a_new_owner_hears_it_first() -> None:
    facts = due(owner_since=at("12-01 10:00"))
    assert watched(facts, "12-01 10:00", "12-31 18:00") == [
        "date PAST owner 12-02 08:30 morning",
        "date MANAGER manager 12-03 08:40 list",
    ]


def test_later_puts_the_manager_off_once() -> None:
    watch = Watch(due())
    watch.run(at("11-30 08:00"), at("12-01 09:00"))
    episode = watch.nudges[-1].episode
    watch.deal = replace(watch.deal, later=(LaterFacts("date", episode, at("12-03 08:30")),))
    watch.run(at("12-01 10:00"), at("12-31 18:00"))
    assert watch.log()[1:] == [
        "date AGAIN1 owner 12-03 08:30 morning",
        "date MANAGER manager 12-04 08:40 list",
    ]


def test_it_is_red_from_the_day_after() -> None:
    assert light(due(), CN, at("11-30 23:59"), RULES) == "green"
    assert light(due(), CN, at("12-01 00:00"), RULES) == "red"


def test_it_has_its_own_reasons() -> None:
    (reasons,) = why(due(), LIAM, MAYA, at("11-30 09:00"), RULES)
    assert (reasons.rule, reasons.event, reasons.counted_from) == ("date", "date", at("11-30 00:00"))
    assert (reasons.next_at, reasons.next_to) == (at("12-01 08:30"), "owner")
    assert reasons.silenced_by == ("sign_on", "signed", "wait", "lost")


@given(
    day=st.dates(date(2026, 10, 1), date(2027, 2, 28)),
    stage=st.sampled_from(STAGES),
    owner_since=st.sampled_from((None, "11-20 11:00", "12-05 11:00")),
    begun=st.sampled_from(("11-16 10:00", "12-01 15:00")),
)
def test_each_rung_once_in_lists_only_and_never_before_the_day_is_over(
    day: date, stage: str, owner_since: str | None, begun: str
) -> None:
    facts = due(day, stage=stage, owner_since=at(owner_since) if owner_since else None, clocks_from=at(begun))
    watch = Watch(facts)
    watch.run(at("11-16 10:00"), at("12-31 18:00"))
    said = [nudge for nudge in watch.nudges if nudge.rule == "date"]
    assert len({(x.episode, x.rung) for x in said}) == len(said) <= 2
    assert {x.lane for x in said} <= {"morning", "list"}
    for nudge in said:
        local = CN.local(nudge.due_at)
        assert CN.is_working(local.date()) and local.date() > day
    if [x.rung for x in said] == [Rung.PAST, Rung.MANAGER]:
        told, up = (CN.local(x.due_at).date() for x in said)
        assert CN.shift_day(told, 1) == up


def test_nobody_hears_it_where_there_is_no_manager_or_no_owner() -> None:
    assert watched(due(), "11-30 10:00", "12-31 18:00", manager=None) == [
        "date PAST owner 12-01 08:30 morning"
    ]
    gone = PersonFacts(1, CN, "Asia/Shanghai", active=False)
    assert not consider(due(), gone, MAYA, at("12-01 09:00"), RULES).nudges

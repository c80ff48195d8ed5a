"""The end of a day: what was promised for it, and nobody has logged."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from rules.calendar import preset
from rules.durations import Duration
from rules.facts import DealFacts, LadderRules, PersonFacts, Rung, RungFacts, StepFacts
from rules.ladder import consider, why

CN = ZoneInfo("Asia/Shanghai")
OPENED = datetime(2026, 11, 24, 15, 30, tzinfo=CN)
LIAM = PersonFacts(1, preset("cn"), "Asia/Shanghai", "zh")
CLOSE = "25T18:00"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}+08:00")


def step(
    text: str, at: str, kind: str = "at", *, has_time: bool = True, opened: datetime = OPENED
) -> StepFacts:
    return StepFacts(7, 1, kind, moment(at), has_time, opened, text)  # type: ignore[arg-type]


def asked(
    one: StepFacts | None,
    now: str = "25T17:00",
    who: PersonFacts = LIAM,
    rules: LadderRules | None = None,
    told: tuple[RungFacts, ...] = (),
    rule: str = "evening",
    **deal: object,
) -> list[datetime]:
    """When the end of the day speaks of a step (or another rule does), of what is due at an instant."""
    facts = replace(DealFacts(1, "proposal", OPENED, 1, OPENED, OPENED, step=one), **deal)  # type: ignore[arg-type]
    found = consider(facts, who, None, moment(now), rules or LadderRules(), told)
    return [x.due_at for x in found.nudges if x.rule == rule]


@pytest.mark.parametrize(
    ("one", "is_asked"),
    [
        (step("给张总打电话", "25T10:00"), True),  # asked at 10:40, and nobody answered
        (step("去现场", "25T10:00"), True),
        (step("去现场", "25T11:00"), True),  # over at noon, asked after the break
        (step("给张总打电话", "25T14:20"), True),  # asked at 15:00, two hours before
        (step("给张总打电话", "25T14:21"), False),  # asked at 15:01: the question still stands
        (step("去现场", "25T14:00"), False),  # asked at 15:10
        (step("发方案", "25T11:00"), True),
        (step("发方案", CLOSE, "on", has_time=False), True),
        (step("发方案", "25T16:00", "by"), True),
        (step("给张总打电话", "25T15:50"), False),  # asked at 16:30
        (step("去现场", "25T16:30"), False),  # not over yet
        (step("发方案", "25T17:00", "by"), False),  # reminded at 16:00, and due only now
        (step("发方案", "25T17:30", "by"), False),  # reminded at 16:30
        (step("发方案", CLOSE, "by", has_time=False), False),  # reminded in the same minute
        (step("给张总打电话", "25T07:30"), False),  # the morning's list asked
        (step("发方案", "26T11:00"), False),
        (step("发方案", "24T17:00", "by"), False),
        (None, False),
    ],
)
def test_what_was_for_today_and_nobody_logged_is_asked_about_an_hour_before_closing(
    one: StepFacts | None, is_asked: bool
) -> None:
    assert asked(one) == ([moment("25T17:00")] if is_asked else [])
    assert asked(one, "25T16:59") == [] and asked(one, "25T18:00") == []


def test_once_an_hour_of_ones_own_and_with_a_threshold_of_the_process() -> None:
    call = step("给张总打电话", "25T10:00")
    said = RungFacts("evening", "step:7.1", Rung.ASK, moment("25T17:00"), moment("25T17:01"), 1)
    assert asked(call, "25T17:02", told=(said,)) == []
    assert asked(call, "25T16:30", rules=LadderRules(evening_before=Duration(90, "min"))) == [
        moment("25T16:30")
    ]
    there = replace(LIAM, zone="Asia/Tokyo")  # on a trip the day closes where one is
    assert asked(call, "25T16:00", there) == [moment("25T16:00")]


@pytest.mark.parametrize(
    "how",
    [
        {"who": replace(LIAM, muted=frozenset({"evening"}))},
        {"who": replace(LIAM, calendar=replace(LIAM.calendar, days_off=frozenset({date(2026, 11, 25)})))},
        {"one": step("给张总打电话", "25T14:00", opened=moment("25T17:00"))},  # promised just now
        {"owner_since": moment("25T17:00")},
        {"open": False},
    ],
)
def test_who_is_not_asked(how: dict[str, object]) -> None:
    assert asked(**{"one": step("给张总打电话", "25T14:00"), **how}) == []  # type: ignore[arg-type]


def test_whoever_goes_without_the_other_reminders_is_asked_in_the_evening() -> None:
    bare = replace(LIAM, muted=frozenset({"over", "soon"}))
    assert asked(step("给张总打电话", "25T15:50"), who=bare) == [moment("25T17:00")]
    assert asked(step("发方案", CLOSE, "by", has_time=False), who=bare) == [moment("25T17:00")]


@pytest.mark.parametrize(
    "how", [{"owner_since": moment("25T16:35")}, {"who": replace(LIAM, since=moment("25T16:35"))}]
)
def test_who_came_to_a_deal_after_a_call_is_asked_in_the_evening_alone(how: dict[str, Any]) -> None:
    call = step("给张总打电话", "25T15:50")
    assert asked(call, "25T16:35", rule="over") != [] and asked(call, "25T16:35", rule="over", **how) == []
    assert asked(call, **how) == [moment("25T17:00")]


@pytest.mark.parametrize(
    ("at", "told", "following", "evening"),
    [
        ("14:00", "14:40", "25T17:00", [("step", moment("26T08:30"))]),
        ("15:00", "15:40", "26T08:30", []),
    ],
)
def test_why_tells_what_comes_next_and_what_would_silence_it(
    at: str, told: str, following: str, evening: list[tuple[str, datetime]]
) -> None:
    deal = DealFacts(1, "proposal", OPENED, 1, OPENED, OPENED, step=step("给张总打电话", f"25T{at}"))
    (over,) = [
        x for x in consider(deal, LIAM, None, moment(f"25T{told}"), LadderRules()).nudges if x.rule == "over"
    ]
    assert over.why.next_at == moment(following)
    last = [
        x.why
        for x in consider(deal, LIAM, None, moment("25T17:00"), LadderRules()).nudges
        if x.rule == "evening"
    ]
    assert [(x.event, x.next_at) for x in last] == evening
    assert all("outcome" in x.silenced_by for x in last)
    assert [x.rule for x in why(deal, LIAM, None, OPENED, LadderRules())][:2] == ["step", "over"]

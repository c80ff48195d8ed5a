"""Which steps are a call or a meeting, and when Baton asks how one went."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rules.appointments import appointment, over_at
from rules.calendar import preset
from rules.facts import DealFacts, LadderRules, PersonFacts, RungFacts, StepFacts
from rules.ladder import consider

CN = ZoneInfo("Asia/Shanghai")
OPENED = datetime(2026, 11, 24, 15, 30, tzinfo=CN)
LIAM = PersonFacts(1, preset("cn"), "Asia/Shanghai", "zh")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("给张总打电话，聊预算", "call"),
        ("call Ravi about the SOW", "call"),
        ("Zoom with their IT", "call"),
        ("去现场看点检流程", "meeting"),
        ("周三拜访", "meeting"),
        ("demo for the plant manager", "meeting"),
        ("lunch call with Tom", "meeting"),
        ("发方案对比", None),
        ("send the SOW", None),
        ("见效果再说", None),
    ],
)
def test_what_a_step_is_marked_as(text: str, kind: str | None) -> None:
    assert appointment(text) == kind


def step(text: str, at: str, *, kind: str = "at", has_time: bool = True) -> StepFacts:
    due = datetime.fromisoformat(f"2026-11-{at}+08:00")
    return StepFacts(7, 1, kind, due, has_time, OPENED, text)  # type: ignore[arg-type]


def said(one: StepFacts, now: str, told: tuple[RungFacts, ...] = ()) -> list[tuple[str, datetime]]:
    """What is due about it at an instant: rules and when."""
    deal = DealFacts(1, "proposal", OPENED, 1, OPENED, OPENED, step=one)
    at = datetime.fromisoformat(f"2026-11-{now}+08:00")
    found = consider(deal, LIAM, None, at, LadderRules(), told)
    return [(x.rule, x.due_at) for x in found.nudges if x.rule == "over"]


def test_ten_minutes_after_the_end_it_asks_how_it_went() -> None:
    call, visit = step("给张总打电话", "25T15:00"), step("去现场", "25T15:00")
    assert over_at(call) == call.due_at + timedelta(minutes=30)
    assert said(call, "25T15:39") == []
    assert said(call, "25T15:40") == [("over", datetime(2026, 11, 25, 15, 40, tzinfo=CN))]
    assert said(visit, "25T16:09") == [] and said(visit, "25T16:10") != []


@pytest.mark.parametrize(
    "one",
    [
        step("发方案", "25T15:00"),
        step("给张总打电话", "25T15:00", kind="by"),
        step("给张总打电话", "25T18:00", has_time=False),
    ],
)
def test_what_is_no_appointment_is_not_asked_about(one: StepFacts) -> None:
    assert said(one, "25T17:50") == []


def test_late_in_the_day_or_long_after_the_mornings_list_asks() -> None:
    assert said(step("给张总打电话", "25T17:40"), "26T09:00") == []
    assert said(step("给张总打电话", "25T11:30"), "25T13:30") == [
        ("over", datetime(2026, 11, 25, 13, 30, tzinfo=CN))
    ]
    assert said(step("给张总打电话", "25T09:30"), "25T16:00") == []


def test_why_says_that_the_end_of_the_day_comes_next() -> None:
    deal = DealFacts(1, "proposal", OPENED, 1, OPENED, OPENED, step=step("call Ravi", "25T10:00"))
    at = datetime(2026, 11, 25, 10, 40, tzinfo=CN)
    over = next(x for x in consider(deal, LIAM, None, at, LadderRules()).nudges if x.rule == "over")
    assert over.why.next_at == datetime(2026, 11, 25, 17, 0, tzinfo=CN)

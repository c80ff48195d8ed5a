"""One's own hours, quiet time, language and reminders: what they change, and what they must not."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from jobs import tick
from rules.answers.settings import SettingsFilled
from rules.calendar import Calendar
from rules.errors import Invalid
from services.lists import digests
from services.setup import my_settings
from services.team.calendars import calendars
from services.team.people import language
from storage.tables import Audit, Delivery, Nudge, Person, Step
from tests.services.hand import Hand
from tests.services.machine import Machine

LATE = SettingsFilled(
    days=(0, 1, 2, 3), open=time(11), close=time(20), quiet_from=time(14), quiet_to=time(15)
)


def cn(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


@pytest.fixture
def liam(machine: Machine) -> Hand:
    return Hand(machine, "liam")


def row(machine: Machine) -> Person:
    found: Person = next(x for x in machine.rows(Person) if x.handle == "liam")
    return found


def home_of(machine: Machine) -> Calendar:
    with machine.db.read() as tx:
        return calendars(tx, [row(machine)], 2026)[machine.ids["liam"]]


def test_the_country_s_week_is_what_one_begins_with_and_saving_it_keeps_nothing(
    machine: Machine, liam: Hand
) -> None:
    found = my_settings.form(liam.ask())
    assert found.now == SettingsFilled(
        days=(0, 1, 2, 3, 4), open=time(9), close=time(18), quiet_from=time(12), quiet_to=time(13, 30)
    )
    liam.do(my_settings.save, found.now)
    assert row(machine).prefs.get("hours") is None
    assert [x.action for x in machine.rows(Audit) if x.action == "person.settings"] == []


def test_own_hours_hold_for_limits_deliveries_and_lists(machine: Machine, liam: Hand) -> None:
    liam.do(my_settings.save, LATE)
    assert my_settings.form(liam.ask()).now == LATE
    home = home_of(machine)
    assert not home.is_working(date(2026, 11, 27))  # a Friday
    assert home.next_opening(cn("2026-11-25T09:00")) == cn("2026-11-25T11:00")
    assert home.next_opening(cn("2026-11-25T14:10")) == cn("2026-11-25T15:00")
    assert home.add_wd(cn("2026-11-25T09:00"), 2) == cn("2026-11-30T11:00")
    assert not home.is_working(date(2026, 10, 1)) and home.is_working(
        date(2026, 10, 10)
    )  # China's all the same
    assert home.next_morning(cn("2026-11-25T09:00"), time(8, 30)) == cn("2026-11-25T10:30")
    machine.deal(expected_sign_on=date(2026, 11, 24), next_check_at=None)
    machine.clock.set(cn("2026-11-25T08:40"))
    digests.take_slots(machine.deps, now=machine.clock.now())
    assert [x for x in machine.rows(Delivery) if x.recipient == f"person:{liam.person.id}"] == []
    machine.clock.set(cn("2026-11-25T10:30"))
    digests.take_slots(machine.deps, now=machine.clock.now())
    assert [x.kind for x in machine.rows(Delivery) if x.recipient == f"person:{liam.person.id}"] == [
        "morning"
    ]
    assert [x.action for x in machine.rows(Audit) if x.action == "person.settings"] == ["person.settings"]


def test_hours_that_cannot_be_are_named_by_their_field(machine: Machine, liam: Hand) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"days": ()}, "days"),
        ({"days": (5, 6)}, "days"),  # seven working days would be a month, and nobody above would hear
        ({"open": None}, "open"),
        ({"close": time(10)}, "close"),
        ({"close": time(11, 30)}, "close"),
        ({"close": time(14, 59), "quiet_from": None, "quiet_to": None}, "close"),
        ({"quiet_to": None}, "quiet_to"),
        ({"quiet_from": time(16)}, "quiet_to"),
        ({"quiet_to": time(21)}, "quiet_to"),
        ({"quiet_from": time(11), "quiet_to": time(19)}, "quiet_to"),
    ]
    for changes, field in wrong:
        with pytest.raises(Invalid) as fault:
            liam.do(my_settings.save, LATE.model_copy(update=changes))
        assert list(fault.value.faults) == [field]
    assert my_settings.form(liam.ask()).now.open == time(9)


def test_the_language_that_was_chosen_holds_until_it_is_taken_back(machine: Machine, liam: Hand) -> None:
    saved = liam.do(my_settings.save, LATE.model_copy(update={"language": "zh"}))
    assert saved.locale == "zh" and language(row(machine)) == "zh"
    assert liam.do(my_settings.save, LATE).locale == "en"


def test_a_reminder_that_one_goes_without_is_not_planned_and_the_morning_s_is(
    machine: Machine, liam: Hand
) -> None:
    machine.clock.set(cn("2026-11-24T15:30"))
    deal_id = machine.deal("liam")
    with machine.db.write() as tx:
        tx.add(
            Step(deal_id=deal_id, owner_id=liam.person.id, text="call Ms. Chen", kind="at", on_date=date(2026, 11, 25),
                 at_time=time(16), tz="Asia/Shanghai", due_at=cn("2026-11-25T16:00"), opened_at=machine.clock.now(),
                 revision=1, state="open")
        )  # fmt: skip
    tick.run(machine.deps)
    usual = my_settings.form(liam.ask()).now
    liam.do(my_settings.save, usual.model_copy(update={"reminders": ()}))
    machine.clock.set(cn("2026-11-25T15:30"))
    tick.run(machine.deps)
    assert [x.rule for x in machine.rows(Nudge) if x.rule == "step"] == []
    liam.do(my_settings.save, usual)
    tick.run(machine.deps)
    assert [x.rule for x in machine.rows(Nudge) if x.rule == "step"] == ["step"]

"""Days off and the company's days: noted by a line, a tap or a form, taken back, and what they do to reminders."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from jobs import tick
from rules import periods
from rules.answers.days import CompanyDays, DaysOff, DaysPart
from rules.errors import Invalid, NotFound, Refused
from rules.periods import NoPeriod, Period
from services import status
from services.setup import closures, days_off, my_settings
from services.team.calendars import calendars
from services.team.people import zone_of
from storage import deals as deal_rows
from storage import people as people_rows
from storage.tables import Audit, Closure, DayOff, Deal, Person
from tests.services.hand import Hand
from tests.services.interleaving import LONGEST, until_it_waits
from tests.services.machine import Machine

WEEK = DaysPart(first=date(2026, 11, 25), last=date(2026, 11, 27))  # Wednesday to Friday; it is Tuesday


def cn(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


@pytest.fixture
def liam(machine: Machine) -> Hand:
    return Hand(machine, "liam")


@pytest.fixture
def maya(machine: Machine) -> Hand:
    return Hand(machine, "maya")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("12月24日到12月28日", ((12, 24), (12, 28), "")),
        ("12月24日-28日", ((12, 24), (12, 28), "")),
        ("12月24到28号", ((12, 24), (12, 28), "")),
        ("十二月二十四日到二十八日", ((12, 24), (12, 28), "")),
        ("从12/24至12/28", ((12, 24), (12, 28), "")),
        ("12月31日 年会", ((12, 31), (12, 31), "年会")),
        ("下周", ((11, 30), (12, 4), "")),
        ("下周一到周三", ((11, 30), (12, 2), "")),
        ("下周一到下周三", ((11, 30), (12, 2), "")),
        ("明天", ((11, 25), (11, 25), "")),
        ("明天到后天", ((11, 25), (11, 26), "")),
        ("后天到大后天 团建", ((11, 26), (11, 27), "团建")),
        ("11月25日到后天", ((11, 25), (11, 26), "")),
        ("明天到第二天", ((11, 25), (11, 26), "")),
        ("tomorrow to the day after tomorrow", ((11, 25), (11, 26), "")),
        ("tomorrow to the day after", ((11, 25), (11, 26), "")),
        ("tomorrow until overmorrow offsite", ((11, 25), (11, 26), "offsite")),
        ("Dec 24 to the next day", ((12, 24), (12, 25), "")),
        ("next week Monday to next week Wednesday", ((11, 30), (12, 2), "")),
        ("大后天到明天", "order"),
        ("Friday to tomorrow", "order"),
        ("Dec 24 - Dec 28", ((12, 24), (12, 28), "")),
        ("Dec 24-28", ((12, 24), (12, 28), "")),
        ("from Dec 24 until Dec 28 Christmas", ((12, 24), (12, 28), "Christmas")),
        ("2026-12-24 - 2026-12-28", ((12, 24), (12, 28), "")),
        ("next month", ((12, 1), (12, 31), "")),
        ("tomorrow afternoon", "hours"),
        ("明天下午", "hours"),
        ("Dec 28 - Dec 24", "order"),
        ("Dec 30 2026 - Dec 30 2028", "long"),
        ("Dec 30 to teh 31", "unread"),  # half of it is not taken for the whole
        ("Dec 24 and 25", "unread"),
        ("Feb 30", "unread"),
        ("blah", "unread"),
        ("", "unread"),
    ],
)
def test_days_are_read_as_people_type_them(said: str, read: Any) -> None:
    locale = "zh" if any("一" <= sign <= "鿿" for sign in said) else "en"
    found = periods.read(said, now=cn("2026-11-24T15:30"), tz=zone_of("Asia/Shanghai"), locale=locale)
    if isinstance(read, str):
        assert found == NoPeriod(read)
    else:
        first, last, name = read
        assert found == Period(date(2026, *first), date(2026, *last), name)


def test_days_across_new_year() -> None:
    found = periods.read("Dec 30 - Jan 4", now=cn("2026-11-24T15:30"), tz=zone_of("UTC"), locale="en")
    assert found == Period(date(2026, 12, 30), date(2027, 1, 4))


def test_days_off_say_what_they_mean_and_are_taken_back(machine: Machine, liam: Hand) -> None:
    added = liam.do(days_off.add, WEEK)
    assert added == DaysOff(
        done="added", days=WEEK, working=3, back_on=date(2026, 11, 30), steps=0, manager="Maya"
    )
    assert liam.do(days_off.add, WEEK).done == "known"
    assert days_off.shown(liam.ask()).days == (WEEK,)
    assert liam.do(days_off.cancel, WEEK.first, WEEK.last).done == "cancelled"
    assert machine.rows(DayOff) == []
    assert [x.action for x in machine.rows(Audit) if "off" in x.action] == ["person.off", "person.off_cancel"]
    with pytest.raises(NotFound, match="off.not_noted"):
        liam.do(days_off.cancel, WEEK.first, WEEK.last)


def days(first: str, last: str, **values: Any) -> DaysPart:
    return DaysPart(
        first=date.fromisoformat(f"2026-{first}"), last=date.fromisoformat(f"2026-{last}"), **values
    )


def off(hand: Hand) -> list[tuple[str, str, str]]:
    return [(f"{x.first:%m-%d}", f"{x.last:%m-%d}", x.name) for x in days_off.shown(hand.ask()).days]


def test_days_off_that_overlap_or_touch_are_one_and_one_of_them_is_cancelled_alone(liam: Hand) -> None:
    liam.do(days_off.add, days("12-01", "12-04"))
    liam.do(days_off.add, days("12-03", "12-09"))
    liam.do(days_off.add, days("12-10", "12-11"))
    assert off(liam) == [("12-01", "12-11", "")]
    four = date(2026, 12, 4)
    assert liam.do(days_off.cancel, four, four).days.last == four
    assert off(liam) == [("12-01", "12-03", ""), ("12-05", "12-11", "")]
    assert liam.do(days_off.add, days("12-02", "12-03")).done == "known"
    assert liam.do(days_off.add, days("12-10", "12-15")).working == 4, "of the whole stretch"


def test_undo_of_days_off_restores_what_stood(liam: Hand) -> None:
    liam.do(days_off.add, days("12-01", "12-04", name="Rome"))
    liam.do(days_off.add, days("12-08", "12-08"))
    stood = off(liam)
    added = liam.do(days_off.add, days("12-03", "12-10", name="leave"))
    assert off(liam) == [("12-01", "12-02", "Rome"), ("12-03", "12-10", "leave")]
    assert liam.do(days_off.restore, added.days).done == "restored"
    assert off(liam) == stood
    cancelled = liam.do(days_off.cancel, date(2026, 12, 2), date(2026, 12, 9))
    assert off(liam) == [("12-01", "12-01", "Rome")]
    liam.do(days_off.restore, cancelled.days)
    assert off(liam) == stood


def test_no_more_than_a_year_of_days_off_in_all(liam: Hand) -> None:
    liam.do(days_off.add, DaysPart(first=date(2026, 12, 1), last=date(2027, 10, 31)))
    with pytest.raises(Invalid, match="off.too_many"):
        liam.do(days_off.add, DaysPart(first=date(2027, 11, 15), last=date(2028, 1, 31)))


def test_days_off_and_settings_hold_no_person_while_they_wait_for_a_deal(
    machine: Machine, liam: Hand
) -> None:
    deal_id = liam.lead("Acme Robotics, Tom Chen 13800001111, expo").head.deal_id
    settings = my_settings.form(liam.ask()).now.model_copy(update={"open": time(8)})
    acts = [lambda: liam.do(days_off.add, WEEK), lambda: liam.do(my_settings.save, settings)]
    for act in acts if not machine.db.is_sqlite else ():
        with ThreadPoolExecutor(1) as pool:
            with machine.db.write() as tx:  # as whoever logs a note does
                deal_rows.hold(tx, [deal_id])
                other = pool.submit(act)
                until_it_waits(machine.db, other)
                people_rows.touched(tx, liam.person, deal_id)
            other.result(LONGEST)  # neither was told to try again


def test_days_off_name_the_deals_whose_next_step_falls_on_them(machine: Machine, liam: Hand) -> None:
    liam.lead("Acme Corp, Ms. Chen 212-555-0143, ERP, expo")
    liam.note("Acme: talked, send the quote by Nov 26")
    answer = liam.do(days_off.add, WEEK)
    assert isinstance(answer, DaysOff) and answer.steps == 1
    assert [head.account for head in answer.on] == ["Acme Corp"]


def test_days_that_cannot_be_are_refused(machine: Machine, liam: Hand) -> None:
    for first, last, fault in [
        ("2026-11-27", "2026-11-26", "days.order"),
        ("2026-11-20", "2026-11-23", "days.past"),
        ("2026-11-27", "2028-11-27", "days.long"),
        ("2099-12-30", "2099-12-31", "verb.date_far"),
    ]:
        days = DaysPart(first=date.fromisoformat(first), last=date.fromisoformat(last))
        with pytest.raises(Invalid, match=fault):
            liam.do(days_off.add, days)
    assert machine.rows(DayOff) == []


def test_a_limit_leaves_days_off_out_and_comes_back_when_they_are_cancelled(
    machine: Machine, liam: Hand
) -> None:
    deal_id = machine.deal("liam")  # slow after 7 working days: 3 December 15:30
    tick.run(machine.deps)
    before = next(x for x in machine.rows(Deal) if x.id == deal_id).next_check_at
    liam.do(days_off.add, WEEK)
    tick.run(machine.deps)
    after = next(x for x in machine.rows(Deal) if x.id == deal_id).next_check_at
    liam.do(days_off.cancel, WEEK.first, WEEK.last)
    tick.run(machine.deps)
    assert before is not None and after is not None and before < after
    assert next(x for x in machine.rows(Deal) if x.id == deal_id).next_check_at == before


def test_who_may_close_the_company(machine: Machine, liam: Hand, maya: Hand) -> None:
    day = DaysPart(first=date(2026, 12, 31), last=date(2026, 12, 31), name="年会", calendar="*")
    with pytest.raises(Refused):
        liam.do(closures.add, day)
    with pytest.raises(Refused):
        closures.shown(liam.ask())
    assert maya.do(closures.add, day) == CompanyDays(done="added", days=day, people=4)
    assert maya.do(closures.add, day).done == "known"
    assert closures.shown(maya.ask()).days == (day,)
    with pytest.raises(NotFound):
        maya.do(closures.add, day.model_copy(update={"calendar": "zz"}))
    assert maya.do(closures.cancel, day).done == "cancelled"
    assert machine.rows(Closure) == []
    assert [x.action for x in machine.rows(Audit) if "calendar" in x.action] == [
        "calendar.days", "calendar.days_cancel"
    ]  # fmt: skip


def company(hand: Hand) -> list[tuple[str, str, str, str, bool]]:
    told = closures.shown(hand.ask()).days
    return [(f"{x.first:%m-%d}", f"{x.last:%m-%d}", x.calendar, x.name, x.is_working) for x in told]


def test_undo_of_company_days_restores_what_stood(maya: Hand) -> None:
    maya.do(closures.add, days("12-25", "12-25", calendar="*", name="Christmas"))
    maya.do(closures.add, days("12-26", "12-26", calendar="*", name="stock", is_working=True))
    stood = company(maya)
    party = days("12-24", "12-26", calendar="*", name="Party")
    assert maya.do(closures.restore, maya.do(closures.add, party).days).done == "restored"
    assert company(maya) == stood
    cancelled = maya.do(closures.cancel, party)
    assert company(maya) == []
    maya.do(closures.restore, cancelled.days)
    assert company(maya) == stood


def test_a_cancel_says_what_is_so(maya: Hand) -> None:
    maya.do(closures.add, days("12-24", "12-24", calendar="cn"))
    none = maya.do(closures.cancel, days("12-24", "12-24", calendar="*"))
    assert (none.done, [x.calendar for x in none.standing]) == ("none", ["cn"])
    assert len(company(maya)) == 1
    maya.do(closures.add, days("12-01", "12-31", calendar="*"))
    maya.do(closures.add, DaysPart(first=date(2027, 1, 1), last=date(2027, 3, 1), calendar="*"))
    for line in closures.shown(maya.ask()).days:  # each of them can be cancelled whole
        assert maya.do(closures.cancel, line).done == "cancelled"
    assert company(maya) == []
    with pytest.raises(Invalid, match="closed.long"):
        maya.do(closures.cancel, DaysPart(first=date(2026, 12, 1), last=date(2027, 3, 1), calendar="*"))
    with pytest.raises(Invalid):
        maya.do(closures.cancel, DaysPart(first=date.min, last=date.max, calendar="*"))


def test_a_country_s_own_day_goes_before_everybody_s(machine: Machine, maya: Hand, liam: Hand) -> None:
    maya.do(closures.add, days("12-30", "12-30", calendar="*"))
    maya.do(closures.add, days("12-30", "12-30", calendar="cn", is_working=True))
    with machine.db.read() as tx:
        found = calendars(tx, [liam.person], 2026)[liam.person.id]
    assert found.is_working(date(2026, 12, 30))


def test_a_closure_moves_everybodys_limits_and_a_make_up_day_back(machine: Machine, maya: Hand) -> None:
    deal_id = machine.deal("liam")
    tick.run(machine.deps)

    def check() -> datetime | None:
        tick.run(machine.deps)
        return next(x for x in machine.rows(Deal) if x.id == deal_id).next_check_at

    before = check()
    friday = DaysPart(first=date(2026, 11, 27), last=date(2026, 11, 27), calendar="cn")
    maya.do(closures.add, friday)
    closed = check()
    saturday = DaysPart(first=date(2026, 11, 28), last=date(2026, 11, 28), calendar="cn", is_working=True)
    maya.do(closures.add, saturday)
    assert before is not None and closed is not None and before < closed
    assert check() == before
    with machine.db.read() as tx:
        liam = tx.get(Person, machine.ids["liam"])
        assert liam is not None
        home = calendars(tx, [liam], 2026)[liam.id]
    assert not home.is_working(friday.first) and home.is_working(saturday.first)
    assert closures.shown(maya.ask()).days == (friday, saturday)


def test_an_admin_is_told_that_next_year_s_make_up_days_are_not_known(machine: Machine, maya: Hand) -> None:
    machine.join("ada", "admin")
    ada = Hand(machine, "ada")
    machine.clock.set(cn("2026-11-24T15:30"))
    assert status.look(ada.ask()).unknown_year is None  # this year's are
    machine.clock.set(cn("2040-12-07T15:30"))
    assert status.look(ada.ask()).unknown_year == 2041
    days = DaysPart(first=date(2041, 2, 9), last=date(2041, 2, 9), calendar="cn", is_working=True)
    ada.do(closures.add, days)
    assert status.look(ada.ask()).unknown_year is None

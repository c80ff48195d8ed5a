"""Holidays and changed clocks, lived through by people in five zones: nobody is spoken to in the night or on a holiday,
nothing is lost, nothing comes twice. What is expected is worked out by walking days, with the library alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest

from jobs import tick
from rules.answers.days import DaysPart
from rules.facts import Rung
from services.letters import messages
from services.letters.messages import Letter
from services.lists import digests
from services.sending import grouping, outbox
from services.setup import days_off
from storage.tables import Person, Step
from tests.services.hand import Hand
from tests.services.machine import QUICK, Machine

DAY = timedelta(days=1)
PLACES = {  # name: (zone, country, close)
    "sefa": ("Pacific/Apia", "WS", time(17)),
    "liam": ("Asia/Shanghai", "CN", time(18)),
    "kiran": ("Asia/Kathmandu", "NP", time(17)),
    "britta": ("Europe/Berlin", "DE", time(17)),
    "nora": ("America/New_York", "US", time(17)),
    "maya": ("Asia/Shanghai", "CN", time(18)),  # everybody's manager
}
LISTS = ("morning", "manager_list")


@dataclass(frozen=True)
class Heard:
    """One message: to whom, when on their wall, of which kind."""

    who: str
    at: datetime
    kind: str


def works(who: str, day: date) -> bool:
    """By the library alone; China's make-up days are none in these weeks, as far as it knows."""
    return day.weekday() < 5 and day not in holidays.country_holidays(PLACES[who][1], years=[day.year])


def after_working_days(who: str, day: date, n: int) -> date:
    """The n-th working day after a day, walked."""
    while n:
        day += DAY
        n -= works(who, day)
    return day


def wall(who: str, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(PLACES[who][0]))


def settle(machine: Machine, names: tuple[str, ...], start: date) -> dict[str, int]:
    """Each with a deal that was talked about at 15:30 of their own first day."""
    for name in names:
        if name not in machine.ids:
            zone, country, _ = PLACES[name]
            machine.join(name, "rep", manager="maya", slack_tz=zone, home_tz=zone, calendar=country.lower())
    with machine.db.write() as tx:
        for name in ("zoe", "dana"):  # nothing to do here but to read lists
            person = tx.get(Person, machine.ids[name])
            assert person is not None
            person.is_active = False
    found = {}
    for name in names:  # the sun rises in this order
        machine.clock.set(wall(name, start, time(15, 30)).astimezone(UTC))
        found[name] = machine.deal(name, "proposal")
    return found


def live(machine: Machine, until: datetime) -> list[Heard]:
    """From one instant at which something is due to the next; what was heard."""
    names = {number: name for name, number in machine.ids.items()}
    heard = []
    while True:
        tick.run(machine.deps)
        now = machine.clock.now()
        digests.take_slots(machine.deps, now=now)
        grouping.claim(machine.deps, now=now)
        while leased := outbox.lease(machine.deps, "w", QUICK):
            letter = messages.prepare(machine.deps, leased)
            if isinstance(letter, Letter):
                assert leased.person_id is not None and outbox.begin(machine.deps, leased, "D1", QUICK)
                outbox.sent(machine.deps, leased, "D1", "1.2")
                who = names[leased.person_id]
                if who in PLACES:
                    heard.append(Heard(who, now.astimezone(ZoneInfo(PLACES[who][0])), leased.kind))
            elif letter.until:
                outbox.postpone(machine.deps, leased, letter.until)
            else:
                outbox.drop(machine.deps, leased, letter.reason)
        tick.run(machine.deps)
        wanted = [
            tick.next_at(machine.deps),
            outbox.next_due(machine.deps, now),
            digests.next_slot(machine.deps, now=now),
        ]
        ahead = [at for at in wanted if at and at > now]
        if not ahead or min(ahead) > until:
            return heard
        machine.clock.set(min(ahead))


def all_is_well(machine: Machine, heard: list[Heard]) -> None:
    """Nobody in the night, at lunch or on a holiday; no list twice a day; no rung twice."""
    for one in heard:
        assert works(one.who, one.at.date()), one
        assert time(8, 30) <= one.at.time() < PLACES[one.who][2], one
        if one.kind not in LISTS:
            assert one.at.time() >= time(9), one
            assert PLACES[one.who][1] != "CN" or not time(12) <= one.at.time() < time(13, 30), one
    days = Counter((x.who, x.at.date()) for x in heard if x.kind in LISTS)
    assert set(days.values()) <= {1}
    said = Counter(
        (x.deal_id, x.rule, x.episode, x.rung, x.person_id) for x in machine.nudges if x.state == "sent"
    )
    assert said and set(said.values()) == {1}


def delivered(machine: Machine, deal_id: int, rung: Rung) -> list[datetime]:
    return [
        x.delivered_at
        for x in machine.nudges
        if x.deal_id == deal_id and x.rung == rung and x.rule == "quiet" and x.delivered_at
    ]


BOTH = pytest.mark.parametrize(
    "database_kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.proof)], indirect=True
)


@BOTH
@pytest.mark.parametrize(
    ("start", "days", "names"),
    [
        (date(2027, 2, 3), 15, ("sefa", "liam", "kiran", "britta", "nora")),
        (date(2027, 3, 10), 10, ("liam", "nora")),
        (date(2027, 3, 24), 14, ("liam", "britta")),
    ],
    ids=["new-year", "us-clocks", "eu-clocks"],
)  # New Year is on 6 February, the US clocks change on 14 March, Europe's on the 28th, between Good Friday and Easter Monday
def test_every_limit_is_told_once_in_working_hours_and_nothing_is_lost(
    machine: Machine, start: date, days: int, names: tuple[str, ...]
) -> None:
    deals = settle(machine, names, start)
    heard = live(machine, datetime.combine(start, time(), UTC) + days * DAY)
    all_is_well(machine, heard)
    for name, deal_id in deals.items():
        limit = after_working_days(name, start, 5)
        assert delivered(machine, deal_id, Rung.RED) == [wall(name, limit, time(15, 30)).astimezone(UTC)], (
            name
        )
        told = wall(name, after_working_days(name, limit, 1), time(8, 40)).astimezone(
            ZoneInfo("Asia/Shanghai")
        )
        day = told.date() if works("maya", told.date()) else after_working_days("maya", told.date(), 1)
        listed = wall("maya", day, time(8, 40))
        listed = listed if listed >= told else wall("maya", after_working_days("maya", day, 1), time(8, 40))
        assert delivered(machine, deal_id, Rung.MANAGER) == [listed.astimezone(UTC)], name


@BOTH
def test_days_off_that_are_noted_on_the_very_day_hold_back_what_was_planned_and_lose_nothing(
    machine: Machine,
) -> None:
    start = date(2027, 3, 1)  # a Monday: the limit is on the next one, at 15:30
    deal_id = settle(machine, ("liam",), start)["liam"]
    monday = wall("liam", date(2027, 3, 8), time(10)).astimezone(UTC)
    heard = live(machine, monday)
    machine.clock.set(monday)
    liam = Hand(machine, "liam")
    liam.do(days_off.add, DaysPart(first=date(2027, 3, 8), last=date(2027, 3, 9)))
    heard += live(machine, monday + 5 * DAY)
    all_is_well(machine, heard)
    away = [
        one for one in heard if one.who == "liam" and one.at > monday and one.at.date() < date(2027, 3, 10)
    ]
    assert away == []
    assert delivered(machine, deal_id, Rung.RED) == [
        wall("liam", date(2027, 3, 10), time(15, 30)).astimezone(UTC)
    ]
    assert delivered(machine, deal_id, Rung.MANAGER) == [
        wall("maya", date(2027, 3, 11), time(8, 40)).astimezone(UTC)
    ]


def promise(machine: Machine, who: str, deal_id: int, due: datetime) -> None:
    """An appointment, promised now."""
    with machine.db.write() as tx:
        tx.add(
            Step(deal_id=deal_id, owner_id=machine.ids[who], text="call Ms. Chen", kind="at", on_date=due.date(),
                 at_time=due.time(), tz=PLACES[who][0], due_at=due.astimezone(UTC), opened_at=machine.clock.now())
        )  # fmt: skip
    machine.change(deal_id)


@BOTH
@pytest.mark.parametrize(
    ("who", "start", "due", "reminded"),
    [
        ("liam", date(2027, 2, 3), datetime(2027, 2, 8, 14), datetime(2027, 2, 4, 17, 30)),  # noqa: DTZ001
        ("nora", date(2027, 3, 12), datetime(2027, 3, 15, 9, 30), datetime(2027, 3, 15, 9)),  # noqa: DTZ001
        ("britta", date(2027, 3, 25), datetime(2027, 3, 30, 9, 30), datetime(2027, 3, 30, 9)),  # noqa: DTZ001
    ],
)
def test_an_appointment_is_reminded_of_on_the_wall_s_clock_or_before_the_holidays(
    machine: Machine, who: str, start: date, due: datetime, reminded: datetime
) -> None:
    deal_id = settle(machine, (who,), start)[who]
    zone = ZoneInfo(PLACES[who][0])
    promise(machine, who, deal_id, due.replace(tzinfo=zone))
    heard = live(machine, due.replace(tzinfo=zone).astimezone(UTC))
    all_is_well(machine, heard)
    soon = [x for x in machine.nudges if x.rule == "step" and x.rung == Rung.SOON and x.delivered_at]
    assert [x.delivered_at for x in soon] == [reminded.replace(tzinfo=zone).astimezone(UTC)]

"""For how long 100,000 deals have stood in their stage (issue 4, section 1: under 2 s), by six countries' calendars.

Beside it what they would cost whose clock stood still twice while the customer was waited for: the dearest there are."""

import random
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from benchmarks.table import Figure
from rules.calendar import Calendar
from rules.counted import in_stage
from rules.facts import DealFacts
from services.team.calendars import calendar_of
from storage.people import Off, Shut
from storage.tables import Person

DEALS = 100_000
NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
PLACES = (
    ("cn", "Asia/Shanghai"), ("us", "America/New_York"), ("de", "Europe/Berlin"), ("np", "Asia/Kathmandu"),
    ("ws", "Pacific/Apia"), ("us", "America/Los_Angeles"),
)  # fmt: skip


def _calendars() -> list[Calendar]:
    closed = [Shut(datetime(2026, 7, day, tzinfo=UTC).date(), "*", False) for day in (6, 7)]
    return [
        calendar_of(
            Person(name="", calendar=country, home_tz=zone, created_at=NOW),
            closed,
            [Off(0, NOW.date() - timedelta(days=n), NOW.date() - timedelta(days=n - 9)) for n in (40, 200)],
            NOW.year,
        )
        for country, zone in PLACES
    ]


def _deals(luck: random.Random) -> list[DealFacts]:
    """Most entered their stage within three months, some a year ago."""
    ages = (luck.expovariate(1 / 30) if luck.random() < 0.9 else luck.uniform(90, 400) for _ in range(DEALS))
    entered = [NOW - timedelta(days=age, seconds=1) for age in ages]
    return [DealFacts(n, "proposal", at, 1, at, at) for n, at in enumerate(entered)]


def _waited(deal: DealFacts) -> DealFacts:
    length = min((NOW - deal.stage_entered_at) / 8, timedelta(days=20))
    first, second = deal.stage_entered_at + length, deal.stage_entered_at + 4 * length
    return replace(deal, pauses=((first, first + length), (second, second + length)))


def _seconds(deals: Sequence[DealFacts], calendars: Sequence[Calendar]) -> float:
    start = time.process_time()
    for n, deal in enumerate(deals):
        in_stage(deal, calendars[n % len(calendars)], NOW)
    return time.process_time() - start


def run() -> Sequence[Figure]:
    """The best of three each: others are busy too."""
    calendars, deals = _calendars(), _deals(random.Random(7))
    waited = [_waited(deal) for deal in deals[: DEALS // 20]] + deals[DEALS // 20 :]
    plain, some = (min(_seconds(found, calendars) for _ in range(3)) for found in (deals, waited))
    return [
        Figure("days in their stage of 100,000 deals", plain, "s", goal=2),
        Figure("days in their stage of 100,000 deals, one in twenty waited twice", some, "s", goal=2),
    ]

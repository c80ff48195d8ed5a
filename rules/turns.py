"""A change of the process flags many deals at once: they take turns, a few a person and morning."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from rules.calendar import Calendar
from rules.clocks import Clock, heads_up_at, red_at
from rules.digest import DealLine, heaviest
from rules.facts import LadderRules, PersonFacts

NEW_FLAGS = 5  # a person and day, after a person, a template or a threshold was added
_BEFORE = timedelta(minutes=1)


class Flag(NamedTuple):
    """A deal that a change flags: at once, or by a limit that comes sooner than it did, of which the morning list at
    `first` tells first; `own`: the list in which its owner was told, or would be, without the change."""

    line: DealLine
    first: datetime | None = None
    own: datetime | None = None


class Turn(NamedTuple):
    """From when a flag may speak: an instant whose next morning list is its turn; and the day of that list."""

    at: datetime
    on: date


def told_in(clocks: Iterable[Clock], owner: PersonFacts, rules: LadderRules) -> datetime | None:
    """The owner's morning list that is the first to tell of one of these limits; None where there are none."""
    return min((_listed(clock, owner, rules) for clock in clocks), default=None)


def _listed(clock: Clock, owner: PersonFacts, rules: LadderRules) -> datetime:
    home, delivery = owner.calendar, owner.delivery
    red = red_at(clock, home, delivery, rules)
    warned = heads_up_at(clock, red, home, delivery, rules)
    return warned or delivery.previous_working_morning(red, rules.owner_list)


def flag_turns(
    flags: Sequence[Flag],
    taken: Iterable[datetime],
    calendar: Calendar,
    morning: time,
    start: datetime,
    most: int = NEW_FLAGS,
) -> dict[int, Turn]:
    """deal → its turn: so many a morning of one person, the heaviest first, from `start` on.

    `taken` are turns that were given before and count as well. No turn comes after the list in which the deal would be
    told of without the change, which is none of its places; a limit that is ahead and finds a place when it comes needs
    none."""
    used = Counter(calendar.next_morning(at, morning) for at in taken)
    turns, free = {}, start
    for flag in sorted(flags, key=lambda flag: heaviest(flag.line)):
        while used[calendar.next_morning(free, morning)] >= most:
            free = calendar.next_morning(free, morning)
        comes = max(start, flag.first - _BEFORE) if flag.first else start
        at = max(free, comes)
        while used[day := calendar.next_morning(at, morning)] >= most:
            at = day
        if flag.own is not None and flag.own < day:
            at, day = flag.own - _BEFORE, flag.own
        else:
            used[day] += 1
        if flag.first is None or at > comes:
            turns[flag.line.deal_id] = Turn(at, calendar.local(day).date())
    return turns

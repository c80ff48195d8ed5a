"""What the deciding rules are told: plain frozen facts, filled by services from the database.

Every instant is aware UTC. Ids are the database's own. Nothing here knows where it came from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import IntEnum
from functools import cached_property
from typing import Literal

from rules.calendar import Calendar
from rules.durations import Duration

StepKind = Literal["by", "at", "on"]
Rule = Literal[
    "step",
    "over",
    "evening",
    "quiet",
    "slow",
    "waiting",
    "risk",
    "untouched",
    "owed",
    "date",
    "slipping",
    "unanswered",
]
SIGNING = "signing"  # the stage in which a contract is signed: whatever stands behind it is signed
LIVE = ("open", "draft")  # the states of a deal that goes on
RecipientRole = Literal["owner", "manager"]
Lane = Literal["morning", "timed", "list", "now"]  # owner's list, when due, manager's list, manager at once


class Rung(IntEnum):
    """How far a ladder has been climbed, as stored. `AGAIN + n` repeats for the owner after the n-th Later."""

    HEADS_UP = 1
    RED = 2
    TODAY = 3
    SOON = 4
    PAST = 5
    ASK = 6
    MANAGER = 7
    DECIDE = 8
    AGAIN = 20


# Warnings of what is not due yet: nobody has to answer them, and nothing counts from when they were said.
AHEAD = (Rung.HEADS_UP, Rung.TODAY, Rung.SOON)


@dataclass(frozen=True, slots=True)
class StepFacts:
    """The open next step. `due_at` is the derived instant: a date without a time is due at the closing of
    the owner's day (`ladder.step_due_at`); `revision` grows with every change of date or text."""

    id: int
    revision: int
    kind: StepKind
    due_at: datetime
    has_time: bool
    opened_at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class WaitFacts:
    """Waiting on the customer, or parked: since when and until when (clocks run again at `until`); `ended`: when somebody
    ended it, None while nobody did."""

    who: str
    why: str
    since: datetime
    until: datetime
    count: int = 1
    is_park: bool = False
    ended: datetime | None = None

    def runs(self, now: datetime) -> bool:
        return self.since <= now < self.until


@dataclass(frozen=True, slots=True)
class OwedFacts:
    """Exit items of stages that the deal has left, promised by one day and not there yet; `since` the first of them was."""

    until: date
    items: tuple[str, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class LaterFacts:
    """The verb *Later* on a rule's current episode; `n` counts from 1, only the first delays a manager. `at`: when it was
    said."""

    rule: Rule
    episode: str
    until: datetime
    n: int = 1
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DismissedFacts:
    """A reminder that somebody called not useful here: the rules it spoke for, when, and when it had been `told`."""

    rules: tuple[Rule, ...]
    at: datetime
    told: datetime | None = None


@dataclass(frozen=True, slots=True)
class PushedFacts:
    """The last time that this manager said to push on."""

    by_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class DealFacts:
    """One deal. `clocks_from` None: an imported deal that nobody has touched, so it stays silent;
    `pauses` are the finished waits of this stage as (since, ended), `parks` the deal's parks that are over, ended by hand or by a move;
    `acted_at`: when somebody last logged, dated a step or answered here (never an edit of amount, signing date or
    owner); `flags_from`: a changed process flags it, and may say so from then on; `sign_on`: by when it was to be
    signed, while it is not; `elsewhere`: since and until when what is in its way, and ours, lay with another team."""

    id: int
    stage: str
    stage_entered_at: datetime
    owner_id: int | None
    owner_since: datetime | None
    clocks_from: datetime | None
    is_stage_of_file: bool = (
        False  # since when it is there, no file said: the import's own instant stands for it
    )
    open: bool = True
    last_contact_at: datetime | None = None
    last_contact_kind: str = ""
    tries: int = 0
    acted_at: datetime | None = None
    step: StepFacts | None = None
    waiting: WaitFacts | None = None
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    parks: tuple[WaitFacts, ...] = ()
    later: tuple[LaterFacts, ...] = ()
    dismissed: tuple[DismissedFacts, ...] = ()
    pushed: tuple[PushedFacts, ...] = ()
    owed: tuple[OwedFacts, ...] = ()
    sign_on: date | None = None
    at_risk_since: datetime | None = None
    flags_from: datetime | None = None
    amount_minor: int | None = None
    elsewhere: tuple[tuple[datetime, datetime | None], ...] = ()
    given_at: datetime | None = (
        None  # since when a lead of Baton's own is its owner's to call; None: imported
    )


@dataclass(frozen=True)
class PersonFacts:
    """A person who may be spoken to. `calendar` is the home one, `zone` where Slack sees them now. `since`: when they came
    to stand where they stand (an owner: back in Slack; a manager: over this owner): what was due before it, and nobody said,
    waits for their next list."""

    id: int
    calendar: Calendar
    zone: str
    locale: str = "en"
    active: bool = True
    muted: frozenset[str] = (
        frozenset()
    )  # reminders that they go without: before a step (soon), after a meeting (over), at the end of a day (evening)
    since: datetime | None = None

    @cached_property
    def delivery(self) -> Calendar:
        """When this person may be spoken to: home hours in today's zone."""
        return self.calendar.in_zone(self.zone)


@dataclass(frozen=True, slots=True)
class RungFacts:
    """A nudge that exists for this deal: promised (`delivered_at` None) or delivered. Cancelled ones are
    not passed in, so what was cancelled unsaid may be said again."""

    rule: Rule
    episode: str
    rung: int  # a Rung, or Rung.AGAIN + n
    due_at: datetime
    delivered_at: datetime | None = None
    recipient_id: int | None = None


@dataclass(frozen=True, slots=True)
class LadderRules:
    """Thresholds and times of the ladders, from the active pipeline (`thresholds.ladder_rules`).

    `quiet_stages` are those in which silence matters; before `live_from` (a workspace's first days) only
    steps speak."""

    slow_after: Mapping[str, Duration] = field(default_factory=dict)
    slipping_after: Mapping[str, Duration] = field(default_factory=dict)
    first_stages: frozenset[str] = frozenset()
    first_contact: Duration = Duration(1, "wd")
    quiet_stages: frozenset[str] = frozenset()
    quiet_after: Duration = Duration(5, "wd")
    step_ahead: Duration = Duration(5, "wd")
    heads_up: Duration = Duration(4, "wh")
    by_before: Duration = Duration(60, "min")
    at_before: Duration = Duration(30, "min")
    asks_after: Duration = Duration(10, "min")
    evening_before: Duration = Duration(60, "min")
    step_manager_after: Duration = Duration(2, "wd")
    date_manager_after: Duration = Duration(1, "wd")
    decide_after: Duration = Duration(5, "wd")
    task_due: Duration = Duration(1, "wd")
    manager_at_once: bool = False
    owner_list: time = time(8, 30)
    manager_list: time = time(8, 40)
    live_from: datetime | None = None

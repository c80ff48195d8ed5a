"""What the ladders decide, as data: nudges that are due, tasks to open, and the answer to *Why this?*."""

from dataclasses import dataclass
from datetime import datetime

from rules.clocks import Event
from rules.facts import Lane, RecipientRole, Rule
from rules.working_days import Shut

# What would silence a rule: keys of the catalogue, in the order in which they are offered.
SILENCED_BY: dict[Rule, tuple[str, ...]] = {
    "step": ("outcome", "change_date", "wait"),
    "over": ("outcome", "change_date"),
    "evening": ("outcome", "change_date"),
    "quiet": ("contact", "step_soon", "stage", "wait", "lost"),
    "slow": ("stage", "wait", "lost"),
    "waiting": ("contact", "wait", "lost"),
    "risk": ("unflag",),
    "untouched": ("contact", "wait", "lost"),
    "owed": ("given", "waived", "lost"),
    "slipping": ("contact", "stage", "wait", "lost"),
    "unanswered": ("keep", "contact", "wait", "lost"),
    "date": ("sign_on", "signed", "wait", "lost"),
}


@dataclass(frozen=True, slots=True)
class Why:
    """Which rule, which clock, counted from which event, in which calendar, when next, what silences it.

    `limit` is written as in the pipeline ("7wd"), empty for a rule without one; `next_at` None means that
    silence follows until somebody acts; `waited`: working days of waiting that the limit was moved by; `shut`: days of the
    usual week that did not count."""

    rule: Rule
    limit: str
    event: Event
    counted_from: datetime
    limit_at: datetime
    calendar: str
    next_at: datetime | None
    next_to: RecipientRole | None
    silenced_by: tuple[str, ...]
    waited: int = 0
    shut: tuple[Shut, ...] = ()


@dataclass(frozen=True, slots=True)
class NudgeDue:
    """One thing to say. `due_at` lies in the recipient's working hours, or is the time of their list.

    `also` names rules that hold too and are spoken for by this nudge."""

    rule: Rule
    episode: str
    rung: int
    to: RecipientRole
    recipient_id: int
    due_at: datetime
    lane: Lane
    why: Why
    also: tuple[Rule, ...] = ()


UNBLOCK = "unblock"  # the kind of a task of the owner's on a red deal


@dataclass(frozen=True, slots=True)
class TaskDue:
    """A task that comes with a red nudge; once per (deal, kind, episode)."""

    kind: str
    episode: str
    person_id: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What to write now, and the earliest instant at which the answer could differ (None: never by itself)."""

    nudges: tuple[NudgeDue, ...] = ()
    tasks: tuple[TaskDue, ...] = ()
    next_check_at: datetime | None = None

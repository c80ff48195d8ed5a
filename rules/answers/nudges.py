"""What Baton says unasked about deals: one message of one person, with a line for each deal."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any, ClassVar

from rules.answers.base import Answer, DealHead, Part, StageDays, StepShown
from rules.answers.deals import OwedShown
from rules.answers.leads import Choice
from rules.decision import NudgeDue, Why


class ShutShown(Part):
    """Days on which nobody worked, and why: holiday, closed (the company), or off (the owner)."""

    first: date
    last: date
    why: str


class WhyShown(Part):
    """`rules.decision.Why` as data: *Why this?*. Instants are aware UTC; `next_to` is owner, manager, or home (no place in
    the next list); `up_at`: the manager hears of it that day too; what comes next is worked out anew whenever it is shown.
    `waited`: working days of waiting that the limit was moved by, `shut`: days that did not count; `process`: the version of the process that planned it,
    if another is in force now."""

    rule: str
    limit: str = ""
    event: str
    counted_from: datetime
    limit_at: datetime
    calendar: str = ""
    next_at: datetime | None = None
    next_to: str | None = None
    up_at: datetime | None = None
    silenced_by: tuple[str, ...] = ()
    waited: int = 0
    shut: tuple[ShutShown, ...] = ()
    process: int | None = None


class Done(Part):
    """What was answered to a line: the verb, and what it came to. A line that carries it shows that instead.
    `noticed`: nobody answered here, it happened elsewhere. `undo_id`: who answered may take it back, until then.
    `because`: what it is about when they hear of it then; `stage`: the name of the deal's; `step`: what was promised,
    where that is it.
    `is_listed`: its owner's lists before that tell of it all the same; `quiet_until`: a day that the words named, until which
    the deal may be left alone."""

    verb: str
    until: datetime | None = None
    on: date | None = None
    who: str = ""
    whose: tuple[str, ...] = ()  # in place of `who`, where it may be several
    text: str = ""
    reason: str = ""  # why it was dismissed: rules.dismissals.REASONS
    undo_id: int | None = None
    noticed: bool = False
    undo_until: datetime | None = None
    because: WhyShown | None = None
    stage: str = ""
    step: str = ""
    is_listed: bool = False
    quiet_until: date | None = None


def end_verb(state: str) -> str:
    """The verb of a deal that ended like this."""
    return f"over_{state}"


class Helping(Part):
    """A manager helps with this deal since then, and nothing has moved it on; or was asked to and has not answered, not
    `is_promised`. `is_reader`: it is who reads it; `is_asked`: the owner's request for help would go to them again."""

    who: str
    since: datetime
    is_promised: bool = True
    is_reader: bool = False
    is_asked: bool = False


class TaskOpen(Part):
    """What is in the way, or the next step itself, is a colleague's task: whose, and until when. `is_reader`: it is the reader's, alone or among
    others; `is_late`: its day is over."""

    whose: tuple[str, ...]
    due: date | None = None
    is_reader: bool = False
    is_late: bool = False


class LimitAhead(Part):
    """A limit that is still to come: which, written as in the pipeline, and when it is reached."""

    rule: str
    limit: str
    at: datetime


class NudgeLine(StageDays):
    """One nudge with the facts for its words. `rung` is a rules.facts.Rung (AGAIN + n after *Later*).

    `days_silent` are whole working days of the owner's calendar; `in_touch`: there were several contacts in
    this stage, and the last is no longer ago than silence may last; `limit` is written as in the pipeline ("7wd"); `also` are rules that this nudge speaks for too. `stage_name`, `missing` and `blockers` are in
    the recipient's language. `nudge_id` 0: a line without a nudge of its own (it stays red). `listed_at`: it goes on
    the channel's list at this local time. `asks`: the owner's request for help, in their words."""

    nudge_id: int
    rule: str
    rung: int
    lane: str
    head: DealHead
    stage_name: str = ""
    days_silent: int | None = None
    in_touch: bool = False
    limit: str = ""
    last_contact_at: datetime | None = None
    last_contact_kind: str = ""
    tries: int = 0
    missing: tuple[str, ...] = ()
    step: StepShown | None = None
    waiting_for: str = ""
    is_parked: bool = False  # what ended was no wait for the customer
    owed: tuple[OwedShown, ...] = ()  # exit items whose day has come, the earliest first
    sign_on: date | None = None  # by when it was to be signed, if that is over
    who: str = ""  # whom a call or meeting was with
    blocker: str | None = None
    is_moving: bool = False  # its owner says that nothing is in the way
    put_off: datetime | None = None  # until then its owner is asked nothing
    owner: str = ""  # the owner's name, when somebody else reads it
    risk_reason: str = ""
    also: tuple[str, ...] = ()
    ahead: tuple[LimitAhead, ...] = ()  # what the same message warns of beside what the line is about
    blockers: tuple[Choice, ...] = ()
    listed_at: time | None = None
    asks: str | None = None
    helping: Helping | None = None
    task: TaskOpen | None = None
    done: Done | None = None
    why: WhyShown


class Away(Part):
    """Baton was away from then until then; `count` of the reminders here should have come meanwhile."""

    since: datetime
    until: datetime
    count: int = 0


class Reminder(Answer):
    """What was told of several deals at an instant: rewritten for one of them, the others' words stay those of then.
    `away`: why it comes late."""

    told_at: datetime | None = None
    away: Away | None = None


class NudgeMessage(Reminder):
    """One message of one person with what is due now, most important first."""

    kind: ClassVar[str] = "nudges"
    lines: tuple[NudgeLine, ...]


def one_count(why: WhyShown, told: Mapping[str, Any]) -> WhyShown:
    """The reasons of a line that tells a deal's days in its stage: the days waited are those of the same count."""
    return why.model_copy(update={"waited": told["waited"]}) if why.rule == "slow" and told else why


def why_shown(why: Why) -> WhyShown:
    """A decision's reasons as data to be stored and shown."""
    return WhyShown(
        rule=why.rule,
        limit=why.limit,
        event=why.event,
        counted_from=why.counted_from,
        limit_at=why.limit_at,
        calendar=why.calendar,
        next_at=why.next_at,
        next_to=why.next_to,
        silenced_by=why.silenced_by,
        waited=why.waited,
        shut=tuple(ShutShown(first=x.first, last=x.last, why=x.why) for x in why.shut),
    )


def nudge_facts(due: NudgeDue) -> dict[str, Any]:
    """What is kept beside a nudge (nudges.facts): its reasons and the rules it speaks for, as JSON data."""
    return {"why": why_shown(due.why).model_dump(mode="json"), "also": list(due.also)}

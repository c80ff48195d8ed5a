"""From a promise to what is said: is it still wanted, may its reader still see it, and which facts go in.

A message is made while nothing is locked, and stored by a short write that looks whether it still holds.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rules.answers import Answer, deals_in, dump, load
from rules.answers.found import DealsFound
from rules.answers.notes import NoteRedacted
from rules.answers.nudges import Reminder
from rules.answers.triage import TriagePost
from rules.calendar import Calendar
from services import audit
from services.capture import triage_post
from services.clock import nudge_lines, overtaken
from services.config.versions import ActiveConfig
from services.deps import Deps
from services.facts import Known, Staff
from services.letters import wanted
from services.letters.hours import Unsent as Unsent  # handed on to the driver
from services.letters.hours import why_not_now
from services.letters.standing import left_of, left_out, standing, stands_in
from services.lists import blocked, instead, my_day, team_day, wins
from services.sending import promises, telling
from services.sending.composing import Composer, Overtaken, Sending
from services.sending.outbox import Delivery
from services.team.calendars import delivery_hours
from services.team.people import can_hear, language
from services.watching import absence
from storage import channels as channel_rows
from storage import deals as deal_rows
from storage import deliveries as delivery_rows
from storage import nudges as nudge_rows
from storage import outbox as rows
from storage import people as people_rows
from storage import told as told_rows
from storage.db import Session
from storage.tables import Nudge, Person

TRIES = 3  # how often a message is made anew because what it is about changed meanwhile


def as_promised(delivery: Delivery) -> Answer:
    """The answer as it was promised, for kinds without a composer."""
    return load({name: value for name, value in delivery.payload.items() if name not in promises.BESIDE})


def group(tx: Session, sending: Sending) -> Answer | None:
    """One message of one person about what is due now."""
    reader = sending.delivery.person_id
    nudges = [sending.as_decided(nudge) for nudge in sending.nudges]
    return nudge_lines.message(tx, nudges, reader, sending.staff, sending.config, sending.now)


COMPOSERS: dict[str, Composer] = {
    "nudges": group,
    "steps": group,
    "late": group,
    "morning": my_day.morning,
    "manager_list": team_day.managers,
    "blocked_list": blocked.compose,
    instead.KIND: instead.compose,
    wins.KIND: wins.compose,
    triage_post.KIND: triage_post.compose,
    overtaken.KIND: overtaken.compose,
}


@dataclass(frozen=True)
class Letter:
    """What the driver renders and sends. ``slack_id`` is empty for a channel; ``dm`` is the conversation with the
    reader, where one was opened before."""

    answer: Answer
    locale: str
    tz: str
    now: datetime
    slack_id: str = ""
    dm: str = ""


@dataclass(frozen=True)
class Draft:
    """A message as it was made, with what it was made from: its nudges and its reader as they were read, the
    versions of its deals. `unwanted`: nudges to take back, with the reason; `payload`: what the delivery keeps."""

    outcome: Letter | Unsent
    nudges: Sequence[Nudge] = ()
    unwanted: Mapping[int, str] = field(default_factory=dict)
    deals: Mapping[int, int] = field(default_factory=dict)
    reader: Person | None = None
    payload: Mapping[str, Any] | None = None


def prepare(deps: Deps, leased: Delivery) -> Letter | Unsent:
    """What to say now, or why nothing: done, closed, new owner, right lost, out of hours.

    Called while nothing of the delivery is out, so that what is no longer wanted may still be taken back."""
    now, config = deps.clock.now(), deps.config.active()
    for _ in range(TRIES):
        with deps.db.read() as tx:
            draft = _draft(tx, config, leased, now)
        if not draft.nudges and draft.payload is None:
            return draft.outcome
        with deps.db.write() as tx:
            if not rows.holds(tx, leased, deps.process.now()):
                return Unsent("later", "taken", now)  # by a worker whose message carries its own nudges
            if _still_holds(tx, leased, draft):
                _store(tx, leased, draft, now)
                return draft.outcome
    return Unsent("later", "changed", now)


# -- made while nothing is locked -----------------------------------------------------------------------


def _draft(
    tx: Session, config: ActiveConfig, leased: Delivery, now: datetime, *, anew: bool = False
) -> Draft:
    """`anew`: every reminder is decided here, also those of deals that the clock has just looked at."""
    reader = people_rows.look_up(tx, leased.person_id) if leased.person_id is not None else None
    if leased.person_id is not None and not can_hear(reader):
        # Nobody misses the edit of a message that they do not read any more.
        return Draft(Unsent("gone" if leased.op == "post" else "dropped", "inactive"))
    compose = COMPOSERS.get(leased.kind)
    if compose is None:
        return _promised(tx, leased, reader, now)
    staff = Staff(tx, now.year)
    staff.learn(tx, [leased.person_id])
    hears = staff.facts(leased.person_id)
    if unsent := _not_now(leased, lambda: hears.delivery if hears else None, now):
        return Draft(unsent)
    carried, known = wanted.carried(tx, leased, now), Known(tx, config.pipeline, now)
    judged = wanted.judge(tx, leased, carried, known, staff, config, now, anew=anew)
    reasons = judged.unwanted
    nudges = [x for x in carried if x.id not in reasons]
    if leased.kind in promises.GROUPS and not nudges:
        return Draft(Unsent("dropped", "unwanted"), carried, reasons)
    sending = Sending(leased, nudges, staff, config, now, known, judged.decided)
    try:
        answer = compose(tx, sending)
    except Overtaken:
        return _draft(tx, config, leased, now, anew=True)
    if answer is None:
        return Draft(Unsent("dropped", "empty"), carried, reasons)
    if isinstance(answer, Reminder):
        answer = absence.marked(tx, sending, answer)
    return Draft(
        _letter(tx, leased, reader, answer, now),
        carried,
        reasons,
        deal_rows.versions(tx, deals_in(answer)),
        reader,
        # What a message said is kept, so that a verb can rewrite it line by line.
        {**leased.payload, "said": dump(answer)},
    )


def _promised(tx: Session, leased: Delivery, reader: Person | None, now: datetime) -> Draft:
    """The answer as it was promised, less what of it does not stand; what goes out is what is kept."""
    promised = as_promised(leased)
    if reader is None:
        return Draft(_letter(tx, leased, reader, promised, now))
    if not _stands(tx, leased, reader, promised):
        return Draft(Unsent("dropped", "unwanted"))
    if unsent := _not_now(leased, lambda: delivery_hours(tx, reader, now.year), now):
        return Draft(unsent)
    answer = left_of(tx, reader, promised)
    letter = _letter(tx, leased, reader, answer, now)
    if answer == promised:
        if not isinstance(promised, DealsFound) or not promised.left:
            return Draft(letter)
        # Its rows come to say who has a leaver's deals by now.
        return Draft(
            letter, deals=deal_rows.versions(tx, promised.left), reader=reader, payload=leased.payload
        )
    payload = {**leased.payload, **dump(answer), **left_out(promised, answer, leased.payload)}
    return Draft(letter, deals=deal_rows.versions(tx, deals_in(promised)), payload=payload)


def _stands(tx: Session, leased: Delivery, reader: Person, promised: Answer) -> bool:
    if leased.kind == NoteRedacted.kind and leased.op == "update":
        return True  # words that were taken out leave what their reader has
    is_handed_on = bool(leased.payload.get("instead_of"))
    if is_handed_on and not stands_in(tx, reader, promised):
        return False
    is_asked_for = is_handed_on or telling.is_asked_for(leased)
    return standing(tx, reader, promised, is_asked_for=is_asked_for)


def _not_now(leased: Delivery, hours: Callable[[], Calendar | None], now: datetime) -> Unsent | None:
    """What nobody asked for waits for its reader's hours."""
    if leased.person_id is None or telling.is_asked_for(leased):
        return None
    return why_not_now(hours(), leased, now)


def _letter(tx: Session, leased: Delivery, reader: Person | None, answer: Answer, now: datetime) -> Letter:
    if reader is not None:
        return Letter(
            answer, language(reader), reader.slack_tz, now, reader.slack_id or "", reader.dm_channel or ""
        )
    if isinstance(answer, TriagePost):
        return Letter(answer, answer.locale, answer.tz, now)
    where = channel_rows.by_id(tx, leased.recipient.removeprefix("channel:"))
    return Letter(answer, where.locale if where else "en", where.tz if where else "UTC", now)


# -- stored by a short write ----------------------------------------------------------------------------


def _still_holds(tx: Session, leased: Delivery, draft: Draft) -> bool:
    """Nothing of what the message was made from has changed: what was promised, its reader, its deals, who carries its
    nudges."""
    promised = delivery_rows.held(tx, leased.id)
    if promised is None or promised.payload != leased.payload:
        return False
    if draft.reader is not None:
        reader = people_rows.look_up(tx, draft.reader.id)
        if reader is None or reader.version != draft.reader.version:
            return False
    if deal_rows.versions(tx, draft.deals) != draft.deals:
        return False
    read = {x.id: x.state for x in draft.nudges}
    return nudge_rows.states(tx, read) == read


def _store(tx: Session, leased: Delivery, draft: Draft, now: datetime) -> None:
    """The delivery carries its nudges and keeps what it says; what nobody wants any more is taken back."""
    wanted = [x.id for x in draft.nudges if x.id not in draft.unwanted]
    nudge_rows.carry(tx, wanted, leased.id)
    nudge_rows.cancel(tx, draft.unwanted)
    for nudge in draft.nudges:
        if (reason := draft.unwanted.get(nudge.id)) is not None:
            audit.record(tx, None, "nudge.cancel", nudge.subject, now=now, after={"reason": reason})
    if draft.payload is not None:
        delivery_rows.keep_payload(tx, leased.id, dict(draft.payload))
    if draft.reader is not None and leased.op == "post":
        told_rows.put(tx, leased.id, draft.deals, now)

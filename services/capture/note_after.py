"""What a saved note offers next: to go quiet while they decide, to ask a group, to close a lead that was none, a recap."""

from dataclasses import replace
from datetime import date
from typing import Any

from rules.access import Action
from rules.answers import Answer
from rules.answers.digests import VerbFilled
from rules.answers.notes import NextAsked, RecapShown
from rules.answers.waits import Wish
from rules.calendar import Calendar
from rules.errors import NotFound
from rules.needs import needed
from rules.pipeline import Pipeline
from rules.recap import language_of, recap
from services import shown
from services.ask import Ask
from services.capture.note_reading import Read, chips
from services.deals import colleagues, stages, tags, tasks, waits
from services.team import access
from services.team.calendars import calendars
from storage import accounts as account_rows
from storage import notes as rows
from storage import steps as step_rows
from storage.db import Session
from storage.tables import Deal, Note

QUIET_FOR = 4  # working days that Baton keeps quiet when nobody said how long
LEADS = 2  # stages, from the first, in which a wrong number may mean that there is no lead
WRONG_NUMBER = "wrong_number"  # an outcome, and the reason of an invalid lead


def after(
    tx: Session, pipeline: Pipeline, calendar: Calendar, deal: Deal, read: Read, today: date, locale: str
) -> dict[str, Any]:
    """What the answer to this note offers, by its words and by where its deal stands: a day to be quiet until, a group
    to ask, a reason to close the lead, a recap."""
    if deal.state != "open":
        return {}
    text = f"{read.note.agreed}\n{read.note.next_text}"
    need = needed(text)
    is_try = read.note.attempt
    return {
        "wait_on": _until(calendar, read, today) if read.note.waiting and not is_try else None,
        "need": need.role if need is not None and tasks.group_of(tx, need.role, deal) else "",
        "invalid": may_be_none(pipeline, deal, read),
        "tags": tags.offered(pipeline, deal, text, locale),
        "may_recap": not is_try and bool(read.note.agreed or read.note.next_text),
    }


def _until(calendar: Calendar, read: Read, today: date) -> date:
    """The day that they named, while it lies ahead; else a few working days off."""
    if read.when is not None and read.when.date > today:
        return read.when.date
    return calendar.shift_day(today, QUIET_FOR)


def may_be_none(pipeline: Pipeline, deal: Deal, read: Read) -> str:
    """The reason to close a lead whose number is none; empty where it may well be one. Then another number is asked
    for, and no day to try the same again."""
    known = any(r.key == WRONG_NUMBER and r.moved_to is None for r in pipeline.invalid_reasons)
    is_early = known and pipeline.index(deal.stage) < LEADS
    return WRONG_NUMBER if is_early and read.note.outcome == WRONG_NUMBER else ""


# -- taps -----------------------------------------------------------------------------------------------


def go_quiet(ask: Ask, deal_id: int, until: date) -> Answer:
    """OK: quiet until that day. Raises NotFound, Invalid: in the past, or too long by now."""
    with ask.deps.db.read() as tx:
        deal = access.deal_for(tx, ask.actor, Action.WAIT, deal_id, ask.now)
        latest = waits.last_day(ask, tx, deal)
    return waits.wait(ask, Wish(deal_id=deal_id, until=min(until, latest)))


def keep_reminding(ask: Ask, deal_id: int) -> Answer:
    """The reminders go on; the next step's day is asked for, where there is none. Raises NotFound."""
    with ask.deps.db.read() as tx:
        deal = access.deal_for(tx, ask.actor, Action.LOG_NOTE, deal_id, ask.now)
        today, step = ask.today, step_rows.open_of(tx, deal_id)
        calendar = calendars(tx, [ask.person], ask.now.year)[ask.actor.id]
        dated = step is not None and step.on_date is not None
        return NextAsked(
            head=shown.head(tx, deal),
            step=shown.step(step, today),
            choices=() if dated else chips(calendar, today),
        )


def ask_group(ask: Ask, note_id: int, role: str) -> Answer:
    """The group that the note needs is asked, in the note's own words; once. Raises NotFound, Invalid."""
    with ask.deps.db.read() as tx:
        note = _own(tx, ask, note_id, Action.LOG_NOTE)
        need = needed(f"{note.agreed}\n{note.next_text}")
    words = need.words if need is not None and need.role == role else note.agreed or note.next_text
    once = replace(ask, key=f"note.need:{ask.actor.id}:{note_id}:{role}")
    return colleagues.ask_colleague(
        once, note.deal_id, VerbFilled(choice=f"{colleagues.GROUP}{role}", text=words)
    )


def no_lead(ask: Ask, deal_id: int) -> Answer:
    """Invalid, since the number is none: closed with that reason, for ten minutes with Undo. Raises NotFound, Invalid."""
    return stages.close(ask, deal_id, state="invalid", reason=WRONG_NUMBER, words="")


def for_customer(ask: Ask, note_id: int) -> Answer:
    """What the customer may read of a note, in their language. Raises NotFound."""
    with ask.deps.db.read() as tx:
        note = _own(tx, ask, note_id, Action.SEE_DEAL)
        deal = access.deal_for(tx, ask.actor, Action.SEE_DEAL, note.deal_id, ask.now)
        head = shown.head(tx, deal)
        steps = [s for s in (step_rows.open_of(tx, note.deal_id),) if s is not None and s.note_id == note.id]
        names = [head.account, *(contact.name for contact, _ in account_rows.contacts_of(tx, note.deal_id))]
        said = steps[0].text if steps else note.next_text
        found = recap(note.agreed, said, ask.pipeline.words.inside)
        step = shown.step(steps[0], ask.today) if steps and found.next_text else None
        return RecapShown(
            head=head,
            note_id=note.id,
            language=language_of(*names),
            agreed=found.agreed,
            next_text=found.next_text,
            step=step.model_copy(update={"text": found.next_text}) if step else None,
            left_out=found.left_out,
        )


def _own(tx: Session, ask: Ask, note_id: int, action: Action) -> Note:
    """A note that stands, of a deal on which this person may do this."""
    note = rows.by_id(tx, note_id)
    if note is None or note.state != "active":
        raise NotFound("err.stale")
    access.deal_for(tx, ask.actor, action, note.deal_id, ask.now)
    return note

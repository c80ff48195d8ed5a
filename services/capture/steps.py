"""The next step's date: set by a tap, changed by a form. A changed date starts a new episode."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

from rules import papers, took_place
from rules.access import Action, Actor
from rules.answers import Answer
from rules.answers.leads import Choice
from rules.answers.note_forms import NoteFilled, NoteForm
from rules.answers.notes import StepMoved
from rules.calendar import Calendar
from rules.days import is_far
from rules.errors import Invalid, NotFound
from rules.note import NoteText
from rules.note_words import ATTEMPTS, CONTACTS, PLAN, REACTIONS
from rules.when import When
from services import inbox, shown
from services.ask import Ask, once
from services.capture import closed, far_steps, note_edit, note_store, used
from services.capture.away import away
from services.capture.note_reading import Read, Typed, understand
from services.capture.notes import save
from services.deals import find as finder
from services.deals import team
from services.team import access
from services.team.calendars import calendars
from services.team.people import language
from storage import drafts as draft_rows
from storage import steps as step_rows
from storage.db import Session
from storage.tables import Deal, Step
from storage.tables.base import Json


def _target(tx: Session, actor: Actor, where: str, now: datetime) -> tuple[Deal, Step | None]:
    """``s12`` is a step, ``d7`` a deal (its open step, or none yet). Raises NotFound, Invalid: closed."""
    kind, number = where[:1], where[1:]
    if not number.isdecimal() or kind not in "sd" or len(number) > 9:
        raise NotFound("err.stale")
    if kind == "s":
        step = step_rows.by_id(tx, int(number))
        if step is None:
            raise NotFound("err.stale")
        deal = access.deal_for(tx, actor, Action.LOG_NOTE, step.deal_id, now)
        if step.state != "open":
            step = step_rows.open_of(tx, step.deal_id)
        closed.refuse_step(tx, deal)
        return deal, step
    deal = access.deal_for(tx, actor, Action.LOG_NOTE, int(number), now)
    closed.refuse_step(tx, deal)
    return deal, step_rows.open_of(tx, int(number))


def _day_fault(day: date, today: date) -> str | None:
    """Why no step can be due on a day."""
    if day < today:
        return "note.past"
    return "verb.date_far" if is_far(day, today) else None


@once("step.date")
def set_date(ask: Ask, tx: Session, where: str, when: When, *, text: str | None = None) -> Answer:
    """Gives the next step this date; the ladder starts anew for it. Raises NotFound, Invalid (past, or years away)."""
    deal, step = _target(tx, ask.actor, where, ask.now)
    if fault := _day_fault(when.date, ask.today):
        raise Invalid(fault, faults={"on": fault})
    before = step.on_date if step is not None else None
    step = note_store.date_step(ask, tx, deal, step, when, text or "")
    part = shown.step(step, ask.today)
    assert part is not None
    calendar = calendars(tx, [ask.person], ask.now.year)[ask.actor.id]
    off = away(tx, deal, calendar)(when.date)
    far = far_steps.offer(ask, tx, deal, step, before)
    return StepMoved(head=shown.head(tx, deal), step=part, off=off, far=far)


def pick_form(ask: Ask, where: str) -> tuple[str, date | None, time | None]:
    """What the date form opens with: the step's text, day and time."""
    with ask.deps.db.read() as tx:
        _, step = _target(tx, ask.actor, where, ask.now)
        return (step.text, step.on_date, step.at_time) if step else ("", None, None)


def form(ask: Ask, text: str, *, deal_id: int | None = None, is_full: bool = False) -> NoteForm:
    """The note form: for a forwarded message (kept first, then read), a deal, or nothing yet. Raises NotFound."""
    with ask.deps.db.write() as tx:
        made = _form(tx, ask, deal_id).model_copy(update={"is_full": is_full})
        if not text.strip():
            return made
        if made.deal is None:
            made = _chosen(tx, ask, made, text)
        draft_id = draft_rows.keep(tx, ask.actor.id, "note", text, ask.now)
        return _filled(tx, ask, made, text, draft_id, ask.now)


def form_of_kept(ask: Ask, draft_id: int) -> NoteForm:
    """The note form for a text that is kept already, on the deal that it seems to be about. Raises NotFound."""
    with ask.deps.db.read() as tx:
        kept = draft_rows.of_kind(tx, draft_id, ask.actor.id, "note")
        if kept is None:
            raise NotFound("err.stale")
        made = _form(tx, ask, kept.deal_id)
        return _filled(tx, ask, made, str(kept.state.get("rest", kept.text)), draft_id, kept.created_at)


def full_form(ask: Ask, deal_id: int | None, typed: NoteFilled) -> NoteForm:
    """The form with what is asked on demand, and all that was typed into it so far. Raises NotFound."""
    with ask.deps.db.read() as tx:
        made = _form(tx, ask, deal_id)
    return made.model_copy(
        update={**typed.model_dump(exclude={"deal_id"}), "chosen": typed.deal_id, "is_full": True}
    )


def form_of_note(ask: Ask, undo_id: int) -> NoteForm:
    """The form filled with a note just logged, to be put right. Raises NotFound when it is too late."""
    with ask.deps.db.read() as tx:
        note = note_edit.note_of(tx, ask, undo_id)
        own = step_rows.open_of_note(tx, note.id or 0)
        step = step_rows.by_id(tx, own[0]) if own else None
        return _form(tx, ask, note.deal_id).model_copy(
            update={
                "undo_id": undo_id,
                "agreed": note.agreed,
                "next_text": step.text if step and step.on_date else note.next_text,
                "on": step.on_date if step else None,
                "at": step.at_time if step else None,
                "outcome": note.outcome or note.kind,
                "reaction": note.reaction or "",
                "quote": note.quote or "",
                "is_full": bool(note.reaction or note.quote),
            }
        )


def _form(tx: Session, ask: Ask, deal_id: int | None) -> NoteForm:
    access.authorize_log(tx, ask.actor)
    deal = access.deal_for(tx, ask.actor, Action.LOG_NOTE, deal_id, ask.now) if deal_id is not None else None
    own = team.recent(tx, ask.actor.id, 50)
    heads = shown.heads(tx, [d for d in own if deal is None or d.id != deal.id])
    if deal is None and not heads:
        raise NotFound("note.no_deals")
    stage = deal.stage if deal is not None else ask.pipeline.first.key
    kinds = (
        Choice(value=x.key, label=x.name.of(language(ask.person))) for x in papers.kinds(ask.pipeline, stage)
    )
    made = NoteForm(deals=tuple(heads.values()), kinds=tuple(kinds))
    if deal is None:
        return made
    return made.model_copy(update={"deal": shown.head(tx, deal), "closed": closed.how(deal, ask.person)})


def _chosen(tx: Session, ask: Ask, made: NoteForm, text: str) -> NoteForm:
    """With the deal picked that a forwarded message names."""
    named = finder.of_own(tx, ask.pipeline, ask.actor, text)
    if named is None:
        return made
    is_listed = any(head.deal_id == named.id for head in made.deals)
    added = () if is_listed else (shown.head(tx, named),)
    return made.model_copy(update={"chosen": named.id, "deals": (*added, *made.deals)})


def _filled(tx: Session, ask: Ask, made: NoteForm, text: str, draft_id: int, said_at: datetime) -> NoteForm:
    calendar = calendars(tx, [ask.person], ask.now.year)[ask.actor.id]
    read = understand(text, ask.person, calendar, said_at)
    return made.model_copy(
        update={
            "draft_id": draft_id,
            "agreed": read.note.agreed,
            "next_text": read.note.next_text,
            "on": read.when.date if read.when else None,
            "at": read.when.time if read.when else None,
            "outcome": read.note.outcome or (PLAN if read.note.plan else "talked"),
        }
    )


@once("note")
def sent(ask: Ask, tx: Session, filled: NoteFilled, files: Sequence[Json] = ()) -> Answer:
    """The note form as sent is saved, with what was attached kept in mind. Raises Invalid by field; nothing that was
    typed is lost."""
    calendar = calendars(tx, [ask.person], ask.now.year)[ask.actor.id]
    here = calendar.in_zone(ask.person.slack_tz)
    faults = _faults(filled, here, ask.now)
    if faults or filled.deal_id is None:
        raise Invalid(faults=faults)
    kept = draft_rows.of_kind(tx, filled.draft_id, ask.actor.id, "note")
    deal = access.deal_for(tx, ask.actor, Action.LOG_NOTE, filled.deal_id, ask.now)
    if (
        kept is None
        and filled.draft_id is not None
        and used.became(tx, ask.actor.id, filled.draft_id) is not None
    ):
        raise Invalid(faults={"agreed": "note.fault_saved"})
    typed = Typed(
        "\n".join(line for line in (filled.agreed, filled.next_text, filled.quote) if line),
        origin="form",
        deal_id=deal.id,
        took_place_at=took_place.instant(filled.took_on, filled.took_at, here, ask.now),
        reaction=filled.reaction if filled.reaction in REACTIONS else "",
        quote=filled.quote,
    )
    read, before, own = _as_read(filled), None, None
    if filled.undo_id is not None:
        if note_edit.leaves_step(tx, ask, filled.undo_id, filled):
            own, read = note_edit.keep_step(tx, ask, filled.undo_id), replace(read, is_settled=True)
        before = note_edit.take(tx, ask, filled.undo_id)
        was = before[0]
        raw = f"{typed.text}\n\n{was.raw}"
        typed = replace(typed, text=raw, permalink=was.permalink, said_at=was.contact_at)
        typed = replace(typed, leaves_step=own is not None)
    if kept is not None:
        said_at = kept.created_at if kept.ts else None
        raw, link = f"{typed.text}\n\n{kept.text}", kept.state.get("permalink")
        typed = replace(typed, text=raw, permalink=link, said_at=said_at)
    answer = save(ask, tx, calendar, deal, typed, read)
    if own is not None:
        note_edit.give_step(tx, ask, own, answer.note_id or 0, answer.undo_id or 0)
    if before is not None:
        note_edit.put_instead(tx, before[1], before[0], answer.note_id or 0, answer.undo_id or 0)
    if kept is not None:
        inbox.finish(tx, ask.actor.id, kept.id, answer, ask.now, kept.text)
        draft_rows.use_up(tx, kept, note_id=answer.note_id, deal_id=deal.id)
    if files:
        files_id = draft_rows.keep_files(tx, ask.actor.id, deal.id, files, ask.now)
        answer = answer.model_copy(update={"files_id": files_id})
    return answer


def _outcome(filled: NoteFilled) -> str:
    return filled.outcome if filled.outcome in (*ATTEMPTS, *CONTACTS, PLAN) else "talked"


def _faults(filled: NoteFilled, here: Calendar, now: datetime) -> dict[str, str]:
    """What is wrong with the form, by field."""
    faults = {}
    if filled.deal_id is None:
        faults["deal"] = "note.fault_deal"
    if not (filled.agreed or filled.next_text or filled.quote or _outcome(filled) in ATTEMPTS):
        faults["agreed"] = "note.fault_empty"
    if filled.on is not None and (fault := _day_fault(filled.on, here.local(now).date())):
        faults["on"] = fault
    if filled.at is not None and filled.on is None:
        faults["on"] = "note.fault_time"
    if fault := took_place.fault(filled.took_on, filled.took_at, here, now):
        faults["took_on"] = fault
    return faults


def _as_read(filled: NoteFilled) -> Read:
    """The form's fields as a note that was understood: nothing of it is a guess."""
    outcome = _outcome(filled)
    is_attempt, is_plan = outcome in ATTEMPTS, outcome == PLAN
    note = NoteText(
        text="\n".join(line for line in (filled.agreed, filled.next_text) if line),
        agreed=filled.agreed,
        next_text=filled.next_text or ("" if filled.on is None else filled.agreed),
        outcome=None if is_plan else outcome,  # type: ignore[arg-type]
        attempt=is_attempt,
        contact=not (is_attempt or is_plan),
        waiting=False,
        when=filled.on,
        split_by="mark",
        plan=is_plan,
    )
    if filled.on is None:
        return Read(note)
    return Read(note, when=When(date=filled.on, time=filled.at, kind="at" if filled.at else "by"))

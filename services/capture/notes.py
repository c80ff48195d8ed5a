"""Logging a note: two lines, stored first and understood second; a date is never saved unclicked when unsure."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from rules.access import Action, Actor
from rules.answers import Answer
from rules.answers.notes import NoteEmpty, NoteSaved, NoteUndone, NoteWhich
from rules.calendar import Calendar
from rules.errors import NotFound
from rules.pipeline import Pipeline
from rules.when import When
from services import audit, gate_facts, inbox, shown
from services.ask import Ask, once
from services.capture import closed, far_steps, note_after, note_beside, note_store, note_undo, used
from services.capture.away import away
from services.capture.note_reading import Read, Typed, asks, chips, understand
from services.deals import amounts, team, undoing
from services.deals import find as finder
from services.deals.undoing import UNDO_FOR
from services.team import access
from services.team.calendars import calendars
from services.team.people import language, local
from storage import drafts as draft_rows
from storage import notes as rows
from storage import people as people_rows
from storage import steps as step_rows
from storage import undos as undo_rows
from storage.db import Session
from storage.tables import Deal, Person, Step, Undo

OFF_DAY = "off_"


def log(ask: Ask, typed: Typed) -> Answer:
    """Stores a note on the deal it names, or asks which deal is meant. Raises Refused, NotFound."""
    config = ask.config
    with ask.deps.write("notes.log") as tx:
        known, same = inbox.given_before(tx, ask.key, ask.actor.id, typed.text, ask.now)
        if known is not None:
            return known
        access.authorize_log(tx, ask.actor)
        again = None if typed.is_again else again_of(tx, typed, same)
        if again is not None:
            return again
        calendar = calendars(tx, [ask.person], ask.now.year)[ask.actor.id]
        if typed.deal_id is not None:
            deal = access.deal_for(tx, ask.actor, Action.LOG_NOTE, typed.deal_id, ask.now)
            meant = finder.Meant((deal,), rest_of(tx, config.pipeline, ask.actor, typed.text, deal))
        else:
            meant = finder.at_start(
                tx, config.pipeline, ask.actor, typed.text, last_id=ask.person.last_deal_id
            )
        answer: Answer
        if len(meant.deals) != 1 or meant.is_unsure:
            answer = which(tx, ask.person, typed, meant, ask.now)
        else:
            deal = meant.deals[0]
            deal = access.deal_for(tx, ask.actor, Action.LOG_NOTE, deal.id, ask.now)
            if not meant.rest.strip():
                return NoteEmpty(head=shown.head(tx, deal))
            read = understand(meant.rest, ask.person, calendar, ask.now)
            answer = save(ask, tx, calendar, deal, typed, read, is_guess=meant.is_last)
        inbox.remember(tx, ask.key, "note", ask.actor.id, answer, ask.now, typed.text)
        return answer


def again_of(tx: Session, typed: Typed, again: Answer | None) -> NoteSaved | None:
    """The note that the same words became a moment ago, unless it was taken back."""
    if not isinstance(again, NoteSaved) or again.note_id is None:
        return None
    note = rows.by_id(tx, again.note_id)
    stands = note is not None and note.state == "active" and typed.deal_id in (None, note.deal_id)
    return again.model_copy(update={"again": True}) if stands else None


def rest_of(tx: Session, pipeline: Pipeline, actor: Actor, text: str, deal: Deal) -> str:
    """The text without the words that named this deal, if it begins with them."""
    meant = finder.named_at_start(tx, pipeline, actor, text)
    return meant.rest if any(d.id == deal.id for d in meant.deals) else text


def save(
    ask: Ask,
    tx: Session,
    calendar: Calendar,
    deal: Deal,
    typed: Typed,
    read: Read,
    *,
    is_guess: bool = False,
) -> NoteSaved:
    """Writes the note, its step and what it says about the customer; returns the answer that shows it all."""
    person, pipeline, now = ask.person, ask.pipeline, ask.now
    written = note_store.write(tx, person, calendar, deal, typed, read, now)
    promised_on = note_beside.beside(ask, tx, deal, written, read)
    undo = undo_rows.put(tx, person.id, "note", deal.id, now + UNDO_FOR, now, written.back)
    people_rows.touched(tx, person, deal.id)
    saved = NoteSaved(
        head=shown.head(tx, deal),
        agreed=read.note.agreed,
        outcome=read.note.outcome,
        is_plan=read.note.plan,
        is_guess=is_guess,
        is_unsure="next" in read.note.unsure,
        note_id=written.note.id,
        undo_id=undo,
        took_on=_another_day(person, typed.took_place_at, now),
        promised_on=promised_on,
    )
    if closed.is_closed(deal):
        return saved.model_copy(update={"closed": closed.how(deal, person), "unplanned": read.note.next_text})
    told = _following(tx, pipeline, person, calendar, deal, read, written.step, now)
    told["amount"] = amounts.offered(tx, ask, deal, written.note)
    saved = saved.model_copy(update=told)
    if written.stays:
        return note_beside.left_alone(tx, deal, read, saved)
    if saved.wait_on is not None or saved.why_ask:
        return saved
    return saved.model_copy(update={"far": far_steps.offer(ask, tx, deal, written.step)})


def _another_day(person: Person, took_place_at: datetime | None, now: datetime) -> date | None:
    day = local(person, took_place_at or now).date()
    return day if day != local(person, now).date() else None


def _following(
    tx: Session,
    pipeline: Pipeline,
    person: Person,
    calendar: Calendar,
    deal: Deal,
    read: Read,
    step: Step | None,
    now: datetime,
) -> dict[str, Any]:
    """What comes next on a running deal: its step, what has to be asked about it, what the next gate lacks."""
    today = local(person, now).date()
    why, choices = asks(read, calendar, today, away(tx, deal, calendar))
    if not why and step is None and step_rows.open_of(tx, deal.id) is None:
        why, choices = "missing", chips(calendar, today)  # a deal nobody means to do anything about
    offered = note_after.after(tx, pipeline, calendar, deal, read, today, language(person))
    if why == "missing" and offered.get("invalid"):
        why, choices = "", ()
    gaps = gate_facts.gaps(tx, pipeline, deal, today, language(person))
    return {
        "step": shown.step(step, today),
        "why_ask": why,
        "choices": choices,
        "tries": deal.tries if read.note.attempt else 0,
        "missing": gaps.missing,
        "next_stage": gaps.stage,
        "may_ask": gaps.may_ask,
        "approvals": gaps.approvals,
        **offered,
    }


def which(tx: Session, person: Person, typed: Typed, meant: finder.Meant, now: datetime) -> NoteWhich:
    """Keeps the text, if it is not kept, and asks: several deals of that name, or none and then the recent ones."""
    kept = draft_rows.of_kind(tx, typed.draft_id, person.id, "note")
    if kept is None:
        state: dict[str, Any] = {"origin": typed.origin, "permalink": typed.permalink, "rest": meant.rest}
        draft_id = draft_rows.keep(tx, person.id, "note", typed.text, now, state)
    else:
        draft_id, kept.state = kept.id, {**kept.state, "rest": meant.rest}
        tx.add(kept)
    recent = team.recent(tx, person.id, finder.MOST) if not (meant.deals or meant.near) else []
    deals = list({d.id: d for d in (*meant.deals, *meant.offered, *recent)}.values())[: finder.MOST]
    heads = shown.heads(tx, deals)
    return NoteWhich(
        draft_id=draft_id,
        text=typed.text,
        said=meant.said,
        # a draft of nobody yet has no name to choose it by
        heads=tuple(head for d in deals if (head := heads[d.id]).called),
        near=meant.near,
        why="unsure" if meant.is_unsure else "several" if meant.deals else "none",
    )


@once("note")
def choose(ask: Ask, tx: Session, draft_id: int, deal_id: int, when: When | None = None) -> Answer:
    """The kept text belongs to this deal; ``when``: the day that was tapped for its next step. Raises NotFound for a
    draft of somebody else, long used, or whose note was taken back."""
    done = used.became(tx, ask.actor.id, draft_id)
    if done is not None:
        return done
    kept = draft_rows.of_kind(tx, draft_id, ask.actor.id, "note")
    if kept is None:
        raise NotFound("err.stale")
    _, same = inbox.given_before(tx, ask.key, ask.actor.id, kept.text, ask.now)
    deal = access.deal_for(tx, ask.actor, Action.LOG_NOTE, deal_id, ask.now)
    again = again_of(tx, Typed(kept.text, deal_id=deal_id), same)
    if again is not None:
        draft_rows.use_up(tx, kept, note_id=again.note_id, deal_id=deal_id)
        return again
    calendar = calendars(tx, [ask.person], ask.now.year)[ask.actor.id]
    said_at = kept.created_at if kept.ts else None  # in the DM it was said before it is saved
    typed = Typed(kept.text, deal_id=deal_id, permalink=kept.state.get("permalink"), said_at=said_at)
    # An edited message has no rest yet while its offer is made anew.
    text = str(kept.state.get("rest", "")) or rest_of(tx, ask.pipeline, ask.actor, kept.text, deal)
    if not text.strip():
        return NoteEmpty(head=shown.head(tx, deal))
    read = understand(text, ask.person, calendar, said_at or ask.now)
    if str(kept.state.get("shown", "")).startswith(OFF_DAY) and read.unclear is None:
        read = replace(read, is_settled=True)  # it was said under the offer, and saved all the same
    if when is not None:
        read = replace(read, when=when, unclear=None, is_settled=True)
    answer = save(ask, tx, calendar, deal, typed, read)
    inbox.finish(tx, ask.actor.id, draft_id, answer, ask.now, kept.text)
    draft_rows.use_up(tx, kept, note_id=answer.note_id, deal_id=deal_id)
    return answer


def undo(ask: Ask, undo_id: int) -> Answer:
    """Takes a note back within ten minutes, with its step and what it said of the customer.

    Pressed twice, it says the same. Raises NotFound when it is too late.
    """
    with ask.deps.write("notes.undo") as tx:
        taken, was_used = undoing.take(ask, tx, undo_id, "note", "note_more")
        while was_used and taken.back.get("became"):  # it was edited since
            taken, was_used = undoing.take(ask, tx, int(taken.back["became"]), "note")
        if was_used:
            seen = access.deal_for(tx, ask.actor, Action.SEE_DEAL, taken.deal_id, ask.now)
            return NoteUndone(head=shown.head(tx, seen))
        return NoteUndone(head=shown.head(tx, take_back(ask, tx, taken)))


def take_back(ask: Ask, tx: Session, taken: Undo) -> Deal:
    """A note, or what was added to one, is taken back; its deal. Raises NotFound."""
    deal = access.deal_for(tx, ask.actor, Action.LOG_NOTE, taken.deal_id, ask.now)
    take = note_undo.take_off if taken.action == "note_more" else note_undo.take_back
    take(tx, deal, taken, ask.now)
    note_beside.take_back(ask, tx, deal, taken.back)
    audit.record(tx, ask.actor.id, "note.undo", f"deal:{deal.id}", now=ask.now, after=taken.back)
    return deal


def log_again(ask: Ask, note_id: int) -> Answer:
    """ "Log again": the words of that note are meant as another one; tapped twice, it is one. Raises NotFound."""
    with ask.deps.db.read() as tx:
        note = rows.by_id(tx, note_id)
        if note is None or note.author_id != ask.actor.id:
            raise NotFound("err.stale")
        access.deal_for(tx, ask.actor, Action.LOG_NOTE, note.deal_id, ask.now)
        typed = Typed(note.raw, deal_id=note.deal_id, is_again=True)
        key = used.again_key(tx, note_id, lambda n: f"note.again:{ask.actor.id}:{n}", _note_of)
    return log(replace(ask, key=key), typed)


def _note_of(answer: Answer) -> int | None:
    return answer.note_id if isinstance(answer, NoteSaved) else None

"""The note form as it opens: empty, on a deal, with a text that was kept, or with a note just logged."""

from datetime import datetime

from rules import papers
from rules.access import Action
from rules.answers.leads import Choice
from rules.answers.note_forms import NoteFilled, NoteForm
from rules.errors import NotFound
from rules.note_words import PLAN
from services import shown
from services.ask import Ask
from services.capture import closed, note_edit
from services.capture.note_reading import understand
from services.deals import find as finder
from services.deals import team
from services.team import access
from services.team.calendars import calendars
from services.team.people import language
from storage import drafts as draft_rows
from storage import steps as step_rows
from storage.db import Session


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

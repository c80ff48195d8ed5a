"""A message in the DM that was edited or deleted: what came of it follows, once, and its author hears what stands."""

from dataclasses import replace

from rules.answers import Answer, Sentence
from rules.answers.notes import NoteSaved
from rules.answers.talk import NoteStays
from rules.note import ime_slip
from services import inbox, shown
from services.ask import Ask
from services.capture import note_more
from services.talk import hearing, papers, parts, taps
from services.talk.places import Said, place
from storage import deals as deal_rows
from storage import drafts as draft_rows
from storage import notes as note_rows
from storage import undos as undo_rows
from storage.db import Session
from storage.tables import Draft

TAKEN_IN, GONE = Sentence(key="talk.taken_in"), Sentence(key="talk.deleted")
UNTOUCHED = {"undone": "talk.note_undone", "redacted": "talk.note_redacted"}  # by the state of a note


def edited(ask: Ask, said: Said) -> Answer | None:
    """The same message in other words: an offer is made anew, a note reads as it is meant now. None where the message
    that answered it says so. Words that were not heard yet are heard."""
    with ask.deps.write("changing.edited") as tx:
        known = inbox.repeat(tx, ask.key, ask.actor.id)
        kept = draft_rows.at(tx, ask.actor.id, said.ts)
        if known is not None:
            return _again(tx, ask, kept, known)
        note_id = kept.note_id if kept is not None else None
        there = note_more.note_of(tx, ask, note_id) if note_id is not None else None
        if there is not None:
            slip = ime_slip(said.text)
            changed = note_more.add(tx, ask, *there, slip.rest if slip else said.text, is_instead=True)
            inbox.remember(tx, ask.key, "talk", ask.actor.id, changed, ask.now)
            return changed
        if kept is not None and note_id is not None:
            return _untouched(tx, note_id)
        if kept is not None and kept.deal_id is not None and kept.kind == draft_rows.USED:
            lead = deal_rows.by_id(tx, kept.deal_id)
            is_gone = lead is not None and lead.state == "void"
            return Sentence(key="talk.lead_undone" if is_gone else "talk.lead_stays")
        if kept is not None and kept.kind == papers.KIND:
            kept.text = said.text
            taps.rewrite(tx, ask, kept, papers.asked(tx, ask, kept, place(tx, ask, said)))
            return None
        if _reworded(tx, ask, said, said.text):
            inbox.remember(tx, ask.key, "talk", ask.actor.id, TAKEN_IN, ask.now)
            return None
        if kept is not None:
            parts.begin(kept, said.text)
            kept.kind, kept.deal_id = "note", None
            tx.add(kept)
    if kept is None:
        return hearing.hear(hearing.by_place(ask, said.ts), said)
    answer = hearing.answered(ask, replace(said, text=kept.text), kept.id)
    with ask.deps.write("changing.edited") as tx:
        return None if taps.rewrite(tx, ask, kept, answer) else answer


def _again(tx: Session, ask: Ask, kept: Draft | None, known: Answer) -> Answer | None:
    """The answer that an edit got, where it was to stand: it may not have come so far. An offer that was taken since is
    offered no more."""
    if kept is None or (isinstance(known, NoteSaved) and known.is_changed):
        return known
    if isinstance(known, taps.OFFERS) and kept.kind == draft_rows.USED:
        return None
    return None if taps.rewrite(tx, ask, kept, known) else known


def _reworded(tx: Session, ask: Ask, said: Said, text: str) -> bool:
    """What an offer took in from its thread reads so there too, or is gone from it; False where none that waits did."""
    open_id = place(tx, ask, said).open_id if said.thread_ts else None
    offer = draft_rows.of_person(tx, open_id, ask.actor.id) if open_id is not None else None
    if offer is None or not parts.has(offer, said.ts):
        return False
    parts.put(offer, said.ts, text)
    return taps.rewrite(tx, ask, offer, taps.anew(tx, ask, offer))


def _untouched(tx: Session, note_id: int) -> Sentence:
    """Why the note that it became says nothing new."""
    note = note_rows.by_id(tx, note_id)
    return Sentence(key=UNTOUCHED.get(note.state if note is not None else "", "talk.note_elsewhere"))


def deleted(ask: Ask, said: Said) -> Answer | None:
    """Taken back before it was saved, it is forgotten; a note that was saved stays, and its author hears so."""
    with ask.deps.write("changing.deleted") as tx:
        known = inbox.repeat(tx, ask.key, ask.actor.id)
        if known is not None:
            return known if isinstance(known, NoteStays) else None
        kept = draft_rows.at(tx, ask.actor.id, said.ts)
        if kept is None:
            return None
        answer = _stays(tx, ask, kept) if kept.note_id is not None else None
        if kept.kind != draft_rows.USED:
            draft_rows.use_up(tx, kept)
            taps.rewrite(tx, ask, kept, GONE)
        else:
            _reworded(tx, ask, said, "")
        inbox.remember(tx, ask.key, "talk", ask.actor.id, answer or GONE, ask.now)
        return answer


def _stays(tx: Session, ask: Ask, kept: Draft) -> NoteStays | None:
    there = note_more.note_of(tx, ask, kept.note_id or 0)
    if there is None:
        return None
    note, deal = there
    undo = next(
        (
            u
            for u in undo_rows.open_of(tx, ask.actor.id, ask.now)
            if u.action == "note" and u.back.get("note_id") == note.id
        ),
        None,
    )
    return NoteStays(head=shown.head(tx, deal), undo_id=undo.id if undo else None)

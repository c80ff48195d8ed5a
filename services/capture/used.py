"""What a kept text became, and whether that still stands: "saved" is never said of what was taken back since."""

from collections.abc import Callable

from rules.answers import Answer, load
from rules.answers.leads import LeadDraft, LeadSaved
from rules.answers.notes import NoteSaved
from rules.errors import NotFound
from services import inbox
from storage import books
from storage import deals as deal_rows
from storage import notes as rows
from storage.db import Session

MOST = 20  # times that one text was meant once more


def became(tx: Session, person_id: int, draft_id: int) -> Answer | None:
    """The answer that used this person's kept text up; None while it waits. Raises NotFound when it was undone."""
    done = inbox.finished(tx, person_id, draft_id)
    if done is not None and not stands(tx, done):
        raise NotFound("err.undone")
    return done


def stands(tx: Session, answer: Answer) -> bool:
    """Is the record that an answer speaks of still there? True for what is no record."""
    if isinstance(answer, NoteSaved) and answer.note_id is not None:
        note = rows.by_id(tx, answer.note_id)
        return note is not None and note.state == "active"
    if isinstance(answer, LeadSaved | LeadDraft):
        deal = deal_rows.by_id(tx, answer.head.deal_id)
        return deal is not None and deal.state != "void"
    return True


def again_key(
    tx: Session, number: int, key_of: Callable[[int], str], made: Callable[[Answer], int | None]
) -> str:
    """The key under which a record is meant once more: tapped twice it is one, taken back it may be made anew."""
    for _ in range(MOST):
        known = books.answered(tx, key_of(number))
        answer = load(known.answer) if known else None
        if answer is None or stands(tx, answer) or (following := made(answer)) is None:
            break
        number = following
    return key_of(number)

"""Each request has one effect: its key is stored with its answer, in the transaction of the effect."""

import hashlib
from datetime import datetime, timedelta

from rules.answers import Answer, dump, load
from services.deps import Deps
from storage import books, locks
from storage.db import Session

SAME_TEXT = timedelta(minutes=2)  # Slack does not retry commands, people do
KEEP = timedelta(days=7)


def repeat(tx: Session, key: str) -> Answer | None:
    """The answer already given to this request, or None."""
    locks.hold(tx, f"inbox:{key}")  # at another instance the same request may be under way
    known = books.answered(tx, key)
    return load(known) if known else None


def same_text(tx: Session, person_id: int, text: str, now: datetime) -> Answer | None:
    """The answer this person got for the very same text in the last two minutes, or None."""
    digest = _digest(text)
    locks.hold(tx, f"text:{person_id}:{digest}")
    known = books.same_text_since(tx, person_id, digest, now - SAME_TEXT)
    return load(known) if known else None


def remember(
    tx: Session, key: str, kind: str, person_id: int, answer: Answer, now: datetime, text: str | None = None
) -> None:
    """Stores the answer under the request's key; a second writer of the same key fails the transaction."""
    books.put_answer(
        tx,
        key=key,
        kind=kind,
        person_id=person_id,
        text_digest=_digest(text) if text else None,
        answer=dump(answer),
        at=now,
    )


def finished(tx: Session, person_id: int, draft_id: int) -> Answer | None:
    """What this person's kept text became, or None while it was not used: a button pressed twice is one use."""
    return repeat(tx, f"draft:{person_id}:{draft_id}")


def finish(tx: Session, person_id: int, draft_id: int, answer: Answer, now: datetime) -> None:
    """Remembers what a kept text became."""
    remember(tx, f"draft:{person_id}:{draft_id}", "draft", person_id, answer, now)


def _digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()


def forget_old(deps: Deps, *, now: datetime) -> int:
    """Deletes requests answered more than seven days ago; returns how many."""
    with deps.db.write() as tx:
        return books.forget_inbox(tx, now - KEEP)

"""Each request has one effect: its key is stored with its answer, in the transaction of the effect."""

import hashlib
from datetime import datetime, timedelta

from rules.answers import Answer, dump, load
from rules.errors import Refused
from services.deps import Deps
from storage import books, locks
from storage.db import Session
from storage.ready import Soon

SAME_TEXT = timedelta(minutes=2)  # Slack does not retry commands, people do
KEEP = timedelta(days=7)


def repeat(tx: Session, key: str, person_id: int) -> Answer | None:
    """The answer already given to this person's request, or None. Raises Refused for a request of somebody else."""
    locks.hold(tx, _name(key))
    return _theirs(books.answered(tx, key), person_id)


def _theirs(known: books.Answered | None, person_id: int) -> Answer | None:
    if known is None:
        return None
    if known.person_id != person_id:
        raise Refused()
    return load(known.answer)


def given_before(
    tx: Session, key: str, person_id: int, text: str, now: datetime, *held: str
) -> tuple[Answer | None, Answer | None]:
    """The answer already given to this request, and the one this person got for the very same text in the last two
    minutes. ``held``: what else nobody may decide meanwhile. Raises Refused for a request of somebody else."""
    return given_before_soon(tx, key, person_id, text, now, *held)()


def given_before_soon(
    tx: Session, key: str, person_id: int, text: str, now: datetime, *held: str
) -> Soon[tuple[Answer | None, Answer | None]]:
    """As `told`. What is asked of the transaction after it is seen while all that is held."""
    digest = _digest(text)
    locks.hold(tx, _name(key), f"text:{person_id}:{digest}", *held)
    found = books.answered_before_soon(tx, key, person_id, digest, now - SAME_TEXT)

    def answers() -> tuple[Answer | None, Answer | None]:
        known, same = found()
        return _theirs(known, person_id), _theirs(same, person_id)

    return answers


def _name(key: str) -> str:
    """What is held while a request is answered: it may be under way at another instance too."""
    return f"inbox:{key}"


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
    return repeat(tx, f"draft:{person_id}:{draft_id}", person_id)


def finish(
    tx: Session, person_id: int, draft_id: int, answer: Answer, now: datetime, text: str | None = None
) -> None:
    """Remembers what a kept text became; with ``text``, also for the same words typed again."""
    remember(tx, f"draft:{person_id}:{draft_id}", "draft", person_id, answer, now, text)


def _digest(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()


def forget_old(deps: Deps, *, now: datetime) -> int:
    """Deletes requests answered more than seven days ago; returns how many."""
    with deps.db.write() as tx:
        return books.forget_inbox(tx, now - KEEP)

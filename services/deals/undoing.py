"""The button *Undo*: whose it is, what it takes back, and that it does so once."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from rules.errors import NotFound
from rules.worked import Act
from services.ask import Ask
from storage import books, rows
from storage import deals as deal_rows
from storage import undos as undo_rows
from storage.db import Session
from storage.tables import Deal, Undo
from storage.tables.base import Json

UNDO_FOR = timedelta(minutes=10)  # so long in the answer and on Home


class Offered(NamedTuple):
    """A way back, as an answer has it."""

    undo_id: int
    undo_until: datetime


def offer(ask: Ask, tx: Session, action: str, deal: Deal, back: Json) -> Offered:
    """Lets who asks take back what was just done and is on record by now; ``back``: what to put back."""
    until = ask.now + UNDO_FOR
    kept = {**back, "act": books.last_act(tx, f"deal:{deal.id}")}
    return Offered(undo_rows.put(tx, ask.actor.id, action, deal.id, until, ask.now, kept), until)


def acts_since(tx: Session, known: Undo) -> list[Act]:
    """What people did about the deal since what was offered to be taken back, the oldest first."""
    acts = books.acts_on(tx, f"deal:{known.deal_id}", int(known.back.get("act", 0)))
    return [Act(*one) for one in acts]


def keep(tx: Session, undo_id: int | None, **back: Any) -> None:
    """What else is to be put back."""
    known = rows.one(tx, Undo, undo_id or 0)
    assert known is not None
    known.back = {**known.back, **back}
    tx.add(known)


def take(ask: Ask, tx: Session, undo_id: int, *actions: str) -> tuple[Undo, bool]:
    """This person's way back out of one of these actions, and whether they took it before: pressed twice, it says the
    same. Raises NotFound when it is too late, somebody else's, or of another kind."""
    known = meant(ask, tx, undo_id, *actions)
    return known, claim(ask, tx, known)


def meant(ask: Ask, tx: Session, undo_id: int, *actions: str) -> Undo:
    """The way back, not taken yet. Its deal is held first, as by everybody who empties ways back or hands them on.
    Raises NotFound for somebody else's or of another kind."""
    known = undo_rows.of_person(tx, undo_id, ask.actor.id)
    if known is None or known.action not in actions:
        raise NotFound("err.undo_late")
    deal_rows.held(tx, known.deal_id)
    return known


def claim(ask: Ask, tx: Session, known: Undo) -> bool:
    """It is taken from now on; whether it was before. Raises NotFound when it is too late."""
    if known.state == "done":
        return True
    if not undo_rows.take(tx, known.id, ask.actor.id, ask.now):
        raise NotFound("err.undo_late")
    return False

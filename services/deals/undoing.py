"""The button *Undo*: whose it is, what it takes back, and that it does so once."""

from datetime import timedelta

from rules.errors import NotFound
from services.ask import Ask
from storage import deals as deal_rows
from storage import undos as undo_rows
from storage.db import Session
from storage.tables import Undo

UNDO_FOR = timedelta(minutes=10)  # so long in the answer and on Home


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

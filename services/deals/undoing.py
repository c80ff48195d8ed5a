"""The button *Undo*: whose it is, what it takes back, and that it does so once."""

from datetime import timedelta

from rules.errors import NotFound
from services.ask import Ask
from storage import books
from storage.db import Session
from storage.tables import Undo

UNDO_FOR = timedelta(minutes=10)  # product.md: in the answer and on Home


def take(ask: Ask, tx: Session, undo_id: int, *actions: str) -> tuple[Undo, bool]:
    """This person's way back out of one of these actions, and whether they took it before: pressed twice, it says the
    same. Raises NotFound when it is too late, somebody else's, or of another kind."""
    used = books.used_undo(tx, undo_id, ask.actor.id)
    if used is not None and used.action in actions:
        return used, True
    taken = books.take_undo(tx, undo_id, ask.actor.id, ask.now)
    if taken is None or taken.action not in actions:
        raise NotFound("err.undo_late")
    return taken, False

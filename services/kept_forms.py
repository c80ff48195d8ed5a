"""Forms that Slack did not open in time: kept as they were, filled in, and opened again with *Continue*."""

from datetime import datetime, timedelta
from typing import Any

from rules.access import Action, Actor
from rules.errors import NotFound
from services import access
from services.deps import Deps
from storage import books
from storage.tables import Draft

KEPT_FOR = timedelta(minutes=30)  # as long as the button can be answered; rights and facts go on changing


def keep(deps: Deps, actor: Actor, view: dict[str, Any], *, now: datetime) -> int:
    """Stores a form that could not be opened; returns what *Continue* carries."""
    with deps.db.write() as tx:
        books.use_up_forms(tx, actor.id, now - KEPT_FOR)
        kept = Draft(person_id=actor.id, kind=books.FORM, text="", state=view, created_at=now)
        tx.add(kept)
        tx.flush()
        return kept.id or 0


def again(deps: Deps, actor: Actor, form_id: int, *, now: datetime) -> dict[str, Any]:
    """The kept form of this person. Raises NotFound when it is old or somebody else's."""
    with deps.db.read() as tx:
        access.authorize(tx, actor, Action.SEE_SELF, None, now)
        kept = books.draft(tx, form_id, actor.id, books.FORM)
        if kept is None or kept.created_at < now - KEPT_FOR:
            raise NotFound("err.stale")
        return dict(kept.state)

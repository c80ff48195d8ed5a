"""Forms that Slack did not open in time: kept as they were, filled in, and opened again with *Continue*."""

from datetime import timedelta
from typing import Any

from rules.access import Action
from rules.errors import NotFound
from services.ask import Ask
from services.team import access
from storage import drafts as draft_rows

KEPT_FOR = timedelta(minutes=30)  # as long as the button can be answered; rights and facts go on changing


def keep(ask: Ask, view: dict[str, Any]) -> int:
    """Stores a form that could not be opened; returns what *Continue* carries."""
    with ask.deps.db.write() as tx:
        draft_rows.use_up_forms(tx, ask.actor.id, ask.now - KEPT_FOR)
        return draft_rows.keep(tx, ask.actor.id, draft_rows.FORM, "", ask.now, view)


def again(ask: Ask, form_id: int) -> dict[str, Any]:
    """The kept form of this person. Raises NotFound when it is old or somebody else's."""
    with ask.deps.db.read() as tx:
        access.authorize(tx, ask.actor, Action.SEE_SELF, None, ask.now)
        kept = draft_rows.of_kind(tx, form_id, ask.actor.id, draft_rows.FORM)
        if kept is None or kept.created_at < ask.now - KEPT_FOR:
            raise NotFound("err.stale")
        return dict(kept.state)

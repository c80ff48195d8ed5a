"""Nothing can be saved: what the admins are told of it, and who they are. It only reads: nothing can be noted now."""

from collections.abc import Sequence

from rules.answers.admin import NotSaving
from services.deps import Deps
from services.team.people import Person, can_hear
from storage import people as people_rows


def told(deps: Deps) -> tuple[NotSaving, Sequence[Person]] | None:
    """What to say to whom; None while the database takes what is written."""
    why = deps.db.unwritable
    if why is None:
        return None
    with deps.db.read() as tx:
        return NotSaving(why=why), [admin for admin in people_rows.holding(tx, "admin") if can_hear(admin)]

"""What an owner hears at once of what their manager did with their deal."""

from datetime import datetime

from rules.answers.digests import HelpComing
from services import shown
from services.ask import Ask
from services.sending.telling import tell
from services.team.people import can_hear
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal


def tell_owner(
    ask: Ask, tx: Session, deal: Deal, slot: str, verb: str, words: str = "", until: datetime | None = None
) -> None:
    """Nothing where they did it themselves, or cannot hear it; `words`: the manager's."""
    owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
    if owner is not None and owner.id != ask.actor.id and can_hear(owner):
        told = HelpComing(head=shown.head(tx, deal), verb=verb, who=ask.person.name, text=words, until=until)
        tell(tx, f"{slot}:{owner.id}", owner, told, ask.now)

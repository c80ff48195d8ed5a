"""What an owner hears at once of what their manager did with their deal."""

from collections.abc import Sequence
from datetime import datetime

from rules.answers.digests import HelpComing
from rules.answers.waits import WaitAllowed
from services import shown
from services.ask import Ask
from services.sending.telling import Retold, retell, says, tell_again
from services.team.people import can_hear
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Delivery, Person


def tell_owner(
    ask: Ask, tx: Session, deal: Deal, slot: str, verb: str, words: str = "", until: datetime | None = None
) -> list[str]:
    """Nothing where they did it themselves, or cannot hear it; `words`: the manager's. The slots of what this told."""
    owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
    if owner is not None and owner.id != ask.actor.id and can_hear(owner):
        told = HelpComing(head=shown.head(tx, deal), verb=verb, who=ask.person.name, text=words, until=until)
        mine = f"{slot}:{owner.id}"
        return [mine] if tell_again(tx, mine, owner, told, ask.now) else []
    return []


def take_back(tx: Session, slots: Sequence[str], now: datetime) -> None:
    """Whoever was told of it, or of a wait that was allowed, hears that it was taken back; who has not heard it need not."""

    def told(sent: Delivery, _: Person) -> Retold | None:
        known = says(sent)
        if not isinstance(known, (HelpComing, WaitAllowed)):
            return None
        return known.model_copy(update={"is_undone": True}), True

    retell(tx, slots, told, now)

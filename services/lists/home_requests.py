"""What a manager, or a director in the place of one, was asked to allow and has not answered: a gate to pass, one wait
more. A message that was lost loses nothing: Home asks it too."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from rules.access import Action, Actor, allowed
from rules.answers.waits import WaitRequest
from rules.answers.waiving import WaiveRequest
from services.deals import wait_more, waive_requests
from services.sending import telling
from services.team import access
from services.team.people import local
from storage import deals as deal_rows
from storage import deliveries as delivery_rows
from storage.db import Session
from storage.tables import Deal, Delivery, Person

Wanted = WaiveRequest | WaitRequest
KINDS = (WaiveRequest.kind, WaitRequest.kind)
WINDOW = timedelta(days=90)  # who asked longer ago asks again
SHOWN = 5
LOOKED_AT = 20  # deals changed between two looks, whose managers are looked for


def of(tx: Session, manager: Person, actor: Actor, now: datetime) -> tuple[tuple[Wanted, ...], int]:
    """The oldest open requests to this person that are theirs to decide, and how many more there are."""
    sent = delivery_rows.promised_since(tx, manager.id, KINDS, now - WINDOW)
    asked = [(row, telling.says(row)) for row in sent]
    found = [(row, said) for row, said in asked if isinstance(said, Wanted)]
    deals = {deal.id: deal for deal in deal_rows.by_ids(tx, [said.head.deal_id for _, said in found])}
    holding, today = dict[tuple[str, int], Wanted](), local(manager, now).date()
    for row, said in found:
        deal = deals.get(said.head.deal_id)
        if deal is None or not _holds(tx, deal, row, said, today):
            continue
        if allowed(actor, Action.DECIDE, access.facts(tx, deal)):
            holding[said.kind, deal.id] = said  # asked again, it is the newest that counts
    every = tuple(holding.values())
    return every[:SHOWN], max(len(every) - SHOWN, 0)


def asked_about(tx: Session, deal_ids: Collection[int]) -> set[int]:
    """Whose Home has, or had, such a request about one of these deals; of very many at once nobody's is looked for."""
    if len(deal_ids) > LOOKED_AT:
        return set()
    begins = [f"{kind}:{deal_id}:" for deal_id in deal_ids for kind in ("waive", "wait", "triage")]
    return delivery_rows.recipients_of_slots(tx, begins)


def _holds(tx: Session, deal: Deal, row: Delivery, said: Wanted, today: date) -> bool:
    if deal.state != "open":
        return False
    if isinstance(said, WaiveRequest):
        is_theirs = said.asker_id == deal.owner_id
        return said.is_open and is_theirs and said.stay == waive_requests.stay_of(deal)
    return said.wish.until > today and row.slot in wait_more.holding(tx, deal, said.wish.until)

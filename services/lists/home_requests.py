"""What a manager, or a director in the place of one, was asked to allow and has not answered: a gate to pass, one wait
more, whose a customer is. A message that was lost loses nothing: Home asks it too."""

from collections.abc import Collection
from datetime import datetime, timedelta

from rules.access import Action, Actor, allowed
from rules.answers.claims import ClaimRequest
from rules.answers.waits import WaitRequest
from rules.answers.waiving import WaiveRequest
from services.capture import claim_requests
from services.deals import wait_more, waive_requests
from services.sending import telling
from services.team import access
from services.team.people import local
from storage import deals as deal_rows
from storage import deliveries as delivery_rows
from storage.db import Session
from storage.tables import Deal, Delivery, Person

Wanted = WaiveRequest | WaitRequest | ClaimRequest
KINDS = (WaiveRequest.kind, WaitRequest.kind, ClaimRequest.kind)
WINDOW = timedelta(days=90)  # who asked longer ago asks again
SHOWN = 5
LOOKED_AT = 20  # deals changed between two looks, whose managers are looked for


def of(tx: Session, manager: Person, actor: Actor, now: datetime) -> tuple[tuple[Wanted, ...], int]:
    """The oldest open requests to this person that are theirs to decide, and how many more there are."""
    sent = delivery_rows.promised_since(tx, manager.id, KINDS, now - WINDOW)
    asked = [(row, telling.says(row)) for row in sent]
    found = [(row, said) for row, said in asked if isinstance(said, Wanted)]
    deals = {deal.id: deal for deal in deal_rows.by_ids(tx, [said.head.deal_id for _, said in found])}
    holding = dict[tuple[str, int, int], Wanted]()
    for row, said in found:
        deal = deals.get(said.head.deal_id)
        wanted = _left(tx, deal, row, said, manager, now) if deal is not None else None
        if deal is None or wanted is None:
            continue
        if allowed(actor, Action.DECIDE, access.facts(tx, deal)):
            asker = said.asker_id if isinstance(said, ClaimRequest) else 0
            holding[said.kind, deal.id, asker] = wanted  # asked again, it is the newest that counts
    every = tuple(holding.values())
    return every[:SHOWN], max(len(every) - SHOWN, 0)


def asked_about(tx: Session, deal_ids: Collection[int]) -> set[int]:
    """Whose Home has, or had, such a request about one of these deals; of very many at once nobody's is looked for."""
    if len(deal_ids) > LOOKED_AT:
        return set()
    begins = [
        f"{kind}:{deal_id}:" for deal_id in deal_ids for kind in ("waive", "wait", "claim_of", "triage")
    ]
    return delivery_rows.recipients_of_slots(tx, begins)


def _left(
    tx: Session, deal: Deal, row: Delivery, said: Wanted, manager: Person, now: datetime
) -> Wanted | None:
    """What is still asked of it."""
    if deal.state != "open":
        return None
    if isinstance(said, ClaimRequest):
        return claim_requests.as_it_stands(tx, deal, said, manager, now)
    if isinstance(said, WaiveRequest):
        is_theirs = said.asker_id == deal.owner_id
        holds = said.is_open and is_theirs and said.stay == waive_requests.stay_of(deal)
    else:
        is_ahead = said.wish.until > local(manager, now).date()
        holds = is_ahead and row.slot in wait_more.holding(tx, deal, said.wish.until)
    return said if holds else None

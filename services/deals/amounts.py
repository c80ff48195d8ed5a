"""What a note says that its deal is worth: offered where the deal is worth something else, set by a tap."""

from rules.access import Action, allowed
from rules.answers import Answer
from rules.answers.deals import AmountSet
from rules.answers.leads import MoneyShown
from rules.errors import Invalid, NotFound
from rules.money import Amount, on_record
from rules.note_amounts import stated
from services import audit, shown
from services.ask import Ask, once
from services.money import rates
from services.team import access
from storage import deals as deal_rows
from storage import notes as note_rows
from storage.db import Session
from storage.tables import Deal, Note


def offered(tx: Session, ask: Ask, deal: Deal, note: Note) -> MoneyShown | None:
    """The amount that this note states, where it is not the deal's own and this person may change that."""
    said = _said(ask, deal, note) if deal.state == "open" else None
    if said is None or (said.minor, said.currency) == (deal.amount_minor, deal.currency):
        return None
    if not allowed(ask.actor, Action.EDIT_DEAL, access.facts(tx, deal)):
        return None
    return MoneyShown(minor=said.minor, currency=said.currency, approx=said.approx)


@once("deal.amount")
def put(ask: Ask, tx: Session, note_id: int, minor: int, currency: str) -> Answer:
    """The deal is worth what its note says, as it was shown. Raises NotFound where the note says so no more; Invalid for
    a deal that is closed by now."""
    note = note_rows.by_id(tx, note_id)
    if note is None or not note_rows.stands(note):
        raise NotFound("err.stale")
    deal = access.deal_for(tx, ask.actor, Action.EDIT_DEAL, note.deal_id, ask.now)
    said = _said(ask, deal, note)
    if said is None or (said.minor, said.currency) != (minor, currency):
        raise NotFound("err.stale")
    if deal.state != "open":
        raise Invalid("gate.closed")
    was = shown.money(deal)
    if was is None or (was.minor, was.currency) != (minor, currency):
        deal_rows.change(tx, deal.id, deal.version, **rates.priced(tx, ask.pipeline, deal, said))
        before, after = {"amount": _plain(was)}, {"amount": _plain(said)}
        audit.record(
            tx, ask.actor.id, "deal.edit", f"deal:{deal.id}", now=ask.now, before=before, after=after
        )
    now = MoneyShown(minor=minor, currency=currency, approx=said.approx)
    return AmountSet(head=shown.head(tx, deal), money=now, before=was if was != now else None)


def _said(ask: Ask, deal: Deal, note: Note) -> Amount | None:
    return stated(note.raw, ask.pipeline.base_currency, deal.currency)


def _plain(sum_: MoneyShown | Amount | None) -> str:
    """As an edited lead's is on record."""
    return on_record(sum_.minor, sum_.currency, sum_.approx) if sum_ is not None else ""

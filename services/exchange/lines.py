"""Deals as lines of a lead table: what an export writes, and what an import compares a line with."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from rules.codes import parse_code
from rules.exchange.actions import Action
from rules.exchange.cells import Ways
from rules.exchange.deals import DealRow, cycle
from rules.exchange.people import Contact
from rules.exchange.vocabulary import ATTEMPTS
from rules.facts import LIVE
from rules.pipeline import Pipeline
from rules.tags import unpacked
from services.deals import customers
from services.exchange.team import Team
from storage import accounts as account_rows
from storage import meeting, products
from storage import notes as note_rows
from storage import steps as step_rows
from storage.db import Session
from storage.tables import Contact as ContactRow
from storage.tables import Deal, Note, Step

SHOWN = ("number", "source", "account", "contacts", "created", "stage", "entered", "sign_on", "owner", "actions", "state", "closed",
         "reason", "detail", "need", "amount_minor", "approx", "currency", "product", "probability", "next_text", "next_on", "tags")  # fmt: skip


def of(
    tx: Session, pipeline: Pipeline, team: Team, deals: Sequence[Deal], tz: ZoneInfo
) -> dict[int, DealRow]:
    """deal → its line, in a reader's zone, to the minute; a handful of queries for all of them."""
    if not deals:
        return {}
    ids = [deal.id for deal in deals]
    accounts = account_rows.by_ids(tx, {deal.account_id for deal in deals if deal.account_id})
    contacts, steps = meeting.contacts_of(tx, ids), step_rows.open_of_deals(tx, ids)
    notes = note_rows.of_deals(tx, ids)
    sold = products.by_ids(tx, {deal.product_id for deal in deals if deal.product_id})
    found: dict[int, DealRow] = {}
    for deal in deals:
        account, step = accounts.get(deal.account_id or 0), steps.get(deal.id)
        customer = customers.held(pipeline, account)
        product = sold.get(deal.product_id or 0)
        is_live = deal.state in LIVE
        found[deal.id] = DealRow(
            number=deal.code or "",
            code=parse_code(deal.code, pipeline.source_codes) if deal.code else None,
            source=deal.source,
            account=account.name if account else "",
            contacts=tuple(_contact(*pair) for pair in contacts.get(deal.id, ())),
            created=_wall(deal.created_at, tz),
            stage=deal.stage,
            entered=_wall(deal.stage_entered_at, tz),
            state=deal.state,
            closed=_wall(deal.closed_at, tz) if deal.closed_at and not is_live else None,
            sign_on=deal.expected_sign_on,
            owner=team.called(deal.owner_id) if deal.owner_id is not None else "",
            manager=team.manager_of(deal.owner_id),
            actions=tuple(_action(note, team, tz) for note in notes.get(deal.id, ())),
            reason=deal.lost_reason,
            detail=deal.lost_detail or "",
            need=_lines(deal.need or ""),
            amount_minor=deal.amount_minor,
            approx=deal.amount_approx,
            currency=deal.currency,
            product=product.name if product else "",
            probability=deal.probability if deal.state == "open" else None,
            industry=customer["industry"],
            region=customer["region"],
            tier=customer["tier"],
            next_text=step.text if step else "",
            next_on=_planned(step),
            tags=unpacked(deal.tags),
            version=deal.version,
        )
    return found


def _planned(step: Step | None) -> date | None:
    if step and step.on_date and step.at_time:
        return datetime.combine(step.on_date, step.at_time)
    return step.on_date if step else None


def _wall(instant: datetime, tz: ZoneInfo) -> datetime:
    return instant.astimezone(tz).replace(tzinfo=None, fold=0, second=0, microsecond=0)


def _contact(contact: ContactRow, role: str) -> Contact:
    ways = Ways(contact.phone, contact.phone_raw, contact.email)
    return Contact(contact.name, contact.title or "", role, ways)


def _action(note: Note, team: Team, tz: ZoneInfo) -> Action:
    kind = note.outcome if note.kind == "attempt" and note.outcome in ATTEMPTS else note.kind
    author = team.called(note.author_id) if note.author_id is not None else ""
    at = _wall(note.contact_at, tz)
    return Action(at, kind or "internal", author, _lines(note.agreed), _lines(note.next_text))


def _lines(said: str) -> str:
    """As it comes back out of a cell."""
    return "\n".join(line.rstrip() for line in said.splitlines()).strip("\n ")


def differing(was: DealRow, said: DealRow, told: frozenset[str]) -> tuple[str, ...]:
    """The fields that a line says otherwise than the deal; what it does not tell, it leaves as it is."""
    return tuple(name for name in SHOWN if _is_in_file(name, told) and not _alike(was, said, name))


def _alike(was: DealRow, said: DealRow, name: str) -> bool:
    if name == "probability" and said.state != "open":
        return True  # of what does not run none is read, and it keeps the one that it had
    here: object = _comparable(was, name)
    there: object = _comparable(said, name)
    if isinstance(here, datetime) and isinstance(there, date) and not isinstance(there, datetime):
        return here.date() == there  # a line that tells the day alone
    return here == there


_COLUMNS = {
    "contacts": ("contact", "first", "last", "phone", "email", "reach", "title"),
    "amount_minor": ("amount",),
    "approx": ("amount",),
    "currency": ("amount", "currency"),
    "reason": ("lost",),
    "detail": ("lost",),
    "next_text": ("next",),
    "closed": ("closed", "cycle"),
}


def _is_in_file(name: str, told: frozenset[str]) -> bool:
    return not told.isdisjoint(_COLUMNS.get(name, (name,)))


def _comparable(row: DealRow, name: str) -> object:
    value = getattr(row, name)
    if name == "contacts":
        return tuple(
            (c.name, c.title, c.role, c.ways.phone or c.ways.phone_raw, c.ways.email) for c in row.contacts
        )
    if (
        name == "closed" and value is not None and row.created is not None
    ):  # a lead table tells the days it took
        return cycle(row)
    if name == "currency" and row.amount_minor is None:
        return None
    return value if name == "probability" else value or None

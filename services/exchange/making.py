"""Makes rows of what a line says: where a deal stands, its contacts, notes, next step, and the words it is found by."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from rules.calendar import Calendar, preset
from rules.clocks import step_due_at
from rules.exchange.actions import Action
from rules.exchange.deals import DealRow
from rules.exchange.known import Known
from rules.exchange.outcome import Part
from rules.exchange.people import Contact
from rules.exchange.vocabulary import ATTEMPTS
from rules.names import search_tokens
from rules.note_words import CONTACTS
from rules.tags import found_by
from services.config.versions import ActiveConfig
from services.exchange.parts import Importer
from services.exchange.team import Team

OPENING = time(9)  # a day of a file has no hour


@dataclass(frozen=True)
class Writing:
    """What every line is written with."""

    config: ActiveConfig
    known: Known
    by: Importer
    run_id: int
    now: datetime

    def of(self, part: Part) -> "Writing":
        """The same for a table of which somebody said how its sums and dates are read."""
        known = self.known
        said = {"currency": part.currency or known.currency, "order": part.order or known.order}
        return replace(self, known=replace(known, **said))  # type: ignore[arg-type]

    @property
    def calendar(self) -> Calendar:
        return preset(self.config.pipeline.calendars.default)

    def at(self, day: date | None) -> datetime | None:
        """A day of the file as an instant: its hour, else the opening hour."""
        if day is None:
            return None
        wall = day if isinstance(day, datetime) else datetime.combine(day, OPENING)
        return wall.replace(tzinfo=self.known.tz).astimezone(UTC)


def standing(w: Writing, row: DealRow, created: datetime, closed: datetime | None) -> dict[str, Any]:
    """Where the deal stands: its stage, since when, and when it ended."""
    known = w.known
    first = w.config.pipeline.first.key
    if row.state == "won":
        return {
            "stage": known.final,
            "stage_entered_at": w.at(row.entered) or closed or created,
            "closed_at": closed,
        }
    stage = row.stage or (known.talks if row.state == "lost" else first)
    return {
        "stage": stage,
        "stage_entered_at": w.at(row.entered) or created,
        "closed_at": closed,
    }


def contact_values(contact: Contact, account_id: int | None, now: datetime) -> dict[str, Any]:
    """A contact as a row."""
    ways = contact.ways
    return {
        "account_id": account_id,
        "name": contact.name,
        "title": contact.title or None,
        "phone": ways.phone,
        "phone_raw": ways.phone_raw,
        "email": ways.email,
        "email_norm": ways.email.lower() if ways.email else None,
        "created_at": now,
        "version": 1,
    }


def note_values(w: Writing, team: Team, deal_id: int, action: Action, created: datetime) -> dict[str, Any]:
    """A note as a row, by its author where that is somebody here."""
    at = w.at(action.at) or created
    is_attempt = action.kind in ATTEMPTS
    return {
        "deal_id": deal_id,
        "author_id": team.named(action.author) if action.author else None,
        "kind": "attempt" if is_attempt else action.kind,
        "outcome": action.kind if is_attempt else None,
        "agreed": action.agreed,
        "next_text": action.following,
        "raw": "\n".join(part for part in (action.agreed, action.following) if part),
        "contact_at": at,
        "created_at": at,
        "state": "active",
    }


def step_values(w: Writing, deal_id: int, row: DealRow, owner_id: int | None) -> dict[str, Any] | None:
    """The next step as a row, due as a promise of that day is."""
    if not row.next_text:
        return None
    on = row.next_on.date() if isinstance(row.next_on, datetime) else row.next_on
    clock = row.next_on.time() if isinstance(row.next_on, datetime) else None
    return {
        "deal_id": deal_id,
        "owner_id": owner_id,
        "text": row.next_text,
        "kind": "by" if clock is None else "at",
        "on_date": on,
        "at_time": clock,
        "tz": str(w.known.tz),
        "due_at": step_due_at(on, clock, w.calendar.in_zone(str(w.known.tz))) if on else None,
        "state": "open",
        "revision": 1,
        "opened_at": w.now,
    }


def last_contact(w: Writing, actions: Sequence[Action]) -> tuple[datetime, str] | None:
    """When somebody last spoke with the customer, and how."""
    spoken = [(at, a.kind) for a in actions if a.kind in CONTACTS and (at := w.at(a.at))]
    return max(spoken, default=None)


def words_of(row: DealRow, code: str | None) -> set[str]:
    """The words by which a deal is found."""
    found = search_tokens(f"{row.account} ") | search_tokens(code or "") | search_tokens(row.product)
    found |= found_by(row.tags)
    for contact in row.contacts:
        for word in (
            contact.name,
            contact.title,
            contact.ways.phone or contact.ways.phone_raw,
            contact.ways.email,
        ):
            found |= search_tokens(word or "")
    return found | search_tokens(row.need) if row.need else found

"""Leads that could not be stored yet: the text as typed, what a form said field by field, and how it came."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from pydantic import TypeAdapter

from rules.answers import Answer, deals_in
from rules.lead_text import LeadText
from services import inbox
from storage import drafts as draft_rows
from storage.db import Session
from storage.tables import Draft

ASKED = "asked_about"


@dataclass(frozen=True)
class KeptLead:
    """``fields`` only where a form said them apart; else the text is read again. ``asked_about``: the deal of which a
    manager was asked who goes on."""

    text: str
    origin: str
    permalink: str | None
    fields: LeadText | None
    asked_about: int | None = None


@cache
def _fields() -> TypeAdapter[LeadText]:
    return TypeAdapter(LeadText)


def keep(
    tx: Session,
    person_id: int,
    text: str,
    fields: LeadText | None,
    origin: str,
    permalink: str | None,
    now: datetime,
) -> int:
    """Keeps what is to become a lead; the draft's id."""
    state = {"origin": origin, "permalink": permalink}
    if fields is not None:
        state["fields"] = _fields().dump_json(fields).decode()
    return draft_rows.keep(tx, person_id, "lead", text, now, state)


def find(tx: Session, draft_id: int, person_id: int) -> KeptLead | None:
    """This person's kept lead, while it was not used."""
    kept = draft_rows.of_kind(tx, draft_id, person_id, "lead")
    return _read(kept) if kept is not None else None


def permalink(tx: Session, draft_id: int | None, person_id: int) -> str | None:
    """Where the kept text stands in Slack, as known now: Slack may have said so while the form was being read."""
    kept = draft_rows.of_kind(tx, draft_id, person_id, "lead")
    return kept.state.get("permalink") if kept is not None else None


def _read(kept: Draft) -> KeptLead:
    said = kept.state.get("fields")
    return KeptLead(
        text=kept.text,
        origin=kept.state.get("origin") or "command",
        permalink=kept.state.get("permalink"),
        fields=_fields().validate_json(said) if said else None,
        asked_about=kept.state.get(ASKED),
    )


def ask_about(tx: Session, draft_id: int, person_id: int, deal_id: int) -> None:
    """A manager is asked who goes on with this deal."""
    kept = draft_rows.of_kind(tx, draft_id, person_id, "lead")
    if kept is not None:
        kept.state = {**kept.state, ASKED: deal_id}
        tx.add(kept)


def asked_about(tx: Session, person_id: int, deal_id: int) -> list[int]:
    """The kept texts of this person that wait for a manager's word about this deal."""
    kept = draft_rows.all_of_kind(tx, person_id, "lead")
    return [one.id for one in kept if one.state.get(ASKED) == deal_id]


def drop(tx: Session, draft_id: int, person_id: int, answer: Answer, now: datetime) -> None:
    """Forgets a kept lead once it became something, and remembers what it became."""
    kept = draft_rows.of_kind(tx, draft_id, person_id, "lead")
    if kept is not None:
        draft_rows.use_up(tx, kept, deal_id=next(iter(deals_in(answer)), None))
        inbox.finish(tx, person_id, draft_id, answer, now)

"""What is shown back of a lead, and until when its owner calls."""

from datetime import datetime
from typing import Any

from rules.answers.leads import MoneyShown
from rules.lead_text import LeadText
from rules.money import Amount
from rules.pipeline import Pipeline
from services.team.calendars import calendar_soon
from services.team.people import local
from storage.db import Session
from storage.ready import Soon
from storage.tables import Person


def facts_of(lead: LeadText) -> dict[str, Any]:
    """What is shown back of a line, whether it is a lead already or a draft."""
    amount, money = lead.amount, None
    if isinstance(amount, Amount):
        money = MoneyShown(minor=amount.minor, currency=amount.currency, approx=amount.approx)
    return {
        "who": lead.contact or "",
        "title": lead.title or "",
        "phone": lead.phone or lead.phone_raw,
        "email": lead.email,
        "need": lead.need or "",
        "money": money,
        "phone_fault": lead.phone_fault,
        "unsure": tuple(str(name) for name in lead.unsure),
        "too_long": lead.too_long,
    }


def call_by(tx: Session, pipeline: Pipeline, owner: Person, since: datetime) -> datetime:
    """Until when an owner calls a lead that is theirs since then, on their own wall."""
    return call_by_soon(tx, pipeline, owner, since)()


def call_by_soon(tx: Session, pipeline: Pipeline, owner: Person, since: datetime) -> Soon[datetime]:
    """As `call_by`, for who needs it later."""
    calendar = calendar_soon(tx, owner, since.year)
    return lambda: local(owner, calendar().add(since, pipeline.ladders.first_contact))

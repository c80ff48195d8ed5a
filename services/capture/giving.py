"""A lead is yours: its new owner hears it, with who it is and until when they call."""

from datetime import UTC, datetime

from rules.answers.leads import LeadFacts
from rules.answers.triage import LeadAssigned
from rules.lead_text import LeadText
from services import shown
from services.capture import lead_facts
from services.config.versions import ActiveConfig
from services.sending.telling import tell
from services.team.people import can_hear, language
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal


def assigned(tx: Session, config: ActiveConfig, deal: Deal, lead: LeadText, by: str, now: datetime) -> None:
    """The new owner hears it, with who and until when they call. ``by``: who gave it; empty: a rule."""
    owner = people_rows.by_id(tx, deal.owner_id or 0)
    if owner is None or not can_hear(owner):
        return
    call = lead_facts.call_by(tx, config.pipeline, owner, deal.owner_since or now)
    told = LeadAssigned(
        head=shown.head(tx, deal),
        facts=LeadFacts(**lead_facts.facts_of(lead)),
        source_name=config.pipeline.source_name(deal.source, language(owner)),
        by=by,
        call_on=call.date(),
        call_at=call.time().replace(second=0, microsecond=0),
    )
    since = (deal.owner_since or now).astimezone(UTC).isoformat(timespec="seconds")
    tell(tx, f"assigned:{deal.id}:{owner.id}:{since}", owner, told, now)

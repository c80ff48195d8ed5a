"""Capturing a lead: text is stored first and understood second; the code comes with the source."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rules.access import Action, Actor
from rules.answers import Answer
from rules.answers.leads import LeadDraft, LeadDuplicate, LeadUndone
from rules.codes import format_code
from rules.errors import NotFound
from rules.lead_text import LeadText, SourceWords, parse_lead
from rules.names import domain_of, norm_name, search_tokens
from rules.pipeline import Pipeline
from services import access, audit, duplicates, inbox
from services.answers import head_of, saved_lead, source_choices
from services.deps import Deps
from storage import books
from storage import deals as deal_rows
from storage import leads as rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Account, Contact, Deal, DealContact, Draft, Person, StageEntry, Undo

UNDO_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class Captured:
    """What is to become a lead: the text as typed, and how it came."""

    text: str
    origin: str = "command"
    permalink: str | None = None
    fields: LeadText | None = None  # from the modal: already apart
    different: bool = False  # "different company": the duplicate check was answered


def source_words(pipeline: Pipeline) -> list[SourceWords]:
    """The sources as the parser wants them."""
    return [SourceWords(s.key, s.code, tuple(s.words)) for s in pipeline.sources]


def read(pipeline: Pipeline, text: str, *, calendar: str, people: list[str]) -> LeadText:
    """Parses one line under the active configuration."""
    region = "CN" if calendar == "cn" else "US"
    return parse_lead(
        text,
        sources=source_words(pipeline),
        base_currency=pipeline.base_currency,
        region=region,
        people=people,
    )


def capture(
    deps: Deps, person: Person, actor: Actor, captured: Captured, *, key: str, now: datetime
) -> Answer:
    """Stores a lead of this person, or a draft where its source or name is missing. Raises Refused."""
    config = deps.config.active()
    with deps.db.write() as tx:
        known = inbox.repeat(tx, key)
        if known is not None:
            return known
        access.authorize(tx, actor, Action.CAPTURE, None, now)
        again = None if captured.different else inbox.same_text(tx, actor.id, captured.text, now)
        if again is not None:
            return again.model_copy(update={"again": True}) if "again" in type(again).model_fields else again
        lead = captured.fields or read(
            config.pipeline,
            captured.text,
            calendar=person.calendar,
            people=[p.name for p in people_rows.active_members(tx)],
        )
        answer = _store(tx, config.version, config.pipeline, person, captured, lead, now)
        inbox.remember(tx, key, captured.origin, actor.id, answer, now, captured.text)
        return answer

"""What a new lead needs of the database, asked for together with who its customer may be: one way to PostgreSQL less.

Most of what is typed is a new lead. Where it is none, the number goes back before the transaction ends, so that numbers
stay without gaps; of ids there may be some. While somebody else is being numbered it is not waited for: a repeat or a
duplicate is answered all the same, and who is new asks again and waits.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from rules.lead_text import LeadText
from rules.pipeline import Pipeline
from services.capture import lead_facts, lead_store
from services.capture.lead_sources import sticky_source
from services.config.versions import ActiveConfig
from services.team.people import local
from storage.db import Session
from storage.ready import Soon
from storage.rows import reserve
from storage.tables import Account, Deal, Person, Undo


@dataclass(frozen=True)
class Needs:
    """The code of a new lead, and until when who typed it would have to call, both under one configuration."""

    config: ActiveConfig
    code: lead_store.Code
    call_by: Soon[datetime]


class Ahead:
    """Needs that were asked for before it was clear that there is a new lead."""

    def __init__(self, needs: Needs | None) -> None:
        self._needs = needs

    def taken(self, config: ActiveConfig) -> Needs | None:
        """What was asked for, to be used; None, and it is given back, where another process is in force by now."""
        if self._needs is not None and self._needs.config is not config:
            self.leave()
        needs, self._needs = self._needs, None
        return needs

    def leave(self) -> None:
        """Gives the number back, unless it was taken."""
        if self._needs is not None:
            self._needs.code.give_back()
            self._needs = None


@contextmanager
def asked(
    tx: Session, config: ActiveConfig, person: Person, lead: LeadText, now: datetime
) -> Iterator[Ahead]:
    """Asks for the needs of this lead under the configuration that this process knows. What is not taken inside is
    given back; what raises is undone anyway."""
    reserve(tx, Account, Deal, Undo)
    source = source_of(config.pipeline, person, lead, now)[0] if is_named(lead) else None
    ahead = Ahead(needs(tx, config, person, source, now, is_sure=False) if source else None)
    yield ahead
    ahead.leave()


def needs(
    tx: Session, config: ActiveConfig, person: Person, source: str, now: datetime, *, is_sure: bool = True
) -> Needs:
    """Asks for the needs of a lead that comes from this source."""
    code = lead_store.Code(tx, config.pipeline, source, local(person, now).year, is_sure=is_sure)
    return Needs(config, code, lead_facts.call_by_soon(tx, config.pipeline, person, now))


def is_named(lead: LeadText) -> bool:
    """Does it say whom it is about?"""
    return bool(lead.account or lead.contact or lead.phone or lead.email)


def source_of(pipeline: Pipeline, person: Person, lead: LeadText, now: datetime) -> tuple[str | None, bool]:
    """The source that was named, while it is in use, else today's; and whether it is today's."""
    if lead.source_key:
        named = pipeline.source_or_none(lead.source_key)
        return named.key if named else None, False
    sticky = sticky_source(pipeline, person, now)
    return sticky, sticky is not None

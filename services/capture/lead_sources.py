"""Where leads come from: the sources to tap, in the person's language, and the one that sticks today."""

from datetime import datetime, time, timedelta

from rules.answers.leads import Choice
from rules.pipeline import Pipeline
from services import audit
from services.ask import Ask
from services.team.people import Person, language, local
from storage import deals as deal_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal

STICKY_UNTIL = time(18)  # today's source ends with the fair's day


def sticky_source(pipeline: Pipeline, person: Person, now: datetime) -> str | None:
    """Today's source, while it sticks and is in use."""
    until = person.sticky_source_until
    if until is None or now >= until or not person.sticky_source:
        return None
    source = pipeline.source_or_none(person.sticky_source)
    return source.key if source is not None and source.moved_to is None else None


def sticks_until(person: Person, now: datetime) -> datetime:
    """18:00 on this person's wall; chosen later than that, midnight: it is today's source, never tomorrow's."""
    here = local(person, now)
    evening = datetime.combine(here.date(), STICKY_UNTIL, here.tzinfo)
    midnight = datetime.combine(here.date() + timedelta(days=1), time(), here.tzinfo)
    return evening if evening > here else midnight


def stick(ask: Ask, tx: Session, source: str | None) -> None:
    """Makes a source today's, or forgets it (None); on record when it is another one."""
    before = sticky_source(ask.pipeline, ask.person, ask.now)
    until = sticks_until(ask.person, ask.now) if source else None
    people_rows.stick(tx, ask.actor.id, source, until)
    if before != source:
        audit.record(
            tx, ask.actor.id, "person.source", f"person:{ask.actor.id}", now=ask.now,
            before={"source": before}, after={"source": source},
        )  # fmt: skip


def unstick(ask: Ask, tx: Session, undone: Deal) -> None:
    """Forgets today's source with the last lead of today that has it."""
    until, source = ask.person.sticky_source_until, sticky_source(ask.pipeline, ask.person, ask.now)
    if until is None or source is None or source != undone.source:
        return
    if not deal_rows.has_new(tx, ask.actor.id, source, until - timedelta(days=1)):
        stick(ask, tx, None)


def source_choices(pipeline: Pipeline, person: Person) -> tuple[Choice, ...]:
    """The sources to tap, in the person's language."""
    live = (s for s in pipeline.sources if s.moved_to is None)
    return tuple(Choice(value=s.key, label=s.name.of(language(person))) for s in live)

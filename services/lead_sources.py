"""Where leads come from: the sources to tap, in the person's language, and the one that sticks today."""

from datetime import datetime, time, timedelta

from rules.answers.leads import Choice
from rules.pipeline import Pipeline
from services.people import Person, language, local

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


def source_choices(pipeline: Pipeline, person: Person) -> tuple[Choice, ...]:
    """The sources to tap, in the person's language."""
    live = (s for s in pipeline.sources if s.moved_to is None)
    return tuple(Choice(value=s.key, label=s.name.of(language(person))) for s in live)


def source_name(pipeline: Pipeline, key: str | None, person: Person) -> str:
    """What a source is called in the person's language."""
    source = next((s for s in pipeline.sources if s.key == key), None)
    return source.name.of(language(person)) if source else ""

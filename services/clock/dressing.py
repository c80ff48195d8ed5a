"""Gives the lines of lists and nudges their names: stage, missing items, blockers, in the reader's language; who
helps with the deal, and whose task is in its way."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from rules.answers.leads import Choice
from rules.answers.nudges import NudgeLine, WhyShown
from rules.pipeline import Pipeline
from services import gate_facts
from services.config.versions import ActiveConfig
from services.deals import help_requests, tasks
from services.facts import TO_MANAGERS
from services.team.people import actor_of, language, local
from storage.db import Session
from storage.tables import Deal, Person

GAPS_FOR = ("quiet", "slow")


def blockers(pipeline: Pipeline, locale: str) -> tuple[Choice, ...]:
    """What may be in the way, to tap."""
    live = (b for b in pipeline.blockers if b.moved_to is None)
    return tuple(Choice(value=b.key, label=b.name.of(locale)) for b in live)


def dress(
    tx: Session,
    lines: Iterable[NudgeLine],
    deals: Mapping[int, Deal],
    reader: Person | None,
    config: ActiveConfig,
    now: datetime,
) -> list[NudgeLine]:
    """The same lines with their names; what the next gate lacks on the reader's day, for quiet and slow deals alone."""
    locale, today = ("en", now.date()) if reader is None else (language(reader), local(reader, now).date())
    chips = blockers(config.pipeline, locale)
    lines = list(lines)
    told = [deals[x.head.deal_id] for x in lines if x.head.deal_id in deals]
    helpers = help_requests.latest(tx, told)
    blocking = tasks.blocking(tx, told, reader, now) if reader is not None else {}
    dressed = []
    for line in lines:
        deal = deals.get(line.head.deal_id)
        missing: tuple[str, ...] = ()
        if deal is not None and line.rule in GAPS_FOR:
            missing, _ = gate_facts.gaps(tx, config.pipeline, deal, today, locale, but_owed=True)
        helping = None
        if deal is not None and reader is not None and line.asks is None:
            helper = helpers.get(line.head.deal_id)
            helping = help_requests.shown(tx, deal, helper, line.why, reader)
        named = {
            "helping": helping,
            "task": blocking.get(line.head.deal_id),
            "why": _in_their_list(tx, line.why, reader, config) if reader is not None else line.why,
            "stage_name": config.pipeline.stage_name(line.head.stage, locale),
            "missing": missing,
        }
        dressed.append(line.model_copy(update={**named, "blockers": chips}))
    return dressed


def _in_their_list(tx: Session, why: WhyShown, reader: Person, config: ActiveConfig) -> WhyShown:
    """What comes next in the owner's morning list stands in the one message of who reads of others' deals too."""
    times = config.pipeline.digests
    if why.next_at is None or why.next_to != "owner":
        return why
    here = local(reader, why.next_at)
    if here.time() != times.rep or not actor_of(tx, reader).roles & TO_MANAGERS:
        return why
    at = here.replace(hour=times.manager.hour, minute=times.manager.minute)
    return why.model_copy(update={"next_at": at.astimezone(UTC)})

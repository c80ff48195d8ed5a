"""Gives the lines of lists and nudges their names: stage, missing items, blockers, in the reader's language; who
helps with the deal, and whose task is in its way."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from rules.answers.leads import Choice
from rules.answers.nudges import NudgeLine
from rules.pipeline import Pipeline
from services import gate_facts
from services.deals import help_requests, tasks
from services.process.config import ActiveConfig
from services.team.people import language, local
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
            missing, _ = gate_facts.gaps(tx, config.pipeline, deal, today, locale)
        helping = None
        if deal is not None and reader is not None and line.asks is None:
            helper = helpers.get(line.head.deal_id)
            helping = help_requests.shown(tx, deal, helper, line.why, reader)
        named = {
            "helping": helping,
            "task": blocking.get(line.head.deal_id),
            "stage_name": config.pipeline.stage_name(line.head.stage, locale),
            "missing": missing,
        }
        dressed.append(line.model_copy(update={**named, "blockers": chips}))
    return dressed

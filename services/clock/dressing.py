"""Gives the lines of lists and nudges their names: stage, missing items, blockers, in the reader's language; and who
helps with the deal."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from rules.answers.leads import Choice
from rules.answers.nudges import NudgeLine
from rules.pipeline import Pipeline
from services.deals import gate_facts, help_requests
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
    helpers = help_requests.helpers(tx, [deals[x.head.deal_id] for x in lines if x.head.deal_id in deals])
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
            "stage_name": config.pipeline.stage_name(line.head.stage, locale),
            "missing": missing,
        }
        dressed.append(line.model_copy(update={**named, "blockers": chips}))
    return dressed

"""Gives the lines of lists and nudges their names: stage, missing items, blockers, in the reader's language; who
helps with the deal, and whose task is in its way."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from rules.answers.leads import Choice
from rules.answers.nudges import NudgeLine
from rules.facts import DealFacts
from rules.note_words import CONTACTS
from rules.pipeline import Pipeline
from services import gate_facts
from services.clock import coming
from services.clock.coming import Reading
from services.deals import help_requests, tasks_open
from services.facts import deal_facts
from services.team.people import language, local
from storage import notes as note_rows
from storage.db import Session
from storage.tables import Deal

GAPS_FOR = ("quiet", "slow")
KEEPS_IN_TOUCH = 2  # contacts logged in a stage: one is no habit


def blockers(pipeline: Pipeline, locale: str) -> tuple[Choice, ...]:
    """What may be in the way, to tap."""
    live = (b for b in pipeline.blockers if b.moved_to is None)
    return tuple(Choice(value=b.key, label=b.name.of(locale)) for b in live)


def _is_step_told(line: NudgeLine, today: date) -> bool:
    """Is the next step told in this line, as what it is about or beside it?"""
    return line.rule == "step" or (
        line.step is not None and line.step.on is not None and line.step.on <= today
    )


def _put_off(deal: DealFacts | None, now: datetime) -> datetime | None:
    """Until when its owner said *Later*."""
    return max((x.until for x in deal.later if x.until > now), default=None) if deal is not None else None


def dress(
    tx: Session,
    lines: Iterable[NudgeLine],
    deals: Mapping[int, Deal],
    by: Reading,
    facts: Mapping[int, DealFacts] | None = None,
) -> list[NudgeLine]:
    """The same lines with their names, and when their deals are heard of next; what the next gate lacks on the reader's
    day, for quiet and slow deals alone. `facts`: of these deals, where they are known."""
    lines = list(lines)
    if not lines:
        return []
    reader, config, now = by.reader, by.config, by.now
    locale, today = language(reader), local(reader, now).date()
    chips = blockers(config.pipeline, locale)
    told = [deals[x.head.deal_id] for x in lines if x.head.deal_id in deals]
    helpers = help_requests.latest(tx, told)
    blocking, dressed = tasks_open.blocking(tx, told, reader, now), []
    due = [deals[x.head.deal_id] for x in lines if _is_step_told(x, today) and x.head.deal_id in deals]
    promised = tasks_open.promised(
        tx, (deal for deal in due if not config.pipeline.in_the_way(deal.blocker)), reader, now
    )
    facts = deal_facts(tx, told, config.pipeline, now) if facts is None else facts
    often = note_rows.contacts_in_stage(tx, [x.head.deal_id for x in lines if x.in_touch], CONTACTS)
    slow = [deals[x.head.deal_id] for x in lines if x.rule in GAPS_FOR and x.head.deal_id in deals]
    missing = gate_facts.gaps_of_deals(tx, config.pipeline, slow, today, locale)
    ahead = coming.ahead(tx, {deal.id: facts[deal.id] for deal in told}, by)
    for line in lines:
        deal = deals.get(line.head.deal_id)
        helping, is_moving = None, deal is not None and config.pipeline.is_moving(deal.blocker)
        if deal is not None and line.asks is None:
            helper = helpers.get(line.head.deal_id)
            helping = help_requests.shown(tx, deal, helper, line.why, reader)
        named = {
            "helping": helping,
            "in_touch": often.get(line.head.deal_id, 0) >= KEEPS_IN_TOUCH,
            "task": blocking.get(line.head.deal_id) or promised.get(line.head.deal_id),
            "why": coming.of(line.why, ahead.get(line.head.deal_id)),
            "stage_name": config.pipeline.stage_name(line.head.stage, locale),
            "is_moving": is_moving,
            "blocker": None if is_moving else line.blocker,
            "put_off": _put_off(facts.get(line.head.deal_id), now) if not line.owner else None,
            "missing": missing.get(line.head.deal_id, ()) if line.rule in GAPS_FOR else (),
        }
        dressed.append(line.model_copy(update={**named, "blockers": chips}))
    return dressed

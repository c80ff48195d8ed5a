"""Weighs deals for the daily lists: how late, how much, whose turn it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from statistics import median_low
from typing import Literal

from rules.clocks import Light, light, quiet_limit
from rules.decision import Why
from rules.digest import DealLine, late_days
from rules.facts import DealFacts, LadderRules, PersonFacts, Rung
from rules.ladder import why
from rules.pipeline import Pipeline
from services.config import ActiveConfig
from services.facts import Staff, deal_facts, rules_now
from storage import digests as rows
from storage.db import Session
from storage.tables import Deal


@dataclass(frozen=True)
class Weighed:
    """A deal with what the lists want to know; `late` None: no limit holds."""

    deal: Deal
    facts: DealFacts
    owner: PersonFacts
    light: Light
    late: int | None
    line: DealLine
    whys: tuple[Why, ...] = ()

    @property
    def deal_id(self) -> int:
        return self.facts.id


def weigh(
    tx: Session, deals: Sequence[Deal], staff: Staff, config: ActiveConfig, now: datetime
) -> list[Weighed]:
    """Every deal that has an owner who can hear, weighed at `now`; the queries do not grow with the deals."""
    staff.learn(tx, {deal.owner_id for deal in deals})
    rules, facts = rules_now(tx, config.pipeline), deal_facts(tx, deals)
    found = []
    for deal in deals:
        owner = staff.facts(deal.owner_id)
        if owner is not None and owner.active and deal.id is not None:
            found.append(_one(deal, facts[deal.id], owner, rules, config.pipeline, now))
    return _estimated(found)


def _one(
    deal: Deal, facts: DealFacts, owner: PersonFacts, rules: LadderRules, pipeline: Pipeline, now: datetime
) -> Weighed:
    quiet_yet = rules.live_from is not None and now < rules.live_from
    late = None if quiet_yet else late_days(facts, owner.calendar, now, rules)
    step_today = False
    if facts.step:
        here = owner.delivery.local(now).date()
        step_today = owner.delivery.local(facts.step.due_at).date() <= here
    shown: Light = light(facts, owner.calendar, now, rules)
    if quiet_yet and not step_today:
        shown = "green"
    line = DealLine(
        deal_id=facts.id,
        amount_minor=in_base(deal, pipeline.base_currency),
        late_days=late or 0,
        light=shown,
        side=_side(deal, facts, owner, rules, pipeline, now),
        step_at=facts.step.due_at if facts.step else None,
        step_today=step_today,
    )
    return Weighed(deal, facts, owner, shown, late, line, why(facts, owner, None, now, rules))


def in_base(deal: Deal, base: str) -> int | None:
    """The amount in the base currency; None without an amount or a rate."""
    if deal.amount_minor is None or deal.currency in (None, base):
        return deal.amount_minor
    return int(Decimal(deal.amount_minor) * Decimal(deal.rate_to_base)) if deal.rate_to_base else None


def _side(
    deal: Deal, facts: DealFacts, owner: PersonFacts, rules: LadderRules, pipeline: Pipeline, now: datetime
) -> Literal["us", "them"]:
    """Whose turn it is: what was said to be in the way, else ours while nobody is in touch."""
    known = next((b for b in pipeline.blockers if b.key == deal.blocker), None)
    if known is not None and known.side != "none":
        return known.side
    quiet = quiet_limit(facts, owner.calendar, rules, now)
    return "us" if quiet is not None and quiet.on(now) else "them"


def _estimated(weighed: list[Weighed]) -> list[Weighed]:
    """A missing amount ranks by the stage's median, marked as estimated."""
    by_stage: dict[str, list[int]] = {}
    for one in weighed:
        if one.line.amount_minor is not None:
            by_stage.setdefault(one.deal.stage, []).append(one.line.amount_minor)
    found = []
    for one in weighed:
        if one.line.amount_minor is None and (known := by_stage.get(one.deal.stage)):
            guess = replace(one.line, amount_minor=median_low(known), estimated=True)
            one = replace(one, line=guess)
        found.append(one)
    return found


def stuck(tx: Session, weighed: Iterable[Weighed]) -> list[Weighed]:
    """Deals whose limit holds and whose owner has heard so: nobody reads it in a list before the owner did."""
    late = [one for one in weighed if one.late is not None]
    told = rows.red_said(tx, [one.deal_id for one in late], int(Rung.RED))
    return [one for one in late if _heard(one, told.get(one.deal_id))]


def _heard(one: Weighed, at: datetime | None) -> bool:
    """The owner of now heard it in the clock's present episode."""
    if at is None:
        return False
    since = [w.counted_from for w in one.whys if w.rule in ("quiet", "slow") and w.limit_at <= at]
    is_mine = one.facts.owner_since is None or at >= one.facts.owner_since
    return bool(since) and is_mine and at >= min(since)

"""Weighs deals for the lists, for Home and for cards alike: which light, how late, how much, whose turn it is."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from statistics import median_low

from rules.calm import calm
from rules.clocks import Clock, asked_at, is_waiting, running
from rules.coming import is_owed_due, is_step_due
from rules.decision import Why
from rules.digest import DealLine, Side, late_days
from rules.dismissals import dismissed_at
from rules.facts import DealFacts, LadderRules, PersonFacts
from rules.ladder import why
from rules.lights import light_of
from rules.pipeline import Pipeline
from rules.rates import Rates
from rules.waits import set_aside
from services.config.versions import ActiveConfig
from services.facts import Known, Staff, rules_now
from services.money.rates import in_base, of_day
from services.money.worth import priced, rates_for
from storage import deal_lists, reds
from storage.db import Session
from storage.tables import Deal

STANDS = ("quiet", "slow")  # rules of a deal that is stuck


@dataclass(frozen=True)
class Weighed:
    """A deal with what lists and Home want to know of it. `clocks` count at `now`: none in the quiet start, none
    while the customer is waited for; `late` None: no limit of silence or of the stage holds; `whole`: the facts with what a
    park sets aside now and not later."""

    deal: Deal
    facts: DealFacts
    whole: DealFacts
    owner: PersonFacts
    line: DealLine
    late: int | None
    clocks: tuple[Clock, ...]
    rules: LadderRules
    now: datetime

    @property
    def deal_id(self) -> int:
        return self.facts.id

    @cached_property
    def whys(self) -> tuple[Why, ...]:
        """Each clock that runs, with what it counts from; worked out for the few that are told."""
        return why(self.facts, self.owner, None, self.now, self.rules)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The signals it is listed for; of a deal that is only warned of, the one whose limit comes first."""
        on = [clock for clock in self.clocks if clock.on(self.now)]
        if any(clock.rule == "untouched" for clock in on):  # silence says the same again
            on = [clock for clock in on if clock.rule != "quiet"]
        if any(clock.rule == "slipping" for clock in on):  # the gravest says it for all
            on = [clock for clock in on if clock.rule not in STANDS]
        if self.line.today:
            asked = {
                "waiting": self.line.wait_over,
                "owed": self.line.owed_today,
                "step": self.line.step_today,
            }
            return (*(rule for rule, is_due in asked.items() if is_due), *(clock.rule for clock in on))
        if self.line.light == "green" or is_waiting(self.facts, self.now):
            return ()
        ahead = sorted(self.clocks, key=lambda clock: clock.limit_at)[:1]
        return tuple(clock.rule for clock in on or ahead)


def weigh(
    tx: Session,
    deals: Sequence[Deal],
    staff: Staff,
    config: ActiveConfig,
    now: datetime,
    *,
    rules: LadderRules | None = None,
    medians: Mapping[str, int] | None = None,
    known: Known | None = None,
) -> list[Weighed]:
    """Every deal with an owner, at `now`; the queries do not grow with the deals.

    `rules`: other thresholds than those in force now, for a preview. `medians`: a stage's middle amount in minor
    units of the base currency, where more deals are known than are weighed here. `known`: what was read before."""
    if not deals:
        return []
    staff.learn(tx, {deal.owner_id for deal in deals})
    known = known or Known(tx, config.pipeline, now)
    rules, facts = rules or rules_now(tx, config.pipeline), known.facts(deals)
    rates, found = rates_for(tx, config.pipeline, deals, now), []
    for deal in deals:
        owner = staff.facts(deal.owner_id)
        if owner is not None:
            found.append(_one(deal, facts[deal.id], owner, rules, config.pipeline, rates, now))
    return _estimated(found, priced(tx, deals, rates), medians)


def weigh_asking(
    tx: Session,
    owner_ids: Collection[int],
    staff: Staff,
    config: ActiveConfig,
    now: datetime,
    besides: Collection[int] = (),
    known: Known | None = None,
) -> dict[int, Weighed]:
    """deal → how it stands, of those of these people's that may ask for something at `now`, and those `besides`. The
    others are green, with nothing promised by then: a list neither shows nor counts them."""
    known = known or Known(tx, config.pipeline, now)
    staff.learn(tx, owner_ids)
    owners = [facts for pid in owner_ids if (facts := staff.facts(pid)) is not None]
    asking = deal_lists.asking(tx, owner_ids, calm(owners, now, rules_now(tx, config.pipeline)), besides)
    deals = known.deals(asking)
    medians: dict[str, int] = {}
    if any(deal.amount_minor is None for deal in deals):
        rates = of_day(tx, config.pipeline, now)
        medians = medians_of(
            (stage, rates.worth(minor, currency, kept))
            for stage, minor, currency, kept in deal_lists.amounts(tx, owner_ids, runs=True)
        )
    return {one.deal_id: one for one in weigh(tx, deals, staff, config, now, medians=medians, known=known)}


def _one(
    deal: Deal,
    facts: DealFacts,
    owner: PersonFacts,
    rules: LadderRules,
    pipeline: Pipeline,
    rates: Rates,
    now: datetime,
) -> Weighed:
    whole, facts = facts, set_aside(facts, owner.delivery, now, rules)
    clocks, step = running(facts, owner.calendar, now, rules), facts.step
    worth, local, is_due = in_base(deal, rates), owner.delivery.local, is_step_due(facts, owner, now)
    late = late_days([clock for clock in clocks if clock.rule in STANDS], owner.calendar, now)
    line = DealLine(
        deal_id=facts.id,
        amount_minor=worth,
        apart=worth is None and deal.amount_minor is not None,
        late_days=late_days(clocks, owner.calendar, now) or 0,
        light=light_of(facts, clocks, owner.calendar, now, rules),
        side=_side(deal, pipeline),
        step_at=step.due_at if step else None,
        wait_over=_wait_over(facts, clocks, owner, now, rules),
        step_today=is_due,
        step_past=is_due and step is not None and local(step.due_at).date() < local(now).date(),
        owed_today=is_owed_due(facts, owner, now),
    )
    return Weighed(deal, facts, whole, owner, line, late, clocks, rules, now)


def _wait_over(
    facts: DealFacts, clocks: Sequence[Clock], owner: PersonFacts, now: datetime, rules: LadderRules
) -> bool:
    """What was waited for is still to be asked about: nobody has acted since it was, and no limit has spoken since."""
    wait, local = facts.waiting, owner.delivery.local
    if wait is None or local(wait.until).date() > local(now).date():
        return False
    asked = asked_at(wait, owner.delivery, rules)
    acts = (facts.acted_at, facts.last_contact_at, facts.step.opened_at if facts.step else None)
    if dismissed_at(facts, "waiting", wait.since) or any(at is not None and at > asked for at in acts):
        return False
    is_first_day = local(wait.until).date() == local(now).date()
    return not any(c.on(now) and (c.limit_at >= wait.until or not is_first_day) for c in clocks)


def _side(deal: Deal, pipeline: Pipeline) -> Side:
    """Whose turn it is: the customer's only where somebody said so; what nobody named is ours to find out."""
    known = pipeline.in_the_way(deal.blocker)
    return "them" if known is not None and known.side == "them" else "us"


def medians_of(amounts: Iterable[tuple[str, int | None]]) -> dict[str, int]:
    """stage → the middle of its amounts, in minor units of the base currency."""
    by_stage: dict[str, list[int]] = {}
    for stage, minor in amounts:
        if minor is not None:
            by_stage.setdefault(stage, []).append(minor)
    return {stage: median_low(known) for stage, known in by_stage.items()}


def _estimated(
    weighed: list[Weighed], prices: Mapping[int, int], medians: Mapping[str, int] | None
) -> list[Weighed]:
    """A missing amount ranks by the product's list price, else by the stage's median; one that has no rate does not rank
    at all."""
    if medians is None:
        medians = medians_of((one.deal.stage, one.line.amount_minor) for one in weighed)
    return [
        replace(one, line=replace(one.line, amount_minor=worth))
        if one.deal.amount_minor is None
        and (worth := prices.get(one.deal_id, medians.get(one.deal.stage))) is not None
        else one
        for one in weighed
    ]


def unrated(weighed: Iterable[Weighed]) -> tuple[str, ...]:
    """The currencies that keep these deals from being compared."""
    return tuple(sorted({one.deal.currency for one in weighed if one.line.apart and one.deal.currency}))


def stuck(tx: Session, weighed: Iterable[Weighed], heard_now: Collection[int] = ()) -> list[Weighed]:
    """Deals whose limit holds and whose owner has heard so: nobody reads it in a list before the owner did. Of those
    `heard_now` its owner hears it in this minute."""
    late = [one for one in weighed if one.late is not None and one.owner.active]
    told = reds.said(tx, [one.deal_id for one in late])
    return [
        one for one in late if _heard(one, one.now if one.deal_id in heard_now else told.get(one.deal_id))
    ]


def stuck_from(tx: Session, ones: Collection[Weighed]) -> dict[int, datetime]:
    """deal → since when it is one of those, as far as its present clocks tell; without what is heard in this minute."""
    found, told = {}, reds.each_said(tx, [one.deal_id for one in ones])
    for one in ones:
        limit_at = min((x.limit_at for x in one.clocks if x.rule in STANDS and x.on(one.now)), default=None)
        heard = [at for at in told.get(one.deal_id, ()) if _heard(one, at)]
        if limit_at is not None and heard:
            since, waited = max(limit_at, min(heard)), waited_until(one)
            found[one.deal_id] = max(since, waited) if waited else since
    return found


def waited_until(one: Weighed) -> datetime | None:
    """When its last wait in this stage was over: until then it stood on no list, though its limit was over before."""
    ends = [ended for _, ended in one.facts.pauses] + [w.until for w in (one.facts.waiting,) if w is not None]
    return max((at for at in ends if at <= one.now), default=None)


def _heard(one: Weighed, at: datetime | None) -> bool:
    """The owner of now heard it in the clock's present episode."""
    if at is None:
        return False
    since = [clock.counted_from for clock in one.clocks if clock.limit_at <= at and clock.rule != "date"]
    is_mine = one.facts.owner_since is None or at >= one.facts.owner_since
    return bool(since) and is_mine and at >= min(since)

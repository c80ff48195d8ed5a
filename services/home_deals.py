"""Deals as Home weighs and shows them: their light, what they are listed for, and the row's facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rules.answers.home import HomeDeal
from rules.calendar import Calendar
from rules.clocks import dwell, is_waiting, light, quiet_limit, slow_limit
from rules.digest import DealLine, late_days
from rules.facts import DealFacts, LadderRules
from services import shown
from services.calendars import calendars
from services.config import ActiveConfig
from services.dressing import stage_name
from services.facts import deal_facts, rules_now
from services.people import language, zone_of
from services.weigh import in_base
from storage import deals as deal_rows
from storage.db import Session
from storage.tables import Deal, Person


@dataclass(frozen=True)
class Weighed:
    """A running deal with its facts and its owner's calendar; `line` orders it among others."""

    deal: Deal
    facts: DealFacts
    calendar: Calendar
    line: DealLine
    rules: LadderRules

    @property
    def deal_id(self) -> int:
        return self.facts.id


def weigh_own(
    tx: Session, config: ActiveConfig, person: Person, deals: Sequence[Deal], now: datetime
) -> list[Weighed]:
    """The deals of one person."""
    return weigh(tx, config, deals, calendars(tx, [person], now.year), now)


def weigh(
    tx: Session,
    config: ActiveConfig,
    deals: Sequence[Deal],
    of_owner: Mapping[int, Calendar],
    now: datetime,
) -> list[Weighed]:
    """Deals whose owners have a calendar here; the number of queries does not grow with the deals."""
    rules, facts = rules_now(tx, config.pipeline), deal_facts(tx, deals)
    found = []
    for deal in deals:
        calendar = of_owner.get(deal.owner_id or 0)
        if calendar is not None and deal.id is not None:
            line = _line(deal, facts[deal.id], calendar, rules, config.pipeline.base_currency, now)
            found.append(Weighed(deal, facts[deal.id], calendar, line, rules))
    return found


def _line(
    deal: Deal, facts: DealFacts, calendar: Calendar, rules: LadderRules, base: str, now: datetime
) -> DealLine:
    step = facts.step
    today = calendar.local(now).date()
    shows = light(facts, calendar, now, rules)
    return DealLine(
        deal_id=facts.id,
        amount_minor=in_base(deal, base),
        late_days=(late_days(facts, calendar, now, rules) or 0) if shows == "red" else 0,
        light=shows,
        step_at=step.due_at if step else None,
        step_today=step is not None and calendar.local(step.due_at).date() <= today,
    )


def top(found: Sequence[Weighed], most: int) -> tuple[Sequence[Weighed], int]:
    """The first so many, and how many more there are."""
    return found[:most], max(len(found) - most, 0)


def dress(
    tx: Session,
    config: ActiveConfig,
    weighed: Sequence[Weighed],
    reader: Person,
    now: datetime,
    names: Mapping[int, str] | None = None,
) -> dict[int, HomeDeal]:
    """deal id → its row for this reader; `names` of owners, where they are told."""
    deals = [x.deal for x in weighed]
    heads, steps = shown.heads(tx, deals), deal_rows.open_steps(tx, [x.deal_id for x in weighed])
    locale, today = language(reader), now.astimezone(zone_of(reader.slack_tz)).date()
    return {
        x.deal_id: HomeDeal(
            head=heads[x.deal_id],
            stage_name=stage_name(config.pipeline, x.deal.stage, locale),
            light=x.line.light,
            reasons=_reasons(x, now),
            step=shown.step(steps.get(x.deal_id), today),
            days_in_stage=dwell(x.facts, x.calendar, now),
            last_contact_at=x.deal.last_contact_at,
            owner=(names or {}).get(x.deal.owner_id or 0, ""),
        )
        for x in weighed
    }


def _reasons(one: Weighed, now: datetime) -> tuple[str, ...]:
    """The signals that hold; for an amber deal the one whose limit comes first."""
    facts, calendar = one.facts, one.calendar
    if one.line.step_today:
        return ("step",)
    if one.line.light == "green" or is_waiting(facts, now):
        return ()
    running = [
        clock
        for clock in (
            quiet_limit(facts, calendar, one.rules, now),
            slow_limit(facts, calendar, one.rules),
        )
        if clock
    ]
    on = [clock for clock in running if clock.on(now)]
    ahead = sorted(running, key=lambda clock: clock.limit_at)[:1]
    return tuple(clock.rule for clock in on or ahead)

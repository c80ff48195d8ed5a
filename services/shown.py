"""Turns rows into the parts of answers: a deal's head, a step as said."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from rules.answers import DealHead, StepShown
from rules.answers.deals import DealRow
from rules.answers.leads import Choice, MoneyShown
from rules.calendar import Calendar
from rules.clocks import running
from rules.counted import in_stage
from rules.facts import DealFacts, LadderRules
from rules.pipeline import Pipeline
from storage import accounts as account_rows
from storage import steps as step_rows
from storage.db import Session
from storage.tables import Deal, Product, Step

BEGINS = 30  # letters of what was typed, which tell one nameless draft from another


def heads(tx: Session, deals: Iterable[Deal]) -> dict[int, DealHead]:
    """deal id → its head, with a query for the names of customers and one for those of people."""
    wanted = list(deals)
    names = account_rows.names_of(tx, {d.account_id for d in wanted if d.account_id})
    named = {d.id: names.get(d.account_id or 0, "") for d in wanted}
    people = account_rows.first_contacts(tx, [deal_id for deal_id, name in named.items() if not name])
    return {d.id: _head(tx, d, named[d.id], people.get(d.id, "")) for d in wanted}


def told_apart(tx: Session, deals: Iterable[Deal]) -> dict[int, DealHead]:
    """The same for lists in which somebody's deals stand together: with the code where they have two of one name."""
    wanted = list(deals)
    named, twice = heads(tx, wanted), account_rows.namesakes(tx, wanted)
    return {i: one.model_copy(update={"has_namesake": i in twice}) for i, one in named.items()}


def head(tx: Session, deal: Deal) -> DealHead:
    """One deal's head."""
    account = account_rows.of_deal(tx, deal)
    contact = "" if account else account_rows.first_contacts(tx, [deal.id]).get(deal.id, "")
    return _head(tx, deal, account.name if account else "", contact)


def _head(tx: Session, deal: Deal, account: str, contact: str) -> DealHead:
    product = tx.get(Product, deal.product_id) if deal.product_id and not (account or contact) else None
    is_nameless = not (account or contact or product)
    return DealHead(
        deal_id=deal.id,
        code=deal.code,
        account=account,
        contact=contact,
        stage=deal.stage,
        product=product.name if product else "",
        begins=begins(deal.raw_text) if is_nameless else "",
    )


def begins(text: str, most: int = BEGINS) -> str:
    """The first words of what was typed."""
    first = text.strip().partition("\n")[0]
    return first if len(first) <= most else f"{first[: most - 1].rstrip()}…"


def as_typed(head: DealHead, deal: Deal) -> DealHead:
    """For who typed it and does not see it: the names that stand in what was typed; another one was given to it by
    somebody else since."""
    kept = {name: word for name in ("account", "contact") if (word := getattr(head, name)) in deal.raw_text}
    return DealHead(deal_id=head.deal_id, code=head.code, stage=head.stage, **kept)


def rows(
    tx: Session,
    pipeline: Pipeline,
    deals: Sequence[Deal],
    lights: Mapping[int, str],
    locale: str,
    today: date,
) -> tuple[DealRow, ...]:
    """Deals as a list shows them, in the reader's language and on their today; `lights` by deal id."""
    named = heads(tx, deals)
    steps = step_rows.open_of_deals(tx, list(named))
    return tuple(
        DealRow(
            head=named[deal.id],
            light=lights[deal.id],
            stage_name=pipeline.stage_name(deal.stage, locale),
            step=step(steps.get(deal.id), today),
            money=money(deal),
        )
        for deal in deals
    )


def step(row: Step | None, today: date) -> StepShown | None:
    """A step as it was said; ``today`` is the reader's."""
    if row is None:
        return None
    days = (row.on_date - today).days if row.on_date else None
    return StepShown(
        step_id=row.id,
        text=row.text,
        kind=row.kind,
        on=row.on_date,
        at=row.at_time,
        part=row.part_of_day,
        days=days,
    )


def stage_days(facts: DealFacts, calendar: Calendar, now: datetime) -> dict[str, Any]:
    """The fields of `StageDays`: how long a deal has been in its stage, as its limit counts."""
    counted = in_stage(facts, calendar, now)
    return {"days_in_stage": counted.days, "counted_from": counted.since, "waited": counted.waited}


def money(deal: Deal) -> MoneyShown | None:
    """What the deal is worth, as it was said."""
    if deal.amount_minor is None or not deal.currency:
        return None
    return MoneyShown(minor=deal.amount_minor, currency=deal.currency, approx=deal.amount_approx)


def sign_on(facts: DealFacts, calendar: Calendar, now: datetime, rules: LadderRules) -> date | None:
    """By when it was to be signed, if that day is over and still to be asked about."""
    is_past = any(clock.rule == "date" for clock in running(facts, calendar, now, rules))
    return facts.sign_on if is_past else None


def reasons(pipeline: Pipeline, state: str, locale: str) -> tuple[Choice, ...]:
    """The reasons of a loss (or of an invalid lead) that there are to choose from."""
    known = pipeline.invalid_reasons if state == "invalid" else pipeline.loss_reasons
    return tuple(
        Choice(value=r.key, label=r.name.of(locale), wants_words=r.wants_words)
        for r in known
        if r.moved_to is None
    )


def closed_reason(pipeline: Pipeline, deal: Deal, locale: str) -> str:
    """Why it was lost, or is no lead, with what was written to it; empty where nobody said."""
    known = (*pipeline.loss_reasons, *pipeline.invalid_reasons)
    found = next((r for r in known if r.key == deal.lost_reason), None)
    words = [found.name.of(locale) if found else "", deal.lost_detail or ""]
    return " · ".join(w for w in words if w)

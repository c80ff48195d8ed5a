"""The rate table: dated, by hand or from a file; and the rate that a deal keeps from the day it was signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from rules.access import Action
from rules.answers import Answer
from rules.answers.rates import RateSet, RateShown, RatesShown
from rules.calendar import preset
from rules.exchange.others import RateRow
from rules.money import Amount
from rules.pipeline import Pipeline
from rules.rates import Rates, is_signed, keep
from services import audit
from services.ask import Ask, once
from services.deps import Deps
from services.team import access
from storage import deals as deal_rows
from storage import rates as rows
from storage.db import Session
from storage.tables import Deal, Rate

Days = dict[date, Mapping[str, Decimal]]


def today(pipeline: Pipeline, now: datetime) -> date:
    """The day that rates are of: the team's calendar's."""
    return preset(pipeline.calendars.default).local(now).date()


def of_day(tx: Session, pipeline: Pipeline, now: datetime) -> Rates:
    """The rates of today."""
    return on(tx, pipeline, today(pipeline, now))


def on(tx: Session, pipeline: Pipeline, day: date) -> Rates:
    """The rates of a day."""
    return Rates(pipeline.base_currency, rows.on(tx, pipeline.base_currency, day))


class Signed(NamedTuple):
    """Where a deal stands, or is about to: what the rate that it keeps depends on."""

    stage: str
    state: str
    currency: str | None
    on: date  # the day on which it was signed


def kept_for(
    tx: Session, pipeline: Pipeline, deal: Deal | None, at: Signed, seen: Days | None = None
) -> str | None:
    """The rate that a deal keeps as it stands then: what it has where it was signed before in this currency, that of
    its day where it is signed by now; none in the base currency, without a rate, and where it is not signed.

    ``seen``: rates of days, kept from one deal to the next."""
    base = pipeline.base_currency
    if at.currency in (None, base) or not is_signed(pipeline, at.stage, at.state):
        return None
    if deal is not None and deal.rate_to_base and deal.currency == at.currency:
        return deal.rate_to_base
    days = {} if seen is None else seen
    if at.on not in days:
        days[at.on] = rows.on(tx, base, at.on)
    rate = days[at.on].get(at.currency or "")
    return keep(rate, base) if rate is not None else None


def priced(tx: Session, pipeline: Pipeline, deal: Deal, amount: Amount | None) -> dict[str, object]:
    """The fields of a deal that is worth this from now on, with the rate that it keeps."""
    currency = amount.currency if amount else None
    signed = Signed(deal.stage, deal.state, currency, signed_on(pipeline, deal))
    return {
        "amount_minor": amount.minor if amount else None,
        "amount_approx": amount.approx if amount else False,
        "currency": currency,
        "rate_to_base": kept_for(tx, pipeline, deal, signed),
    }


def signed_on(pipeline: Pipeline, deal: Deal) -> date:
    """The day on which a deal that is signed was: the one it was won on, else the one it came into its stage."""
    at = deal.closed_at if deal.state == "won" and deal.closed_at else deal.stage_entered_at
    return preset(pipeline.calendars.default).local(at).date()


# -- the table ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Applied:
    """What a file of rates came to: how many are new or other than before, how many signed deals got theirs."""

    rates: int
    signed: int


def apply(deps: Deps, given: Sequence[RateRow], *, now: datetime, by_id: int | None = None) -> Applied:
    """Writes rates into the table, all or none; those without a day hold from today on."""
    with deps.db.write() as tx:
        return put(tx, deps.config.held(tx).pipeline, given, now=now, by_id=by_id)


def put(
    tx: Session, pipeline: Pipeline, given: Sequence[RateRow], *, now: datetime, by_id: int | None
) -> Applied:
    """As `apply`, in the caller's transaction."""
    base, here = pipeline.base_currency, today(pipeline, now)
    known = {(rate.currency, rate.since): Decimal(rate.rate) for rate in rows.every(tx, base)}
    wanted = {(row.currency, row.since or here): row.rate for row in given}
    changed = {key: rate for key, rate in wanted.items() if known.get(key) != rate}
    rows.put(
        tx, [Rate(currency=c, base=base, since=since, rate=f"{r:f}") for (c, since), r in changed.items()]
    )
    for (currency, since), rate in changed.items():
        told = {"since": since.isoformat(), "rate": f"{rate:f}"}
        audit.record(tx, by_id, "rate.set", f"rate:{currency}", now=now, after=told)
    return Applied(len(changed), _give_signed(tx, pipeline, [c for c, _ in changed], now, by_id))


def _give_signed(
    tx: Session, pipeline: Pipeline, currencies: Sequence[str], now: datetime, by_id: int | None
) -> int:
    """Signed deals that had no rate get that of the day they were signed, now that there is one."""
    past = [one.key for one in pipeline.stages if is_signed(pipeline, one.key, "open")]
    given = 0
    for deal_id in rows.signed_without(tx, currencies, past) if currencies else ():
        deal = deal_rows.held(tx, deal_id)  # somebody may have given it another currency meanwhile
        if deal is None or deal.rate_to_base is not None or deal.currency not in currencies:
            continue
        at = Signed(deal.stage, deal.state, deal.currency, signed_on(pipeline, deal))
        rate = kept_for(tx, pipeline, deal, at)
        if rate is not None:
            deal_rows.change(tx, deal_id, deal.version, rate_to_base=rate)
            told = {"rate_to_base": rate}
            audit.record(tx, by_id, "deal.rate", f"deal:{deal_id}", now=now, after=told)
            given += 1
    return given


# -- by hand, in Slack ----------------------------------------------------------------------------------


@once("rate.set")
def set_one(ask: Ask, tx: Session, row: RateRow) -> Answer:
    """An admin names one rate. Raises Refused."""
    access.authorize(tx, ask.actor, Action.CONFIGURE, None, ask.now)
    pipeline = ask.pipeline
    applied = put(tx, pipeline, [row], now=ask.now, by_id=ask.actor.id)
    return RateSet(
        currency=row.currency,
        base=pipeline.base_currency,
        rate=f"{row.rate:f}",
        since=row.since or today(pipeline, ask.now),
        signed=applied.signed,
    )


def shown(ask: Ask) -> RatesShown:
    """The rates of today, and the currencies of open deals that have none. Raises Refused."""
    with ask.deps.db.read() as tx:
        access.authorize(tx, ask.actor, Action.CONFIGURE, None, ask.now)
        return table(tx, ask.pipeline, ask.now)


def table(tx: Session, pipeline: Pipeline, now: datetime) -> RatesShown:
    """What holds today, a currency a line."""
    base, here = pipeline.base_currency, today(pipeline, now)
    newest = {rate.currency: rate for rate in reversed(rows.every(tx, base)) if rate.since <= here}
    lacking = {c: n for c, n in rows.used_without(tx, base).items() if c not in newest}
    return RatesShown(
        base=base,
        rates=tuple(
            RateShown(currency=c, rate=newest[c].rate, since=newest[c].since) for c in sorted(newest)
        ),
        lacking=lacking,
    )


def in_base(deal: Deal, rates: Rates) -> int | None:
    """The amount in minor units of the base currency; None without an amount or a rate."""
    if deal.amount_minor is None:
        return None
    return rates.worth(deal.amount_minor, deal.currency, deal.rate_to_base)

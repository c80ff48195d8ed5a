"""What is known of a deal for its gates, and what the next one still lacks: the same for every form, card and list."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rules.approvals import is_outgrown
from rules.facts import OwedFacts
from rules.gates import AnswerFacts, GateFacts, noted
from rules.gates import gaps as gaps_of
from rules.gates import owed as owed_of
from rules.money import minor_digits
from rules.pipeline import Pipeline
from rules.rates import Rates
from services.money import rates as money
from storage import gates as rows
from storage.db import Session
from storage.deals import Looked
from storage.tables import Deal, GateAnswer

# What a customer can be asked for; the rest one judges, logs or attaches oneself.
ASKED = frozenset({"text", "number", "date", "band", "contact"})


def facts(tx: Session, pipeline: Pipeline, deal: Deal | Looked, today: date) -> GateFacts:
    """All that gates ask about; sums in whole units of the base currency, at today's rate."""
    return facts_of(tx, pipeline, [deal], today)[deal.id]


def facts_of(
    tx: Session, pipeline: Pipeline, deals: Iterable[Deal | Looked], today: date
) -> dict[int, GateFacts]:
    """deal → all that gates ask about, with the same few queries for all of them."""
    known = {deal.id: deal for deal in deals}
    said: dict[int, list[GateAnswer]] = {}
    for one in rows.answers(tx, list(known)):
        said.setdefault(one.deal_id, []).append(one)
    notes, entered = rows.notes(tx, known), rows.entered(tx, known)
    roles, files = rows.roles(tx, known), rows.file_kinds(tx, known)
    rates, nothing, found = _rates(tx, pipeline, known.values(), today), frozenset[str](), {}
    for deal_id, deal in known.items():
        answers = {a.item: answer(a, deal) for a in said.get(deal_id, ())}
        amount, said_in = _amount(pipeline, deal, rates), notes.get(deal_id, {})
        found[deal_id] = GateFacts(
            answers=answers,
            note_kinds=frozenset(said_in),
            noted=noted(pipeline, entered.get(deal_id, {}), deal.stage_entered_at, said_in),
            roles=roles.get(deal_id, nothing),
            files=files.get(deal_id, nothing),
            amount=amount,
            unrated=amount is None and deal.amount_minor is not None,
            budget_band=deal.budget_band or (pipeline.band_of(amount) if amount is not None else None),
            expected_sign_on=deal.expected_sign_on,
            owing=_owing(pipeline, answers),
        )
    return found


def answer(row: GateAnswer, deal: Deal | Looked) -> AnswerFacts:
    """What was said for one item of this deal."""
    outgrown = row.state == "waived" and is_outgrown(row.value, deal.amount_minor, deal.currency)
    return AnswerFacts(row.state, row.value, row.owed_until, row.at, outgrown)  # type: ignore[arg-type]


def passed(tx: Session, deal: Deal | Looked) -> frozenset[str]:
    """The items that a manager let pass, or approved for no less than the deal is worth now."""
    return frozenset(one.item for one in rows.answers(tx, [deal.id]) if answer(one, deal).passes)


def _owing(pipeline: Pipeline, answers: Mapping[str, AnswerFacts]) -> frozenset[str]:
    """The stages that owe an item."""
    owed = {key for key, said in answers.items() if said.state == "owed"}
    return frozenset(stage.key for stage in pipeline.stages for item in stage.exit if item.key in owed)


def _rates(tx: Session, pipeline: Pipeline, deals: Iterable[Deal | Looked], today: date) -> Rates:
    """The rates of that day, asked for where a deal is in another currency than the base."""
    base = pipeline.base_currency
    if all(deal.amount_minor is None or deal.currency in (None, base) for deal in deals):
        return Rates(base)
    return money.on(tx, pipeline, today)


def _amount(pipeline: Pipeline, deal: Deal | Looked, rates: Rates) -> int | None:
    if deal.amount_minor is None:
        return None
    worth = rates.worth(deal.amount_minor, deal.currency, deal.rate_to_base)
    return worth // 10 ** minor_digits(pipeline.base_currency) if worth is not None else None


def owed(
    tx: Session, pipeline: Pipeline, deals: Sequence[Deal | Looked], today: date
) -> dict[int, tuple[OwedFacts, ...]]:
    """deal → what it owes of the stages that it has left, by the day it was promised for, the earliest first."""
    known = facts_of(tx, pipeline, deals, today) if deals else {}
    return {deal.id: _by_day(pipeline, deal.stage, known[deal.id]) for deal in deals}


def _by_day(pipeline: Pipeline, stage: str, known: GateFacts) -> tuple[OwedFacts, ...]:
    days: dict[date, list[str]] = {}
    for one in owed_of(pipeline, stage, known):
        assert one.owed_until is not None
        days.setdefault(one.owed_until, []).append(one.key)
    return tuple(
        OwedFacts(day, tuple(keys), min(at for key in keys if (at := known.answers[key].at)))
        for day, keys in days.items()
    )


class Gaps(NamedTuple):
    """What a gate still lacks, the name of the stage behind it, whether it is the customer who can tell, and how much of
    it is a manager's yes."""

    missing: tuple[str, ...] = ()
    stage: str = ""
    may_ask: bool = True
    approvals: int = 0


def gaps(
    tx: Session, pipeline: Pipeline, deal: Deal | Looked, today: date, locale: str, *, but_owed: bool = False
) -> Gaps:
    """What the next gate still lacks, two things at most; `but_owed`: what is owed, and overdue, is told beside it."""
    if pipeline.after(deal.stage) is None:
        return Gaps()
    return _gaps(pipeline, deal, facts(tx, pipeline, deal, today), today, locale, but_owed)


def gaps_of_deals(
    tx: Session, pipeline: Pipeline, deals: Iterable[Deal | Looked], today: date, locale: str
) -> dict[int, tuple[str, ...]]:
    """deal → what its next gate still lacks, as `gaps` but what is owed, for all of them at once."""
    before = [deal for deal in deals if pipeline.after(deal.stage) is not None]
    known = facts_of(tx, pipeline, before, today) if before else {}
    return {deal.id: _gaps(pipeline, deal, known[deal.id], today, locale, True).missing for deal in before}


def _gaps(
    pipeline: Pipeline, deal: Deal | Looked, known: GateFacts, today: date, locale: str, but_owed: bool
) -> Gaps:
    missing = gaps_of(pipeline, deal.stage, known, today, but_owed=but_owed)
    following = pipeline.after(deal.stage)
    return Gaps(
        missing=tuple(m.item.name.of(locale) for m in missing),
        stage=following.name.of(locale) if following else "",
        may_ask=all(m.item.kind in ASKED for m in missing),
        approvals=sum(m.item.kind == "approval" for m in missing),
    )

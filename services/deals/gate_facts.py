"""What is known of a deal for its gates, and what the next one still lacks: the same for every form, card and list."""

from datetime import date

from rules.gates import AnswerFacts, GateFacts
from rules.gates import gaps as gaps_of
from rules.money import minor_digits
from rules.pipeline import Pipeline
from rules.rates import Rates
from services.money import rates as money
from storage import deals as deal_rows
from storage.db import Session
from storage.tables import Deal

NOTES = 200  # kinds are looked for in so many of the newest


def facts(tx: Session, pipeline: Pipeline, deal: Deal, today: date) -> GateFacts:
    """All that gates ask about; sums in whole units of the base currency, at today's rate."""
    answers = {
        a.item: AnswerFacts(state=a.state, value=a.value, owed_until=a.owed_until)  # type: ignore[arg-type]
        for a in deal_rows.gate_answers(tx, [deal.id])
    }
    owed = {key for key, answer in answers.items() if answer.state == "owed"}
    worth = _worth(tx, pipeline, deal, today)
    amount = worth // 10 ** minor_digits(pipeline.base_currency) if worth is not None else None
    return GateFacts(
        answers=answers,
        note_kinds=frozenset(n.kind for n in deal_rows.notes_of(tx, deal.id, NOTES)),
        roles=frozenset(role for contact, role in deal_rows.contacts_of(tx, deal.id) if contact.name),
        files=frozenset(f.kind for f in deal_rows.attachments_of(tx, deal.id)),
        amount=amount,
        unrated=amount is None and deal.amount_minor is not None,
        budget_band=deal.budget_band or (pipeline.band_of(amount) if amount is not None else None),
        expected_sign_on=deal.expected_sign_on,
        owing=frozenset(stage.key for stage in pipeline.stages for item in stage.exit if item.key in owed),
    )


def _worth(tx: Session, pipeline: Pipeline, deal: Deal, today: date) -> int | None:
    if deal.amount_minor is None:
        return None
    base = pipeline.base_currency
    rates = Rates(base) if deal.currency in (None, base) else money.on(tx, pipeline, today)
    return rates.worth(deal.amount_minor, deal.currency, deal.rate_to_base)


def gaps(
    tx: Session, pipeline: Pipeline, deal: Deal, today: date, locale: str
) -> tuple[tuple[str, ...], str]:
    """What the next gate still lacks, two things at most, and the name of the stage behind it."""
    at = pipeline.index(deal.stage)
    if at + 1 >= len(pipeline.stages):
        return (), ""
    missing = gaps_of(pipeline, deal.stage, facts(tx, pipeline, deal, today), today)
    return tuple(m.item.name.of(locale) for m in missing), pipeline.stages[at + 1].name.of(locale)

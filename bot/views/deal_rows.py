"""A deal in a list: its light and name, where it stands, what is next; one tap to its card."""

from collections.abc import Iterable

from bot.views.leads import name_of, with_code
from bot.views.parts import Part, bold, button, context, section
from bot.views.reader import Reader
from bot.views.step_words import due
from bot.words import formats
from rules.answers.deals import DealRow
from rules.answers.leads import MoneyShown

LIGHTS = {"green": "deal.green", "amber": "deal.amber", "red": "deal.red"}
CLOSED = {"won": "deal.won", "lost": "deal.lost", "invalid": "deal.invalid", "void": "deal.void"}
STATES = {"won": "found.won", "lost": "found.lost", "invalid": "found.invalid", "draft": "deal.draft"}


def row(deal: DealRow, reader: Reader, owner: str = "") -> Part:
    """Two lines and *Open*; ``owner`` where it is not the reader's own. What is over has its state for a light."""
    t, step = reader.t, deal.step
    light = t(LIGHTS[deal.light]) if deal.light in LIGHTS else t(STATES.get(deal.light, "found.open"))
    following = t("deal.no_step") if deal.light in LIGHTS else ""
    if step is not None:
        following = t("deal.next", step=" ".join(w for w in (step.text, due(step, reader)) if w))
    facts = [deal.stage_name, owner, money([deal.money] if deal.money else [], reader), following]
    named = bold(name_of(deal.head, reader)) if deal.light == "draft" else with_code(deal.head, reader)
    told = f"{light} {named}\n{' · '.join(word for word in facts if word)}"
    return section(told, accessory=button(t("btn.open"), "deal_card", str(deal.head.deal_id)))


def beyond(count: int, reader: Reader) -> Part | None:
    """How many deals were too many to be looked at, said plainly."""
    return context(reader.t("home.uncounted", count=count)) if count else None


def money(sums: Iterable[MoneyShown], reader: Reader) -> str:
    """Sums in short, one for each currency."""
    told = (formats.money(s.minor, s.currency, reader.locale, approx=s.approx, short=True) for s in sums)
    return " + ".join(told)

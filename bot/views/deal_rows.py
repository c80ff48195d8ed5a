"""A deal in a list: its light and name, where it stands, what is next; one tap to its card."""

from collections.abc import Iterable

from bot.views.leads import with_code
from bot.views.parts import Part, actions, button, context, section
from bot.views.reader import Reader
from bot.views.step_words import due
from bot.words import formats
from rules.answers.deals import DealRow
from rules.answers.leads import MoneyShown

LIGHTS = {"green": "deal.green", "amber": "deal.amber", "red": "deal.red"}
CLOSED = {"won": "deal.won", "lost": "deal.lost", "invalid": "deal.invalid", "void": "deal.void"}
STATES = {"won": "found.won", "lost": "found.lost", "invalid": "found.invalid"}


def row(deal: DealRow, reader: Reader, owner: str = "", *, is_left: bool = False) -> list[Part | None]:
    """Two lines and *Open*; ``owner`` where it is not the reader's own. What is over has its state for a light; a draft
    has none, its name says what it is. `is_left`: its owner is gone, and this reader may give it to somebody."""
    t, step = reader.t, deal.step
    light = "" if deal.light == "draft" else t({**LIGHTS, **STATES}.get(deal.light, "found.open"))
    following = t("deal.no_step") if deal.light in LIGHTS else ""
    if step is not None:
        following = t("deal.next", step=" ".join(w for w in (step.text, due(step, reader)) if w))
    facts = [deal.stage_name, owner, money([deal.money] if deal.money else [], reader), following]
    named = " ".join(word for word in (light, with_code(deal.head, reader)) if word)
    told = f"{named}\n{' · '.join(word for word in facts if word)}"
    card = button(t("btn.open"), "deal_card", str(deal.head.deal_id))
    if not is_left:
        return [section(told, accessory=card)]
    give = button(t("btn.reassign"), "nudge_reassign", f"0:{deal.head.deal_id}")
    return [section(told), actions(give, card)]


def beyond(count: int, reader: Reader) -> Part | None:
    """How many deals were too many to be looked at, said plainly."""
    return context(reader.t("home.uncounted", count=count)) if count else None


def money(sums: Iterable[MoneyShown], reader: Reader) -> str:
    """Sums in short, one for each currency."""
    told = (formats.money(s.minor, s.currency, reader.locale, approx=s.approx, short=True) for s in sums)
    return " + ".join(told)

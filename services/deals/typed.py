"""Which deal a typed verb is about, where the words name none as they stand."""

from dataclasses import replace

from rules import when
from rules.answers.deals import DealCard, DealList
from rules.deal_verbs import Typed, read
from rules.errors import NotFound
from rules.facts import LIVE
from rules.when import When
from services.ask import Ask
from services.deals import cards
from services.deals import find as finder
from services.team import access
from services.team.people import language, zone_of
from storage import deals as deal_rows
from storage.db import Session


def meant(ask: Ask, text: str) -> tuple[Typed, DealCard | DealList] | None:
    """The verb and its deal, or the deals that it may be; for a verb alone the deal last touched. None for a text that has
    no verb or is a deal's own name (Lost Coast). Raises NotFound for a verb beside a name that no deal has."""
    typed = dated(ask, text)
    if not typed:
        return None
    with ask.deps.db.read() as tx:
        if finder.by_words(tx, ask.pipeline, ask.actor, text).deals:
            return None
        if not typed[0].name:
            last = _last(tx, ask)
            return (typed[0], last) if last else None
        near: list[str] = []
        for one in typed:
            hit = finder.by_words(tx, ask.pipeline, ask.actor, one.name)
            if hit.deals:
                return one, cards.card_or_list(tx, ask, one.name)
            near += hit.near
    if near:
        raise NotFound(
            "err.notfound_near", query=typed[0].name[:80], candidates=" / ".join(dict.fromkeys(near))
        )
    return None


def dated(ask: Ask, text: str) -> tuple[Typed, ...]:
    """What a text may ask to be done, the words of a park's day as that day; a reading whose words are no day to come is
    none."""
    found = []
    for one in read(text, ask.pipeline):
        if one.verb != "park" or not one.more:
            found.append(one)
        elif day := _day(ask, one.more):
            found.append(replace(one, more=day))
    return tuple(found)


def _day(ask: Ask, words: str) -> str:
    said = when.parse(words, now=ask.now, tz=zone_of(ask.person.slack_tz), locale=language(ask.person))
    return said.date.isoformat() if isinstance(said, When) and said.date > ask.today else ""


def _last(tx: Session, ask: Ask) -> DealCard | None:
    """The deal last touched, while it runs and is theirs to see."""
    deal = deal_rows.by_id(tx, ask.person.last_deal_id or 0)
    if deal is None or deal.state not in LIVE or not access.visible(tx, ask.actor).holds(deal):
        return None
    return cards.card(tx, ask.pipeline, ask.person, ask.actor, deal, ask.now)

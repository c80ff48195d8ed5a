"""Which deal a typed verb is about, where the words name none as they stand."""

from collections.abc import Sequence
from dataclasses import replace

from rules import when
from rules.access import Action
from rules.answers.deals import DealCard, VerbWhich
from rules.deal_verbs import WORDED, Typed, read
from rules.facts import LIVE
from rules.when import When
from services import shown
from services.ask import Ask
from services.deals import cards, team
from services.deals import find as finder
from services.team import access
from services.team.people import language, zone_of
from storage import deals as deal_rows
from storage.db import Session
from storage.tables import Deal


def meant(ask: Ask, text: str) -> tuple[Typed, DealCard | VerbWhich] | None:
    """The verb and its deal, or the deals that it may be; for a verb alone the deal last touched. None for a text that has
    no verb or is a deal's own name (Lost Coast), and where there is no deal to choose."""
    typed = dated(ask, text)
    if not typed:
        return None
    with ask.deps.db.read() as tx:
        if finder.by_words(tx, ask.pipeline, ask.actor, text).deals:
            return None
        if not typed[0].name:
            last = _last(tx, ask)
            return (typed[0], last) if last else None
        for one in typed:
            hit = finder.by_words(tx, ask.pipeline, ask.actor, one.name)
            if hit.deals:
                return one, _shown(tx, ask, text, one, hit.deals)
        first = typed[0]
        begun = finder.named_at_start(tx, ask.pipeline, ask.actor, first.name)
        if begun.deals and first.verb in WORDED:
            worded = replace(first, name=begun.said, more=_behind(begun, first.name))
            return worded, _shown(tx, ask, text, worded, begun.deals)
        return _nearest(tx, ask, text, first, begun.deals)


def _shown(tx: Session, ask: Ask, text: str, one: Typed, deals: Sequence[Deal]) -> DealCard | VerbWhich:
    if len(deals) > 1:
        return _which(tx, text, one, deals, several=True)
    access.authorize(tx, ask.actor, Action.SEE_DEAL, deals[0], ask.now)
    return cards.card(tx, ask.pipeline, ask.person, ask.actor, deals[0], ask.now)


def _behind(begun: finder.Meant, words: str) -> str:
    """What stands behind the name, also where a note would keep its first words: here the name is asked for."""
    is_whole = begun.rest == words.strip()
    return words.strip()[len(begun.said) :].lstrip(" ,，:：\n") if is_whole else begun.rest


def _nearest(
    tx: Session, ask: Ask, text: str, one: Typed, deals: Sequence[Deal]
) -> tuple[Typed, VerbWhich] | None:
    """The deals that the words begin with or come close to, else those last touched."""
    if one.verb in WORDED and not one.more:
        name, at, behind = one.name.partition(" @")
        name, behind = (name, f"@{behind}") if at else (*one.name.split(None, 1), "")[:2]
        one = replace(one, name=name, more=behind)
    if not deals:
        seen = access.visible(tx, ask.actor)
        close = [deal_id for _, deal_id in finder.near(tx, seen, one.name)]
        deals = deal_rows.by_ids(tx, close) if close else team.recent(tx, ask.actor.id, finder.MOST)
    which = _which(tx, text, one, deals)
    return (one, which) if which.heads else None


def _which(tx: Session, text: str, one: Typed, deals: Sequence[Deal], *, several: bool = False) -> VerbWhich:
    heads = shown.heads(tx, deals[: finder.MOST])
    # a draft of nobody yet has no name to choose it by
    named = tuple(head for deal in deals[: finder.MOST] if (head := heads[deal.id]).called)
    return VerbWhich(text=text, said=one.name, verb=one.verb, more=one.more, heads=named, several=several)


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

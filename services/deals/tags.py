"""Tags: what a text's words offer, and the tap that sets one or takes it off."""

from rules import tags as known
from rules.access import Action
from rules.answers import Answer
from rules.answers.deals import DealTagged
from rules.answers.leads import Choice
from rules.errors import NotFound
from rules.pipeline import Pipeline
from services import audit, shown
from services.ask import Ask, once
from services.team import access
from services.team.people import language
from storage import deals as deal_rows
from storage import tokens
from storage.db import Session
from storage.tables import Deal


def offered(pipeline: Pipeline, deal: Deal, text: str, locale: str) -> tuple[Choice, ...]:
    """The tags that these words offer and that the deal has not."""
    lists = {key: tag.words for key, tag in pipeline.words.tags.items()}
    has = known.unpacked(deal.tags)
    return tuple(
        Choice(value=key, label=pipeline.tag_name(key, locale))
        for key in known.tags_in(text, lists)
        if key not in has
    )


def of(pipeline: Pipeline, deal: Deal, locale: str) -> tuple[Choice, ...]:
    """The deal's tags, by name."""
    return tuple(Choice(value=key, label=pipeline.tag_name(key, locale)) for key in known.unpacked(deal.tags))


@once("deal.tag")
def put(ask: Ask, tx: Session, deal_id: int, tag: str) -> Answer:
    """Tags the deal; one that it has already stays. Raises NotFound: the deal, or a tag that the process has no more."""
    if tag not in ask.pipeline.words.tags:
        raise NotFound("err.stale")
    return _change(ask, tx, deal_id, tag, is_on=True)


@once("deal.untag")
def drop(ask: Ask, tx: Session, deal_id: int, tag: str) -> Answer:
    """Takes a tag off. Raises NotFound."""
    return _change(ask, tx, deal_id, tag, is_on=False)


def _change(ask: Ask, tx: Session, deal_id: int, tag: str, *, is_on: bool) -> Answer:
    deal = access.deal_for(tx, ask.actor, Action.LOG_NOTE, deal_id, ask.now)
    has = set(known.unpacked(deal.tags))
    then = has | {tag} if is_on else has - {tag}
    if then != has:
        deal_rows.change(tx, deal_id, deal.version, tags=known.packed(then))
        (token,) = known.found_by({tag})
        tokens.add(tx, deal_id, [token]) if is_on else tokens.drop(tx, deal_id, token)
        name = "deal.tag" if is_on else "deal.untag"
        audit.record(tx, ask.actor.id, name, f"deal:{deal_id}", now=ask.now, after={"tag": tag})
    label = ask.pipeline.tag_name(tag, language(ask.person))
    return DealTagged(head=shown.head(tx, deal), tag=Choice(value=tag, label=label), is_on=is_on)

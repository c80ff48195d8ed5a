"""What is said when two people met one customer: to who typed it, to the owner, to the manager who decides."""

from collections.abc import Callable
from typing import Any

from bot.views import leads
from bot.views.markup import mention
from bot.views.parts import Part, actions, bold, button, context, message, section
from bot.views.reader import Reader
from bot.words import formats
from rules.answers.claims import (
    ClaimAsked,
    ClaimDecided,
    ClaimFree,
    ClaimRequest,
    ContactAdded,
    ContactBrought,
    CustomerMet,
    OwnerTold,
)


def _name(name: str, reader: Reader) -> str:
    return bold(name or reader.t("deal.unnamed"))


def owner_told(answer: OwnerTold, reader: Reader) -> Part:
    """The owner was told; whom to talk to, and what is left to do with what was typed."""
    t = reader.t
    who = mention(answer.owner_slack_id) if answer.owner_slack_id else answer.owner
    key = "claim.told_today" if answer.is_again else "claim.owner_told"
    told = t(key, owner=answer.owner, name=_name(answer.name, reader))
    row = actions(leads.different(answer.draft_id, reader), leads.claim_menu(answer.draft_id, reader))
    return message(told, [section(f"{told} {who}"), row])


def met(answer: CustomerMet, reader: Reader) -> Part:
    """To the owner: a colleague met their customer."""
    t, head = reader.t, answer.head
    told = t("claim.met", who=answer.who, name=_name(head.called, reader))
    who = mention(answer.who_slack_id) if answer.who_slack_id else answer.who
    said = context(t("claim.said", words=answer.said)) if answer.said else None
    row = actions(button(t("btn.open"), "deal_card", str(head.deal_id)))
    return message(told, [section(f"{told} {who}"), said, row])


def added(answer: ContactAdded, reader: Reader) -> Part:
    """The contact is on the deal."""
    t = reader.t
    if answer.mine is not None:
        told = t("claim.added_mine", name=_name(answer.mine.called, reader))
        row = actions(button(t("btn.open"), "deal_card", str(answer.mine.deal_id)))
        return message(told, [section(told), row])
    told = t("claim.added", owner=answer.owner or t("deal.nobody"), name=_name(answer.name, reader))
    return message(told, [section(told)])


def brought(answer: ContactBrought, reader: Reader) -> Part:
    """To the owner: a colleague added somebody to know there."""
    t, facts = reader.t, answer.facts
    phone = formats.phone(facts.phone, reader.locale) if facts.phone else ""
    contact = " · ".join(word for word in (facts.who, facts.title, phone, facts.email or "") if word)
    told = t("claim.brought", who=answer.who, name=_name(answer.head.called, reader), contact=contact)
    row = actions(button(t("btn.open"), "deal_card", str(answer.head.deal_id)))
    return message(told, [section(told), row])


def asked(answer: ClaimAsked, reader: Reader) -> Part:
    """The manager decides; what was typed is kept until then."""
    told = reader.t("claim.asked", manager=answer.manager, name=_name(answer.name, reader))
    return message(told, [section(told)])


def request(answer: ClaimRequest, reader: Reader) -> Part:
    """To the manager: both sides in one line each, what usually holds, and one click."""
    t, head = reader.t, answer.head
    name = _name(head.called, reader)
    told = t("claim.request", asker=answer.asker, owner=answer.owner, name=name)
    since = formats.day(answer.since, reader.locale, reader.today)
    last = answer.last_contact
    if last is None:
        facts = t("claim.facts_never", owner=answer.owner, since=since)
    else:
        on = formats.day(last, reader.locale, reader.today)
        facts = t("claim.facts", owner=answer.owner, since=since, last=on)
    usual = t("claim.holds" if answer.holds else "claim.lapsed", owner=answer.owner)
    value = f"{head.deal_id}:{answer.asker_id}:{answer.draft_id}:{answer.owner_id}"
    row = actions(
        button(t("claim.keep", owner=answer.owner), "claim_keep", value),
        button(t("claim.give", asker=answer.asker), "claim_give", value),
        button(t("btn.open"), "deal_card", str(head.deal_id)),
    )
    anew = section(t("claim.anew", owner=answer.owner)) if answer.is_anew else None
    return message(told, [anew, section(f"{told}\n{facts}"), context(usual), row])


def free(answer: ClaimFree, reader: Reader) -> Part:
    """Nobody is asked any more: it may be a lead of its own."""
    told = reader.t("claim.free", name=_name(answer.name, reader))
    return message(told, [section(told), actions(leads.different(answer.draft_id, reader))])


def decided(answer: ClaimDecided, reader: Reader) -> Part:
    """Who goes on with this customer."""
    t = reader.t
    name = _name(answer.name, reader)
    key = "claim.yours" if answer.is_reader else "claim.theirs" if answer.manager else "claim.you_decided"
    told = t(key, manager=answer.manager, who=answer.who, name=name)
    row = actions(button(t("btn.open"), "deal_card", str(answer.head.deal_id))) if answer.head else None
    return message(told, [section(told), row])


VIEWS: dict[str, Callable[[Any, Reader], Part]] = {
    OwnerTold.kind: owner_told,
    CustomerMet.kind: met,
    ContactAdded.kind: added,
    ContactBrought.kind: brought,
    ClaimAsked.kind: asked,
    ClaimRequest.kind: request,
    ClaimFree.kind: free,
    ClaimDecided.kind: decided,
}

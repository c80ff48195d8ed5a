"""Which deals a note speaks of behind its first words: by a customer's name, or by a contact's."""

from rules import persons
from rules.access import Actor
from rules.names import query_tokens
from rules.naming import names_addressed, names_first, names_surely, names_whole
from rules.other_firms import firm_spoken_of
from storage import accounts as account_rows
from storage import deals as deal_rows
from storage import finding
from storage.db import Session
from storage.seen import Seen
from storage.tables import Deal


def spoken_of(tx: Session, seen: Seen, text: str) -> list[finding.Called]:
    """What the deals are called whose account or contact these words name."""
    known = finding.names(tx, seen, beside=query_tokens(text))
    people = [one for one in known if one.kind == "contact" and persons.spoken_of(text, one.word, one.title)]
    firms = [one for one in known if one.kind != "contact"]
    for speaks in (names_whole, names_first):
        if named := [one for one in firms if speaks(text, one.word)]:
            return [*named, *people]
    return people


def unknown_firm(tx: Session, taken: Deal | None, text: str) -> str:
    """The firm that these words speak of, unless somebody at the deal last touched is called so."""
    firm = firm_spoken_of(text)
    people = account_rows.contacts_of(tx, taken.id) if firm and taken is not None else []
    return "" if any(names_whole(contact.name, firm) for contact, _ in people) else firm


def is_surely(one: finding.Called, text: str) -> bool:
    """打电话给云帆科技: the customer is named, only behind the words."""
    return one.kind != "contact" and names_surely(text, one.word)


def of_person(tx: Session, actor: Actor, spoken: list[finding.Called], text: str) -> list[Deal]:
    """提醒我给周厂长打电话: their own running deals with a contact called so, and a customer, where one is named beside."""
    people = [one for one in spoken if one.kind == "contact"]
    if not any(persons.addressed(text, one.word, one.title) for one in people):
        return []
    own = [
        deal
        for deal in deal_rows.by_ids(tx, list(dict.fromkeys(one.deal_id for one in people)))
        if deal.owner_id == actor.id and deal.state == "open"
    ]
    firms = {one.deal_id for one in spoken if one.kind != "contact"}
    if firms:
        own = [deal for deal in own if {deal.id} == firms]
    return [] if not firms and firm_spoken_of(text) else own


def addressed(tx: Session, actor: Actor, spoken: list[finding.Called], text: str) -> Deal | None:
    """明天打电话给云帆科技: their own running deal, whose whole name stands behind what is done with it."""
    if not any(one.kind != "contact" and names_addressed(text, one.word) for one in spoken):
        return None
    deal = deal_rows.by_id(tx, spoken[0].deal_id)
    return deal if deal is not None and deal.owner_id == actor.id and deal.state == "open" else None

"""Answers about a customer whom a colleague has already: the owner is told, given a contact, or a manager decides."""

from datetime import date
from typing import ClassVar

from rules.answers.base import Answer, DealHead
from rules.answers.leads import LeadFacts


class OwnerTold(Answer):
    """To who typed the lead: its owner was told; the ways on that are left lead from ``draft_id``."""

    kind: ClassVar[str] = "claim.owner_told"
    name: str
    owner: str
    owner_slack_id: str | None = None
    draft_id: int
    is_again: bool = False  # they heard it today already, and not once more


class CustomerMet(Answer):
    """To the owner: a colleague met this customer, and what they typed."""

    kind: ClassVar[str] = "claim.met"
    head: DealHead
    who: str
    who_slack_id: str | None = None
    said: str


class ContactAdded(Answer):
    """To who typed the lead: its contact is on the deal that there is. Of a colleague's deal nothing more is told."""

    kind: ClassVar[str] = "claim.added"
    name: str
    owner: str = ""  # empty: it is their own deal
    mine: DealHead | None = None


class ContactBrought(Answer):
    """To the owner: a colleague added a contact to this deal."""

    kind: ClassVar[str] = "claim.brought"
    head: DealHead
    who: str
    facts: LeadFacts


class ClaimAsked(Answer):
    """To who wants the customer: the manager was asked."""

    kind: ClassVar[str] = "claim.asked"
    name: str
    manager: str


class ClaimRequest(Answer):
    """To the manager: two people, one customer; who has it since when, last contact, and whether the first holds."""

    kind: ClassVar[str] = "claim.request"
    head: DealHead
    owner: str
    owner_id: int
    asker: str
    asker_id: int
    since: date
    last_contact: date | None = None
    holds: bool
    draft_id: int
    is_anew: bool = False  # the deal went to somebody else since it was asked


class ClaimFree(Answer):
    """To who wants the customer: the deal was closed meanwhile, so what they typed may be a lead of its own."""

    kind: ClassVar[str] = "claim.free"
    name: str
    draft_id: int


class ClaimDecided(Answer):
    """To all three: who goes on with this customer. ``name`` is what the reader may know it by; ``manager`` is who
    decided, empty for the reader."""

    kind: ClassVar[str] = "claim.decided"
    head: DealHead | None = None  # for who may see the deal
    name: str
    who: str
    manager: str = ""
    is_reader: bool = False  # the reader goes on with it

"""Answers to capturing a lead."""

from datetime import date, time
from typing import ClassVar

from rules.answers.base import Answer, DealHead, Part


class MoneyShown(Part):
    """An amount in minor units, as understood."""

    minor: int
    currency: str
    approx: bool = False


class Choice(Part):
    """Something to tap: a value and what stands on it; ``wants_words``: a few words are asked for with it."""

    value: str
    label: str
    wants_words: bool = False


class LeadSaved(Answer):
    """A lead is on disk. ``call_on``/``call_at`` are local to the owner; ``again`` when the text came twice."""

    kind: ClassVar[str] = "lead.saved"
    head: DealHead
    who: str = ""
    title: str = ""
    phone: str | None = None
    email: str | None = None
    need: str = ""
    money: MoneyShown | None = None
    money_ask: int | None = None  # hundredths of a sum whose currency is asked
    source: str = ""
    source_name: str = ""
    is_sticky: bool = False
    owner: str = ""
    is_mine: bool = True
    is_offered: bool = False  # nobody's: in the triage channel
    call_on: date | None = None
    call_at: time | None = None
    phone_fault: str | None = None
    unsure: tuple[str, ...] = ()
    too_long: tuple[str, ...] = ()  # no name is that long: kept with the need
    may_edit: bool = True  # not of a lead that went to a colleague
    undo_id: int | None = None
    again: bool = False
    tags: tuple[Choice, ...] = ()  # that its words offer


class LeadFacts(Part):
    """What was understood of a lead that is a draft still."""

    who: str = ""
    title: str = ""
    phone: str | None = None
    email: str | None = None
    need: str = ""
    money: MoneyShown | None = None
    phone_fault: str | None = None
    unsure: tuple[str, ...] = ()
    too_long: tuple[str, ...] = ()


class LeadDraft(Answer):
    """Kept, but without a source it has no code yet; ``missing`` is source or name."""

    kind: ClassVar[str] = "lead.draft"
    head: DealHead
    missing: str = "source"
    facts: LeadFacts = LeadFacts()
    sources: tuple[Choice, ...] = ()


class LeadDuplicate(Answer):
    """Somebody seems to have this customer: who, never what. The typed text is kept as draft ``draft_id``."""

    kind: ClassVar[str] = "lead.duplicate"
    name: str
    owner: str
    owner_slack_id: str | None = None
    is_mine: bool = False
    mine: DealHead | None = None  # for the owner, and for the managers above
    can_merge: bool = False
    draft_id: int


class LeadStays(Answer):
    """Not taken back: ``who`` (empty: the reader) has worked on it since, see `rules.worked` for ``act``."""

    kind: ClassVar[str] = "lead.stays"
    head: DealHead
    act: str
    who: str = ""
    owner: str = ""
    sees: bool = False
    may_close: bool = False


class LeadUndone(Answer):
    """Taken back; the number is void and not used again."""

    kind: ClassVar[str] = "lead.undone"
    head: DealHead

"""A lead that is nobody's yet: what the channel, a manager, a director and the new owner read of it."""

from datetime import date, datetime, time
from typing import ClassVar

from rules.answers.base import Answer, DealHead, Part
from rules.answers.leads import Choice, LeadFacts


class TriageFacts(Part):
    """What may be read before somebody has it: no name, no number."""

    deal_id: int
    code: str = ""
    customer: tuple[str, ...] = ()  # its industry, region and tier
    source_name: str = ""
    need: str = ""
    since: datetime


class TriagePost(Answer):
    """In the channel; ``locale`` and ``tz`` are the channel's. ``taken_by``: who has it by now; ``is_over``: taken back
    or closed; ``is_waiting``: nobody for a while."""

    kind: ClassVar[str] = "triage"
    facts: TriageFacts
    taken_by: str = ""
    is_over: bool = False
    is_waiting: bool = False
    locale: str = "en"
    tz: str = "UTC"


class TriageAsked(Answer):
    """To a manager: nobody took it; three names with how many running deals each has. To a director only who was asked.
    ``taken_by``, ``is_over``: as in the channel."""

    kind: ClassVar[str] = "triage.asked"
    facts: TriageFacts
    able: tuple[Choice, ...] = ()
    manager: str = ""  # to a director: who decides
    taken_by: str = ""
    is_over: bool = False


class TriageRefused(Answer):
    """To admins: the channel gets no leads as it is, and why (a key of the catalogue)."""

    kind: ClassVar[str] = "triage.refused"
    channel: str
    reason: str


class TriageForm(Part):
    """Who shall have it."""

    facts: TriageFacts
    people: tuple[Choice, ...]


class LeadGiven(Answer):
    """To who took or gave it: it has an owner, who calls by then."""

    kind: ClassVar[str] = "triage.given"
    head: DealHead
    facts: LeadFacts
    owner: str = ""  # empty: the reader
    call_on: date
    call_at: time


class LeadAssigned(Answer):
    """To the new owner: a lead is theirs, and until when they call."""

    kind: ClassVar[str] = "triage.assigned"
    head: DealHead
    facts: LeadFacts
    source_name: str = ""
    by: str = ""  # who gave it; empty: a rule
    call_on: date
    call_at: time


class LeadPassed(Answer):
    """To who gave it back: it is offered to the others."""

    kind: ClassVar[str] = "triage.passed"
    head: DealHead

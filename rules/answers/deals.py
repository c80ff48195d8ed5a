"""Answers about one deal: its card, a stage moved or refused, closed, waiting."""

from datetime import date, datetime, time
from typing import ClassVar

from rules.answers.base import Answer, DealHead, Part, StageDays, StepShown
from rules.answers.leads import Choice, MoneyShown


class ContactShown(Part):
    """A contact on the card; ``role`` is its part in the decision chain."""

    name: str
    title: str = ""
    phone: str | None = None
    email: str | None = None
    role: str = "unknown"


class NoteShown(Part):
    """A note on the card."""

    at: datetime
    kind: str
    agreed: str
    next_text: str = ""
    quote: str = ""
    author: str = ""


class WaitShown(Part):
    """Waiting on the customer, or parked."""

    who: str = ""
    why: str = ""
    until: datetime
    is_park: bool = False


class OwedShown(Part):
    """An exit item that was promised by a day."""

    name: str
    until: date


class DealCard(StageDays, Answer):
    """Everything of one deal at a glance. ``light`` is green, amber or red; ``position`` of ``stages`` stages.

    ``worth`` is ``money`` in the base currency where it is another one (none for want of a rate: ``unrated``), or the
    product's list price where no amount is known."""

    kind: ClassVar[str] = "deal.card"
    head: DealHead
    state: str = "open"
    stage_name: str = ""
    next_stage: str = ""
    is_last: bool = False  # what is next is the end: its gate waits for all that is owed
    position: int = 1
    stages: int = 8
    light: str = "green"
    limit: str = ""
    owner: str = ""
    source_name: str = ""
    need: str = ""
    money: MoneyShown | None = None
    worth: MoneyShown | None = None
    unrated: bool = False
    probability: int | None = None  # in percent
    is_chosen: bool = False  # it is not the stage's, but that of ``chosen_by``
    chosen_by: str = ""
    is_mine: bool = False  # the reader chose it
    product: str = ""
    customer: tuple[str, ...] = ()  # what it is by the team's lists
    expected_sign_on: date | None = None
    sign_passed: bool = False  # that day is over, and it is not signed
    last_contact_at: datetime | None = None
    last_contact_kind: str | None = None
    tries: int = 0
    step: StepShown | None = None
    waiting: WaitShown | None = None
    blocker: str | None = None
    at_risk: str | None = None  # the reason
    contacts: tuple[ContactShown, ...] = ()
    notes: tuple[NoteShown, ...] = ()
    missing: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    owed: tuple[OwedShown, ...] = ()
    waived: tuple[str, ...] = ()
    approved: tuple[str, ...] = ()
    closed_reason: str = ""
    permalink: str | None = None
    also_called: tuple[Choice, ...] = ()  # what takes the name away, and the name
    team: tuple[str, ...] = ()
    tags: tuple[Choice, ...] = ()
    can_note: bool = False
    can_team: bool = False
    can_edit: bool = False
    can_waive: bool = False
    can_merge: bool = False
    can_assign: bool = False
    can_decide: bool = False  # push, park or close: whose manager they are
    can_ask: bool = False  # their manager for help


class DealRow(Part):
    """A deal in a list: where it stands, what is next, what it is worth."""

    head: DealHead
    light: str = "green"
    stage_name: str = ""
    step: StepShown | None = None
    money: MoneyShown | None = None


class VerbWhich(Answer):
    """To which of these deals does this belong? ``text`` is all that was typed, ``said`` the name in it that no deal has,
    or several have; the verb and what was said with it go on with the deal that is chosen."""

    kind: ClassVar[str] = "deal.verb_which"
    text: str
    said: str
    verb: str
    more: str = ""
    heads: tuple[DealHead, ...] = ()
    several: bool = False


class DealList(Answer):
    """Deals to choose from, the most pressing first; ``said`` is what they were looked for by, if anything. ``roles``:
    of a reader who has none and never will."""

    kind: ClassVar[str] = "deal.list"
    said: str = ""
    rows: tuple[DealRow, ...] = ()
    more: int = 0
    roles: tuple[str, ...] = ()


class StageMoved(Answer):
    """The deal stands in its next stage now. ``opened`` are names of tasks that this opened; ``dropped``: the probability
    that was chosen for it where it was, ``prior`` the one of the stage."""

    kind: ClassVar[str] = "stage.moved"
    head: DealHead
    stage_name: str
    owed: tuple[str, ...] = ()
    owed_until: date | None = None
    opened: tuple[str, ...] = ()
    dropped: int | None = None
    prior: int | None = None
    is_back: bool = False
    undo_id: int | None = None


class GateField(Part):
    """One missing item as a field of the form. ``kind`` as in rules.pipeline.GateKind."""

    key: str
    name: str
    kind: str
    hard: bool = False
    may_owe: bool = False
    said_unknown: bool = False
    owed_until: date | None = None  # it was promised by that day
    options: tuple[Choice, ...] = ()
    alternative: str = ""  # what may stand in for it, by name
    approved: MoneyShown | None = None  # a manager's yes was to this, and it is more by now


class GateRefused(Answer):
    """The gate holds: what is missing, as the fields that ask for it; ``faults``: what cannot be read, the key of its
    sentence under each field of the form. Then nothing of it is kept but in the form. ``kept``: what of the form is on
    record by now."""

    kind: ClassVar[str] = "gate.refused"
    head: DealHead
    stage_name: str
    fields: tuple[GateField, ...]
    faults: dict[str, str] = {}
    kept: tuple[str, ...] = ()


class DealTagged(Answer):
    """A tag was set, or taken off."""

    kind: ClassVar[str] = "deal.tagged"
    head: DealHead
    tag: Choice
    is_on: bool = True


class AmountSet(Answer):
    """The deal is worth this now; ``before``: what it was, if anything."""

    kind: ClassVar[str] = "deal.amount_set"
    head: DealHead
    money: MoneyShown
    before: MoneyShown | None = None


class OwedGiven(Answer):
    """What was owed was filled in; `left` is owed still."""

    kind: ClassVar[str] = "gate.owed_given"
    head: DealHead
    left: tuple[OwedShown, ...] = ()


class DealClosed(Answer):
    """Lost, invalid or won, with the reason."""

    kind: ClassVar[str] = "deal.closed"
    head: DealHead
    state: str
    reason: str = ""
    undo_id: int | None = None


class WaitSet(Answer):
    """Quiet until then; ``until`` is when Baton asks. `is_listed`: its owner's lists before tell of what was promised.
    `undo_id`: it may be taken back, until then."""

    kind: ClassVar[str] = "wait.set"
    head: DealHead
    until: datetime
    who: str = ""
    is_listed: bool = False
    undo_id: int | None = None
    undo_until: datetime | None = None


class WaitEnded(Answer):
    """Nobody waits any more: the clocks run again."""

    kind: ClassVar[str] = "wait.ended"
    head: DealHead


class RiskMarked(Answer):
    """At risk from now on; ``manager`` reads it in the next list (empty: nobody above)."""

    kind: ClassVar[str] = "risk.marked"
    head: DealHead
    reason: str
    manager: str = ""


class RiskEnded(Answer):
    """Not at risk any more."""

    kind: ClassVar[str] = "risk.ended"
    head: DealHead


class Restored(Answer):
    """A stage move or a closing was taken back."""

    kind: ClassVar[str] = "deal.restored"
    head: DealHead
    stage_name: str


class TaskLeft(Part):
    """What entering a stage asked of others and is not done; `due` is the day it was to be there, `at` its hour."""

    what: str
    due: date | None = None
    at: time | None = None


class GateForm(Part):
    """The form of a move: the stages to choose from, and what the way there lacks."""

    deal: DealHead
    version: int
    to: str
    stages: tuple[Choice, ...] = ()
    fields: tuple[GateField, ...] = ()
    owed: tuple[OwedShown, ...] = ()  # of earlier gates, by a day that is not past: it holds up nothing
    tasks: tuple[TaskLeft, ...] = ()  # that the stages on the way have open; they hold up nothing
    money: MoneyShown | None = None  # what the deal is worth, to which a manager says yes
    worth: str = ""  # the same as it is kept with a yes (`rules.approvals`)
    asked: tuple[str, ...] = ()  # of the fields, by key: what a manager was asked to let pass
    can_ask: bool = False  # there is a manager to ask for a waiver
    is_back: bool = False

"""What the auditor calls a fault: of reminders, messages and lists as their rows stand. It knows nothing of how they are made.

Every reminder that is due was said, was taken back, or waits for a reason: due − sent − cancelled − waiting = 0.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from rules.decision import Decision

Fault = Literal[
    "unlooked", "unwatched", "unlisted", "unsaid", "forgotten", "unsent", "hanging", "twice", "astray"
]
FAULTS: tuple[Fault, ...] = (
    "unlooked", "unwatched", "unlisted", "unsaid", "forgotten", "unsent", "hanging", "twice", "astray",
)  # fmt: skip
SAID: tuple[Fault, ...] = ("twice", "astray")  # nothing mends what was said
AT_ONCE: tuple[Fault, ...] = ("forgotten", "hanging", *SAID)  # no round under way leaves that behind

GRACE = timedelta(minutes=10)  # business time: rounds come every ten seconds
LIST_GRACE = timedelta(minutes=30)  # a list that never came does not silence what it should have carried
LOOKS, STANDS = 3, timedelta(minutes=2)  # process time: what is late is a fault once it stands for so long
PAUSE = timedelta(hours=1)  # between two messages about one kind of fault

OUT = ("sent", "ambiguous")  # states of a message that is out, as far as anybody knows
LIVE = ("ready", "leased", "unknown")
IN_LISTS = ("morning", "list")  # lanes that wait for a list


@dataclass(frozen=True, slots=True)
class Found:
    """One fault: of which row (``nudge:7``), for whom (``person:3``, ``channel:C1``), since when (business time)."""

    fault: Fault
    subject: str
    whom: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A nudge, with the message that carries it. ``to``: owner or manager; ``owner_id`` and ``owner_since`` are its
    deal's, as it stands now."""

    id: int
    state: str
    due_at: datetime
    recipient: str
    lane: str = ""
    reason: str | None = None
    delivery_id: int | None = None
    carrier: str | None = None  # the state of its message
    person_id: int | None = None
    deal_id: int | None = None
    to: str = ""
    delivered_at: datetime | None = None
    owner_id: int | None = None
    owner_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """A message that is out. ``names``: the reminders that its lines say; ``carries``: those that the books put on it;
    ``instead_of``: whose it was before it was handed on; ``belongs_to``: whose conversation its channel is."""

    id: int
    recipient: str
    channel: str
    person_id: int | None = None
    instead_of: int | None = None
    belongs_to: int | None = None
    sent_at: datetime | None = None
    names: Sequence[Reminder] = ()
    carries: Sequence[Reminder] = ()


@dataclass(frozen=True, slots=True)
class Balance:
    """Of the reminders that are due: how many were said, were taken back, wait with a reason; `left` of them nothing
    is known."""

    due: int
    sent: int
    cancelled: int
    waiting: int

    @property
    def left(self) -> int:
        return self.due - self.sent - self.cancelled - self.waiting


def balance(counts: Mapping[str, int], unexplained: int, hollow: int) -> Balance:
    """By how many there are in each state; `unexplained` of those that wait do so for nothing that is known, `hollow` of
    those that count as said stand in no message."""
    waiting = sum(counts.get(state, 0) for state in ("planned", "claimed", "held")) - unexplained
    return Balance(sum(counts.values()), counts.get("sent", 0) - hollow, counts.get("cancelled", 0), waiting)


def overdue(one: Reminder, now: datetime, list_is_coming: bool) -> Found | None:
    """A planned reminder that is due and in no message. What waits for a list that is on its way has its reason."""
    grace = GRACE + (LIST_GRACE if one.lane in IN_LISTS else timedelta())
    if list_is_coming or one.due_at + grace > now:
        return None
    return _of("unsaid", one)


def in_hand(one: Reminder, held_at: datetime | None, last_list: datetime | None) -> Found | None:
    """A claimed reminder whose message has ended, or a held one that the next list left behind."""
    if one.state == "claimed":
        return None if one.carrier in LIVE else _of("hanging", one)
    if not one.reason or (held_at is not None and last_list is not None and last_list > held_at):
        return _of("forgotten", one)
    return None


def said(message: Message) -> list[Found]:
    """What is wrong with a message that is out: where it went, what it said, what the books put on it."""
    found = [_of("twice", x) for x in message.names if x.delivery_id != message.id and x.carrier in OUT]
    found += [_of("hanging", x) for x in message.names if x.delivery_id == message.id and x.state != "sent"]
    if _is_elsewhere(message):
        found.append(Found("astray", f"delivery:{message.id}", message.recipient, message.sent_at))
    meant = message.recipient if message.instead_of is None else f"person:{message.instead_of}"
    return found + [_of("astray", x) for x in message.carries if x.recipient != meant]


def _is_elsewhere(message: Message) -> bool:
    """In the conversation of somebody else, or in another channel."""
    if message.person_id is None:
        return message.recipient != f"channel:{message.channel}"
    return message.belongs_to not in (None, message.person_id)


def strangers(message: Message) -> list[Reminder]:
    """What it told as an owner's who is none, or as a manager's to the owner. As far as the deal's row says: whose it was
    before `owner_since` does not stand there."""
    if message.instead_of is not None:
        return []
    return [x for x in message.carries if _is_strangers(x)]


def _is_strangers(one: Reminder) -> bool:
    if one.owner_since is None or one.delivered_at is None or one.owner_since > one.delivered_at - GRACE:
        return False
    if one.to == "owner":
        return one.person_id != one.owner_id
    return one.to == "manager" and one.person_id == one.owner_id


def astray(one: Reminder) -> Found:
    return _of("astray", one)


def _of(fault: Fault, one: Reminder) -> Found:
    return Found(fault, f"nudge:{one.id}", one.recipient, one.due_at)


def late_looks(due: Iterable[tuple[str, datetime]], now: datetime) -> list[Found]:
    """Records whose look is overdue: nobody decided what is to be said of them."""
    return [Found("unlooked", subject, since=at) for subject, at in due if at + GRACE <= now]


def unwatched(deal_id: int, wanted: Decision, has_open: bool) -> Found | None:
    """A running deal without a next look, of which the rules have something to say yet. What is in hand (`has_open`)
    has it looked at again when it is said."""
    if has_open or (wanted.next_check_at is None and not wanted.nudges):
        return None
    return Found("unwatched", f"deal:{deal_id}", since=wanted.next_check_at)


@dataclass(frozen=True, slots=True)
class Incident:
    """One kind of fault as it was seen by look after look."""

    fault: Fault
    looks: int
    seen_at: datetime  # process time
    is_sure: bool = False
    told_at: datetime | None = None  # business time


def is_sure(one: Incident, process: datetime) -> bool:
    """Whether it stands, and is no round under way."""
    return one.is_sure or one.fault in AT_ONCE or (one.looks >= LOOKS and process >= one.seen_at + STANDS)


def is_over(one: Incident, is_found: bool, now: datetime) -> bool:
    """What was late is over when it is found no more; what was said wrongly, an hour after the admins were told."""
    if one.fault in SAID:
        return one.told_at is not None and now >= one.told_at + PAUSE
    return not is_found

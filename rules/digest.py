"""What goes on which list and in which order; how often Baton may speak unasked.

Amounts are minor units of the base currency; lateness is
whole working days past the limit. Everything here is selection and order; the words are bot's.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal

from rules.calendar import Calendar
from rules.clocks import Clock
from rules.facts import Rule
from rules.lights import Light

Side = Literal["us", "them"]
Status = Literal["new", "still"]
# It waits for the customer, has a new owner, its owner is gone, or it is not told.
Left = Literal["waiting", "handed", "unowned", "out"]
Audience = Literal["heads", "counts", "full"]


@dataclass(frozen=True, slots=True)
class DealLine:
    """A deal as the lists weigh it. `amount_minor`: what it ranks by, minor units of the base currency: where nobody said
    an amount, a list price or a middle. `late_days`: working days past the earliest limit; `help_at`: when the owner asked
    for help and nobody answered yet; `step_today`: a step is due today or past, `step_past`: its day is over; `wait_over`:
    what was waited for is asked about, since today or before; `owed_today`: an exit item was promised by today or before;
    `apart`: there is an amount, but no rate to compare it by."""

    deal_id: int
    amount_minor: int | None
    late_days: int = 0
    light: Light = "green"
    side: Side = "us"
    step_at: datetime | None = None
    step_today: bool = False
    wait_over: bool = False
    owed_today: bool = False
    help_at: datetime | None = None
    rules: tuple[Rule, ...] = ()
    apart: bool = False
    step_past: bool = False

    @property
    def today(self) -> bool:
        """Something was promised for today, or before."""
        return self.step_today or self.wait_over or self.owed_today


def late_days(clocks: Iterable[Clock], calendar: Calendar, now: datetime) -> int | None:
    """Working days past the earliest of the limits that hold (0 on the first day), or None when none does."""
    held = [clock.limit_at for clock in clocks if clock.on(now)]
    return calendar.wd_between(min(held), now) if held else None


def weight(line: DealLine) -> int:
    """Amount × lateness; the first day counts as one."""
    return (line.amount_minor or 0) * (line.late_days + 1)


def heaviest(line: DealLine) -> tuple[int, int, int]:
    """Sorts the heaviest first; where amounts say nothing, the latest."""
    return (-weight(line), -line.late_days, line.deal_id)


def by_weight(lines: Iterable[DealLine]) -> list[DealLine]:
    """The heaviest first; those whose amounts cannot be compared before them: at the end they would count as nothing."""
    return sorted(lines, key=lambda line: (not line.apart, *heaviest(line)))


def my_day(lines: Sequence[DealLine]) -> list[DealLine]:
    """The rep's morning list, most important first: appointments and promises of today in their order, those of days
    before behind them, so that they take no place of today's; then what is red by weight, then what is amber; what is
    green and asks for nothing is left out. Of one light, those whose amounts cannot be compared come first: among the
    last ones they would count as nothing."""
    asked = [x for x in lines if x.today or x.light != "green" or x.rules]
    lights = {"red": 0, "amber": 1, "green": 2}

    def order(line: DealLine) -> tuple[object, ...]:
        at = line.step_at.timestamp() if line.step_at and line.step_today else 0.0
        is_past = line.step_past and not line.wait_over
        return (not line.today, is_past, at, lights[line.light], not line.apart, *heaviest(line))

    return sorted(asked, key=order)


@dataclass(frozen=True, slots=True)
class Top:
    """The first so many of a list, and how many more there are ("and 9 more"); `apart` are not ranked with them."""

    shown: tuple[DealLine, ...]
    more: int
    apart: tuple[DealLine, ...] = ()


def _places(ranked: int, apart: int, most: int) -> tuple[int, int]:
    """How many of a list's places go to what is ranked and to what stands apart: that gets two fifths of them at the
    most, unless the others leave more."""
    beside = min(apart, max(most * 2 // 5, most - ranked))
    return most - beside, beside


def managers_list(lines: Sequence[DealLine], most: int = 5) -> Top:
    """The manager's list: requests for help first (oldest first), then by weight. Without a rate an amount has no
    weight: those deals stand apart, the latest first, unless help is asked for."""

    def order(line: DealLine) -> tuple[object, ...]:
        asked = line.help_at.timestamp() if line.help_at else 0.0
        return (line.help_at is None, asked, *heaviest(line))

    ordered = sorted((x for x in lines if not x.apart or x.help_at), key=order)
    apart = sorted((x for x in lines if x.apart and not x.help_at), key=heaviest)
    here, beside = _places(len(ordered), len(apart), most)
    return Top(tuple(ordered[:here]), max(len(lines) - most, 0), tuple(apart[:beside]))


@dataclass(frozen=True, slots=True)
class Listed:
    """A deal's standing on the channel's list so far: on how many working days, and its last state there.

    `fingerprint` is whatever counts as change (stage, blocker, last contact, step); `whose`: as what it was told
    last where that was of its owner, handed or unowned."""

    deal_id: int
    days: int
    fingerprint: str
    unchanged: int = 0
    whose: str = ""


@dataclass(frozen=True, slots=True)
class BlockedLine:
    line: DealLine
    status: Status
    day: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class BlockedList:
    """The channel's list of one day: what was cleared since, what `left` it for another reason, the two groups, what has
    no rate to be ranked by, and what left for *decide*.

    `more` counts stuck deals below the top ones; an empty list is one line."""

    cleared: tuple[int, ...]
    on_us: tuple[BlockedLine, ...]
    on_them: tuple[BlockedLine, ...]
    decide: tuple[int, ...]
    more: int
    apart: tuple[BlockedLine, ...] = ()
    left: Mapping[int, Left] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[BlockedLine, ...]:
        return self.on_us + self.on_them + self.apart


def blocked_list(
    stuck: Sequence[DealLine],
    yesterday: Mapping[int, Listed],
    fingerprints: Mapping[int, str],
    *,
    most: int = 5,
    days: int = 5,
    decided: Collection[int] = (),
    left: Mapping[int, Left] | None = None,
) -> BlockedList:
    """Builds the day's list. `yesterday` is the last list's standing, `fingerprints` the deals' state now,
    `decided` those that left for the manager earlier and have not changed since, `left` those that are off the list
    though nobody cleared them."""
    left = left or {}
    by_id = {x.deal_id: x for x in stuck}
    leaves, lines = [], []
    for line in sorted(by_id.values(), key=heaviest):
        before = yesterday.get(line.deal_id)
        same = before is not None and before.fingerprint == fingerprints.get(line.deal_id, "")
        unchanged = before.unchanged + 1 if before and same else 0
        if line.deal_id in decided:
            continue
        if unchanged >= days:
            leaves.append(line.deal_id)
            continue
        status: Status = "still" if before else "new"
        lines.append(BlockedLine(line, status, before.days + 1 if before else 1, unchanged))
    ranked, apart = ([x for x in lines if x.line.apart == side] for side in (False, True))
    here, beside = _places(len(ranked), len(apart), most)
    top = ranked[:here]
    return BlockedList(
        cleared=tuple(sorted(x for x in yesterday if x not in by_id and x not in left)),
        on_us=tuple(x for x in top if x.line.side == "us"),
        on_them=tuple(x for x in top if x.line.side == "them"),
        decide=tuple(leaves),
        more=max(len(lines) - most, 0),
        apart=tuple(apart[:beside]),
        left={d: how for d, how in left.items() if d in yesterday and d not in by_id and how != "out"},
    )


# What a channel may read, by its declared audience.
SHOWN: Mapping[Audience, frozenset[str]] = {
    "counts": frozenset(),
    "heads": frozenset({"account", "stage", "owner", "days", "blocker"}),
    "full": frozenset({"account", "stage", "owner", "days", "blocker", "amount", "missing", "step_day"}),
}


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """A channel as it is now: who is in it decides whether a digest may be posted."""

    has_guests: bool
    shared_outside: bool
    archived: bool = False
    baton_in: bool = True


@dataclass(frozen=True, slots=True)
class ChannelSeen:
    """A channel as Slack shows it now; `members` are Slack ids, and who of them is a guest people know."""

    archived: bool = False
    shared_outside: bool = False
    baton_in: bool = True
    members: frozenset[str] = frozenset()


# Slack's word for a post that found nobody's place any more → why, as a catalogue key
UNREACHED = MappingProxyType(
    {
        "is_archived": "digest.archived",
        "not_in_channel": "digest.not_in",
        "channel_not_found": "digest.not_in",
    }
)


def digest_refused(channel: ChannelFacts) -> str | None:
    """Why a digest may not go there, as a catalogue key; None when it may."""
    if channel.archived:
        return "digest.archived"
    if not channel.baton_in:
        return "digest.not_in"
    if channel.shared_outside:
        return "digest.shared"
    return "digest.guests" if channel.has_guests else None


@dataclass(frozen=True, slots=True)
class SentToday:
    """What a person got unasked on this local date: direct messages, and the deals they were about."""

    day: date
    messages: int = 0
    deals: frozenset[int] = frozenset()


def budget(
    sent: SentToday, deals: Sequence[int], *, most: int = 4, again: Collection[int] = ()
) -> tuple[Literal["deliver", "hold"], tuple[int, ...]]:
    """Whether one more message may go out today and about which of its deals; the rest stays on Home.

    The morning list always goes out and counts as one. Timed steps that a person promised are not held. `again`: deals
    that may be spoken of twice a day."""
    fresh = tuple(x for x in deals if x not in sent.deals or x in again)
    if sent.messages >= most or not fresh:
        return "hold", ()
    return "deliver", fresh

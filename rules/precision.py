"""What came of a rule's reminders: acted on, dismissed or left alone; and which looser limit would have spared some.

A warning is judged with what it warned of: of both the later one counts. A reminder is acted on when somebody did anything
about the deal before its reader heard of it again, at most some working days later. Where somebody else gave the deal to
another owner by then, it says nothing of its rule.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Literal

from rules import worked
from rules.facts import AHEAD

Outcome = Literal["acted", "dismissed", "ignored", "open"]  # open: its reader still has time
LEAST = 20  # reminders of a rule before anything is said of it
WINDOW_WD, ANSWER_WD = 10, 5  # how far back one looks, and how long an act counts for a reminder
# No answer to a reminder, though a person did it.
NO_ACTS = frozenset({"nudge.dismiss", "nudge.undismiss", "note.redact", "deal.tag", "deal.untag"})
# What answers the reminder that asked for it, and is nothing done about the deal: *keep*.
ANSWERS_ONE = {"deal.keep": "unanswered"}
# What a manager says of a deal is an answer of their own: its owner has done nothing yet.
ONLY_OWN = frozenset({"deal.helping", "deal.push", "deal.risk", "deal.risk_end"})
HANDED = "deal.assign"
UNDONE = ".undo"
# What ends a rule's condition by itself; of the others, any act.
ENDS = {"slow": ("stage.move", "deal.wait", "deal.lost", "deal.invalid")}
MOST_EXTRA = 10  # working days that a limit may be suggested to grow by, and never beyond twice as long


@dataclass(frozen=True, slots=True)
class Said:
    """A reminder that reached its reader."""

    id: int
    rule: str
    episode: str
    rung: int
    deal_id: int
    person_id: int
    at: datetime
    is_dismissed: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a person did about a deal, as the audit names it; of a new owner also what nobody did by hand."""

    deal_id: int
    at: datetime
    action: str
    by_id: int | None


@dataclass(frozen=True, slots=True)
class Judged:
    """How many reminders of a rule led to what; those whose reader still has time are counted beside the others."""

    rule: str
    acted: int = 0
    dismissed: int = 0
    ignored: int = 0
    waiting: int = 0  # not counted: their reader still has time

    @property
    def count(self) -> int:
        return self.acted + self.dismissed + self.ignored

    @property
    def is_loose(self) -> bool:
        """Too many for what comes of them: fewer than half were acted on."""
        return self.count >= LEAST and 2 * self.acted < self.count


@dataclass(frozen=True, slots=True)
class Limited:
    """A reminder of a limit: of which stage the limit is (empty: of all), how many working days, when it was reached."""

    id: int
    stage: str
    days: int
    limit_at: datetime


@dataclass(frozen=True, slots=True)
class Looser:
    """A limit of so many working days more would have spared some of its reminders: what they asked for came by itself in
    that time. `useful` of those were acted on."""

    stage: str
    before: int
    after: int
    spared: int
    of: int
    useful: int


def standing(acts: Iterable[Act]) -> dict[int, list[Act]]:
    """deal → what was done about it, in order; what was taken back is not among it, and a taking back is nothing done."""
    of_deal: dict[int, list[Act]] = defaultdict(list)
    for act in sorted(acts, key=lambda x: x.at):
        of_deal[act.deal_id].append(act)
    return {
        deal_id: [x for x in worked.standing(theirs) if _is_answer(x)][::-1]
        for deal_id, theirs in of_deal.items()
    }


def _is_answer(act: Act) -> bool:
    return act.action not in NO_ACTS and not act.action.endswith(UNDONE)


def counted(said: Iterable[Said]) -> list[Said]:
    """Those that are judged: no warning that was followed by what it warned of."""
    chains: dict[tuple[object, ...], list[Said]] = defaultdict(list)
    for one in sorted(said, key=lambda x: (x.at, x.id)):
        chains[one.rule, one.episode, one.deal_id, one.person_id].append(one)
    return [
        x
        for chain in chains.values()
        for n, x in enumerate(chain, 1)
        if n == len(chain) or x.rung not in AHEAD
    ]


def outcomes(
    said: Iterable[Said],
    acts: Mapping[int, Sequence[Act]],
    now: datetime,
    answer_by: Callable[[datetime], datetime],
) -> dict[int, Outcome]:
    """reminder → what came of it, of those that say anything. `answer_by`: until when an act counts for what was said
    then."""
    of_reader: dict[tuple[int, int], list[Said]] = defaultdict(list)
    for one in counted(said):
        of_reader[one.deal_id, one.person_id].append(one)
    found: dict[int, Outcome] = {}
    for theirs in of_reader.values():
        times = sorted({x.at for x in theirs})
        following = dict(pairwise(times))
        for one in theirs:
            until = min(answer_by(one.at), following.get(one.at, answer_by(one.at)))
            outcome = _came(one, [x for x in acts.get(one.deal_id, ()) if one.at < x.at <= until])
            if outcome is not None:
                found[one.id] = "open" if outcome == "ignored" and now < until else outcome
    return found


def _came(one: Said, acts: Iterable[Act]) -> Outcome | None:
    """What came of it by these acts in its time, in order; None where it was no longer its reader's before they acted."""
    if one.is_dismissed:
        return "dismissed"
    for act in acts:
        if act.action == HANDED and act.by_id != one.person_id:
            return None
        if _is_answering(one, act):
            return "acted"
    return "ignored"


def _is_answering(one: Said, act: Act) -> bool:
    """Does what was done about its deal answer this reminder?"""
    if act.action in ONLY_OWN and act.by_id != one.person_id:
        return False
    return ANSWERS_ONE.get(act.action, one.rule) == one.rule


def judged(said: Iterable[Said], came: Mapping[int, Outcome]) -> list[Judged]:
    """Each rule with what came of its reminders, the most frequent first."""
    by_rule: dict[str, Counter[Outcome]] = defaultdict(Counter)
    for one in said:
        if one.id in came:
            by_rule[one.rule][came[one.id]] += 1
    found = [Judged(rule, n["acted"], n["dismissed"], n["ignored"], n["open"]) for rule, n in by_rule.items()]
    return sorted((x for x in found if x.count or x.waiting), key=lambda x: (-x.count, x.rule))


def looser(
    rule: str,
    said: Mapping[int, Said],
    limited: Iterable[Limited],
    came: Mapping[int, Outcome],
    acts: Mapping[int, Sequence[Act]],
    add_wd: Callable[[datetime, int], datetime],
) -> Looser | None:
    """The smallest growth of one limit of this rule that spares at least a quarter of its reminders, most of them of no
    use; the one that spares most, where there are several limits. None where the facts show none."""
    by_limit: dict[tuple[str, int], list[Limited]] = defaultdict(list)
    for one in limited:
        if came.get(one.id, "open") != "open":
            by_limit[one.stage, one.days].append(one)
    found = [
        grown
        for (stage, days), some in by_limit.items()
        if (grown := _grown(rule, stage, days, some, said, came, acts, add_wd))
    ]
    return max(found, key=lambda x: (x.spared, x.stage), default=None)


def _grown(
    rule: str,
    stage: str,
    days: int,
    some: Sequence[Limited],
    said: Mapping[int, Said],
    came: Mapping[int, Outcome],
    acts: Mapping[int, Sequence[Act]],
    add_wd: Callable[[datetime, int], datetime],
) -> Looser | None:
    ended = {x.id: _ended(rule, said[x.id], acts) for x in some}
    for extra in range(1, min(days, MOST_EXTRA) + 1):
        spared = [x.id for x in some if (at := ended[x.id]) and at <= add_wd(x.limit_at, extra)]
        useful = sum(came[x] == "acted" for x in spared)
        if 4 * len(spared) >= len(some) and 2 * useful <= len(spared):
            return Looser(stage, days, days + extra, len(spared), len(some), useful)
    return None


def _ended(rule: str, one: Said, acts: Mapping[int, Sequence[Act]]) -> datetime | None:
    """When its condition was over without a reminder's help to see."""
    ends = ENDS.get(rule)
    return next(
        (
            x.at
            for x in acts.get(one.deal_id, ())
            if x.at > one.at and _is_answering(one, x) and (not ends or x.action in ends)
        ),
        None,
    )

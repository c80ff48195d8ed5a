"""Gates: what is missing before a deal may move on, and whether a move is allowed at all.

Forward only through every gate on the way; hard items block, the rest may be *owed by Friday* once a stage, but none at
the last gate, which waits for all that is owed; a manager may waive; back wants a reason; "待定", "." and "tbd" fill nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from rules.pipeline import Pipeline
from rules.stages import GateItem, GateKind, Stage
from rules.words import is_unknown


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What was said for one item, and when: given a value, owed until a date, or waived by a manager. `outgrown`: their
    yes was to less than the deal is worth by now, the sum that is its `value`."""

    state: Literal["given", "owed", "waived"] = "given"
    value: str | None = None
    owed_until: date | None = None
    at: datetime | None = None
    outgrown: bool = False

    @property
    def passes(self) -> bool:
        """A manager let it pass, or said yes to no less than this."""
        return self.state == "waived" and not self.outgrown


@dataclass(frozen=True, slots=True)
class GateFacts:
    """What is known of a deal, for its gates. `roles`: decision-chain roles of contacts with a known name;
    `note_kinds` and `files`: kinds present (a file may also be kept under its item's key); `amount`: whole
    units of the base currency, None when unknown; `unrated`: there is an amount, in a currency without a rate, so it may
    be over any limit; `owing`: stages that owe an item already; `noted`: items that have the
    note of their own stage that they ask for."""

    answers: Mapping[str, AnswerFacts] = field(default_factory=dict)
    note_kinds: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    amount: int | None = None
    unrated: bool = False
    budget_band: str | None = None
    expected_sign_on: date | None = None
    owing: frozenset[str] = frozenset()
    noted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class MissingItem:
    """One thing that a gate still lacks. `said_unknown`: something was typed, but it says "don't know";
    `may_owe`: it can be promised by Friday instead; `owed_until`: it was, by that day; `approved`: the sum that a manager
    said yes to, where it is more by now; `alternative`: what may stand in for it."""

    stage: str
    item: GateItem
    may_owe: bool
    said_unknown: bool = False
    owed_until: date | None = None
    approved: str | None = None

    @property
    def key(self) -> str:
        return self.item.key

    @property
    def hard(self) -> bool:
        return self.item.hard

    @property
    def kind(self) -> GateKind:
        return self.item.kind

    @property
    def alternative(self) -> GateItem | None:
        return self.item.alternative


Refusal = Literal["gate", "reason", "same_stage", "no_such_stage", "closed"]


@dataclass(frozen=True, slots=True)
class Move:
    """Whether a move may happen: `refused` None means yes. `owed` are the items that it leaves owed."""

    direction: Literal["forward", "back", "none"]
    refused: Refusal | None = None
    missing: tuple[MissingItem, ...] = ()
    owed: tuple[str, ...] = ()


def is_met(item: GateItem, facts: GateFacts) -> bool:
    """Filled, waived, not asked below its amount, or its alternative is there."""
    if item.over is not None and not facts.unrated and (facts.amount is None or facts.amount <= item.over):
        return True
    answer = facts.answers.get(item.key)
    if answer and answer.passes:
        return True
    if answer and answer.state == "given" and _is_answer(item, answer.value):
        return True
    if _is_known(item, facts):
        return True
    return item.alternative is not None and is_met(item.alternative, facts)


def _is_answer(item: GateItem, value: str | None) -> bool:
    """Does it say something, and one of the item's choices where there are any?"""
    if is_unknown(value):
        return False
    return not item.options or value in item.options


def may_replace(item: GateItem, value: str, known: AnswerFacts | None) -> bool:
    """May this be written in the place of what is known? What answers nothing ("待定") ends no promise, and no answer
    or waiver that is there."""
    if known is None or _is_answer(item, value):
        return True
    return known.state == "given" and not _is_answer(item, known.value)


def _is_known(item: GateItem, facts: GateFacts) -> bool:
    """Known from the record itself, without anybody having filled the item in."""
    match item.kind:
        case "note":
            return item.key in facts.noted if item.in_stage else bool(facts.note_kinds.intersection(item.of))
        case "contact":
            return bool(facts.roles.intersection(item.of))
        case "file":
            return not facts.files.isdisjoint({item.key, *item.of})
        case "band":
            return not is_unknown(facts.budget_band)
        case "date":
            return facts.expected_sign_on is not None
        case "number":
            return item.is_amount and (facts.amount is not None or facts.unrated)
    return False


def noted(
    pipeline: Pipeline, entered: Mapping[str, datetime], since: datetime, notes: Mapping[str, datetime]
) -> frozenset[str]:
    """The items that ask for a note of their own stage and have it. `entered`: when each stage was entered first; of one
    that is passed over, `since`, the stay that is left for it. `notes`: each kind's latest contact."""
    return frozenset(
        item.key
        for stage in pipeline.stages
        for item in stage.exit
        if item.in_stage
        and any(kind in notes and notes[kind] >= entered.get(stage.key, since) for kind in item.of)
    )


def missing_of(stage: Stage, facts: GateFacts, today: date, *, is_last: bool = False) -> list[MissingItem]:
    """What one stage's exit still lacks, hard items first, retired ones never, nor anything of a stage that is retired
    itself; owed items count until their day is past.

    `is_last`: on the way to the end, where nothing is put off any more, and nothing counts that was."""
    found = []
    for item in stage.exit:
        if item.moved_to is not None or stage.moved_to is not None:
            continue
        answer = facts.answers.get(item.key)
        owed_until = answer.owed_until if answer and answer.state == "owed" and item.may_promise else None
        if is_met(item, facts) or (owed_until and owed_until >= today and not is_last):
            continue
        said = answer is not None and answer.state == "given" and answer.value is not None
        may_owe = item.may_promise and stage.key not in facts.owing and not is_last
        approved = answer.value if answer and answer.outgrown else None
        found.append(MissingItem(stage.key, item, may_owe, said, owed_until, approved))
    return sorted(found, key=lambda x: not x.hard)


def owed(pipeline: Pipeline, stage: str, facts: GateFacts) -> list[MissingItem]:
    """What was promised when the stages before this one were left, and is not there yet, the earliest day first; a gate
    that is still ahead asks for its items itself. A stage that is retired asks for nothing any more."""
    found: list[tuple[date, MissingItem]] = []
    for left in pipeline.stages[: pipeline.index(stage)]:
        for item in left.exit if left.moved_to is None else ():
            answer = facts.answers.get(item.key)
            until = answer.owed_until if answer and answer.state == "owed" else None
            if until and item.moved_to is None and not is_met(item, facts):
                found.append((until, MissingItem(left.key, item, may_owe=False, owed_until=until)))
    return [item for _, item in sorted(found, key=lambda one: one[0])]


def overdue(pipeline: Pipeline, stage: str, facts: GateFacts, today: date) -> list[MissingItem]:
    """Of what is owed, what holds the next gate: its day is past."""
    return [one for one in owed(pipeline, stage, facts) if one.owed_until and one.owed_until < today]


def leads_to_the_end(pipeline: Pipeline, stage: str) -> bool:
    """Is the gate of this stage the last one?"""
    following = pipeline.after(stage)
    return following is not None and following.final


def _held(
    pipeline: Pipeline, stage: str, facts: GateFacts, today: date, *, is_last: bool
) -> list[MissingItem]:
    return owed(pipeline, stage, facts) if is_last else overdue(pipeline, stage, facts, today)


def missing(
    pipeline: Pipeline, stage_from: str, stage_to: str, facts: GateFacts, today: date
) -> list[MissingItem]:
    """What blocks a move forward: what earlier gates were promised and its day is past, whatever its day where the way
    ends in the last stage, then the exit items of every stage on the way, in order. Empty for a move back.

    `today` is the owner's local date."""
    start, end = pipeline.index(stage_from), pipeline.index(stage_to)
    if end <= start:
        return []
    is_last = pipeline.stages[end].final
    held = _held(pipeline, stage_from, facts, today, is_last=is_last)
    passed = pipeline.stages[start:end]
    return held + [item for stage in passed for item in missing_of(stage, facts, today, is_last=is_last)]


def gaps(
    pipeline: Pipeline, stage: str, facts: GateFacts, today: date, most: int = 2, *, but_owed: bool = False
) -> list[MissingItem]:
    """What the next gate still lacks, for the answer to a note: two things at most; `but_owed`: what earlier gates were
    promised is told beside it."""
    is_last = leads_to_the_end(pipeline, stage)
    held = [] if but_owed else _held(pipeline, stage, facts, today, is_last=is_last)
    return [*held, *missing_of(pipeline.stage(stage), facts, today, is_last=is_last)][:most]


def can_move(
    pipeline: Pipeline,
    stage_from: str,
    stage_to: str,
    facts: GateFacts,
    today: date,
    *,
    owe: Iterable[str] = (),
    reason: str | None = None,
) -> Move:
    """Decides a move. `owe` are items that the person promises by Friday: one a stage, never a hard one or an approval."""
    if not pipeline.knows(stage_to):
        return Move("none", "no_such_stage")
    start, end = pipeline.index(stage_from), pipeline.index(stage_to)
    if start == end and pipeline.knows(stage_from):
        return Move("none", "same_stage")
    if pipeline.stages[start].final:
        return Move("none", "closed")
    if end < start:
        return Move("back", "reason" if is_unknown(reason) else None)
    promised = set(owe)
    allowed: list[MissingItem] = []
    blocking: list[MissingItem] = []
    for item in missing(pipeline, stage_from, stage_to, facts, today):
        taken = any(item.stage == other.stage for other in allowed)
        if item.key in promised and item.may_owe and not taken:
            allowed.append(item)
        else:
            blocking.append(item)
    if blocking:
        return Move("forward", "gate", tuple(blocking))
    return Move("forward", owed=tuple(item.key for item in allowed))


def owed_by(today: date) -> date:
    """*By Friday*: this week's, or next week's when today is Friday or later."""
    ahead = (4 - today.weekday()) % 7 or 7
    return date.fromordinal(today.toordinal() + ahead)

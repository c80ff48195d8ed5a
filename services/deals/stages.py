"""Moving a deal: forward through the gate, back with a reason; closing it as won, lost or invalid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from rules.access import Action, Actor
from rules.answers import Answer
from rules.answers.deals import DealClosed, GateRefused, StageMoved
from rules.answers.nudges import Done
from rules.errors import Conflict, Invalid
from rules.facts import LIVE
from rules.gates import AnswerFacts, Move, can_move, owed_by
from rules.pipeline import Pipeline
from rules.stages import Stage
from rules.words import is_unknown
from services import audit, gate_facts, shown
from services.ask import Ask, once
from services.deals import (
    ending,
    files,
    filled,
    gate_store,
    hands,
    help_requests,
    likely,
    tasks,
    waive_requests,
)
from services.deals.files import Evidence
from services.deals.hands import By
from services.deals.undoing import UNDO_FOR
from services.money import rates
from services.team import access
from services.team.people import language
from storage import deals as deal_rows
from storage import gates as gate_rows
from storage import people as people_rows
from storage import stages as rows
from storage import undos as undo_rows
from storage.db import Session
from storage.tables import Deal, GateAnswer, Person, StageEntry
from storage.tables.base import Json


@dataclass(frozen=True)
class Sent:
    """A move as asked for: where to, what was filled in, what is promised by Friday, why (going back)."""

    deal_id: int
    to: str
    values: Mapping[str, str] = field(default_factory=dict)
    owe: tuple[str, ...] = ()
    reason: str = ""
    version: int | None = None  # of the deal when the form opened
    # What of it is on record already, as `filled.changed` has it. Who dies between the two and sends it again has it on
    # record as it is: the Undo of that move leaves it.
    filled: Json | None = field(default=None, repr=False)


def keep_filled(ask: Ask, sent: Sent, attached: Sequence[Evidence]) -> Sent | GateRefused:
    """What was filled in is on record before the files beside it are: the move itself may yet be refused, or never
    come. The move as it is asked for from then on; the refusal where something cannot be read, or a file is none that
    Baton takes. Raises NotFound, Invalid, Conflict, as the move would."""
    with ask.deps.write("stages.keep_filled") as tx:
        ask = ask.holding(tx)
        pipeline, deal = _to_move(ask, tx, sent)
        if (refused := _unreadable(ask, tx, deal, sent, attached)) is not None:
            return refused
        sent = _filled(ask, tx, pipeline, deal, sent)
        now = deal_rows.held(tx, sent.deal_id)
    assert now is not None
    return replace(sent, version=now.version)


def _filled(ask: Ask, tx: Session, pipeline: Pipeline, deal: Deal, sent: Sent) -> Sent:
    """Puts on record what was filled in; the move as it is asked for, with what that changed."""
    before = filled.seen(tx, deal.id)
    gate_store.fill(tx, pipeline, deal, ask.person, sent.values, ask.now)
    return replace(sent, filled=filled.changed(before, filled.seen(tx, deal.id), sent.filled))


@once("stage.move", but=(GateRefused,))
def move(ask: Ask, tx: Session, sent: Sent) -> Answer:
    """Moves the deal if its gates allow it; what was filled in is kept either way, unless some of it cannot be read.
    Raises NotFound, Invalid."""
    pipeline, deal = _to_move(ask, tx, sent)
    if (refused := _unreadable(ask, tx, deal, sent)) is not None:
        return refused
    sent = _filled(ask, tx, pipeline, deal, sent)
    today = ask.today
    facts = gate_facts.facts(tx, pipeline, deal, today)
    verdict = can_move(pipeline, deal.stage, sent.to, facts, today, owe=sent.owe, reason=sent.reason or None)
    locale = language(ask.person)
    if verdict.refused == "gate":
        # What was typed is kept: committed with this answer, and shown again when the form opens.
        kept = [key for key, said in sent.values.items() if not is_unknown(said) and key in pipeline.items]
        names = tuple(gate_store.name_of_key(pipeline, key, locale) for key in kept)
        return _held(ask, tx, deal, sent, verdict).model_copy(update={"kept": names})
    if verdict.refused is not None:
        raise Invalid(f"gate.{verdict.refused}", faults={"reason": f"gate.{verdict.refused}"})
    owed_until = _owe(tx, ask.actor, sent.deal_id, verdict.owed, today, ask.now)
    sent = replace(sent, owe=verdict.owed)  # what it leaves owed, which Undo takes back
    answer = _enter(ask, tx, pipeline, deal, sent, is_back=verdict.direction == "back")
    names = tuple(gate_store.name_of_key(pipeline, k, locale) for k in verdict.owed)
    return answer.model_copy(update={"owed": names, "owed_until": owed_until})


def _unreadable(
    ask: Ask, tx: Session, deal: Deal, sent: Sent, attached: Sequence[Evidence] = ()
) -> GateRefused | None:
    """What of the form cannot be read, and in the same breath what would be missing if it could: one refusal with both.
    Nothing is written."""
    pipeline, today = ask.pipeline, ask.today
    faults = gate_store.unreadable(pipeline, sent.values, today) | files.faults(attached)
    if not faults:
        return None
    known = gate_facts.facts(tx, pipeline, deal, today)
    typed = {key: AnswerFacts(value=value) for key, value in sent.values.items() if not is_unknown(value)}
    filled = replace(
        known, answers={**known.answers, **typed}, files=known.files | {x.item for x in attached}
    )
    verdict = can_move(pipeline, deal.stage, sent.to, filled, today, owe=sent.owe, reason=sent.reason or None)
    return _held(ask, tx, deal, sent, verdict).model_copy(update={"faults": faults})


def _held(ask: Ask, tx: Session, deal: Deal, sent: Sent, verdict: Move) -> GateRefused:
    """What the gate lacks; of what was filled in with no answer ("待定"), that."""
    unsaid = {key for key, value in sent.values.items() if value.strip() and is_unknown(value)}
    lacking = [replace(x, said_unknown=x.said_unknown or x.key in unsaid) for x in verdict.missing]
    return GateRefused(
        head=shown.head(tx, deal),
        stage_name=ask.pipeline.stage(sent.to).name.of(language(ask.person)),
        fields=gate_store.fields(ask.pipeline, lacking, ask.person),
    )


def _to_move(ask: Ask, tx: Session, sent: Sent) -> tuple[Pipeline, Deal]:
    """The process and the deal, held, where a move may be thought of."""
    pipeline = ask.pipeline
    deal = access.deal_for(tx, ask.actor, Action.MOVE_STAGE, sent.deal_id, ask.now)
    _open_only(deal)
    if sent.version is not None and sent.version != deal.version and sent.to == deal.stage:
        raise Conflict()
    if not any(s.key == sent.to and s.moved_to is None for s in pipeline.stages):
        raise Invalid("gate.no_such_stage", faults={"to": "gate.no_such_stage"})
    return pipeline, deal


def _owe(
    tx: Session, actor: Actor, deal_id: int, items: tuple[str, ...], today: date, now: datetime
) -> date | None:
    """Notes what is promised by Friday; the day, None when nothing is."""
    until = owed_by(today)
    for item in items:
        owed = GateAnswer(deal_id=deal_id, item=item, state="owed", owed_until=until, by_id=actor.id, at=now)
        gate_rows.put_answer(tx, owed)
    return until if items else None


def _open_only(deal: Deal) -> None:
    if deal.state == "draft":
        raise Invalid("gate.draft")
    if deal.state != "open":
        raise Invalid("gate.closed")


def _as_it_is(deal: Deal) -> dict[str, Any]:
    """What an undo puts back."""
    return {"stage": deal.stage, "entered_at": deal.stage_entered_at.isoformat(), "state": deal.state}


def _enter(ask: Ask, tx: Session, pipeline: Pipeline, deal: Deal, sent: Sent, *, is_back: bool) -> StageMoved:
    """Leaves the stage and enters the next: history, clocks, tasks opened on entry."""
    person, now = ask.person, ask.now
    stage = pipeline.stage(sent.to)
    back = _as_it_is(deal) | likely.as_it_was(deal)
    at = deal.blocker_at.isoformat() if deal.blocker_at else None
    blocked = {"blocker": deal.blocker, "blocker_at": at, "owed": list(sent.owe), "filled": sent.filled}
    direction = "back" if is_back else "forward"
    waive_requests.gone_on(ask, tx, deal, stage)
    _new_stay(tx, person, deal.id, stage.key, now, ask.config.version, direction, sent.reason)
    state = "won" if stage.final else "open"
    signed = rates.Signed(stage.key, state, deal.currency, rates.today(pipeline, now))
    deal_rows.change(
        tx,
        deal.id,
        deal.version,
        stage=stage.key,
        stage_entered_at=now,
        state=state,
        closed_at=now if stage.final else None,
        rate_to_base=rates.kept_for(tx, pipeline, deal, signed),
        blocker=None,
        blocker_at=None,
        next_check_at=now,
        clocks_from=deal.clocks_from or now,
        **likely.OF_STAGE,
    )
    audit.record(
        tx, person.id, "stage.move", f"deal:{deal.id}", now=now, before=back, after={"stage": stage.key}
    )
    back |= {"to_stage": stage.key, "to_state": state, "to_entered": now.isoformat(), **blocked}
    if stage.final:
        back |= ending.follow(tx, pipeline, deal, hands.before(tx, deal), By(person.id), now)._asdict()
    else:
        back["tasks"] = _moved(tx, deal, person, stage, now)
    # On a deal that is over nobody could answer.
    opened = () if is_back or stage.final else tasks.open_stage(ask, tx, pipeline, deal)
    undo = undo_rows.put(tx, person.id, "stage", deal.id, now + UNDO_FOR, now, back)
    people_rows.touched(tx, person, deal.id)
    return StageMoved(
        head=shown.head(tx, deal),
        stage_name=stage.name.of(language(person)),
        opened=opened,
        is_back=is_back,
        undo_id=undo,
        **likely.left_behind(stage, back),
    )


def _moved(tx: Session, deal: Deal, person: Person, stage: Stage, now: datetime) -> list[int]:
    """Whoever was asked to help with it reads where it is now; which requests that ended."""

    def said(reader: Person) -> Done:
        verb = "moved" if reader.id == person.id else "they_moved"
        return Done(verb=verb, who=person.name, text=stage.name.of(language(reader)))

    return help_requests.take_back(tx, deal, said, now)


def _new_stay(
    tx: Session,
    person: Person,
    deal_id: int,
    stage: str,
    now: datetime,
    version: int,
    direction: str,
    reason: str = "",
) -> None:
    """The history: the stay that ends, and the one that begins."""
    last = rows.open_entry(tx, deal_id)
    if last is not None:
        last.left_at = now
        tx.add(last)
    stay = StageEntry(
        deal_id=deal_id,
        stage=stage,
        entered_at=now,
        entered_by=person.id,
        direction=direction,
        reason=reason or None,
        config_version=version,
    )
    tx.add(stay)


@once("deal.close")
def close(ask: Ask, tx: Session, deal_id: int, *, state: str, reason: str, words: str) -> Answer:
    """Lost or invalid, with its reason; the loss keeps the stage it died in. Raises Invalid, NotFound."""
    pipeline = ask.pipeline
    deal = access.deal_for(tx, ask.actor, Action.CLOSE_DEAL, deal_id, ask.now)
    if deal.state not in LIVE:
        raise Invalid("gate.closed")
    return shut(ask, tx, pipeline, deal, state=state, reason=reason, words=words)


def shut(
    ask: Ask, tx: Session, pipeline: Pipeline, deal: Deal, *, state: str, reason: str, words: str
) -> DealClosed:
    """The closing itself, in the caller's transaction. Raises Invalid by field."""
    person, now = ask.person, ask.now
    known = pipeline.loss_reasons if state == "lost" else pipeline.invalid_reasons
    chosen = next((r for r in known if r.key == reason and r.moved_to is None), None)
    if chosen is None:
        raise Invalid("lost.fault_reason", faults={"reason": "lost.fault_reason"})
    if chosen.wants_words and is_unknown(words):
        raise Invalid("lost.fault_words", faults={"words": "lost.fault_words"})
    back, values = _as_it_is(deal), {"lost_reason": reason, "lost_detail": words.strip() or None}
    waive_requests.gone_on(ask, tx, deal, None)
    ended = ending.end(tx, pipeline, deal, state, By(person.id), now, **values)
    after = {"state": state, "reason": reason}
    audit.record(tx, person.id, f"deal.{state}", f"deal:{deal.id}", now=now, before=back, after=after)
    back |= {
        "to_stage": deal.stage,
        "to_state": state,
        "to_entered": back["entered_at"],
        **ended._asdict(),
    }
    undo = undo_rows.put(tx, person.id, "close", deal.id, now + UNDO_FOR, now, back)
    name = chosen.name.of(language(person))
    return DealClosed(head=shown.head(tx, deal), state=state, reason=name, undo_id=undo)

"""Takes a stage move or a closing back within ten minutes, unless the deal has moved on since."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from rules.access import Action
from rules.answers import Answer
from rules.answers.deals import Restored
from rules.errors import NotFound
from rules.pipeline import Pipeline
from services import audit, shown
from services.ask import Ask
from services.deals import filled, hands, likely, tasks, undoing
from services.money import rates
from services.team import access
from services.team.people import language
from storage import deals as deal_rows
from storage import gates as gate_rows
from storage import stages as rows
from storage import tasks as task_rows
from storage import undos as undo_rows
from storage.db import Session
from storage.tables import Deal, StageEntry

UNDONE = ("stage", "close")


def undo(ask: Ask, undo_id: int) -> Answer:
    """The deal stands where it stood: its stage and clock, the tasks that ended; what the move opened is cancelled,
    what it promised by Friday is promised no more, and what its form put on record is as it was.

    Pressed twice, it says the same. Raises NotFound when it is too late, the deal stands elsewhere by now, or the
    process has that stage no more."""
    with ask.deps.write("stage_undo.undo") as tx:
        ask = ask.holding(tx)
        pipeline, locale = ask.pipeline, language(ask.person)
        taken, was_used = undoing.take(ask, tx, undo_id, *UNDONE)
        if not pipeline.knows(str(taken.back["stage"])):
            raise NotFound("err.undo_late")
        if was_used:
            seen = access.deal_for(tx, ask.actor, Action.SEE_DEAL, taken.deal_id, ask.now)
            name = pipeline.stage_name(str(taken.back["stage"]), locale)
            return Restored(head=shown.head(tx, seen), stage_name=name)
        deal = access.deal_for(tx, ask.actor, Action.MOVE_STAGE, taken.deal_id, ask.now)
        back = taken.back
        was_put = (back["to_stage"], back["to_state"], datetime.fromisoformat(back["to_entered"]))
        if (deal.stage, deal.state, deal.stage_entered_at) != was_put:
            raise NotFound("err.undo_moved")
        changed = task_rows.reopen(tx, back.get("tasks") or [])
        if taken.action == "stage":
            changed += task_rows.cancel_opened(tx, deal.id, deal.stage_entered_at, ask.now)
        gate_rows.take_back_owed(tx, deal.id, back.get("owed") or [])
        filled.hand_on(deal, back.get("filled") or {}, undo_rows.later(tx, taken, "note"))
        chance = likely.again(deal, back)
        _put_back(ask, tx, deal, back, chance)
        for task in changed:
            tasks.rewrite(tx, pipeline, deal, task, ask.now)
        hands.tell_back(tx, back.get("told") or [], deal.id, ask.now)
        stage = str(back["stage"])
        audit.record(
            tx, ask.actor.id, "stage.undo", f"deal:{deal.id}", now=ask.now, after={"stage": stage} | chance
        )
        return Restored(head=shown.head(tx, deal), stage_name=pipeline.stage_name(stage, locale))


def _put_back(ask: Ask, tx: Session, deal: Deal, back: Mapping[str, Any], chance: Mapping[str, Any]) -> None:
    """The deal's own row and its history, as the way back remembers them."""
    stage, entered = str(back["stage"]), datetime.fromisoformat(str(back["entered_at"]))
    _stay_again(ask, tx, deal.id, stage, entered)
    state, day = str(back["state"]), rates.today(ask.pipeline, ask.now)
    form = back.get("filled") or {}
    filled.take_back(tx, deal, form)
    columns = filled.columns(deal, form)
    signed = rates.Signed(stage, state, columns.get("currency", deal.currency), day)
    deal_rows.change(
        tx,
        deal.id,
        deal.version,
        stage=stage,
        stage_entered_at=entered,
        state=state,
        rate_to_base=rates.kept_for(tx, ask.pipeline, deal, signed),
        closed_at=None,
        lost_reason=None,
        lost_detail=None,
        next_check_at=ask.now,
        **columns,
        **chance,
        **blocker_again(ask.pipeline, back, deal),
    )


def _stay_again(ask: Ask, tx: Session, deal_id: int, stage: str, entered: datetime) -> None:
    """The history: the stay that was taken back ends, the one before goes on."""
    last = rows.open_entry(tx, deal_id)
    if last is not None:
        last.left_at = ask.now
        tx.add(last)
    tx.add(
        StageEntry(
            deal_id=deal_id,
            stage=stage,
            entered_at=entered,
            entered_by=ask.actor.id,
            direction="undo",
            config_version=ask.config.version,
        )
    )


def blocker_again(pipeline: Pipeline, back: Mapping[str, Any], deal: Deal) -> dict[str, object]:
    """What was in the way before, unless something else was said since or it is gone."""
    at = back.get("blocker_at")
    is_known = any(b.key == back.get("blocker") for b in pipeline.blockers)
    if deal.blocker is not None or at is None or not is_known:
        return {}
    return {"blocker": back["blocker"], "blocker_at": datetime.fromisoformat(at)}

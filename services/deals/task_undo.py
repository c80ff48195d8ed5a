"""*Done* is taken back within ten minutes: the task is open as it was, and so is what was in the way."""

from rules.answers import Answer
from rules.answers.tasks import TaskBack, TaskSaid
from rules.errors import NotFound
from services import audit, shown
from services.ask import Ask
from services.deals import tasks, undoing
from services.deals.stage_undo import blocker_again
from services.deals.task_answers import UNDONE, as_it_stands
from services.sending.telling import Retold, retell
from services.team import access
from services.team.people import language
from storage import deals as deal_rows
from storage import tasks as rows
from storage.db import Session
from storage.tables import Deal, Delivery, Person, Task
from storage.tables.base import Json


def undo(ask: Ask, undo_id: int, ts: str = "") -> Answer:
    """Everybody's message asks again, and who heard that it is done hears that it is not. `ts`: the message it was pressed
    on, which the caller rewrites. Pressed twice, it says the same. Raises NotFound when it is too late."""
    with ask.deps.write("task_undo.undo") as tx:
        ask = ask.holding(tx)
        taken, was_used = undoing.take(ask, tx, undo_id, UNDONE)
        found = rows.held(tx, int(taken.back["task_id"]))
        if found is None:
            raise NotFound("err.undo_late")
        task, deal = found
        if not was_used:
            _open_again(ask, tx, deal, task, taken.back)
            told = as_it_stands(ask, tx, deal, task, ts)
            tasks.rewrite(tx, ask.pipeline, deal, task, ask.now, ts if told.is_here else "")
        return as_it_stands(ask, tx, deal, task, ts)


def _open_again(ask: Ask, tx: Session, deal: Deal, task: Task, back: Json) -> None:
    """As it was before it was done, unless the deal is over, somebody was asked anew, or it is not theirs to answer now."""
    if not access.may_answer(ask.actor, task, deal) or (
        task.state,
        task.answer,
        task.answered_by,
        deal.state,
    ) != ("answered", "done", ask.actor.id, "open"):
        raise NotFound("err.undo_late")
    task.state, task.closed_at, task.next_check_at = "open", None, ask.now
    task.answer, task.answered_by, task.words = back["answer"], back["by"], back["words"]
    tx.add(task)
    tx.flush()
    is_there = back["entered_at"] == deal.stage_entered_at.isoformat()  # a move clears what is in the way
    blocker = blocker_again(ask.pipeline, back, deal) if is_there else {}
    deal_rows.change(tx, deal.id, deal.version, next_check_at=ask.now, **blocker)
    audit.record(tx, ask.actor.id, "task.undo", f"deal:{deal.id}", now=ask.now, after={"task_id": task.id})

    def told(sent: Delivery, reader: Person) -> Retold:
        what, said = (
            tasks.what(ask.pipeline, task, language(reader)),
            TaskSaid(verb="undone", who=ask.person.name),
        )
        return TaskBack(head=shown.head(tx, deal), what=what, said=said), False

    retell(tx, back["heard"], told, ask.now)

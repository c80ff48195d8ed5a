"""A kept file goes back to a person who may see it: who sees its deal, or has an open task about it, at that moment."""

from rules.access import Action
from rules.answers.papers import FileSent, FileShelf, FileShown
from rules.errors import NotFound
from services import audit, inbox, shown
from services.ask import Ask
from services.deals import tasks
from services.team import access
from storage import attachments as file_rows
from storage import files as store
from storage import tasks as task_rows
from storage.db import Session
from storage.tables import Attachment, Deal

SHELF = 20  # files in one window; the timeline has all of them


def shelf(ask: Ask, deal_id: int, task_id: int = 0) -> FileShelf:
    """The files of a deal, the newest first, each to be opened. Raises NotFound."""
    with ask.deps.db.read() as tx:
        deal = _deal(ask, tx, deal_id, task_id)
        found = file_rows.newest(tx, deal.id, SHELF + 1)
        return FileShelf(
            head=shown.head(tx, deal),
            files=tuple(FileShown(file_id=one.id, name=one.name) for one in found[:SHELF]),
            is_more=len(found) > SHELF,
            task_id=task_id,
        )


def press(ask: Ask, file_id: int, task_id: int = 0) -> FileSent | None:
    """On record: this person opens this file; what they are told once they have it. None: this press was answered
    already. Raises NotFound."""
    with ask.deps.write("opening.press") as tx:
        if inbox.repeat(tx, ask.key, ask.actor.id) is not None:
            return None
        row, deal = _file(ask, tx, file_id, task_id)
        answer = FileSent(head=shown.head(tx, deal), name=row.name)
        after = {"name": row.name, "sha256": row.sha256}
        audit.record(tx, ask.actor.id, "file.open", f"file:{row.id}", now=ask.now, after=after)
        inbox.remember(tx, ask.key, "file.open", ask.actor.id, answer, ask.now)
        return answer


def fetch(ask: Ask, file_id: int, task_id: int = 0) -> bytes:
    """The bytes of a file. Raises NotFound, also where they are gone."""
    with ask.deps.db.read() as tx:
        row, _ = _file(ask, tx, file_id, task_id)
        data = store.get(ask.deps.db, tx, row.sha256)
    if data is None:
        raise NotFound("file.lost", name=row.name)
    return data


def _file(ask: Ask, tx: Session, file_id: int, task_id: int) -> tuple[Attachment, Deal]:
    row = tx.get(Attachment, file_id)
    if row is None:
        raise NotFound("file.off")
    return row, _deal(ask, tx, row.deal_id, task_id)


def _deal(ask: Ask, tx: Session, deal_id: int, task_id: int) -> Deal:
    """The deal, where this person may see it, or look at its papers for their open task."""
    task, deal = task_rows.with_deal(tx, task_id) or (None, None)
    if task is not None and deal is not None and task.deal_id == deal_id and deal.state == "open":
        is_shown = task.state == "open" and task.kind != tasks.BLOCKER
        if is_shown and access.may_answer(ask.actor, task, deal):
            return deal
    return access.deal_for(tx, ask.actor, Action.SEE_DEAL, deal_id, ask.now)

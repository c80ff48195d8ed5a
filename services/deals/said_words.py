"""What is said of a deal beside its notes, and whose words it is: waits, requests to a manager and to colleagues, a word
to go on, a next step that no note promised. Taken out, all of it stays but the words."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from rules.redaction import GONE, OF_WAITS, WORDS, phrases
from services import audit
from services.ask import Ask
from services.deals import help_requests, redaction
from storage import books
from storage import redaction as rows
from storage.db import Session
from storage.rows import one
from storage.tables import Deal, Push, Step, Task, Wait

Row = Wait | Task | Push | Step
KINDS: Mapping[str, type[Row]] = {"wait": Wait, "task": Task, "push": Push, "step": Step}


class Said(NamedTuple):
    """One thing that was said, by whom, and every word of it that is kept with it."""

    row: Row
    by_id: int | None
    at: datetime
    words: tuple[str, ...]

    @property
    def name(self) -> str:
        """As a button tells it."""
        kind = next(name for name, table in KINDS.items() if isinstance(self.row, table))
        return f"{kind}:{self.row.id}"

    @property
    def has_words(self) -> bool:
        return any(word and word != GONE for word in self.words)


def find(tx: Session, kind: str, said_id: int) -> Row | None:
    table = KINDS.get(kind)
    return one(tx, table, said_id) if table is not None else None


def of(row: Row) -> Said:
    if isinstance(row, Wait):
        return Said(row, row.by_id, row.since, (row.who, row.why))
    if isinstance(row, Push):
        return Said(row, row.by_id, row.at, (row.words,))
    if isinstance(row, Step):
        said = row.text if row.note_id is None else ""  # else it goes with its note
        return Said(row, row.owner_id, row.opened_at, (said,))
    asked = row.text if row.kind in redaction.IN_WORDS else ""  # else as the process calls it
    return Said(row, row.opened_by, row.opened_at, (asked, row.words or ""))


def of_wait(wait: Wait) -> str:
    """As the story tells it."""
    return " · ".join(word for word in (wait.who, wait.why) if word)


def take_out(ask: Ask, tx: Session, deal: Deal, said: Said, but: str = "") -> None:
    """In the caller's transaction, which holds the deal. ``but``: the ts of the message that the caller rewrites."""
    row, words = said.row, list(said.words)
    if isinstance(row, Wait):
        words.append(of_wait(row))
        row.who = row.why = ""
        for undo in rows.ways_back_of_wait(tx, deal.id, row.id):
            undo.back = {**undo.back, "asked": {}}
    elif isinstance(row, Push):
        row.words = ""
    elif isinstance(row, Step):
        words += redaction.of_steps(rows.audited(tx, deal.id), {row.id})
        rows.empty_step(row, ask.now)
    else:
        words += _once_said(tx, deal, row)
        for undo in rows.ways_back_of_task(tx, deal.id, row.id):
            undo.back = {**undo.back, "words": None}
        row.text, row.words = GONE if row.kind in redaction.IN_WORDS else row.text, None
    tx.add(row)
    names = OF_WAITS if isinstance(row, Wait) else WORDS
    # A step was opened anew with each day that it got.
    since = deal.created_at if isinstance(row, Step) else said.at
    gone = redaction.Gone(phrases(words), since, but, names=names)
    retold = [row] if isinstance(row, Task) and row.kind != help_requests.KIND else []
    redaction.everywhere(ask, tx, deal, gone, retold)
    after = {"said": said.name, "state": "redacted"}
    audit.record(tx, ask.actor.id, books.TAKEN_OUT, f"deal:{deal.id}", now=ask.now, after=after)


def _once_said(tx: Session, deal: Deal, task: Task) -> list[str]:
    """What was asked, or answered, before it was said otherwise."""
    sides = [
        side
        for value in rows.audited(tx, deal.id)
        if value.after.get("task_id") == task.id
        for side in (value.before, value.after)
    ]
    return [str(side[name]) for side in sides for name in ("text", "words") if side.get(name)]

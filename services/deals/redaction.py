"""The one way by which the words of a note leave the books: from its row and from everything that was made of it, told
of it, kept to repeat it or to bring it back. That there was a note, by whom and when stays."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from rules.answers import dump
from rules.answers.digests import HelpAsked, HelpComing
from rules.answers.found import DealsFound
from rules.answers.notes import NoteRedacted
from rules.answers.tasks import TaskAsked, TaskBack, TaskLate, TasksDue
from rules.answers.teams import DealOver, DealsOver, TeamNoted
from rules.redaction import GONE, WORDS, phrases, tells, without
from services import audit, shown
from services.ask import Ask
from services.deals import help_requests, tasks
from services.sending import outbox, promises
from storage import befores, books
from storage import deals as deal_rows
from storage import deliveries as delivery_rows
from storage import drafts as draft_rows
from storage import redaction as rows
from storage import undos as undo_rows
from storage.db import Session
from storage.tables import AuditValue, Deal, Delivery, Note, Task, Undo

# So much older than a note may a message be that was made to say its words later (`clock.overtaken`): four days since it
# was sent, and days off before that.
RETOLD = timedelta(days=31)
OF_NOTE = ("agreed", "next_text", "raw", "quote")  # what audited changes and ways back tell of a note
IN_WORDS = (tasks.COLLEAGUE, help_requests.KIND)  # tasks that are asked in somebody's own words
IN_BOOKS = (
    NoteRedacted.kind,
    TaskAsked.kind,
    TasksDue.kind,
    TaskLate.kind,
    TaskBack.kind,
    TeamNoted.kind,
    DealOver.kind,
    DealsOver.kind,
    DealsFound.kind,
    HelpAsked.kind,
    HelpComing.kind,
)  # what the books have as Slack shows it


def hold(tx: Session, note: Note) -> None:
    """What its author typed and nobody answered, before the deal, as whoever saves it holds it."""
    rows.waiting(tx, note.author_id)


def take_out(ask: Ask, tx: Session, deal: Deal, note: Note, but: str = "") -> None:
    """In the caller's transaction, which holds the deal; what is told of the deal meanwhile is made anew. Of a note that
    was edited, what it was before goes too. ``but``: the ts of the message that the caller rewrites."""
    if (before := rows.edited_into(tx, note)) is not None:
        held = deal if before.deal_id == deal.id else deal_rows.held(tx, before.deal_id)
        assert held is not None
        take_out(ask, tx, held, before, but)
    _take_out(ask, tx, deal, note, but)


def _take_out(ask: Ask, tx: Session, deal: Deal, note: Note, but: str) -> None:
    backs, values = rows.ways_back(tx, deal.id, note.id), rows.audited(tx, deal.id)
    given = rows.given_at_gates(tx, note.id)
    asked, drafts = rows.asked_of(tx, deal.id, note.id), rows.drafts(tx, note.id)
    promised = rows.steps(tx, note.id)
    more = [
        *(x.text for x in promised),
        *(x.text for x in asked),
        *of_steps(values, {x.id for x in promised}),
    ]
    said = _its_words(note, [*more, *(x.value or "" for x in given)], backs, values)
    since = min(note.created_at, *(x.created_at for x in drafts), ask.now)
    rows.empty(tx, note, ask.now)
    befores.empty(tx, "deal", deal.id)
    for undo in backs:
        undo.back = without({name: value for name, value in undo.back.items() if name != "added"}, said)
        undo.state = undo_rows.SHUT if undo.state == "open" else undo.state
    for answer in given:
        answer.value = None  # the note is there, so its gate stays open
    asked += [task for task in rows.tasks(tx, deal.id) if task not in asked and _is_asked_in(task, said)]
    for task in asked:
        task.text = GONE
    for push in rows.pushes(tx, deal.id):
        push.words = GONE if tells(push.words, said) else push.words
    for draft in rows.waiting(tx, note.author_id):
        read = {"text": draft.text, **draft.state}
        if draft.kind == draft_rows.FILES:
            draft.text = "" if tells(draft.text, said) else draft.text  # the files wait all the same
        elif without(read, said) != read:  # said once more, and not answered
            draft_rows.use_up(tx, draft)
            drafts.append(draft)
            since = min(since, draft.created_at)
    gone = Gone(said, since, but, note.id, frozenset(x.id for x in drafts))
    everywhere(ask, tx, deal, gone, [task for task in asked if task.kind != help_requests.KIND])
    after = {"note": note.id, "state": "redacted"}
    audit.record(tx, ask.actor.id, books.TAKEN_OUT, f"deal:{deal.id}", now=ask.now, after=after)


def _is_asked_in(task: Task, said: frozenset[str]) -> bool:
    """Whether somebody was asked for help in these words; what the process asks for has words of its own."""
    return task.kind in IN_WORDS and tells(task.text, said)


class Gone(NamedTuple):
    """Which words go, since when they are told, under which names, and the message that somebody else rewrites; of a note,
    which, and the drafts that became it."""

    said: frozenset[str]
    since: datetime
    but: str = ""
    note_id: int = 0
    draft_ids: frozenset[int | None] = frozenset()
    names: frozenset[str] = WORDS


def everywhere(ask: Ask, tx: Session, deal: Deal, gone: Gone, tasks_of_it: Sequence[Task]) -> None:
    """The words leave what was told of the deal, kept of it to repeat it, or put on record with it; who was asked in them
    is still asked."""
    said = gone.said
    deal_rows.change(tx, deal.id, deal.version, next_check_at=ask.now)
    for value in rows.audited(tx, deal.id):
        before, after = (without(each, said, names=gone.names) for each in (value.before, value.after))
        if (value.before, value.after) != (before, after):
            value.before, value.after = {}, {}
    for value in rows.forms_audited(tx, deal.id):
        value.after = {item: GONE if told.strip() in said else told for item, told in value.after.items()}
    for form in rows.forms(tx, gone.since):
        if without(form.state, said, everywhere=True) != form.state:
            draft_rows.use_up(tx, form)
    tx.flush()
    for task in tasks_of_it:
        tasks.rewrite(tx, ask.pipeline, deal, task, ask.now)
    _rewrite_told(ask, tx, deal, gone)


def _its_words(
    note: Note, more: list[str], backs: Sequence[Undo], values: Sequence[AuditValue]
) -> frozenset[str]:
    """Everything that the note says, or said before it was added to or changed."""
    words: list[str | None] = [*(getattr(note, name) for name in OF_NOTE), *more]
    words += [text for undo in backs for text in _added(undo.back)]
    for value in values:
        if note.id in (value.before.get("note_id"), value.after.get("note_id")):
            words += _added(value.before) + _added(value.after)
    return phrases(words)


def of_steps(values: Sequence[AuditValue], step_ids: Collection[int]) -> list[str]:
    """What steps said before they were put in other words."""
    return [
        str(x.before["text"]) for x in values if x.before.get("text") and x.after.get("step_id") in step_ids
    ]


def _added(kept: dict[str, Any]) -> list[str]:
    """The words of a note that were kept as they were before, or as they were put."""
    return [str(side[name]) for side in (kept, kept.get("added") or {}) for name in OF_NOTE if side.get(name)]


def _rewrite_told(ask: Ask, tx: Session, deal: Deal, gone: Gone) -> None:
    """Answers and messages: those that are of the note say that its words are gone, the others go on without them. Where
    Slack shows the words in a direct message of Baton's, it is edited, whatever has become since of what it says."""
    instead = dump(NoteRedacted(head=shown.head(tx, deal)))
    about = rows.naming("deal_id", [deal.id]) + rows.naming("draft_id", gone.draft_ids)

    def clean(kept: dict[str, Any]) -> dict[str, Any]:
        is_its = gone.note_id and kept.get("note_id") == gone.note_id
        if is_its or kept.get("draft_id") in gone.draft_ids:
            return {**{name: kept[name] for name in promises.BESIDE if name in kept}, **instead}
        return dict(without(kept, gone.said, names=gone.names))

    for answer in rows.answers(tx, about, gone.since):
        answer.answer = clean(answer.answer)
    edited: set[tuple[str, str]] = set()
    for sent in rows.messages_naming(tx, about, gone.since - RETOLD):
        payload = clean(sent.payload)
        if payload == sent.payload:
            continue
        kind, told = _shown_as(payload, instead)
        if sent.op == "post" and sent.person_id is not None and sent.state in outbox.ON_ITS_WAY:
            payload = {**payload, promises.THEN: told}
        delivery_rows.keep_payload(tx, sent.id, payload)
        at = _shown_at(tx, sent)
        if at is not None and at not in edited and at[1] != gone.but:
            edited.add(at)
            promises.promise(tx, None, kind, sent.recipient, told, ask.now, target=at)
    tx.flush()


def _shown_as(payload: dict[str, Any], instead: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The edit of a message: as what kind it is promised, and what it says: the rest of it, where the books have that as
    Slack shows it. Any other one may have given way to the answer of a button, so it says that words were taken out."""
    if promises.kept(payload) is not None:
        return promises.EDIT, {}
    return NoteRedacted.kind, payload if _is_in_books(payload) else instead


def _is_in_books(payload: dict[str, Any]) -> bool:
    return promises.kept(payload) is not None or payload.get("kind") in IN_BOOKS


def _shown_at(tx: Session, sent: Delivery) -> tuple[str, str] | None:
    """Where Slack shows it to a person. An edit of what the books have with the message itself is looked for there."""
    if sent.person_id is None or sent.channel is None:
        return None
    if sent.op == "post":
        return (sent.channel, sent.ts) if sent.state == "sent" and sent.ts else None
    post = delivery_rows.said_at(tx, sent.person_id, sent.target_ts or "")
    is_out = sent.state in ("sent", *outbox.ON_ITS_WAY) and not (post and _is_in_books(post.payload))
    return (sent.channel, sent.target_ts) if is_out and sent.target_ts else None

"""The one way by which the words of a note leave the books: from its row and from everything that was made of it, told
of it, kept to repeat it or to bring it back. That there was a note, by whom and when stays."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from rules.answers import dump
from rules.answers.digests import HelpAsked, HelpComing
from rules.answers.found import DealsFound
from rules.answers.notes import NoteRedacted
from rules.answers.tasks import TaskAsked, TaskBack, TaskLate, TasksDue
from rules.answers.teams import DealOver, DealsOver, TeamNoted
from rules.redaction import GONE, phrases, tells, without
from services import audit, shown
from services.ask import Ask
from services.deals import tasks
from services.sending import outbox, promises
from storage import befores, books
from storage import deals as deal_rows
from storage import deliveries as delivery_rows
from storage import drafts as draft_rows
from storage import redaction as rows
from storage import undos as undo_rows
from storage.db import Session
from storage.tables import AuditValue, Deal, Delivery, Note, Undo

# So much older than a note may a message be that was made to say its words later (`clock.overtaken`): four days since it
# was sent, and days off before that.
RETOLD = timedelta(days=31)
WORDS = ("agreed", "next_text", "raw", "quote")  # what audited changes and ways back tell of a note
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


def take_out(ask: Ask, tx: Session, deal: Deal, note: Note) -> None:
    """In the caller's transaction, which holds the deal; what is told of the deal meanwhile is made anew. Of a note that
    was edited, what it was before goes too."""
    if (before := rows.edited_into(tx, note)) is not None:
        held = deal if before.deal_id == deal.id else deal_rows.held(tx, before.deal_id)
        assert held is not None
        take_out(ask, tx, held, before)
    _take_out(ask, tx, deal, note)


def _take_out(ask: Ask, tx: Session, deal: Deal, note: Note) -> None:
    backs, values = rows.ways_back(tx, deal.id, note.id), rows.audited(tx, deal.id)
    given = rows.given_at_gates(tx, note.id)
    asked, drafts = rows.asked_of(tx, deal.id, note.id), rows.drafts(tx, note.id)
    more = [*(x.text for x in rows.steps(tx, note.id)), *(x.text for x in asked)]
    said = _its_words(note, [*more, *(x.value or "" for x in given)], backs, values)
    since = min(note.created_at, *(x.created_at for x in drafts), ask.now)
    rows.empty(tx, note, ask.now)
    befores.empty(tx, "deal", deal.id)
    deal_rows.change(tx, deal.id, deal.version, next_check_at=ask.now)
    for undo in backs:
        undo.back = without({name: value for name, value in undo.back.items() if name != "added"}, said)
        undo.state = undo_rows.SHUT if undo.state == "open" else undo.state
    for value in values:
        if (value.before, value.after) != (without(value.before, said), without(value.after, said)):
            value.before, value.after = {}, {}
    for value in rows.forms_audited(tx, deal.id):
        value.after = {item: GONE if told.strip() in said else told for item, told in value.after.items()}
    for answer in given:
        answer.value = None  # the note is there, so its gate stays open
    for form in rows.forms(tx, since):
        if without(form.state, said, everywhere=True) != form.state:
            draft_rows.use_up(tx, form)
    for task in asked:
        task.text = GONE
    for push in rows.pushes(tx, deal.id):
        push.words = GONE if tells(push.words, said) else push.words
    tx.flush()
    for task in asked:
        tasks.rewrite(tx, ask.pipeline, deal, task, ask.now)
    _rewrite_told(ask, tx, deal, note.id, {x.id for x in drafts}, said, since)
    after = {"note": note.id, "state": "redacted"}
    audit.record(tx, ask.actor.id, books.TAKEN_OUT, f"deal:{deal.id}", now=ask.now, after=after)


def _its_words(
    note: Note, more: list[str], backs: Sequence[Undo], values: Sequence[AuditValue]
) -> frozenset[str]:
    """Everything that the note says, or said before it was added to or changed."""
    words: list[str | None] = [*(getattr(note, name) for name in WORDS), *more]
    words += [text for undo in backs for text in _added(undo.back)]
    for value in values:
        if note.id in (value.before.get("note_id"), value.after.get("note_id")):
            words += _added(value.before) + _added(value.after)
    return phrases(words)


def _added(kept: dict[str, Any]) -> list[str]:
    """The words of a note that were kept as they were before, or as they were put."""
    return [str(side[name]) for side in (kept, kept.get("added") or {}) for name in WORDS if side.get(name)]


def _rewrite_told(
    ask: Ask,
    tx: Session,
    deal: Deal,
    note_id: int,
    draft_ids: set[int | None],
    said: frozenset[str],
    since: datetime,
) -> None:
    """Answers and messages: those that are of the note say that its words are gone, the others go on without them. Where
    Slack shows the words in a direct message of Baton's, it is edited, whatever has become since of what it says."""
    instead = dump(NoteRedacted(head=shown.head(tx, deal)))
    about = rows.naming("deal_id", [deal.id]) + rows.naming("draft_id", draft_ids)

    def clean(kept: dict[str, Any]) -> dict[str, Any]:
        if kept.get("note_id") == note_id or kept.get("draft_id") in draft_ids:
            return {**{name: kept[name] for name in promises.BESIDE if name in kept}, **instead}
        return dict(without(kept, said))

    for answer in rows.answers(tx, about, since):
        answer.answer = clean(answer.answer)
    edited: set[tuple[str, str]] = set()
    for sent in rows.messages_naming(tx, about, since - RETOLD):
        payload = clean(sent.payload)
        if payload == sent.payload:
            continue
        kind, told = _shown_as(payload, instead)
        if sent.op == "post" and sent.person_id is not None and sent.state in outbox.ON_ITS_WAY:
            payload = {**payload, promises.THEN: told}
        delivery_rows.keep_payload(tx, sent.id, payload)
        at = _shown_at(tx, sent)
        if at is not None and at not in edited:
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

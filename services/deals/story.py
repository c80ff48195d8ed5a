"""A deal's story for who may see the deal, and taking the words out of a note: by its author or a manager, on record."""

from collections.abc import Callable, Iterator

from rules import pages, worked
from rules.access import Action, allowed
from rules.answers import Answer
from rules.answers.story import Story, StoryLine
from rules.calendar import Calendar
from rules.decision import UNBLOCK
from rules.errors import NotFound, Refused
from services import shown
from services.ask import Ask, once
from services.deals import gate_store, help_requests, redaction, said_words, story_changes, tasks
from services.team import access
from services.team.calendars import calendars
from services.team.people import language
from storage import attachments as file_rows
from storage import books
from storage import gates as gate_rows
from storage import notes as note_rows
from storage import people as people_rows
from storage import pushes as push_rows
from storage import stages as stage_rows
from storage import steps as step_rows
from storage import tasks as task_rows
from storage import waits as wait_rows
from storage.db import Session
from storage.tables import Deal, Note, Task

PAGE = 15
MOST = 500  # of each kind
OWN_TASKS = (UNBLOCK,)  # Baton's own reminders to the owner: no news to anybody
BACK, CLOSED = "back", "closed"
ENDS = {"deal.lost": "lost", "deal.invalid": "invalid"}
NOTE = "note"


def page_of(ask: Ask, deal_id: int, page: int = 0) -> Answer:
    """The page that there is nearest to the wanted one, newest first. Raises NotFound."""
    with ask.deps.db.read() as tx:
        deal = access.deal_for(tx, ask.actor, Action.SEE_DEAL, deal_id, ask.now)
        return _page(ask, tx, deal, page)


def _page(ask: Ask, tx: Session, deal: Deal, page: int) -> Story:
    names = {p.id: p.name for p in people_rows.everybody(tx)}
    lines = sorted(
        _lines(ask, tx, deal, lambda pid: names.get(pid or 0, "")), key=lambda x: x.at, reverse=True
    )
    page, some = pages.cut(lines, page, PAGE)
    return Story(
        head=shown.head(tx, deal),
        lines=tuple(some),
        backs=sum(line.what == BACK and not line.is_undone for line in lines),
        first=page * PAGE,
        count=len(lines),
    )


def _lines(ask: Ask, tx: Session, deal: Deal, name: Callable[[int | None], str]) -> Iterator[StoryLine]:
    deal_id, locale, process = deal.id, language(ask.person), ask.pipeline
    yield StoryLine(at=deal.created_at, what="captured", who=name(deal.created_by), words=deal.raw_text[:500])
    for note in note_rows.newest(tx, deal_id, MOST):
        yield _note(ask, tx, deal, note, name(note.author_id))
    for note in note_rows.taken_back(tx, deal_id, MOST):
        if _may_redact(ask, tx, deal, note.author_id):  # its words stand nowhere, but they are kept
            said = f"{NOTE}:{note.id}"
            yield StoryLine(at=note.contact_at, what="undone", who=name(note.author_id), said=said)
    home = _home(ask, tx, deal)
    yield from _stays(ask, tx, deal, home, name)
    yield from _ends(ask, tx, deal, home, name)
    yield from _beside_notes(ask, tx, deal, name)
    yield from _evidence(ask, tx, deal, name)
    yield from story_changes.lines(tx, process, deal, locale, name, MOST)


def _ends(
    ask: Ask, tx: Session, deal: Deal, home: Calendar, name: Callable[[int | None], str]
) -> Iterator[StoryLine]:
    """How it ended, by whom, and after how long in its stage; and each end that was taken back."""
    locale, process = language(ask.person), ask.pipeline
    reasons = {r.key: r.name.of(locale) for r in (*process.loss_reasons, *process.invalid_reasons)}
    acts = books.changes(tx, f"deal:{deal.id}", (*ENDS, *story_changes.MOVES), MOST)
    stands = [one for one in worked.standing(reversed(acts)) if one.action in ENDS]
    for one in acts:
        if one.action in ENDS and one not in stands:
            words = reasons.get(one.after.get("reason") or "", "")
            yield StoryLine(
                at=one.at, what=ENDS[one.action], who=name(one.by_id), words=words, is_undone=True
            )
    if deal.closed_at is None:
        return
    by_id = next((one.by_id for one in stands if ENDS[one.action] == deal.state), None)
    told = (reasons.get(deal.lost_reason or "", ""), deal.lost_detail or "")
    is_won = deal.state == "won"  # it left its last stage by a move
    yield StoryLine(
        at=deal.closed_at,
        what=deal.state,
        who=name(by_id),
        words=" · ".join(filter(None, told)),
        left="" if is_won else process.stage_name(deal.stage, locale),
        stayed=0 if is_won else home.wd_between(deal.stage_entered_at, deal.closed_at),
    )


def _home(ask: Ask, tx: Session, deal: Deal) -> Calendar:
    """Whose working days are told: its owner's, else the reader's."""
    owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
    return calendars(tx, [owner or ask.person], ask.now.year)[(owner or ask.person).id]


def _beside_notes(
    ask: Ask, tx: Session, deal: Deal, name: Callable[[int | None], str]
) -> Iterator[StoryLine]:
    """What was said beside the notes: waits, words to go on, requests with their answers, next steps of no note."""
    deal_id, locale = deal.id, language(ask.person)
    for wait in wait_rows.newest(tx, deal_id, MOST):
        yield StoryLine(
            at=wait.since,
            what="parked" if wait.is_park else "waited",
            who=name(wait.by_id),
            words=said_words.of_wait(wait),
            until=wait.until,
            said=_said(ask, tx, deal, wait),
        )
    for push in push_rows.newest(tx, deal_id, MOST):
        said = _said(ask, tx, deal, push)
        yield StoryLine(at=push.at, what="pushed", who=name(push.by_id), words=push.words, said=said)
    for task in task_rows.newest(tx, deal_id, OWN_TASKS, MOST):
        yield from _task(task, tasks.what(ask.pipeline, task, locale), name, _said(ask, tx, deal, task))
    for step in step_rows.of_no_note(tx, deal_id, MOST):
        said = _said(ask, tx, deal, step)
        who = name(step.owner_id)
        is_undone = step.state == "undone"
        yield StoryLine(
            at=step.opened_at, what="planned", who=who, words=step.text, said=said, is_undone=is_undone
        )


def _task(task: Task, what: str, name: Callable[[int | None], str], said: str) -> Iterator[StoryLine]:
    """What was asked of somebody, and what became of it. Of a request for help, which is its words, nobody's answer is
    told but that somebody helps: a move or a loss that ended it is told by itself."""
    is_help, words = task.kind == help_requests.KIND, task.words or ""
    if not (is_help and task.opened_by == task.answered_by):  # nobody asked for it
        told = words if task.closed_at is None else ""
        yield StoryLine(
            at=task.opened_at, what="asked", who=name(task.opened_by), name=what, words=told, said=said
        )
    if task.answered_by is None or task.closed_at is None:
        return
    who = name(task.answered_by)
    if is_help and task.answer == help_requests.HELPING:
        yield StoryLine(at=task.closed_at, what="helping", who=who)
    elif not is_help:
        yield StoryLine(at=task.closed_at, what="answered", who=who, name=what, words=words)


def _stays(
    ask: Ask, tx: Session, deal: Deal, home: Calendar, name: Callable[[int | None], str]
) -> Iterator[StoryLine]:
    """Each stage that it entered, and for how long it had been in the one before."""
    locale, process = language(ask.person), ask.pipeline
    stays = stage_rows.stays(tx, deal.id, MOST)
    ended = {stay.left_at: stay for stay in stays if stay.left_at is not None}
    undone = stage_rows.undone(tx, deal.id)
    for stay in stays:
        if stay.entered_at == deal.created_at or stay.direction == "undo":
            continue  # where it began is told by how it came
        before = ended.get(stay.entered_at)
        yield StoryLine(
            at=stay.entered_at,
            what=stay.direction if stay.direction in (BACK, CLOSED) else "entered",
            who=name(stay.entered_by),
            name=process.stage_name(stay.stage, locale),
            words=stay.reason or "",
            process=stay.config_version if stay.config_version != ask.config.version else None,
            is_undone=stay.id in undone,
            left=process.stage_name(before.stage, locale) if before else "",
            stayed=home.wd_between(before.entered_at, stay.entered_at) if before else 0,
        )


def _evidence(ask: Ask, tx: Session, deal: Deal, name: Callable[[int | None], str]) -> Iterator[StoryLine]:
    """The files, each to be opened, and what was let pass."""
    locale, process = language(ask.person), ask.pipeline
    for file in file_rows.newest(tx, deal.id, MOST):
        called = gate_store.name_of_key(process, file.kind, locale) if file.kind in process.items else ""
        yield StoryLine(
            at=file.stored_at,
            what="file",
            who=name(file.uploader_id),
            name=file.name,
            words=called,
            file_id=file.id,
        )
    for item in gate_rows.answers(tx, [deal.id]):
        if item.state == "waived":
            called = gate_store.name_of_key(process, item.item, locale)
            what = "approved" if gate_store.is_approval(process, item.item) else "waived"
            yield StoryLine(at=item.at, what=what, who=name(item.by_id), name=called, words=item.reason or "")


def _note(ask: Ask, tx: Session, deal: Deal, note: Note, author: str) -> StoryLine:
    if note.state == "redacted":
        return StoryLine(at=note.contact_at, what="redacted", who=author)
    return StoryLine(
        at=note.contact_at,
        what="note",
        who=author,
        words=note.agreed,
        following=note.next_text,
        kind=note.outcome or note.kind,
        reaction=note.reaction or "",
        quote=note.quote or "",
        logged_at=note.created_at if note.created_at != note.contact_at else None,
        said=f"{NOTE}:{note.id}" if _may_redact(ask, tx, deal, note.author_id) else "",
    )


def _said(ask: Ask, tx: Session, deal: Deal, row: said_words.Row) -> str:
    """What its words are taken out by, where this reader may."""
    said = said_words.of(row)
    return said.name if said.has_words and _may_redact(ask, tx, deal, said.by_id) else ""


def _may_redact(ask: Ask, tx: Session, deal: Deal, by_id: int | None) -> bool:
    """Who said it while they may write on the deal, and the managers above its owner."""
    about = access.facts(tx, deal)
    is_above = allowed(ask.actor, Action.DECIDE, about)
    return allowed(ask.actor, Action.LOG_NOTE, about) and (is_above or by_id == ask.actor.id)


@once("note.redact")
def redact(ask: Ask, tx: Session, said_id: int, kind: str = NOTE, but: str = "") -> Answer:
    """The words of a note, or of what was said beside the notes, go, wherever they were kept; that something was said, by
    whom and when stays. ``but``: the ts of the message in whose place the answer is put. Raises NotFound, Refused."""
    row = note_rows.by_id(tx, said_id) if kind == NOTE else said_words.find(tx, kind, said_id)
    if row is None:
        raise NotFound("err.stale")
    if isinstance(row, Note):
        redaction.hold(tx, row)
    deal = access.deal_for(tx, ask.actor, Action.LOG_NOTE, row.deal_id, ask.now)
    by_id = row.author_id if isinstance(row, Note) else said_words.of(row).by_id
    if not _may_redact(ask, tx, deal, by_id):
        raise Refused()
    if not (note_rows.has_words(row) if isinstance(row, Note) else said_words.of(row).has_words):
        raise NotFound("err.stale")
    if isinstance(row, Note):
        redaction.take_out(ask, tx, deal, row, but)
    else:
        said_words.take_out(ask, tx, deal, said_words.of(row), but)
    return _page(ask, tx, deal, 0)

"""Where in the DM something was said: under which deals, under which offer or note. A thread binds; the message right
above only suggests."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from rules.access import Action
from rules.answers import Answer, deals_in, load
from rules.answers.tasks import TaskAsked, TasksDue
from rules.errors import BatonError
from rules.note_openings import opens_note
from services.ask import Ask
from services.deals import find as finder
from services.sending import grouping, promises
from services.team import access
from storage import deliveries as delivery_rows
from storage import drafts as draft_rows
from storage.db import Session
from storage.tables import Deal, Delivery, Draft

NUDGES = (*grouping.UNASKED, "steps")  # deliveries that speak first
SEVERAL = 5  # deals of one message that are offered when it is answered without a name


@dataclass(frozen=True)
class Said:
    """A text as Slack tells it: where it stands in the person's DM, and in which thread, if in one."""

    text: str
    ts: str
    thread_ts: str = ""


@dataclass(frozen=True)
class Place:
    """What a message stands under: deals, a kept text that waits for its tap (``open_id``), a note, or something that was asked of them. ``is_bound``: in
    its thread, so it is about that; ``is_nudge``: right under a reminder, so without a name it is about its deal."""

    deal_ids: tuple[int, ...] = ()
    open_id: int | None = None
    note_id: int | None = None
    task_id: int | None = None
    is_bound: bool = False
    is_nudge: bool = False


def said_at(ts: str, now: datetime) -> datetime:
    """When it was typed, which may be long before it is heard."""
    try:
        return min(datetime.fromtimestamp(float(ts), UTC), now)
    except (ValueError, OverflowError, OSError):
        return now


def place(tx: Session, ask: Ask, said: Said) -> Place:
    """What this message stands in the thread of, else what stands right above it: also an offer that Slack shows, and
    whose place is not booked yet."""
    if not said.thread_ts:
        above = delivery_rows.said_before(tx, ask.actor.id, said.ts)
        for coming in delivery_rows.coming_in(tx, ask.actor.id, above.id if above else 0):
            seen = _under(tx, ask, coming)
            if seen.open_id is not None and not _is_later(tx, ask, seen.open_id, said):
                return seen
        if above is None:
            return Place()
        return replace(_under(tx, ask, above), is_nudge=above.kind in NUDGES)
    own = draft_rows.at(tx, ask.actor.id, said.thread_ts)
    found = _of_draft(own) if own is not None else None
    if found is None:
        sent = delivery_rows.said_at(tx, ask.actor.id, said.thread_ts)
        found = _under(tx, ask, sent) if sent is not None else Place()
    return replace(found, is_bound=True)


def _is_later(tx: Session, ask: Ask, draft_id: int, said: Said) -> bool:
    """Was this text typed after what is heard now? Slack may tell the older one last."""
    kept = draft_rows.of_person(tx, draft_id, ask.actor.id)
    return kept is not None and kept.ts is not None and kept.ts >= said.ts


def _under(tx: Session, ask: Ask, sent: Delivery) -> Place:
    """What one of Baton's own messages is about."""
    answer = said_in(sent)
    if answer is None:
        return Place()
    draft_id, note_id = getattr(answer, "draft_id", None), getattr(answer, "note_id", None)
    kept = draft_rows.of_person(tx, draft_id, ask.actor.id) if draft_id else None
    if kept is not None and (found := _of_draft(kept)) is not None:
        return found
    if isinstance(answer, TasksDue) and len(answer.tasks) == 1:
        answer = answer.tasks[0]
    task_id = answer.task_id if isinstance(answer, TaskAsked) else None
    return Place(tuple(sorted(deals_in(answer)))[:SEVERAL], note_id=note_id, task_id=task_id)


def said_in(sent: Delivery) -> Answer | None:
    """What a delivery says; None where it was made anew for each reader and not kept."""
    data = promises.kept(sent.payload) or sent.payload
    return load({k: v for k, v in data.items() if k != "instead_of"}) if "kind" in data else None


def _of_draft(kept: Draft) -> Place | None:
    """A kept text waits for its tap, or became something; None when it was no more than talk."""
    deals = (kept.deal_id,) if kept.deal_id is not None else ()
    if kept.kind in ("note", "lead", draft_rows.FILES):
        return Place(deals, open_id=kept.id)
    return Place(deals, note_id=kept.note_id) if deals else None


def meant(tx: Session, ask: Ask, text: str, here: Place) -> finder.Meant:
    """The deal that a text is about, said here: a thread's deal unless another is named, a named one, the one right
    above, the one last touched. Several, or none, are a question."""
    bound = _deal(tx, ask, here.deal_ids[0]) if len(here.deal_ids) == 1 else None
    if here.is_bound and bound is not None:
        return _in_thread(tx, ask, text, bound)
    last_id = bound.id if bound is not None else ask.person.last_deal_id
    found = finder.at_start(tx, ask.pipeline, ask.actor, text, last_id=last_id, by_person=True)
    if found.deals or found.near:
        return found
    if bound is not None and here.is_nudge:
        return finder.Meant((bound,), text.strip(), is_last=True)
    above = tuple(deal for i in here.deal_ids if (deal := _deal(tx, ask, i)) is not None)
    return finder.Meant((), found.rest, found.said, (), (*above, *found.offered))


def _in_thread(tx: Session, ask: Ask, text: str, bound: Deal) -> finder.Meant:
    named = finder.named_at_start(tx, ask.pipeline, ask.actor, text)
    if any(deal.id == bound.id for deal in named.deals):
        return finder.Meant((bound,), named.rest)
    if len(named.deals) == 1 and not (named.is_unsure and opens_note(text)):
        return finder.Meant((bound, *named.deals), text.strip(), named.said, is_unsure=True)
    return finder.Meant((bound,), text.strip())


def _deal(tx: Session, ask: Ask, deal_id: int) -> Deal | None:
    """The deal, while this person may write to it."""
    try:
        return access.deal_for(tx, ask.actor, Action.LOG_NOTE, deal_id, ask.now)
    except BatonError:
        return None

"""A wait, a park, *Later* and *Push* are taken back within ten minutes: the deal, its clock and its lists are as if nobody had
said so; what was said is on record as taken back, without its words."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from rules.access import Action
from rules.answers import Answer, load
from rules.answers.digests import VerbDone
from rules.answers.found import DealsFound
from rules.answers.given import GivenStays
from rules.answers.nudges import Done
from rules.answers.waits import WaitRequest
from rules.worked import since
from services import audit, shown
from services.ask import Ask
from services.clock import coming
from services.clock.said import Pressed, line_of, message_of, rewritten
from services.deals import help_requests, undoing, waits
from services.deals.owner_told import take_back
from services.sending.telling import retell
from services.team import access
from storage import deals as deal_rows
from storage import dismissals as dismissal_rows
from storage import laters as later_rows
from storage import nudges as nudge_rows
from storage import people as people_rows
from storage import pushes as push_rows
from storage import rows
from storage import undos as undo_rows
from storage import waits as wait_rows
from storage.db import Session
from storage.tables import Deal, Later, Push, Undo, Wait

RIGHTS = {"wait": Action.WAIT, "park": Action.WAIT, "later": Action.ANSWER_NUDGE, "push": Action.DECIDE}
NO_WORK = ("later", "push")  # of which a deal keeps when it was acted on


def undo(ask: Ask, undo_id: int, pressed: Pressed) -> Answer:
    """The message in which it was pressed asks again; pressed elsewhere, that it is as before. Pressed twice, it says the
    same. Where the deal has gone on since, by whom and how.

    Raises NotFound when it is too late or the deal is somebody else's by now, Refused."""
    with ask.deps.write("verb_undo.undo") as tx:
        ask = ask.holding(tx)
        known = undoing.meant(ask, tx, undo_id, *RIGHTS)
        deal = access.deal_for(tx, ask.actor, Action.SEE_DEAL, known.deal_id, ask.now)
        is_first = known.state == "open" and known.until > ask.now
        said = _standing(tx, deal, known) if is_first else None
        if is_first and said is None:
            return _stays(ask, tx, deal, known)
        access.authorize(tx, ask.actor, RIGHTS[known.action], deal, ask.now)
        at, was_taken = Pressed(0, deal.id, pressed.channel, pressed.ts), undoing.claim(ask, tx, known)
        if not was_taken:
            BACK[known.action](ask, tx, deal, said, known, pressed)
        there = message_of(tx, ask.actor, at)
        if there is None or not _asks(there[1], deal):
            return VerbDone(head=shown.head(tx, deal), done=Done(verb="undone"))
        # Pressed again, it leaves alone what was answered since.
        return there[1] if was_taken else rewritten(tx, ask.actor, at, deal, None)


def _asks(answer: Answer, deal: Deal) -> bool:
    """Does it ask something about the deal?"""
    return isinstance(answer, (DealsFound, WaitRequest)) or line_of(answer, deal.id) is not None


def _standing(tx: Session, deal: Deal, known: Undo) -> Wait | Later | Push | None:
    """What was said, while it holds and the deal stands where it did; None where something took its place."""
    said_id = int(known.back["id"])
    if deal.state != "open":
        return None
    if known.action == "later":
        return _put_off(tx, deal, said_id, int(known.back["nudge"]))
    if known.action == "push":
        last = {x.id for x in push_rows.last_words(tx, [deal.id]).get(deal.id, ())}
        return rows.one(tx, Push, said_id) if said_id in last else None
    here = wait_rows.in_stage(tx, deal.id, deal.stage, deal.stage_entered_at)
    return next((x for x in here if x.id == said_id and x.ended_at is None), None)


def _put_off(tx: Session, deal: Deal, said_id: int, nudge_id: int) -> Later | None:
    """The last *Later* of its reminder, which nobody dismissed since."""
    said = rows.one(tx, Later, said_id)
    dismissed = dismissal_rows.of_nudge(tx, nudge_id)
    if said is None or (dismissed is not None and said.at is not None and dismissed.at > said.at):
        return None
    same = (
        x
        for x in later_rows.of_deals(tx, [deal.id]).get(deal.id, ())
        if (x.rule, x.episode) == (said.rule, said.episode)
    )
    return said if max(x.id for x in same) == said.id else None


def _stays(ask: Ask, tx: Session, deal: Deal, known: Undo) -> GivenStays:
    newer = since(undoing.acts_since(tx, known))
    who = people_rows.by_id(tx, newer.by_id) if newer and newer.by_id != ask.actor.id else None
    return GivenStays(
        head=shown.head(tx, deal),
        act=newer.what if newer else "",
        who=who.name if who else "",
        is_open=False,
    )


# -- each as it was -------------------------------------------------------------------------------------


def _wait_back(ask: Ask, tx: Session, deal: Deal, wait: Wait, known: Undo, pressed: Pressed) -> None:
    """What ran before it runs again; a deal that it woke sleeps, unless somebody did something about it since."""
    back = known.back
    sleeps = back["began"] and deal.clocks_from == wait.since and since(undoing.acts_since(tx, known)) is None
    before = {
        "as": "parked" if wait.is_park else "waited",
        "since": wait.since.isoformat(),
        "until": wait.until.isoformat(),
    }
    rows.drop(tx, wait)
    wait_rows.resume(tx, back["ended"])
    _look(ask, tx, deal, **({"clocks_from": None} if sleeps else {}))
    help_requests.ask_again(tx, back["helps"], waits.ANSWER, ask.now, pressed.ts)
    audit.record(tx, ask.actor.id, "wait.undo", f"deal:{deal.id}", now=ask.now, before=before)
    take_back(tx, back.get("heard", ()), ask.now)
    if asked := back.get("asked"):  # for it, and it was allowed
        retell(tx, [*asked], lambda sent, _: (load(asked[sent.slot]), True), ask.now, pressed.ts)
        tx.expire_all()  # the message in which it was pressed may be one of them


def _later_back(ask: Ask, tx: Session, deal: Deal, later: Later, known: Undo, pressed: Pressed) -> None:
    """Its reader was told before when they hear of the deal: that holds."""
    rows.drop(tx, later)
    _look(ask, tx, deal, **_acted(tx, deal, known))
    if (nudge := nudge_rows.by_id(tx, int(known.back["nudge"]))) is not None:
        coming.promise_again(tx, nudge, known.back["promised"])
    audit.record(tx, ask.actor.id, "later.undo", f"deal:{deal.id}", now=ask.now)


def _push_back(ask: Ask, tx: Session, deal: Deal, push: Push, known: Undo, pressed: Pressed) -> None:
    before = {"as": "pushed", "since": push.at.isoformat()}
    rows.drop(tx, push)
    _look(ask, tx, deal, **_acted(tx, deal, known))
    help_requests.ask_again(tx, known.back["helps"], "push", ask.now, pressed.ts)
    audit.record(tx, ask.actor.id, "push.undo", f"deal:{deal.id}", now=ask.now, before=before)
    take_back(tx, known.back["heard"], ask.now)


Back = Callable[[Ask, Session, Deal, Any, Undo, Pressed], None]
BACK: dict[str, Back] = {"wait": _wait_back, "park": _wait_back, "later": _later_back, "push": _push_back}


def _look(ask: Ask, tx: Session, deal: Deal, **values: object) -> None:
    deal_rows.change(tx, deal.id, deal.version, next_check_at=ask.now, **values)


def _acted(tx: Session, deal: Deal, known: Undo) -> dict[str, datetime | None]:
    """When it was acted on before, unless somebody acted since; what was said after it, taken back in its turn, knows."""
    was, acted = known.back["was"], known.back["acted"]
    for heir in undo_rows.later(tx, known, *NO_WORK):
        if heir.back["was"] == acted:
            heir.back = {**heir.back, "was": was}
            tx.add(heir)
    is_last = deal.acted_at is not None and deal.acted_at.isoformat() == acted
    if not is_last:
        return {}
    return {"acted_at": datetime.fromisoformat(was) if was else None}

"""How a delivery ends, by whatever way: what becomes of what it carried, who hears instead, what the books say."""

from datetime import datetime
from typing import Any

from rules.answers.digests import BlockedList, ListInstead
from rules.digest import UNREACHED
from services import audit
from services.sending.promises import EDIT, LISTS, THEN, kept, promise
from services.team.people import can_hear, manager_of
from storage import channels as channel_rows
from storage import deals as deal_rows
from storage import nudges as nudge_rows
from storage import people as people_rows
from storage.db import Session
from storage.rows import is_held
from storage.tables import Delivery


def hold(tx: Session, delivery_id: int | None) -> None:
    """Holds the deals that a delivery carries, before it is booked: deals come before messages, and whoever changes a
    deal rewrites what was told of it."""
    if is_held(tx):
        deal_rows.hold(tx, nudge_rows.deals_of(tx, delivery_id or 0))


def follow(tx: Session, one: Delivery | None, now: datetime, *, may_pass_on: bool = True) -> None:
    """What follows from the state that a delivery has come to, in the transaction that brought it there and that holds
    its deals. Nothing follows while it is on its way, or where another worker has it (None).

    `may_pass_on`: somebody else may be told instead, since it was not the message that was at fault."""
    if one is None:
        return
    if one.state == "sent":
        _say_then(tx, one, now)
        _count_as_said(tx, one, now)
    elif one.state == "ambiguous":
        _book(tx, one, now)
        _count_as_said(tx, one, now)  # it may be out, so it is not said again
    elif one.state == "dead":
        _book(tx, one, now)
        if not (may_pass_on and _passed_on(tx, one, now)):
            _let_go(tx, one)
    elif one.state == "dropped":
        _let_go(tx, one)


def _book(tx: Session, one: Delivery, now: datetime) -> None:
    """What did not arrive is in the books; a channel that cannot be posted to has that on it."""
    action, error = f"delivery.{one.state}", one.error or ""
    audit.record(tx, None, action, f"delivery:{one.id}", now=now, after={"error": error})
    if one.state == "dead" and one.recipient.startswith("channel:"):
        channel_rows.set_fault(tx, one.recipient.removeprefix("channel:"), UNREACHED.get(error, error))


def _say_then(tx: Session, one: Delivery, now: datetime) -> None:
    """What it should say by now is an edit of it."""
    if (then := one.payload.get(THEN)) is not None:
        assert one.channel is not None and one.ts is not None
        kind = EDIT if kept(one.payload) is not None else one.kind
        promise(tx, None, kind, one.recipient, then, now, target=(one.channel, one.ts))


def _count_as_said(tx: Session, one: Delivery, now: datetime) -> None:
    """What it carried is said, and the ladders of its deals go on from here."""
    deal_rows.look_again(tx, nudge_rows.deals_moved_by(tx, _id(one)), now)
    nudge_rows.delivered(tx, _id(one), now)


def _let_go(tx: Session, one: Delivery) -> None:
    """What it carried was not said: the rules may want it again at the next look."""
    nudge_rows.cancel_delivery(tx, _id(one), one.error or "")


def _passed_on(tx: Session, one: Delivery, now: datetime) -> bool:
    """To the manager, once, with what it carried. False: nobody is to hear it instead."""
    # An edit is for who has the message that it edits, and to nobody else is it news.
    if one.kind == BlockedList.kind and one.op == "post":
        return _list_passed_on(tx, one, now)
    if one.person_id is None or one.op == "update" or one.payload.get("instead_of"):
        return False
    other = manager_of(tx, one.person_id)
    if other is None or other.id == one.person_id:
        return False
    # A list is made of its reader's own deals: what it carried goes on, as the late part of a list does.
    is_list = one.kind in LISTS
    payload = {**({} if is_list else _unsaid(one)), "instead_of": one.person_id}
    kind = "late" if is_list else one.kind
    instead = promise(tx, f"instead:{one.id}", kind, f"person:{other.id}", payload, now, now=now)
    if instead is not None:
        nudge_rows.hand_on(tx, _id(one), instead)
    return True


def _list_passed_on(tx: Session, one: Delivery, now: datetime) -> bool:
    """The list of a channel that went away after it was looked at, to the manager of whose team it tells."""
    channel = channel_rows.by_id(tx, one.recipient.removeprefix("channel:"))
    if channel is None or channel.fault not in UNREACHED.values():
        return False
    root = people_rows.look_up(tx, channel.root_person_id or channel.declared_by or 0)
    reader = root if can_hear(root) else manager_of(tx, root.id) if root else None
    if reader is None:
        return False
    payload = {"on": one.payload["on"], "of": channel.channel}
    slot, to = f"{one.slot}:{reader.id}", f"person:{reader.id}"
    return promise(tx, slot, ListInstead.kind, to, payload, one.due_at, now=now) is not None


def _unsaid(one: Delivery) -> dict[str, Any]:
    """Its payload without what is of this message alone: what it was to say next, and what it said where that was made
    as it was sent. A promised answer's own ``said`` is part of it."""
    aside = (THEN, "said") if kept(one.payload) is not None else (THEN,)
    return {name: value for name, value in one.payload.items() if name not in aside}


def _id(one: Delivery) -> int:
    return one.id

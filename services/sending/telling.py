"""Promises one person a message: for their next working minute, or as the answer to what they just asked; and lets
messages say something else than they did."""

from collections.abc import Callable, Sequence
from datetime import datetime

from rules.answers import Answer, dump, load
from services.ask import Ask
from services.facts import Staff
from services.sending import outbox, promises
from storage import deliveries as delivery_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Delivery, Person

ANSWERS = (delivery_rows.REPLY, "import:")  # how the slots of answers to their reader begin
Retold = tuple[Answer, bool]  # what a message says from now on, and whether it still asks for something


def tell(tx: Session, slot: str, person: Person, answer: Answer, now: datetime) -> bool:
    """In the caller's transaction; False when the slot was promised before, or the person cannot be reached."""
    staff = Staff(tx, now.year)
    staff.learn(tx, [person.id])
    reader = staff.facts(person.id)
    if reader is None or not reader.active:
        return False
    due_at = reader.delivery.next_opening(now)
    made = promises.promise(tx, slot, answer.kind, f"person:{person.id}", dump(answer), due_at, now=now)
    return made is not None


def request(tx: Session, slot: str, person: Person, answer: Answer, now: datetime) -> bool:
    """As `tell`, what somebody is to decide: what was promised before and reached nobody is promised anew, so that
    whoever hears "asked Maya" may count on it. The slot names who is asked for what."""
    delivery_rows.free(tx, slot)
    return tell(tx, slot, person, answer, now)


def tell_again(tx: Session, slot: str, person: Person, answer: Answer, now: datetime) -> bool:
    """As `tell`, what may have been taken back since it was promised under this slot: then it holds again. False where it
    holds already, or the person cannot be reached."""
    if request(tx, slot, person, answer, now):
        return True
    changed = [sent for sent in delivery_rows.of_slots_held(tx, [slot]) if says(sent) != answer]
    retell(tx, [slot] if changed else [], lambda *_: (answer, True), now)
    return bool(changed)


def reply(ask: Ask, answer: Answer, thread_ts: str | None = None) -> None:
    """The answer by DM, at once and once, where Slack leaves no other way to show it, or none that lasts; in the thread
    in which something was said."""
    with ask.deps.write("telling.reply") as tx:
        slot, to = f"{delivery_rows.REPLY}{ask.key}:{answer.kind}", f"person:{ask.actor.id}"
        promises.promise(
            tx, slot, answer.kind, to, dump(answer), ask.now, now=ask.now, thread_ts=thread_ts or None
        )


def is_asked_for(delivery: Delivery) -> bool:
    """Does it answer what its reader did, or stand in a message that they have? It comes at any hour then."""
    return delivery.op == "update" or (delivery.slot or "").startswith(ANSWERS)


def rewrite(ask: Ask, channel: str, ts: str, answer: Answer) -> None:
    """A message of theirs in the DM says this from now on."""
    with ask.deps.write("telling.rewrite") as tx:
        edit(tx, ask, channel, ts, answer)


def edit(tx: Session, ask: Ask, channel: str, ts: str, answer: Answer) -> None:
    """The same in the caller's transaction; once for each request. Where the message keeps what it says, the edit is made
    of that when it is sent: something else may have happened since. Anything else is said as it was answered."""
    slot, to, target = f"rewrite:{ask.key}:{ts}", f"person:{ask.actor.id}", (channel, ts)
    sent = delivery_rows.said_at(tx, ask.actor.id, ts)
    is_kept = sent is not None and (promises.kept(sent.payload) or {}).get("kind") == answer.kind
    kind, payload = (promises.EDIT, {}) if is_kept else ("rewrite", dump(answer))
    promises.promise(tx, slot, kind, to, payload, ask.now, now=ask.now, target=target)


def says(sent: Delivery) -> Answer:
    """What a message says, or will say once it is out."""
    told = sent.payload.get(promises.THEN) or sent.payload
    return load({name: value for name, value in told.items() if name not in promises.BESIDE})


def retell(
    tx: Session,
    slots: Sequence[str],
    told: Callable[[Delivery, Person], Retold | None],
    now: datetime,
    but: str = "",
) -> None:
    """The messages of these slots say something else from now on, except the one at ``but``: one that is on its way
    says it as soon as it is out; one that has not gone out yet says it from the start, or, where it asks for nothing
    any more, is not sent (`letters.standing`)."""
    for sent in delivery_rows.of_slots_held(tx, slots):
        reader = people_rows.by_id(tx, sent.person_id or 0)
        if reader is None or (found := told(sent, reader)) is None:
            continue
        answer, is_wanted = found
        if sent.state in outbox.ON_ITS_WAY:
            delivery_rows.keep_payload(tx, sent.id, outbox.amended(sent, dump(answer), is_wanted=is_wanted))
        elif sent.state == "sent" or is_wanted:
            unsaid = {name: sent.payload[name] for name in (promises.UNSAID,) if name in sent.payload}
            delivery_rows.keep_payload(tx, sent.id, {**dump(answer), **unsaid})
        if sent.state == "sent" and sent.channel and sent.ts and sent.ts != but:
            _edited(tx, sent, (sent.channel, sent.ts), answer, now)


def _edited(tx: Session, sent: Delivery, target: tuple[str, str], answer: Answer, now: datetime) -> None:
    """An edit of it is promised; one that waits already says this instead."""
    waits = delivery_rows.last_edit_held(tx, *target)
    if waits is not None and waits.slot is None and waits.kind == answer.kind:
        delivery_rows.keep_payload(tx, waits.id, dump(answer))
        return
    promises.promise(tx, None, answer.kind, sent.recipient, dump(answer), now, now=now, target=target)

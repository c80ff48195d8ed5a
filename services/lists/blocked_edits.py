"""Today's posts are edited in place, silently, when a deal on them was cleared or got a note."""

from dataclasses import dataclass
from datetime import date, datetime

from rules.answers import dump
from rules.answers.digests import BlockedList
from services.config.versions import ActiveConfig
from services.deps import Deps
from services.facts import Staff
from services.lists import audience, blocked
from services.lists.audience import Look
from services.lists.listed import day_of
from services.sending import promises
from storage import channels as channel_rows
from storage import deliveries as delivery_rows
from storage.db import Session
from storage.tables import Delivery, DigestChannel


@dataclass(frozen=True)
class Edit:
    """What today's post of a channel says, and what it should say."""

    channel: DigestChannel
    on: date
    sent: Delivery
    answer: BlockedList

    @property
    def stop(self) -> str:
        """The slot that says: not edited any more today."""
        return f"edit:{self.sent.slot}"


def refresh(deps: Deps, look: Look | None, *, now: datetime) -> int:
    """Promises edits of today's posts; returns how many. `look` is asked outside of any transaction.

    Who reads there is looked at as before the first post: where others came in, the post stays as it is."""
    config = deps.config.active()
    with deps.db.read() as tx:
        edits = [edit for channel in channel_rows.with_list(tx) if (edit := _edit(tx, channel, config, now))]
        stopped = delivery_rows.slots_taken(tx, [edit.stop for edit in edits])
    made = 0
    for edit in edits:
        if edit.stop in stopped:
            continue
        seen = look(edit.channel.channel) if look else None
        if look and seen is None:
            continue
        with deps.write("blocked_edits.refresh") as tx:
            refused = audience.why_not(tx, seen) if seen else None
            made += _promise(tx, edit, refused, now)
    return made


def _edit(tx: Session, channel: DigestChannel, config: ActiveConfig, now: datetime) -> Edit | None:
    on = day_of(channel, now)
    sent = delivery_rows.by_slot(tx, blocked.slot_of(channel.channel, on))
    if sent is None or sent.state != "sent" or sent.ts is None or sent.sent_at is None:
        return None
    answer = blocked.as_it_stands(tx, channel, Staff(tx, now.year), config, on, now, sent.sent_at)
    return Edit(channel, on, sent, answer) if dump(answer) != sent.payload.get("said") else None


def _promise(tx: Session, edit: Edit, refused: str | None, now: datetime) -> int:
    """Once for each change, also when two instances saw it."""
    sent = delivery_rows.held(tx, edit.sent.id)
    if sent is None or sent.payload != edit.sent.payload or sent.sent_at is None or sent.ts is None:
        return 0
    if refused is not None:
        delivery_rows.skip_slot(tx, edit.stop, now)
        audience.note(tx, edit.channel, refused, edit.on, now)
        return 0
    delivery_rows.keep_payload(tx, edit.sent.id, {**sent.payload, "said": dump(edit.answer)})
    payload = {"on": str(edit.on), "posted": sent.sent_at.isoformat()}
    to = f"channel:{edit.channel.channel}"
    promises.promise(
        tx, None, blocked.KIND, to, payload, now, now=now, target=(edit.channel.channel, sent.ts)
    )
    return 1

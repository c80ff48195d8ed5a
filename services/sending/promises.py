"""Promises: one row for each message that somebody will get."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from storage import outbox as rows
from storage.db import Session

THEN = "then"  # in a payload: what the message says from now on, once it is out
UNSAID = "unsaid"  # in a payload: the notes, by id, that were left out of it when it was sent
BESIDE = ("instead_of", THEN, UNSAID)  # what a payload holds beside the answer
GROUPS = ("nudges", "steps", "late")  # deliveries made of nudges alone: dropped when none is wanted any more
EDIT = "overtaken"  # an edit made when it is sent, of what the message says by then
LISTS = ("morning", "manager_list")  # deliveries that are made of what stands at their time


def kept(payload: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a message that was made when it was sent says, as data. None where nothing is kept: the payload of one that was
    promised is itself an answer, and may have a field of that name (what was answered to a task, or to a request)."""
    said = payload.get("said")
    return said if isinstance(said, dict) and "kind" in said else None


def own_part(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a list that was sent says of its reader's own deals, alone or above their team's."""
    said = kept(payload) or {}
    return (said.get("mine") or {}) if said.get("kind") == "manager_list" else said


def promise(
    tx: Session,
    slot: str | None,
    kind: str,
    recipient: str,
    payload: Mapping[str, Any],
    due_at: datetime,
    *,
    now: datetime | None = None,
    target: tuple[str, str] | None = None,
    thread_ts: str | None = None,
) -> int | None:
    """Promises one message, in the caller's transaction; None when the slot was promised before.

    `kind` names its composer in services.letters.messages; a kind without one carries its answer in `payload`
    (`rules.answers.dump`). `recipient` is ``person:ID`` or ``channel:SLACKID``; `target` (channel, ts) makes it an
    update of that message, `thread_ts` a reply in that thread of the person's DM. `due_at` is business time."""
    where = {"op": "update", "channel": target[0], "target_ts": target[1]} if target else {"op": "post"}
    person = int(recipient.removeprefix("person:")) if recipient.startswith("person:") else None
    return rows.put(
        tx,
        ref=secrets.token_hex(12),
        slot=slot,
        kind=kind,
        recipient=recipient,
        person_id=person,
        payload=dict(payload),
        due_at=due_at,
        not_before=rows.AT_ONCE,
        created_at=now or due_at,
        state="ready",
        in_doubt=False,
        thread_ts=thread_ts,
        **({"channel": recipient.removeprefix("channel:")} if person is None and not target else {}),
        **where,
    )

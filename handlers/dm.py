"""Plain words in Baton's DM: what somebody types there is kept, understood and answered; also said anew, or taken back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltResponse

from handlers import imports
from handlers.guard import Body, sentence
from handlers.request import Request
from rules.answers import Answer
from rules.errors import BatonError, Busy
from rules.slack_text import clean
from services.ask import Ask
from services.talk import changing, hearing
from services.talk.places import Said

# A person's own words: typed, sent to the channel from a thread, or with /me.
TYPED = (None, "thread_broadcast", "me_message")


def message(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """What a person does in the DM: says something, says it otherwise, takes it back. Bots and other places are passed
    over, and so is what Slack itself adds to a message."""
    event = body["event"]
    if event.get("channel_type") == "im" and not event.get("bot_id"):
        subtype = event.get("subtype")
        if subtype in TYPED:
            _typed(request, event)
        elif subtype == "file_share":
            _sent(request, event)
        elif subtype == "message_changed":
            _changed(request, event)
        elif subtype == "message_deleted":
            _deleted(request, event.get("previous_message") or {})
    return ack()


def _typed(request: Request, event: dict[str, Any]) -> None:
    said = _said(event)
    _answer(replace(request, ask=hearing.by_place(request.ask, said.ts)), said, hearing.hear)


def _sent(request: Request, event: dict[str, Any]) -> None:
    """Files: tables are looked at; words beside other files are heard as if they stood alone."""
    thread_ts = str(event.get("thread_ts") or "")
    files = imports.files_of(event.get("files"), thread_ts)
    if (event.get("text") or "").strip() and not any(one.is_table for one in files):
        _typed(request, event)
    else:
        imports.came(request, files)


def _said(event: dict[str, Any]) -> Said:
    ts, thread_ts = str(event["ts"]), str(event.get("thread_ts") or "")
    return Said(clean(event.get("text") or ""), ts, thread_ts if thread_ts != ts else "")


def _changed(request: Request, event: dict[str, Any]) -> None:
    now, before = event.get("message") or {}, event.get("previous_message") or {}
    if now.get("subtype") == "tombstone":
        _deleted(request, before)
    elif not now.get("bot_id") and now.get("edited") and now.get("text") != before.get("text"):
        said, edited = _said(now), str(now["edited"].get("ts"))
        _answer(replace(request, ask=hearing.by_place(request.ask, said.ts, edited)), said, changing.edited)


def _deleted(request: Request, gone: dict[str, Any]) -> None:
    if not gone.get("bot_id"):
        said = _said(gone)
        _answer(replace(request, ask=hearing.by_place(request.ask, said.ts, "gone")), said, changing.deleted)


def _answer(request: Request, said: Said, what: Callable[[Ask, Said], Answer | None]) -> None:
    """Does it, and answers in the thread where it was said; None: what is to be said stands elsewhere already."""
    try:
        answer = what(request.ask, said)
    except Busy:
        raise
    except BatonError as fault:
        answer = sentence(fault)
    if answer is not None:
        request.reply(answer, said.thread_ts)
    else:
        request.runtime.soon()

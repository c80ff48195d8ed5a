"""Plain words in Baton's DM: what somebody types there is kept, understood and answered; also said anew, or taken back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltResponse

from handlers import imports, papers
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
    """Files, by what they are: a table is looked at as an import, unless the words beside it say what it is to a deal; the
    others are kept with one. Words that say more than what a file is are heard as if they stood alone."""
    said, found = _said(event), event.get("files")
    is_label = papers.is_only_label(request, said)
    tables = [] if said.text and is_label else imports.tables_of(found, said.thread_ts)
    imports.came(request, tables)
    taken = {one.slack_id for one in tables}
    others = [one for one in papers.files_of(found) if one.id not in taken]
    if has_note := bool(said.text) and not is_label and not tables:
        _typed(request, event)
    papers.came(request, said, others, has_note)


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

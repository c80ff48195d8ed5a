"""Plain words in Baton's DM: what somebody types there is kept, understood and answered."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltResponse

from handlers.guard import Body, sentence
from handlers.request import Request
from rules.errors import BatonError, Busy
from rules.slack_text import clean
from services.talk import hearing
from services.talk.places import Said

# A person's own words: typed, sent to the channel from a thread, or with /me. Edits and deletions have their own.
TYPED = (None, "thread_broadcast", "me_message")


def message(ack: Ack, body: Body, request: Request) -> BoltResponse | None:
    """Answers a person's own text in the DM; joins, bots and other places are passed over."""
    event = body["event"]
    if event.get("channel_type") == "im" and event.get("subtype") in TYPED and not event.get("bot_id"):
        _typed(request, event)
    return ack()


def _typed(request: Request, event: dict[str, Any]) -> None:
    ts, thread_ts = str(event["ts"]), str(event.get("thread_ts") or "")
    said = Said(clean(event.get("text") or ""), ts, thread_ts if thread_ts != ts else "")
    request = replace(request, ask=hearing.by_place(request.ask, ts))
    try:
        answer = hearing.hear(request.ask, said)
    except Busy:
        raise
    except BatonError as fault:
        answer = sentence(fault)
    request.reply(answer, said.thread_ts)

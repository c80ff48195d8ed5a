"""A form that was opened under an offer remembers its message, which then says what came of it."""

import json

from bot.views import parts, sent
from handlers.guard import Body
from handlers.request import Request
from rules.answers import Answer
from services.talk import taps


def remembering(view: parts.Part, body: Body) -> parts.Part:
    """The form, with the message whose button opened it."""
    box = body.get("container", {})
    under = {"channel": box.get("channel_id"), "ts": box.get("message_ts")}
    return {**view, "private_metadata": json.dumps({**sent.kept(view), "offer": under})}


def settled(body: Body, request: Request, answer: Answer) -> None:
    """The form was sent: if an offer opened it, its message says what came of it."""
    under = sent.kept(body["view"]).get("offer")
    if not isinstance(under, dict):
        return
    channel, ts = str(under.get("channel") or ""), str(under.get("ts") or "")
    if ts and taps.is_mine(request.ask, ts):
        request.rewrite(channel, ts, answer)

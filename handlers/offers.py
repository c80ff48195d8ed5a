"""A form that was opened under a message of Baton's remembers it; the message then says what came of it."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from bot.failures import DeliveryError
from bot.views import parts, sent
from bot.views.answers import render
from bot.views.markup import id_of
from handlers.request import Request
from rules.answers import Answer
from rules.errors import NotFound
from services.talk import taps


def remembering(view: parts.Part, body: Mapping[str, Any], draft_id: int | None = None) -> parts.Part:
    """The form, with the message whose button opened it, or opened the form that it comes from; ``draft_id``: the kept
    text that the form is instead of."""
    box = body.get("container", {})
    here = {"channel": box.get("channel_id"), "ts": box.get("message_ts")}
    if box.get("is_ephemeral"):  # which only its response_url reaches
        here = {"url": body.get("response_url")}
    if draft_id is not None:
        here["draft"] = draft_id
    under = sent.kept(body.get("view") or {}).get("offer") or here
    return {**view, "private_metadata": json.dumps({**sent.kept(view), "offer": under})}


def settled(body: Mapping[str, Any], request: Request, answer: Answer) -> None:
    """The form was sent: a message of Baton's that opened it says what came of it, and the text behind it is no more."""
    under = sent.kept(body["view"]).get("offer")
    if not isinstance(under, dict):
        return
    url = str(under.get("url") or "")
    if url and request.runtime.slack.may_answer(url):
        request.runtime.background.submit(lambda: _answer(request, url, answer))
    channel, ts = str(under.get("channel") or ""), str(under.get("ts") or "")
    if ts and taps.is_mine(request.ask, ts):
        request.rewrite(channel, ts, answer)
    if (draft_id := id_of(under.get("draft"))) is not None:
        with suppress(NotFound):
            taps.drop(replace(request.ask, key=f"{request.ask.key}:draft"), draft_id)


def _answer(request: Request, url: str, answer: Answer) -> None:
    with suppress(DeliveryError):  # half an hour later nothing reaches it any more: the form has said it
        request.runtime.slack.respond(url, render(answer, request.reader), replace=True)

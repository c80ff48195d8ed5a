"""What the app answers outside the Web API: the body of a command's ack, and posts to a response_url."""

from __future__ import annotations

from typing import Any

from sandbox.content import checked_message
from sandbox.entities import Channel, Json, Message
from sandbox.errors import SlackError
from sandbox.posting import change, post, remove, whisper
from sandbox.tokens import RefusedError, Responder
from sandbox.world import World


def command_reply(world: World, channel: Channel, user: str, payload: Any) -> str:
    """Shows the answer of a command; returns an error code when it cannot be shown."""
    if isinstance(payload, str):
        payload = {"text": payload}
    if not payload:
        return ""
    try:
        _show(world, channel, user, payload, "")
    except SlackError as refusal:
        return "" if refusal.code == "no_text" else refusal.code
    return ""


def _show(world: World, channel: Channel, user: str, body: Json, thread_ts: str) -> None:
    content = checked_message(world, body)
    if body.get("response_type") == "in_channel":
        content["bot_id"] = world.spec.bot_id
        post(world, channel, world.spec.bot_user, content, thread_ts=thread_ts, method="response")
    else:
        whisper(world, channel, user, content, thread_ts=thread_ts, method="response")


def respond(world: World, name: str, body: Json) -> None:
    """One post to a response_url; raises SlackError with Slack's word.
    https://docs.slack.dev/interactivity/handling-user-interaction#message_responses"""
    try:
        responder = world.tokens.use_responder(name)
    except RefusedError as refused:
        raise SlackError(str(refused)) from None
    channel = world.state.channels[responder.channel]
    original = _original(world, responder)
    if body.get("delete_original"):
        if original is None:
            raise SlackError("message_not_found")
        remove(world, channel, original, method="response")
    elif body.get("replace_original") and original is not None:
        change(world, channel, original, checked_message(world, body), method="response")
    else:
        thread_ts = str(body.get("thread_ts") or "") or responder.thread_ts
        _show(world, channel, responder.user, body, thread_ts)


def _original(world: World, responder: Responder) -> Message | None:
    """The app's own message that the person pressed a button in."""
    shelf = world.state.ephemerals if responder.ephemeral else world.state.messages
    message = shelf.get(responder.channel, {}).get(responder.ts)
    return message if message and message.bot_id else None

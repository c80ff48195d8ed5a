"""The payloads of commands, shortcuts, buttons and modals, key by key as Slack sends them."""

from __future__ import annotations

from sandbox import shapes
from sandbox.entities import Channel, Json, Message, View
from sandbox.state import user_ref
from sandbox.world import World

VERIFICATION = "sandbox-verification"


def channel_name(channel: Channel) -> str:
    """Slack hides the names of conversations that are not public."""
    return {"im": "directmessage", "private": "privategroup"}.get(channel.sort, channel.name)


def command(world: World, user: str, channel: Channel, name: str, text: str) -> Json:
    responder = world.tokens.responder(user, channel.id)
    return {
        "token": VERIFICATION,
        "team_id": world.state.team.id,
        "team_domain": world.state.team.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user,
        "user_name": world.state.people[user].name,
        "command": name,
        "text": text,
        "api_app_id": world.spec.app_id,
        "is_enterprise_install": "false",
        "response_url": world.response_url(responder),
        "trigger_id": world.tokens.trigger(user),
    }


def _common(world: World, kind: str, user: str, *, view: str = "") -> Json:
    return {
        "type": kind,
        "user": user_ref(world.state, user),
        "api_app_id": world.spec.app_id,
        "token": VERIFICATION,
        "team": {"id": world.state.team.id, "domain": world.state.team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": world.tokens.trigger(user, view),
    }


def shortcut(world: World, user: str, callback_id: str) -> Json:
    """A global shortcut. https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload"""
    body = _common(world, "shortcut", user)
    del body["api_app_id"]
    return body | {"action_ts": world.state.stamp(), "callback_id": callback_id}


def message_action(world: World, user: str, callback_id: str, channel: Channel, message: Message) -> Json:
    """A message shortcut."""
    responder = world.tokens.responder(user, channel.id, ts=message.ts)
    body = _common(world, "message_action", user)
    del body["api_app_id"], body["user"]["username"]
    return body | {
        "action_ts": world.state.stamp(),
        "callback_id": callback_id,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message_ts": message.ts,
        "message": shapes.message(world, message),
        "response_url": world.response_url(responder),
    }


def message_button(
    world: World, user: str, channel: Channel, message: Message, action: Json, values: Json
) -> Json:
    """block_actions from a message. https://docs.slack.dev/reference/interaction-payloads/block_actions-payload"""
    ephemeral = bool(message.visible_to)
    responder = world.tokens.responder(
        user, channel.id, ts=message.ts, ephemeral=ephemeral, thread_ts=message.thread_ts
    )
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    body = _common(world, "block_actions", user) | {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": values},
        "response_url": world.response_url(responder),
        "actions": [action],
    }
    return body if ephemeral else body | {"message": shapes.message(world, message)}


def view_button(world: World, user: str, view: View, action: Json) -> Json:
    """block_actions from a modal or a Home tab."""
    return _common(world, "block_actions", user, view=view.id) | {
        "container": {"type": "view", "view_id": view.id},
        "view": shapes.view(world, view),
        "actions": [action],
    }


def view_submission(world: World, user: str, view: View, response_urls: list[Json]) -> Json:
    return _common(world, "view_submission", user, view=view.id) | {
        "view": shapes.view(world, view),
        "response_urls": response_urls,
    }


def view_closed(world: World, user: str, view: View, *, cleared: bool) -> Json:
    """Slack sends nothing of what was filled in with it."""
    closed = shapes.view(world, view) | {"state": {"values": {}}}
    body = _common(world, "view_closed", user) | {"view": closed, "is_cleared": cleared}
    del body["trigger_id"]
    return body

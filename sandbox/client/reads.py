"""What a person sees: team, channels with unread marks, messages, threads, and the live events."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from aiohttp import web

from sandbox import shapes
from sandbox.client.common import WORLD, RefusalError, person, place, text
from sandbox.entities import Channel, Json, Message
from sandbox.posting import page_message
from sandbox.world import World

PING_SECONDS = 15.0


async def boot(world: World, args: Json) -> Json:
    spec = world.spec
    return {
        "team": {"id": world.state.team.id, "name": world.state.team.name, "domain": world.state.team.domain},
        "users": [shapes.user(world, one, locale=True) for one in world.state.people.values()],
        "app": {
            "id": spec.app_id,
            "name": spec.name,
            "bot_user_id": spec.bot_user,
            "commands": list(spec.commands.values()),
            "shortcuts": list(spec.shortcuts.values()),
            "home": spec.home,
            "messages": spec.messages,
            "messages_read_only": spec.messages_read_only,
        },
        "clock": world.clock.told(),
    }


async def state(world: World, args: Json) -> Json:
    user = person(world, args)
    world.app_im(user.id)
    mine = [one for one in world.state.channels.values() if one.sort == "channel" or user.id in one.members]
    return {"channels": [_channel(world, user.id, one) for one in mine], "waiting": _waiting(world)}


def _waiting(world: World) -> Json:
    """How much of the app's direct messages each person has not read: whom to be next."""
    bot = world.spec.bot_user
    talks = [one for one in world.state.channels.values() if one.sort == "im" and bot in one.members]
    counts = {user: world.state.unread(user, one.id) for one in talks for user in one.members if user != bot}
    return {user: count for user, count in counts.items() if count}


def _channel(world: World, user: str, channel: Channel) -> Json:
    other = next((m for m in channel.members if m != user), user) if channel.sort == "im" else ""
    kind = "app" if other == world.spec.bot_user else "shared" if channel.shared else channel.sort
    member = user in channel.members
    return {
        "id": channel.id,
        "name": channel.name,
        "kind": kind,
        "private": channel.sort == "private",
        "topic": channel.topic,
        "archived": channel.archived,
        "example": channel.example,
        "unread": world.state.unread(user, channel.id) if member else 0,
        "member": member,
        "is_member": member,
        "app_is_member": world.spec.bot_user in channel.members,
        "members": channel.members,
        "other_user": other or None,
    }


async def messages(world: World, args: Json) -> Json:
    """Oldest first; the person's own ephemerals stand among them, replies do not."""
    user = person(world, args)
    channel = place(world, args, user.id)
    before, limit = text(args, "before"), int(args.get("limit") or 200)
    told = [*world.state.messages.get(channel.id, {}).values(), *_own(world, channel.id, user.id)]
    shown = sorted(
        (
            one
            for one in told
            if (not one.thread_ts or one.thread_ts == one.ts) and (not before or one.ts < before)
        ),
        key=lambda one: one.ts,
    )
    return {"channel": channel.id, "messages": [page_message(world, one) for one in shown[-limit:]]}


def _own(world: World, channel: str, user: str) -> list[Message]:
    return [one for one in world.state.ephemerals.get(channel, {}).values() if one.visible_to == user]


async def replies(world: World, args: Json) -> Json:
    """The parent and its replies, with the person's own ephemerals of this thread."""
    user = person(world, args)
    channel = place(world, args, user.id)
    parent = world.state.message(channel.id, text(args, "thread_ts"))
    if parent is None:
        raise RefusalError("thread_not_found", 404)
    whispered = [one for one in _own(world, channel.id, user.id) if one.thread_ts == parent.ts]
    thread = sorted([*world.state.thread(channel.id, parent.ts), *whispered], key=lambda one: one.ts)
    return {"channel": channel.id, "messages": [page_message(world, one) for one in (parent, *thread)]}


async def wire(world: World, args: Json) -> Json:
    return {"entries": world.wire.after(int(args.get("after") or 0))}


async def events(request: web.Request) -> web.StreamResponse:
    """Server-sent events for one person's page."""
    world = request.app[WORLD]
    found = world.state.person_named(request.query.get("user", ""))
    if found is None:
        return web.json_response({"ok": False, "error": "user_not_found"}, status=404)
    stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await stream.prepare(request)
    await stream.write(b": open\n\n")
    queue = world.feed.open(found.id)
    try:
        while True:
            await stream.write(await _next(queue))
    except ConnectionError:
        return stream
    finally:
        world.feed.close(queue)


async def _next(queue: asyncio.Queue[Any]) -> bytes:
    try:
        event = await asyncio.wait_for(queue.get(), PING_SECONDS)
    except TimeoutError:
        return b": still here\n\n"
    return f"data: {json.dumps(event)}\n\n".encode()

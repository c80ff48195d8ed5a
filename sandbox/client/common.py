"""What every call of the page needs: its JSON, the person, the channel; faults become one sentence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.entities import Channel, Json, Person
from sandbox.world import World

WORLD: web.AppKey[World] = web.AppKey("world", World)
Handler = Callable[[World, Json], Awaitable[Json]]


class RefusalError(Exception):
    """What the person or the script is told; `code` of HTTP beside it."""

    def __init__(self, error: str, status: int = 200) -> None:
        super().__init__(error)
        self.error = error
        self.status = status


def door(work: Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Wraps a function of the world and of JSON arguments into an aiohttp handler."""

    async def handler(request: web.Request) -> web.Response:
        try:
            args: Any = dict(request.query)
            if request.can_read_body:
                args |= await request.json()
            body = {"ok": True, **await work(request.app[WORLD], args)}
            return web.json_response(body)
        except RefusalError as refusal:
            return web.json_response({"ok": False, "error": refusal.error}, status=refusal.status)
        except (ValueError, TypeError, KeyError) as wrong:
            return web.json_response({"ok": False, "error": f"bad request: {wrong}"}, status=400)

    return handler


def person(world: World, args: Json, name: str = "user") -> Person:
    found = world.state.person_named(str(args.get(name, "")))
    if found is None:
        raise RefusalError("user_not_found", 404)
    return found


def active(world: World, args: Json) -> Person:
    """The person who acts; a deactivated one cannot."""
    found = person(world, args)
    if found.deleted:
        raise RefusalError("account_inactive")
    return found


def place(world: World, args: Json, user: str) -> Channel:
    """A conversation that the person is in: an id, "#name", or "@handle" for a direct one."""
    name = str(args.get("channel", ""))
    channel = world.state.channel_named(name)
    if channel is None and (other := world.state.person_named(name)):
        channel = world.state.im(user, other.id)
    if channel is None or (channel.sort != "channel" and user not in channel.members):
        raise RefusalError("channel_not_found", 404)
    return channel


def text(args: Json, name: str) -> str:
    value = args.get(name, "")
    if not isinstance(value, str):
        raise RefusalError(f"{name} must be a text", 400)
    return value

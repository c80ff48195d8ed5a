"""One call of the Web API: its arguments however they came, and who calls."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from sandbox.api.table import BY_KIND, Method
from sandbox.entities import Channel, Json, Message
from sandbox.errors import SlackError
from sandbox.world import APP_TOKEN, BOT_TOKEN, World

JSON_ARGS = ("blocks", "attachments", "metadata", "view", "files", "message")


@dataclass
class Call:
    """What a method works on."""

    world: World
    method: Method
    args: Json
    token: str
    lag: float = 0.0  # seconds: what was stored since then does not show yet

    def shows(self, message: Message) -> bool:
        """Is it in the history already?"""
        born = self.world.born.get((message.channel, message.ts))
        return born is None or self.world.process.now() - born >= self.lag

    def text(self, name: str) -> str:
        value = self.args.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str) -> bool:
        return self.args.get(name) in (True, 1, "true", "True", "1")

    def limit(self, default: int, most: int = 1000) -> int:
        """The argument `limit`; raises invalid_limit."""
        value = self.text("limit")
        if not value:
            return default
        if not value.isdigit() or not 0 < int(value) <= most:
            raise SlackError("invalid_limit")
        return int(value)

    def channel(self, name: str = "channel") -> Channel:
        """The conversation in question, if the bot may know of it; raises channel_not_found, missing_scope."""
        found = self.world.state.channels.get(self.text(name))
        if found is None or (found.sort != "channel" and self.world.spec.bot_user not in found.members):
            raise SlackError("channel_not_found")
        if self.method.family:
            self.need_scope(f"{BY_KIND[found.sort]}:{self.method.family}")
        return found

    def need_scope(self, *any_of: str) -> None:
        granted = self.world.spec.scopes
        if not set(any_of) & set(granted):
            raise SlackError("missing_scope", needed=",".join(any_of), provided=",".join(granted))


async def arguments(request: web.Request) -> Json:
    """Arguments from the query, a form or a JSON body; raises SlackError."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        raw = await request.read()
        try:
            body = json.loads(raw) if raw.strip() else {}
        except (ValueError, RecursionError):
            raise SlackError("invalid_json") from None
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        args |= body
    elif request.can_read_body:
        args |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return args


def decoded(args: Json) -> Json:
    """The same with the arguments that hold JSON read; raises SlackError."""
    out = dict(args)
    for name in JSON_ARGS:
        value = out.get(name)
        if not isinstance(value, str) or not value:
            continue
        try:
            out[name] = json.loads(value)
        except (ValueError, RecursionError):
            raise _unreadable(name) from None
    return out


def _unreadable(name: str) -> SlackError:
    known = {
        "blocks": "invalid_blocks_format",
        "attachments": "invalid_attachments",
        "metadata": "invalid_metadata_format",
    }
    if name in known:
        return SlackError(known[name])
    return SlackError(
        "invalid_arguments", response_metadata={"messages": [f"[ERROR] invalid JSON in `{name}`"]}
    )


def token_of(world: World, request: web.Request, args: Json) -> str:
    """The token in the header, else in the arguments; raises not_authed, invalid_auth or token_revoked."""
    header = request.headers.get("Authorization", "")
    token: Any = header[7:] if header.startswith("Bearer ") else args.get("token")
    if not token:
        raise SlackError("not_authed")
    if token not in (BOT_TOKEN, APP_TOKEN):
        raise SlackError("invalid_auth")
    if token == BOT_TOKEN and world.is_revoked:
        raise SlackError("token_revoked")
    return str(token)

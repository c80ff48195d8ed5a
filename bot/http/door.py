"""The ASGI application: one address, a body that comes whole and soon, then the gate, then Bolt on a thread of the crew."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from slack_bolt import App
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse

from bot import factory
from bot.http import PATH
from bot.http.crew import Crew
from bot.http.gate import MOST, Gate, Reply
from bot.http.limits import Clocks, Limits
from rules.errors import Busy

KNOWN = 10_000  # people whose language is remembered
CLOSE = (("connection", "close"),)  # what more they send is not wanted
LOG = logging.getLogger("baton.http")
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Door:
    """What uvicorn calls for each request, on its event loop."""

    def __init__(self, app: App, gate: Gate, crew: Crew, clocks: Clocks, limits: Limits) -> None:
        self._app, self._gate, self._crew, self._clocks, self._limits = app, gate, crew, clocks, limits
        self._languages: dict[
            str, str
        ] = {}  # who was answered in which, for when there is no time to look it up
        self._refusals = Refusals()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        reply = await self._reply(scope, receive)
        if reply is None:
            return
        if reply.why:
            self._refusals.note(reply.why, self._clocks.now())
        body = reply.body.encode(errors="replace")
        headers = {"content-type": "text/plain", "content-length": str(len(body))} | dict(reply.headers)
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": reply.status, "headers": raw})
        is_cut_short = reply.headers == CLOSE
        await send({"type": "http.response.body", "body": body, "more_body": is_cut_short})
        if is_cut_short:
            await self._hear_out(receive)
            await send({"type": "http.response.body"})

    async def _reply(self, scope: Message, receive: Receive) -> Reply | None:
        """None: whoever asked has gone."""
        if scope["path"] != PATH:
            return Reply(404)
        if scope["method"] != "POST":
            return Reply(405, headers=(("allow", "POST"),))
        try:
            async with asyncio.timeout(self._limits.body_within):
                body = await _body(receive)
        except TimeoutError:
            return Reply(408, why="slowness", headers=CLOSE)
        if body is None:
            return None
        if len(body) > MOST:
            return Reply(413, why="size", headers=CLOSE)
        admitted = self._gate.admit(scope["headers"], body, self._clocks.now().timestamp())
        return admitted if isinstance(admitted, Reply) else _as_reply(await self._ask(admitted))

    async def _hear_out(self, receive: Receive) -> None:
        """Read what is still being sent: closed over something unread, a connection is reset and the answer lost."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._limits.body_within):
                while (await receive()).get("more_body"):
                    pass

    async def _ask(self, request: BoltRequest) -> BoltResponse:
        who = str(request.context.user_id)
        try:
            answer = await self._crew.do(lambda waited: self._dispatch(request, waited))
        except Busy:
            return factory.too_busy(request, self._languages.get(who, "en"))
        if len(self._languages) < KNOWN and "locale" in request.context:
            self._languages[who] = request.context["locale"]
        return factory.acknowledged(answer, str(request.body.get("type") or "command"), LOG)

    def _dispatch(self, request: BoltRequest, waited: float) -> BoltResponse:
        with self._clocks.spent(waited):
            return self._app.dispatch(request)


async def _body(receive: Receive) -> bytes | None:
    """The body, or as much of it as shows that it is too large; None when whoever sent it is gone."""
    parts, size, more = [], 0, True
    while more and size <= MOST:
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
        size, more = size + len(parts[-1]), message.get("more_body", False)
    return b"".join(parts)


def _as_reply(answer: BoltResponse) -> Reply:
    return Reply(answer.status, answer.body, headers=(("content-type", answer.headers["content-type"][0]),))


class Refusals:
    """The log hears of refused requests once a minute, however many come."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._next: datetime | None = None

    def note(self, why: str, now: datetime) -> None:
        """One more; ``signature`` alone and always means a wrong SLACK_SIGNING_SECRET, or a clock that is wrong."""
        self._counts[why] = self._counts.get(why, 0) + 1
        if self._next is None or now >= self._next:
            counts = ", ".join(f"{count} for their {why}" for why, count in sorted(self._counts.items()))
            LOG.warning("requests refused: %s", counts)
            self._counts, self._next = {}, now + timedelta(minutes=1)

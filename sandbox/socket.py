"""Socket Mode connections: hello, envelopes out, acks in, disconnect. Each envelope goes to one connection."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from sandbox.courier import Ack
from sandbox.entities import Json
from sandbox.wire import Wire

# https://docs.slack.dev/apis/events-api/using-socket-mode
MOST_CONNECTIONS = 10
CLOSE_AFTER = 10.0  # seconds between the word and the closing


@dataclass(eq=False)
class Connection:
    ws: web.WebSocketResponse
    pending: dict[str, asyncio.Future[Ack]] = field(default_factory=dict)
    leaving: bool = False
    mute: bool = False


def _close(ws: web.WebSocketResponse) -> None:
    asyncio.ensure_future(ws.close())


class Links:
    """The open connections of the app."""

    reasons = {"timeout": "timeout", "nobody": "connection_failed", "dead": "connection_failed"}

    def __init__(self, wire: Wire, app_id: str) -> None:
        self._wire = wire
        self._app_id = app_id
        self._turn = 0
        self.mute_next = 0
        self.open: list[Connection] = []
        self.sent: deque[Json] = deque(maxlen=2000)

    @property
    def unacked(self) -> int:
        return sum(len(link.pending) for link in self.open)

    @property
    def is_ready(self) -> bool:
        return bool(self.usable)

    @property
    def usable(self) -> list[Connection]:
        return [link for link in self.open if not link.leaving and not link.ws.closed]

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from hello to its end."""
        ws = web.WebSocketResponse(heartbeat=None, autoping=False, max_msg_size=2**22)
        await ws.prepare(request)
        link = Connection(ws, mute=self.mute_next > 0)
        self.mute_next = max(self.mute_next - 1, 0)
        self.open.append(link)
        try:
            if len(self.open) > MOST_CONNECTIONS:
                await self._say(link, self._goodbye("too_many_websockets"))
                return ws
            await self._say(link, self._hello())
            async for frame in ws:
                if frame.type is WSMsgType.TEXT:
                    self._receive(link, frame.data)
                elif frame.type is WSMsgType.PING and not link.mute:
                    await ws.pong(frame.data)
        finally:
            self._bury(link)
        return ws

    async def send(self, envelope: Json) -> asyncio.Future[Ack]:
        """Puts an envelope on one connection; the future tells how it fared."""
        future: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        self.sent.append(envelope)
        usable = self.usable
        if not usable:
            future.set_result(Ack("nobody"))
            return future
        self._turn += 1
        link = usable[self._turn % len(usable)]
        link.pending[envelope["envelope_id"]] = future
        try:
            await self._say(link, envelope)
        except (ConnectionError, RuntimeError):
            self._bury(link)
        return future

    def give_up(self, envelope_id: str) -> None:
        """Nobody waits for this ack any more; when it comes it is late."""
        for link in self.open:
            link.pending.pop(envelope_id, None)

    async def disconnect(self, reason: str) -> int:
        """Tells every connection to go, and closes those that stay; returns how many there were."""
        links = self.usable
        for link in links:
            link.leaving = True
            await self._say(link, self._goodbye(reason))
            asyncio.get_running_loop().call_later(CLOSE_AFTER, _close, link.ws)
        return len(links)

    def silence(self, coming: int = 0) -> int:
        """Every connection stays open, says nothing more and answers no ping; so do the next ``coming``, from their
        start: not even a hello."""
        self.mute_next = coming
        for link in self.open:
            link.mute = True
        return len(self.open)

    async def drop(self) -> int:
        """Cuts every connection without a word, as a broken network does."""
        links = list(self.open)
        for link in links:
            self._bury(link)
            await link.ws.close()
        return len(links)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.open),
            "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._app_id},
        }

    def _goodbye(self, reason: str) -> Json:
        return {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}

    async def _say(self, link: Connection, message: Json) -> None:
        kind = message["type"]
        self._wire.note("sandbox", "socket", kind, message, status="lost" if link.mute else "")
        if link.mute:
            return
        await link.ws.send_str(json.dumps(message))

    def _receive(self, link: Connection, text: str) -> None:
        try:
            told = json.loads(text)
        except ValueError:
            return
        if not isinstance(told, dict):
            return
        future = link.pending.pop(str(told.get("envelope_id")), None)
        late = future is None or future.done()
        self._wire.note("app", "socket", "ack", told, status="late" if late else "")
        if future is not None and not future.done():
            future.set_result(Ack("ok", told.get("payload")))

    def _bury(self, link: Connection) -> None:
        if link in self.open:
            self.open.remove(link)
        for future in link.pending.values():
            if not future.done():
                future.set_result(Ack("dead"))
        link.pending.clear()

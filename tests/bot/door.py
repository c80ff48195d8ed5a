"""Slack's side of Socket Mode as far as the runner needs it: where to connect to, one socket, what was acknowledged."""

from __future__ import annotations

import asyncio
import json
import threading
from typing import Any

from aiohttp import WSMsgType, web

LONG = 30.0  # seconds: longer than anything here takes, on any machine


class Door:
    """apps.connections.open and one socket; acks by envelope_id."""

    def __init__(self) -> None:
        self.acks: dict[str, Any] = {}
        self.changed = threading.Condition()
        self.socket: web.WebSocketResponse | None = None
        self.ready = threading.Event()
        self.met, self.may_greet = threading.Event(), threading.Event()
        self.may_greet.set()
        self.may_open = threading.Event()
        self.may_open.set()
        self.later = ""  # seconds after which a connection may be asked for, as Slack says them
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self._run)
        self.thread.start()
        assert self.ready.wait(LONG)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        app = web.Application()
        app.router.add_post("/api/apps.connections.open", self._open)
        app.router.add_get("/socket", self._socket)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        self.loop.run_until_complete(runner.setup())
        site = web.TCPSite(runner, "127.0.0.1", 0)
        self.loop.run_until_complete(site.start())
        self.port = runner.addresses[0][1]
        self.ready.set()
        self.loop.run_forever()
        self.loop.run_until_complete(runner.cleanup())
        self.loop.close()

    async def _open(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer xapp-1"
        await asyncio.get_running_loop().run_in_executor(None, self.may_open.wait, LONG)
        if self.later:
            said = {"ok": False, "error": "ratelimited"}
            return web.json_response(said, status=429, headers={"Retry-After": self.later})
        return web.json_response({"ok": True, "url": f"ws://127.0.0.1:{self.port}/socket"})

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0)
        await socket.prepare(request)
        self.met.set()
        await asyncio.get_running_loop().run_in_executor(None, self.may_greet.wait, LONG)
        await socket.send_json({"type": "hello"})
        with self.changed:
            self.socket = socket
            self.changed.notify_all()
        async for message in socket:
            if message.type == WSMsgType.TEXT and message.data.startswith("{"):
                ack = json.loads(message.data)
                with self.changed:
                    self.acks[ack["envelope_id"]] = ack.get("payload")
                    self.changed.notify_all()
        return socket

    def send(self, *envelopes: dict[str, Any]) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.socket is not None, LONG)
        socket = self.socket

        async def all_at_once() -> None:
            for envelope in envelopes:
                assert socket is not None
                await socket.send_json(envelope)

        asyncio.run_coroutine_threadsafe(all_at_once(), self.loop).result(LONG)

    def spoil(self) -> None:
        """Sends what is no text as one."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.socket is not None, LONG)
        sent = self.socket.send_frame(b"\xff\xfe", WSMsgType.TEXT)
        asyncio.run_coroutine_threadsafe(sent, self.loop).result(LONG)

    def hang_up(self, *, silently: bool = False) -> None:
        """Closes the connection, as Slack does now and then; `silently` without a word before."""
        with self.changed:
            assert self.socket is not None
            socket, self.socket = self.socket, None
        if silently:
            assert socket._req is not None and socket._req.transport is not None
            self.loop.call_soon_threadsafe(socket._req.transport.close)
        else:
            asyncio.run_coroutine_threadsafe(socket.close(), self.loop)

    def renew(self) -> None:
        """Says that it closes this connection soon; returns when there is another beside it."""
        with self.changed:
            before = self.socket
        self.send({"type": "disconnect", "reason": "warning"})
        with self.changed:
            assert self.changed.wait_for(lambda: self.socket is not before, LONG)

    def wait(self, count: int) -> dict[str, Any]:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.acks) >= count, LONG), self.acks
        return self.acks

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

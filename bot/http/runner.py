"""The HTTP server of one process: uvicorn on a thread of its own, with a shutdown that loses no ack."""

from __future__ import annotations

import asyncio
import socket
import threading

import h11
import uvicorn
from slack_bolt import App
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.http import PATH
from bot.http.crew import Crew
from bot.http.door import Door
from bot.http.gate import Gate
from bot.http.limits import Clocks, Limits
from rules.errors import BatonError

ORDINARY = Limits()


class HttpRunner:
    """Listens at `address` from `start` to `stop`."""

    def __init__(
        self,
        app: App,
        gate: Gate,
        clocks: Clocks,
        *,
        host: str,
        port: int,
        limits: Limits = ORDINARY,
    ) -> None:
        """Port 0: any that is free."""
        self._host, self._port, self._limits = host, port, limits
        self._crew = Crew(limits)
        self._server = _Server(_config(Door(app, gate, self._crew, clocks, limits), limits))
        self._thread = threading.Thread(target=self._serve, name="http", daemon=True)
        self._socket: socket.socket | None = None

    @property
    def address(self) -> str:
        """Where the reverse proxy sends Slack's requests."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._port}{PATH}"

    def start(self) -> None:
        """Returns when requests are answered. Raises BatonError when the address cannot be had."""
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        try:
            self._socket = socket.create_server((self._host, self._port), family=family)
        except OSError as fault:
            reason = str(fault.strerror or type(fault).__name__).partition(" (while")[
                0
            ]  # Python says where, too
            raise BatonError(
                "terminal.no_address", host=self._host, port=self._port, reason=reason
            ) from fault
        self._port = self._socket.getsockname()[1]
        self._thread.start()
        self._server.up.wait(self._limits.up_within)

    def _serve(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket] if self._socket else None))

    def is_connected(self) -> bool:
        """Is somebody listening right now?"""
        return self._thread.is_alive() and self._server.started and not self._server.should_exit

    def stop(self) -> None:
        """Take no new connection, answer what is at work, then close."""
        if self._thread.ident is not None:
            self._server.should_exit = True
            self._thread.join()
        self._crew.end()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


def _impatient(seconds: float) -> type[H11Protocol]:
    """uvicorn's own protocol; a connection whose next headers do not come whole in this time is closed."""

    class Impatient(H11Protocol):
        _last_moment: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._hurry()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            if self.conn.their_state is h11.IDLE:  # something came that is no whole request yet
                self._hurry()
            else:
                self._calm()

        def connection_lost(self, exc: Exception | None) -> None:
            self._calm()
            super().connection_lost(exc)

        def _hurry(self) -> None:
            if self._last_moment is None:
                self._last_moment = self.loop.call_later(seconds, self.transport.abort)

        def _calm(self) -> None:
            if self._last_moment is not None:
                self._last_moment.cancel()
                self._last_moment = None

    return Impatient


def _config(door: Door, limits: Limits) -> uvicorn.Config:
    """One process, no reload, no signals, no WebSockets, nothing about requests in the log."""
    return uvicorn.Config(
        door,
        loop="asyncio",
        http=_impatient(limits.headers_within),
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # nothing here asks where a request came from: its signature says it
        limit_concurrency=limits.connections,
        timeout_keep_alive=limits.kept,
        timeout_graceful_shutdown=limits.farewell,
    )

"""Socket Mode: Bolt's own handler, with every envelope acknowledged and a shutdown that loses no ack."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Event, Lock, Thread
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.socket_mode.internals import run_bolt_app, send_response
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.builtin.connection import Connection, ConnectionState
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.calling import LOOPBACK, guarded
from bot.factory import acknowledged
from bot.failures import FAILURES, DeliveryError, classify
from bot.silence import Silence

# Handlers wait for the database, not for the processor; one more than this waits for a free thread.
CONCURRENCY = 10
# slack_sdk 3.47 writes the length of a frame in 16 bits and raises above 65,535 bytes. Views made by parts.py
# stay below; json.dumps writes ASCII, so characters are bytes. The rest is for the envelope around the answer.
LARGEST_ACK = 65_000
GREETING = 10.0  # seconds that Slack may take for its hello, before which it sends no envelope
# What reading may raise: the socket or a log on a full disk, what is no text, a frame cut short, a pool that is shut.
UNREADABLE = (OSError, ValueError, struct.error, RuntimeError)
LOOK = 5.0  # seconds between two looks whether the connection still says anything


class SocketRunner:
    """One connection to Slack; the client under it reconnects by itself when Slack says so, or the connection breaks.

    One that stays open and says nothing more is replaced here. The client would wait for pongs by the machine's own
    clock, which may be set back, and only after a first one: a connection that was silent from its start would stay."""

    address = ""  # nobody calls Baton: it calls Slack

    def __init__(
        self,
        app: App,
        app_token: str,
        *,
        concurrency: int = CONCURRENCY,
        ping_interval: float = 10.0,
        now: Callable[[], float] = monotonic,
    ) -> None:
        """`ping_interval` in seconds; `now` counts the seconds of a silence."""
        self._log = app.logger
        self._handler = _Handler(app, app_token, concurrency=concurrency, ping_interval=ping_interval)
        if urlsplit(app.client.base_url).hostname in LOOPBACK:
            self._client.proxy = None  # as in web_client: no proxy to this machine
        self._client.current_session_runner.target = self._read
        self._client.issue_new_wss_url = self._address  # type: ignore[method-assign]
        self._client.enqueue_message = self._take  # type: ignore[method-assign]
        self._now, self._may_ask = now, now()
        self._greeted = Event()
        self._client.message_listeners.append(self._listen)
        self._silence = Silence(now)
        self._client.on_message_listeners.append(lambda _: self._silence.heard())
        self._stopped, self._watching, self._leaving = Event(), Lock(), Event()
        self._watcher = Thread(target=self._watch, name="socket-watch", daemon=True)

    @property
    def _client(self) -> SocketModeClient:
        return self._handler.client

    def start(self) -> None:
        """Connect, and return when Slack said hello: from then on it sends us what people do.

        Envelopes are handled on threads of their own; a Slack that says to come later is waited for. Raises
        DeliveryError.
        """
        while True:
            try:
                self._client.connect()
                break
            except DeliveryError as error:
                if error.kind != "later" or self._stopped.wait(error.retry_after):
                    raise
        self._silence.begin()
        self._watcher.start()
        self._greeted.wait(GREETING)  # without one the watch finds the silence and connects again

    def watch(self) -> None:
        """Replaces a connection that is open and silent. What Slack sent meanwhile and nobody acknowledged comes again."""
        with self._watching:
            if self._stopped.is_set() or not self._client.is_connected():
                return
            self._hear_pongs()
            if not self._silence.wants_another():
                return
            self._log.warning(
                "the connection to Slack has been silent for %d s: another one", self._silence.seconds
            )
            self._connect(force=True)

    def _connect(self, *, force: bool = False) -> None:
        """Without success the client tries again, ping interval by ping interval."""
        try:
            self._client.connect_to_new_endpoint(force=force)
        except (DeliveryError, *FAILURES) as error:
            self._log.warning("no other connection to Slack: %s", classify(error, repeatable=True).code)

    def _address(self) -> str:
        """Where to connect to, as Slack says it. Where Slack says to come later nobody asks before. Raises DeliveryError.

        The client (slack_sdk 3.47) would sleep until then, over and over, and behind it what comes in by the
        connection that is still open, every ack that is to be sent anew, and a stop."""
        if (left := self._may_ask - self._now()) > 0:
            raise DeliveryError("later", "ratelimited", left)
        client = self._client
        try:
            answer = guarded(
                lambda: client.web_client.apps_connections_open(app_token=client.app_token), repeatable=True
            )
        except DeliveryError as error:
            self._may_ask = self._now() + (error.retry_after or 0)
            raise
        return str(answer["url"])

    def _read(self) -> None:
        """Reads what comes in until its session ends, each session with the state that is its own.

        The client's own reader (slack_sdk 3.47) may look between the two assignments of `connect`, and set the ended
        state going again with the new session: nobody ends that one then, so that Baton is deaf from the next connection
        on and never stops. Seen once, on a busy machine."""
        state = self._client.current_session_state  # before the session, which `connect` assigns first
        session = self._client.current_session
        if session is None or not session.is_active():
            return
        if not state.terminated:
            _Stream.under(session, state)
            session.close = partial(_hang_up, session)  # type: ignore[method-assign]
            try:
                session.run_until_completion(state)
            except UNREADABLE as fault:  # the next look reads on; without it nobody would
                self._log.error("reading from Slack failed: %s", type(fault).__name__)
        if state.terminated:
            self._replace(session)

    def _replace(self, ended: Connection) -> None:
        """Another connection at once for one that Slack ended; the client would look only at its next ping."""
        client = self._client
        if not client.connect_operation_lock.acquire(blocking=False):
            return  # somebody puts another in its place, or the next look does
        try:
            if ended is not client.current_session or not client.auto_reconnect_enabled:
                return
            ended.close()
        finally:
            client.connect_operation_lock.release()
        self._connect()

    def _watch(self) -> None:
        while not self._stopped.is_set():
            if not self._leaving.wait(LOOK):
                self.watch()
                continue
            self._leaving.clear()
            with self._watching:
                if not self._stopped.is_set():
                    self._connect(force=True)

    def _take(self, message: str) -> None:
        """Slack's word that this connection ends soon is for the watch. Where the client deals out what comes in, all of
        it would wait until there is another connection, which a slow Slack takes its time for."""
        may_be = message.startswith("{") and '"disconnect"' in message
        if may_be and json.loads(message).get("type") == "disconnect":
            self._leaving.set()
        else:
            self._client.message_queue.put(message)

    def _hear_pongs(self) -> None:
        """The client keeps of a pong only when the ping went out that it answers."""
        self._silence.mark(getattr(self._client.current_session, "last_ping_pong_time", None))

    def _listen(self, _client: object, message: dict[str, object], _raw: str | None) -> None:
        if message.get("type") == "hello":
            self._greeted.set()

    def is_connected(self) -> bool:
        """Is there a connection right now, and does it say anything?"""
        self._hear_pongs()
        return self._client.is_connected() and not self._silence.is_over_limit

    def stop(self) -> None:
        """Take no new envelope, let the running handlers finish and their acks out, then disconnect.

        What came in and was not handed to them yet stays unacknowledged: Slack delivers it again.
        """
        self._stopped.set()
        self._leaving.set()  # wakes the watch
        with self._watching:  # a connection under way is made, and closed with the rest
            client = self._client
        client.auto_reconnect_enabled = client.default_auto_reconnect_enabled = False
        client.closed = True
        client.message_queue.put(None)  # wakes the dispatcher, which sees that it is closed
        client.message_processor.shutdown()  # type: ignore[no-untyped-call]
        client.message_workers.shutdown(wait=True)
        self._end_reading()
        client.close()

    def _end_reading(self) -> None:
        """Ends the reader, also one that begins a session which the client is just making; `close` would wait forever."""
        client = self._client
        reader = client.current_session_runner
        reader.event.set()  # no session after this one
        _wake(client.current_session)
        while reader.is_alive():
            client.current_session_state.terminated = True
            reader.thread.join(0.05)


def _wake(session: Connection | None) -> None:
    """Whoever reads from it sits out no time-out, in which (3 s) nobody else could write to it or close it."""
    sock = session.sock if session else None
    if sock is not None:
        with suppress(OSError):  # gone already
            sock.shutdown(socket.SHUT_RDWR)


def _hang_up(session: Connection) -> None:
    _wake(session)
    session.disconnect()


class _Stream:
    """The socket of a session, which ends its session when Slack hung up without a word.

    The client (slack_sdk 3.47) takes the end of a stream for nothing yet: it asks again at once and for ever, with all
    that a core can do, and takes the connection for open."""

    def __init__(self, sock: Any, state: ConnectionState) -> None:
        self._sock, self._state = sock, state

    @classmethod
    def under(cls, session: Connection, state: ConnectionState) -> None:
        with session.sock_send_lock:  # who closes it holds this
            if session.sock is not None and not isinstance(session.sock, cls):
                session.sock = cls(session.sock, state)  # type: ignore[assignment]

    def recv(self, size: int) -> bytes:
        received: bytes = self._sock.recv(size)
        if not received:
            self._state.terminated = True
        return received

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)


class _Handler(SocketModeHandler):
    def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Acknowledge whatever Bolt says."""
        answer = acknowledged(run_bolt_app(self.app, req), req.type, self.app.logger)
        if len(answer.body) > LARGEST_ACK:
            self.app.logger.error(
                "an answer of %s characters to a %s envelope is too large", len(answer.body), req.type
            )
            answer = BoltResponse(status=200)
        send_response(client, req, answer, 0.0)

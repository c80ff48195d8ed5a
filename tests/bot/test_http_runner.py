"""The HTTP server over real sockets: concurrent, always answered, full without a lie, stopped without losing an ack."""

from __future__ import annotations

import json
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest
from slack_bolt import App

from bot.factory import auth_result, build_app
from bot.http.gate import MOST, Gate
from bot.http.limits import Clocks, Limits
from bot.http.runner import HttpRunner
from rules.errors import BatonError
from tests.bot.signing import FORM, SECRET, body_of, headers_of, post

IDENTITY = {"team_id": "T1", "user_id": "UBOT", "bot_id": "B1"}
Ack = Callable[..., None]
ORDINARY = Clocks(lambda: datetime.now(UTC))
FIELD = {"type": "input", "block_id": "company"}


@pytest.fixture
def app() -> App:
    """Its listeners are the test's."""
    return build_app(
        "http://127.0.0.1:9/api/",
        auth=auth_result("xoxb-1", IDENTITY),
        on_error=lambda fault: None,
        logger=logging.getLogger("baton.test"),
    )


LONG = 30.0  # seconds: longer than anything here takes, on any machine


@contextmanager
def listening(
    app: App, limits: Limits | None = None, port: int = 0, clocks: Clocks = ORDINARY
) -> Iterator[HttpRunner]:
    gate = Gate(SECRET, "T1", "A1")
    how = limits or Limits()
    runner = HttpRunner(app, gate, clocks, host="127.0.0.1", port=port, limits=how)
    runner.start()
    yield runner
    runner.stop()
    assert not runner.is_connected()


def command(number: int = 1, name: str = "/lead") -> dict[str, Any]:
    return {
        "command": name, "text": f"n{number} & co", "user_id": "U1", "team_id": "T1", "api_app_id": "A1",
        "trigger_id": str(number),
    }  # fmt: skip


def submission() -> dict[str, Any]:
    view = {
        "type": "modal",
        "id": "V1",
        "callback_id": "m",
        "title": {"text": "Lead"},
        "blocks": [FIELD],
        "state": {"values": {}},
    }
    return {
        "type": "view_submission",
        "user": {"id": "U1"},
        "team": {"id": "T1"},
        "api_app_id": "A1",
        "view": view,
    }


def raw(address: str, *parts: bytes) -> bytes:
    """What comes back for these bytes, to the end of the connection."""
    with opened(address) as sock:
        for part in parts:
            sock.sendall(part)
        found = b""
        while more := sock.recv(65536):
            found += more
    return found


def opened(address: str) -> socket.socket:
    to = urlsplit(address)
    return socket.create_connection((to.hostname, to.port), timeout=10)


def test_as_many_as_there_are_threads_are_handled_at_once(app: App) -> None:
    together = threading.Barrier(16)

    def lead(ack: Ack, body: dict[str, Any]) -> None:
        together.wait(LONG)  # passes only when sixteen are in here at the same time
        ack({"text": body["text"]})

    app.command("/lead")(lead)
    with listening(app) as runner, ThreadPoolExecutor(16) as people:
        assert runner.is_connected()
        answers = list(people.map(lambda n: post(runner.address, command(n)), range(16)))
    assert [(code, json.loads(body)["text"]) for code, body in answers] == [
        (200, f"n{n} & co") for n in range(16)
    ]


def test_a_raising_listener_and_an_unknown_one_are_answered(app: App) -> None:
    def fail() -> None:
        raise RuntimeError("boom")

    app.command("/lead")(fail)
    with listening(app) as runner:
        code, said = post(runner.address, command())
        assert code == 200 and json.loads(said)["response_type"] == "ephemeral" and "n1 &amp; co" in said
        assert post(runner.address, command(name="/unknown")) == (200, "")


TRIES = 1000  # each takes a request over the network


def until_saved(runner: HttpRunner, asked: dict[str, Any]) -> None:
    """Who is told to try again, does: a thread that has answered is free a moment later."""
    for _ in range(TRIES):
        if post(runner.address, asked) == (200, "saved"):
            return
    raise AssertionError(f"not saved in {TRIES} tries")


def test_when_every_thread_is_busy_each_is_told_what_is_true(app: App) -> None:
    """A command and a form read that nothing was saved, with what was typed; of the rest Slack hears a failure."""
    inside, go = threading.Event(), threading.Event()
    asked: list[str] = []

    def lead(ack: Ack, body: dict[str, Any], context: dict[str, Any]) -> None:
        context["locale"] = "zh"
        asked.append(body["text"])
        inside.set()
        go.wait(LONG)
        ack("saved")

    app.command("/lead")(lead)
    event = {
        "type": "event_callback",
        "team_id": "T1",
        "api_app_id": "A1",
        "event_id": "Ev1",
        "event": {"type": "message", "user": "U1"},
    }
    with (
        listening(app, Limits(threads=1, waiting=3, patience=0.01)) as runner,
        ThreadPoolExecutor(1) as other,
    ):
        go.set()
        until_saved(runner, command(1))  # whose language is known from now on
        go.clear(), inside.clear()
        running = other.submit(until_saved, runner, command(2))
        assert inside.wait(LONG)
        code, said = post(runner.address, command(3))
        assert code == 200 and "还没存上" in json.loads(said)["text"] and "n3 &amp; co" in said
        code, said = post(runner.address, submission())
        assert code == 200 and list(json.loads(said)["errors"]) == ["company"]
        assert post(runner.address, event) == (503, "")
        go.set()
        running.result()
        until_saved(runner, command(4))
    assert asked == ["n1 & co", "n2 & co", "n4 & co"], "what was refused was not begun"


def test_a_handler_is_told_how_long_its_request_waited(app: App) -> None:
    inside, go, waited = threading.Event(), threading.Event(), []
    came = threading.Semaphore(0)

    def lead(ack: Ack) -> None:
        inside.set()
        go.wait(LONG)
        ack("saved")

    def note(seconds: float) -> AbstractContextManager[None]:
        waited.append(seconds)
        return nullcontext()

    app.command("/lead")(lead)

    def now() -> datetime:
        """Asked once about each request, when it has come."""
        came.release()
        return datetime.now(UTC)

    clocks = Clocks(now, note)
    with listening(app, Limits(threads=1), clocks=clocks) as runner, ThreadPoolExecutor(2) as people:
        first = people.submit(post, runner.address, command(1))
        assert inside.wait(LONG)
        second = people.submit(post, runner.address, command(2))
        assert came.acquire(timeout=LONG) and came.acquire(timeout=LONG)
        threading.Timer(0.2, go.set).start()
        assert [first.result(), second.result()] == [(200, "saved")] * 2
    assert waited[0] < waited[1] and waited[1] > 0.05


def test_a_stop_lets_the_running_handler_answer(app: App) -> None:
    inside, go = threading.Event(), threading.Event()

    def lead(ack: Ack) -> None:
        inside.set()
        go.wait(LONG)
        ack("done")

    app.command("/lead")(lead)
    with ThreadPoolExecutor(1) as other:
        with listening(app) as runner:
            answer = other.submit(post, runner.address, command())
            assert inside.wait(LONG)
            threading.Timer(0.2, go.set).start()
        assert answer.result() == (200, "done")
        with pytest.raises(OSError):
            post(runner.address, command())


def test_the_address_is_had_or_named(app: App) -> None:
    with listening(app) as runner:
        port = urlsplit(runner.address).port
        with pytest.raises(BatonError) as taken, listening(app, port=port or 0):
            pass
        assert taken.value.fields["port"] == port
    with listening(app, port=port or 0):  # free again at once
        pass


def test_only_one_address_and_one_method(app: App) -> None:
    with listening(app) as runner:
        other = runner.address.replace("/slack/events", "/healthz")
        assert post(other, command())[0] == 404
        head = b"Host: x\r\nConnection: close\r\n\r\n"
        assert raw(runner.address, b"GET /slack/events HTTP/1.1\r\n" + head).startswith(b"HTTP/1.1 405")
        assert raw(runner.address, b"HEAD / HTTP/1.1\r\n" + head).startswith(b"HTTP/1.1 404")


START = b"POST /slack/events HTTP/1.1\r\nHost: x\r\n"
GARBAGE = (
    b"\x16\x03\x01\x02\x00\r\n\r\n",
    b"\xff" * 100 + b"\r\n\r\n",
    b"GET / HTTP/9\r\n\r\n",
    START + b"X-A: " + b"a" * 20_000,
)


def still_answers(runner: HttpRunner) -> bool:
    kind, body = body_of(command())
    return post(runner.address, body, headers_of(FORM, body)) == (200, "")


def test_what_is_no_http(app: App) -> None:
    with listening(app) as runner:
        for garbage in GARBAGE:
            assert raw(runner.address, garbage).startswith(b"HTTP/1.1 400")
        assert still_answers(runner)


def test_what_is_too_much_is_told_so_while_it_is_still_being_sent(app: App) -> None:
    """A close with something unread would reset the connection, and whoever sends would never read the answer."""
    announced = START + b"Content-Length: %d\r\n\r\n" % (MOST * 10)
    with listening(app, replace(Limits(), body_within=LONG)) as runner:
        with opened(runner.address) as sock:
            sock.sendall(announced + b"x" * (MOST + 1))
            assert sock.recv(65536).startswith(b"HTTP/1.1 413")
            for _ in range(20):
                sock.sendall(b"x" * 100_000)
        assert still_answers(runner)


def test_what_is_too_slow(app: App) -> None:
    slow = START + b"Content-Length: 100\r\n\r\nx"
    with listening(app, replace(Limits(), body_within=0.05)) as runner:
        assert raw(runner.address, slow).startswith(b"HTTP/1.1 408")
    with listening(app, replace(Limits(), headers_within=0.05)) as runner:
        with opened(runner.address) as half, suppress(ConnectionError):  # closed before or after it came
            half.sendall(START)
            assert half.recv(65536) == b"", "half a head, and the connection is closed"
        assert raw(runner.address) == b""

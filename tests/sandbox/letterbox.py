"""An app that listens over HTTP: it writes down what comes and answers what a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

Json = dict[str, Any]


@dataclass
class Letter:
    """One request, as it came."""

    path: str
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> Json:
        """The payload: JSON, a form, or JSON in a form."""
        if self.headers["Content-Type"] == "application/json":
            return dict(json.loads(self.raw))
        form = dict(parse_qsl(self.raw.decode(), keep_blank_values=True))
        return dict(json.loads(form["payload"])) if "payload" in form else form


@dataclass
class Reply:
    """`status` None: the connection is closed without an answer."""

    text: str = ""
    status: int | None = 200
    kind: str = "text/plain"
    headers: dict[str, str] = field(default_factory=dict)


def in_json(body: object) -> Reply:
    return Reply(json.dumps(body), kind="application/json")


class Letterbox:
    """`answer` makes the reply to each request but the challenge; None: no answer until the test is over."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.letters: list[Letter] = []
        self.answer: Callable[[Letter], Reply | None] = lambda letter: Reply()
        self.challenge: Callable[[str], Reply] = Reply
        self.over = threading.Event()
        self._news = threading.Condition()

    def take(self, letter: Letter) -> Reply | None:
        body = letter.body
        with self._news:
            self.letters.append(letter)
            self._news.notify_all()
        if body.get("type") == "url_verification":
            return self.challenge(body["challenge"])
        reply = self.answer(letter)
        if reply is None:
            self.over.wait(20)
        return reply

    def of(self, kind: str) -> list[Letter]:
        """What came of one sort: a payload type, or a command."""
        return [one for one in list(self.letters) if kind in (one.body.get("type"), one.body.get("command"))]

    def wait(self, kind: str, count: int = 1) -> Letter:
        """The last of this sort, once there are so many."""
        with self._news:
            there = self._news.wait_for(lambda: len(self.of(kind)) >= count, 10)
        assert there, f"fewer than {count} {kind} came"
        return self.of(kind)[-1]


@contextmanager
def letterbox(port: int = 0) -> Iterator[Letterbox]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            reply = box.take(Letter(self.path, dict(self.headers.items()), raw))
            if reply is None or reply.status is None:
                self.close_connection = True
                return
            self.send_response(reply.status)
            data = reply.text.encode()
            lines = {"Content-Type": reply.kind, "Content-Length": str(len(data))} | reply.headers
            for name, value in lines.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    box = Letterbox(f"http://127.0.0.1:{http.server_port}/slack/events")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield box
    finally:
        box.over.set()
        http.shutdown()
        thread.join()
        http.server_close()

"""A bare HTTP server on loopback that answers what a test tells it to, byte for byte."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs


class Loopback:
    """`answers` are used in turn (the last one stays); `requests` are (path, headers, body as a dict)."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.answers: list[bytes] = []
        self.requests: list[tuple[str, dict[str, str], dict[str, Any]]] = []

    def say(self, *answers: bytes | dict[str, Any]) -> None:
        self.answers = [reply(a) if isinstance(a, dict) else a for a in answers]


def reply(body: object, status: str = "200 OK", **headers: str) -> bytes:
    """A whole HTTP answer; headers as Retry_After="3"."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    lines = {"Content-Type": "application/json", "Content-Length": str(len(raw)), "Connection": "close"}
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + raw


@contextmanager
def loopback() -> Iterator[Loopback]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            kind = self.headers.get("Content-Type") or ""
            body = (
                json.loads(raw or b"{}")
                if "json" in kind
                else {k: v[0] for k, v in parse_qs(raw.decode()).items()}
            )
            server.requests.append((self.path, dict(self.headers.items()), body))
            self.wfile.write(server.answers.pop(0) if len(server.answers) > 1 else server.answers[0])
            self.close_connection = True

        do_POST = do_GET = _answer  # noqa: N815

        def log_message(self, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server = Loopback(f"http://127.0.0.1:{http.server_port}/")
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()

"""`/healthz` on loopback: green, or red with every reason. For a monitor, and for a person who looks."""

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bot.words import text
from handlers.request import Runtime
from services import health

LOG = logging.getLogger("baton.health")
HOST = "127.0.0.1"


def report(runtime: Runtime, is_connected: bool) -> dict[str, Any]:
    """``status`` green or red, and the reasons, in English."""
    found = health.troubles(runtime.deps, now=runtime.deps.clock.now())
    found += [] if is_connected else [health.Trouble(key="health.socket")]
    reasons = [text("en", trouble.key, minutes=trouble.minutes, code=trouble.code) for trouble in found]
    return {"status": "red" if reasons else "green", "reasons": reasons}


@contextmanager
def page(port: int, runtime: Runtime, is_connected: Callable[[], bool]) -> Iterator[str]:
    """Serves the page while the block runs and yields its address; "" when it is off or the port is taken."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = report(runtime, is_connected()) if self.path == "/healthz" else None
            body = json.dumps(found or {}).encode()
            self.send_response(404 if found is None else 200 if found["status"] == "green" else 503)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - http.server's name
            """Nothing: a monitor asks every few seconds."""

    server = _bound(port, Page)
    if server is None:
        yield ""
        return
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}/healthz"
    finally:
        server.shutdown()
        server.server_close()


def _bound(port: int, handler: type[BaseHTTPRequestHandler]) -> ThreadingHTTPServer | None:
    if port == 0:
        return None
    try:
        return ThreadingHTTPServer((HOST, port), handler)
    except OSError as fault:
        LOG.warning("no health page: port %s cannot be used (%s)", port, fault.strerror)
        return None

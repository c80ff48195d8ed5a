"""A monitor outside is asked while all is well, and hears nothing while it is not."""

import logging
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest

from jobs import pulse
from sandbox.driver import ROOT, Sandbox
from tests.serving import begun
from tests.world import World

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
PATIENCE = 30.0  # seconds


class Monitor:
    """A web server that notes which path was asked, and answers as it is told."""

    def __init__(self) -> None:
        self.asked: Queue[str] = Queue()
        self.status = 200
        monitor = self

        class Page(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                monitor.asked.put(self.path)
                self.send_response(monitor.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
        Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/canary"


@pytest.fixture
def monitor() -> Iterator[Monitor]:
    made = Monitor()
    yield made
    made.server.shutdown()
    made.server.server_close()


def test_a_sign_is_sent_while_all_is_well_and_none_while_it_is_not(world: World, monitor: Monitor) -> None:
    assert pulse.run(world.deps, monitor.url, lambda: True)
    assert monitor.asked.get_nowait() == "/canary"
    assert not pulse.run(world.deps, monitor.url, lambda: False)
    assert monitor.asked.empty()


def test_a_monitor_that_fails_is_named_by_its_host_alone(
    world: World, monitor: Monitor, caplog: pytest.LogCaptureFixture
) -> None:
    monitor.status = 503
    with caplog.at_level(logging.WARNING, "baton.pulse"):
        for url in (monitor.url, "http://a..example/canary", "http://127.0.0.1:9/canary"):
            assert pulse.run(world.deps, url, lambda: True)
    assert "127.0.0.1 answers 503" in caplog.text and "a..example was not reached" in caplog.text
    assert len(caplog.records) == 3 and "canary" not in caplog.text


def test_a_serving_baton_sends_the_first_sign_when_it_is_ready(
    monitor: Monitor, migrated_url: str, tmp_path: Path
) -> None:
    with Sandbox.start(seed=ROOT / "demo" / "workspace.json") as slack:
        process = begun(tmp_path, migrated_url, slack, BATON_PING_URL=monitor.url)
        try:
            assert monitor.asked.get(timeout=PATIENCE) == "/canary"
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)

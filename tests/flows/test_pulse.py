"""A monitor outside is asked while all is well, and hears nothing while it is not."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from threading import Thread

import pytest

from handlers import pulse
from tests.world import World

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
SOON = timedelta(milliseconds=20)
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


def test_signs_come_while_all_is_well_and_stop_when_it_is_not(world: World, monitor: Monitor) -> None:
    well, looks = True, Queue[bool]()

    def is_connected() -> bool:
        looks.put(well)
        return well

    with pulse.beating(monitor.url, world.baton.runtime, is_connected, every=SOON):
        assert [monitor.asked.get(timeout=PATIENCE) for _ in range(2)] == ["/canary"] * 2
        well = False
        while looks.get(timeout=PATIENCE):
            pass
        looks.get(timeout=PATIENCE)  # the sign of the look before the first bad one is out by now
        while not monitor.asked.empty():
            monitor.asked.get()
        for _ in range(5):
            looks.get(timeout=PATIENCE)
        with pytest.raises(Empty):
            monitor.asked.get_nowait()
        well = True
        assert monitor.asked.get(timeout=PATIENCE)


def test_a_monitor_that_refuses_is_named_by_its_host_alone_and_asked_again(
    world: World, monitor: Monitor, caplog: pytest.LogCaptureFixture
) -> None:
    monitor.status = 503
    with (
        caplog.at_level(logging.WARNING, "baton.pulse"),
        pulse.beating(monitor.url, world.baton.runtime, lambda: True, every=SOON),
    ):
        assert monitor.asked.get(timeout=PATIENCE) and monitor.asked.get(timeout=PATIENCE)
    assert "127.0.0.1 answers 503" in caplog.text and "canary" not in caplog.text


def test_without_an_address_nobody_is_asked(world: World) -> None:
    looks: list[bool] = []
    with pulse.beating(None, world.baton.runtime, lambda: not looks.append(True)):
        pass
    assert not looks

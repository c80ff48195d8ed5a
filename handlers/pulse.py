"""A sign of life for a monitor outside: an address that is asked each minute while all is well. When the signs stop, the
monitor tells somebody, also where the whole machine is gone and nobody here could tell anything."""

import logging
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPException
from urllib.parse import urlsplit

from handlers import health
from handlers.request import Runtime

LOG = logging.getLogger("baton.pulse")
EVERY = timedelta(minutes=1)  # as often as the auditor looks
PATIENCE = 10.0  # seconds that the monitor has to answer


@contextmanager
def beating(
    url: str | None, runtime: Runtime, is_connected: Callable[[], bool], every: timedelta = EVERY
) -> Iterator[None]:
    """Asks `url` at once and then each `every` of process time while the block runs; nothing without a `url`."""
    over = threading.Event()
    if url is None:
        yield
        return

    def beat() -> None:
        while not over.is_set():
            _look(url, runtime, is_connected)
            over.wait(every.total_seconds())

    thread = threading.Thread(target=beat, name="pulse", daemon=True)  # a monitor that hangs holds no stop up
    thread.start()
    try:
        yield
    finally:
        over.set()


def _look(url: str, runtime: Runtime, is_connected: Callable[[], bool]) -> None:
    if health.report(runtime, is_connected())["status"] == "green":
        _ask(url)


def _ask(url: str) -> None:
    """One GET. The address is a secret of its own at most monitors, so only its host goes into the log."""
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE):
            pass
    except urllib.error.HTTPError as fault:
        LOG.warning("%s answers %s to a sign of life", urlsplit(url).hostname, fault.code)
    except (OSError, HTTPException) as fault:  # no network, no answer, or one that is none of HTTP
        LOG.warning("%s was not reached (%s)", urlsplit(url).hostname, type(fault).__name__)

"""`app.py run`: serves a workspace until a signal ends it."""

import argparse
import logging
import os
import signal
import sys
import threading
from pathlib import Path

from bot import log
from bot.settings import Settings, load
from handlers import health
from handlers.terminal import demo, lock
from handlers.terminal.kit import Kit, Serving
from handlers.terminal.screen import OK, Screen
from services.setup import first_hours
from services.team import people

LOG = logging.getLogger("baton")


def options(parser: argparse.ArgumentParser, screen: Screen) -> None:
    """`--demo FOLDER` is how `app.py try` starts it: with that folder's team and pipeline, until stdin ends."""
    parser.add_argument("--demo", type=Path, help=argparse.SUPPRESS)


def work(kit: Kit, screen: Screen, chosen: argparse.Namespace) -> int:
    """Wires, starts and waits. Raises SettingsError, BatonError."""
    settings = load()
    log.start(settings.log_level, sys.stderr)
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    with lock.held(lock.file_of(settings.database_url)):
        serving = kit.wire(settings)
        try:
            if chosen.demo:
                demo.load(serving.runtime.deps, kit.root / "people.example.yaml", chosen.demo)
                threading.Thread(target=_until_stdin_ends, args=(stop,), daemon=True).start()
            else:
                first_hours.begin(serving.runtime.deps, now=serving.runtime.deps.clock.now())
            _claim(screen, serving)
            serving.start()
            _serve(screen, settings, serving, stop)
        finally:
            serving.stop()
    LOG.info("stopped")
    screen.line(screen.t("terminal.stopped"))
    return OK


def _claim(screen: Screen, serving: Serving) -> None:
    deps = serving.runtime.deps
    code = None if first_hours.has_admin(deps) else people.ensure_claim_code(deps)
    if code:
        screen.line(screen.t("terminal.claim", code=code))


def _serve(screen: Screen, settings: Settings, serving: Serving, stop: threading.Event) -> None:
    with health.page(settings.health_port, serving.runtime, serving.is_connected) as address:
        screen.line(screen.t("terminal.running"))
        if serving.address:
            screen.line(screen.t("terminal.listening", address=serving.address))
        if address:
            screen.line(screen.t("terminal.health", address=address))
        LOG.info("ready")
        serving.warm()
        stop.wait()
    screen.line(screen.t("terminal.stopping"))


def _until_stdin_ends(stop: threading.Event) -> None:
    """Whoever started this process holds the other end; when they are gone, nobody would ever stop it."""
    while os.read(sys.stdin.fileno(), 1024):
        pass
    stop.set()

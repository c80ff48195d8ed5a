"""`app.py try`: a sandbox and a Baton as two processes on this machine, until Ctrl-C; the data stays."""

import argparse
import json
import os
import signal
import socket
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path

from bot.http import PATH
from handlers.terminal import lock
from handlers.terminal.children import Child
from handlers.terminal.kit import Kit
from handlers.terminal.screen import OK, Screen
from handlers.terminal.tryout import ADDRESS, environment, trying_folder
from rules.errors import BatonError, Conflict

START = "2026-11-24T15:30+08:00"
PORT, PORTS = 8585, 50
SECRET = "0123456789abcdef" * 2  # between two processes of this machine
TRIES = 3  # starts of Baton within one minute, then it is given up
LOOK = 0.2  # seconds between two looks at the children
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def options(parser: argparse.ArgumentParser, screen: Screen) -> None:
    """Where the data is kept, and the first port to try."""
    parser.add_argument("--data", type=Path, metavar="DIR", help=screen.t("terminal.opt_data"))
    parser.add_argument("--port", type=int, default=PORT, help=screen.t("terminal.opt_port"))
    parser.add_argument("--http", action="store_true", help=screen.t("terminal.opt_http"))


def work(kit: Kit, screen: Screen, chosen: argparse.Namespace) -> int:
    """Runs until Ctrl-C or SIGTERM. Raises BatonError, OSError."""
    data = trying_folder(kit, chosen.data)
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    with lock.held(data / "try.lock", _running(data / ADDRESS)):
        port = free_port(chosen.port)
        url = f"http://127.0.0.1:{port}"
        called, heard = _over_http(free_port(port + 1)) if chosen.http else ([], {})
        slack = Child(_sandbox(data, port) + called, kit.root, data / "sandbox.log")
        settings = os.environ | environment(data, url) | heard
        baton = Child(_baton(), kit.root, data / "baton.log", settings)
        (data / ADDRESS).write_text(url, "utf-8")
        try:
            return _supervise(screen, slack, baton, url, stop)
        finally:
            (data / ADDRESS).unlink(missing_ok=True)
            screen.line(screen.t("terminal.stopping"))
            baton.end()
            slack.end()
            screen.line(screen.t("terminal.try_stopped", data=data))


def _running(address: Path) -> Conflict | None:
    """What to say when a try-out with this data runs: where it is."""
    return Conflict("terminal.try_running", address=address.read_text("utf-8")) if address.is_file() else None


def free_port(first: int) -> int:
    """The first port from here on that nobody has. Raises BatonError."""
    for port in range(first, min(first + PORTS, 65536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise BatonError("terminal.no_port", first=first, last=min(first + PORTS, 65536) - 1)


def _sandbox(data: Path, port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "sandbox", "--port", str(port), "--manifest", "manifest.json"),
        *("--data", str(data / "sandbox"), "--seed", "demo/workspace.json", "--now", START),
        "--until-stdin-ends",
    ]


def _over_http(port: int) -> tuple[list[str], dict[str, str]]:
    """What the sandbox is told, and the settings of a Baton that it calls instead of being called."""
    called = ["--request-url", f"http://127.0.0.1:{port}{PATH}", "--signing-secret", SECRET]
    heard = {"BATON_TRANSPORT": "http", "BATON_HTTP_HOST": "127.0.0.1", "BATON_HTTP_PORT": str(port)}
    return called, {**heard, "SLACK_SIGNING_SECRET": SECRET}


def _baton() -> list[str]:
    return [sys.executable, "app.py", "run", "--demo", "demo"]


def _supervise(screen: Screen, slack: Child, baton: Child, url: str, stop: threading.Event) -> int:
    """Starts both, says the address once the page answers, and starts Baton again when it crashed."""
    screen.line(screen.t("terminal.try_starting"))
    slack.start()
    is_told = False
    while not stop.wait(LOOK):
        if slack.ended() is not None:
            return screen.fault(screen.t("terminal.try_no_sandbox", log=slack.log, said=slack.last_line()))
        if not baton.is_started:
            if _answers(url) is not None:
                baton.start()
            continue
        code = baton.ended()
        if code is not None:
            if baton.starts_since(60) >= TRIES:
                return screen.fault(screen.t("terminal.try_no_baton", log=baton.log, said=baton.last_line()))
            baton.start()
            screen.line(screen.t("terminal.try_again", code=code, log=baton.log))
        elif not is_told and (_answers(url) or 0) > 0:
            screen.line(screen.t("terminal.try_open", address=f"{url}/"))
            is_told = True
    return OK


def _answers(url: str) -> int | None:
    """Does Baton listen to the sandbox (over HTTP: has it answered)? None while the sandbox does not answer."""
    try:
        with DIRECT.open(f"{url}/control/health", timeout=5) as answer:
            return int(json.load(answer)["connections"])
    except (urllib.error.URLError, OSError, ValueError, KeyError):
        return None

"""`app.py try` as a person starts it: one address, a page that answers, a clean stop, the data kept."""

import json
import os
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import psutil  # type: ignore[import-untyped]

from handlers.terminal.trying import free_port

ROOT = Path(__file__).resolve().parents[2]
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
PATIENCE = 150  # seconds; ends a hanging try-out, so that the test fails and does not hang


@contextmanager
def trying(data: Path, port: int) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """The address that the try-out prints, while it runs."""
    command = [sys.executable, "app.py", "try", "--data", str(data), "--port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"LANG": "en_US.UTF-8", "LC_ALL": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    watch = threading.Timer(PATIENCE, process.kill)
    watch.start()
    assert process.stdout
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if "http://" in line:
                yield line.split("http://")[1].split()[0].rstrip("/"), process
                break
        else:
            raise AssertionError("".join(said))
    finally:
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read()
        assert process.wait(20) in (0, -signal.SIGKILL), rest
        watch.cancel()


def test_a_crashed_baton_is_started_again_and_nothing_outlives_the_supervisor(tmp_path: Path) -> None:
    with trying(tmp_path, free_port(18685)) as (address, supervisor):
        assert supervisor.stdout
        children = psutil.Process(supervisor.pid).children()
        baton = next(child for child in children if "run" in child.cmdline())
        baton.kill()
        assert any("again" in line for line in supervisor.stdout)
        children = psutil.Process(supervisor.pid).children()
        assert len(children) == 2 and baton not in children
        assert ask(address, "/control/clock")["now"].startswith("2026-11-24T07:30")
        supervisor.kill()
        gone, alive = psutil.wait_procs(children, timeout=30)
        assert alive == [] and len(gone) == 2


def ask(address: str, path: str, **body: str) -> dict:  # type: ignore[type-arg]
    data = json.dumps(body).encode() if body else None
    request = urllib.request.Request(f"http://{address}{path}", data, {"Content-Type": "application/json"})
    with DIRECT.open(request, timeout=20) as answer:
        return dict(json.load(answer))


def test_try_answers_stops_and_keeps_its_data(tmp_path: Path) -> None:
    port = free_port(18585)
    with trying(tmp_path, port) as (address, _):
        with DIRECT.open(f"http://{address}", timeout=20) as page:
            assert page.status == 200
        ask(
            address,
            "/client/command",
            user="U0LIAM",
            channel="C0SALES",
            text="/lead 恒达机械 张总 13800138000 展会",
        )
        before = seen(address)
        assert "EXPO-2026-004" in before, before
    with trying(tmp_path, port) as (address, _):
        ask(
            address, "/client/command", user="U0DANA", channel="C0SALES", text="/lead Bolt Ltd, Mr. Ray, expo"
        )
        assert "EXPO-2026-005" in seen(address, "U0DANA")
        assert f"http://{address} " in told("app.py", "try", "--data", str(tmp_path)), "where it runs"
        assert "running" in told(".ci/clean.py", str(tmp_path)) and (tmp_path / "baton.db").exists()
    assert told(".ci/clean.py", str(tmp_path)) == "" and not tmp_path.exists()


def told(*words: str) -> str:
    """What a command says for which it does not do it."""
    english = os.environ | {"LANG": "en_US.UTF-8", "LC_ALL": ""}
    done = subprocess.run([sys.executable, *words], cwd=ROOT, env=english, capture_output=True, text=True)
    return done.stderr


def seen(address: str, user: str = "U0LIAM") -> str:
    return json.dumps(ask(address, "/client/messages?" + urlencode({"user": user, "channel": "C0SALES"})))

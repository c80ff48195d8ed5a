"""From the command to ready, to the first lead answered, and the memory then: as `make try` starts Baton.

Ready is what Baton says when Slack's hello came; the lead is typed in that moment, before anything is warm.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks.table import Figure, percentile
from sandbox.driver import Sandbox

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 5
MANIFEST, SEED = "manifest.json", "demo/workspace.json"


@contextmanager
def running(command: list[str], env: dict[str, str] | None = None) -> Iterator[subprocess.Popen[str]]:
    """A process whose first line is awaited by the caller; it is ended with the block."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=20)


def said(process: subprocess.Popen[str], word: str) -> str:
    """The first line with this word."""
    assert process.stdout
    for line in process.stdout:
        if word in line:
            return line
    raise RuntimeError(f"the process ended without saying {word!r}")


def environment(url: str, database: Path) -> dict[str, str]:
    """Baton's, with the sandbox as its Slack and its clock."""
    return os.environ | {
        "LANG": "C",
        "LC_ALL": "C",
        "SLACK_BOT_TOKEN": Sandbox.bot_token,
        "SLACK_APP_TOKEN": Sandbox.app_token,
        "SLACK_API_URL": f"{url}/api/",
        "BATON_DATABASE_URL": f"sqlite:///{database}",
        "BATON_PIPELINE": "pipeline.yaml",
        "BATON_CONTROL_URL": url,
        "BATON_HEALTH_PORT": "0",
    }


def one_round(folder: Path, url: str, turn: int) -> tuple[float, float, float]:
    """(seconds to ready, seconds to the first answer, MB then), on a database that is there already but for the
    first round."""
    env = environment(url, folder / "baton.db")
    liam = Sandbox(url).person("liam")
    start = time.perf_counter()
    with running([sys.executable, "app.py", "run", "--demo", "demo"], env) as baton:
        said(baton, "running")
        ready = time.perf_counter() - start
        answer = liam.command("#sales-east", f"/lead Quay {turn} Freight, Dr. Reed 13905120{turn:03} 80k")
        answered = time.perf_counter() - start
        assert answer.ok and str(turn) in answer.text, answer
        return ready, answered, resident(baton.pid)


def resident(pid: int) -> float:
    """Memory of a process in MB, as ps tells it."""
    told = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return int(told.stdout) / 1024


def run() -> Sequence[Figure]:
    """The median starts, and the most memory."""
    with tempfile.TemporaryDirectory() as name:
        command = [sys.executable, "-m", "sandbox", "--port", "0", "--manifest", MANIFEST, "--seed", SEED]
        with running(command) as slack:
            url = said(slack, "ready").split()[-1]
            rounds = [one_round(Path(name), url, turn) for turn in range(ROUNDS + 1)][1:]
    return [
        Figure("start to ready, median", percentile([ready for ready, _, _ in rounds], 0.5), "s", goal=1.5),
        Figure(
            "start to first lead answered, median", percentile([first for _, first, _ in rounds], 0.5), "s"
        ),
        Figure("memory when ready, most", max(memory for *_, memory in rounds), "MB", goal=150),
    ]

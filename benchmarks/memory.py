"""A day of Baton's memory: what the process holds after an hour of business time, and after 24 of them.

Baton follows the sandbox's clock, which is moved an hour at a time. In each hour five leads are typed and what is due is said,
so that the day has something in it; the first hour is over before anything is measured.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.startup import MANIFEST, SEED, environment, resident, running, said
from benchmarks.table import Figure
from sandbox.driver import Sandbox

HOURS, LEADS = 24, 5


def run() -> Sequence[Figure]:
    """Resident memory at the end of the day against that after its first hour."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "sandbox", "--port", "0", "--manifest", MANIFEST, "--seed", SEED]
        with running(command) as process:
            slack = Sandbox(said(process, "ready").split()[-1])
            env = environment(slack.url, Path(folder) / "baton.db")
            with running([sys.executable, "app.py", "run", "--demo", "demo"], env) as baton:
                said(baton, "running")
                held = [_hour(slack, baton.pid, hour) for hour in range(HOURS)]
    return [
        Figure(
            "memory after 24 simulated hours: against after one", held[-1], "MB", against=held[0], goal=1.1
        )
    ]


def _hour(slack: Sandbox, pid: int, hour: int) -> float:
    """An hour passes; the MB at its end."""
    liam = slack.person("liam")
    for n in range(LEADS):
        line = f"/lead Quay {hour}-{n} Freight, Dr. Reed 1390512{hour * LEADS + n:04} 80k"
        answer = liam.command("#sales-east", line)
        assert answer.ok, answer
    slack.advance(hours=1)
    return resident(pid)

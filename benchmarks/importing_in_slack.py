"""A workbook of 6,000 leads sent to Baton in Slack while a colleague goes on typing `/lead`: rows a second from the press
of *Import* to the result, against the same workbook at a terminal, and the longest wait of the colleague.
"""

import json
import random
import sqlite3
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter, sleep
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.dispatch import SYLLABLES, lines
from benchmarks.importing import NOW, Standing
from benchmarks.table import Figure, percentile
from benchmarks.typing_at_once import CHANNEL, baton, seed
from bot.settings import Settings
from bot.sheets import reading, writing
from bot.sheets.writing import Page
from rules.exchange.outcome import guessed
from rules.exchange.sheet import Cell
from sandbox.driver import Sandbox, buttons_of
from services.exchange import importing
from services.exchange.parts import Importer, Plan
from wiring import open_deps

FILE, ROWS = "leads.xlsx", 6_000
HEAD = ("Customer", "Contact", "Phone", "Budget", "Source")
EVERY = 0.1  # seconds between an answer and the colleague's next line
SILENCE = 3.0  # seconds of typing before the file comes, and after the result


def table() -> bytes:
    """Leads as the list of a trade fair has them."""
    pick = random.Random(7)

    def name() -> str:
        return "".join(pick.choices(SYLLABLES, k=pick.randint(2, 4))).capitalize()

    rows: list[Sequence[Cell]] = [
        [
            f"{name()} {name()} {pick.choice(('GmbH', 'Inc', 'Ltd', 'Group'))}",
            f"Ms. {name()}",
            f"312-555-{n:04}",
            (n % 90 + 10) * 1000,
            "expo",
        ]
        for n in range(ROWS)
    ]
    return writing.xlsx([Page("leads", HEAD, rows)])


def at_a_terminal(folder: Path, data: bytes) -> float:
    """Rows a second of the same workbook in a process that does nothing else."""
    values: dict[str, Any] = {
        "BATON_DATABASE_URL": f"sqlite:///{folder / 'terminal.db'}",
        "BATON_PIPELINE": "pipeline.yaml",
        "_env_file": None,
    }
    deps = open_deps(Settings(**values), Standing(), Standing())
    start = perf_counter()
    parts = list(guessed(FILE, reading.read(FILE, data)))
    outcome = importing.run(deps, parts, Plan(Importer(None, "en", ZoneInfo("America/New_York"))), now=NOW)
    took = perf_counter() - start
    deps.db.close()
    return outcome.counts["deals"] / took


class Colleague(threading.Thread):
    """Types a lead every now and then until told to stop, and notes what each waited, in seconds."""

    def __init__(self, slack: Sandbox, typed: Iterator[str]) -> None:
        super().__init__(daemon=True)
        self.waits: list[float] = []
        self._slack, self._typed, self._over = slack, typed, threading.Event()

    def run(self) -> None:
        while not self._over.wait(EVERY):
            start = perf_counter()
            text = f"/lead {next(self._typed)}"
            told = self._slack.post("/client/command", user="U0REP1", channel=CHANNEL, text=text)
            self.waits.append(perf_counter() - start if told["ok"] else float("inf"))

    def stop(self) -> list[float]:
        self._over.set()
        self.join()
        return self.waits


def until(database: Path, *states: str) -> None:
    """Waits until the newest run is in one of these states."""
    with sqlite3.connect(database) as db:
        while db.execute("SELECT state FROM import_runs ORDER BY id DESC LIMIT 1").fetchone() not in [
            (state,) for state in states
        ]:
            sleep(0.02)


def in_slack(folder: Path, data: bytes) -> tuple[float, list[float], list[float]]:
    """Rows a second; what a colleague waits while nothing else goes on, and from the file to the result (seconds)."""
    plan, database, typed = folder / "seed.json", folder / "baton.db", lines()
    plan.write_text(json.dumps(seed()), "utf-8")
    with Sandbox.start(seed=plan) as slack, baton(slack, database):
        slack.connected()
        who, alone, beside = slack.person("rep0"), Colleague(slack, typed), Colleague(slack, typed)
        alone.start()
        sleep(SILENCE)
        before = alone.stop()
        beside.start()
        who.say("app", "", files=[who.upload(FILE, data)])
        until(database, "offered", "failed")
        [offer] = slack.wait_for(
            lambda: [message for message in who.dm() if "Import" in str(buttons_of(message))]
        )
        start = perf_counter()
        who.click(offer, "Import")
        until(database, "done", "handing", "failed")
        took = perf_counter() - start
        sleep(SILENCE)
        waits = beside.stop()
        with sqlite3.connect(database) as db:
            made = db.execute("SELECT count(*) FROM deals WHERE origin = 'import'").fetchone()[0]
        return made / took, before, waits


def run() -> Sequence[Figure]:
    """Both rates, and what the colleague waited against what they wait otherwise."""
    data = table()
    with tempfile.TemporaryDirectory() as name:
        alone = at_a_terminal(Path(name), data)
        rate, before, waits = in_slack(Path(name), data)
    what = "import of 6,000 leads from inside Slack"

    median, usual = (percentile(each, 0.5) * 1000 for each in (waits, before))
    return [
        Figure(f"{what}, rows a second: against the same at a terminal", rate, "rows/s", against=alone),
        Figure(
            f"{what}: a colleague's `/lead` meanwhile, median: against before", median, "ms", against=usual
        ),
        Figure(f"{what}: a colleague's `/lead` meanwhile, longest", max(waits) * 1000, "ms", goal=500),
    ]

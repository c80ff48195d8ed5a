"""Import of 8,800 opportunities into an empty SQLite database: rows a second, and the longest hold of the lock.

The real export is taken where the shared data is at hand, else one made up in its image.
"""

import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.table import Figure
from bot.settings import Settings
from bot.sheets import reading
from rules.exchange.outcome import Part, guessed
from services.exchange import importing
from services.exchange.parts import Importer, Plan
from storage.db import Database, Session
from wiring import open_deps

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("BATON_SHARED") or ROOT.parent / "shared") / "data" / "crm-sales-opportunities"
ROWS = 8_800
PLAN = Plan(Importer(None, "en", ZoneInfo("Asia/Shanghai")))
NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
HEAD = "opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n"


class Standing:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOW


class Watched(Database):
    """A database that notes its longest write transaction, in seconds."""

    longest = 0.0

    @contextmanager
    def write(self) -> Iterator[Session]:
        start = time.perf_counter()
        with super().write() as tx:
            yield tx
        self.longest = max(self.longest, time.perf_counter() - start)


def made_up(folder: Path) -> Path:
    """An export of the same size and shape."""
    lines = (
        f"ID{n:05},Agent {n % 30},Product {n % 7},{f'Account {n % 85}' if n % 6 else ''},"
        f"{('Won', 'Lost', 'Engaging', 'Prospecting')[n % 4]},{n % 28 + 1:02}-03-17,{n % 28 + 1:02}-05-17,{n}"
        for n in range(ROWS)
    )
    (folder / "sales_pipeline.csv").write_text(HEAD + "\n".join(lines), "utf-8")
    return folder


def read(folder: Path) -> list[Part]:
    """The tables of a folder, as `app.py import` reads them."""
    files = sorted(folder.glob("*.csv"))
    return [
        part
        for file in files
        for part in guessed(file.name, reading.read(file.name, file.read_bytes(), reading.AT_A_TERMINAL))
    ]


def run() -> Sequence[Figure]:
    """Rows a second from file to disk, and the longest transaction."""
    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{Path(name) / 'baton.db'}"
        values: dict[str, Any] = {
            "BATON_DATABASE_URL": url,
            "BATON_PIPELINE": ROOT / "pipeline.yaml",
            "_env_file": None,
        }
        settings = Settings(**values)
        deps = open_deps(settings, Standing(), Standing())
        database = Watched(url)
        deps = replace(deps, db=database)
        folder = SHARED if SHARED.is_dir() else made_up(Path(name))
        start = time.perf_counter()
        outcome = importing.run(deps, read(folder), PLAN, now=NOW)
        took = time.perf_counter() - start
        database.close()
    return [
        Figure("import, rows a second", outcome.counts["deals"] / took, "rows/s", goal=2000, at_most=False),
        Figure("import, longest hold of SQLite's write lock", database.longest * 1000, "ms", goal=200),
    ]

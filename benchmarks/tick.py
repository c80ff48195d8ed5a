"""A tick with 1,000 deals due among 1,000,000, against the same among 10,000: its cost grows with what is due alone.

Both databases are SQLite files with the shipped pipeline; the rounds alternate, so that noise hits both alike.
"""

import gc
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

import sqlalchemy as sa

from benchmarks import bare
from benchmarks.table import Figure
from services.clock import nudges
from services.config import versions
from services.config.versions import ConfigCache
from services.deps import Deps
from storage.db import Database
from storage.migrate import upgrade_database
from storage.tables import metadata

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime.fromisoformat("2026-12-01T15:30:00+08:00")  # a Tuesday
ENTERED = NOW - timedelta(days=7)  # five working days: every due deal gets its red nudge
MANY, FEW, DUE, OWNERS, ROUNDS = 1_000_000, 10_000, 1_000, 20, 7

INSTANT = metadata.tables["deals"].c.created_at.type

PEOPLE = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :owners)
INSERT INTO people (id, slack_id, handle, name, kind, is_active, slack_locale, slack_tz, home_tz, calendar,
                    manager_id, prefs, created_at, version)
SELECT i, 'U' || i, 'p' || i, 'P' || i, 'member', 1, 'zh-CN', 'Asia/Shanghai', 'Asia/Shanghai', 'cn',
       CASE WHEN i > 1 THEN 1 END, '{}', :entered, 1 FROM n
"""
DEALS = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :total)
INSERT INTO deals (id, code, state, stage, stage_entered_at, owner_id, owner_since, raw_text, origin, amount_approx,
                   tries, clocks_from, last_contact_at, created_at, next_check_at, version)
SELECT i, 'EXPO-2026-' || i, 'open', 'proposal', :entered, i % (:owners - 1) + 2, :entered, '', 'import', 0,
       0, :entered, :entered, :entered, CASE WHEN i % (:total / :due) = 0 THEN :now ELSE :later END, 1 FROM n
"""
AGAIN = (
    "DELETE FROM audit_values",
    "DELETE FROM audit",
    "DELETE FROM tasks",
    "DELETE FROM nudges",
    "UPDATE deals SET next_check_at = :now WHERE id % (:total / :due) = 0",
)


@dataclass
class Still:
    """A clock that stands still."""

    at: datetime

    def now(self) -> datetime:
        return self.at


class Team:
    """A database with so many open deals, of which `DUE` want a look; ``values`` are for statements of others."""

    def __init__(self, folder: Path, total: int, **values: int) -> None:
        self.file = folder / f"{total}.db"
        self.db = Database(f"sqlite:///{self.file}")
        upgrade_database(self.db)
        self.deps = Deps(self.db, Still(NOW), Still(NOW), ConfigCache(self.db))
        self._work: bare.Work | None = None
        self._values = {"total": total, "due": DUE, "owners": OWNERS, "now": NOW, **values}
        self._values |= {"entered": ENTERED, "later": NOW + timedelta(days=30)}
        with self.db.write() as tx:
            versions.apply_first(tx, (ROOT / "pipeline.yaml").read_text("utf-8"), now=ENTERED)
        self.run(PEOPLE, DEALS, "ANALYZE")

    def tick(self) -> float:
        """Seconds of one tick over everything that is due."""
        self.run(*AGAIN)
        start = perf_counter()
        result = nudges.tick(self.deps, now=NOW)
        took = perf_counter() - start
        if (result.considered, result.planned) != (DUE, DUE):
            raise RuntimeError(f"the tick saw {result}")
        return took

    def bare(self) -> float:
        """Seconds that what the last tick asked and wrote takes by the driver alone."""
        if self._work is None:
            self.run(*AGAIN)
            self._work = bare.work_of_a_tick(self.deps, self.file)
        self.run(*AGAIN)
        return bare.again(self._work, self.file, DUE // nudges.BATCH)

    def run(self, *statements: str) -> None:
        """Each statement with those of our values that it names; instants are bound as the tables bind them."""
        with self.db.write() as tx:
            for statement in statements:
                names = [name for name in self._values if f":{name}" in statement]
                instants = [name for name in names if isinstance(self._values[name], datetime)]
                bound = sa.text(statement).bindparams(*(sa.bindparam(n, type_=INSTANT) for n in instants))
                tx.connection().execute(bound, {name: self._values[name] for name in names})


def run() -> Sequence[Figure]:
    """The median tick over both."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="baton-bench-")))
        many, few = Team(folder, MANY), Team(folder, FEW)
        stack.callback(many.db.close)
        stack.callback(few.db.close)
        gc.freeze()  # as a serving Baton does
        stack.callback(gc.unfreeze)
        rounds = [(many.tick(), few.tick(), few.bare()) for _ in range(ROUNDS + 1)][1:]
    among_many, among_few, by_sql = (median(side) * 1000 for side in zip(*rounds, strict=True))
    return [
        Figure(
            "tick, 1,000 due among 1,000,000 deals against 1,000 among 10,000",
            among_many,
            "ms",
            against=among_few,
            goal=1.2,
        ),
        Figure(
            "tick, 1,000 due: against the SQL of its reads and writes alone",
            among_few,
            "ms",
            against=by_sql,
            goal=3,
        ),
    ]

"""A team's mornings: 5,000 deals of 100 reps, 10 managers and 3 channels against 500 deals of 10 reps, one and one.

What a list costs (seconds of processor) must not grow with the people beside its reader, and no list may be made
while the write lock is held. Both databases are SQLite files with the shipped pipeline, and live through the same three mornings by turns.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from benchmarks.table import Figure
from rules.digest import ChannelSeen
from services.clock import nudges
from services.config import versions
from services.config.versions import ConfigCache
from services.deps import Deps
from services.letters import messages
from services.letters.messages import Letter
from services.lists import digests
from services.sending import grouping, outbox
from services.sending.outbox import Timing
from services.team.calendars import warm
from storage.db import Database, Session
from storage.migrate import upgrade_database
from storage.tables import Deal, DigestChannel, Person, PersonRole

ROOT = Path(__file__).resolve().parent.parent
FIRST = datetime.fromisoformat(
    "2026-12-01T15:40:00+08:00"
)  # a Tuesday afternoon: reds are said before the lists
DAYS = (2, 3, 4)  # of December: the mornings that are measured
LISTS = (30, 40, 50)  # past eight
QUICK = Timing(gap=timedelta(), rate=0)
LAST_TALK = (20, 7, 1, 1, 1)  # days ago: a fifth is red, a fifth gets there in these days, the rest is calm


@dataclass
class Hand:
    """A clock that is set."""

    at: datetime

    def now(self) -> datetime:
        return self.at


class Watched(Database):
    """Notes the longest time that a write transaction took, from its turn to its commit."""

    longest = 0.0

    @contextmanager
    def write(self) -> Iterator[Session]:
        with super().write() as tx:
            began = perf_counter()
            yield tx
        # With one thread nobody waits for a turn: what is left is the lock's own time, commit and all.
        self.longest = max(self.longest, perf_counter() - began)


class Organisation:
    """So many deals over so many people, and the lists that they get."""

    def __init__(self, folder: Path, deals: int, reps: int, managers: int, channels: int) -> None:
        self.db = Watched(f"sqlite:///{folder / f'{deals}.db'}")
        upgrade_database(self.db)
        self.clock = Hand(FIRST)
        self.deps = Deps(self.db, self.clock, self.clock, ConfigCache(self.db))
        with self.db.write() as tx:
            versions.apply_first(tx, (ROOT / "pipeline.yaml").read_text("utf-8"), now=FIRST)
            tx.add_all(_people(reps, managers))
            tx.flush()
            roles = {pid: "manager" if pid <= managers else "rep" for pid in range(1, managers + reps + 1)}
            tx.add_all(PersonRole(person_id=pid, role=role) for pid, role in roles.items())
            for n in range(1, channels + 1):
                declared = FIRST - timedelta(days=30)
                root = n if n > 1 else None  # the first one reads about everybody
                where = DigestChannel(channel=f"C{n}", tz="Asia/Shanghai", declared_at=declared)
                where.root_person_id = root
                tx.add(where)
            tx.add_all(_deals(deals, reps, managers))
        self._work(FIRST)  # what is red by now is said, so that the lists may tell it
        gc.collect()
        gc.freeze()  # as a serving Baton does
        self.longest = 0.0  # seconds that a write of the lists held the lock

    def morning(self, day: int) -> tuple[float, int]:
        """What `lists` says; the rest of the day passes too."""
        told = self.lists(day)
        self._work(FIRST.replace(day=day))
        return told

    def lists(self, day: int) -> tuple[float, int]:
        """Seconds of work that one morning's lists took, and how many people and channels got one."""
        took, sent, longest = 0.0, 0, 0.0
        for minute in LISTS:
            self.clock.at = FIRST.replace(day=day, hour=8, minute=minute)
            nudges.tick(self.deps, now=self.clock.at)
            self.db.longest, began = 0.0, process_time()
            digests.take_slots(self.deps, now=self.clock.at, look=lambda _: ChannelSeen())
            sent += self._deliver()
            took += process_time() - began
            longest = max(longest, self.db.longest)
        self.longest = max(self.longest, longest)
        return took, sent

    def _work(self, now: datetime) -> None:
        self.clock.at = now
        nudges.tick(self.deps, now=now)
        grouping.claim(self.deps, now=now)
        self._deliver()
        nudges.tick(self.deps, now=now)

    def _deliver(self) -> int:
        sent = 0
        while (leased := outbox.lease(self.deps, "bench", QUICK)) is not None:
            letter = messages.prepare(self.deps, leased)
            if isinstance(letter, Letter):
                outbox.begin(self.deps, leased, "D", QUICK)
                outbox.sent(self.deps, leased, "D", f"{leased.id}")
                sent += 1
            else:
                outbox.drop(self.deps, leased, letter.reason)
        return sent


def _people(reps: int, managers: int) -> Iterator[Person]:
    for n in range(1, managers + reps + 1):
        boss = (n - managers - 1) % managers + 1 if n > managers else None
        yield Person(
            id=n, slack_id=f"U{n}", handle=f"p{n}", name=f"P{n}", slack_locale="zh-CN",
            slack_tz="Asia/Shanghai", home_tz="Asia/Shanghai", calendar="cn", manager_id=boss,
            created_at=FIRST - timedelta(days=30),
        )  # fmt: skip


def _deals(deals: int, reps: int, managers: int) -> Iterator[Deal]:
    began = FIRST - timedelta(days=6)
    for n in range(deals):
        yield Deal(
            code=f"EXPO-2026-{n}", stage="proposal", stage_entered_at=began, owner_id=managers + 1 + n % reps,
            owner_since=began, amount_minor=n * 1_000_00, currency="CNY", clocks_from=began, created_at=began,
            last_contact_at=FIRST - timedelta(days=LAST_TALK[n // reps % 5]), next_check_at=FIRST,
        )  # fmt: skip


def run() -> Sequence[Figure]:
    """The median morning's time for each list that went out, and the longest write of all of them."""
    with ExitStack() as stack:
        warm(FIRST.year)
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="baton-bench-")))
        many, few = Organisation(folder, 5_000, 100, 10, 3), Organisation(folder, 500, 10, 1, 1)
        stack.callback(many.db.close)
        stack.callback(few.db.close)
        pairs = [(many.morning(day), few.morning(day)) for day in DAYS]
    each_of_many, each_of_few = (
        [took / sent * 1000 for took, sent in side] for side in zip(*pairs, strict=True)
    )
    return [
        Figure(
            "morning lists, each: 100 reps with 5,000 deals against 10 reps with 500",
            median(each_of_many),
            "ms",
            against=median(each_of_few),
            goal=1.3,
        ),
        Figure("longest write of those mornings", many.longest * 1000, "ms", goal=200),
    ]

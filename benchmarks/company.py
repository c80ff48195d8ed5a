"""A morning of 500 people with 100,000 open deals: what their lists take of a processor, all together."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.mornings import DAYS, FIRST, Organisation
from benchmarks.table import Figure
from services.team.calendars import warm

DEALS, REPS, MANAGERS, CHANNELS = 100_000, 450, 50, 10


def run() -> Sequence[Figure]:
    """One morning, in which everybody gets a list and each channel its post."""
    warm(FIRST.year)
    with TemporaryDirectory(prefix="baton-bench-") as folder:
        company = Organisation(Path(folder), DEALS, REPS, MANAGERS, CHANNELS)
        with closing(company.db):
            took, sent = company.lists(DAYS[0])
    if sent < REPS:
        raise RuntimeError(f"only {sent} lists went out")
    return [
        Figure(
            f"{sent} lists of a morning, {REPS + MANAGERS} people, {DEALS:,} open deals: work",
            took,
            "s",
            goal=5,
        ),
        Figure("longest write of that morning", company.longest * 1000, "ms", goal=200),
    ]

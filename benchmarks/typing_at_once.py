"""People typing `/lead` over Socket Mode, from one to 50 at once: what each waits for their answer, and how many
commands a second come through. Baton, the sandbox as Slack and the people are three processes on the same cores.
"""

import json
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from benchmarks.dispatch import lines
from benchmarks.startup import running, said
from benchmarks.table import Figure, percentile
from sandbox.driver import Sandbox

CROWDS = (1, 10, 50)
PEOPLE, EACH = max(CROWDS), 10  # commands of each person, one after the other
CHANNEL = "C0FLOOR"


def seed() -> dict[str, object]:
    """A company of reps in one channel."""
    names = [f"rep{n}" for n in range(PEOPLE)]
    people = [
        {
            "id": f"U0REP{n}",
            "name": name,
            "real_name": f"Rep {n}",
            "locale": "en-US",
            "tz": "America/New_York",
        }
        for n, name in enumerate(names)
    ]
    channels = [{"id": CHANNEL, "name": "floor", "general": True, "app": True, "members": names}]
    return {
        "team": {"id": "T0CROWD", "name": "Crowd", "domain": "crowd"},
        "people": people,
        "channels": channels,
    }


@contextmanager
def baton(slack: Sandbox, database: Path) -> Iterator[None]:
    """A serving Baton of its own."""
    env = os.environ | {
        "LANG": "C",
        "LC_ALL": "C",
        "SLACK_BOT_TOKEN": Sandbox.bot_token,
        "SLACK_APP_TOKEN": Sandbox.app_token,
        "SLACK_API_URL": slack.api_url,
        "BATON_DATABASE_URL": f"sqlite:///{database}",
        "BATON_PIPELINE": "pipeline.yaml",
        "BATON_HEALTH_PORT": "0",
    }
    with running([sys.executable, "app.py", "run"], env) as process:
        said(process, "running")
        yield


def crowd(slack: Sandbox, people: int, typed: Iterator[str]) -> tuple[list[tuple[float, bool]], float]:
    """What each command waited and whether it was answered in Slack's time; what all took together, in seconds."""

    def person(number: int, texts: list[str]) -> list[tuple[float, bool]]:
        waits = []
        for text in texts:
            start = perf_counter()
            told = slack.post("/client/command", user=f"U0REP{number}", channel=CHANNEL, text=f"/lead {text}")
            waits.append((perf_counter() - start, bool(told["ok"])))
        return waits

    texts = [[next(typed) for _ in range(EACH)] for _ in range(people)]
    with ThreadPoolExecutor(people) as pool:
        start = perf_counter()
        waits = [wait for each in pool.map(person, range(people), texts) for wait in each]
        return waits, perf_counter() - start


def stored(database: Path) -> int:
    """How many leads there are."""
    with sqlite3.connect(database) as db:
        return int(db.execute("SELECT count(*) FROM deals WHERE state = 'open'").fetchone()[0])


def run() -> Sequence[Figure]:
    """The longest wait of the largest crowd, and commands a second of each."""
    typed, figures = lines(), []
    with tempfile.TemporaryDirectory() as folder:
        plan, database = Path(folder) / "seed.json", Path(folder) / "baton.db"
        plan.write_text(json.dumps(seed()), "utf-8")
        with Sandbox.start(seed=plan) as slack, baton(slack, database):
            slack.connected()
            crowd(slack, 1, typed)  # warm
            for people in CROWDS:
                before = stored(database)
                answers, took = crowd(slack, people, typed)
                waits, told = [wait * 1000 for wait, _ in answers], sum(ok for _, ok in answers)
                if stored(database) - before < told:
                    raise RuntimeError(f"{told} leads were told to be saved, {stored(database) - before} are")
                what, goal = (
                    f"{people} typing `/lead` at once over Socket Mode",
                    500 if people == PEOPLE else None,
                )
                figures += [
                    Figure(f"{what}: answered", told / took, "commands/s"),
                    Figure(f"{what}: median wait", percentile(waits, 0.5), "ms"),
                    Figure(f"{what}: longest wait", max(waits), "ms", goal=goal),
                ]
    return figures

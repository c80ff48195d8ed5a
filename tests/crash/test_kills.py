"""0 lost, 0 twice: workers die, the server stops, Slack answers badly; the sandbox's sink is the judge."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest
from sqlmodel import select

from rules.answers import Sentence, dump
from sandbox.driver import Sandbox
from services.config import versions
from services.sending import promises
from storage.db import Database
from storage.migrate import upgrade
from storage.tables import Delivery, Person
from tests import databases
from tests.services.machine import ROOT, START

PEOPLE = 40
WORKERS = 3
# Of all answers to chat.postMessage: 6 % stored but not acknowledged, 20 % bad in all.
BAD = {"stored_not_acked": 0.06, "http_500": 0.05, "truncated": 0.03, "html": 0.03, "ratelimited": 0.03}
# What Slack's client says of them.
ANSWERED_BADLY = ("Failed to decode Slack", "Failed to send a request to Slack")
Say = Callable[[str], None]


@dataclass
class Rig:
    """A database of its own that may be crashed without hurting another test."""

    url: str
    server: databases.Postgres | None

    def crash(self) -> None:
        assert self.server is not None
        self.server.crash()


@pytest.fixture
def rig(database_kind: str, tmp_path: Path) -> Iterator[Rig]:
    """SQLite, or a PostgreSQL server with its safety on (what it promised to keep is what is looked for)."""
    if database_kind == "sqlite":
        upgrade(url := f"sqlite:///{tmp_path / 'baton.db'}")
        yield Rig(url, None)
        return
    server = databases.Postgres(f"crash-{tmp_path.name}", safe=True)
    upgrade(url := server.url(server.create()))
    yield Rig(url, server)
    server.close()


def seed() -> dict[str, object]:
    people = [
        {"id": f"U{n:05}", "name": f"p{n}", "real_name": f"P {n}", "tz": "Asia/Shanghai"}
        for n in range(PEOPLE)
    ]
    return {"team": {"id": "T1", "name": "Kill", "domain": "kill"}, "people": people, "channels": []}


def fill(url: str, total: int) -> set[str]:
    """So many promises to forty people; their refs."""
    db = Database(url)
    with db.write() as tx:
        versions.apply_first(tx, (ROOT / "pipeline.yaml").read_text("utf-8"), now=START)
        tx.add_all(
            Person(id=n + 1, slack_id=f"U{n:05}", name=f"P {n}", slack_tz="Asia/Shanghai", created_at=START)
            for n in range(PEOPLE)
        )
        tx.flush()
        payload = dump(Sentence(key="err.gone"))
        for n in range(total):
            promises.promise(tx, f"kill:{n}", "confirmation", f"person:{n % PEOPLE + 1}", payload, START)
    with db.read() as tx:
        refs = set(tx.exec(select(Delivery.ref)))
    db.close()
    return refs


def work(job: dict[str, object], rig: Rig, stops: list[int], say: Say) -> None:
    """Runs the workers to their end; the server stops when so many deliveries were handled."""
    command = [sys.executable, "-m", "tests.crash.worker", json.dumps(job)]
    began = monotonic()
    workers = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert workers.stdout
    told: list[str] = []
    for line in workers.stdout:
        handled, _, kills = line.strip().partition(" ")
        if not handled.isdecimal():
            if not line.startswith(ANSWERED_BADLY):
                told.append(line)
            continue
        if stops and int(handled) >= stops[0]:
            stops.pop(0)
            rig.crash()
        say(f"{handled} handled, {kills} kills, {len(stops)} stops to come, {monotonic() - began:.0f} s")
    assert (workers.wait(), stops) == (0, []), "".join(told)[-2000:]


def kill_while_delivering(rig: Rig, *, total: int, kills: int, stops: int, seconds: int, say: Say) -> None:
    refs = fill(rig.url, total)
    now = START + timedelta(minutes=1)
    with Sandbox.start(now=now, seed=seed()) as slack:
        for n, (kind, share) in enumerate(BAD.items()):
            slack.fault("chat.postMessage", kind, share=share, seed=n)
        slack.fault("conversations.history", "http_500", share=0.1, seed=99)
        job: dict[str, object] = {
            "url": rig.url, "api_url": slack.api_url, "now": now.isoformat(), "total": total, "kills": kills,
            "workers": WORKERS, "seed": total + kills, "seconds": seconds,
        }  # fmt: skip
        marks = [total * (n + 1) // (stops + 1) for n in range(stops)] if rig.server else []
        work(job, rig, marks, say)
        posts = Counter(x["metadata"]["event_payload"]["ref"] for x in slack.sink())
    assert {ref: n for ref, n in posts.items() if n > 1} == {}, "twice"
    assert refs - set(posts) == set(), "lost"
    db = Database(rig.url)
    with db.read() as tx:
        assert Counter(tx.exec(select(Delivery.state))) == {"sent": total}
        assert all(x.ts and x.leased_by is None and not x.in_doubt for x in tx.exec(select(Delivery)))
    db.close()


def test_five_hundred_deliveries_survive_twenty_kills(rig: Rig) -> None:
    """And, on PostgreSQL, a server that stops at once in the middle."""
    kill_while_delivering(rig, total=500, kills=20, stops=1, seconds=240, say=lambda line: None)


@pytest.mark.proof
def test_ten_thousand_deliveries_survive_two_hundred_kills(
    rig: Rig, database_kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """And, on PostgreSQL, three such stops."""
    began, said = monotonic(), 0.0

    def say(line: str) -> None:
        nonlocal said
        if monotonic() - said > 10:
            said = monotonic()
            with capsys.disabled():
                print(f"{database_kind}: {line}", flush=True)

    kill_while_delivering(rig, total=10_000, kills=200, stops=3, seconds=2_400, say=say)
    stops = 3 if rig.server else 0
    with capsys.disabled():
        minutes = (monotonic() - began) / 60
        print(
            f"{database_kind}: 10000 deliveries, 200 kills, {stops} stops: 0 lost, 0 twice, {minutes:.1f} min"
        )

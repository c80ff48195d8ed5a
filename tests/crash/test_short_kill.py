"""0 lost, 0 twice: workers are killed at random moments while Slack answers badly; the sandbox's sink is the judge."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from rules.answers import Sentence, dump
from sandbox.driver import Sandbox
from services import config, outbox
from storage.db import Database
from storage.tables import Delivery, Person
from tests.services.machine import ROOT, START

PEOPLE = 40
# Of all answers to chat.postMessage: 6 % stored but not acknowledged, 20 % bad in all.
BAD = {"stored_not_acked": 0.06, "http_500": 0.05, "truncated": 0.03, "html": 0.03, "ratelimited": 0.03}


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
        config.apply_first(tx, (ROOT / "pipeline.yaml").read_text("utf-8"), now=START)
        tx.add_all(
            Person(id=n + 1, slack_id=f"U{n:05}", name=f"P {n}", slack_tz="Asia/Shanghai", created_at=START)
            for n in range(PEOPLE)
        )
        tx.flush()
        payload = dump(Sentence(key="err.gone"))
        for n in range(total):
            outbox.promise(tx, f"kill:{n}", "confirmation", f"person:{n % PEOPLE + 1}", payload, START)
    with db.read() as tx:
        refs = set(tx.exec(select(Delivery.ref)))
    db.close()
    return refs


def kill_while_delivering(url: str, *, total: int, kills: int, workers: int, seconds: int) -> None:
    refs = fill(url, total)
    now = START + timedelta(minutes=1)
    with Sandbox.start(now=now, seed=seed()) as slack:
        for n, (kind, share) in enumerate(BAD.items()):
            slack.fault("chat.postMessage", kind, share=share, seed=n)
        slack.fault("conversations.history", "http_500", share=0.1, seed=99)
        job = {
            "url": url, "api_url": slack.api_url, "now": now.isoformat(), "total": total, "kills": kills,
            "workers": workers, "seed": total + kills, "seconds": seconds,
        }  # fmt: skip
        command = [sys.executable, "-m", "tests.crash.worker", json.dumps(job)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        posts = Counter(x["metadata"]["event_payload"]["ref"] for x in slack.sink())
    assert done.returncode == 0, done.stderr[-2000:]
    assert {ref: n for ref, n in posts.items() if n > 1} == {}, "twice"
    assert refs - set(posts) == set(), "lost"
    db = Database(url)
    with db.read() as tx:
        assert Counter(tx.exec(select(Delivery.state))) == {"sent": total}
        assert all(x.ts and x.leased_by is None and not x.in_doubt for x in tx.exec(select(Delivery)))
    db.close()


def test_five_hundred_deliveries_survive_twenty_kills(migrated_url: str) -> None:
    kill_while_delivering(migrated_url, total=500, kills=20, workers=3, seconds=120)


@pytest.mark.proof
def test_ten_thousand_deliveries_survive_two_hundred_kills(migrated_url: str) -> None:
    began = datetime.now().astimezone()
    kill_while_delivering(migrated_url, total=10_000, kills=200, workers=3, seconds=1_200)
    print(f"10,000 deliveries, 200 kills: {(datetime.now().astimezone() - began).total_seconds():.0f} s")

"""Baton over HTTP when things go badly: Slack's API hangs, somebody locks the database, everybody types at once.

Baton is a process of its own; requests are signed and come at a steady pace, whether the earlier ones were answered or
not, and their time is counted from the moment they were due. What a person was told is compared with the database.
"""

from __future__ import annotations

import http.client
import logging
import random
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode, urlsplit

from sqlmodel import col, select

from benchmarks.table import Figure, percentile
from bot.http.signature import signature_of
from sandbox.driver import ROOT, Sandbox
from storage.db import Database
from storage.migrate import upgrade
from storage.tables import Account, Deal
from tests.companies import company
from tests.databases import Postgres
from tests.serving import Locked, instance

SEED = ROOT / "demo" / "workspace.json"
PEOPLE = ("U0LIAM", "U0DANA", "U0MAYA")
HANDS = 256  # requests that may be out at once
ACK_GOAL, LOCKED_GOAL = 500, 2.8
Payload = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """What came of one request: `took` in seconds from when it was due."""

    name: str
    took: float
    status: int
    said: str

    @property
    def is_saved(self) -> bool:
        return self.status == 200 and "EXPO-" in self.said


class Crowd:
    """People who type, one line each, at one address."""

    def __init__(self, address: str) -> None:
        to = urlsplit(address)
        self._host, self._port, self._path = to.hostname or "", to.port, to.path
        self._mine = threading.local()
        self._dice = random.Random(7)
        self._number = 0

    def lead(self) -> tuple[str, Payload]:
        """(the company's name, a whole line about it)"""
        self._number += 1
        name = company(self._number)
        return name, self._command(f"{name}, 212-555-{self._number:04}, ERP, expo")

    def form(self) -> tuple[str, Payload]:
        """The bare command, which opens a form."""
        self._number += 1
        return "", self._command("")

    def _command(self, line: str) -> Payload:
        return {
            "command": "/lead", "text": line, "trigger_id": f"{self._number}.{self._dice.random()}",
            "user_id": self._dice.choice(PEOPLE), "channel_id": "C0SALES", "team_id": "T0BATON",
            "api_app_id": "A0SANDBOX",
        }  # fmt: skip

    def come(
        self, rate: float, seconds: float, asks: Sequence[Callable[[], tuple[str, Payload]]]
    ) -> list[Told]:
        """So many a second, for so long."""
        what = [asks[n % len(asks)]() for n in range(round(rate * seconds))]
        begin = time.monotonic() + 0.2
        with ThreadPoolExecutor(HANDS) as hands:
            running = [
                hands.submit(self._one, begin + n / rate, name, payload)
                for n, (name, payload) in enumerate(what)
            ]
            return [each.result() for each in running]

    def _one(self, due: float, name: str, payload: Payload) -> Told:
        time.sleep(max(0.0, due - time.monotonic()))
        status, said = self._post(urlencode(payload).encode())
        return Told(name, time.monotonic() - due, status, said)

    def _post(self, body: bytes) -> tuple[int, str]:
        stamp = str(int(time.time())).encode()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": stamp.decode(),
            "X-Slack-Signature": signature_of(Sandbox.signing_secret, stamp, body).decode(),
        }
        line = getattr(self._mine, "line", None)
        if line is None:
            line = self._mine.line = http.client.HTTPConnection(self._host, self._port, timeout=30)
        line.request("POST", self._path, body, headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode()


def stored(database_url: str) -> list[str]:
    """The company of each lead that is in the database."""
    db = Database(database_url)
    with db.read() as tx:
        names = tx.exec(select(Account.name).join(Deal, col(Deal.account_id) == Account.id)).all()
    db.close()
    return [str(name) for name in names]


def lies(told: Sequence[Told], database_url: str) -> int:
    """Saved, people were told, and it is not there; not saved, and it is; or it is there twice."""
    names = stored(database_url)
    wrong = [one for one in told if one.name and names.count(one.name) != int(one.is_saved)]
    return len(wrong)


def hanging(crowd: Crowd, slack: Sandbox) -> list[Told]:
    """Lines, and forms to be opened, while every call to Slack takes half a minute."""
    for method in ("*", "response_url"):
        slack.fault(method, "slow", seconds=30)
    told = crowd.come(20, 15, (crowd.lead, crowd.form))
    slack.no_faults()
    return told


def locked(crowd: Crowd, url: str, seconds: float) -> list[Told]:
    """Somebody keeps the database for themselves, in the middle of the day."""
    lock = Locked(url)
    timers = [threading.Timer(1.0, lock.take), threading.Timer(1.0 + seconds, lock.give)]
    for timer in timers:
        timer.start()
    told = crowd.come(20, seconds + 3, (crowd.lead,))
    timers[-1].join()
    lock.close()
    return told


def slowest(told: Sequence[Told]) -> float:
    return max(one.took for one in told)


def saved(told: Sequence[Told]) -> int:
    return sum(one.is_saved for one in told)


def under_pressure(slack: Sandbox, folder: Path, url: str, what: str) -> list[Figure]:
    upgrade(url)
    with instance(folder, url, slack) as address:
        crowd = Crowd(address)
        crowd.come(20, 2, (crowd.lead,))  # warm
        slow = hanging(crowd, slack)
        two, ten = locked(crowd, url, 2), locked(crowd, url, 10)
        many = crowd.come(200, 10, (crowd.lead,))
    ack = percentile([one.took * 1000 for one in slow], 0.99)
    everybody = [*slow, *two, *ten, *many]
    return [
        Figure(f"HTTP, {what}: ack while Slack's API takes 30 s, p99", ack, "ms", goal=ACK_GOAL),
        Figure(f"HTTP, {what}: slowest answer, locked for 2 s", slowest(two), "s", goal=LOCKED_GOAL),
        Figure(f"HTTP, {what}: slowest answer, locked for 10 s", slowest(ten), "s", goal=LOCKED_GOAL),
        Figure(f"HTTP, {what}: saved of 100 while locked for 2 s", saved(two), ""),
        Figure(f"HTTP, {what}: saved of 2,000 that come in 10 s", saved(many), ""),
        Figure(f"HTTP, {what}: slowest of their answers", slowest(many), "s"),
        Figure(
            f"HTTP, {what}: told something untrue, of {len(everybody):,}", lies(everybody, url), "", goal=0
        ),
    ]


def run() -> Sequence[Figure]:
    """SQLite, then a PostgreSQL that waits for its disk; one instance each."""
    logging.getLogger("slack").setLevel(logging.ERROR)
    with TemporaryDirectory() as name, Sandbox.start(seed=SEED) as slack:
        folder = Path(name)
        figures = under_pressure(slack, folder, f"sqlite:///{folder / 'bench.db'}", "SQLite")
        server = Postgres(f"pressure-{random.getrandbits(32):x}", safe=True)
        try:
            figures += under_pressure(slack, folder, server.url(server.create()), "PostgreSQL")
        finally:
            server.close()
    return figures

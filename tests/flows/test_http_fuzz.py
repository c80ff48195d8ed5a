"""Whatever comes over HTTP: no 5xx, and nothing happens without Slack's signature (G8)."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from slack_bolt import App
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse

from bot.http import PATH
from bot.http.crew import Crew
from bot.http.door import Door
from bot.http.gate import Gate
from bot.http.limits import Clocks, Limits
from bot.http.runner import HttpRunner
from jobs import look, watch
from sandbox.driver import text_of
from services.watching import sealing
from tests.bot.signing import SECRET
from tests.flows.http_fuzz import Asked, Fuzz, on_the_wire
from tests.flows.talking import Talker
from tests.world import World

PATIENT = replace(Limits(), waiting=10_000, patience=600.0)
GATE = Gate(SECRET, "T0BATON", "A0SANDBOX")
AT_ONCE = 64
STATUS = re.compile(rb"^HTTP/1\.1 (\d{3})", re.M)
Rows = dict[str, Counter[str]]  # of each table, as text
# Settings that Baton writes each minute though nobody asks: that it is there (services/watching/absence.py) and how far it
# has looked through what went out (incidents.py). No request writes them.
BY_ITSELF = ("alive", "audited_through")
A_WHILE = timedelta(minutes=7)  # what a million requests take; less than an absence


@pytest.fixture(autouse=True)
def _unheard() -> Iterator[None]:
    """Thousands of lines about what handlers failed on, with half characters that pytest-xdist cannot pass on."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def now() -> datetime:
    return datetime.now(UTC)


def story(world: World) -> list[dict[str, Any]]:
    """What Slack sent while a rep worked: commands, buttons, forms, a shortcut, Home and a message."""
    dana = world.dana
    draft = dana.command("#sales-east", "/lead Acme Corp, Ms. Chen 212-555-0143, ERP, $80k")
    dana.click(draft.message, "Expo")
    for line in (
        "/lead Globex, Mr. Ray 212-555-0144, CRM, $20k, website",
        "/followup Globex likes the pilot; send SOW by Fri",
        "/deal Globex",
        "/deal",
        "/baton help",
    ):
        dana.command("#sales-east", line)
    dana.submit(dana.opening.command("#sales-east", "/followup"), {"deal": "2", "agreed": "they like it"})
    message = next(m for m in world.liam.messages("#expo-leads") if "安信达" in m["text"])
    form = world.liam.opening.shortcut("capture_lead", message)
    world.liam.submit(form)
    home = dana.home()
    assert home is None or text_of(home)
    answer = Talker(world, "dana").say("、lead Initech, Ms. Poe 212-555-0145, ERP, expo")
    assert "Initech" in text_of(answer)
    world.slack.advance()  # by nothing: that it was sent is booked
    envelopes = [e["payload"] for e in world.slack.wire() if (e["kind"], e["from"]) == ("socket", "sandbox")]
    return [envelope["payload"] for envelope in envelopes if "payload" in envelope]  # not hello


class Counting:
    """The Bolt app, and how often it was asked."""

    def __init__(self, app: App) -> None:
        self.app, self.asked = app, 0

    def dispatch(self, request: BoltRequest) -> BoltResponse:
        self.asked += 1
        return self.app.dispatch(request)


def contents(world: World) -> tuple[Rows, Rows]:
    """Every row of every table: what only requests change, and what Baton writes by itself."""
    rows: Rows = {}
    engine = world.deps.db.engine
    for name in sa.inspect(engine).get_table_names():
        with engine.connect() as connection:
            found = connection.execute(sa.text(f'SELECT * FROM "{name}"')).mappings().all()
        rows[name] = Counter(repr(dict(row)) for row in found)
        if name == "settings":
            own = Counter(repr(dict(row)) for row in found if row["key"] in BY_ITSELF)
    return {**rows, "settings": rows["settings"] - own}, {"settings": own}


def changes(before: Rows, after: Rows) -> list[str]:
    """Which rows of which tables are others."""
    return [
        f"{name}: {dict(before[name] - after[name])} became {dict(after[name] - before[name])}"
        for name in sorted(after)
        if before[name] != after[name]
    ]


class Later:
    """The machine's clock, a while from now."""

    def now(self) -> datetime:
        return datetime.now(UTC) + A_WHILE


def pass_a_while(world: World) -> None:
    """What Baton does by itself however often one waits for it; once a day it judges its rules, and it seals what is new."""
    later = replace(world.deps, process=Later())
    look(later, world.baton.runtime.slack)
    watch(later)
    sealing.Sealer(later).run(now=later.clock.now())


async def ask(door: Door, asked: Asked) -> int:
    """One request through the ASGI application; its status."""
    scope = {"type": "http", "method": "POST", "path": PATH, "headers": asked.headers}
    body = {"type": "http.request", "body": asked.body, "more_body": False}
    said: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return body

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    await door(scope, receive, send)
    return int(said[0]["status"])


async def all_of(door: Door, requests: Iterator[Asked]) -> Counter[tuple[str, int]]:
    """So many at once; how often each sort was answered how."""
    found: Counter[tuple[str, int]] = Counter()
    while some := list(islice(requests, AT_ONCE)):
        for asked, status in zip(some, await asyncio.gather(*(ask(door, one) for one in some)), strict=True):
            found[asked.sort, status] += 1
    return found


def attack(world: World, *, unsigned: int, refused: int, bent: int, seed: int) -> Counter[tuple[str, int]]:
    fuzz = Fuzz(story(world), now().timestamp(), seed)
    pass_a_while(world)
    (before, own), app = contents(world), Counting(world.baton.app)
    crew = Crew(PATIENT)

    async def both() -> Counter[tuple[str, int]]:
        # The window is five minutes: what lies at its edge shall not fall out of it while this runs.
        began = datetime.fromtimestamp(fuzz.now, UTC)
        door = Door(app, GATE, crew, Clocks(lambda: began), PATIENT)  # type: ignore[arg-type]
        found = await all_of(door, (fuzz.unsigned() for _ in range(unsigned)))
        assert app.asked == 0 and {status for _, status in found} == {401}, found
        pass_a_while(world)
        after, own_after = contents(world)
        assert not (others := changes(before, after)), "\n".join(["without a signature:", *others])
        assert changes(own, own_after), "Baton's own jobs did nothing all the while"
        found += await all_of(door, (fuzz.refused() for _ in range(refused)))
        assert {status for sort, status in found if sort == "elsewhere"} == {403}
        assert {status for sort, status in found if sort == "deep"} <= {400, 403}  # 403: not so deep
        return found + await all_of(door, (fuzz.bent() for _ in range(bent)))

    with ThreadPoolExecutor(1) as aside:  # a browser's loop may run in this thread
        found = aside.submit(asyncio.run, both()).result()
    crew.end()
    assert [key for key in found if key[1] >= 500] == []
    assert app.asked > bent / 2
    return found


def over_sockets(world: World, count: int, seed: int) -> Counter[tuple[str, int]]:
    """The same on connections to uvicorn, and half of it not quite HTTP; 0: closed without a word."""
    fuzz = Fuzz(story(world), now().timestamp(), seed)
    limits = replace(PATIENT, body_within=0.2, headers_within=0.2)
    runner = HttpRunner(world.baton.app, GATE, Clocks(now), host="127.0.0.1", port=0, limits=limits)
    runner.start()
    port = urlsplit(runner.address).port or 0
    makers = (fuzz.unsigned, fuzz.unsigned, fuzz.refused, fuzz.bent)
    requests = [
        (asked.sort, on_the_wire(asked, fuzz.dice))
        for asked in (fuzz.dice.choice(makers)() for _ in range(count))
    ]
    with ThreadPoolExecutor(32) as people:
        answers = people.map(lambda one: said_to(port, one[1]), requests)
        found = Counter(
            (sort, status) for (sort, _), said in zip(requests, answers, strict=True) for status in said
        )
    assert runner.is_connected()
    runner.stop()
    assert [key for key in found if key[1] >= 500] == []
    assert len({status for _, status in found}) > 4, found
    return found


def said_to(port: int, raw: bytes) -> list[int]:
    """The statuses of all that was answered before the connection ended."""
    said = b""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection, suppress(ConnectionError):
        connection.sendall(raw)
        while more := connection.recv(65536):
            said += more
    return [int(status) for status in STATUS.findall(said)] or [0]


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_few_thousand_requests_that_nobody_should_send(world: World) -> None:
    attack(world, unsigned=3_000, refused=200, bent=100, seed=1)
    saved = world.dana.command("#sales-east", "/lead Hooli, Mr. Belson 212-555-0177, ERP, $10k, expo")
    assert "Got it" in saved.text


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_few_hundred_over_sockets(world: World) -> None:
    over_sockets(world, 200, seed=2)


@pytest.mark.proof
@pytest.mark.parametrize(
    ("database_kind", "total"), [("sqlite", 1_000_000), ("postgresql", 100_000)], indirect=["database_kind"]
)
def test_a_million_requests_that_nobody_should_send(
    world: World, total: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """In this process, through the ASGI application that uvicorn calls."""
    began, refused, bent = monotonic(), total * 3 // 100, total * 5 // 1000
    found = attack(world, unsigned=total - refused - bent, refused=refused, bent=bent, seed=8)
    assert found.total() == total
    saved = world.dana.command("#sales-east", "/lead Hooli, Mr. Belson 212-555-0177, ERP, $10k, expo")
    assert "Got it" in saved.text
    with capsys.disabled():
        print(f"\n{found.total():,} requests in {monotonic() - began:.0f} s: {by_status(found)}")


def by_status(found: Counter[tuple[str, int]]) -> dict[int, int]:
    counts: Counter[int] = Counter()
    for (_, status), count in found.items():
        counts[status] += count
    return dict(sorted(counts.items()))


@pytest.mark.proof
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_twenty_thousand_over_sockets(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    began = monotonic()
    found = over_sockets(world, 20_000, seed=9)
    with capsys.disabled():
        print(f"\n20,000 requests over sockets in {monotonic() - began:.0f} s: {by_status(found)}")

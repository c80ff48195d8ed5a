"""Dispatch of a slash command, from `App.dispatch` to the answer that goes into the acknowledgement.

Ours is Baton as `wiring.serving` makes it: the person looked up, the line read, the lead stored on disk, the answer
rendered. Theirs is Bolt's default runner with a listener that acknowledges and stores nothing. Both are asked
in turns on the same path (App.dispatch of the same Socket Mode request, no socket under either), so that a busy
machine hits both alike.
"""

import logging
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from slack_bolt import Ack, App, BoltRequest
from slack_bolt.authorization import AuthorizeResult

from benchmarks.table import Figure, percentile
from bot.settings import Settings
from sandbox.driver import ROOT, Sandbox
from services.team import people_file
from tests.databases import Postgres
from wiring import Baton, serving

ROUNDS, WARM_UP = 500, 50
P50_GOAL, P99_GOAL = 0.3, 1.0
BODY = {
    "command": "/lead",
    "text": "Acme Corp, Ms. Chen 212-555-0143, ERP, 80k, expo",
    "team_id": "T0BENCH",
    "channel_id": "C0BENCH",
    "response_url": "http://127.0.0.1:9/response",
}
SYLLABLES = ("ba", "cor", "du", "fen", "gil", "hor", "ka", "lum", "mer", "nov", "pri", "qua", "ros", "tel")
NEEDS = ("ERP", "CRM", "stock control", "a pilot line", "two licences", "service contract")


def lines() -> Iterator[str]:
    """Complete lines, each of a customer of its own: nothing is answered as a repeat or a duplicate."""
    pick = random.Random(2)
    for number in range(10_000):
        name = " ".join("".join(pick.choices(SYLLABLES, k=3)).capitalize() for _ in range(2))
        yield (
            f"{name}, Ms. {pick.choice(SYLLABLES).capitalize()}son 212-555-{number:04}, "
            f"{pick.choice(NEEDS)}, ${number % 90 + 10}k, expo"
        )


def request(user: str, text: str, number: int) -> BoltRequest:
    """A Socket Mode request of one command."""
    body = {**BODY, "user_id": user, "text": text, "trigger_id": f"{number}.2.3"}
    return BoltRequest(body=body, mode="socket_mode")


def default_runner() -> App:
    """A Bolt app as its tutorial makes it; it never reaches for Slack, and stores nothing."""
    app = App(
        authorize=lambda **_: AuthorizeResult(enterprise_id=None, team_id="T0BENCH", bot_token="xoxb-bench"),
        signing_secret="bench",
    )

    @app.command("/lead")
    def lead(ack: Ack) -> None:
        ack("ok")

    return app


def dispatch(app: App, asked: BoltRequest, expected: str) -> float:
    """Seconds from the request to its acknowledgement. Raises RuntimeError when that does not say `expected`."""
    start = perf_counter()
    response = app.dispatch(asked)
    took = perf_counter() - start
    if response.status != 200 or expected not in response.body:
        raise RuntimeError(f"answered {response.status}: {response.body}")
    return took


@contextmanager
def baton(slack: Sandbox, database_url: str) -> Iterator[Baton]:
    """The real thing with the demo's people, its socket not opened."""
    settings = Settings.model_validate(
        {
            "slack_bot_token": Sandbox.bot_token,
            "slack_app_token": Sandbox.app_token,
            "slack_api_url": slack.api_url,
            "BATON_DATABASE_URL": database_url,
            "BATON_PIPELINE": ROOT / "pipeline.yaml",
        }
    )
    made = serving(settings)
    made.warm()
    source = (ROOT / "people.example.yaml").read_text(encoding="utf-8")
    people_file.apply(made.runtime.deps, source, by_id=None, now=made.runtime.deps.clock.now())
    try:
        yield made
    finally:
        made.stop()


def compare(what: str, slack: Sandbox, database_url: str) -> list[Figure]:
    """p50 and p99 of one database against the default runner."""
    user = next(p for p in slack.get("/client/boot")["users"] if p["name"] == "dana")["id"]
    theirs, pairs = default_runner(), []
    with baton(slack, database_url) as ours:
        for number, line in zip(range(WARM_UP + ROUNDS), lines(), strict=False):
            took = dispatch(ours.app, request(user, line, number), "EXPO-")
            pairs.append((took, dispatch(theirs, request(user, line, number), "ok")))
    mine, other = zip(*pairs[WARM_UP:], strict=True)
    return [
        Figure(
            f"`/lead` stored in {what}, p{share * 100:.0f}: against Bolt's default runner storing nothing",
            percentile(mine, share) * 1000,
            "ms",
            against=percentile(other, share) * 1000,
            goal=goal,
        )
        for share, goal in ((0.5, P50_GOAL), (0.99, P99_GOAL))
    ]


def run() -> Sequence[Figure]:
    """SQLite (WAL, synchronous FULL), then a PostgreSQL that waits for its disk."""
    logging.getLogger("slack").setLevel(logging.ERROR)
    with TemporaryDirectory() as folder, Sandbox.start(seed=ROOT / "demo" / "workspace.json") as slack:
        figures = compare("SQLite", slack, f"sqlite:///{Path(folder) / 'bench.db'}")
        server = Postgres(f"bench-{random.getrandbits(32):x}", safe=True)
        try:
            figures += compare("PostgreSQL", slack, server.url(server.create()))
        finally:
            server.close()
    return figures

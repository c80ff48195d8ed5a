"""10,000 direct messages under Slack's pace: 1 a second and conversation, 300 a minute for the workspace.

The sandbox holds Baton to it, and its process time is pushed ahead together with Baton's whenever the postman rests until
the clockwork sends him out again: the half hour that Slack makes of it passes in a few minutes, and the time that Baton works counts in full.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.drain import NOW, Ours, team
from benchmarks.table import Figure
from bot.calling import web_client
from bot.gateway import Gateway
from jobs import ROUND
from sandbox.driver import Sandbox
from sandbox.pace import WORKSPACE
from services.sending.outbox import Timing

PEOPLE, MESSAGES = 500, 10_000


class Pushed:
    """Process time that runs by itself and is pushed ahead besides, the sandbox's with it."""

    def __init__(self, slack: Sandbox) -> None:
        self._slack, self._ahead = slack, timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def push(self, seconds: float) -> None:
        self._ahead += timedelta(seconds=seconds)
        self._slack.push(seconds)


def minutes(ours: Ours, clock: Pushed) -> float:
    """How long (process time) until all of them are out."""
    began = clock.now()
    while True:
        start = clock.now()
        ours.postman.run()
        if ours.waiting() == 0:
            return (clock.now() - began).total_seconds() / 60
        clock.push(max(0.0, (ROUND - (clock.now() - start)).total_seconds()))


def run(messages: int = MESSAGES) -> Sequence[Figure]:
    """How much of what Slack allows Baton takes."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="baton-bench-")))
        slack = stack.enter_context(Sandbox.start(now=NOW, seed=team(PEOPLE), rate_limits="posts"))
        gateway = Gateway(web_client(Sandbox.bot_token, slack.api_url))
        dms = [gateway.open_dm(f"U{n:05}") for n in range(PEOPLE)]
        clock = Pushed(slack)
        ours = Ours(f"sqlite:///{folder / 'baton.db'}", gateway, dms, Timing(), clock)
        stack.callback(ours.close)
        ours.promise(messages)
        took = minutes(ours, clock)
        if (came := len(slack.sink())) != messages:
            raise RuntimeError(f"{came} of {messages} came")
    return [
        Figure(
            f"{messages:,} DMs under Slack's pace, a minute: against what it allows",
            messages / took,
            "messages",
            against=messages / (ceil(messages / WORKSPACE) - 1),  # the first minute's at once
            goal=0.95,
            at_most=False,
        )
    ]

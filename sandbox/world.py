"""One running sandbox: its state, clocks, doors and what is going on in them."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sandbox.clock import BusinessClock
from sandbox.courier import Courier
from sandbox.entities import Channel, Json, View
from sandbox.faults import Faults
from sandbox.feed import Feed
from sandbox.http import SIGNING_SECRET, Requests
from sandbox.manifest import AppSpec
from sandbox.pace import Pace
from sandbox.process import ProcessClock
from sandbox.socket import Links
from sandbox.state import State
from sandbox.tokens import Tokens
from sandbox.wire import Wire

BOT_TOKEN = "xoxb-sandbox"
APP_TOKEN = "xapp-sandbox"


@dataclass
class World:
    """Everything a request may need; made once by `make_world`."""

    state: State
    spec: AppSpec
    process: ProcessClock
    clock: BusinessClock
    feed: Feed
    wire: Wire
    tokens: Tokens
    links: Links
    requests: Requests
    faults: Faults
    pace: Pace
    rng: random.Random
    base: str = ""
    is_revoked: bool = False  # the bot token
    retrying: int = 0  # events that wait for their next attempt
    sink: list[Json] = field(default_factory=list)
    stacks: dict[str, list[View]] = field(default_factory=dict)
    blobs: dict[str, bytes] = field(default_factory=dict)
    born: dict[tuple[str, str], float] = field(
        default_factory=dict
    )  # messages: process time, for a history that lags
    again: Callable[[datetime | None], World] | None = None  # None: kept data, never made anew
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def courier(self) -> Courier:
        """The way to the app: its sockets, or its request URLs."""
        return self.links if self.spec.socket_mode else self.requests

    def begin(self) -> None:
        """What goes on from the start: over HTTP the app's URL is verified as soon as it answers."""
        if not self.spec.socket_mode:
            self.spawn(self.requests.verify_soon(asyncio.sleep))

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs in the background, kept until done."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Connections cut, what is under way given up, the journal written."""
        await self.links.drop()
        for task in self._tasks:
            task.cancel()
        await self.requests.close()
        self.state.journal.close()

    async def reset(self, now: datetime | None) -> None:
        """Everything from the seed again, at `now` or the first moment; raises LookupError where data is kept."""
        if self.again is None:
            raise LookupError("this sandbox keeps its data")
        fresh = self.again(now)
        await self.close()
        for one in fields(self):
            if one.name not in ("base", "again"):
                setattr(self, one.name, getattr(fresh, one.name))
        self.begin()

    def notice(self, text: str) -> None:
        self.feed.tell({"type": "notice", "text": text})

    def app_im(self, user: str) -> Channel:
        """The direct conversation of a person with the app."""
        channel = self.state.im(user, self.spec.bot_user)
        assert channel is not None
        return channel

    def response_url(self, name: str) -> str:
        return f"{self.base}/response/{name}"

    def record(self, kind: str, method: str, entry: Json) -> None:
        """Writes what was stored into the sink, the judge of tests."""
        self.sink.append({"n": len(self.sink) + 1, "kind": kind, "method": method, **entry})
        self.feed.touch()


def make_world(
    state: State,
    spec: AppSpec,
    *,
    monotonic: Callable[[], float],
    epoch: Callable[[], float],
    limits: str,
    secret: str = SIGNING_SECRET,
    seed: int = 0,
) -> World:
    """Puts the parts together; `monotonic` and `epoch` are the clocks of the process, in seconds."""
    process = ProcessClock(monotonic)
    feed = Feed(process)
    wire = Wire(feed, epoch)
    rng = random.Random(seed)
    return World(
        state=state,
        spec=spec,
        process=process,
        clock=BusinessClock(state, feed, process),
        feed=feed,
        wire=wire,
        tokens=Tokens(process, random.Random()),
        links=Links(wire, spec.app_id),
        requests=Requests(wire, spec, secret, epoch),
        faults=Faults(),
        pace=Pace(process, limits),
        rng=rng,
    )

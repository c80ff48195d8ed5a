"""Business time: stands still until somebody moves it, then goes in steps that each listener reports done."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.entities import Json
from sandbox.feed import Feed
from sandbox.process import ProcessClock
from sandbox.state import State

# Nothing is passed over that a listener wished for. One that wishes for nothing is asked each day all the same,
# and while one is silent, whose wish may be old, each hour.
LONGEST_STEP, BLIND_STEP = timedelta(days=1), timedelta(hours=1)
# Seconds of process time that a step waits for a listener: an app that was killed may leave something in dead hands for
# as long as its leases run, half a minute, and who comes after it waits for that.
PATIENCE = 45.0


@dataclass
class Listener:
    """Somebody who works at each step; `next_at`: when it wants to be asked again.

    One that was waited for in vain is `silent`, and not waited for until it reports again. Several are instances of one
    app: while one of them answers, those that fell silent are forgotten, and their wishes with them.
    """

    done: int
    next_at: datetime | None = None
    silent: bool = False


class BusinessClock:
    """Now, the number of the step, the target, and those who listen."""

    def __init__(self, state: State, feed: Feed, process: ProcessClock) -> None:
        self._state = state
        self._process = process
        self._feed = feed
        self.step = 0
        self.target: datetime | None = None
        self.listeners: dict[str, Listener] = {}
        self._stirred = False
        self._moved = asyncio.Condition()
        self._walk: asyncio.Task[None] | None = None

    def told(self) -> Json:
        return {
            "now": self._state.now.isoformat(),
            "step": self.step,
            "target": self.target.isoformat() if self.target else None,
            "listeners": len(self.listeners),
            "late": self._late(),
        }

    def listen(self, name: str) -> None:
        """A new one is asked before time moves: nobody knows yet what it wishes for."""
        self.listeners[name] = Listener(done=self.step)
        self._stirred = True

    async def leave(self, name: str) -> None:
        async with self._moved:
            self.listeners.pop(name, None)
            self._moved.notify_all()

    async def done(self, name: str, step: int, next_at: datetime | None) -> None:
        async with self._moved:
            listener = self.listeners.setdefault(name, Listener(done=step))
            listener.done = max(listener.done, step)
            listener.silent = False
            listener.next_at = next_at
            self._moved.notify_all()

    def stir(self) -> None:
        """A person did something: what the listeners wished for may be old, so they are asked before time moves."""
        self._stirred = True

    async def after(self, step: int, seconds: float) -> Json:
        """The clock, as soon as its step is greater than `step`, or when the time is over."""
        watch = asyncio.ensure_future(self._watch(lambda: self.step > step))
        try:
            await asyncio.wait(
                {watch}, timeout=seconds
            )  # of the machine's: an app that asks has such a time-out
        finally:
            watch.cancel()
        return self.told()

    async def advance(self, target: datetime, wait: float = 0) -> bool:
        """Moves towards `target`; with `wait` in seconds, True only when it was reached in time."""
        self.target = max(target, self.target or target)
        if self._walk is None or self._walk.done():
            self._walk = asyncio.ensure_future(self._go())
        if not wait:
            return False
        return await self._until(lambda: self.target is None, wait)

    async def _until(self, reached: Callable[[], bool], seconds: float) -> bool:
        """Waits in process time for what a change of the clock may bring."""
        watch = asyncio.ensure_future(self._watch(reached))
        try:
            return await self._process.within(watch, seconds)
        finally:
            watch.cancel()

    async def _watch(self, reached: Callable[[], bool]) -> None:
        async with self._moved:
            await self._moved.wait_for(reached)

    async def _go(self) -> None:
        """A step has no length first, and whenever a person did something, so that this is looked at in time."""
        self._stirred = bool(self.listeners)
        while self.target is not None and (self._stirred or self._state.now < self.target):
            now = self._state.now if self._stirred else self._next(self.target)
            self._stirred = False
            await self._tick(now)
        async with self._moved:
            self.target = None
            self._moved.notify_all()
        self._feed.tell({"type": "clock", **self.told()})

    def _next(self, target: datetime) -> datetime:
        now = self._state.now
        wished = [one.next_at for one in self.listeners.values() if one.next_at and one.next_at > now]
        is_blind = any(one.silent for one in self.listeners.values())
        return min(target, now + (BLIND_STEP if is_blind else LONGEST_STEP), *wished)

    async def _tick(self, now: datetime) -> None:
        async with self._moved:
            self.step += 1
            self._state.set_now(now)
            self._moved.notify_all()
        self._feed.tell({"type": "clock", **self.told()})
        if await self._until(lambda: not self._late(), PATIENCE):
            return
        late = self._late()
        text = f"{', '.join(late)} did not report step {self.step} within {PATIENCE:.0f} s"
        self._feed.tell({"type": "notice", "text": text})
        for name in late:
            self.listeners[name].silent = True
        if any(not one.silent for one in self.listeners.values()):
            self.listeners = {name: one for name, one in self.listeners.items() if not one.silent}

    def _late(self) -> list[str]:
        return [name for name, one in self.listeners.items() if one.done < self.step and not one.silent]

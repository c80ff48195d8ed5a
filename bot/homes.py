"""Keeps Homes up to date: asked as often as anything changes, published one after the other for each person."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.background import Background
from bot.failures import DeliveryError
from rules.retry import next_attempt

LOG = logging.getLogger("baton.homes")
AT_ONCE = 2  # of the pool's workers: the others are for modals, whose triggers live three seconds
LONGEST = 30.0  # seconds until Slack is tried again, unless it names more
TRIES = 10  # counted at most: a Home is tried for as long as Baton runs
Touched = Callable[[int, datetime], Iterable[int]]
Publish = Callable[[int], datetime | None]


class Homes:
    """A wish stays until its Home was published, whatever is full or fails meanwhile.

    `soon` and `others` never wait. While a person's Home is being published, all further wishes become one more
    round, so that what is published last was also read last. `catch_up`, each second, starts what had to wait.
    """

    def __init__(
        self,
        background: Background,
        publish: Publish,
        touched: Touched,
        now: Callable[[], datetime],
        business: Callable[[], datetime],
    ) -> None:
        """`publish` raises DeliveryError, and returns until when all holds that it said, in business time (None: until
        something changes). `touched(actor_id, since)` tells whose Homes somebody changed, `since` in business time;
        `now` is process time."""
        self._background, self._publish = background, publish
        self._touched, self._now, self._business = touched, now, business
        self._lock = threading.Lock()
        self._wanted: dict[int, datetime] = {}  # person: not before
        self._holds: dict[int, datetime] = {}  # person: until when what was published holds
        self._changed: dict[int, datetime] = {}  # actor: since when their changes were not looked at
        self._failed: dict[int, int] = {}  # person: how often in a row
        self._at_work: set[int] = set()
        self._workers = 0

    def soon(self, person_id: int) -> None:
        """This person's Home is published soon, and not before Slack said."""
        with self._lock:
            self._wanted.setdefault(person_id, self._now())
        self._start()

    def others(self, actor_id: int, since: datetime) -> None:
        """The Homes of everybody else whose record this person changed since then are published within a second."""
        with self._lock:
            self._changed.setdefault(actor_id, since)

    def catch_up(self) -> None:
        """Looks whose Homes were changed or say what is over by now, and goes on with what the pool had no room for or
        Slack did not take.

        Raises what a look raises; what was not looked at then is looked at the next time."""
        now = self._business()
        with self._lock:
            changed, self._changed = self._changed, {}
            for person_id in [who for who, until in self._holds.items() if until <= now]:
                del self._holds[person_id]
                self._wanted.setdefault(person_id, self._now())
        try:
            while changed:
                actor_id, since = next(iter(changed.items()))
                for person_id in self._touched(actor_id, since):
                    self.soon(person_id)
                del changed[actor_id]
        finally:
            self._put_back(changed)
            self._start()

    def _put_back(self, unseen: dict[int, datetime]) -> None:
        """The first of them failed: it waits behind the others."""
        behind = [*unseen.items()][1:] + [*unseen.items()][:1]
        with self._lock:
            for actor_id, since in behind:
                self._changed[actor_id] = min(since, self._changed.get(actor_id, since))

    def _start(self) -> None:
        with self._lock:
            if self._workers == AT_ONCE or self._first() is None:
                return
            self._workers += 1
        if not self._background.submit(self._work):
            with self._lock:
                self._workers -= 1

    def _first(self) -> int | None:
        now = self._now()
        ready = (who for who, at in self._wanted.items() if at <= now and who not in self._at_work)
        return next(ready, None)

    def _work(self) -> None:
        while (person_id := self._taken()) is not None:
            again, is_through = None, False
            try:
                again, is_through = self._published(person_id), True
            finally:  # what is raised the pool logs
                self._done(person_id, again, is_gone=not is_through)

    def _taken(self) -> int | None:
        """The next one; without one this worker is done, in the same breath."""
        with self._lock:
            person_id = self._first()
            if person_id is None:
                self._workers -= 1
            else:
                del self._wanted[person_id]
                self._at_work.add(person_id)
            return person_id

    def _published(self, person_id: int) -> float | None:
        """None when it is out, or cannot be; else the seconds until it is tried again."""
        try:
            until = self._publish(person_id)
        except DeliveryError as fault:
            LOG.warning("a Home was not published: %s %s", fault.kind, fault.code)
            tries = self._failed[person_id] = min(self._failed.get(person_id, 0) + 1, TRIES)
            wait = next_attempt(fault.kind, tries, fault.retry_after)
            if wait is not None and fault.kind != "revoked":  # a new token wants a new start
                return wait if fault.kind == "later" else min(wait, LONGEST)
        else:
            with self._lock:
                self._holds.pop(person_id, None)
                if until is not None:
                    self._holds[person_id] = until
        self._failed.pop(person_id, None)
        return None

    def _done(self, person_id: int, again: float | None, *, is_gone: bool) -> None:
        with self._lock:
            self._at_work.discard(person_id)
            self._workers -= is_gone
            if again is not None:  # a wish since then waits too: Slack said so
                self._wanted[person_id] = self._now() + timedelta(seconds=again)

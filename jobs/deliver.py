"""Where the outbox meets Slack: a small pool of workers, no transaction open while anybody talks to Slack."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event
from typing import Protocol

from bot.calling import Payload
from bot.channels import seen
from bot.failures import DeliveryError
from bot.gateway import Gateway, Posted
from bot.views.answers import render
from bot.views.reader import Reader
from services.deps import Deps
from services.letters import messages, triage_channel
from services.letters.messages import Letter
from services.sending import outbox
from services.sending.outbox import Delivery, Timing
from services.team.people import zone_of


class Slack(Protocol):
    """What delivering asks of `bot.gateway.Gateway`."""

    def post(self, channel: str, view: Payload, *, ref: str, thread_ts: str | None = None) -> Posted: ...
    def update(self, channel: str, ts: str, view: Payload) -> None: ...
    def channel_info(self, channel: str) -> Payload: ...
    def members(self, channel: str) -> Iterator[str]: ...
    def open_dm(self, slack_id: str) -> str: ...
    def find_by_ref(
        self, channel: str, ref: str, oldest: datetime, thread_ts: str | None = None
    ) -> str | None: ...


class Postman:
    """Delivers what is due. Several may work on one database, in this process or in others."""

    def __init__(
        self,
        deps: Deps,
        slack: Gateway,
        timing: Timing | None = None,
        workers: int = 4,
        told: Callable[[int], object] | None = None,
    ) -> None:
        """`told` hears of every person who was just written to, and may not wait."""
        self._told = told
        self.deps, self.timing = deps, timing or Timing()
        self._slack: Slack = slack
        self._name = secrets.token_hex(4)
        self._turns, self._workers = itertools.count(), workers
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="deliver")
        self._resting = Event()

    def run(self) -> int:
        """Delivers until nothing is ready; returns how many deliveries were handled."""
        outbox.reconcile(self.deps, self.timing)
        if not outbox.has_ready(self.deps, self.timing):
            return 0
        # A name serves one run: a worker left over from a failed run is never taken for its successor.
        names = [f"{self._name}.{next(self._turns)}" for _ in range(self._workers)]
        return sum(self._pool.map(self._work, names))

    def rest(self) -> None:
        """Takes up nothing new: what is left goes out after the next start, or by another instance."""
        self._resting.set()

    def close(self) -> None:
        """Lets the workers finish what they hold."""
        self.rest()
        self._pool.shutdown(wait=True)

    def _work(self, worker: str) -> int:
        handled = 0
        while not self._resting.is_set() and (leased := outbox.lease(self.deps, worker, self.timing)):
            self.deliver(leased)
            handled += 1
        return handled

    def deliver(self, leased: Delivery) -> None:
        """One delivery from lease to outcome: look first when in doubt, ask whether it is wanted, send, book."""
        self.deps.reach("leased")
        doing: outbox.Doing = "find"
        channel, is_new = leased.channel or "", False
        try:
            if leased.in_doubt and self._adopted(leased, channel):
                return
            doing = "open"
            letter = messages.prepare(self.deps, leased)
            if not isinstance(letter, Letter):
                self._unsent(leased, letter)
                return
            channel = channel or letter.dm
            if not channel:
                channel, is_new = self._open(leased, letter.slack_id), True
            view = _view(letter)
            if not self._may_go(leased, channel):
                return
            self.deps.reach("begun")
            doing = "post"
            ts = self._send(leased, channel, view)
            self.deps.reach("posted")
        except DeliveryError as failure:
            if failure.kind == "channel_gone" and not is_new and outbox.forget_dm(self.deps, leased):
                return
            outbox.failed(
                self.deps,
                leased,
                failure.kind,
                failure.code,
                self.timing,
                retry_after=failure.retry_after,
                doing=doing,
            )
            return
        outbox.sent(self.deps, leased, channel, ts)
        self.deps.reach("sent")
        if self._told is not None and leased.person_id is not None:
            self._told(leased.person_id)

    def _adopted(self, leased: Delivery, channel: str) -> bool:
        """Finds what an attempt of unknown outcome left in the history. True: it is out, or somebody else's now."""
        ts = self._slack.find_by_ref(channel, leased.ref, outbox.find_from(leased), leased.thread_ts)
        self.deps.reach("found")
        if ts is None:
            return not outbox.not_found(self.deps, leased)
        outbox.sent(self.deps, leased, channel, ts)
        return True

    def _open(self, leased: Delivery, slack_id: str) -> str:
        channel = self._slack.open_dm(slack_id)
        if leased.person_id is not None:
            outbox.keep_dm(self.deps, leased.person_id, channel)
        return channel

    def _may_go(self, leased: Delivery, channel: str) -> bool:
        """Is it for whoever reads there, and still this worker's? From then on an attempt is on record."""
        if triage_channel.is_checked(leased):
            readers = seen(self._slack, channel)
            if triage_channel.held_back(self.deps, leased, channel, readers):
                return False
        return outbox.begin(self.deps, leased, channel, self.timing)

    def _send(self, leased: Delivery, channel: str, view: Payload) -> str:
        if leased.op == "update" and leased.target_ts:
            self._slack.update(channel, leased.target_ts, view)
            return leased.target_ts
        return self._slack.post(channel, view, ref=leased.ref, thread_ts=leased.thread_ts).ts

    def _unsent(self, leased: Delivery, why: messages.Unsent) -> None:
        if why.until is not None:
            outbox.postpone(self.deps, leased, why.until)
        elif why.why == "gone":
            outbox.failed(self.deps, leased, "recipient_gone", why.reason, self.timing)
        else:
            outbox.drop(self.deps, leased, why.reason)


def _view(letter: Letter) -> Payload:
    """The words, in the reader's language and zone."""
    reader = Reader(letter.locale, zone_of(letter.tz), letter.now, letter.slack_id)
    return render(letter.answer, reader)

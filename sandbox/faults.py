"""Faults on request: what Slack's answers look like on a bad day, for a seeded share of the calls of a method."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

# Whether the call takes effect although the answer is broken
KINDS = {
    "ratelimited": False,
    "html": False,
    "closed": False,
    "hang": False,
    "truncated": True,
    "empty": True,
    "ok_without_ts": True,
    "stored_not_acked": True,
    "slow": True,
    "lagging": True,
}
SERVER_ERROR = re.compile(r"http_(5\d\d)")


@dataclass
class Fault:
    """`kind` is one of KINDS, http_5NN or any error name of Slack; `stored` says whether the call takes effect."""

    method: str
    kind: str
    share: float
    times: int | None
    stored: bool
    rng: random.Random
    retry_after: str | None = "1"
    seconds: float = 30.0

    @property
    def status(self) -> int:
        """Of an http_5NN; 0 for everything else."""
        found = SERVER_ERROR.fullmatch(self.kind)
        return int(found[1]) if found else 0


class Faults:
    """The faults in force; the first that matches and whose die falls is taken."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self.hits = 0

    def add(
        self,
        method: str,
        kind: str,
        *,
        share: float = 1.0,
        times: int | None = None,
        seed: int = 0,
        stored: bool | None = None,
        retry_after: str | None = "1",
        seconds: float = 30.0,
    ) -> None:
        """`retry_after`: the header as it is sent, whole, with a point, or a date; None: there is none.

        `seconds`: how slow is slow, and how far history lags.
        """
        kept = KINDS.get(kind, False) if stored is None else stored
        self._faults.append(
            Fault(method, kind, share, times, kept, random.Random(seed), retry_after, seconds)
        )

    def clear(self) -> None:
        self._faults.clear()

    def take(self, method: str) -> Fault | None:
        for fault in self._faults:
            if fault.method not in (method, "*") or fault.times == 0 or fault.rng.random() >= fault.share:
                continue
            if fault.times is not None:
                fault.times -= 1
            self.hits += 1
            return fault
        return None

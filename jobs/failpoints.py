"""Places at which a test lets a real process die: `BATON_DIE_AT=posted:2` kills it, by SIGKILL, when it gets there the second
time. Armed only where a sandbox's clock is followed (wiring.py); in service `Deps.reach` is a function that does nothing.
Each `Deps.write` has two more, which are not listed here (tests/crash/test_use_cases.py)."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from threading import Lock

VARIABLE = "BATON_DIE_AT"
PLACES = {
    "decided": "what the rules want to say is known and not written",
    "planned": "it is written and not committed: in the middle of a tick",
    "list": "a list is promised, not committed",
    "grouped": "reminders became a message, not committed",
    "leased": "a message is taken, before anything was asked or sent",
    "begun": "it is on disk that the request may reach Slack, and it was not made",
    "posted": "Slack has it, the books do not know",
    "booked": "the books know, and it is not committed",
    "sent": "it is committed; what follows was not done",
    "found": "the history told whether it is out, the books do not know",
    "freed": "what a dead worker held is free again, not committed",
}


def armed(told: str) -> Callable[[str], object]:
    """Dies at the place that is named, at its Nth hit (the first without a number). Raises ValueError for a place that is none."""
    name, _, number = told.partition(":")
    if name not in PLACES:
        raise ValueError(f"{VARIABLE}: {name!r} is none of {', '.join(PLACES)}")
    nth, hits, lock = int(number or 1), [0], Lock()

    def reach(place: str) -> None:
        if place != name:
            return
        with lock:
            hits[0] += 1
            if hits[0] == nth:
                os.kill(os.getpid(), signal.SIGKILL)

    return reach

"""Forgets what was only kept for a while: answered requests after seven days, files that were imported after three, and
on which days a list was not sent after sixty."""

from services import inbox
from services.deps import Deps
from services.exchange import working
from services.lists import digests


def run(deps: Deps) -> int:
    """Deletes old answers, files and days; returns how many."""
    now = deps.clock.now()
    return sum(room.forget_old(deps, now=now) for room in (inbox, working, digests))

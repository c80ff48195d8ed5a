"""Forgets what was only kept for a while: answered requests after seven days, files that were imported after three."""

from services import inbox
from services.deps import Deps
from services.exchange import working


def run(deps: Deps) -> int:
    """Deletes old answers and files; returns how many."""
    now = deps.clock.now()
    return inbox.forget_old(deps, now=now) + working.forget_old(deps, now=now)

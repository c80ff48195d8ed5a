"""Forgets what was only kept for a while: answered requests after seven days."""

from services import inbox
from services.deps import Deps


def run(deps: Deps) -> int:
    """Deletes old answers; returns how many."""
    return inbox.forget_old(deps, now=deps.clock.now())

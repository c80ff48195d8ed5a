"""Leads that nobody took are said again."""

from datetime import datetime

from services.capture import untaken
from services.deps import Deps


def run(deps: Deps) -> int:
    """What is due at the business clock's now; how much was said."""
    return untaken.tick(deps, now=deps.clock.now())


def next_at(deps: Deps) -> datetime | None:
    """When (business time) there is more to say."""
    return untaken.next_at(deps)

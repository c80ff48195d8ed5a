"""Forgets what was only kept for a while: answered requests after seven days, files that were imported after three, on
which days a list was not sent after sixty, what messages tell of once they are not rewritten any more,
what the auditor found once it is mended for sixty days."""

from services import inbox
from services.clock import overtaken
from services.deps import Deps
from services.exchange import working
from services.lists import digests
from services.watching import incidents


def run(deps: Deps) -> int:
    """Deletes old answers, files and days; returns how many."""
    now = deps.clock.now()
    return sum(room.forget_old(deps, now=now) for room in (inbox, working, digests, overtaken, incidents))

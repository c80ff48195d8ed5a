"""Time has passed: what is due is considered; what the rules decide is written down."""

from datetime import datetime

from services.clock import nudges
from services.deps import Deps


def run(deps: Deps) -> nudges.TickResult:
    """One tick at the business clock's now; also brings the configuration up to date."""
    return nudges.tick(deps, now=deps.clock.now())


def next_at(deps: Deps) -> datetime | None:
    """When (business time) the next deal wants a look."""
    return nudges.next_at(deps)

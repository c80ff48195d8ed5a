"""Time has passed: what is due is considered; what the rules decide is written down."""

from datetime import datetime

from services.clock import nudges, staff
from services.deps import Deps
from services.setup import config_change


def run(deps: Deps) -> nudges.TickResult:
    """One tick at the business clock's now. What a changed process, or a change of the staff, left to be looked at comes
    first."""
    now = deps.clock.now()
    config_change.look_again(deps, now=now)
    staff.follow(deps, now=now)
    return nudges.tick(deps, now=now)


def next_at(deps: Deps) -> datetime | None:
    """When (business time) the next deal wants a look."""
    return nudges.next_at(deps)

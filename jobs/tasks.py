"""Tasks of colleagues whose day has come, or is over, are said again."""

from datetime import datetime

from services.deals import task_ladder
from services.deps import Deps


def run(deps: Deps) -> int:
    """What is due at the business clock's now; how much was said."""
    return task_ladder.tick(deps, now=deps.clock.now())


def next_at(deps: Deps) -> datetime | None:
    """When (business time) there is more to say."""
    return task_ladder.next_at(deps)

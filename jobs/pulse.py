"""A sign of life each minute while all is well. When the signs stop, a monitor outside tells somebody, also where the whole
machine is gone and nobody here could tell anything."""

from collections.abc import Callable

from bot import monitor
from services import health
from services.deps import Deps


def run(deps: Deps, url: str, is_connected: Callable[[], bool]) -> bool:
    """Asks `url` where `/healthz` would be green; tells whether it did."""
    is_well = is_connected() and not health.troubles(deps, now=deps.clock.now())
    if is_well:
        monitor.tell(url)
    return is_well

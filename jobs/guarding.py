"""The guard round whatever time sets off: what fails is seen, and stops nothing else."""

import logging
from collections.abc import Callable

from services.deps import Deps

LOG = logging.getLogger("baton.jobs")


def guarded(deps: Deps, name: str, work: Callable[[], object]) -> Callable[[], None]:
    """The guard round a job or a part of one: whatever it raises is logged, by kind and place alone, and the clock goes on.
    Health is red meanwhile, until its next good run."""

    def run() -> None:
        try:
            work()
        except Exception as fault:  # noqa: BLE001
            where = fault.__traceback__
            while where is not None and where.tb_next is not None:
                where = where.tb_next
            place = f"{where.tb_frame.f_code.co_qualname}:{where.tb_lineno}" if where is not None else ""
            deps.failing.add(name)
            LOG.error("job %s failed: %s at %s", name, type(fault).__name__, place)
        else:
            deps.failing.discard(name)

    return run

"""One sandbox process for a whole test run (of one worker), as new for each test that takes it."""

import os
from datetime import datetime
from pathlib import Path

from sandbox.driver import Sandbox

SEED = Path(__file__).resolve().parent.parent / "demo" / "workspace.json"
# Of the machine's time: what Slack gives three seconds has twelve, however many share the machine. `make proof` runs the
# flows once more at Slack's own pace.
PACE = float(os.environ.get("BATON_TEST_PACE", "0.25"))
_kept: list[Sandbox] = []
_taken: list[Sandbox] = []


def take(now: str | datetime) -> Sandbox:
    """The sandbox with its seed and nothing else, at this time; a second one while the first is taken."""
    free = [slack for slack in _kept if slack not in _taken]
    for slack in free:
        if slack.is_running:
            slack.reset(now)
            break
        _kept.remove(slack)
    else:
        slack = Sandbox.start(now=now, seed=SEED)
        _kept.append(slack)
    _taken.append(slack)
    slack.pace(PACE)
    return slack


def give_back(slack: Sandbox) -> None:
    """The next test may have it."""
    _taken.remove(slack)


def stop() -> None:
    """Ends the processes; called when the run ends."""
    while _kept:
        _kept.pop().stop()

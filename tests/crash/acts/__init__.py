"""One request for each use case: what comes before it, and the request itself, the same whenever it is made.

The tables are named by what must be reached: module and function; `+` where one request goes through several, and behind a
comma which of several requests it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.crash.dying import Act
from tests.services.hand import Hand
from tests.services.machine import Machine

KEY = "the same"


def does(who: str, use_case: Callable[..., Any], *args: Any, **given: Any) -> Act:
    """This person asks for it, under one key."""

    def act(machine: Machine) -> Any:
        return use_case(Hand(machine, who).ask(KEY), *args, **given)

    return act

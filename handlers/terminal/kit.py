"""What app.py hands to the subcommands: how to open the database and how to wire a serving Baton."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.settings import Settings
from handlers.request import Runtime
from services.deps import Clock, Deps


class Serving(Protocol):
    """A wired Baton."""

    @property
    def runtime(self) -> Runtime: ...

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def is_connected(self) -> bool: ...


@dataclass(frozen=True)
class Kit:
    """``root`` is the folder of app.py. ``open`` and ``wire`` raise BatonError with a sentence of terminal.po."""

    root: Path
    wall: Clock
    open: Callable[[Settings], Deps]  # the database, migrated, with a configuration in force
    wire: Callable[[Settings], Serving]

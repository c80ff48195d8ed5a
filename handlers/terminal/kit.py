"""What app.py hands to the subcommands: how to open the database and how to wire a serving Baton."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # types only: what they stand in is loaded when a command needs it
    from bot.settings import Settings
    from handlers.request import Runtime
    from services.deps import Deps


class Serving(Protocol):
    """A wired Baton."""

    @property
    def runtime(self) -> Runtime: ...

    @property
    def address(self) -> str: ...

    def start(self) -> None: ...

    def warm(self) -> None: ...

    def stop(self) -> None: ...

    def is_connected(self) -> bool: ...


@dataclass(frozen=True)
class Kit:
    """``root`` is the folder of app.py. ``open`` and ``wire`` raise BatonError, PipelineFaults."""

    root: Path
    open: Callable[[Settings], Deps]  # the database, migrated, with a configuration in force
    look: Callable[[Settings], tuple[Deps, bool]]  # the database as it is, and whether it can be used
    wire: Callable[[Settings], Serving]

"""Loads a module when its command is wanted: `app.py help` does not pay for a server, nor a server for an import.

The only place that imports by name; who names modules are the table of handlers/terminal, app.py and wiring.py.
"""

import gc
import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Nothing of a start is garbage, and searching it again and again is a sixth of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def loaded(module: str) -> Any:
    """The module of this name."""
    with collector_at_rest():
        return importlib.import_module(module)

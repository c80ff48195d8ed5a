"""Takes the day's slots: morning lists, managers' lists, blocked lists. What goes into them is services.digests'."""

from datetime import datetime

from services.deps import Deps


def run(deps: Deps) -> int:
    """Promises the lists whose time has come; returns how many."""
    return 0


def next_slot(deps: Deps) -> datetime | None:
    """When (business time) the next list is due."""
    return None

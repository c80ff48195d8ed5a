"""The subcommands of app.py."""

from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Runs one subcommand; returns the exit code."""
    return 2

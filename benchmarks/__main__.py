"""`make bench`: run every bench in one go, print the figures, write docs/benchmarks.md; `python -m benchmarks NAME` runs one."""

import sys

from rich.console import Console
from rich.table import Table

from benchmarks import (
    dates,
    dispatch,
    dwell,
    finding,
    importing,
    importing_in_slack,
    mornings,
    pressure,
    reading,
    startup,
    tick,
    typing_at_once,
)
from benchmarks.table import HEAD, Bench, Figure, machine, write_page

BENCHES: dict[str, Bench] = {
    "dispatch": dispatch.run,
    "tick": tick.run,
    "finding": finding.run,
    "mornings": mornings.run,
    "importing": importing.run,
    "dwell": dwell.run,
    "importing_in_slack": importing_in_slack.run,
    "dates": dates.run,
    "reading": reading.run,
    "startup": startup.run,
    "typing": typing_at_once.run,
    "pressure": pressure.run,
}


def show(figures: list[Figure]) -> None:
    """The figures as a table on the screen."""
    table = Table(*HEAD, title="Baton's speed", caption=machine())
    for figure in figures:
        table.add_row(*figure.cells())
    Console().print(table)


def main(wanted: list[str]) -> int:
    """0 if every goal is met. The page is written only when all were run."""
    unknown = [name for name in wanted if name not in BENCHES]
    if unknown:
        print(f"no such bench: {', '.join(unknown)} (there are: {', '.join(BENCHES)})", file=sys.stderr)
        return 2
    figures: list[Figure] = []
    for name, bench in BENCHES.items():
        if not wanted or name in wanted:
            print(f"bench: {name} ...", flush=True)
            figures += bench()
    show(figures)
    if not wanted:
        write_page(figures)
    return 0 if all(figure.met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

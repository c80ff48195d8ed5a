"""`make bench`: run every bench in one go, print the figures, write docs/benchmarks.md; `make bench-long` runs those that
take half an hour, `python -m benchmarks NAME` one."""

import sys

from rich.console import Console
from rich.table import Table

from benchmarks import (
    company,
    dates,
    dispatch,
    drain,
    dwell,
    finding,
    importing,
    importing_in_slack,
    memory,
    mornings,
    pace,
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
    "drain": drain.run,
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
# Half an hour more: run by their names, or all of them by LONG; the page keeps what they gave last in its prose.
LONG_BENCHES: dict[str, Bench] = {"pace": pace.run, "company": company.run, "memory": memory.run}
LONG = "--long"


def show(figures: list[Figure]) -> None:
    """The figures as a table on the screen."""
    table = Table(*HEAD, title="Baton's speed", caption=machine())
    for figure in figures:
        table.add_row(*figure.cells())
    Console().print(table)


def main(wanted: list[str]) -> int:
    """0 if every goal is met. The page is written only when all were run."""
    known = BENCHES | LONG_BENCHES
    chosen = {"": BENCHES, LONG: LONG_BENCHES}.get(" ".join(wanted)) or wanted
    unknown = [name for name in chosen if name not in known]
    if unknown:
        print(f"no such bench: {', '.join(unknown)} (there are: {', '.join(known)})", file=sys.stderr)
        return 2
    figures: list[Figure] = []
    for name, bench in known.items():
        if name in chosen:
            print(f"bench: {name} ...", flush=True)
            figures += bench()
    show(figures)
    if not wanted:
        write_page(figures)
    return 0 if all(figure.met for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What a table leaves open, with an example of it: the currency of its bare sums, and which comes first, day or month."""

from collections.abc import Sequence

from rules.exchange import cells, days
from rules.exchange.cells import Unit, Unread
from rules.exchange.heads import unit_of
from rules.exchange.reader import dated
from rules.exchange.sheet import Cell, Table, text

SUMS = ("amount", "price")
PROBES = ("CHF", "PLN")  # a sum that is in either, as one likes, is in none


def bare_sum(table: Table, columns: Sequence[str]) -> str:
    """The first sum whose currency stands neither in its cell nor in its head nor beside it; empty where there is none."""
    units = {n: cells.unit(unit_of(table.head[n]), PROBES[0]) for n, key in enumerate(columns) if key in SUMS}
    open_ones = {n: unit for n, unit in units.items() if unit.currency is None}
    beside = [n for n, key in enumerate(columns) if key == "currency"]
    for line in table.lines if open_ones else ():
        if any(n < len(line.cells) and text(line.cells[n]) for n in beside):
            continue
        for n, unit in open_ones.items():
            if n < len(line.cells) and _is_bare(line.cells[n], unit):
                return text(line.cells[n])
    return ""


def _is_bare(cell: Cell, unit: Unit) -> bool:
    try:
        read = [cells.money(cell, unit, probe, probe) for probe in PROBES]
    except Unread as unread:
        return unread.key == "cell.which_currency"
    return [one.currency for one in read if one is not None] == list(PROBES)


def unclear_day(table: Table, columns: Sequence[str], locale: str) -> str:
    """The first date that is another day where the month comes first; empty where the table shows which is meant."""
    return days.unclear(dated(table, columns), locale)

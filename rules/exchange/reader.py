"""Reads one line of a table whose columns are known, field by field; every fault of a line is noted, none ends it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules.customer_lists import ListName, kept
from rules.exchange import cells, days
from rules.exchange.cells import Fault, Unit, Unread
from rules.exchange.heads import unit_of
from rules.exchange.known import Known
from rules.exchange.sheet import Broken, Cell, Line, Table, text
from rules.money import Amount
from rules.names import LONGEST_NAME, squeezed

FIRST_YEAR, LAST_YEAR = 1950, 2199
OURS = ("wrong", "different")  # columns of a file of faults
PROSE = ("need", "actions", "next", "lost")  # fields that may be as long as they like
LONGEST = 500  # characters of any other cell: names and numbers, by which records are looked up
MOST = {"account": LONGEST_NAME["account"]}  # of a cell that becomes one name
DAYS = ("created", "entered", "closed", "sign_on", "next_on", "since")


@dataclass(slots=True)
class ReadLine:
    """A line and what became of it; without faults it may be taken over. ``at``: field → its columns."""

    line: Line
    row: Any
    faults: list[Fault] = field(default_factory=list)
    at: Mapping[str, Sequence[int]] = field(default_factory=dict)
    meant: str = ""

    @property
    def told(self) -> frozenset[str]:
        """The fields that the line says something of."""
        cells = self.line.cells
        return frozenset(
            key for key, columns in self.at.items() if any(n < len(cells) and text(cells[n]) for n in columns)
        )


class Reader:
    """The columns of one table; ``order`` is that of day and month in it."""

    def __init__(self, table: Table, columns: Sequence[str], known: Known) -> None:
        self.known, self.at = known, dict[str, list[int]]()
        for n, key in enumerate(columns):
            if key:
                self.at.setdefault(key, []).append(n)
        self.order = known.order or days.order_of(dated(table, columns), known.locale)[0]
        self._head = table.head
        self._units = {n: cells.unit(unit_of(head), known.currency) for n, head in enumerate(table.head)}
        self._ours = {n for key in OURS for n in self.at.get(key, ())}
        self._taken = sorted((key, n) for key, every in self.at.items() if key not in OURS for n in every)
        self._cells: tuple[Cell, ...] = ()
        self._said: list[str] = []
        self.faults: list[Fault] = []

    def begin(self, line: Line) -> None:
        """Turns to a line: what its cells say is worked out once."""
        self._cells, self._said, self.faults = line.cells, [text(cell) for cell in line.cells], []
        for key, n in self._taken:
            most = MOST.get(key, LONGEST)
            if n < len(self._said) and len(self._said[n]) > most and key not in PROSE:
                self.fault(n, "cell.too_long", most=str(most))

    @property
    def raw(self) -> str:
        """The line as it was, but for what we ourselves wrote beside it."""
        return ", ".join(said for n, said in enumerate(self._said) if said and n not in self._ours)

    @property
    def meant(self) -> str:
        """What the line says of its record, whatever stands where and beside it: the same for the same."""
        width = len(self._said)
        return "\x1f".join(f"{key}={self._said[n]}" for key, n in self._taken if n < width and self._said[n])

    def each(self, key: str) -> list[tuple[int, Cell]]:
        """The cells of a field with anything in them, and their columns."""
        columns = self.at.get(key)
        if columns is None:
            return []
        said = self._said
        return [(n, self._cells[n]) for n in columns if n < len(said) and said[n]]

    def first(self, key: str) -> tuple[int, Cell]:
        """The first of them; column -1 where there is none."""
        return next(iter(self.each(key)), (-1, None))

    def fault(self, column: int, key: str, **fields: str) -> None:
        self.faults.append(Fault(column, key, fields))

    def take(self, column: int, what: Callable[..., Any], *given: Any) -> Any:
        """What a cell says; None where it cannot be read."""
        try:
            return what(*given)
        except Unread as unread:
            self.fault(column, unread.key, **unread.fields)
            return None

    def words(self, key: str) -> list[tuple[int, str]]:
        """The words of each cell of a field."""
        if key not in self.at:
            return []
        found = []
        for n, cell in self.each(key):
            if isinstance(cell, Broken):
                self.take(n, cells.whole, cell)
            else:
                found.append((n, self._said[n]))
        return found

    def text(self, key: str) -> str:
        if key not in self.at:
            return ""
        found = self.words(key)
        return found[0][1] if len(found) == 1 else "\n".join(said for _, said in found)

    def headed(self, key: str) -> str:
        """The words of a field behind those of its head, which may say what it counts."""
        column, cell = self.first(key)
        return f"{self._head[column]} {text(cell)}" if column >= 0 else ""

    def listed(self, which: ListName) -> str:
        """An entry of the team's own lists by its key, or the words of the file."""
        return kept(self.known.pipeline.lists[which], self.text(which))

    def day(self, key: str, *, ahead: bool = False) -> date | None:
        """A local day, or day and hour; ``ahead``: one without a year is to come."""
        if key not in self.at or not self.words(key):
            return None
        (column, cell), known = self.first(key), self.known
        found = days.read(
            cell,
            order=self.order,
            locale=known.locale,
            now=known.now,
            tz=known.tz,
            lean="future" if ahead else "past",
        )
        if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
            self.fault(column, "cell.day", said=self._said[column])
            return None
        return found

    def named(self, key: str, names: Mapping[str, str], fault: str) -> str | None:
        """The key of what a cell names."""
        for column, said in self.words(key):
            found = names.get(squeezed(said))
            if found is None:
                self.fault(column, fault, said=said)
            return found
        return None

    def money(self, key: str) -> tuple[Amount | None, str | None]:
        """The sum of a field, and the currency that a column of its own tells."""
        base = self.known.currency
        at, said = self.first("currency")
        named: str | None = self.take(at, cells.currency, said, base) if at >= 0 else None
        column, cell = self.first(key)
        if column < 0:
            return None, named
        counts = self._units[column]
        counts = Unit(named or counts.currency, counts.power)
        return self.take(column, cells.money, cell, counts, base, base), named


def dated(table: Table, columns: Sequence[str]) -> Iterator[Cell]:
    """Every cell of the table that should be a day."""
    wanted = [n for n, key in enumerate(columns) if key in DAYS]
    return (line.cells[n] for line in table.lines for n in wanted if n < len(line.cells))

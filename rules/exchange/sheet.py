"""A table as a file holds it: lines of cells, before anybody knows what they mean."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from rules.exchange.escape import original
from rules.patterns import late


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell without a value: a formula's error (`#N/A`), or a formula that nobody has worked out yet."""

    said: str


Cell = str | int | float | bool | date | datetime | time | Broken | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet; ``number`` counts from 1, as the file's own program does."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_empty(self) -> bool:
        return all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or a CSV file; empty lines are left out."""

    name: str
    lines: tuple[Line, ...]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose head was found: what its columns are called, and the lines under them."""

    name: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]

    def samples(self, column: int, most: int = 3) -> list[str]:
        """The first values of a column, as they stand there."""
        found = (text(line.cells[column]) for line in self.lines[:200] if column < len(line.cells))
        return [value for value in found if value][:most]


def text(cell: Cell) -> str:
    """A cell as words: a whole number without its `.0`, a day as 2026-11-24, a formula that was made harmless as it was,
    without marks that no database or message can hold (NUL, half a surrogate pair, Baton's own link marks)."""
    if isinstance(cell, str):
        return original(_storable(cell).strip()) if cell else ""
    if cell is None:
        return ""
    if isinstance(cell, Broken):
        return cell.said
    if isinstance(cell, bool):
        return str(int(cell))
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes") if cell.time() != time() else cell.date().isoformat()
    return str(cell)


_UNSTORABLE = late("[\0\ue000-\ue002\ud800-\udfff]")


def _storable(said: str) -> str:
    return _UNSTORABLE.sub(_mended, said) if _UNSTORABLE.search(said) else said


def _mended(found: re.Match[str]) -> str:
    """Half a character becomes a mark, the rest goes."""
    return "?" if "\ud800" <= found[0] <= "\udfff" else ""

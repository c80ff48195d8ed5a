"""Writes tables as files that Excel opens: .xlsx with widths and a frozen head, or CSV with the mark of UTF-8.

No cell can become a formula: text that would begin one is led by an apostrophe, and read without it.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from rules.exchange.escape import neutral
from rules.exchange.sheet import Broken, Cell

LONGEST = 32_767  # characters of a cell
WIDEST, NARROWEST = 60, 8
DAY, MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
MARKED = PatternFill("solid", start_color="FFF2CC")


@dataclass(frozen=True)
class Page:
    """One table: its heads, its rows, and cells to mark (row, column), both counted from 0."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    marked: frozenset[tuple[int, int]] = field(default_factory=frozenset)


def xlsx(pages: Iterable[Page]) -> bytes:
    """A workbook with a sheet for each page."""
    book = Workbook(write_only=True)
    for page in pages:
        sheet = book.create_sheet(_title(page.name, book.sheetnames))
        sheet.freeze_panes = "A2"
        for column, width in _widths(page).items():
            sheet.column_dimensions[column].width = width
        sheet.append([_cell(sheet, head, bold=True) for head in page.head])
        for n, row in enumerate(page.rows):
            sheet.append([_cell(sheet, cell, marked=(n, at) in page.marked) for at, cell in enumerate(row)])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def as_csv(page: Page) -> bytes:
    """A CSV file of one page; the mark makes Excel read it as UTF-8."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow([_harmless(head) for head in page.head])
    writer.writerows([_plain(cell) for cell in row] for row in page.rows)
    return target.getvalue().encode("utf-8-sig", "replace")


def _plain(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, Broken):
        return cell.said
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _harmless(str(cell)) if cell is not None else ""


def _harmless(said: str) -> str:
    """Without control characters, which no workbook holds, and then without a formula that began behind them."""
    return neutral(ILLEGAL_CHARACTERS_RE.sub("", said))


def _cell(sheet: Any, value: Cell, *, bold: bool = False, marked: bool = False) -> WriteOnlyCell:
    if isinstance(value, Broken):
        value = value.said
    if isinstance(value, str):
        value = _harmless(value)[:LONGEST].encode("utf-8", "replace").decode()
    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
        if "\n" in value:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    elif isinstance(value, datetime):
        cell.number_format = MOMENT
    elif isinstance(value, date):
        cell.number_format = DAY
    if bold:
        cell.font = Font(bold=True)
    if marked:
        cell.fill = MARKED
    return cell


def _title(name: str, taken: Sequence[str]) -> str:
    """A sheet's name as Excel allows it, once."""
    plain = "".join(c for c in name if c not in "[]:*?/\\").strip("' ")[:25] or "1"
    return plain if plain not in taken else f"{plain} {len(taken) + 1}"


def _widths(page: Page) -> Mapping[str, int]:
    """By the longest line of the first rows; Han characters are twice as wide."""
    found = {}
    for at, head in enumerate(page.head):
        said = [head, *(_plain(row[at]) for row in page.rows[:50] if at < len(row))]
        longest = max(max((_width(line) for line in cell.splitlines()), default=0) for cell in said)
        found[get_column_letter(at + 1)] = min(max(longest + 2, NARROWEST), WIDEST)
    return found


def _width(said: str) -> int:
    return sum(2 if ord(c) > 0x2E80 else 1 for c in said)

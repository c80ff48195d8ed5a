"""Reads a file into sheets: Excel or CSV by what is in it, in the encodings and with the separators that people use.

Whatever the bytes are, either sheets come out or one sentence that says what to do: Invalid.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from bot.sheets import workbook
from rules.errors import Invalid
from rules.exchange.sheet import Line, Sheet

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
NOT_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"{\\rtf", b"\x1f\x8b", b"Rar!")
SEPARATORS = ",;\t|"
LOOKED_AT, LONGEST = 30, 4_000  # lines by which the separator is chosen, and so much of each
_HIGH = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True)
class Limits:
    """How much is read: bytes of the file, bytes unpacked, lines of all its sheets, columns."""

    size: int = 10_000_000
    unpacked: int = 100_000_000
    lines: int = 20_000
    columns: int = 200


IN_SLACK = Limits()
AT_A_TERMINAL = Limits(size=500_000_000, unpacked=4_000_000_000, lines=2_000_000)


def read(name: str, data: bytes, limits: Limits = IN_SLACK) -> list[Sheet]:
    """The sheets of a file with anything in them, in its order. Raises Invalid."""
    if len(data) > limits.size:
        raise Invalid("sheet.too_big", name=name, most=limits.size // 1_000_000)
    if data[:4] == ZIP:
        found = list(workbook.read(name, data, limits.unpacked, limits.lines, limits.columns))
    elif data[:4] == OLE:
        raise Invalid("sheet.old_excel", name=name)
    elif not data.strip(b"\0 \t\r\n") or data.startswith(NOT_TABLES):
        raise Invalid("sheet.no_table" if data.strip() else "sheet.empty", name=name)
    else:
        found = [_of_text(name, decoded(data), limits)]
    kept = [sheet for sheet in found if sheet.lines]
    if not kept:
        raise Invalid("sheet.empty", name=name)
    return kept


def decoded(data: bytes) -> str:
    """UTF-16 and UTF-8 by their marks or their shape; else what Excel writes in China, or in Western Europe."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    first, second = data[:400:2].count(0), data[1:400:2].count(0)
    if 10 * max(first, second) > len(data[:400]):  # separators and line ends alone are as many
        return data.decode("utf-16-be" if first > second else "utf-16-le", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    runs = [len(run) for run in _HIGH.findall(data[:200_000])]
    alone = sum(length == 1 for length in runs)  # Chinese comes in pairs of bytes, an umlaut by itself
    return data.decode("cp1252" if alone * 2 > len(runs) else "gb18030", "replace")


def _of_text(name: str, said: str, limits: Limits) -> Sheet:
    said, separator = _separated(said)
    reader = csv.reader(io.StringIO(said, newline=""), delimiter=separator)
    try:
        lines = tuple(_lines(_numbered(reader), name, limits))
    except csv.Error as fault:
        raise Invalid("sheet.unreadable", name=name, line=reader.line_num) from fault
    return Sheet(PurePath(name).stem, lines)


def _numbered(reader: Iterable[list[str]]) -> Iterator[Line]:
    """A line is counted where it begins: a cell may hold several lines of the file."""
    before = 0
    for cells in reader:
        yield Line(before + 1, tuple(cells))
        before = reader.line_num  # type: ignore[attr-defined]


def _lines(lines: Iterable[Line], name: str, limits: Limits) -> Iterator[Line]:
    count = 0
    for line in lines:
        if line.is_empty:
            continue
        count += 1
        if count > limits.lines:
            raise Invalid("sheet.too_long", name=name, most=limits.lines)
        yield Line(line.number, line.cells[: limits.columns])


def _separated(said: str) -> tuple[str, str]:
    """The text and its separator: told by Excel's `sep=`, else the one that cuts the most lines alike."""
    first, _, rest = said.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return rest, first.strip()[4]
    head = "\n".join(line[:LONGEST] for line in said.splitlines()[:LOOKED_AT])
    best, most = ",", (0, 0)
    for separator in SEPARATORS:
        widths = Counter(len(cells) for cells in csv.reader(io.StringIO(head), delimiter=separator) if cells)
        width, times = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(1, 0))
        if width > 1 and (times, width) > most:
            best, most = separator, (times, width)
    return said, best

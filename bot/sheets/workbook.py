"""Excel workbooks (.xlsx) as sheets, by openpyxl: what one unpacks to is looked at before anything is parsed."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from rules.errors import Invalid
from rules.exchange.sheet import Broken, Cell, Line, Sheet

PARTS, CHUNK = 2_000, 1 << 20
PLACES = 60  # rows and cells that a workbook may have for each line that is read, empty ones too: a million take 8 s
PLACE = re.compile(rb"<(?:\w+:)?(?:row|c)[\s/>]")
ERRORS = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA")
)
# Whatever a damaged or forged file makes the parsers stumble over; they share no base class.
DAMAGED = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, ParseError, InvalidFileException,
    LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RuntimeError, OSError, EOFError,
    AssertionError, RecursionError,
)  # fmt: skip


def read(name: str, data: bytes, unpacked: int, lines: int, columns: int) -> Iterator[Sheet]:
    """The worksheets, the hidden ones marked. Raises Invalid."""
    try:
        has_formulas = _looked_over(name, data, unpacked, lines * PLACES)
        yield from _sheets(name, data, lines, columns, has_formulas=has_formulas)
    except DAMAGED as fault:
        raise Invalid("sheet.damaged", name=name) from fault


def _looked_over(name: str, data: bytes, unpacked: int, places: int) -> bool:
    """Is there a formula? Raises Invalid for what unpacks to too much, defines entities of its own, or has more than so
    many rows and cells, which cost their time also where they are empty."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        if "[Content_Types].xml" not in packed.namelist() or not any(
            p.filename.startswith("xl/") for p in parts
        ):
            raise Invalid("sheet.no_table", name=name)
        if len(parts) > PARTS or sum(part.file_size for part in parts) > unpacked:
            raise Invalid("sheet.bomb", name=name)
        found, left = False, places
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                has_formula, used = _scanned(name, packed, part, left)
                found, left = found or has_formula, left - used
        return found


def _scanned(name: str, packed: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> tuple[bool, int]:
    """Whether a part holds a formula, and how many rows and cells it has."""
    found, tail, used = False, b"", 0
    with packed.open(part) as file:
        while chunk := file.read(CHUNK):
            seen = tail + chunk
            if (
                b"<!DOCTYPE" in seen
                or b"<!ENTITY" in seen
                or (not tail and seen[:2] in (b"\xff\xfe", b"\xfe\xff"))
            ):
                raise Invalid("sheet.bomb", name=name)
            found = found or b"<f>" in seen or b"<f " in seen
            used += sum(1 for _ in PLACE.finditer(chunk))
            if used > left:
                raise Invalid("sheet.bomb", name=name)
            tail = seen[-16:]
    return found, used


def _sheets(name: str, data: bytes, lines: int, columns: int, *, has_formulas: bool) -> Iterator[Sheet]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    formulas = load_workbook(io.BytesIO(data), read_only=True) if has_formulas else None
    left = lines
    try:
        for sheet in book.worksheets:
            beside = _rows(formulas[sheet.title], columns) if formulas is not None else None
            found = tuple(_lines(name, _rows(sheet, columns), beside, left, lines))
            left -= len(found)
            yield Sheet(sheet.title, found, is_hidden=sheet.sheet_state != "visible")
    finally:
        book.close()
        if formulas is not None:
            formulas.close()


def _rows(sheet: Any, columns: int) -> Iterator[tuple[Any, ...]]:
    sheet.reset_dimensions()  # what a file says of its own size is often wrong
    return (row[:columns] for row in sheet.iter_rows(values_only=True))


def _lines(
    name: str, rows: Iterator[tuple[Any, ...]], beside: Iterator[tuple[Any, ...]] | None, left: int, most: int
) -> Iterator[Line]:
    for number, row in enumerate(rows, 1):
        formulas = next(beside, ()) if beside is not None else ()
        if not any(value is not None for value in (*row, *formulas)):
            continue
        line = Line(
            number, tuple(_cell(v, formulas[n] if n < len(formulas) else None) for n, v in enumerate(row))
        )
        if line.is_empty:
            continue
        if left <= 0:
            raise Invalid("sheet.too_long", name=name, most=most)
        left -= 1
        yield line


def _cell(value: Any, formula: Any) -> Cell:
    if value is None:
        return None if formula is None else Broken("=")
    if isinstance(value, str):
        return Broken(value) if value in ERRORS else value
    if isinstance(value, timedelta):
        return str(value)
    cell: Cell = value
    return cell

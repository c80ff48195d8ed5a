"""The lines that an import held back, as they were sent, with a column that says what is wrong: mend them, send the file."""

from collections.abc import Sequence

from bot.sheets import writing
from bot.sheets.writing import Page
from bot.views import fields
from bot.words import text
from rules.exchange.cells import Fault
from rules.exchange.outcome import Held, Part
from rules.exchange.sheet import Cell, Line
from rules.exchange.sheet import text as text_of


def workbook(parts: Sequence[Part], held: Sequence[Held], locale: str) -> bytes:
    """A sheet for each table with lines to mend."""
    by_part: dict[int, list[Held]] = {}
    for one in held:
        by_part.setdefault(one.part, []).append(one)
    return writing.xlsx(_page(parts[at], lines, locale) for at, lines in sorted(by_part.items()))


def file_name(sent: str, locale: str) -> str:
    """名单-待改.xlsx; a file that was mended and sent again is called so once (名单-待改-改.xlsx)."""
    word = text(locale, "sheet.faults_name")
    return f"{sent.rpartition('.')[0].partition(f'-{word}')[0]}-{word}.xlsx"


def _page(part: Part, held: Sequence[Held], locale: str) -> Page:
    lines = {line.number: line for line in part.table.lines}
    is_asked = any(one.is_duplicate for one in held)
    said = {"wrong": fields.name("wrong", locale), "different": fields.name("different", locale)}
    width, old = len(part.table.head), {n for n, key in enumerate(part.columns) if key in said}
    kept = [n for n in range(width) if n not in old]
    head = [said["wrong"], *([said["different"]] if is_asked else []), *(part.table.head[n] for n in kept)]
    beside = len(head) - len(kept)
    rows, marked = [], set()
    for n, one in enumerate(sorted(held, key=lambda one: one.line)):
        rows.append(
            [sentence(part, one.faults, locale), *[None] * (beside - 1), *_cells(lines[one.line], kept)]
        )
        marked |= {(n, beside + kept.index(f.column)) for f in one.faults if f.column in kept}
        marked |= {(n, 1)} if one.is_duplicate else set()
    return Page(part.table.name, head, rows, frozenset(marked))


def _cells(line: Line, kept: Sequence[int]) -> list[Cell]:
    cells = [line.cells[n] if n < len(line.cells) else None for n in kept]
    return [text_of(cell) if isinstance(cell, str) else cell for cell in cells]


def sentence(part: Part, faults: Sequence[Fault], locale: str) -> str:
    """What is wrong with a line, each fault after its column's head."""
    head = part.table.head
    told = []
    for fault in faults:
        said = text(locale, fault.key, **fault.fields)
        at = head[fault.column] if 0 <= fault.column < len(head) else ""
        told.append(text(locale, "sheet.fault_at", column=at, fault=said) if at else said)
    return text(locale, "list.semicolon").join(told)

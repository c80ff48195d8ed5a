"""Files as people send them: encodings, separators, workbooks, and what is refused in a sentence."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from bot.sheets import faults, reading, writing
from bot.sheets.reading import Limits
from rules.errors import Invalid
from rules.exchange.sheet import Broken, text

ROWS = '客户,电话\r\n恒达机械,138\r\n\r\n"云帆\n科技",139\r\n'


def workbook(*rows: list[object], **more: object) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for name, value in more.items():
        book.create_sheet(name).append([value])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_csv_file_in_every_encoding_and_with_every_separator(encoding: str, separator: str) -> None:
    data = ROWS.replace(",", separator).encode(encoding)
    sheet = reading.read("名单.csv", data)[0]
    assert sheet.name == "名单"
    assert [(line.number, line.cells) for line in sheet.lines] == [
        (1, ("客户", "电话")),
        (2, ("恒达机械", "138")),
        (4, ("云帆\n科技", "139")),
    ]


def test_western_europe_and_a_separator_that_is_told() -> None:
    sheet = reading.read("x.csv", "Firma;Ort\nMüller;Köln\nGroß AG;Zürich\n".encode("cp1252"))[0]
    assert sheet.lines[1].cells == ("Müller", "Köln")
    assert reading.read("x.csv", b"sep=|\na|b\n1|2\n")[0].lines[1].cells == ("1", "2")


def test_a_workbook_with_days_numbers_formulas_and_a_hidden_sheet() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["客户", "金额", "日期"])
    sheet.append([None, None, None])
    sheet.append(["恒达", 80.5, date(2026, 3, 5)])
    sheet.append(["云帆", "=1+1", "#N/A"])
    hidden = book.create_sheet("旧的")
    hidden.append(["x"])
    hidden.sheet_state = "veryHidden"
    book.create_sheet("empty")
    target = io.BytesIO()
    book.save(target)
    first, second = reading.read("a.xlsx", target.getvalue())
    assert [line.number for line in first.lines] == [1, 3, 4]
    assert first.lines[1].cells[:2] == ("恒达", 80.5) and text(first.lines[1].cells[2]) == "2026-03-05"
    assert first.lines[2].cells == ("云帆", Broken("="), Broken("#N/A"))
    assert (second.name, second.is_hidden) == ("旧的", True)


def test_a_formula_behind_what_no_file_holds_is_made_harmless() -> None:
    page = writing.Page("a", ["\x02=2"], [["\x01=1+1"]])
    for name, data in (("a.xlsx", writing.xlsx([page])), ("a.csv", writing.as_csv(page))):
        (sheet,) = reading.read(name, data)
        assert [line.cells for line in sheet.lines] == [("'=2",), ("'=1+1",)]


def packed(**parts: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return target.getvalue()


TYPES = {"[Content_Types]_xml": b"<x/>"}
ENTITIES = packed(**TYPES, xl__workbook_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')


@pytest.mark.parametrize(
    ("part", "of", "times"),
    [
        ("sheet", b"0", 120_000_000),
        *(("worksheets__sheet1", cell, 1_250_000) for cell in (b"<row/>", b"<c/>", b'<x:c r="A1">')),
    ],
)
def test_what_unpacks_to_very_much_is_refused(part: str, of: bytes, times: int) -> None:
    with pytest.raises(Invalid) as refused:
        reading.read("file", packed(**TYPES, **{f"xl__{part}_xml": of * times}))
    assert refused.value.key == "sheet.bomb"


@pytest.mark.parametrize(("data", "key"), [
    (ENTITIES, "sheet.bomb"), (packed(**TYPES, xl__workbook_xml=b"<a/>"), "sheet.damaged"),
    (packed(word__document_xml=b"<a/>"), "sheet.no_table"), (workbook(["a"])[:900], "sheet.damaged"), (b"PK\x03\x04", "sheet.damaged"),
    (b"\xd0\xcf\x11\xe0rest", "sheet.old_excel"), (b"%PDF-1.7", "sheet.no_table"), (b"\x89PNG\r\n", "sheet.no_table"),
    (b"", "sheet.empty"), (b" \r\n\n", "sheet.empty"), (workbook(), "sheet.empty"), (b"a," + b"b" * 200_000 + b"\n", "sheet.unreadable"),
    (b"x" * 10_000_001, "sheet.too_big"),
])  # fmt: skip
def test_what_is_no_table_is_refused_in_a_sentence(data: bytes, key: str) -> None:
    with pytest.raises(Invalid) as refused:
        reading.read("file", data)
    assert refused.value.key == key


def test_too_many_lines_are_refused_and_too_many_columns_are_not_read() -> None:
    for data in (b"a\n" * 30, workbook(*(["a"] for _ in range(30)))):
        with pytest.raises(Invalid) as refused:
            reading.read("x", data, Limits(lines=20))
        assert refused.value.key == "sheet.too_long"
    for data in (b"a,b,c\n", workbook(["a", "b", "c"])):
        assert reading.read("x", data, Limits(columns=2))[0].lines[0].cells == ("a", "b")


@given(st.binary(max_size=200))
def test_whatever_the_bytes_are_they_are_read_or_refused(data: bytes) -> None:
    for told in (data, b"PK\x03\x04" + data):
        try:
            reading.read("x", told)
        except Invalid as refused:
            assert refused.key.startswith("sheet.")


def test_a_file_that_was_mended_twice_has_its_name_once() -> None:
    names = [faults.file_name(sent, "zh") for sent in ("名单.xlsx", "名单-待改.xlsx", "名单-待改-改.csv")]
    assert names == ["名单-待改.xlsx"] * 3

"""What a table leaves open is asked, with one of its own values; what it shows by itself is not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules.exchange import doubts
from rules.exchange.sheet import Line, Table


def of(head: list[str], *rows: list[Any]) -> Table:
    return Table("", tuple(head), tuple(Line(n, tuple(row)) for n, row in enumerate(rows, 2)))


@pytest.mark.parametrize(
    ("head", "rows", "asked"),
    [
        ("Amount", [[12000]], "12000"),
        ("Amount", [[None], [0], ["12,000.50"]], "12,000.50"),
        ("金额（万元）", [[12]], ""),
        ("Amount (k)", [[12]], "12"),
        ("Amount (USD)", [[12000]], ""),
        ("Amount", [["$12,000"], ["20万元"], ["EUR 5"]], ""),
        ("金额", [["20万"]], "20万"),
        ("Amount", [["¥12000"]], "¥12000"),
        ("Amount", [["soon"]], ""),
    ],
)
def test_a_sum_is_bare_where_nothing_tells_its_currency(head: str, rows: list[list[Any]], asked: str) -> None:
    assert doubts.bare_sum(of([head], *rows), ["amount"]) == asked


def test_a_currency_in_a_column_of_its_own_is_told_for_its_line() -> None:
    table = of(["Amount", "Currency"], [100, "EUR"], [200, ""], [300, "USD"])
    assert doubts.bare_sum(table, ["amount", "currency"]) == "200"
    assert doubts.bare_sum(table, ["amount", ""]) == "100"
    assert doubts.bare_sum(table, ["", "currency"]) == ""


@pytest.mark.parametrize(
    ("cells", "asked"),
    [
        (["03/04/2026"], "03/04/2026"),
        (["3/3/2026", " 4.5.26 "], "4.5.26"),
        (["3/3/2026"], ""),
        (["03/04/2026", "25/04/2026"], ""),
        (["03/04/2026", "04/25/2026"], ""),
        (["2026-03-04", date(2026, 3, 4), 46085, "3月4日", ""], ""),
    ],
)
def test_a_date_is_unclear_where_nothing_in_the_table_proves_its_order(cells: list[Any], asked: str) -> None:
    table = of(["Created", "Note"], *([cell, "05/06/2026"] for cell in cells))
    assert doubts.unclear_day(table, ["created", ""], "en") == asked

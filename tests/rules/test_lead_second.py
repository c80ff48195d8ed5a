"""Two leads in one line are told apart; one lead with two numbers, or a pasted form, stays one."""

import pytest

from rules.lead_second import are_two, halves
from tests.rules.lead_world import read


def _second(line: str) -> str:
    parts = halves(line, "US" if line.isascii() else "CN")
    return parts[1] if parts and are_two(read(parts[0]), read(parts[1])) else ""


@pytest.mark.parametrize(
    ("line", "second"),
    [
        (
            "Acme Corp, Jane, jane@acme.com, CRM; Globex Inc, Bob, bob@globex.com",
            "Globex Inc, Bob, bob@globex.com",
        ),
        ("恒达机械 张总 13800001234 ERP；云帆科技 李总 13900001111", "云帆科技 李总 13900001111"),
        ("1、恒达机械 张总 13800001234 80万 2、云帆科技 李总 13900001111", "云帆科技 李总 13900001111"),
        (
            "new lead Acme Corp, Jane, jane@acme.com and another one: Globex Inc, Bob, bob@globex.com",
            "Globex Inc, Bob, bob@globex.com",
        ),
        ("恒达机械 张总 13800001234，还有一个云帆科技 李总 13900001111", "云帆科技 李总 13900001111"),
        ("恒达机械 张总 13800001234 ERP\n云帆科技 李总 13900001111", "云帆科技 李总 13900001111"),
        ("Jane Smith, Acme Corp\njane@acme.com\nMobile 212-555-0143\nInitech Group", ""),
        ("Acme Corp, Jane, jane@acme.com; mobile 212-555-0190", ""),
        ("Acme Corp, Jane, jane@acme.com; Acme Corporation, 212-555-0190", ""),
        ("公司：恒达机械；联系人：张总；电话：13800001234；邮箱：zhang@hengda.com", ""),
        ("恒达机械 张总 13800001234；想要ERP", ""),
        ("; " * 2000, ""),
        ("\n ," * 2000 + " also" * 500, ""),
        ("1、" * 1000 + "2、" * 1000, ""),
    ],
)
def test_the_second_lead_of_a_line(line: str, second: str) -> None:
    assert _second(line) == second

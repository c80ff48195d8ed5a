"""What a line of a table tells by half: a range of sums, an address and nobody's name."""

import pytest

from tests.rules.test_sheets import deal


def test_a_range_keeps_its_words() -> None:
    row, faults = deal(["客户名称", "需求", "预算（万）"], ["恒达机械", "想上ERP", "20-30"])
    assert faults == [] and (row.amount_minor, row.approx, row.need) == (
        200_000_00,
        True,
        "想上ERP，预算（万） 20-30",
    )


@pytest.mark.parametrize(("contact", "mail", "account", "why"), [
    ("", "li@acme-labs.com", "acme-labs.com", []), ("", "liming@gmail.com", "", ["line.only_mail"]),
    ("", "12345@qq.com", "", ["line.only_mail"]), ("李工", "liming@gmail.com", "", []),
])  # fmt: skip
def test_an_address_alone_names_the_firm_whose_it_is_or_nobody(
    contact: str, mail: str, account: str, why: list[str]
) -> None:
    row, faults = deal(["客户名称", "联系人", "邮箱"], ["", contact, mail])
    assert (row.account, faults) == (account, why)

"""The amount that a note says the deal is worth, told by a word that says so and never by a bare figure."""

import pytest

from rules.money import Amount
from rules.note_amounts import stated

USD = """amount is now $220k = 220000|Amount: 220k = 220000|amount changed to $220,000 = 220000|amount went up from $150k to $220k = 220000
    |budget is 220k = 220000|their budget is about $220k = ~220000|deal size now 1.2m = 1200000|the deal is now $220k = 220000
    |price came down to $90k = 90000|quote revised to 95k = 95000|likes it; contract value is $220,000.50 = 220000.50
    |budget was 150k, budget is now 220k = 220000|amount is now 220000 = 220000|deal grew to $300k, send the SOW Friday = 300000|amount now €220k = 220000 EUR
    |set the amount to $220k = 220000|they upped the budget to 220k = 220000|budget approved: $90k = 90000|amount updated: 95k = 95000|confirmed budget of 80k = 80000|nice chat, budget confirmed 38k = 38000|金额改成 22万 = 220000|总价 22万美元 = 220000"""
CNY = """金额改成 22万 = 220000|金额改成22万了，周五发合同 = 220000|预算22万 = 220000|预算大概22万 = ~220000|报价改成20万 = 200000|价格谈到18万 = 180000|合同额定在 120万 = 1200000
    |预算批了22万 = 220000|成交价22万 = 220000|金额改22万 = 220000|金额改成二十二万 = 220000|金额从20万调到22万 = 220000|总价：22.5万 = 225000|对方预算只有20万 = 200000|价格压到65万，要我们驻场 = 650000|这单现在 30万 = 300000|预算220000 = 220000|金额 ¥220,000 = 220000|amount is now $220k = 220000 USD"""
NOTHING = """they want 220k|paid $220k|$220k is too much|amount is fine|budget 2026 approved|budget is 220|amount is not 220k|invoice amount is $20k|deposit amount $5k
    |if budget is 220k we can start|last year's budget was 220k|competitor's price is now 90k|price is 5k each|price 220k is too high|no budget|amount over 220k needs a yes
    |budget is $220k per year|budget of $220k was rejected|discount amount is 20k|deal is now 30 days late|order now 5000 pcs|amount is now 12/5|budget is 5pm|total 1,200 seats|unit price now $40|the deal is on|call me about the amount 5pm|budget for 20 users|price dropped|value 3 options|budget is 50k short|budget is 50k less than we need|budget was 200k, now 220k|budget was 200k but now 220k
    |首付金额5万|发票金额22万|尾款金额 3万|去年预算22万|竞争对手报价改成20万|金额不是22万|预算2026年批|预算没批|金额22|要22万的预算|报价22万他嫌贵|价格每台改成2000|金额大概 1000 台|总价5000件|如果金额改成22万要审批|金额超过100万要审批|优惠金额2万|欠款金额22万|单价改成22元|报价改成三版|合同改成3份|预算一年22万|年营收2亿|合同周五签"""


def _lines(table: str) -> list[str]:
    return [line.strip() for line in table.split("|")]


def _shown(amount: Amount | None, base: str) -> str:
    if amount is None:
        return ""
    figure = f"{amount.minor / 100:.2f}".removesuffix(".00")
    return f"{'~' if amount.approx else ''}{figure}{'' if amount.currency == base else f' {amount.currency}'}"


@pytest.mark.parametrize(("table", "base"), [(USD, "USD"), (CNY, "CNY")])
def test_an_amount_that_a_note_states_is_read(table: str, base: str) -> None:
    pairs = [line.split(" = ") for line in _lines(table)]
    read = [[text, _shown(stated(text, base, None), base)] for text, _ in pairs]
    assert [one for one, want in zip(read, pairs, strict=True) if one != want] == []


@pytest.mark.parametrize("base", ["USD", "CNY"])
def test_a_figure_that_no_word_calls_the_deal_s_is_none(base: str) -> None:
    assert [text for text in _lines(NOTHING) if stated(text, base, None) is not None] == []


def test_any_number_of_spaces_is_one() -> None:
    """They are read in no time."""
    assert stated(f"amount{' ' * 3000}is{chr(10) * 3000}220k", "USD", None) == Amount(22_000_000, "USD")


def test_what_names_no_currency_is_in_the_deal_s_own() -> None:
    assert stated("amount is now 220k", "USD", "EUR") == Amount(22_000_000, "EUR")
    assert stated("amount is now $220k", "CNY", "EUR") == Amount(22_000_000, "USD")
    assert stated("金额改成 22万", "CNY", "USD") == Amount(22_000_000, "USD")
    assert stated("amount is now ¥220k", "USD", None) is None, "which ¥ would have to be asked"
    assert stated("amount is now ¥220k", "CNY", "USD") == Amount(22_000_000, "CNY")

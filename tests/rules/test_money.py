"""Amounts are read as typed, and asked about rather than guessed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.money import (
    Amount,
    AskCurrency,
    find_amounts,
    find_labelled,
    minor_digits,
    parse_amount,
)

WHOLE = [
    ("80万", 800_000, "CNY", False),
    ("八十万", 800_000, "CNY", False),
    ("十几万", 100_000, "CNY", True),
    ("几十万", 200_000, "CNY", True),
    ("二三十万", 200_000, "CNY", True),
    ("十五六万", 150_000, "CNY", True),
    ("一百来万", 1_000_000, "CNY", True),
    ("二十多万", 200_000, "CNY", True),
    ("上百万", 1_000_000, "CNY", True),
    ("三十万左右", 300_000, "CNY", True),
    ("一百二十万", 1_200_000, "CNY", False),
    ("三千五百万", 35_000_000, "CNY", False),
    ("一百零五万", 1_050_000, "CNY", False),
    ("一万二", 12_000, "CNY", False),
    ("两百万", 2_000_000, "CNY", False),
    ("1亿2千万", 120_000_000, "CNY", False),
    ("半个亿", 50_000_000, "CNY", False),
    ("2亿", 200_000_000, "CNY", False),
    ("1.5个亿", 150_000_000, "CNY", False),
    ("预算80万", 800_000, "CNY", False),
    ("预算：大概80万左右", 800_000, "CNY", True),
    ("80-100万", 800_000, "CNY", True),
    ("50万到80万", 500_000, "CNY", True),
    ("¥80万", 800_000, "CNY", False),
    ("¥1.2m", 1_200_000, "CNY", False),
    ("RMB 30w", 300_000, "CNY", False),
    ("30万美金", 300_000, "USD", False),
    ("5000块", 5_000, "CNY", False),
    ("800k", 800_000, "CNY", False),
    ("80", 80, "CNY", False),
    ("80.55", 80.55, "CNY", False),
    ("12,50,000", 1_250_000, "CNY", False),
    ("$12,500", 12_500, "USD", False),
    ("1,200.50 EUR", 1_200.50, "EUR", False),
    ("1.234,56 €", 1_234.56, "EUR", False),
    ("1.200 EUR", 1_200, "EUR", False),
    ("1,5M€", 1_500_000, "EUR", False),
    ("1.5M USD", 1_500_000, "USD", False),
    ("HK$30k", 30_000, "HKD", False),
    ("between 50k and 80k", 50_000, "CNY", True),
    ("$50k-80k", 50_000, "USD", True),
    ("about 80k", 80_000, "CNY", True),
    ("budget about $120k", 120_000, "USD", True),
    ("预算大约30万", 300_000, "CNY", True),
    ("预算60到80万之间", 600_000, "CNY", True),
    ("~80k", 80_000, "CNY", True),
    ("80k+", 80_000, "CNY", True),
    ("half a million", 500_000, "CNY", False),
    ("two hundred fifty thousand dollars", 250_000, "USD", False),
    ("budget of 80k", 80_000, "CNY", False),
    ("20 lakh", 2_000_000, "INR", False),
]


@pytest.mark.parametrize(("text", "units", "currency", "approx"), WHOLE)
def test_a_whole_amount(text: str, units: float, currency: str, approx: bool) -> None:
    assert parse_amount(text, "CNY") == Amount(round(units * 100), currency, approx)


@pytest.mark.parametrize(
    "text", ["", "0", "-5", "abc", "30%", "80-20万", "一百一十二十", "待定", "tbd", "9" * 40, "."]
)
def test_no_amount(text: str) -> None:
    assert parse_amount(text, "CNY") is None


def test_the_yen_sign_is_the_base_or_is_asked() -> None:
    assert parse_amount("¥300", "JPY") == Amount(300, "JPY")
    asked = parse_amount("¥80万", "USD")
    assert asked == AskCurrency(80_000_000)
    assert isinstance(asked, AskCurrency)
    assert asked.settle("JPY") == Amount(800_000, "JPY")
    assert asked.settle("CNY") == Amount(80_000_000, "CNY")


def test_a_dollar_is_the_teams_own_dollar() -> None:
    assert parse_amount("$5k", "SGD") == Amount(500_000, "SGD")
    assert parse_amount("$5k", "EUR") == Amount(500_000, "USD")


def test_minor_units_follow_the_currency() -> None:
    assert [minor_digits(c) for c in ("USD", "JPY", "KWD", "cny", "CLF")] == [2, 0, 3, 2, 4]
    assert parse_amount("1.5 KWD", "USD") == Amount(1500, "KWD")


@pytest.mark.parametrize(
    ("line", "spans"),
    [
        ("恒达机械 张总 13800138000 想上ERP 预算80万", ["预算80万"]),
        ("Acme, Ms. Chen 555-0143, ERP, 80k, expo", ["80k"]),
        ("展会 云帆科技 仓库盘点 三十万左右", ["三十万左右"]),
        ("5万人的厂 预算 300", ["预算 300"]),
        ("年营收2亿 预算50万", ["预算50万"]),
        ("10k users, budget 50k", ["budget 50k"]),
        ("revenue 20M, $30k to start", ["$30k"]),
        ("3M 张总 80万", ["80万"]),
        ("2b客户 500元", ["500元"]),
        ("一期30万二期50万", ["30万", "50万"]),
        ("千万别忘了 万一不行 三五天内 周三下午两点前", []),
        ("call at 3pm for 30 min in 2026, B2B, 5G, 4K, 10 CAD seats", []),
        ("电话 13800138000", []),
        ("needs 5 licenses for 40 people", []),
        ("", []),
    ],
)
def test_amounts_in_a_line(line: str, spans: list[str]) -> None:
    assert [line[f.start : f.end] for f in find_amounts(line, "CNY")] == spans


PIECES = st.lists(
    st.sampled_from(
        list("0123456789.,-~$¥€kwmKM 万亿千百十几多一二两元约个") + ["预算", "million", "a ", "half ", "USD"]
    ),
    max_size=30,
).map("".join)


@given(
    st.one_of(PIECES, st.text(alphabet=st.characters(), max_size=60)), st.sampled_from(["CNY", "USD", "JPY"])
)
@settings(max_examples=200, deadline=None)
def test_nothing_makes_it_raise_and_sums_are_sane(text: str, base: str) -> None:
    whole = parse_amount(text, base)
    assert whole is None or whole.minor > 0
    for found in find_amounts(text, base):
        assert 0 <= found.start < found.end <= len(text)
        assert isinstance(found.amount.minor, int)
        assert found.amount.minor > 0


@pytest.mark.parametrize("text", ["٣٤٥ USD", "$٣٤٥", "预算８０万", "８0k", "௩ million"])
def test_digits_of_other_scripts_are_no_amount_and_no_fault(text: str) -> None:
    assert not [f for f in find_amounts(text, "CNY") if not text[f.start : f.end].isascii()]
    parse_amount(text, "CNY")


@pytest.mark.parametrize(
    "seed", ["1,", "三", "a ", "约", "预算", "1", "$ ", "1 - ", "一万", "hundred and ", "1.1"]
)
def test_amounts_of_long_nonsense_stand_in_it(seed: str) -> None:
    """How long it takes is told by `make bench`."""
    said = seed * 4000
    found = find_amounts(said, "CNY")
    assert all(0 <= one.start < one.end <= len(said) for one in found)
    parse_amount(said, "CNY")


@pytest.mark.parametrize(
    ("line", "span"),
    [
        ("80k, budget 90k", "budget 90k"),
        ("预算80万，报价90万", "预算80万"),
        ("between 80k and 90k", None),
        ("budget unknown, 80k", None),
        ("80k", None),
        ("", None),
    ],
)
def test_a_label_names_the_sum_that_counts(line: str, span: str | None) -> None:
    found = find_labelled(line, "CNY")
    assert (line[found.start : found.end] if found else None) == span

"""A number is proved as the library proves it, whichever way it takes."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.phones import find_phones, is_no_number

STARTS = (
    "",
    "1",
    "0",
    "00",
    "+1",
    "+86",
    "86",
    "13",
    "179",
    "010",
    "0755",
    "400",
    "800",
    "212",
    "416",
    "9831",
)


@given(st.sampled_from(STARTS), st.text("0123456789", min_size=4, max_size=12), st.sampled_from(["US", "CN"]))
def test_what_is_found_is_what_the_library_reads(start: str, rest: str, region: str) -> None:
    for found in find_phones(start + rest, region):
        if found.e164 is None:
            continue
        plain = (start + rest)[found.start : found.end]
        read = {_read(plain, home) for home in (region, "US", "CN")}
        assert found.e164 in read


def _read(plain: str, home: str) -> str | None:
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    try:
        number = phonenumbers.parse(plain, home)
    except phonenumbers.NumberParseException:
        return None
    form = phonenumbers.PhoneNumberFormat.E164
    return phonenumbers.format_number(number, form) if phonenumbers.is_valid_number(number) else None


@pytest.mark.parametrize(
    ("said", "region", "e164"),
    [
        ("212-555-0143", "US", "+12125550143"),
        (
            "(416) 555-0143",
            "US",
            "+14165550143",
        ),  # Toronto: no number of the US, but one that is dialled like it
        ("138 0013 8000", "CN", "+8613800138000"),
        ("179-0013-8000", "CN", None),  # 179 is dialled before a number
        ("400-800-1234", "CN", "+864008001234"),
        ("1-800-555-0199", "CN", "+18005550199"),
        ("028-85551234-801", "CN", "+862885551234"),
        ("0755 8888 8888", "CN", "+8675588888888"),
        ("212-555-0143", "CN", "+12125550143"),
        ("000-555-0143", "US", None),
    ],
)
def test_a_number_is_read_in_its_country(said: str, region: str, e164: str | None) -> None:
    assert [found.e164 for found in find_phones(said, region) if found.e164] == ([e164] if e164 else [])


@pytest.mark.parametrize(
    "said",
    [
        "not a phone",
        "ask him",
        "没有",
        "不知道",
        "nope",
        "…",
        "n/a",
        "tbd",
        "his desk",
        "不是电话",
        "没有电话",
        "没留手机",
    ],
)
def test_words_where_a_number_should_stand_are_no_number(said: str) -> None:
    assert is_no_number(said)


@pytest.mark.parametrize("said", [
    "", "212-555-0143", "ext 204", "分机 801", "reception", "微信同号", "zhangzong_88", "liam.weber", "@ravi", "WeChat: ravip",
    "12345", "见名片", "+49 (0) 30 abc", "call the front desk",
])  # fmt: skip
def test_a_messenger_s_name_an_extension_and_anything_with_a_digit_may_be_one(said: str) -> None:
    assert not is_no_number(said)

"""Two spellings of one firm meet; two firms do not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.names import (
    begins_with_name,
    domain_of,
    nearest,
    norm_name,
    phone_digits,
    query_tokens,
    search_tokens,
    similar,
)


@pytest.mark.parametrize(
    ("name", "normal"),
    [
        ("Acme Corp.", "acme"),
        ("ACME", "acme"),
        ("The Acme Company, Inc.", "acme"),
        ("Acme Co., Ltd.", "acme"),
        ("Müller GmbH & Co. KG", "muller"),
        ("Johnson & Johnson", "johnson and johnson"),
        ("O'Reilly Media, LLC", "oreilly media"),
        ("恒达机械有限公司", "恒达机械"),
        ("恒达机械", "恒达机械"),
        ("恒达 机械 股份有限公司", "恒达机械"),
        ("恒达（苏州）机械有限责任公司", "恒达苏州机械"),
        ("恒达集团有限公司", "恒达"),
        ("ＡＢＣ科技有限公司", "abc科技"),
        ("云帆科技集团", "云帆科技"),
        ("公司", "公司"),
        ("Co.", "co"),
        ("", ""),
    ],
)
def test_account_names(name: str, normal: str) -> None:
    assert norm_name(name) == normal


def test_similar_names_score_high_and_others_low() -> None:
    assert similar("Acme Corp", "ACME, Inc.") == 1.0
    assert similar("恒达机械", "苏州恒达机械设备") > 0.5
    assert similar("Acme Foods", "Acme Food") > 0.8
    assert similar("恒达机械", "云帆科技") == 0.0
    assert similar("Acme", "") == 0.0


def finds(wanted: set[str], stored: str) -> bool:
    """As the database searches: each beginning has a token that goes on from it."""
    return all(any(token.startswith(start) for token in search_tokens(stored)) for start in wanted)


@pytest.mark.parametrize(
    ("stored", "query"),
    [
        ("Acme Corporation", "acm"),
        ("Acme Corporation", "corporation acme"),
        ("恒达机械有限公司", "恒达"),
        ("恒达机械有限公司", "机械"),
        ("恒达机械有限公司", "恒"),
        ("恒达机械有限公司", "恒达机械"),
        ("张总 138 0013 8000", "8000"),
        ("张总 +86 138-0013-8000", "13800138000"),
        ("Chen (212) 555-0143", "555-0143"),
        ("Chen (212) 555-0143", "0143"),
        ("Internationalisation Works", "internationalisation"),
        ("EXPO-2026-001", "expo-2026"),
        ("ＡＢＣ科技", "abc 科技"),
    ],
)
def test_a_query_finds_what_it_should(stored: str, query: str) -> None:
    wanted = query_tokens(query)
    assert wanted
    assert finds(wanted, stored)


@pytest.mark.parametrize(
    ("stored", "query"),
    [("Acme Corporation", "cme"), ("恒达机械", "达恒"), ("张总 13800138000", "8001"), ("Acme", "acmee")],
)
def test_a_query_does_not_find_what_it_should_not(stored: str, query: str) -> None:
    assert not finds(query_tokens(query), stored)


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("wangg@yunfan.cn", "yunfan.cn"),
        ("Ann@Mail.Acme.CO.UK", "mail.acme.co.uk"),
        ("https://www.acme.com/about?x=1", "acme.com"),
        ("acme.com:8080", "acme.com"),
        ("ann@gmail.com", None),
        ("ann@yahoo.co.jp", None),
        ("12345@qq.com", None),
        ("nobody", None),
        ("", None),
        ("a@b", None),
    ],
)
def test_domains(address: str, domain: str | None) -> None:
    assert domain_of(address) == domain


def test_phone_digits() -> None:
    assert phone_digits("+86 138-0013 8000") == "8613800138000"
    assert phone_digits("0044 20 7946 0018") == "442079460018"
    assert phone_digits("１３８００１３８０００") == "13800138000"
    assert phone_digits("none") == ""


@given(st.text(alphabet=st.characters(), max_size=60))
@settings(max_examples=100, deadline=None)
def test_nothing_makes_it_raise(text: str) -> None:
    normal = norm_name(text)
    assert norm_name(normal) == normal
    assert 0 <= similar(text, "Acme 恒达") <= 1
    assert all(query_tokens(text)) and all(search_tokens(text))
    domain_of(text), phone_digits(text)


@given(
    st.lists(
        st.sampled_from(["acme", "恒达机械", "Ltd", "13800138000", "555-0143", "ab12", "李"]), max_size=6
    )
)
def test_a_text_always_finds_itself(parts: list[str]) -> None:
    text = ", ".join(parts)
    assert finds(query_tokens(text), text)


@given(
    st.text(alphabet="abcd 恒达", min_size=1, max_size=12),
    st.lists(st.text(alphabet="abcd 恒达", max_size=12), max_size=8),
    st.sampled_from([0.71, 0.85, 1.0]),
)
@settings(max_examples=200, deadline=None)
def test_the_nearest_are_those_whose_trigrams_say_so(name: str, others: list[str], least: float) -> None:
    def grams(text: str) -> set[str]:
        return {f"  {text} "[i : i + 3] for i in range(len(text) + 1)}

    def alike(other: str) -> float:
        return 2 * len(grams(name) & grams(other)) / (len(grams(name)) + len(grams(other)))

    given_names = dict(enumerate(others))
    expected = sorted((k for k in given_names if alike(others[k]) >= least), key=lambda k: -alike(others[k]))
    assert nearest(name, given_names, least) == expected


@pytest.mark.parametrize(
    ("said", "name", "same"),
    [
        ("Ravi Patel", "Ravi Patel", True),
        ("ravi  patel, CFO", "Ravi Patel", True),
        ("张总（拍板）", "张总", True),
        ("张总 CEO", "张总", True),
        ("张总CEO", "张总", True),
        ("张总监", "张总", False),
        ("Li Wei", "Wei", False),
        ("Anna Lee", "Ann", False),
        ("Liam", "Li", False),
        ("anybody", "", False),
    ],
)
def test_a_name_inside_another_is_somebody_else(said: str, name: str, same: bool) -> None:
    assert begins_with_name(said, name) == same

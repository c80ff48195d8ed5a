"""Slack's encoding is undone once, the same whichever way it came."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.slack_text import clean


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("<mailto:a@b.com|a@b.com>", "a@b.com"),
        ("write <mailto:a@b.com|Ann>", "write Ann a@b.com"),
        ("<tel:+8613800138000|138 0013 8000>", "138 0013 8000"),
        ("<tel:13800138000|13800138000>", "13800138000"),
        ("<tel:13800138000>", "13800138000"),
        ("<http://yunfan.cn|yunfan.cn>", "yunfan.cn"),
        ("<https://acme.com/>", "https://acme.com/"),
        ("<https://acme.com/p|our page>", "our page https://acme.com/p"),
        ("给<@U012AB|李娜> 跟", "给@李娜 跟"),
        ("for <@U012AB>", "for @U012AB"),
        ("<#C99|expo-leads>", "#expo-leads"),
        ("<!channel> look", "@channel look"),
        ("<!here|here>", "here"),
        ("<!subteam^S1|@sales>", "@sales"),
        ("<!date^1392734382^{date}|Feb 18>", "Feb 18"),
        ("R&amp;D &lt;5 &gt; 3", "R&D <5 > 3"),
        ("&amp;lt;", "<"),
        ("it’s “fine”", 'it\'s "fine"'),
        ("ＡＢＣ１２３＠ｑｑ．ｃｏｍ", "ABC123@qq.com"),
        ("你好，世界！（测试）", "你好，世界！（测试）"),
        ("１４：３０", "14:30"),
        ("同意；周三／／下一步", "同意；周三//下一步"),
        ("￥８０万", "¥80万"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("恒\u200b达\u202e机\ufeff械\x00", "恒达机械"),
        ("a\ud800b", "ab"),
        ("\ue000@U0MAYA\ue002 \ue000https://a.example\ue001Acme\ue002", "@U0MAYA https://a.exampleAcme"),
        ("tab\there\u3000wide\u00a0nbsp", "tab\there wide nbsp"),
        ("👨\u200d👩 ok a\u200db", "👨\u200d👩 ok ab"),
        ("  ends  \n  stay ", "ends\n  stay"),
        ("a < b and b > c", "a < b and b > c"),
        ("", ""),
    ],
)
def test_what_was_meant(raw: str, meant: str) -> None:
    assert clean(raw) == meant


SLACKY = st.lists(
    st.sampled_from(
        [
            "<",
            ">",
            "|",
            "&amp;",
            "&lt;",
            "&gt;",
            "amp;",
            "<@U1",
            "<!here",
            "<http://a",
            "<mailto:",
            "<tel:",
            "1",
        ]
        + [
            "@",
            "#",
            "\ud800",
            "\u200b",
            "\u200d",
            "👩",
            "，",
            "：",
            "Ａ",
            "\r",
            "\n",
            " ",
            "张",
            "&",
            ";",
            "x",
        ]
    ),
    max_size=30,
).map("".join)


@given(st.one_of(SLACKY, st.text(alphabet=st.characters(), max_size=80)))
@settings(max_examples=150, deadline=None)
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    once = clean(raw)
    assert clean(once) == once
    assert "\x00" not in once
    once.encode()


@given(st.text(alphabet=st.characters(categories=["Ll", "Lo", "Nd"]), max_size=60))
@settings(max_examples=60, deadline=None)
def test_plain_letters_and_digits_all_stay(raw: str) -> None:
    assert len(clean(raw)) >= len([c for c in raw if c not in "\u115f\u1160\u3164\uffa0"])


def test_deep_nesting_ends() -> None:
    deep = "<@U1|" * 3000 + "a" + ">" * 3000
    assert clean(clean(deep)) == clean(deep)

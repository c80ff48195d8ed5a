"""Whatever is typed, no reader fails and nothing that a person can see is lost: any alphabet, length, control character."""

import unicodedata
from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rules.lead_text import parse_lead, short_need
from rules.money import find_amounts, find_labelled, has_unread_sum, parse_amount
from rules.note import ime_slip, split_note
from rules.note_openings import opens_note
from rules.phones import find_phones
from rules.slack_text import clean
from rules.when import find, parse
from tests.rules.lead_world import SOURCES

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
# Nothing of these is seen: controls, marks of direction, halves of characters, blanks, what has no character yet.
UNSEEN = {"Cc", "Cf", "Cs", "Cn", "Co", "Zs", "Zl", "Zp"}
BLANK = set("\u115f\u1160\u17b4\u17b5\u3164\uffa0")
BITS = [
    *("\x00", "\x07", "\x1b[31m", "\ud800", "\udfff", "\u202e", "\u2066", "\u200b", "\u200d", "\u2060", "\ufeff", "\x85"),
    *("é", "e\u0301", "\u0301" * 30, "ﷺ", "مرحبا شركة", "שלום", "हिन्दी", "ไทย", "한국 전자", "日本", "ß", "İ", "ﬁ", "½", "①", "𝟘"),
    *("👩‍👩‍👧", "🇨🇳", "📞", ":tada:", "\t", "\n", "\r\n", " ", "　", "·", "—", "…", "|", "；", ";", "//", "→", "、、", "*", "_"),
    *("<!channel>", "<@U1|x>", "<#C1|c>", "<mailto:a@b.cn|a@b.cn>", "<tel:+1|1>", "<https://a.b|c>", "<", ">", "&amp;", "&amp;lt;"),
    *("恒达机械", "张总", "13800138000", "ＡＢＣ", "１２３", "预算80万", "十几万", "每台2000", "¥", "$", "80k", "€1,200.50", "展会"),
    *("公司：", "电话:", "First name: ", "Acme Corp", "Ms. Chen", "Jean-Luc", "(CTO)", "from", "at", "@", "for Dana", "- ", "> "),
    *("没接", "下一步：", "Next: ", "周五", "tomorrow", "by the 15th", "12/3", "三天后", "今天", "later", "等他们", "we'll", '"', "“"),
]  # fmt: skip
ANY = st.one_of(
    st.lists(st.sampled_from(BITS), max_size=24).map("".join),
    st.lists(st.sampled_from(BITS), max_size=12).map(" ".join),
    st.text(alphabet=st.characters(), max_size=120),
)


def seen(text: str) -> Counter[str]:
    """The characters that a person sees."""
    return Counter(c for c in text if unicodedata.category(c) not in UNSEEN and c not in BLANK)


def _narrow(typed: Counter[str]) -> Counter[str]:
    """The same in half width, as cleaning leaves each."""
    left: Counter[str] = Counter()
    for char, times in typed.items():
        for twin in seen(clean(char) or " "):
            left[twin] += times
    return left


def read_all(raw: str) -> None:
    """Every reader of what people type, each held to what it promises."""
    text = clean(raw)
    assert clean(text) == text
    text.encode()
    if not set(raw) & {
        "<",
        "&",
    }:  # no tokens of Slack's to undo: each character stays, or its half-width twin
        assert not _narrow(seen(raw)) - seen(text)
    for region, base in (("CN", "CNY"), ("US", "USD")):
        for phone in find_phones(text[:4000], region):
            assert any(c.isdigit() for c in text[phone.start : phone.end])
        for amount in find_amounts(text, base):
            assert amount.start < amount.end <= len(text) and amount.amount.minor > 0
        find_labelled(text, base)
        parse_amount(text, base)
        lead = parse_lead(
            raw, sources=SOURCES, base_currency=base, region=region, people=lambda: ["李娜", "Dana"]
        )
        short_need(lead.need or "")
        _keeps(text, lead.pieces, lead.rest)
    has_unread_sum(text)
    for locale in ("zh", "en"):
        hits = [(f.start, f.end, NOW.date()) for f in find(text, now=NOW, tz=ZONE, locale=locale)]
        assert all(0 <= a < b <= len(text) for a, b, _ in hits)
        parse(text, now=NOW, tz=ZONE, locale=locale)
    note = split_note(raw, find_dates=lambda part: [], today=NOW.date())
    assert note.text == text and bool(note.agreed or note.next_text) == bool(_said(text))
    ime_slip(raw)
    opens_note(raw)


def _keeps(text: str, pieces: tuple[object, ...], rest: str) -> None:
    """Every character is in a piece, and what was not read for its length is in the rest."""
    covered = seen("".join(p.text for p in pieces))  # type: ignore[attr-defined]
    assert not seen(text) - covered - seen(rest)


def _said(text: str) -> str:
    return text.strip(" \n,，;；|、。.-–—→:：\t")


@given(ANY)
@example("\x00" * 50)
@example("‮" + "abc" + "‬")
@example("<!channel> <!here> <!subteam^S1|@sales>")
@settings(max_examples=80, deadline=None)
def test_any_text_is_read_and_kept(raw: str) -> None:
    read_all(raw)


@pytest.mark.parametrize("bit", ["恒", "1", "<!channel> ", "预算80万 ", "\u202e"])
def test_forty_thousand_characters_are_read_and_kept(bit: str) -> None:
    read_all(bit * (40_000 // len(bit)))

"""Lead lines become fields; what is not sure is said, and no character is lost."""

from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.lead_text import LONGEST_READ, LeadText, SourceWords, parse_lead, short_need
from rules.money import Amount, AskCurrency
from rules.slack_text import clean
from tests.rules.lead_world import SOURCES, read

LINES = Path(__file__).parent / "lines"
CHECKED = (
    "account",
    "contact",
    "title",
    "phone",
    "phone_fault",
    "email",
    "need",
    "amount",
    "source_key",
    "for_whom",
    "unsure",
)


TABLES = sorted(LINES.glob("lead*.txt"))


def typed_with(table: Path) -> list[tuple[str, dict[str, str]]]:
    """Lines as reps type them, each followed by the fields it should give (amounts in whole units)."""
    rows = [row for row in table.read_text("utf-8").splitlines() if not row.startswith("#")]
    return [(_typed(line), _expected(said)) for line, said in zip(rows[::2], rows[1::2], strict=True)]


def _typed(line: str) -> str:
    return line.replace("\\n", "\n").replace("\\t", "\t")


def _expected(text: str) -> dict[str, str]:
    said = text.removeprefix("  => ").split(" | ")
    return {name: _typed(value) for name, value in (part.split(": ", 1) for part in said if part)}


def _shown(lead: LeadText, name: str) -> str:
    value = getattr(lead, name)
    if isinstance(value, Amount | AskCurrency):
        return f"{value.minor / 100:g} {getattr(value, 'currency', '?')}"
    return " ".join(value) if isinstance(value, tuple) else value or ""


def _fields(lead: LeadText) -> dict[str, str]:
    return {name: shown for name in CHECKED if (shown := _shown(lead, name))}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_a_line_gives_its_fields(table: Path) -> None:
    pairs = typed_with(table)
    assert len(pairs) > 20
    leads = [read(line) for line, _ in pairs]
    got = [(line, _fields(lead)) for (line, _), lead in zip(pairs, leads, strict=True)]
    wrong = [(one, want) for one, want in zip(got, pairs, strict=True) if one != want]
    assert wrong == [], "each with what it should give behind it"
    for (line, _), lead in zip(pairs, leads, strict=True):
        _loses_nothing(line, lead)


def _loses_nothing(raw: str, lead: LeadText) -> None:
    """Every letter and digit of the cleaned text is in a piece, and every piece that is not a label in a field."""
    text = clean(raw)[:LONGEST_READ]
    covered = Counter(c for p in lead.pieces for c in p.text if not c.isspace())
    assert covered == Counter(c for c in text if not c.isspace())
    fields_text = "".join(str(getattr(lead, f.name) or "") for f in fields(lead) if f.name != "pieces")
    kept = Counter(fields_text)
    for piece in lead.pieces:
        if piece.kind == "need" or piece.kind == "rest":
            assert not Counter(piece.text) - kept
        if piece.kind == "mark":
            assert not any(c.isalnum() for c in piece.text)


def test_rough_sums_say_so() -> None:
    lead = read("展会 云帆科技 王工 仓库盘点 三十万左右")
    assert lead.amount == Amount(30_000_000, "CNY", approx=True)


def test_a_yen_sign_outside_its_countries_is_asked() -> None:
    lead = read("Stark Industries ¥1.2m expo Tony")
    assert isinstance(lead.amount, AskCurrency)


def test_slack_encoding_is_undone_first() -> None:
    lead = read(
        "<mailto:wangg@yunfan.cn|wangg@yunfan.cn> 云帆科技 <tel:13800138000|138 0013 8000> 给<@U07|李娜>"
    )
    assert (lead.email, lead.account, lead.phone, lead.for_whom) == (
        "wangg@yunfan.cn",
        "云帆科技",
        "+8613800138000",
        "李娜",
    )


def test_configured_words_name_their_source() -> None:
    sources = [
        SourceWords("fair", "展会", ("广交会", "Canton Fair")),
        SourceWords("web", "WEB", ("website",)),
    ]
    read_with = {"sources": sources, "base_currency": "CNY", "region": "CN"}
    assert parse_lead("恒达机械 张总 canton fair", **read_with).source_key == "fair"  # type: ignore[arg-type]
    assert parse_lead("恒达机械 张总 广交会", **read_with).source_key == "fair"  # type: ignore[arg-type]
    assert parse_lead("恒达机械 张总 展会", sources=[], base_currency="CNY").source_key is None


def test_two_sources_are_a_question_not_a_guess() -> None:
    lead = read("Acme, 80k, expo, referral")
    assert lead.source_key is None
    assert "source" in lead.unsure


def test_an_unknown_colleague_is_offered_not_assigned_in_silence() -> None:
    lead = parse_lead("给赵敏 恒达机械 张总", sources=SOURCES, base_currency="CNY")
    assert (lead.for_whom, lead.unsure) == ("赵敏", ("for_whom",))
    known = parse_lead("给赵敏 恒达机械 张总", sources=SOURCES, base_currency="CNY", people=lambda: ["李娜"])
    assert known.for_whom is None
    assert "赵敏" in (known.need or "") + known.rest + (known.account or "")


@pytest.mark.parametrize(
    "typed", ["x" * 3000, f"{'x' * 121} Ltd, 13800138000, expo", f"{'恒' * 500}有限公司, 展会", "恒" * 500]
)
def test_what_no_form_can_hold_is_no_name_and_is_kept(typed: str) -> None:
    lead = read(typed)
    assert not lead.account and not lead.contact and not set(lead.unsure) & set(lead.too_long)
    assert max(typed.split(), key=len).strip(",") in (lead.need or "") + lead.rest


@pytest.mark.parametrize(
    "typed",
    [
        "Foo, 99999999999999999999k, expo",
        "Foo, $999,999,999,999,999,999, expo",
        "恒达机械，预算 99999999999999999999 元，展会",
    ],
)
def test_a_sum_that_nobody_could_write_down_is_doubted(typed: str) -> None:
    lead = read(typed)
    assert lead.amount is None and "amount" in lead.unsure and "99" in (lead.need or "")


def test_the_tail_of_a_very_long_message_is_kept() -> None:
    lead = read("恒达机械 张总 " + "很长" * 4000 + "结尾")
    assert lead.rest.endswith("结尾")


@pytest.mark.parametrize(
    ("need", "short"),
    [
        ("想上ERP", "ERP"),
        ("looking for a CRM", "CRM"),
        ("需要一套MES", "一套MES"),
        ("ERP", "ERP"),
        ("想", "想"),
    ],
)
def test_the_short_need(need: str, short: str) -> None:
    assert short_need(need) == short


WORDS = st.lists(
    st.sampled_from(
        [
            "恒达机械",
            "张总",
            "王工",
            "李伟",
            "13800138000",
            "1596688990",
            "555-0143",
            "想上ERP",
            "预算",
            "80万",
            "展会",
        ]
        + [
            "Acme",
            "Ms. Chen",
            "Corp",
            "80k",
            "$",
            "expo",
            "给李娜",
            "for Dana",
            "a@b.cn",
            "公司：",
            "电话:",
            "budget",
        ]
        + [
            " ",
            " ",
            ", ",
            "，",
            "\n",
            "/",
            "(",
            "）",
            "🎉",
            ":tada:",
            "的",
            "from",
            "@",
            "<@U1|x>",
            "&amp;",
            "-",
            ".",
        ]
    ),
    max_size=16,
).map("".join)


@given(st.one_of(WORDS, st.text(alphabet=st.characters(), max_size=80)))
@settings(max_examples=150, deadline=None)
def test_nothing_raises_and_nothing_is_lost(raw: str) -> None:
    _loses_nothing(raw, read(raw))


@pytest.mark.parametrize(
    "seed", ["1 ", "张", "展会", "给李娜", "é", "a-", "call ", "公司：", "A of ", "80万", "\n", "*"]
)
def test_of_long_nonsense_nothing_is_lost(seed: str) -> None:
    """How long it takes is told by `make bench`."""
    _loses_nothing(seed * 4000, read(seed * 4000))

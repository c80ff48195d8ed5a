"""Whatever stands in a deal's record, nudges and lists are valid Block Kit and say what they should."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views import audiences, done_words, nudge_words, verb_modal, why
from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers import Answer, DealHead, StepShown
from rules.answers.digests import (
    FATES,
    BlockedLine,
    BlockedList,
    DigestForm,
    HelpAsked,
    ListPreview,
    ManagerList,
    MorningList,
    VerbForm,
)
from rules.answers.leads import Choice
from rules.answers.nudges import Done, NudgeLine, NudgeMessage, WhyShown
from rules.decision import SILENCED_BY
from rules.facts import Rung
from sandbox.blocks import validate_blocks, validate_view
from sandbox.driver import buttons_of, text_of

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)  # Tuesday 09:00 in Shanghai
HOSTILE = [
    "<!channel> <@U0123456789>",
    "*b* _x_ `z`",
    "",
    " ",
    "\x00",
    "\ud800",
    "👩‍👩‍👧" * 300,
    "中" * 4000,
    "{0} {x}",
    "@here",
]
TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))
WHENS = st.integers(-500_000, 500_000).map(lambda minutes: NOW + timedelta(minutes=minutes))
RULES = ("step", "quiet", "slow", "waiting", "risk")


def reader(locale: str = "en") -> Reader:
    return Reader(locale, ZoneInfo("Asia/Shanghai"), NOW, "U0LIAM")


def because(rule: str = "slow", **more: object) -> WhyShown:
    said = {"rule": rule, "limit": "7wd", "event": "stage", "counted_from": NOW - timedelta(days=8)}
    return WhyShown.model_validate(
        {
            **said,
            "limit_at": NOW + timedelta(days=1),
            "calendar": "cn",
            "next_at": NOW + timedelta(days=2),
            **more,
        }
    )


def line(rule: str = "slow", rung: int = Rung.RED, **more: object) -> NudgeLine:
    given: dict[str, object] = {
        "nudge_id": 12,
        "rule": rule,
        "rung": rung,
        "lane": "timed",
        "why": because(rule),
    }
    head = DealHead(deal_id=7, account="Acme", stage="proposal")
    return NudgeLine.model_validate(
        {**given, "head": head, "stage_name": "Proposal", "days_in_stage": 9, **more}
    )


CHIPS = tuple(Choice(value=v, label=label) for v, label in (("our_quote", "Our quote"), ("moving", "Moving")))
DONES = st.builds(
    Done, verb=st.sampled_from([*done_words.DONE, "x"]), until=st.none() | WHENS, who=TEXT, text=TEXT
)
LINES = st.builds(
    NudgeLine,
    nudge_id=st.integers(0, 10**9),
    rule=st.sampled_from(RULES),
    rung=st.sampled_from([*Rung, Rung.AGAIN + 3]).map(int),
    lane=st.just("morning"),
    head=st.builds(DealHead, deal_id=st.integers(1, 10**9), account=TEXT, contact=TEXT, stage=TEXT),
    stage_name=TEXT,
    days_in_stage=st.integers(0, 4000),
    counted_from=st.none() | WHENS,
    waited=st.integers(0, 400),
    days_silent=st.none() | st.integers(0, 4000),
    in_touch=st.booleans(),
    limit=st.sampled_from(["7wd", "", "4wh", "30min", "??"]),
    last_contact_at=st.none() | WHENS,
    last_contact_kind=st.sampled_from(["talked", "meeting", "message", "reply", "", "odd"]),
    tries=st.integers(0, 50),
    missing=st.lists(TEXT, max_size=4).map(tuple),
    step=st.none()
    | st.builds(StepShown, text=TEXT, kind=st.sampled_from(["by", "at", "on"]), on=st.none() | st.dates()),
    waiting_for=TEXT,
    owner=TEXT,
    risk_reason=TEXT,
    also=st.sampled_from([(), ("slow",), ("quiet",)]),
    blocker=st.sampled_from([None, "our_quote"]),
    blockers=st.sampled_from([(), CHIPS]),
    listed_at=st.sampled_from([None, time(8, 50)]),
    asks=st.none() | TEXT,
    done=st.none() | DONES,
    why=st.builds(
        WhyShown,
        rule=st.sampled_from(RULES),
        limit=st.sampled_from(["7wd", "", "odd"]),
        event=st.sampled_from([*why.EVENTS, "odd"]),
        counted_from=WHENS,
        limit_at=WHENS,
        calendar=st.sampled_from(["cn", "us", "", "ours"]),
        next_at=st.none() | WHENS,
        next_to=st.sampled_from([None, "owner", "manager"]),
        waited=st.integers(0, 400),
        silenced_by=st.sampled_from([*SILENCED_BY.values(), ("odd",), ()]),
    ),
)


def fits(answer: Answer, locale: str) -> str:
    view = render(answer, reader(locale))
    assert validate_blocks(view["blocks"]) == [] and view["text"].strip()
    return text_of(view)


@given(st.lists(LINES, min_size=1, max_size=30), st.sampled_from(["en", "zh"]))
def test_whatever_stands_in_the_record_slack_takes_it(lines: list[NudgeLine], locale: str) -> None:
    fits(NudgeMessage(lines=tuple(lines)), locale)
    fits(MorningList(lines=tuple(lines), drafts=tuple(x.head for x in lines[:7]), more=3), locale)
    mine = MorningList(lines=tuple(lines[:5]), drafts=tuple(x.head for x in lines[:5]), more=3, more_drafts=2)
    preview = ListPreview(channel="C0SALES", public_at=NOW, list=BlockedList(on=date(2026, 11, 25)))
    fits(ManagerList(mine=mine, lines=tuple(lines[:5]), more=9, handled=6, previews=(preview,)), locale)
    fits(HelpAsked(line=lines[0], who=lines[0].owner), locale)
    shown = why.modal(lines[0], nudge_words.name_of(lines[0], reader(locale)), reader(locale))
    assert validate_view(shown) == []


STUCK = st.builds(
    BlockedLine,
    head=st.builds(DealHead, deal_id=st.integers(1, 999), account=TEXT),
    stage_name=TEXT,
    days=st.integers(0, 4000),
    owner=TEXT,
    blocker=TEXT,
    group=st.sampled_from(["", "presales", "odd"]),
    missing=st.lists(TEXT, max_size=3).map(tuple),
    day=st.integers(1, 99),
    status=st.sampled_from(["new", "still"]),
    now=st.sampled_from(["", "note", *FATES]),
    until=st.none() | st.just(date(2026, 12, 4)),
)
SOME = st.lists(STUCK, max_size=6).map(tuple)


@given(SOME, SOME, st.sampled_from(["heads", "counts", "full"]), st.sampled_from(["en", "zh"]))
def test_a_channels_list_fits_and_notifies_nobody(
    ours: tuple[BlockedLine, ...], theirs: tuple[BlockedLine, ...], audience: str, locale: str
) -> None:
    answer = BlockedList(
        on=date(2026, 11, 25), audience=audience, cleared=theirs, on_us=ours, on_them=theirs, more=2
    )
    view = render(answer, reader(locale))
    assert validate_blocks(view["blocks"]) == []
    assert "<!" not in str(view) and "<@" not in str(view)


@pytest.mark.parametrize("locale", ["en", "zh"])
@pytest.mark.parametrize("verb", list(verb_modal.TITLES))
def test_every_form_is_a_modal_that_slack_takes(verb: str, locale: str) -> None:
    choices = (Choice(value="tomorrow", label="x"), Choice(value="price", label="Price"))
    form = VerbForm(verb=verb, nudge_id=1, deal_id=2, channel="D1", ts="1.2", name="Acme", choices=choices)
    view = verb_modal.view(form, reader(locale))
    assert validate_view(view) == []
    kept, _ = verb_modal.read({**view, "state": {"values": {}}})
    assert kept == {"verb": verb, "nudge": 1, "deal": 2, "channel": "D1", "ts": "1.2"}


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_the_audience_form_says_who_will_see_what(locale: str) -> None:
    view = audiences.form(DigestForm(channel="C0SALES", people=12, team="East"), reader(locale))
    assert validate_view(view) == []
    assert "12" in text_of(view) and "East" in text_of(view)


def test_the_words_of_each_signal() -> None:
    def said(given: NudgeLine, locale: str = "en") -> str:
        return nudge_words.line_of(given, reader(locale))

    recent = {
        "last_contact_at": NOW - timedelta(days=1),
        "last_contact_kind": "talked",
        "in_touch": True,
    }
    assert said(line("slow", **recent)) == (
        "You've been in touch with *Acme* lately, but it hasn't moved in Proposal for 9 working days. Want a hand?"
    )
    assert said(line("slow", missing=("预算", "拍板人"), stage_name="方案", **recent), "zh") == (
        "*Acme* 最近有联系，就是没往前走：「方案」9 个工作日了。还差：预算、拍板人。要帮忙吗？"
    )
    assert said(line("slow", Rung.MANAGER, owner="Liam", **recent)) == (
        "*Acme* (Liam): in touch lately, but it hasn't moved in Proposal for 9 working days."
    )
    assert said(line("slow", stage_name="线索"), "zh") == "*Acme* 在「线索」9 个工作日了，还没记过联系。"
    quiet = line(
        "quiet", days_silent=5, last_contact_at=NOW - timedelta(days=7), last_contact_kind="talked", tries=3
    )
    assert said(quiet) == (
        "No contact with *Acme* for 5 working days, since the call on Tue, Nov 17. Tried 3 times."
    )
    assert "试了 3 次" in said(quiet, "zh")
    both = said(line("quiet", also=("slow",), last_contact_at=NOW - timedelta(days=7)))
    assert "in Proposal for 9 working days" in both and "quiet" in both
    assert said(line("slow", Rung.HEADS_UP, limit="7wd")) == (
        "*Acme* has been in Proposal since Mon, Nov 16. It'll be 7 working days tomorrow, 9:00 AM. What's in the way?"
    )
    assert "Push, park or close?" in said(line("slow", Rung.DECIDE))
    assert "8:50 AM list" in said(line("slow", listed_at=time(8, 50)))


def test_two_buttons_and_a_menu_for_each_deal_and_managers_have_their_own() -> None:
    rep = render(NudgeMessage(lines=(line("quiet"),)), reader())
    assert buttons_of(rep) == ["Log note", "Waiting on them", "nudge_more"]
    warned = render(NudgeMessage(lines=(line("slow", Rung.HEADS_UP, blockers=CHIPS),)), reader())
    assert buttons_of(warned) == ["nudge_blocker", "Log note", "nudge_more"]
    maya = render(
        ManagerList(lines=(line("slow", Rung.MANAGER, owner="Liam", missing=("budget",)),)), reader()
    )
    assert buttons_of(maya) == ["I'll help", "Reassign", "nudge_more", "Start stand-up"]
    assert "Push, park or close…" in str(maya) and "Waive a missing item…" in str(maya)
    settled = line("slow", Rung.MANAGER, owner="Liam", done=Done(verb="help", who="Maya"))
    assert buttons_of(render(ManagerList(lines=(settled,)), reader())) == []
    answered = render(NudgeMessage(lines=(line(done=Done(verb="help", who="Maya")),)), reader())
    told = Done(verb="dismissed", reason="done", until=NOW + timedelta(days=5))
    assert buttons_of(render(NudgeMessage(lines=(line("untouched", done=told),)), reader())) == ["Log note"]
    others = line("untouched", Rung.MANAGER, owner="Liam", done=told)
    assert buttons_of(render(ManagerList(lines=(others,)), reader())) == []
    assert buttons_of(answered) == [] and "I've asked Maya for help" in text_of(answered)


def test_one_grey_line_of_reasons_a_message_and_with_several_it_says_whose() -> None:
    def grey(*lines: NudgeLine) -> list[str]:
        view = render(NudgeMessage(lines=lines), reader())
        return [b["elements"][0]["text"] for b in view["blocks"] if b["type"] == "context"]

    why_ = "Why: 7 working days in Proposal, counted from Mon, Nov 16. Next: Thu, Nov 26, 9:00 AM"
    assert grey(line("slow")) == [why_]
    assert grey(line("slow"), line("slow")) == [
        why_.replace("Why:", "Why Acme:") + ". Why for the others: in their ⋯ menu"
    ]
    assert grey(line("slow"), line(done=Done(verb="note"))) == [why_]


def test_what_was_lost_is_said_to_be_lost() -> None:
    def gone(now: str) -> BlockedLine:
        return BlockedLine(
            head=DealHead(deal_id=1, account="恒达机械"),
            stage_name="方案",
            owner="李明",
            status="cleared",
            now=now,
        )

    answer = BlockedList(on=date(2026, 11, 24), cleared=(gone(""), gone("lost"), gone("invalid")))
    told = text_of(render(answer, reader("zh")))
    assert "解决 1 · 丢单 1 · 无效 1" in told and told.count("✓") == 1
    assert "*恒达机械* · 方案 · 李明 · 丢了" in told and "李明 · 记成无效了" in told


def test_heads_hide_nothing_by_accident_and_an_empty_day_is_one_line() -> None:
    stuck = BlockedLine(
        head=DealHead(deal_id=1, account="恒达机械"), stage_name="方案", days=9, owner="李明", blocker="等我们报价",
        group="presales", day=2, status="still",
    )  # fmt: skip
    answer = BlockedList(on=date(2026, 11, 24), on_us=(stuck,))
    told = text_of(render(answer, reader("zh")))
    assert "*恒达机械* · 方案 · 9 个工作日 · 李明 · 卡点：等我们报价（售前） · 上榜第 2 天" in told
    legal = stuck.model_copy(update={"blocker": "法务", "group": "legal"})
    assert "卡点：法务 · 上榜" in text_of(render(BlockedList(on=answer.on, on_us=(legal,)), reader("zh")))
    assert "恒达" not in fits(answer.model_copy(update={"audience": "counts"}), "zh")


@pytest.mark.parametrize(("locale", "said"), [("en", "First calls"), ("zh", "首次联系")])
def test_an_empty_list_says_what_is_never_on_it(locale: str, said: str) -> None:
    """A manager read of deals that need them ten minutes before."""
    told = fits(BlockedList(on=date(2026, 11, 24)), locale)
    assert "stuck list" in told or "卡点清单" in told
    assert said in told

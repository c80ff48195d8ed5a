"""The heads of the morning lists count what there is: shown, on Home, not shown, cleared since."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from bot.views.answers import render
from rules.answers import Answer, DealHead, StepShown
from rules.answers.digests import BlockedLine, BlockedList, ManagerList, MorningList
from rules.answers.nudges import Done
from rules.facts import Rung
from sandbox.driver import buttons_of, text_of
from tests.bot.test_nudge_views import line, reader

FRIDAY = date(2026, 11, 27)


def heads_of(view: dict[str, Any]) -> list[str]:
    return [b["text"]["text"] for b in view["blocks"] if b["type"] == "section"]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            MorningList(lines=(line("slow"),) * 5, more=7),
            "Morning! 5 deals for today, most important first; 7 more still open, on Home",
        ),
        (MorningList(drafts=(DealHead(deal_id=1),), more_drafts=3), "Morning! No deal needs you today"),
        (MorningList(lines=(line("slow"),), new=0, undecided=5), "Morning! 1 thing today"),
        (
            MorningList(undecided=5, more=2, new=0),
            "Morning! Nothing new today; 5 deals wait for you to decide",
        ),
        (
            MorningList(lines=(line("slow"),) * 5, more=23, new=5),
            "Morning! 5 deals for today, most important first; 23 more still open",
        ),
        (
            MorningList(lines=(line("slow"),) * 2, new=0),
            "Morning! 2 things today, all still from before.",
        ),
        (MorningList(lines=(line("slow"),) * 2, new=2), "Morning! 2 things today, most"),
        (
            MorningList(lines=(line(done=Done(verb="note")),), more=2),
            "Morning! 1 deal for today, most important first; 2 more",
        ),
        (MorningList(lines=(line(done=Done(verb="note")),)), "Morning! All of today's list is taken care of"),
        (
            ManagerList(lines=(line("slow", owner="Liam"),) * 5, more=4),
            "Morning! 5 deals could use your help; 4 more after that",
        ),
    ],
)
def test_a_lists_head_counts_what_it_shows_and_what_is_on_home(answer: Answer, told: str) -> None:
    assert heads_of(render(answer, reader()))[0].startswith(told)


def test_one_message_for_who_leads_and_sells_their_own_day_first() -> None:
    both = ManagerList(
        mine=MorningList(lines=(line("slow"),)), lines=(line("quiet", Rung.MANAGER, owner="Liam"),), handled=2
    )
    view = render(both, reader())
    heads = [head for head in heads_of(view) if "Acme" not in head]
    assert heads == [
        "Morning! 1 thing today",
        "In your team, 1 deal could use your help (2 more are red: they're on your Home, under Your team)",
    ]
    assert view["text"] == " · ".join(heads)


def test_a_channels_head_counts_every_stuck_deal_and_what_was_cleared_since() -> None:
    def one(**facts: Any) -> BlockedLine:
        return BlockedLine(head=DealHead(deal_id=1, account="恒达机械"), **facts)

    answer = BlockedList(
        on=date(2026, 11, 24),
        cleared=(one(status="cleared"),) * 7,
        on_us=(one(status="new"), one(status="still", now="cleared")),
        on_them=(one(status="still"),),
        more=6,
    )
    told = text_of(render(answer, reader("zh")))
    assert "解决 8 · 新增 1 · 还在 1*" in told and "还有 2 单也解决了" in told
    assert told.count("6") == 1 and "另有 6 单也卡着，没列在这儿，负责人在首页能看到" in told
    counts = text_of(render(answer.model_copy(update={"audience": "counts"}), reader("zh")))
    assert "解决 8 · 新增 1 · 还在 1 · 另有 6 单也卡着" in counts and counts.count("6") == 1
    aside = answer.model_copy(update={"on_us": (one(status="still", now="dismissed"),)})
    assert "*暂时不提的*" in text_of(render(aside, reader("zh"))), "not the name of a park"


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_what_a_list_does_not_show_is_counted_once_with_the_way_there(locale: str) -> None:
    """In its head; under the last line stands a button."""
    mine = MorningList(lines=(line("slow"),) * 5, more=57)
    team = ManagerList(mine=mine, lines=(line("slow", owner="Liam"),) * 5, more=63)
    view = render(team, reader(locale))
    told = "\n".join(heads_of(view))
    assert told.count("57") == told.count("63") == 1 and "57" not in str(view["blocks"][-12:])
    assert [
        b for b in buttons_of(view) if b in ("All my deals", "手上的单子都看看", "See them all", "都看看")
    ] == (["All my deals", "See them all"] if locale == "en" else ["手上的单子都看看", "都看看"])


@pytest.mark.parametrize("status", ["cleared", "still"])
def test_a_dismissed_reminder_is_not_told_as_solved(status: str) -> None:
    """In today's list, where it is edited, and in the next, which says what left."""
    one = BlockedLine(
        head=DealHead(deal_id=1, account="云帆科技"), owner="李明", status=status, now="dismissed"
    )
    where = {"cleared": (one,)} if status == "cleared" else {"on_us": (one,)}
    told = text_of(render(BlockedList(on=date(2026, 11, 24), **where), reader("zh")))
    assert "云帆科技* · 李明 · 这条先不提醒" in told and "不用提醒 1" in told and "解决" not in told


@pytest.mark.parametrize(("locale", "title"), [("en", "No reason given"), ("zh", "还没说卡在哪")])
def test_a_deal_whose_blocker_nobody_named_is_not_said_to_wait_on_us(locale: str, title: str) -> None:
    def one(name: str, blocker: str = "") -> BlockedLine:
        return BlockedLine(head=DealHead(deal_id=1, account=name), blocker=blocker)

    ours = "等我们" if locale == "zh" else "Waiting on us"
    answer = BlockedList(on=date(2026, 11, 24), on_us=(one("Acme"), one("Beacon", "Our quote")))
    told = text_of(render(answer, reader(locale)))
    assert told.index(ours) < told.index("Beacon") < told.index(title) < told.index("Acme")
    assert ours not in text_of(render(BlockedList(on=answer.on, on_us=(one("Acme"),)), reader(locale)))


@pytest.mark.parametrize(
    ("locale", "now", "on", "told"),
    [
        ("zh", "", FRIDAY, "下一步：11月27日（周五）前"),
        ("zh", "step", FRIDAY, "刚定了下一步：11月27日（周五）前"),
        ("zh", "planned", FRIDAY, "定了下一步：11月27日（周五）前"),
        ("zh", "", None, " · 已有下一步\n"),
        ("zh", "step", None, " · 刚定了下一步\n"),
        ("zh", "planned", None, " · 已有下一步\n"),
        ("en", "", FRIDAY, "next step by Fri, Nov 27"),
        ("en", "step", FRIDAY, "next step just set: by Fri, Nov 27"),
        ("en", "planned", FRIDAY, "next step set: by Fri, Nov 27"),
        ("en", "", None, " · next step set\n"),
        ("en", "step", None, " · next step just set\n"),
        ("en", "planned", None, " · next step set\n"),
    ],
)
def test_a_deal_with_a_next_step_ahead_waits_on_us_until_then(
    locale: str, now: str, on: date | None, told: str
) -> None:
    """Its day stands in the line where the channel may read it."""
    step = StepShown(kind="by", on=on)
    one = BlockedLine(head=DealHead(deal_id=1, account="Acme"), step=step, now=now)
    said = text_of(render(BlockedList(on=date(2026, 11, 24), on_us=(one,)), reader(locale))) + "\n"
    assert told in said and ("等我们" in said or "Waiting on us" in said)
    assert "No reason given" not in said and "还没说卡在哪" not in said


def test_a_managers_list_ends_in_one_row() -> None:
    assert _last_row(ManagerList(lines=(line("slow", owner="Liam"),), handled=2)) == [
        "standup_start",
        "home_list",
    ]


def test_a_stand_up_may_be_gone_on_with_after_what_was_decided_in_it() -> None:
    decided = line("slow", owner="Liam", done=Done(verb="decided", text="send SOW", on=FRIDAY))
    assert _last_row(ManagerList(lines=(decided,))) == ["standup_start"]
    planned = BlockedLine(head=DealHead(deal_id=1, account="Acme"), now="planned")
    assert _last_row(BlockedList(on=FRIDAY, on_us=(planned,))) == ["standup_start"]
    assert _last_row(BlockedList(on=FRIDAY, cleared=(planned,))) == []


def _last_row(answer: Answer) -> list[str]:
    rows = [block for block in render(answer, reader())["blocks"] if block["type"] == "actions"]
    return [element["action_id"] for element in rows[-1]["elements"]] if rows else []


def test_what_is_below_a_managers_five_opens_in_full() -> None:
    answer = ManagerList(lines=(line("slow", owner="Liam"),) * 5, more=10)
    assert '"hand:0"' in json.dumps(render(answer, reader())["blocks"])

"""A next step that a colleague promised: its owner reads whose it is, on the morning of its day and after it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.views import home_rows
from bot.views.reader import Reader
from rules.answers.digests import MorningList
from services.lists import home
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post
from tests.services.test_note_beside import deal, heard, joined, machine

__all__ = ["deal", "machine"]


def test_its_owner_reads_whose_it_is(machine: Machine, deal: int) -> None:
    joined(machine, deal)
    code, post = machine.deal_row(deal).code, Post(machine)
    Hand(machine, "pia").note(f"{code} 他们要方案 // 明天给部署方案")
    for day, says in (("11-25", "任务在 Pia 那儿，今天给"), ("11-26", "任务在 Pia 那儿，说好昨天给，还没好")):
        post.through(f"{day} 09:30")
        (when, _, said) = heard(post, machine, MorningList)[-1]
        assert when == f"{day} 08:30" and "给部署方案" in said and says in said
    mine = home.of(Hand(machine, "liam").ask()).mine
    assert mine is not None
    row = next(x for part in (mine.today, mine.red, mine.amber) for x in part.deals if x.head.deal_id == deal)
    reader = Reader("zh", ZoneInfo("Asia/Shanghai"), machine.clock.now())
    assert "给部署方案" in home_rows.row(row, reader) and "（在 Pia 那儿）" in home_rows.row(row, reader)
    post.through("12-03 09:00")
    (_, _, said) = heard(post, machine, MorningList)[-1]
    assert "任务在 Pia 那儿，说好11月25日（周三）给，还没好" in said, "also beside a limit"
    post.said.clear()
    Hand(machine, "liam").note(f"{code} 我来给 // 12月4日给部署方案")
    post.through("12-04 09:00")
    (mine,) = (said for _, _, said in heard(post, machine, MorningList) if "给部署方案" in said)
    assert "Pia" not in mine

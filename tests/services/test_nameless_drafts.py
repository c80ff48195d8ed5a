"""Drafts that name nobody: each is told from the others by how it was typed."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.views.answers import render
from bot.views.leads import name_of
from bot.views.reader import Reader
from rules.answers.home import Home, HomeMine
from sandbox.driver import text_of
from services.lists import home
from tests.services.hand import Hand
from tests.services.machine import Machine


def test_drafts_without_a_name_are_told_apart_by_how_they_begin(machine: Machine) -> None:
    liam = Hand(machine, "liam")
    liam.lead("😀")
    liam.lead("想看演示的那位，下周再打给他，他说最近在忙搬家的事情，要等到月底才有空")
    mine = home.of(liam.ask()).mine
    assert mine is not None
    reader = Reader("zh", ZoneInfo("Asia/Shanghai"), machine.clock.now())
    names = [name_of(head, reader) for head in mine.drafts]
    assert names == [
        "还没名字：「想看演示的那位，下周再打给他，他说最近在忙搬家的事情，要等…」",
        "还没名字：「😀」",
    ]
    told = text_of(render(Home(mine=HomeMine(drafts=mine.drafts)), reader))
    assert "「😀」：这条是谁的？" in told

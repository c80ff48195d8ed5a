"""A month of negotiation with nothing new: one message in its own words, the manager's next list, a way to save it."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.digests import ManagerList, VerbFilled
from rules.answers.nudges import NudgeMessage
from sandbox.driver import text_of
from services.clock import verbs
from services.clock.said import Pressed
from services.lists import home
from storage.tables import Nudge
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at


def page(machine: Machine, answer: Any, locale: str = "en") -> Any:
    return render(answer, Reader(locale, ZoneInfo("Asia/Shanghai"), machine.clock.now(), "U0"))


def test_the_gravest_says_it_once_for_all(machine: Machine, post: Post) -> None:
    """22 working days after 2 November it is said once more, though silence and stage were said long before."""
    machine.clock.set(at("11-02 10:00"))
    deal = machine.deal(stage="negotiation")
    post.through("12-02 09:30")
    post.said.clear()
    post.run("12-02 10:00")
    ((_, answer),) = post.of(NudgeMessage)
    (line,) = answer.lines
    assert (line.rule, line.also) == ("slipping", ("quiet", "slow"))
    said = text_of(page(machine, answer))
    assert "nothing new in Negotiation for 22 working days or more. It may be lost. What's the plan?" in said
    told = text_of(page(machine, answer, "zh"))
    assert "22 个工作日以上没动静，可能要丢了。怎么办？" in told
    (row,) = [block for block in page(machine, answer)["blocks"] if block["type"] == "actions"]
    assert [e["action_id"] for e in row["elements"]][:2] == ["nudge_plan", "nudge_wait"]
    assert "nothing new for weeks, it may be lost" in text_of(
        page(machine, home.of(Hand(machine, "liam").ask()))
    )
    post.said.clear()
    post.through("12-03 09:00")
    ((_, listed),) = post.of(ManagerList)
    assert [x.rule for x in listed.lines] == ["slipping"]
    assert "It may be lost." in text_of(page(machine, listed))
    (nudge,) = [n for n in machine.rows(Nudge) if (n.rule, n.rung) == ("slipping", 2)]
    answer = Hand(machine, "liam").do(
        verbs.act,
        "plan",
        Pressed(nudge.id, deal),
        VerbFilled(on=date(2026, 12, 8), text="dinner with their CFO"),
    )
    assert "dinner with their CFO, now set for" in text_of(page(machine, answer))

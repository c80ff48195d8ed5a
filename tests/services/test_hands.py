"""Who has a hand in a deal of somebody else's hears once that it is over or yet another's, and when that is undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.sheets import writing
from bot.sheets.writing import Page
from bot.views.answers import render
from bot.views.reader import Reader
from bot.views.teams import NAMED
from rules.answers import load
from rules.answers.digests import VerbFilled
from rules.answers.teams import DealOver, DealsOver
from sandbox.driver import text_of
from services.deals import colleagues, stage_undo, stages, team
from services.deals.stages import Sent
from services.exchange.parts import Importer
from services.lists import home
from storage.tables import Deal, Delivery, Task
from tests.services import tables
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at
from tests.services.test_colleagues import machine
from tests.services.test_help import higher_up, press, seen

pytestmark = pytest.mark.few_on_postgresql

__all__ = ["machine"]

DONE = {"accepted": "yes", "settled": "yes", "after_sales": "pumps run", "who_else": "the Ulm plant"}


def asked(machine: Machine, deal_id: int, who: str, text: str = "who ran their pilot?") -> None:
    choice = str(machine.ids[who])
    Hand(machine, "liam").do(colleagues.ask_colleague, deal_id, VerbFilled(choice=choice, text=text))


def heard(post: Post, locale: str = "en") -> list[tuple[str, str]]:
    """Who read what of a deal that is over or given away; what edits made of it too."""
    names = {number: name for name, number in post.machine.ids.items()}
    reader = Reader(locale, ZoneInfo("Asia/Shanghai"), post.machine.clock.now(), "U0")
    said = zip(post.to, post.said, strict=True)
    return [
        (names[person or 0], text_of(render(answer, reader)))
        for person, (_, _, _, answer) in said
        if isinstance(answer, DealOver | DealsOver)
    ]


def lost(machine: Machine, deal_id: int, who: str = "liam") -> Any:
    return Hand(machine, who).do(
        lambda ask: stages.close(ask, deal_id, state="lost", reason="price", words="")
    )


def invalid(machine: Machine, deal_id: int) -> Any:
    shut: dict[str, str] = {"state": "invalid", "reason": "test", "words": ""}
    return Hand(machine, "liam").do(lambda ask: stages.close(ask, deal_id, **shut))


def won(machine: Machine, deal_id: int) -> Any:
    machine.change(deal_id, stage="collecting")
    return Hand(machine, "liam").do(stages.move, Sent(deal_id, "closed", DONE))


ENDS = [
    (lost, "*Acme 1* is closed as lost. Nothing for you to do."),
    (invalid, "*Acme 1* turned out to be no lead. Nothing for you to do."),
    (won, "*Acme 1* is won. Nothing for you to do."),
]


@pytest.mark.parametrize(("end", "says"), ENDS)
def test_who_was_asked_and_who_promised_hear_once_that_it_is_over(
    machine: Machine, post: Post, end: Callable[[Machine, int], Any], says: str
) -> None:
    deal_id, liam, chen = machine.deal(), Hand(machine, "liam"), "U0CHEN"
    liam.do(team.change, deal_id, (chen,), ())
    Hand(machine, "chen").note(f"{machine.deal_row(deal_id).code} 聊了接口；下周一发接口清单")
    asked(machine, deal_id, "dana")
    asked(machine, deal_id, "dana", "and their plant?")
    press(machine, "liam", "blocker", deal_id, choice="our_quote")
    post.run()
    end(machine, deal_id)
    post.run()
    told = dict(heard(post))
    assert len(heard(post)) == len(told) == 4
    assert told["dana"] == f"{says} Off your list: “who ran their pilot?”, “and their plant?”."
    assert told["pia"] == told["pat"] == f"{says} Off your list: “Our quote”."
    assert told["chen"] == f"{says} Off your list: “发接口清单”."
    (request,) = [
        load(dict(d.payload))
        for d in machine.deliveries
        if d.kind == "task_asked" and d.person_id == machine.ids["dana"]
    ][:1]
    assert seen(request, machine)[0].endswith("Not needed any more.")


def test_a_lead_that_is_undone_is_told_too(machine: Machine, post: Post) -> None:
    liam = Hand(machine, "liam")
    lead = liam.lead("Contoso, Ms. Chen 212-555-0190, ERP, 80k, expo")
    asked(machine, lead.head.deal_id, "dana")
    post.run()
    liam.undo_lead(lead.undo_id)
    post.run()
    assert heard(post) == [
        ("dana", "*Contoso* was taken back. Nothing for you to do. Off your list: “who ran their pilot?”.")
    ]


def test_who_ended_it_and_who_had_not_heard_of_it_are_not_told(machine: Machine, post: Post) -> None:
    deal_id = machine.deal()
    asked(machine, deal_id, "maya")
    post.run()
    asked(machine, deal_id, "dana")
    lost(machine, deal_id, "maya")
    post.run()
    assert heard(post) == []


def test_undone_it_is_said_there_and_told_anew_when_it_ends_again(machine: Machine, post: Post) -> None:
    deal_id = machine.deal()
    asked(machine, deal_id, "dana")
    press(machine, "maya", "help_them", deal_id)
    post.run()
    closed = lost(machine, deal_id)
    post.run("11-24 15:35")
    assert {who for who, _ in heard(post)} == {"dana", "maya"}
    stage_undo.undo(Hand(machine, "liam").ask(), closed.undo_id)
    post.run("11-24 15:36")
    told = dict(heard(post))
    assert told["dana"].endswith("was taken back. Back on your list: “who ran their pilot?”.")
    assert told["maya"] == "*Acme 1* is open again: that was taken back. You're still helping."
    assert dict(heard(post, "zh"))["maya"] == "*Acme 1* 又打开了，刚才那一步撤回了。还是你在帮。"
    tasks = home.of(Hand(machine, "dana").ask()).tasks
    assert tasks is not None and [x.what for x in tasks.tasks] == ["who ran their pilot?"]
    post.said.clear(), post.to.clear()
    lost(machine, deal_id)
    post.run("11-24 15:37")
    assert {who: text.partition(".")[0] for who, text in heard(post)} == {
        "dana": "*Acme 1* is closed as lost",
        "maya": "*Acme 1* is closed as lost",
    }
    assert [op for _, _, op, answer in post.said if isinstance(answer, DealsOver)] == ["post", "post"]


def test_at_night_only_what_came_of_it_is_told(machine: Machine, post: Post) -> None:
    deal_id = machine.deal()
    asked(machine, deal_id, "dana")
    post.run()
    machine.clock.set(at("11-24 22:00"))
    closed = lost(machine, deal_id)
    stage_undo.undo(Hand(machine, "liam").ask(), closed.undo_id)
    lost(machine, deal_id)
    post.run("11-25 09:30")
    assert len(heard(post)) == 1
    assert "closed as lost" in heard(post)[0][1]


def test_given_away_their_task_stays_and_they_hear_whose_it_is(machine: Machine, post: Post) -> None:
    deal_id = machine.deal()
    asked(machine, deal_id, "chen")
    asked(machine, deal_id, "dana")
    post.run()
    press(machine, "maya", "reassign", deal_id, choice=str(machine.ids["dana"]))
    post.run()
    assert heard(post) == [("chen", "*Acme 1* is with Dana now. Your task stays: “who ran their pilot?”.")]
    assert {task.state for task in machine.rows(Task)} == {"open"}


def test_given_away_and_back_by_night_is_news_to_who_helped_alone(machine: Machine, post: Post) -> None:
    deal_id = machine.deal()
    asked(machine, deal_id, "chen")
    higher_up(machine)
    press(machine, "zoe", "help_them", deal_id)
    post.run()
    machine.clock.set(at("11-24 22:00"))
    for who in ("dana", "liam"):
        press(machine, "maya", "reassign", deal_id, choice=str(machine.ids[who]))
    post.run("11-25 09:30")
    assert {who: text.partition(".")[0] for who, text in heard(post)} == {
        "zoe": "*Acme 1* is with Liam now",
    }


def test_what_an_import_gives_away_and_ends_is_told_in_one_message(machine: Machine, post: Post) -> None:
    """The table that was exported comes back with other owners and results."""
    ids = [machine.deal() for _ in range(12)]
    for deal_id in ids:
        asked(machine, deal_id, "chen")
    post.run()
    deals = [machine.deal_row(deal_id) for deal_id in ids]
    lines = [[d.code, f"Acme {n}", "Dana", "", d.version] for n, d in enumerate(deals, 1)]
    lines[0][2:4] = ["Liam", "流失"]
    page = Page("线索", ["线索编号", "客户名称", "销售代表", "结果状态", "版本"], lines)
    by = Importer(Hand(machine, "maya").actor, "zh", ZoneInfo("Asia/Shanghai"), "cn")
    machine.clock.push(minutes=5)
    tables.take(machine.deps, tables.of_file("线索.xlsx", writing.xlsx([page])), machine.clock.now(), by)
    assert {deal.owner_id for deal in machine.rows(Deal)} == {machine.ids["dana"], machine.ids["liam"]}
    post.run()
    ((who, told),) = heard(post)
    assert who == "chen" and told.count("is with Dana now") == NAMED - 1 and "And 2 more." in told
    assert "*Acme 1* is closed as lost" in told
    assert len([x for x in machine.rows(Delivery) if x.kind == DealsOver.kind and x.op == "post"]) == 1

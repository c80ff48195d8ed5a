"""What somebody with a hand in a deal hears is decided when it is sent: how the deal ended, else whose it is, else nothing;
and it is true then, whatever came before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.sheets import writing
from bot.sheets.writing import Page
from rules.answers.digests import VerbFilled
from rules.answers.teams import DealsOver
from services.deals import owners, stage_undo, task_answers
from services.exchange.parts import Importer
from storage.tables import Deal, Delivery, PersonRole, Task
from tests.services import tables
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at
from tests.services.test_hands import asked, heard, lost, machine
from tests.services.test_help import higher_up, press
from tests.services.test_out_of_sight import to_max

pytestmark = pytest.mark.few_on_postgresql

__all__ = ["machine"]

NIGHT, MORNING = "11-24 22:00", "11-25 09:30"
TASK = "“who ran their pilot?”"
GIVEN = "*Acme 1* is with Dana now."
LOST = "*Acme 1* is closed as lost. Nothing for you to do."
STAYS, GONE = f"{GIVEN} Your task stays: {TASK}.", f"{LOST} Off your list: {TASK}."
Step = Callable[["Team"], Any]


class Team:
    """A deal of Liam's: Chen has a task there that he knows of, and Zoe helps."""

    def __init__(self, machine: Machine, post: Post, *, also: str = "") -> None:
        self.machine, self.closed = machine, 0
        self.deal_id = machine.deal()
        if "ravi" not in machine.ids:
            machine.join("ravi", "rep", manager="maya")
            higher_up(machine)
        press(machine, "zoe", "help_them", self.deal_id)
        for who in ["chen", *([also] if also else [])]:
            asked(machine, self.deal_id, who)
        post.run()

    def give(self, who: str, by: str = "maya") -> None:
        press(self.machine, by, "reassign", self.deal_id, choice=str(self.machine.ids[who]))

    def lose(self, by: str) -> None:
        self.closed = lost(self.machine, self.deal_id, by).undo_id

    def undo(self, by: str) -> None:
        stage_undo.undo(Hand(self.machine, by).ask(), self.closed)

    def answer(self, who: str) -> None:
        task = next(x for x in self.machine.rows(Task) if x.person_id == self.machine.ids[who])
        Hand(self.machine, who).do(task_answers.answer, task.id, "done", VerbFilled(text="Globex"))

    def imported(self, owner: str, result: str) -> None:
        take(self.machine, [self.deal_id], owner, result)

    def walk(self, *steps: Step) -> None:
        for step in steps:
            self.machine.clock.push(minutes=1)
            step(self)


def take(machine: Machine, deal_ids: list[int], owner: str, result: str) -> None:
    """The table that was exported comes back with another owner or result."""
    lines = [
        [d.code, f"Acme {n}", owner, result, d.version]
        for n, d in enumerate(map(machine.deal_row, deal_ids), 1)
    ]
    page = Page("线索", ["线索编号", "客户名称", "销售代表", "结果状态", "版本"], lines)
    by = Importer(Hand(machine, "maya").actor, "zh", ZoneInfo("Asia/Shanghai"), "cn")
    tables.take(machine.deps, tables.of_file("线索.xlsx", writing.xlsx([page])), machine.clock.now(), by)


def give(who: str, by: str = "maya") -> Step:
    return lambda team: team.give(who, by)


def lose(by: str) -> Step:
    return lambda team: team.lose(by)


def undo(by: str) -> Step:
    return lambda team: team.undo(by)


def answer(who: str) -> Step:
    return lambda team: team.answer(who)


def imported(owner: str, result: str = "") -> Step:
    return lambda team: team.imported(owner, result)


NIGHTS: list[tuple[str, list[Step], dict[str, str]]] = [
    ("given", [give("dana")], {"chen": STAYS, "zoe": GIVEN}),
    ("given twice", [give("ravi"), give("dana")], {"chen": STAYS, "zoe": GIVEN}),
    ("lost", [lose("liam")], {"chen": GONE, "zoe": LOST}),
    ("lost and undone", [lose("liam"), undo("liam")], {}),
    ("given and lost", [give("dana"), lose("dana")], {"chen": GONE, "zoe": LOST}),
    ("given, lost, undone", [give("dana"), lose("dana"), undo("dana")], {"chen": STAYS, "zoe": GIVEN}),
    ("given, task done", [give("dana"), answer("chen")], {"zoe": GIVEN}),
    ("task done, lost", [give("dana"), answer("chen"), lose("dana")], {"zoe": LOST}),
    ("one line gives and ends", [imported("Dana", "流失")], {"chen": GONE, "zoe": LOST}),
    ("imported and lost", [imported("Dana"), lose("dana")], {"chen": GONE, "zoe": LOST}),
    ("given and imported", [give("ravi"), imported("Dana")], {"chen": STAYS, "zoe": GIVEN}),
]


@pytest.mark.parametrize(("steps", "told"), [row[1:] for row in NIGHTS], ids=[row[0] for row in NIGHTS])
def test_what_came_of_a_night_is_told_once(
    machine: Machine, post: Post, steps: list[Step], told: dict[str, str]
) -> None:
    team = Team(machine, post)
    machine.clock.set(at(NIGHT))
    team.walk(*steps)
    post.run(MORNING)
    said = [(who, text.rpartition("\n")[2]) for who, text in heard(post)]
    assert dict(said) == told and len(said) == len(told)


def test_whoever_gets_the_deal_or_ends_it_is_not_told_what_they_know(machine: Machine, post: Post) -> None:
    team = Team(machine, post, also="dana")
    machine.clock.set(at(NIGHT))
    team.walk(give("ravi"), give("dana"))
    post.run(MORNING)
    assert "dana" not in dict(heard(post))
    team.walk(give("ravi"))
    post.run("11-25 10:00")
    assert "dana" not in dict(heard(post)), "she had it, and hears of that otherwise"


def test_who_gets_the_deal_is_promised_nothing_that_would_be_dropped(machine: Machine, post: Post) -> None:
    Team(machine, post, also="dana").walk(give("dana"))
    promised = {x.person_id for x in machine.rows(Delivery) if x.kind == DealsOver.kind}
    assert promised == {machine.ids["chen"], machine.ids["zoe"]}


def test_what_somebody_does_after_an_import_is_not_called_the_imports(machine: Machine, post: Post) -> None:
    team = Team(machine, post)
    machine.clock.set(at(NIGHT))
    team.walk(imported("Dana"), lose("dana"))
    post.run(MORNING)
    assert dict(heard(post)) == {"chen": GONE, "zoe": LOST}


def test_who_turns_out_to_have_it_is_not_told_that_they_do(machine: Machine, post: Post) -> None:
    """Whose it was in a file is the same person by now."""
    team = Team(machine, post, also="dana")
    machine.clock.set(at(NIGHT))
    team.walk(give("ravi"))
    with machine.db.write() as tx:
        owners.move(tx, [team.deal_id], machine.ids["ravi"], machine.ids["dana"], machine.clock.now())
    post.run(MORNING)
    assert dict(heard(post)) == {"chen": STAYS, "zoe": GIVEN}


@pytest.mark.parametrize(("then", "reads"), [([], set()), ([undo("maya"), lose("dana")], {"maya"})])
def test_who_ended_it_reads_nothing_of_what_was_promised_before(
    machine: Machine, post: Post, then: list[Step], reads: set[str]
) -> None:
    team = Team(machine, post, also="maya")
    machine.clock.set(at(NIGHT))
    team.walk(give("dana", by="zoe"), lose("maya"), *then)
    post.run(MORNING)
    said = heard(post)
    assert {who for who, _ in said} == {"chen"} | reads and all("closed as lost" in text for _, text in said)


def test_undone_after_it_was_read_says_whose_it_is_by_now(machine: Machine, post: Post) -> None:
    team = Team(machine, post)
    machine.clock.set(at("11-25 08:50"))
    team.walk(give("dana"), lose("dana"))
    post.run("11-25 09:00")
    assert dict(heard(post)) == {"chen": GONE, "zoe": LOST}
    team.walk(undo("dana"))
    post.run("11-25 09:02")
    assert dict(heard(post)) == {"chen": STAYS, "zoe": GIVEN}
    assert Counter(op for _, _, op, told in post.said if isinstance(told, DealsOver))["post"] == 2


def test_whose_promise_ended_is_not_said_to_help_still(machine: Machine, post: Post) -> None:
    """Back, and in triage by the time that the edit goes out."""
    team = Team(machine, post)
    team.walk(lose("liam"))
    post.run()
    team.walk(undo("liam"))
    with machine.db.write() as tx:
        deal = tx.get(Deal, team.deal_id)
        assert deal is not None
        deal.owner_id, deal.version = None, deal.version + 1
    post.run()
    assert dict(heard(post))["zoe"] == "*Acme 1* is open again: that was taken back."


def test_every_one_of_two_who_help_hears(machine: Machine, post: Post) -> None:
    team = Team(machine, post)
    press(machine, "maya", "help_them", team.deal_id)
    post.run()
    team.walk(lose("liam"))
    post.run()
    assert dict(heard(post)) == {"chen": GONE, "zoe": LOST, "maya": LOST}


# -- who is told nothing --------------------------------------------------------------------------------


def test_what_was_asked_and_reached_nobody_is_no_hand(machine: Machine, post: Post) -> None:
    """Of a request that was dropped, and of a group's that waits for the morning."""
    deal_id = machine.deal()
    machine.clock.set(at(NIGHT))
    asked(machine, deal_id, "chen")
    press(machine, "liam", "blocker", deal_id, choice="our_quote")
    machine.clock.set(at("11-25 08:56"))
    closed = lost(machine, deal_id)
    post.run("11-25 09:00")
    assert heard(post) == []
    stage_undo.undo(Hand(machine, "liam").ask(), closed.undo_id)
    machine.clock.push(minutes=1)
    lost(machine, deal_id)
    post.run("11-25 09:05")
    assert heard(post) == []


def test_who_may_not_see_it_any_more_is_not_told_how_it_ends(machine: Machine, post: Post) -> None:
    deal_id = machine.deal()
    press(machine, "maya", "help_them", deal_id)
    asked(machine, deal_id, "chen")
    post.run()
    to_max(machine)
    lost(machine, deal_id)
    post.run("11-24 15:40")
    assert {who for who, _ in heard(post)} == {"chen"}, "a task is a right of its own"


def test_whose_task_it_is_no_more_is_not_told(machine: Machine, post: Post) -> None:
    deal_id = machine.deal()
    press(machine, "liam", "blocker", deal_id, choice="our_quote")
    post.run()
    machine.clock.set(at(NIGHT))
    lost(machine, deal_id)
    with machine.db.write() as tx:
        tx.delete(tx.get(PersonRole, (machine.ids["pia"], "presales")))
    post.run(MORNING)
    assert [who for who, _ in heard(post)] == ["pat"]


def test_whose_a_deal_was_that_is_over_already_is_no_news(machine: Machine, post: Post) -> None:
    team = Team(machine, post)
    team.walk(lose("liam"))
    post.run()
    machine.clock.set(at("12-01 10:00"))
    team.walk(imported("Dana", "流失"))
    assert machine.deal_row(team.deal_id).owner_id == machine.ids["dana"]
    post.run("12-01 10:30")
    assert len(heard(post)) == 2

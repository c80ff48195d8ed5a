"""However a deal ends, what it asked of others ends with it: tasks, the messages that asked, what was to be said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rules.answers import load
from rules.answers.deals import DealClosed
from rules.answers.digests import VerbFilled
from rules.answers.tasks import TaskAsked
from services.capture.leads import LeadSaved
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import colleagues, stage_undo, stages
from services.deals.stages import Sent
from services.lists import home
from storage import nudges as nudge_rows
from storage.tables import Deal, PersonRole, Task
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at

pytestmark = pytest.mark.few_on_postgresql

DONE = {"accepted": "yes", "settled": "yes", "after_sales": "pumps run", "who_else": "the Ulm plant"}


class World:
    """A lead of Liam's waits for our quote: Dana of pre-sales was written to, Liam is to be reminded twice."""

    def __init__(self, machine: Machine) -> None:
        self.machine, self.post, self.liam = machine, Post(machine), Hand(machine, "liam")
        with machine.db.write() as tx:
            tx.add(PersonRole(person_id=machine.ids["dana"], role="presales"))
        self.lead: LeadSaved = self.liam.lead("Contoso, Ms. Chen 212-555-0190, ERP, 80k, expo")
        self.deal_id = self.lead.head.deal_id
        self.liam.do(verbs.act, "blocker", Pressed(0, self.deal_id), VerbFilled(choice="our_quote"))
        self.post.run("11-24 15:31")
        self.plan("planned", 2)
        self.plan("held", 3)

    def plan(self, state: str, rung: int) -> None:
        machine = self.machine
        row = {
            "rule": "slow", "subject": f"deal:{self.deal_id}", "deal_id": self.deal_id, "episode": "x", "rung": rung,
            "recipient": f"person:{machine.ids['liam']}", "person_id": machine.ids["liam"], "lane": "morning",
            "due_at": machine.clock.now(), "state": state, "facts": {}, "created_at": machine.clock.now(),
            "config_version": 1,
        }  # fmt: skip
        with machine.db.write() as tx:
            nudge_rows.plan(tx, [row])

    def asked_on_home(self) -> list[str]:
        tasks = home.of(Hand(self.machine, "dana").ask()).tasks
        return [task.what for task in tasks.tasks] if tasks else []

    def danas_message(self) -> TaskAsked:
        """As it reads now."""
        self.post.run()
        mine = [
            answer
            for d in self.machine.deliveries
            if d.person_id == self.machine.ids["dana"]
            and d.state == "sent"
            and isinstance(answer := load(d.payload), TaskAsked)
        ]
        return mine[-1]


def lost(world: World) -> None:
    stages.close(world.liam.ask("lost"), world.deal_id, state="lost", reason="price", words="")


def invalid(world: World) -> None:
    stages.close(world.liam.ask("no"), world.deal_id, state="invalid", reason="wrong_number", words="")


def void(world: World) -> None:
    assert world.lead.undo_id is not None
    world.liam.undo_lead(world.lead.undo_id)


def won(world: World) -> None:
    world.machine.change(world.deal_id, stage="collecting", blocker="our_quote")
    world.liam.do(stages.move, Sent(world.deal_id, "closed", DONE))


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("end", [lost, invalid, void, won])
def test_what_it_asked_of_others_ends_with_it(machine: Machine, end: Callable[[World], None]) -> None:
    world = World(machine)
    assert world.asked_on_home() == ["Our quote"] and world.danas_message().is_open
    end(world)
    (deal,) = machine.rows(Deal)
    assert deal.state == end.__name__ and deal.closed_at == machine.clock.now()
    assert [task.state for task in machine.rows(Task)] == ["cancelled"]
    assert world.asked_on_home() == []
    assert {(n.state, n.reason) for n in machine.nudges} == {("cancelled", "closed")}
    assert not world.danas_message().is_open
    assert machine.deal_row(world.deal_id).next_check_at is None  # the clock has looked, for the last time


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("end", [lost, won])
def test_undone_it_asks_again(machine: Machine, end: Callable[[World], None]) -> None:
    world = World(machine)
    end(world)
    world.danas_message()
    undo = [x for x in home.of(world.liam.ask()).mine.saved if x.action in ("close", "stage")][0]
    stage_undo.undo(world.liam.ask(), undo.undo_id)
    assert [task.state for task in machine.rows(Task)] == ["open"]
    assert world.asked_on_home() == ["Our quote"] and world.danas_message().is_open


def test_who_was_not_asked_while_it_was_over_is_asked_once_that_is_taken_back(machine: Machine) -> None:
    """Asked by night, lost before the morning, so the message is dropped, and undone after it."""
    post, liam, dana = Post(machine), Hand(machine, "liam"), machine.ids["dana"]
    deal_id = machine.deal()
    machine.clock.set(at("11-24 22:00"))
    liam.do(colleagues.ask_colleague, deal_id, VerbFilled(choice=str(dana), text="who ran their pilot?"))
    machine.clock.set(at("11-25 08:56"))
    closed = stages.close(liam.ask("lost"), deal_id, state="lost", reason="price", words="")
    assert isinstance(closed, DealClosed) and closed.undo_id
    post.run("11-25 09:00")
    assert post.of(TaskAsked) == []
    machine.clock.set(at("11-25 09:03"))
    stage_undo.undo(liam.ask(), closed.undo_id)
    post.run("11-25 09:05")
    ((when, asked),) = post.of(TaskAsked)
    assert (when, asked.is_open, post.to[-1]) == ("11-25 09:05", True, dana)

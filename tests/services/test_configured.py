"""A setting that is read is obeyed: changed proposals, applied to a running Baton, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
import yaml
from sqlmodel import select

from jobs import tick
from rules.answers.deals import GateRefused, StageMoved, WaitSet
from rules.answers.digests import VerbFilled
from rules.answers.waits import WaitTooOften, Wish
from rules.errors import Invalid, NotFound
from services.clock import nudges, verbs
from services.clock.said import Pressed
from services.config import versions
from services.config.versions import ActiveConfig, ConfigCache
from services.config.yaml_text import read as read_yaml
from services.deals import stage_undo, stages, waits
from services.deals.stages import Sent
from services.setup import config_change
from storage.db import Session
from storage.tables import Audit, ConfigVersion, GateAnswer, StageEntry, Task, Undo
from tests.services.hand import Hand, at_once, in_the_end
from tests.services.machine import ROOT, Machine

SHIPPED = (ROOT / "pipeline.yaml").read_text("utf-8")
DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # libyaml's where the wheel has it
Change = Callable[[dict[str, Any]], object]


def proposal(change: Change) -> str:
    """The shipped process, changed."""
    data = read_yaml(SHIPPED)
    change(data)
    return yaml.dump(data, Dumper=DUMPER, allow_unicode=True)


def change(machine: Machine, how: Change) -> int:
    """Applies a proposal as a process of its own would."""
    proposed = config_change.propose(proposal(how))
    with machine.db.write() as tx:
        return config_change.apply(tx, proposed, by_id=None, now=machine.clock.now()).version


def applied(machine: Machine, how: Change) -> int:
    """The same, and the running one has heard of it."""
    version = change(machine, how)
    machine.deps.config.refresh()
    return version


def test_a_known_amount_answers_for_its_budget_band(machine: Machine) -> None:
    rest = {"pain": "stock is off by a third", "who_decides": "Ms. Chen, COO", "decide_when": "January"}
    liam = Hand(machine, "liam")
    known, unknown = (
        machine.deal(stage="screened", amount_minor=amount, currency="CNY") for amount in (80_000_00, None)
    )
    assert isinstance(liam.do(stages.move, Sent(known, "discovery", rest)), StageMoved)
    refused = liam.do(stages.move, Sent(unknown, "discovery", rest))
    assert isinstance(refused, GateRefused) and [f.name for f in refused.fields] == ["budget band"]
    applied(machine, lambda d: d["budget_bands"][2].update({"from": 90_000}))
    poor = machine.deal(stage="screened", amount_minor=80_000_00, currency="CNY")
    assert isinstance(liam.do(stages.move, Sent(poor, "discovery", rest)), GateRefused)


def test_each_stay_in_a_stage_says_under_which_process_it_began(machine: Machine) -> None:
    liam = Hand(machine, "liam")
    first = liam.lead("Globex, Tom Reed 13900139000, pumps, expo").head.deal_id
    version = applied(machine, lambda d: d["ladders"].update(wait_most="3wd"))
    second = liam.lead("Initech, Ann Fox 13900139001, pumps, expo").head.deal_id
    moved = machine.deal(stage="proposal", code="OLD-2026-001")
    liam.do(stages.move, Sent(moved, "lead", reason="they start over"))
    entries = [(entry.deal_id, entry.config_version) for entry in machine.rows(StageEntry)]
    assert entries == [(first, 1), (second, version), (moved, version)]
    liam.do(stage_undo.undo, next(undo.id for undo in machine.rows(Undo) if undo.deal_id == moved))
    assert machine.rows(StageEntry)[-1].config_version == version


def test_a_wait_is_as_long_and_as_often_as_the_process_says(machine: Machine) -> None:
    applied(machine, lambda d: d["ladders"].update(wait_most="3wd", waits_a_stage=1))
    liam, deal = Hand(machine, "liam"), machine.deal()

    def wait(until: date) -> object:
        return liam.do(waits.wait, Wish(deal_id=deal, until=until))

    last = waits.longest(liam.ask(), deal)
    assert last == date(2026, 11, 27)
    with pytest.raises(Invalid) as told:
        wait(date(2026, 11, 30))
    assert (told.value.key, told.value.fields["day"]) == ("wait.too_long", last)
    assert isinstance(wait(last), WaitSet)
    liam.do(waits.end, deal)
    assert isinstance(wait(last), WaitTooOften)


def test_changes_made_at_once_follow_each_other(machine: Machine) -> None:
    def one(days: int) -> int:
        return in_the_end(lambda: change(machine, lambda d: d["ladders"].update(quiet_after=f"{days}wd")))

    versions = at_once([partial(one, days) for days in range(6, 14)])
    assert sorted(versions) == list(range(2, 10))
    with machine.db.read() as tx:
        kept = {row.version: row.body["ladders"]["quiet_after"] for row in tx.exec(select(ConfigVersion))}
        told = [row for row in tx.exec(select(Audit)) if row.action == "config.apply"]
    assert [kept[version] for version in versions] == [f"{days}wd" for days in range(6, 14)]
    assert len(told) == 9
    newest = machine.deps.config.refresh()
    assert newest.version == 9 and str(newest.pipeline.ladders.quiet_after) == kept[9]


class Overtaken(ConfigCache):
    """A cache whose first answer is out of date as soon as it is given."""

    def __init__(self, machine: Machine, then: Callable[[], object]) -> None:
        super().__init__(machine.db)
        self._then: list[Callable[[], object]] = [then]

    def current(self, tx: Session) -> ActiveConfig:
        found = super().current(tx)
        while self._then:
            self._then.pop()()
        return found


def test_a_tick_overtaken_by_a_change_judges_by_the_change(machine: Machine) -> None:
    deal = machine.deal(stage="proposal")
    machine.clock.push(days=2)
    machine.change(deal, last_contact_at=machine.clock.now() - timedelta(hours=1))
    cache = Overtaken(machine, lambda: applied(machine, lambda d: d["stages"][3].update(slow_after="2wd")))
    nudges.tick(replace(machine.deps, config=cache), now=machine.clock.now())
    assert [(x.rule, x.config_version) for x in machine.nudges] == [("slow", 2)]


def test_what_a_killed_command_began_is_finished_by_a_tick(machine: Machine) -> None:
    deals = [machine.deal(stage="proposal") for _ in range(3)]
    machine.clock.push(days=2)
    for deal in deals:
        machine.change(deal, last_contact_at=machine.clock.now(), next_check_at=None)
    change(machine, lambda d: d["stages"][3].update(slow_after="2wd"))
    tick.run(machine.deps)
    assert [machine.deal_row(deal).flags_from for deal in deals] == [machine.clock.now()] * 3
    assert config_change.look_again(machine.deps, now=machine.clock.now()).deals == 0


def test_a_stage_in_use_stays_whoever_is_faster(machine: Machine) -> None:
    """A deal enters a stage that a proposal drops, at the same moment: one of the two is told no."""

    def drop() -> object:
        try:
            return change(machine, lambda d: d["stages"].pop(1))
        except versions.ConfigFaults as told:
            return {fault.key for fault in told.faults}

    liam, deal = Hand(machine, "liam"), machine.deal(stage="discovery")
    into = partial(Sent, deal, "screened", reason="the budget is gone")

    def enter() -> object:
        try:
            return liam.do(stages.move, into())
        except Invalid as told:
            return told.key

    dropped, entered = at_once([drop, enter])
    stands = machine.deal_row(deal).stage
    known = {stage.key for stage in machine.deps.config.refresh().pipeline.stages}
    assert stands in known
    assert (dropped == {"config.in_use"}) == isinstance(entered, StageMoved) == (stands == "screened")


def without(*path: Any) -> Change:
    """Takes one thing out of the proposal, by its path."""

    def drop(data: Any) -> None:
        for part in path[:-1]:
            data = data[part]
        data.pop(path[-1])

    return drop


DROPS: dict[str, tuple[Any, ...]] = {
    "pain": ("stages", 1, "exit", 0),
    "demo": ("stages", 3, "opens", 0),
    "test": ("invalid_reasons", 3),
    "legal": ("blockers", 4),
    "budget": ("blockers", 1),
    "B": ("budget_bands", 1),
}


@pytest.mark.parametrize("key", DROPS)
def test_a_key_in_use_is_retired_never_removed(machine: Machine, key: str) -> None:
    dropped = without(*DROPS[key])
    made = machine.deal(stage="discovery", blocker="budget", budget_band="B")
    void = machine.deal(state="invalid", lost_reason="test")
    with machine.db.write() as tx:
        tx.add(GateAnswer(deal_id=made, item="pain", value="stock is off", at=machine.clock.now()))
        for kind, episode in (("demo", "1"), ("blocker", "legal:1"), ("help", "help:1")):
            tx.add(Task(deal_id=made, kind=kind, episode=episode, opened_at=machine.clock.now()))
    with pytest.raises(versions.ConfigFaults) as told:
        change(machine, dropped)
    assert [(f.key, f.params["name"]) for f in told.value.faults] == [("config.in_use", key)]
    if key in ("budget", "B", "test"):
        machine.change(made, blocker=None, budget_band=None)
        machine.change(void, state="open", lost_reason=None)
        assert change(machine, dropped) == 2


def test_a_retired_item_is_asked_no_more_and_a_retired_task_is_not_opened(machine: Machine) -> None:
    def retire(data: Any) -> None:
        for n, each in enumerate(("pain", "budget_band", "who_decides")):
            assert data["stages"][1]["exit"][n]["key"] == each
            data["stages"][1]["exit"][n]["moved_to"] = "decide_when"
        data["stages"][3]["opens"][1]["moved_to"] = "demo"

    applied(machine, retire)
    liam, screened, found = (
        Hand(machine, "liam"),
        machine.deal(stage="screened"),
        machine.deal(stage="discovery"),
    )
    refused = liam.do(stages.move, Sent(screened, "discovery"))
    assert isinstance(refused, GateRefused) and [f.name for f in refused.fields] == ["when they decide"]
    owed = Sent(
        found,
        "proposal",
        {"decision_maker": "Ms. Chen", "pain_list": "https://wiki.example/p", "interview": "an hour"},
    )
    moved = liam.do(stages.move, owed)
    assert isinstance(moved, StageMoved) and moved.opened == ("pre-sales demo",)


def test_a_verb_closes_by_the_process_in_force_not_by_an_older_one(machine: Machine) -> None:
    deal = machine.deal()
    machine.deps.config.refresh()
    change(machine, lambda d: d["loss_reasons"].pop(0))  # price; this process has not heard of it
    liam = Hand(machine, "liam")
    with pytest.raises(Invalid) as told:
        liam.do(verbs.act, "lost", Pressed(0, deal, "D1", "1.0"), VerbFilled(choice="price"))
    assert told.value.key == "lost.fault_reason"
    assert machine.deal_row(deal).state == "open"


def test_no_undo_leads_back_into_a_stage_that_is_gone(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal(stage="screened")
    back = Sent(deal, "lead", reason="they never asked for it")
    moved = liam.do(stages.move, back)
    assert isinstance(moved, StageMoved) and moved.undo_id is not None
    change(machine, lambda d: d["stages"].pop(1))  # screened; this process has not heard of it
    with pytest.raises(NotFound):
        stage_undo.undo(liam.ask(), moved.undo_id)
    assert machine.deal_row(deal).stage == "lead"

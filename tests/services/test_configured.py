"""A setting that is read is obeyed: changed proposals, applied to a running Baton, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest
import yaml

from rules.answers.deals import GateRefused, StageMoved, WaitSet
from rules.errors import Invalid
from rules.pipeline import Pipeline
from services import config, stages, waits
from services.stages import Sent
from tests.services.hand import Hand
from tests.services.machine import ROOT, Machine

SHIPPED = (ROOT / "pipeline.yaml").read_text("utf-8")
Change = Callable[[dict[str, Any]], object]


def proposal(change: Change) -> tuple[dict[str, Any], str]:
    """The shipped process, changed, as data and as a text."""
    data = yaml.safe_load(SHIPPED)
    change(data)
    source = yaml.safe_dump(data, allow_unicode=True)
    read, parsed = config.read_proposal(source)
    assert isinstance(parsed, Pipeline), parsed
    return read, source


def applied(machine: Machine, change: Change) -> int:
    """Applies it as a process of its own would; the running one hears of it with its next tick."""
    data, source = proposal(change)
    with machine.db.write() as tx:
        version = config.apply(tx, data, source, by_id=None, now=machine.clock.now())
    machine.deps.config.refresh()
    return version


@pytest.fixture
def machine(migrated_url: str) -> Iterator[Machine]:
    made = Machine(migrated_url)
    yield made
    made.close()


def test_a_known_amount_answers_for_its_budget_band(machine: Machine) -> None:
    rest = {"pain": "stock is off by a third", "who_decides": "Ms. Chen, COO", "decide_when": "January"}
    liam = Hand(machine, "liam")
    known, unknown = (
        machine.deal(stage="screened", amount_minor=amount, currency="CNY") for amount in (80_000_00, None)
    )
    assert isinstance(liam.do(stages.move, Sent(known, "discovery", rest)), StageMoved)
    refused = liam.do(stages.move, Sent(unknown, "discovery", rest))
    assert isinstance(refused, GateRefused) and refused.items == ("budget band",)
    applied(machine, lambda d: d["budget_bands"][2].update({"from": 90_000}))
    poor = machine.deal(stage="screened", amount_minor=80_000_00, currency="CNY")
    assert isinstance(liam.do(stages.move, Sent(poor, "discovery", rest)), GateRefused)


def test_a_wait_is_as_long_and_as_often_as_the_process_says(machine: Machine) -> None:
    applied(machine, lambda d: d["ladders"].update(wait_most="3wd", waits_a_stage=1))
    liam, deal = Hand(machine, "liam"), machine.deal()

    def wait(until: date) -> object:
        return liam.do(partial(waits.wait, who="", why="", until=until), deal)

    last = waits.longest(liam.ask())
    assert last == date(2026, 11, 27)
    with pytest.raises(Invalid) as told:
        wait(date(2026, 11, 30))
    assert told.value.key == "wait.too_long"
    assert isinstance(wait(last), WaitSet)
    liam.do(waits.end, deal)
    with pytest.raises(Invalid) as told:
        wait(last)
    assert told.value.key == "wait.too_many"

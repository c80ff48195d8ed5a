"""A source or a stage that leaves the process while somebody uses it: what is written stays readable."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.sheets import writing
from bot.sheets.writing import Page
from rules.answers.deals import DealCard
from rules.answers.forms import LeadFilled
from rules.answers.found import PipelineShown
from rules.answers.leads import LeadDraft, LeadSaved
from rules.errors import Invalid, NotFound
from services.capture import lead_edit, lead_forms, lead_taps
from services.clock import nudges
from services.config.versions import ConfigFaults
from services.deals import cards, stages
from services.deals.stages import Sent
from services.exchange import importing, parts
from services.letters import messages
from services.lists import found, home
from services.sending import outbox, promises
from services.setup import config_change
from storage.db import Database
from storage.tables import Account, Deal
from tests.services import tables
from tests.services.hand import Hand
from tests.services.interleaving import overtaken
from tests.services.machine import QUICK, ROOT, START, Machine
from tests.services.test_configured import change

LEAD = "Globex, Tom Reed 13900139000, pumps"


@pytest.fixture
def other(machine: Machine) -> Iterator[Database]:
    """The database as another process has it."""
    db = Database(machine.db.url)
    yield db
    db.close()


def without_expo(other: Database, more: str = "") -> Any:
    """Another process applies the shipped process without the source `expo`; the faults where that is refused."""
    data = yaml.safe_load((ROOT / "pipeline.yaml").read_text("utf-8"))
    data["sources"] = [one for one in data["sources"] if one["key"] != "expo"]
    if more:
        data["sources"][0]["words"] = [*data["sources"][0].get("words", []), more]
    proposal = config_change.propose(yaml.safe_dump(data, allow_unicode=True))
    try:
        with other.write() as tx:
            return config_change.apply(tx, proposal, by_id=None, now=START)
    except ConfigFaults as refused:
        return [fault.key for fault in refused.faults]


def test_an_import_goes_on_under_the_process_that_another_one_applies_meanwhile(
    machine: Machine, other: Database
) -> None:
    lines = [["恒达机械", "官网"], ["云帆科技", "官网"], ["海川物流", "展会"], ["安信仓储", "展会"]]
    given = tables.of_file("名单.xlsx", writing.xlsx([Page("名单", ["客户名称", "来源"], lines)]))
    batches: list[int] = []

    class Course(parts.Course):
        batch = 2

    def progress(lines: int) -> None:
        if not batches:
            assert without_expo(other).version == 2
        batches.append(lines)

    plan = parts.Plan(parts.Importer(Hand(machine, "liam").actor, "zh", ZoneInfo("Asia/Shanghai")))
    outcome = importing.run(machine.deps, given, plan, now=START, course=Course(), progress=progress)
    assert batches == [2, 2]
    assert [deal.source for deal in machine.rows(Deal)] == ["website", "website"]
    assert [fault.fields["said"] for held in outcome.held for fault in held.faults] == ["展会", "展会"]


def test_no_lead_gets_a_source_that_another_process_has_just_taken_out(
    machine: Machine, other: Database
) -> None:
    liam = Hand(machine, "liam")
    draft = liam.lead(LEAD)
    assert isinstance(draft, LeadDraft) and machine.deps.config.active().pipeline.source_or_none("expo")
    without_expo(other)
    with pytest.raises(NotFound, match="source_gone"):
        liam.do(lead_taps.choose_source, draft.head.deal_id, "expo")
    form = lead_edit.form(liam.ask(), draft.head.deal_id)
    filled = LeadFilled(**form.model_dump(include=set(LeadFilled.model_fields)) | {"source": "expo"})
    with pytest.raises(Invalid) as refused:
        liam.do(lead_forms.sent, filled)
    assert refused.value.faults == {"source": "err.source_gone"}
    assert [deal.source for deal in machine.rows(Deal)] == [None]
    assert without_expo(other, "fair").is_new, "nothing stands under the key that is gone"


def test_a_line_that_names_a_source_that_is_gone_is_kept_and_asked(machine: Machine, other: Database) -> None:
    liam = Hand(machine, "liam")
    assert machine.deps.config.active().version == 1
    without_expo(other)
    kept = liam.lead(f"{LEAD}, expo")
    assert isinstance(kept, LeadDraft) and kept.missing == "source"


def test_a_capture_and_a_change_of_the_process_do_not_pass_each_other(
    machine: Machine, other: Database
) -> None:
    liam = Hand(machine, "liam")
    saved, refused = overtaken(
        machine.db, lambda: liam.lead(f"{LEAD}, expo"), lambda: without_expo(other), commit=1
    )
    assert isinstance(saved, LeadSaved) and refused == ["config.in_use"]


def test_a_source_is_chosen_before_the_change_or_not_at_all(machine: Machine, other: Database) -> None:
    liam = Hand(machine, "liam")
    draft = liam.lead(LEAD)
    saved, refused = overtaken(
        machine.db,
        lambda: liam.do(lead_taps.choose_source, draft.head.deal_id, "expo"),
        lambda: without_expo(other),
    )
    assert isinstance(saved, LeadSaved) and refused == ["config.in_use"]


def test_a_deal_in_a_stage_that_is_gone_is_shown_and_finds_its_way_back(machine: Machine) -> None:
    old = START - timedelta(days=20)
    entered = {"stage_entered_at": old, "last_contact_at": old, "clocks_from": old}
    machine.deal("liam", "proposal", **entered)
    ghost = machine.deal("liam", "ghost", **entered)
    liam = Hand(machine, "liam")
    nudges.tick(machine.deps, now=START)
    card = cards.open_card(liam.ask(), ghost)
    assert isinstance(card, DealCard) and card.stage_name == "ghost" and card.next_stage
    listed = found.listed(liam.ask(), "")
    assert isinstance(listed, PipelineShown)
    assert [(stage.key, stage.count) for stage in listed.stages] == [("proposal", 1), ("ghost", 1)]
    home.of(liam.ask())
    with machine.db.write() as tx:
        to, slot = f"person:{machine.ids['liam']}", "morning:x"
        promises.promise(tx, slot, "morning", to, {"listed": []}, START)
    morning = outbox.lease(machine.deps, "w", QUICK)
    assert morning is not None
    messages.prepare(machine.deps, morning)
    assert cards.move_form(liam.ask(), ghost, to="lead").to == "lead"
    liam.do(stages.move, Sent(ghost, "lead"))
    assert machine.deal_row(ghost).stage == "lead"


def test_an_entry_that_a_customer_carries_is_retired_never_removed(machine: Machine) -> None:
    with machine.db.write() as tx:
        for name, region in (("acme", "east"), ("globex", "Mars")):  # the words of a file are no key
            tx.add(Account(name=name, name_norm=name, region=region, created_at=START))
    with pytest.raises(ConfigFaults) as told:
        change(machine, lambda data: data["regions"].pop(0))
    assert [(f.path, f.key, f.params["name"]) for f in told.value.faults] == [
        ("regions", "config.in_use", "east")
    ]
    change(machine, lambda data: data["regions"][0].update(moved_to="south"))

"""Numbers of leads have no gaps: one is asked for before it is clear that there is a new lead, and goes back where
there is none."""

from __future__ import annotations

import pytest
from sqlmodel import select

from rules.answers.leads import LeadDraft, LeadDuplicate, LeadSaved
from rules.errors import Refused
from services.config import versions
from storage.tables import CodeCounter, Deal
from tests.services.hand import Hand
from tests.services.machine import ROOT, START, Machine

LINE = "Acme Corp, Ms. Chen 212-555-0143, ERP, $80k, expo"


def codes(machine: Machine) -> list[str | None]:
    return [deal.code for deal in machine.rows(Deal)]


def test_what_becomes_no_new_lead_leaves_its_number_to_the_next(machine: Machine) -> None:
    liam, dana = Hand(machine, "liam"), Hand(machine, "dana")
    first = liam.lead(LINE, key="one")
    assert liam.lead(LINE, key="one") == first  # Slack sent it twice
    assert isinstance(again := liam.lead(LINE), LeadSaved) and again.again  # somebody typed it twice
    assert isinstance(dana.lead("Acme Corp, Mr. Lee, CRM, expo"), LeadDuplicate)
    liam.lead("Globex, Mr. Roe 212-555-0199, CRM, $20k, expo")
    assert codes(machine) == ["EXPO-2026-001", "EXPO-2026-002"]


def test_the_very_first_of_a_source_is_number_one_whoever_was_refused_before(machine: Machine) -> None:
    liam = Hand(machine, "liam")
    liam.lead("Acme Corp, Ms. Chen 212-555-0143, ERP, $80k, expo", key="one")
    with pytest.raises(Refused):
        Hand(machine, "dana").lead("Initech, Mr. Roe 212-555-0198, CRM, $20k, referral", key="one")
    assert isinstance(liam.lead("Hooli, Mr. Poe 212-555-0197, CRM, $20k"), LeadDraft)
    liam.lead("Globex, Mr. Roe 212-555-0199, CRM, $20k, referral")
    assert codes(machine) == ["EXPO-2026-001", None, "REF-2026-001"]


def test_a_process_applied_by_another_one_meanwhile_takes_no_number_away(machine: Machine) -> None:
    """This process still knows the one before, under which it asks for the number."""
    liam = Hand(machine, "liam")
    liam.lead(LINE)
    source = (ROOT / "pipeline.yaml").read_text("utf-8")
    data, _ = versions.read_proposal(source)
    data["sources"] = [{**s, "code": "FAIR"} if s["key"] == "expo" else s for s in data["sources"]]
    with machine.deps.db.write() as tx:
        versions.apply(tx, data, source, by_id=None, now=START)
    for name in ("Globex", "Initech"):
        liam.lead(f"{name}, Mr. Roe, CRM, $20k, expo")
    with machine.deps.db.read() as tx:
        counted = {row.source_code: row.last for row in tx.exec(select(CodeCounter))}
    assert codes(machine) == ["EXPO-2026-001", "FAIR-2026-001", "FAIR-2026-002"]
    assert counted == {"EXPO": 1, "FAIR": 2}

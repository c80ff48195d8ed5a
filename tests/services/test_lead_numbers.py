"""Numbers of leads have no gaps: one is asked for before it is clear that there is a new lead, and goes back where
there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlmodel import select

from rules.answers import Answer
from rules.answers.leads import LeadDraft, LeadDuplicate, LeadSaved
from rules.errors import Refused
from services.config import versions
from storage.tables import CodeCounter, Deal
from tests.services.hand import Hand, at_once, in_the_end
from tests.services.interleaving import overtaken
from tests.services.machine import ROOT, START, Machine

LINE = "Acme Corp, Ms. Chen 212-555-0143, ERP, $80k, expo"


@pytest.fixture
def machine(team_url: str) -> Iterator[Machine]:
    made = Machine(team_url)
    made.join("pat", "rep")
    yield made
    made.close()


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


NO_NEW_ONE: dict[str, Callable[[Machine], Answer]] = {
    "the request again": lambda machine: Hand(machine, "liam").lead(LINE, key="one"),
    "the words again": lambda machine: Hand(machine, "liam").lead(LINE),
    "a duplicate": lambda machine: Hand(machine, "pat").lead("Acme Corp, Mr. Lee, CRM, expo"),
}


@pytest.mark.parametrize("what", NO_NEW_ONE)
def test_what_becomes_no_new_lead_waits_for_nobody_who_is_being_numbered(machine: Machine, what: str) -> None:
    Hand(machine, "liam").lead(LINE, key="one")
    ended = []

    def being_numbered() -> Answer:
        said = Hand(machine, "dana").lead("Globex, Mr. Roe 212-555-0199, CRM, $20k, expo")
        ended.append("new")
        return said

    def repeated() -> Answer:
        said = NO_NEW_ONE[what](machine)
        ended.append("known")
        return said

    _, answer = overtaken(machine.db, being_numbered, repeated)
    assert isinstance(answer, LeadSaved | LeadDuplicate)
    assert machine.db.is_sqlite or ended == ["known", "new"]
    assert codes(machine) == ["EXPO-2026-001", "EXPO-2026-002"]


def test_who_is_new_waits_for_the_one_before_and_has_the_next_number(machine: Machine) -> None:
    liam, dana = Hand(machine, "liam"), Hand(machine, "dana")
    liam.lead(LINE)
    overtaken(
        machine.db,
        lambda: liam.lead("Globex, Mr. Roe 212-555-0199, CRM, $20k, expo"),
        lambda: dana.lead("Initech, Mr. Poe 212-555-0198, CRM, $20k, expo"),
    )
    assert codes(machine) == [f"EXPO-2026-00{n}" for n in (1, 2, 3)]


def test_new_ones_repeats_and_duplicates_all_at_once_leave_no_gap(machine: Machine) -> None:
    hands = [Hand(machine, who) for who in ("liam", "dana", "pat")]
    lines = [
        f"Firm{n} Corp, Ms. Chen 212-555-01{n:02}, ERP, $80k, {('expo', 'referral')[n % 2]}" for n in range(8)
    ]
    at_once(
        [lambda hand=hand, line=line: in_the_end(lambda: hand.lead(line)) for line in lines for hand in hands]
    )
    made = sorted(code or "" for code in codes(machine))
    assert made == [f"{source}-2026-00{n}" for source in ("EXPO", "REF") for n in (1, 2, 3, 4)]

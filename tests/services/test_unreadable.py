"""What cannot be read in a gate's form is told at once with what is missing, with a file beside it and without."""

from __future__ import annotations

from datetime import date

import pytest

from rules.answers.deals import GateRefused, OwedGiven, StageMoved
from rules.errors import Invalid
from services.deals import cards, owing, stage_undo, stages
from services.deals.files import Evidence
from services.deals.stages import Sent
from storage.tables import GateAnswer
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.test_configured import applied

PHOTO = Evidence("demo_photo", "F1", "demo.jpg", 5, "")


@pytest.mark.parametrize("attached", [(), (PHOTO,)])
def test_a_move_is_refused_once_with_every_fault(machine: Machine, attached: tuple[Evidence, ...]) -> None:
    deal, liam = machine.deal(stage="proposal"), Hand(machine, "liam")
    sent = Sent(deal, "signing", {"quote": "later today", "signing_date": "soon"})
    refused = stages.keep_filled(liam.ask(), sent, attached) if attached else liam.do(stages.move, sent)
    assert isinstance(refused, GateRefused)
    assert refused.faults == {"link_quote": "gate.no_link", "item_signing_date": "verb.date_missing"}
    whole = [field.key for field in cards.move_form(liam.ask(), deal, to="signing").fields]
    read = set(sent.values)
    assert [field.key for field in refused.fields] == [key for key in whole if key not in read]
    assert not machine.rows(GateAnswer)


def test_a_file_that_is_none_is_told_with_the_rest(machine: Machine) -> None:
    deal, liam = machine.deal(stage="proposal"), Hand(machine, "liam")
    sent = Sent(deal, "signing", {"signing_date": "soon"})
    refused = stages.keep_filled(liam.ask(), sent, [Evidence("quote", "F1", "quote.exe", 5, "")])
    assert isinstance(refused, GateRefused)
    assert refused.faults == {"item_quote": "gate.file_type", "item_signing_date": "verb.date_missing"}
    assert "quote" not in {field.key for field in refused.fields}


def test_what_is_owed_is_refused_with_every_fault(machine: Machine) -> None:
    deal, liam = machine.deal(stage="proposal"), Hand(machine, "liam")
    with machine.db.write() as tx:
        for item in ("pain_list", "interview"):
            tx.add(
                GateAnswer(
                    deal_id=deal,
                    item=item,
                    state="owed",
                    owed_until=date(2026, 12, 4),
                    by_id=machine.ids["liam"],
                    at=machine.clock.now(),
                )
            )
    with pytest.raises(Invalid) as told:
        liam.do(owing.give, deal, {"pain_list": "no link", "interview": "TBD。"})
    assert told.value.faults == {"link_pain_list": "gate.no_link", "item_interview": "gate.said_unknown"}
    given = {"pain_list": "https://wiki.example/p", "interview": "two hours"}
    assert isinstance(liam.do(owing.give, deal, given), OwedGiven)


@pytest.mark.parametrize("said", ["TBD。", "“待定”", "Ｎ．Ａ．", "（ tbd ）", "\u3164"])
def test_one_rule_says_what_is_no_answer(machine: Machine, said: str) -> None:
    """In a field, beside a file column, of a note, and of somebody's name alike."""
    deal, liam = machine.deal(stage="discovery"), Hand(machine, "liam")
    sent = dict.fromkeys(("interview", "pain_list", "decision_maker"), said)
    refused = liam.do(stages.move, Sent(deal, "proposal", sent))
    assert isinstance(refused, GateRefused) and not refused.faults
    assert {field.key for field in refused.fields if field.said_unknown} == set(sent)


def test_a_number_that_a_gate_asks_for_is_one_and_the_amount_is_the_deals(machine: Machine) -> None:
    asked = [
        {"key": "seats", "name": {"en": "seats", "zh": "人数"}, "kind": "number", "hard": True},
        {"key": "amount", "name": {"en": "amount", "zh": "金额"}, "kind": "number", "hard": True},
    ]
    applied(machine, lambda d: d["stages"][1].update(exit=asked))
    liam, deal = Hand(machine, "liam"), machine.deal(stage="screened")
    refused = liam.do(stages.move, Sent(deal, "discovery", {"seats": "a few", "amount": "cheap"}))
    assert isinstance(refused, GateRefused)
    assert refused.faults == {"item_seats": "gate.no_number", "item_amount": "lead.fault_amount"}
    refused = liam.do(stages.move, Sent(deal, "discovery", {"seats": "tbd", "amount": "about 80k EUR"}))
    assert isinstance(refused, GateRefused) and [x.key for x in refused.fields] == ["seats"]
    moved = liam.do(stages.move, Sent(deal, "discovery", {"seats": "约 30 人", "amount": "90k CNY"}))
    assert isinstance(moved, StageMoved)
    row = machine.deal_row(deal)
    assert (row.amount_minor, row.currency) == (90_000_00, "CNY")
    liam.do(stage_undo.undo, moved.undo_id)
    assert machine.deal_row(deal).amount_minor == 80_000_00, "what a refused form put on record is its own"

"""What cannot be read in a gate's form is told at once with what is missing, with a file beside it and without."""

from __future__ import annotations

from datetime import date

import pytest

from rules.answers.deals import GateRefused, OwedGiven
from rules.errors import Invalid
from services.deals import cards, owing, stages
from services.deals.files import Evidence
from services.deals.stages import Sent
from storage.tables import GateAnswer
from tests.services.hand import Hand
from tests.services.machine import Machine

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

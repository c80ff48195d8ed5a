"""The audit says that a file changed what took place, not in whose words: those can be taken out."""

from __future__ import annotations

from rules.exchange.actions import Action
from services.deals import story
from tests.services.canary import CANARY, left
from tests.services.desk import Desk
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import at
from tests.services.test_import_undo import machine, maya, table

__all__ = ["machine", "maya"]


def test_words_that_are_taken_out_are_not_in_the_audit_of_an_import(machine: Machine, maya: Desk) -> None:
    liam, deal_id = Hand(machine, "liam"), machine.deal()
    told = liam.note(f"EXPO-2026-001 they want the {CANARY} pilot", deal_id=deal_id)
    maya.bring(
        table(maya, actions=(Action(at("11-24 10:00").replace(tzinfo=None), "talked", "Liam", "rang them"),))
    )
    liam.do(story.redact, told.note_id)
    assert not [row for row in left(machine) if row.startswith("audit")]

"""What is heard late in the DM is about what stood above it when it was typed, on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from rules.answers.notes import NoteSaved
from rules.answers.talk import NoteOffer
from services.sending import outbox, telling
from services.talk import hearing
from services.talk.places import Said
from storage.tables import Delivery, Note
from tests.services.hand import Hand
from tests.services.machine import QUICK, Machine


class Dm:
    """Liam's DM: a text is offered, and his *yes* is on its way while he types the next one."""

    def __init__(self, machine: Machine) -> None:
        self.machine, self.liam = machine, Hand(machine, "liam")
        machine.deal(), machine.deal()
        self.offered("EXPO-2026-001 they like the pilot", "1764000000.000100")
        outbox.sent(machine.deps, self.taken, "D1", "1764000001.000100")
        self.offered("EXPO-2026-002 they hate the pilot", "1764000005.000100")

    def offered(self, words: str, ts: str) -> None:
        """The offer's message is at Slack, whose answer is not here yet."""
        offer = self.say(words, ts)
        assert isinstance(offer, NoteOffer)
        telling.reply(hearing.by_place(self.liam.ask(), ts), offer)
        self.taken: Any = outbox.lease(self.machine.deps, "w", QUICK)
        assert self.taken is not None and outbox.begin(self.machine.deps, self.taken, "D1", QUICK)

    def say(self, words: str, ts: str) -> Any:
        return hearing.hear(hearing.by_place(self.liam.ask(), ts), Said(words, ts))


@pytest.fixture
def dm(machine: Machine) -> Dm:
    return Dm(machine)


def test_a_yes_is_for_no_text_that_was_typed_after_it(machine: Machine, dm: Dm) -> None:
    assert [x.in_doubt for x in machine.rows(Delivery) if x.state != "sent"] == [True]
    assert isinstance(dm.say("yes", "1764000003.000100"), NoteSaved)
    assert [note.agreed for note in machine.rows(Note)] == ["they like the pilot"]
    assert isinstance(dm.say("yes", "1764000006.000100"), NoteSaved)
    assert [note.agreed for note in machine.rows(Note)] == ["they like the pilot", "they hate the pilot"]


def test_nor_is_a_note_without_a_name_about_that_text_s_deal(machine: Machine, dm: Dm) -> None:
    first, second = (dm.say("called, no answer", ts) for ts in ("1764000003.000100", "1764000006.000100"))
    assert [one.head.deal_id for one in (first, second)] == [1, 2]

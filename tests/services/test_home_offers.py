"""What was typed or sent and waits for its tap stands on Home too, until it is saved or dropped."""

from __future__ import annotations

from rules.answers.talk import LeadOffer, NoteOffer
from services.capture import note_forms, notes
from services.lists import home
from services.talk import hearing, papers, taps
from services.talk.papers import Paper
from services.talk.places import Said
from tests.services.hand import Hand
from tests.services.machine import Machine


def waits(hand: Hand) -> list[tuple[str, str]]:
    mine = home.of(hand.ask()).mine
    assert mine is not None
    return [(x.sort, x.words) for x in mine.offers]


def say(hand: Hand, text: str, n: int) -> object:
    ts = f"179550500{n}.000100"
    return hearing.hear(hearing.by_place(hand.ask(), ts), Said(text, ts))


def test_offers_wait_on_home_until_they_are_tapped(machine: Machine) -> None:
    hand = Hand(machine, "liam")
    hand.lead("Globex, Tom Reed 13900139000, pumps, expo")
    liam = Hand(machine, "liam")
    say(liam, "thanks!", 0)
    note_forms.form(liam.ask(), "a forwarded text whose form was closed")
    note = say(liam, "Globex likes the pilot; call Tom on Friday", 1)
    lead = say(liam, "Contoso, Ms. Chen 212-555-0190, ERP", 2)
    sent = [Paper("F1", "plan.pdf", 9, "https://files.slack.com/a")]
    papers.came(
        hearing.by_place(liam.ask(), "1795505003.000100", "files"), Said("", "1795505003.000100"), sent
    )
    assert isinstance(note, NoteOffer) and isinstance(lead, LeadOffer)
    assert {x for x in waits(liam)} == {
        ("files", "plan.pdf"),
        ("lead", "Contoso, Ms. Chen 212-555-0190, ERP"),
        ("note", "Globex likes the pilot; call Tom on Friday"),
    }
    assert waits(Hand(machine, "dana")) == []
    notes.choose(liam.ask("save"), note.draft_id, note.head.deal_id)
    taps.drop(liam.ask("drop"), lead.draft_id)
    assert [sort for sort, _ in waits(liam)] == ["files"]
    machine.clock.push(days=20)
    assert waits(liam) == []

"""In the DM the person who is named says which deal is meant, where only one of one's own has a contact called so."""

from collections.abc import Iterator

import pytest

from rules.answers.notes import NoteWhich
from rules.answers.talk import NoteOffer
from services.talk import hearing
from services.talk.places import Said
from tests.lending import CopyOf
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.test_which import five_deals

PEOPLE = (
    "华东轴承，孙建国主任 13701610082，点检，30万，展会",
    "金穗食品，周厂长 13801380057，追溯，18万，官网",
)


BY_CONTACT = (
    ("remind me to call Lena on Friday", "Acme Foods"), ("提醒我周五给周厂长打电话", "金穗食品"),
    ("提醒我周五给建国打电话", "华东轴承"), ("周五约孙主任看现场", "华东轴承"),
    ("Remind me to send Ms. Duarte the quote on Friday", "Metro Logistics"), ("call lena ortiz friday", "Acme Foods"),
    ("spoke to Ravi about price", "Acme Corp"), ("remind me to call Acme Corp on Friday", "Acme Corp"),
    ("call Lena at Acme Foods on Friday", "Acme Foods"), ("提醒我周五给恒达机械打电话", "恒达机械"),
    ("remind me to call Bill on Friday", None), ("remind me to call on Friday", None), ("提醒我周五打电话", None),
    ("remind me to call Lena about Globex on Friday", None), ("remind me to call Lena Smith on Friday", None),
    ("提醒我周五给孙厂长打电话", None), ("remind me to call Lena at Umbrella Foods on Friday", None),
    ("spoke to Lena and to Ravi about price", None),
)  # fmt: skip


@pytest.fixture
def dana(copy_of: CopyOf) -> Iterator[Hand]:
    """After a note on Globex, which is not about to be taken for the deal of anybody who is named."""
    machine = Machine(copy_of(five_deals))
    yield Hand(machine, "dana")
    machine.close()


def test_in_the_dm_a_contact_of_one_of_their_own_deals_says_which(dana: Hand) -> None:
    for line in PEOPLE:
        dana.lead(line)
    dana.note("Globex likes the plan")
    heard = {}
    for at, (text, _) in enumerate(BY_CONTACT):
        answer = hearing.hear(Hand(dana.machine, "dana").ask(f"dm:{at}"), Said(text, f"17640000{at:02}.0009"))
        is_one = isinstance(answer, NoteOffer) and not answer.is_guess
        heard[text] = answer.head.account if is_one and isinstance(answer, NoteOffer) else None
        assert is_one or isinstance(answer, NoteWhich), text
    assert heard == dict(BY_CONTACT)


def test_of_two_contacts_called_alike_both_deals_come_first(dana: Hand) -> None:
    dana.lead("Zenith Foods, Lena Kraft 212-555-0199, ERP, $10k, expo")
    dana.note("Globex likes the plan")
    for at, text in enumerate(("remind me to call Lena on Friday", "call Lena on Friday")):
        answer = hearing.hear(Hand(dana.machine, "dana").ask(f"dm:{at}"), Said(text, f"1764000000.00090{at}"))
        assert isinstance(answer, NoteWhich)
        assert {head.account for head in answer.heads[:2]} == {"Zenith Foods", "Acme Foods"}

"""Notes under attack: undo out of order, drafts used twice, stale buttons, far dates, races."""

from contextlib import suppress
from datetime import date

import pytest
from sqlmodel import select

from rules.answers.note_forms import NoteFilled
from rules.answers.notes import NoteSaved, NoteUndone, NoteWhich
from rules.errors import BatonError, NotFound
from rules.when import When
from services.capture import lead_forms, note_sent, notes, steps
from storage.tables import Deal, Note, Step
from tests.services.hand import Hand, at_once
from tests.services.machine import Machine

ACME = "Acme Corp, Ms. Chen 212-555-0143, ERP, $80k, expo"


@pytest.fixture
def liam(machine: Machine) -> Hand:
    hand = Hand(machine, "liam")
    hand.lead(ACME)
    return Hand(machine, "liam")


def deal(machine: Machine) -> Deal:
    with machine.db.read() as tx:
        return tx.exec(select(Deal)).first()  # type: ignore[return-value]


def open_steps(machine: Machine) -> list[str]:
    with machine.db.read() as tx:
        return [s.text for s in tx.exec(select(Step).where(Step.state == "open"))]


def test_one_note_at_two_instances_is_one(machine: Machine, liam: Hand) -> None:
    told = at_once([lambda: liam.note("Acme agreed; send SOW by Fri", key="same")] * 6)
    assert all(t == told[0] for t in told)
    with machine.db.read() as tx:
        assert len(list(tx.exec(select(Note)))) == 1


def test_two_people_on_one_deal_at_once_both_save(machine: Machine, liam: Hand) -> None:
    maya, at = Hand(machine, "maya"), deal(machine).id
    told = at_once(
        [
            (lambda w=w, n=n: w.note(f"talk {n}; call by Fri", deal_id=at))
            for n in range(4)
            for w in (liam, maya)
        ]  # type: ignore[misc]
    )
    assert all(isinstance(t, NoteSaved) for t in told)
    assert len(open_steps(machine)) == 1


def test_undo_of_an_older_note_leaves_the_newer_one_alone(machine: Machine, liam: Hand) -> None:
    first = liam.note("Acme agreed; send SOW by Fri")
    machine.clock.push(minutes=2)
    second = liam.note("Acme wants a demo; plan demo by Mon")
    spoke = deal(machine).last_contact_at
    liam.undo_note(first.undo_id)
    assert open_steps(machine) == ["plan demo"] and deal(machine).last_contact_at == spoke
    liam.undo_note(second.undo_id)
    assert open_steps(machine) == [] and deal(machine).last_contact_at is None


def test_undo_in_order_walks_back(machine: Machine, liam: Hand) -> None:
    kept = liam.note("Acme agreed; send SOW by Fri")
    spoke = deal(machine).last_contact_at
    machine.clock.push(minutes=1)
    second = liam.note("Acme wants a demo; plan demo by Mon")
    machine.clock.push(minutes=1)
    third = liam.note("Acme asked for terms; send terms by Tue")
    liam.undo_note(second.undo_id)
    liam.undo_note(third.undo_id)
    assert open_steps(machine) == ["send SOW"] and deal(machine).last_contact_at == spoke
    assert isinstance(liam.undo_note(third.undo_id), NoteUndone)  # pressed twice
    assert kept.undo_id is not None


def test_tries_survive_an_undo_between(machine: Machine, liam: Hand) -> None:
    first = liam.note("Acme no answer")
    liam.note("Acme still no answer")
    assert deal(machine).tries == 2
    liam.undo_note(first.undo_id)
    assert deal(machine).tries == 1


def test_words_taken_back_may_be_typed_again(machine: Machine, liam: Hand) -> None:
    first = liam.note("Acme agreed; send SOW by Fri")
    liam.undo_note(first.undo_id)
    assert not liam.note("Acme agreed; send SOW by Fri").again
    assert open_steps(machine) == ["send SOW"]


def test_a_kept_text_is_used_once(machine: Machine, liam: Hand) -> None:
    liam.lead("Acme Foods, Mr. Li, CRM, expo", is_different=True)
    asked = liam.note("Nobody at all agreed; send SOW by Fri", deal_id=None)
    if not isinstance(asked, NoteWhich):
        asked = Hand(machine, "maya").note("Nobody at all agreed; send SOW by Fri")
    who = liam if asked.heads else Hand(machine, "maya")
    at = deal(machine).id
    first = who.do(notes.choose, asked.draft_id, at)
    assert who.do(notes.choose, asked.draft_id, at).head == first.head
    with pytest.raises(NotFound):
        Hand(machine, "dana").do(notes.choose, asked.draft_id, at)


def test_a_kept_lead_is_no_note(machine: Machine, liam: Hand) -> None:
    asked = liam.lead("Acme Corp, Bob, CRM, expo")  # a duplicate: kept as a draft
    filled = NoteFilled(deal_id=deal(machine).id, agreed="yes", draft_id=asked.draft_id)
    liam.do(note_sent.sent, filled)
    assert liam.do(lead_forms.from_draft, asked.draft_id).head.code


@pytest.mark.parametrize("on", [date(9999, 12, 31), date(2999, 1, 1)])
def test_far_dates_are_taken_or_refused_in_a_sentence(machine: Machine, liam: Hand, on: date) -> None:
    saved = liam.note("Acme agreed; send SOW")
    filled = NoteFilled(deal_id=deal(machine).id, agreed="yes", next_text="x", on=on)
    with suppress(BatonError):
        liam.do(steps.set_date, f"s{saved.step.step_id}", When(date=on, kind="by"))
    with suppress(BatonError):
        liam.do(note_sent.sent, filled)
    assert len(open_steps(machine)) == 1


def test_log_again_tapped_twice_makes_one_note(machine: Machine, liam: Hand) -> None:
    first = liam.note("Acme agreed; send SOW by Fri")
    twice = [liam.do(notes.log_again, first.note_id) for _ in range(2)]
    assert twice[0] == twice[1] and twice[0].note_id != first.note_id
    assert len(machine.rows(Note)) == 2


def test_alien_numbers(machine: Machine, liam: Hand) -> None:
    for number in (10**30, -5, 2**31):
        for call in (
            lambda n=number: liam.do(notes.choose, n, 1),
            lambda n=number: liam.do(notes.log_again, n),
            lambda n=number: liam.do(note_sent.sent, NoteFilled(deal_id=n, agreed="x")),
            lambda n=number: liam.undo_note(n),
            lambda n=number: liam.do(steps.set_date, f"d{n}", When(date=date(2026, 12, 1))),
        ):
            with pytest.raises(BatonError):
                call()
    at = deal(machine).id
    assert liam.do(note_sent.sent, NoteFilled(deal_id=at, agreed="x", draft_id=10**30))
    kinds = liam.do(note_sent.sent, NoteFilled(deal_id=at, agreed="y", outcome="handover"))
    assert kinds.outcome != "handover"


@pytest.mark.parametrize("name", ["zoe", "dana"])
def test_the_wrong_person(machine: Machine, liam: Hand, name: str) -> None:
    other, at = Hand(machine, name), deal(machine).id
    saved = liam.note("Acme agreed; send SOW by Fri")
    for call in (
        lambda: other.note("yes; call by Fri", deal_id=at),
        lambda: other.undo_note(saved.undo_id),
        lambda: other.do(notes.log_again, saved.note_id),
        lambda: other.do(steps.set_date, f"s{saved.step.step_id}", When(date=date(2026, 12, 1))),
        lambda: other.do(note_sent.sent, NoteFilled(deal_id=at, agreed="x")),
    ):
        with pytest.raises(BatonError):
            call()


@pytest.mark.parametrize(
    "text", ["Acme " + "字" * 3990, "Acme " + "; by Fri" * 500, "Acme =cmd|' /C' <!here> &amp;"]
)
def test_hostile_notes_are_kept(liam: Hand, text: str) -> None:
    assert liam.note(text).note_id

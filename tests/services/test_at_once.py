"""What two people do at the same moment: whoever comes second has seen what the first did, and nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest

from rules.answers import Sentence
from rules.answers.notes import NoteSaved, NoteUndone
from rules.answers.talk import NoteOffer, NoteStays
from rules.errors import NotFound
from services.capture import notes
from services.deals import story
from services.sending import outbox, telling
from services.talk import changing, hearing, taps
from services.talk.changing import TAKEN_IN
from services.talk.places import Said
from storage.tables import Draft, Note, Step
from tests.services.hand import Hand
from tests.services.interleaving import overtaken
from tests.services.machine import QUICK, Machine

TS = "1764000000.000100"


class Dm:
    """What liam says in the DM about one deal."""

    def __init__(self, machine: Machine) -> None:
        self.machine, self.liam, self.deal_id = machine, Hand(machine, "liam"), machine.deal()
        said = Said("EXPO-2026-001 they like the pilot", TS)
        self.offer: Any = hearing.hear(hearing.by_place(self.liam.ask(), TS), said)
        assert isinstance(self.offer, NoteOffer)

    def save(self) -> Any:
        return notes.choose(self.liam.ask("save"), self.offer.draft_id, self.deal_id)

    def edit(self, words: str = "EXPO-2026-001 they love the pilot", key: str = "edit") -> Any:
        return changing.edited(hearing.by_place(self.liam.ask(), TS, key), Said(words, TS))

    def delete(self) -> Any:
        return changing.deleted(hearing.by_place(self.liam.ask(), TS, "deleted"), Said("", TS))

    def shown(self) -> None:
        """The offer's message is out: its thread can be spoken in."""
        telling.reply(hearing.by_place(self.liam.ask(), TS), self.offer)
        taken = outbox.lease(self.machine.deps, "w", QUICK)
        assert taken is not None
        outbox.sent(self.machine.deps, taken, "D1", "1764000001.000100")

    def coming(self) -> Any:
        """The offer's message is at Slack, whose answer is not here yet."""
        telling.reply(hearing.by_place(self.liam.ask(), TS), self.offer)
        taken = outbox.lease(self.machine.deps, "w", QUICK)
        assert taken is not None and outbox.begin(self.machine.deps, taken, "D1", QUICK)
        return taken

    def say(self, words: str, ts: str) -> Any:
        return hearing.hear(hearing.by_place(self.liam.ask(), ts), Said(words, ts))

    def more(self, words: str, ts: str) -> Any:
        return hearing.hear(hearing.by_place(self.liam.ask(), ts), Said(words, ts, thread_ts=TS))

    def reword(self, words: str, ts: str, key: str = "reworded") -> Any:
        return changing.edited(hearing.by_place(self.liam.ask(), ts, key), Said(words, ts, thread_ts=TS))

    def unsay(self, ts: str) -> Any:
        return changing.deleted(hearing.by_place(self.liam.ask(), ts, "gone"), Said("", ts, thread_ts=TS))

    @property
    def kept(self) -> str:
        (text,) = (x.text for x in self.machine.rows(Draft) if x.ts == TS)
        return str(text)

    @property
    def note(self) -> Note:
        (note,) = self.machine.rows(Note)
        assert isinstance(note, Note)
        return note


@pytest.fixture
def dm(machine: Machine) -> Dm:
    return Dm(machine)


def test_an_edit_while_it_is_saved_is_in_the_note(machine: Machine, dm: Dm) -> None:
    saved, edited = overtaken(machine.db, dm.save, dm.edit)
    assert isinstance(saved, NoteSaved) and isinstance(edited, NoteSaved) and edited.is_changed
    assert dm.note.agreed == "they love the pilot"


def test_saved_while_it_is_edited_the_note_says_the_new_words(machine: Machine, dm: Dm) -> None:
    _, saved = overtaken(machine.db, dm.edit, dm.save)
    if isinstance(saved, NoteSaved):
        assert dm.note.agreed == "they love the pilot"
    else:  # it is offered anew
        assert isinstance(saved, NotFound) and machine.rows(Note) == []


def test_deleted_while_it_is_saved_the_note_stays(machine: Machine, dm: Dm) -> None:
    overtaken(machine.db, dm.save, dm.delete)
    (kept,) = machine.rows(Draft)
    assert (kept.kind, kept.note_id) == ("used", dm.note.id)


def test_said_in_the_thread_while_it_is_saved_it_is_in_the_note(machine: Machine, dm: Dm) -> None:
    later = "1764000009.000100"
    said = Said("and want a price", later, thread_ts=TS)
    _, more = overtaken(
        machine.db, dm.save, lambda: hearing.hear(hearing.by_place(dm.liam.ask(), later), said), commit=1
    )
    assert isinstance(more, NoteSaved) and more.is_added
    assert "and want a price" in dm.note.agreed


def test_two_messages_in_the_thread_of_an_offer_are_both_taken_in(machine: Machine, dm: Dm) -> None:
    dm.shown()
    told = overtaken(
        machine.db,
        lambda: dm.more("want a discount", "1764000002.000100"),
        lambda: dm.more("legal must look", "1764000003.000100"),
        commit=2,
    )
    assert [x.key for x in told] == ["talk.taken_in", "talk.taken_in"]
    dm.save()
    assert dm.note.agreed == "they like the pilot, want a discount, legal must look"


def test_an_edit_of_the_first_message_keeps_what_its_thread_said(dm: Dm) -> None:
    dm.shown()
    dm.more("want a discount", "1764000002.000100")
    dm.edit()
    dm.save()
    assert dm.note.agreed == "they love the pilot, want a discount"


def test_what_was_taken_in_is_said_otherwise_and_taken_back_where_it_stands(machine: Machine, dm: Dm) -> None:
    dm.shown()
    dm.more("want a discount", "1764000002.000100")
    dm.more("legal must look", "1764000003.000100")
    assert dm.reword("want 10% off", "1764000002.000100") is None  # the offer says so
    assert dm.kept == "EXPO-2026-001 they like the pilot, want 10% off, legal must look"
    assert dm.unsay("1764000003.000100") is None
    dm.save()
    assert dm.note.agreed == "they like the pilot, want 10% off"
    changed = dm.reword("want 20% off", "1764000002.000100", key="later")
    assert isinstance(changed, NoteSaved) and "want 20% off" in dm.note.agreed


def test_an_offer_without_a_message_yet_takes_nothing_in(dm: Dm) -> None:
    assert isinstance(dm.more("want a discount", "1764000002.000100"), NoteOffer)
    assert dm.kept == "EXPO-2026-001 they like the pilot"


def test_the_same_edit_told_again_gets_the_same_answer(machine: Machine, dm: Dm) -> None:
    """Slack tells it again when Baton was cut off after it had changed the note and before it could say so."""
    saved = dm.save()
    first, again = dm.edit(), dm.edit()
    assert isinstance(first, NoteSaved) and first.is_changed and again == first
    stays, still = dm.delete(), dm.delete()
    assert isinstance(stays, NoteStays) and still == stays
    dm.liam.undo_note(saved.undo_id)
    assert dm.edit() == first


@pytest.mark.parametrize("is_on_its_way", [True, False])
def test_an_edit_before_slack_s_answer_changes_the_one_offer(
    machine: Machine, dm: Dm, is_on_its_way: bool
) -> None:
    """Typed anew, or added to in its thread, while the offer is promised or at Slack: no second one is made."""
    if is_on_its_way:
        taken = dm.coming()
    else:
        telling.reply(hearing.by_place(dm.liam.ask(), TS), dm.offer)
    assert dm.edit() is None
    assert dm.more("send the contract by Friday", "1764000009.000100") == TAKEN_IN
    if is_on_its_way:
        outbox.sent(machine.deps, taken, "D1", "1764000001.000100")
    *_, last = [x for x in machine.deliveries if x.state == "ready"]
    assert (last.op, last.payload["agreed"]) == ("update" if is_on_its_way else "post", "they love the pilot")
    assert "contract" in last.payload["step"]["text"]
    assert len([x for x in machine.deliveries if x.op == "post" and x.kind == NoteOffer.kind]) == 1


def test_the_same_edit_of_an_offer_told_again_rewrites_its_message(machine: Machine, dm: Dm) -> None:
    assert isinstance(dm.edit(), NoteOffer) and isinstance(dm.edit(), NoteOffer)  # nothing is out yet
    dm.shown()
    for _ in range(2):
        assert dm.edit("EXPO-2026-001 they hate it", key="again") is None
    (edit,) = [x for x in machine.deliveries if x.op == "update"]
    assert edit.payload["agreed"] == "they hate it"
    dm.save()
    assert dm.edit("EXPO-2026-001 they hate it", key="again") is None  # it is a note by now


@pytest.mark.parametrize(("way", "key"), [("undo", "talk.note_undone"), ("redact", "talk.note_redacted")])
def test_an_edit_of_a_note_that_is_taken_back_says_so(machine: Machine, dm: Dm, way: str, key: str) -> None:
    saved = dm.save()
    call = {
        "undo": lambda: dm.liam.undo_note(saved.undo_id),
        "redact": lambda: story.redact(dm.liam.ask("redact"), saved.note_id),
    }[way]
    _, told = overtaken(machine.db, call, dm.edit)
    assert isinstance(told, Sentence) and told.key == key
    again = dm.edit("EXPO-2026-001 they hate it", key="again")
    assert isinstance(again, Sentence) and again.key == key
    assert "love" not in dm.note.agreed and dm.note.state in ("undone", "redacted")


def test_taken_back_or_emptied_while_it_is_edited_nothing_is_left(machine: Machine, dm: Dm) -> None:
    saved = dm.save()
    edited, _ = overtaken(machine.db, dm.edit, lambda: story.redact(dm.liam.ask("redact"), saved.note_id))
    assert isinstance(edited, NoteSaved)
    assert (dm.note.state, dm.note.agreed, dm.note.raw) == ("redacted", "", "")


def test_undo_while_it_is_edited_takes_the_edited_note_back(machine: Machine, dm: Dm) -> None:
    saved = dm.save()
    _, undone = overtaken(machine.db, dm.edit, lambda: dm.liam.undo_note(saved.undo_id))
    assert isinstance(undone, NoteUndone) and dm.note.state == "undone"


def test_not_a_note_while_it_is_saved_leaves_it_saved(machine: Machine, dm: Dm) -> None:
    saved, dropped = overtaken(machine.db, dm.save, lambda: taps.drop(dm.liam.ask("no"), dm.offer.draft_id))
    assert dropped == saved and dm.note.state == "active"


def test_saved_while_it_is_dropped_it_is_stale(machine: Machine, dm: Dm) -> None:
    _, saved = overtaken(machine.db, lambda: taps.drop(dm.liam.ask("no"), dm.offer.draft_id), dm.save)
    assert isinstance(saved, NotFound) and machine.rows(Note) == []


def test_a_move_undone_while_a_note_is_logged_keeps_both(machine: Machine, dm: Dm) -> None:
    saved = dm.save()
    logged, undone = overtaken(
        machine.db,
        lambda: dm.liam.note("met the boss; send the contract by Thu", deal_id=dm.deal_id),
        lambda: dm.liam.undo_note(saved.undo_id),
    )
    assert isinstance(logged, NoteSaved) and isinstance(undone, NoteUndone)
    deal = machine.deal_row(dm.deal_id)
    assert [n.state for n in machine.rows(Note)] == ["undone", "active"]
    assert deal.last_contact_kind == "meeting" or deal.last_contact_at == machine.clock.now()
    assert [s.text for s in machine.rows(Step) if s.state == "open"] == ["send the contract"]


def test_a_yes_before_slack_s_answer_to_the_offer_is_booked_is_for_that_offer(
    machine: Machine, dm: Dm
) -> None:
    telling.reply(dm.liam.ask("earlier"), Sentence(key="talk.taken_in"))
    earlier = outbox.lease(machine.deps, "w", QUICK)
    assert earlier is not None
    outbox.sent(machine.deps, earlier, "D1", "1763999999.000100")
    taken = dm.coming()
    saved = dm.say("yes", "1764000002.000100")
    assert isinstance(saved, NoteSaved) and dm.note.agreed == "they like the pilot"
    outbox.sent(machine.deps, taken, "D1", "1764000001.000100")
    assert not isinstance(dm.say("yes", "1764000003.000100"), NoteSaved) and len(machine.rows(Note)) == 1


def test_a_yes_before_the_offer_is_on_its_way_is_for_what_stands_above(machine: Machine, dm: Dm) -> None:
    telling.reply(hearing.by_place(dm.liam.ask(), TS), dm.offer)
    assert not isinstance(dm.say("yes", "1764000002.000100"), NoteSaved) and machine.rows(Note) == []

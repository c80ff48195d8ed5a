"""The words of what was taken back, or put in other words, leave the books as well."""

from __future__ import annotations

import json
from zoneinfo import ZoneInfo

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.note_forms import NoteFilled
from rules.answers.story import Story
from rules.answers.talk import NoteOffer
from rules.errors import NotFound, Refused
from services.capture import note_more, note_sent, notes
from services.deals import story, team
from services.sending import telling
from services.talk import hearing
from services.talk.places import Said
from storage.tables import Note
from tests.services.canary import CANARY, left
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post
from tests.services.test_story import told

TYPED = f"EXPO-2026-001 they like the {CANARY} pilot; send the {CANARY} paper by Fri"


def edit(hand: Hand, deal: int, undo_id: int, words: str) -> int:
    filled = NoteFilled(deal_id=deal, undo_id=undo_id, agreed=words, next_text=f"call of {words}")
    return int(hand.do(note_sent.sent, filled).undo_id)


def of(machine: Machine, who: str, deal: int) -> list[int]:
    """The notes whose words may be taken out, as the story offers it."""
    return [line.note_id for line in told(machine, who, deal).lines if line.note_id is not None]


@pytest.mark.parametrize("is_undone", [True, False])
def test_a_note_in_all_the_words_that_it_had(machine: Machine, is_undone: bool) -> None:
    """Said in the DM, edited twice, taken back or not: it is one note in the story."""
    liam, deal = Hand(machine, "liam"), machine.deal()
    ask = hearing.by_place(liam.ask(), "1764000000.000100")
    offer = hearing.hear(ask, Said(TYPED, "1764000000.000100"))
    telling.reply(ask, offer)
    assert isinstance(offer, NoteOffer)
    saved = liam.do(notes.choose, offer.draft_id, deal)
    telling.reply(liam.ask("saved"), saved)
    way = edit(liam, deal, saved.undo_id, f"the second {CANARY}")
    way = edit(liam, deal, way, f"the third {CANARY}")
    if is_undone:
        liam.undo_note(way)
        assert CANARY not in str(told(machine, "maya", deal)) and of(machine, "zoe", deal) == []
        reader = Reader("zh", ZoneInfo("Asia/Shanghai"), machine.clock.now())
        page = json.dumps(render(told(machine, "maya", deal), reader), ensure_ascii=False)
        assert "Liam 记过一笔，又撤销了" in page and "note_redact" in page
    assert of(machine, "liam", deal) == of(machine, "maya", deal) == [machine.rows(Note)[-1].id]
    with pytest.raises(Refused):
        Hand(machine, "zoe").do(story.redact, machine.rows(Note)[-1].id)
    after = Hand(machine, "maya").do(story.redact, machine.rows(Note)[-1].id)
    assert isinstance(after, Story) and left(machine) == []
    assert of(machine, "liam", deal) == []
    assert [note.state for note in machine.rows(Note)] == [
        "undone",
        "undone",
        "undone" if is_undone else "redacted",
    ]
    for note in machine.rows(Note):
        with pytest.raises(NotFound):
            liam.do(story.redact, note.id)


def test_a_note_of_a_colleague_that_was_added_to_and_taken_back(machine: Machine, post: Post) -> None:
    machine.join("pia", "presales")
    liam, deal = Hand(machine, "liam"), machine.deal()
    liam.note("EXPO-2026-001 they like it")
    liam.do(team.change, deal, ["U0PIA"], team.form(liam.ask(), deal).people)
    pia = Hand(machine, "pia")
    saved = pia.note("EXPO-2026-001 talked to them // send the first CANARY list by Nov 26")
    post.run()
    with machine.deps.db.write() as tx:
        found = note_more.note_of(tx, pia.ask("more"), saved.note_id)
        assert found is not None
        more = note_more.add(tx, pia.ask("more"), *found, f"{CANARY} of pumps; send their {CANARY} by Nov 27")
    pia.undo_note(more.undo_id)
    post.run()
    pia.undo_note(saved.undo_id)
    post.run()
    assert of(machine, "pia", deal) == [saved.note_id]
    pia.do(story.redact, saved.note_id)
    assert left(machine) == []
    post.said.clear()
    post.run()
    assert CANARY not in str(post.said)

"""The words of what was taken back, or put in other words, leave the books as well."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.digests import MorningList, VerbFilled
from rules.answers.note_forms import NoteFilled
from rules.answers.story import Story
from rules.answers.talk import NoteOffer
from rules.errors import NotFound, Refused
from services.capture import note_more, note_sent, notes
from services.clock import nudges, verbs
from services.clock.said import Pressed
from services.deals import cards, story, team
from services.letters import messages
from services.lists import digests
from services.sending import grouping, outbox, promises, telling
from services.talk import hearing
from services.talk.places import Said
from storage.tables import Note
from tests.services.canary import CANARY, left
from tests.services.hand import Hand
from tests.services.interleaving import closed, until_it_waits
from tests.services.machine import Machine
from tests.services.mornings import Post, at
from tests.services.test_story import told

TYPED = f"EXPO-2026-001 they like the {CANARY} pilot; send the {CANARY} paper by Fri"


def edit(hand: Hand, deal: int, undo_id: int, words: str) -> int:
    filled = NoteFilled(deal_id=deal, undo_id=undo_id, agreed=words, next_text=f"call of {words}")
    return int(hand.do(note_sent.sent, filled).undo_id)


def of(machine: Machine, who: str, deal: int) -> list[int]:
    """The notes whose words may be taken out, as the story offers it."""
    return [int(x.said.removeprefix("note:")) for x in told(machine, who, deal).lines if x.said]


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


def shown(machine: Machine) -> set[tuple[str, str]]:
    """Where Slack shows the words to a person."""
    sent = [x for x in machine.deliveries if x.state == "sent" and x.person_id and CANARY in str(x.payload)]
    return {(x.kind, x.target_ts or x.ts) for x in sent}


def test_in_slack_too_wherever_baton_told_a_person(machine: Machine, post: Post) -> None:
    """Reminders, the morning list, the manager's, a card and a list that were asked for in the DM: each is edited once, and
    the rest of it stays."""
    liam, deal = Hand(machine, "liam"), machine.deal()
    saved = liam.note(f"EXPO-2026-001 talked; send the {CANARY} paper by Nov 25 15:00")
    telling.reply(liam.ask("card"), cards.open_card(liam.ask(), deal))
    post.through("12-03 18:00")
    places = shown(machine)
    assert {kind for kind, _ in places} == {"deal.card", "steps", "nudges", "morning", "manager_list"}
    post.said.clear()
    Hand(machine, "maya").do(story.redact, saved.note_id)
    assert left(machine) == []
    post.run()
    edits = machine.deliveries[-len(places) :]
    assert [x.op for x in edits] == ["update"] * len(places)
    assert {x.target_ts for x in edits} == {ts for _, ts in places}
    assert CANARY not in str(post.said)


def test_one_that_is_on_its_way_as_they_are_taken_out(machine: Machine, post: Post) -> None:
    liam = Hand(machine, "liam")
    machine.deal()
    saved = liam.note(f"EXPO-2026-001 talked; send the {CANARY} paper by Nov 25")
    post.run()
    machine.clock.set(at("11-25 08:30"))
    nudges.tick(machine.deps, now=machine.clock.now())
    digests.take_slots(machine.deps, now=machine.clock.now(), look=post.look)
    grouping.claim(machine.deps, now=machine.clock.now())
    leased = outbox.lease(machine.deps, "w", machine.timing)
    assert leased is not None
    letter = messages.prepare(machine.deps, leased)
    assert CANARY in str(letter)
    outbox.begin(machine.deps, leased, "D1", machine.timing)
    Hand(machine, "maya").do(story.redact, saved.note_id)
    outbox.sent(machine.deps, leased, "D1", "1.0")
    post.run()
    assert left(machine) == []
    assert [(x.kind, x.op, x.target_ts) for x in machine.deliveries[-1:]] == [
        (promises.EDIT, "update", "1.0")
    ]
    assert isinstance(post.said[-1][3], MorningList) and post.said[-1][3].lines


def test_the_same_words_that_are_saved_at_that_moment(machine: Machine) -> None:
    """Both hold what was typed first, then the deal: one waits for the other, and no two for each other."""
    liam, deal = Hand(machine, "liam"), machine.deal()
    ask = hearing.by_place(liam.ask(), "1764000000.000100")
    offer = hearing.hear(ask, Said(TYPED, "1764000000.000100"))
    assert isinstance(offer, NoteOffer)
    machine.clock.push(minutes=1)
    note = liam.note(TYPED.partition(";")[0])
    with ThreadPoolExecutor(max_workers=2) as pool:
        with closed(machine.db, "notes"):
            out = pool.submit(Hand(machine, "maya").do, story.redact, note.note_id)
            until_it_waits(machine.db, out)
            saved = pool.submit(liam.do, notes.choose, offer.draft_id, deal)
            until_it_waits(machine.db, saved, 2)
        assert isinstance(out.result(), Story)
        with pytest.raises(NotFound):
            saved.result()
    assert left(machine) == []


def test_help_that_was_asked_for_in_the_words_of_a_note(machine: Machine, post: Post) -> None:
    liam, deal, words = Hand(machine, "liam"), machine.deal(), f"they wait for the {CANARY} budget"
    note = liam.note(f"EXPO-2026-001 {words}")
    liam.do(verbs.act, "ask_help", Pressed(0, deal), VerbFilled(text=words))
    post.run()
    liam.do(story.redact, note.note_id)
    assert left(machine) == []
    post.said.clear()
    post.run()
    assert CANARY not in str(post.said)

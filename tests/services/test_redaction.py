"""Words that are taken out of a note are in no table any more, whatever was told of them and whatever could bring
them back."""

from __future__ import annotations

import json
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from jobs import tick as tick_job
from rules.answers.digests import MorningList, VerbFilled
from rules.answers.note_forms import NoteFilled
from rules.answers.notes import NoteRedacted
from rules.answers.tasks import TaskAsked, TaskBack, TaskLate, TasksDue
from rules.errors import NotFound
from rules.gates import is_met
from rules.when import When
from services import gate_facts, kept_forms
from services.capture import note_after, note_more, note_sent, notes, steps
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import cards, colleagues, stages, story, task_answers, team
from services.deals.stages import Sent
from services.letters import messages
from services.lists import home
from services.sending import grouping, outbox, telling
from services.talk import hearing
from services.talk.places import Said, place
from storage.tables import Note, PersonRole, Step, Task
from tests.services.canary import CANARY, left
from tests.services.hand import Hand, at_once
from tests.services.machine import QUICK, Machine
from tests.services.mornings import Post

TYPED = f"they like the {CANARY} pilot; send the {CANARY} paper by Fri"


def add(liam: Hand, note_id: int, text: str, *, key: str = "more") -> Any:
    with liam.deps.db.write() as tx:
        found = note_more.note_of(tx, liam.ask(key), note_id)
        assert found is not None
        return note_more.add(tx, liam.ask(key), *found, text)


def posted(machine: Machine) -> None:
    """Everything promised is out, as Slack's answer books it."""
    machine.clock.push(minutes=1)
    while (one := outbox.lease(machine.deps, "w", QUICK)) is not None:
        messages.prepare(machine.deps, one)
        outbox.sent(machine.deps, one, "D1", f"17640{one.id:05}.000100")


@pytest.fixture
def liam(machine: Machine) -> Hand:
    return Hand(machine, "liam")


def test_no_table_keeps_them(machine: Machine, liam: Hand) -> None:
    """Typed, added to, shown in a story and on a card, its step moved, asked of others, in a form that was kept."""
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["dana"], role="presales"))
    deal = machine.deal(stage="discovery")
    reach = next(i.key for i in liam.ask().pipeline.items.values() if i.kind == "note")
    liam.do(stages.move, Sent(deal, "proposal", {reach: f"the {CANARY} is what they want"}))
    liam.do(stages.move, Sent(deal, "proposal", {reach: f"no, the {CANARY} is what they pay"}))
    formed = [x.id for x in machine.rows(Note)]
    said = NoteFilled(deal_id=deal, agreed="", next_text="", quote=f"we love {CANARY}, says the boss")
    quoted = liam.do(note_sent.sent, said)
    other = liam.note("EXPO-2026-001 nothing special", deal_id=deal)
    told = liam.note(f"{TYPED}, need pre-sales for a {CANARY} demo", deal_id=deal)
    more = add(liam, told.note_id, f"and their {CANARY} budget")
    liam.undo_note(more.undo_id)
    add(liam, told.note_id, f"and a {CANARY} discount", key="again")
    liam.do(steps.set_date, f"d{deal}", When(date=date(2026, 12, 2), time=None, kind="by"))
    liam.do(story.redact, other.note_id)
    note_after.ask_group(liam.ask(), told.note_id, "presales")
    pushed = VerbFilled(choice="push", text=f"and a {CANARY} discount")
    Hand(machine, "maya").do(verbs.act, "decide", Pressed(0, deal), pushed)
    kept_forms.keep(liam.ask(), {"blocks": [{"element": {"initial_value": f"a {CANARY} discount"}}]})
    telling.reply(liam.ask("card"), cards.open_card(liam.ask(), deal))
    assert {row.partition(":")[0] for row in left(machine)} >= {
        "audit_values", "deliveries", "drafts", "gate_answers", "inbox", "notes", "pushes", "steps", "tasks", "undos",
    }  # fmt: skip
    for note_id in (told.note_id, quoted.note_id, *formed):
        liam.do(story.redact, note_id)
    assert left(machine) == []
    with machine.db.read() as tx:  # the form asks for it no more
        known = gate_facts.facts(tx, liam.ask().pipeline, machine.deal_row(deal), liam.ask().today)
    assert is_met(liam.ask().pipeline.items[reach], known)
    (task,) = machine.rows(Task)
    assert task.state == "open" and task.text  # it is asked all the same


@pytest.mark.parametrize("moment", ["ready", "leased", "sent"])
def test_nor_what_was_said_in_the_dm(machine: Machine, liam: Hand, moment: str) -> None:
    deal = machine.deal()
    said = Said(f"EXPO-2026-001 {TYPED}", "1764000000.000100")
    ask = hearing.by_place(liam.ask(), said.ts)
    offer: Any = hearing.hear(ask, said)
    telling.reply(ask, offer)
    saved = liam.do(notes.choose, offer.draft_id, deal)
    telling.reply(liam.ask("saved"), saved)
    telling.reply(liam.ask("recap"), note_after.for_customer(liam.ask(), saved.note_id))
    machine.clock.push(minutes=1)
    if moment == "sent":
        posted(machine)
    taken = outbox.lease(machine.deps, "w", QUICK) if moment == "leased" else None
    liam.do(story.redact, saved.note_id)
    assert left(machine) == []
    if taken is not None:
        outbox.sent(machine.deps, taken, "D1", "1764000001.000100")
    posted(machine)
    assert left(machine) == []
    edits = [d for d in machine.deliveries if d.op == "update"]
    assert len(edits) == {"ready": 0, "leased": 1, "sent": 3}[moment]  # what is out already says so
    assert {d.payload["kind"] for d in edits} <= {NoteRedacted.kind}
    again = Said("and more", "1764000009.000100", thread_ts=said.ts)
    with machine.db.read() as tx:
        assert place(tx, liam.ask(), again).deal_ids == (deal,)  # its thread is about the deal all the same


def test_nor_what_a_reminder_said(machine: Machine, liam: Hand) -> None:
    deal = machine.deal()
    told = liam.note(TYPED, deal_id=deal)
    liam.do(steps.set_date, f"d{deal}", When(date=date(2026, 11, 25), time=time(15), kind="at"))
    for _ in range(30):
        machine.clock.push(hours=1)
        tick_job.run(machine.deps)
        grouping.claim(machine.deps, now=machine.clock.now())
        posted(machine)
    assert any(CANARY in str(d.payload.get("said")) for d in machine.deliveries)
    liam.do(story.redact, told.note_id)
    assert left(machine) == []


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("until", ["", "11-24 15:40", "11-27 12:00"])
def test_nor_what_a_colleague_promised_in_it(machine: Machine, post: Post, liam: Hand, until: str) -> None:
    """Before its owner heard of it, after, and after the day of the promise: the task, the owner's message, reminders."""
    machine.join("pia", "presales")
    deal = machine.deal()
    liam.note("EXPO-2026-001 they like it // call Dec 1 at 10:00")
    liam.do(team.change, deal, ["U0PIA"], team.form(liam.ask(), deal).people)
    post.run()
    pia, post.said = Hand(machine, "pia"), []
    told = pia.note(f"EXPO-2026-001 talked of the {CANARY} // send the {CANARY} list by Nov 26")
    if until:
        post.through(until)
    shown = [answer.kind for _, _, op, answer in post.said if op == "post" and CANARY in str(answer)]
    assert bool(shown) == bool(until)
    post.said.clear()
    Hand(machine, "maya").do(story.redact, told.note_id)
    assert left(machine) == []
    post.through("11-30 18:00")
    edits = [answer.kind for _, _, op, answer in post.said if op == "update"]
    assert set(edits) >= set(shown) and CANARY not in str(post.said)


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("verb", ["word", "done"])
def test_nor_what_was_told_of_a_task_in_its_words(
    machine: Machine, post: Post, liam: Hand, verb: str
) -> None:
    """Asked, due, late, answered: each message of it is edited, though the task may be over by then."""
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["dana"], role="presales"))
    told = liam.note(f"they like it, need pre-sales for a {CANARY} demo", deal_id=machine.deal())
    note_after.ask_group(liam.ask("group"), told.note_id, "presales")
    post.through("11-27 16:00")
    (task,) = machine.rows(Task)
    Hand(machine, "dana").do(task_answers.answer, task.id, verb, VerbFilled(text="on Monday"))
    post.run()
    shown = [answer for _, _, op, answer in post.said if op == "post" and CANARY in str(answer)]
    post.said.clear()
    liam.do(story.redact, told.note_id)
    post.run()
    edits = [answer for _, _, op, answer in post.said if op == "update"]
    assert {answer.kind for answer in shown} == {x.kind for x in (TaskAsked, TasksDue, TaskLate, TaskBack)}
    assert sorted(answer.kind for answer in edits) == sorted(answer.kind for answer in shown)
    assert left(machine) == [] and CANARY not in str(edits)


def test_nothing_brings_them_back(machine: Machine, liam: Hand) -> None:
    deal = machine.deal()
    told = liam.note(TYPED, deal_id=deal)
    more = add(liam, told.note_id, "and wants more")
    assert len([x for x in home.of(liam.ask()).mine.saved if x.action == "note_more"]) == 1
    liam.do(story.redact, told.note_id)
    for way in (more.undo_id, told.undo_id):
        with pytest.raises(NotFound):
            liam.undo_note(way)
    assert not home.of(liam.ask()).mine.saved
    assert left(machine) == [] and machine.rows(Note)[0].state == "redacted"


def test_the_same_request_is_told_so(machine: Machine, liam: Hand) -> None:
    deal = machine.deal()
    told = liam.note(TYPED, key="once", deal_id=deal)
    liam.do(story.redact, told.note_id)
    assert isinstance(liam.note(TYPED, key="once", deal_id=deal), NoteRedacted)
    assert len(machine.rows(Note)) == 1


def test_what_is_said_of_other_notes_stays(machine: Machine, liam: Hand) -> None:
    deal = machine.deal()
    kept = liam.note("their boss is glad; call on Monday", key="kept", deal_id=deal)
    gone = liam.note(TYPED, deal_id=deal)
    liam.do(story.redact, gone.note_id)
    assert liam.note("their boss is glad; call on Monday", key="kept", deal_id=deal) == kept
    liam.undo_note(add(liam, kept.note_id, "very glad").undo_id)
    assert [n.agreed for n in machine.rows(Note)] == ["their boss is glad", ""]


def test_what_is_asked_in_other_words_stays(machine: Machine, liam: Hand, post: Post) -> None:
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["dana"], role="presales"))
    deal, asked = machine.deal(), {"send price list", "demo"}
    told = liam.note("They will send price list to the CFO and want a demo", deal_id=deal)
    for words in sorted(asked):
        wish = VerbFilled(choice=str(machine.ids["dana"]), text=words, on=date(2026, 11, 26))
        liam.do(colleagues.ask_colleague, deal, wish)
    liam.do(story.redact, told.note_id)
    post.run()
    assert {answer.what for _, answer in post.of(TaskAsked)} == asked
    assert {task.text for task in machine.rows(Task)} == asked


def test_added_at_the_same_moment(machine: Machine, liam: Hand) -> None:
    """Whoever comes second finds the note without its words, or takes the added ones out too."""
    deal = machine.deal()
    for n in range(3):
        told = liam.note(f"{n} {TYPED}", deal_id=deal)

        def more(note_id: int = told.note_id, n: int = n) -> None:
            with machine.db.write() as tx:
                ask = liam.ask(f"more{n}")
                found = note_more.note_of(tx, ask, note_id)
                if found is not None:
                    note_more.add(tx, ask, *found, f"more of the {CANARY}")

        at_once([lambda note_id=told.note_id: liam.do(story.redact, note_id), more])
    assert left(machine) == []


def test_a_promise_without_words_is_asked_about_by_its_day_alone(
    machine: Machine, post: Post, liam: Hand
) -> None:
    """The day was promised to the customer all the same; a step of no day is over."""
    dated, open_ = machine.deal(), machine.deal()
    for deal, words in (
        (dated, f"agreed; send the {CANARY} offer by Thu"),
        (open_, f"agreed; send the {CANARY} offer"),
    ):
        liam.do(story.redact, liam.note(words, deal_id=deal).note_id)
    assert [step.state for step in machine.rows(Step)] == ["open", "undone"]
    post.run("11-27 09:30")
    (line,) = [x for _, a in post.of(MorningList) for x in a.lines if x.rule == "step"]
    assert line.head.deal_id == dated and line.step is not None and line.step.text == ""
    moved = verbs.act(liam.ask("date"), "date", Pressed(0, dated), VerbFilled(on=date(2026, 12, 3)))
    for locale, words in (("en", "the next step"), ("zh", "下一步")):
        reader = Reader(locale, ZoneInfo("Asia/Shanghai"), machine.clock.now())
        assert words in json.dumps(render(post.of(MorningList)[-1][1], reader), ensure_ascii=False)
        assert words in render(moved, reader)["text"]

"""A deal's story: what happened, newest first, for who may see the deal; the words of a note go when asked."""

from __future__ import annotations

from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.views import why as view
from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.digests import VerbFilled
from rules.answers.forms import LeadFilled
from rules.answers.story import Story
from rules.errors import NotFound, Refused
from sandbox.driver import text_of
from services.capture import lead_edit, lead_forms
from services.clock import said, verbs
from services.clock.said import Pressed
from services.config import versions
from services.config.yaml_text import read
from services.deals import cards, colleagues, risk, stage_undo, stages, story, tags, team
from services.deals.stages import Sent
from services.setup import config_change
from storage.tables import Audit, AuditValue, Note, Step
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.passing import tick

pytestmark = pytest.mark.few_on_postgresql

SECRET = "their CFO is leaving"


@pytest.fixture
def deal(machine: Machine) -> int:
    """Captured, talked about, moved, a colleague asked, lost: an hour each."""
    liam = Hand(machine, "liam")
    saved = liam.lead("Globex, Tom Reed 13900139000, pumps, expo")
    deal = int(saved.head.deal_id)
    for act in (
        lambda: liam.note(f"Globex {SECRET}; call Tom on Friday"),
        lambda: liam.do(stages.move, Sent(deal, "screened", values={"validity": "valid"})),
        lambda: liam.do(
            colleagues.ask_colleague, deal, VerbFilled(choice=str(machine.ids["dana"]), text="who is Tom?")
        ),
        lambda: stages.close(liam.ask("close"), deal, state="lost", reason="price", words=""),
    ):
        machine.clock.push(hours=1)
        act()
    return deal


def told(machine: Machine, who: str, deal: int, page: int = 0) -> Story:
    found = story.page_of(Hand(machine, who).ask(), deal, page)
    assert isinstance(found, Story)
    return found


def note_of(machine: Machine) -> int:
    (note,) = machine.rows(Note)
    return int(note.id)


def test_everything_that_happened_newest_first(machine: Machine, deal: int) -> None:
    lines = told(machine, "liam", deal).lines
    assert [x.what for x in lines] == ["lost", "entered", "note", "captured"]
    assert (lines[0].words, lines[1].name, lines[2].who) == ("Price", "Screened", "Liam")
    assert (lines[0].who, lines[0].left, lines[0].stayed) == ("Liam", "Screened", 0)
    assert lines[2].words == SECRET and lines[2].following == "call Tom on Friday"
    assert "13900139000" in lines[3].words


def test_an_end_that_is_taken_back_is_told_as_that_and_what_was_before_it_stands(machine: Machine) -> None:
    """The move before it was said to be taken back, and of the end nothing was told."""
    liam, maya = Hand(machine, "liam"), Hand(machine, "maya")
    deal = machine.deal(stage="proposal")
    machine.clock.push(hours=1)
    liam.do(stages.move, Sent(deal, "discovery", reason="they start over"))
    machine.clock.push(days=2)
    gone = stages.close(maya.ask("gone"), deal, state="lost", reason="price", words="far too dear")
    machine.clock.push(minutes=1)
    stage_undo.undo(maya.ask(), gone.undo_id)
    ended = [(x.what, x.who, x.words, x.is_undone) for x in told(machine, "liam", deal).lines[:2]]
    assert ended == [("lost", "Maya", "Price", True), ("back", "Liam", "they start over", False)]
    machine.clock.push(days=1)
    liam.do(stages.move, Sent(deal, "screened", reason="from the beginning"))
    newest = told(machine, "liam", deal).lines[0]
    assert (newest.what, newest.left, newest.stayed) == ("back", "Discovery", 3)
    machine.clock.push(days=1)
    stages.close(liam.ask("again"), deal, state="invalid", reason="test", words="")
    lines = told(machine, "liam", deal).lines
    assert [(x.what, x.is_undone) for x in lines[:4]] == [
        ("invalid", False), ("back", False), ("lost", True), ("back", False),
    ]  # fmt: skip
    assert (lines[0].who, lines[0].left) == ("Liam", "Screened")
    said = text_of(render(told(machine, "liam", deal), Reader("en", ZoneInfo("UTC"), machine.clock.now())))
    assert "not a lead · Liam" in said and "lost · Maya · taken back" in said
    chinese = text_of(render(told(machine, "liam", deal), Reader("zh", ZoneInfo("UTC"), machine.clock.now())))
    assert "无效 · Liam" in chinese and "丢单 · Maya · 又撤销了" in chinese


def test_what_began_under_another_process_says_so(machine: Machine) -> None:
    """A stay in a stage, and a reminder: both from before the process changed; not what comes after. That the deal went
    red, and that a colleague was asked, keeps no process from being changed."""
    liam = Hand(machine, "liam")
    deal = liam.lead("Globex, Tom Reed 13900139000, pumps, expo").head.deal_id
    liam.note("Globex talked to Tom; call him on Friday")
    machine.clock.push(hours=1)
    liam.do(stages.move, Sent(deal, "screened", values={"validity": "valid"}))
    liam.do(colleagues.ask_colleague, deal, VerbFilled(choice=str(machine.ids["dana"]), text="who is Tom?"))
    machine.clock.push(days=20)
    tick(machine)
    with machine.db.write() as tx:
        data = {**read(versions.active_source(machine.db)), "base_currency": "USD"}
        proposed = config_change.propose(yaml.safe_dump(data, allow_unicode=True))
        changed = config_change.apply(tx, proposed, by_id=None, now=machine.clock.now())
    assert changed.deals == 1  # whoever looks at it
    machine.deps.config.refresh()
    liam.do(stages.move, Sent(deal, "lead", reason="they start over"))
    assert [
        (x.what, x.process) for x in told(machine, "liam", deal).lines if x.what in ("back", "entered")
    ] == [
        ("back", None),
        ("entered", 1),
    ]
    planned = Pressed(machine.nudges[0].id, deal)
    why = said.why(liam.ask(), planned)
    assert why.why.process == 1
    assert "version 1" in str(view.modal(why, "Globex", Reader("en", ZoneInfo("UTC"), machine.clock.now())))


def test_the_words_of_who_asked_for_help_stay_theirs(machine: Machine) -> None:
    deal, liam, maya = machine.deal(), Hand(machine, "liam"), Hand(machine, "maya")
    liam.do(verbs.act, "ask_help", Pressed(0, deal), VerbFilled(text="Chen wants 5 % off"))
    machine.clock.push(minutes=1)
    maya.do(verbs.act, "help_them", Pressed(0, deal), VerbFilled())
    lines = [
        (x.what, x.who, x.name) for x in told(machine, "maya", deal).lines if x.what in ("asked", "helping")
    ]
    assert lines == [("helping", "Maya", ""), ("asked", "Liam", "Chen wants 5 % off")]
    offered = machine.deal()
    maya.do(verbs.act, "help_them", Pressed(0, offered), VerbFilled())
    assert {x.what for x in told(machine, "maya", offered).lines} == {"captured", "helping"}
    said = text_of(render(told(machine, "maya", offered), Reader("en", ZoneInfo("UTC"), machine.clock.now())))
    assert "Maya is helping" in said


def test_only_who_sees_the_deal(machine: Machine, deal: int) -> None:
    assert told(machine, "maya", deal).lines and told(machine, "zoe", deal).lines
    with pytest.raises(NotFound):
        told(machine, "dana", deal)


@pytest.mark.one_on_postgresql
def test_its_author_takes_the_words_out(machine: Machine, deal: int) -> None:
    after = Hand(machine, "liam").do(story.redact, note_of(machine))
    assert isinstance(after, Story) and SECRET not in str(after)
    assert [x.who for x in after.lines if x.what == "redacted"] == ["Liam"]
    assert SECRET not in str(told(machine, "maya", deal)) + str(
        cards.open_card(Hand(machine, "liam").ask(), deal)
    )
    (note,) = machine.rows(Note)
    assert (note.agreed, note.next_text, note.raw) == ("", "", "") and [
        s.text for s in machine.rows(Step)
    ] == [""]
    assert [a.action for a in machine.rows(Audit)][-1] == "note.redact"
    with machine.db.read() as tx:
        kept = [tx.get_one(AuditValue, a.id) for a in machine.rows(Audit)]
    assert SECRET not in str([(k.before, k.after) for k in kept])
    with pytest.raises(NotFound):
        Hand(machine, "liam").do(story.redact, note_of(machine))


def test_a_manager_may_and_nobody_else(machine: Machine, deal: int) -> None:
    note = note_of(machine)
    for who, fault in (("dana", NotFound), ("zoe", Refused)):
        with pytest.raises(fault):
            Hand(machine, who).do(story.redact, note)
    assert [x.said for x in told(machine, "zoe", deal).lines if x.what == "note"] == [""]
    assert [x.said for x in told(machine, "maya", deal).lines if x.what == "note"] == [f"note:{note}"]
    assert isinstance(Hand(machine, "maya").do(story.redact, note), Story)


def test_pages(machine: Machine) -> None:
    deal, liam = machine.deal(), Hand(machine, "liam")
    for n in range(20):
        machine.clock.push(minutes=5)
        liam.note(f"EXPO-2026-001 agreed on point {n}")
    first, second = told(machine, "liam", deal), told(machine, "liam", deal, 9)
    assert (len(first.lines), first.count) == (15, 21)
    assert (second.first, len(second.lines)) == (15, 6) and second.lines[-1].what == "captured"


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_the_card_of_a_lost_deal_has_no_light_and_no_day_of_signing(machine: Machine, locale: str) -> None:
    deal, liam = machine.deal(expected_sign_on=date(2026, 12, 19)), Hand(machine, "liam")

    def seen() -> str:
        card = render(cards.open_card(liam.ask(), deal), Reader(locale, ZoneInfo("UTC"), machine.clock.now()))
        return text_of(card)

    assert "🟢" in seen() and "19" in seen()
    liam.do(partial(stages.close, state="lost", reason="price", words=""), deal)
    assert "🟢" not in seen() and "19" not in seen()


@pytest.mark.parametrize(("locale", "says"), [("en", "taken back"), ("zh", "又撤销了")])
def test_a_move_that_was_taken_back_says_so(machine: Machine, locale: str, says: str) -> None:
    deal, liam = machine.deal(stage="proposal"), Hand(machine, "liam")
    for is_undone in (True, False):
        machine.clock.push(minutes=5)
        done = liam.do(stages.move, Sent(deal, "discovery", reason="too early"))
        if is_undone:
            stage_undo.undo(liam.ask(), done.undo_id)
    found = told(machine, "maya", deal)
    assert [x.is_undone for x in found.lines if x.what == "back"] == [False, True] and found.backs == 1
    said = text_of(render(found, Reader(locale, ZoneInfo("UTC"), machine.clock.now())))
    assert said.count(says) == 1


def test_how_long_each_stage_that_was_left_took_and_how_often_it_went_back(machine: Machine) -> None:
    liam = Hand(machine, "liam")
    deal = int(liam.lead("Globex, Tom Reed 13900139000, pumps, expo").head.deal_id)
    first = machine.deal_row(deal).stage
    liam.note("Globex likes it; call Tom on Friday")
    machine.clock.push(days=7)
    liam.do(stages.move, Sent(deal, "screened", values={"validity": "valid"}))
    machine.clock.push(minutes=5)
    liam.do(stages.move, Sent(deal, first, reason="they asked for a pause"))
    found = told(machine, "liam", deal)
    moves = [(line.what, line.stayed) for line in found.lines if line.left]
    assert (moves, found.backs) == ([("back", 0), ("entered", 5)], 1)
    said = text_of(render(found, Reader("en", ZoneInfo("Asia/Shanghai"), machine.clock.now(), "U0")))
    assert "Went back once" in said and "took 5 working days" in said
    assert "Screened took less than a working day" in said


def test_what_was_changed_is_told_with_who_and_from_what(machine: Machine) -> None:
    """Owner, team, tag, risk and edits, each in the reader's words; of a phone number no more than that it changed."""
    liam, maya = Hand(machine, "liam"), Hand(machine, "maya")
    deal = liam.lead("Globex, Tom Reed 13900139000, pumps, 80k CNY, expo").head.deal_id
    opened = lead_edit.form(liam.ask(), deal)
    typed = {
        "account": "Globex",
        "contact": "Tom Reed",
        "phone": "13900139001",
        "need": SECRET,
        "amount": "90k CNY",
    }
    filled = LeadFilled(deal_id=deal, stamp=opened.stamp, sign_on=date(2026, 12, 15), **typed)
    for act in (
        lambda: liam.do(lead_forms.sent, filled),
        lambda: liam.do(team.change, deal, ["U0DANA"], ()),
        lambda: liam.do(tags.put, deal, "price"),
        lambda: liam.do(tags.drop, deal, "price"),
        lambda: liam.do(risk.mark, deal, "their budget is cut"),
        lambda: liam.do(risk.end, deal),
        lambda: maya.do(verbs.act, "reassign", Pressed(0, deal), VerbFilled(choice=str(machine.ids["dana"]))),
    ):
        machine.clock.push(minutes=5)
        act()
    said = text_of(render(told(machine, "maya", deal), Reader("en", ZoneInfo("UTC"), machine.clock.now())))
    for line in (
        "Dana has it now · Maya",
        "at risk no longer · Liam",
        "marked at risk · Liam\ntheir budget is cut",
        "tag price taken off · Liam",
        "tagged price · Liam",
        "Liam changed the team\nwith it now: Dana",
        "Liam changed\nPhone\nWhat they need\nAmount: CN¥80K → CN¥90K\nExpected signing: Tue, Dec 15",
    ):
        assert line in said, (line, said)
    assert SECRET not in said and "13900139001" not in said

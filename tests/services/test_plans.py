"""Whatever somebody presses finds its rows by an index: no statement of it looks at every row of a growing table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from bot.sheets import writing
from bot.sheets.writing import Page
from rules.answers.deals import DealClosed
from rules.answers.digests import VerbFilled
from rules.answers.waits import Wish
from rules.facts import Rung
from services import status
from services.capture import notes
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import cards, colleagues, risk, stage_undo, stages, story, task_answers, waits
from services.exchange.parts import Importer
from services.lists import found, home, home_lists
from services.sending import telling
from services.talk import hearing
from services.talk.places import Said
from storage.tables import PersonRole, Task
from tests.lending import CopyOf
from tests.services import tables
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at
from tests.services.plans import asked
from tests.services.test_help import higher_up, press


def at_work(url: str) -> None:
    """Liam's deal is red and he heard of it; Dana, pre-sales, was asked for a quote; an admin."""
    machine = Machine(url)
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["dana"], role="presales"))
        tx.add(PersonRole(person_id=machine.ids["zoe"], role="admin"))
    machine.deal(code="EXPO-2026-900", amount_minor=80_000_00, currency="CNY")
    Hand(machine, "liam").do(verbs.act, "blocker", Pressed(0, 1), VerbFilled(choice="our_quote"))
    for when in ("11-24 15:31", "12-01 08:30", "12-01 15:30"):
        Post(machine).run(when)
    machine.close()


@pytest.fixture
def machine(copy_of: CopyOf) -> Iterator[Machine]:
    made = Machine(copy_of(at_work))
    made.clock.set(at("12-01 15:40"))
    yield made
    made.close()


Press = Callable[[], object]


def verb(name: str, **filled: object) -> Callable[[Machine], Press]:
    def made(machine: Machine) -> Press:
        nudge = next(x for x in machine.nudges if x.rung == Rung.RED)
        sent = next(x for x in machine.deliveries if x.id == nudge.delivery_id)
        pressed = Pressed(nudge.id, 1, sent.channel or "", sent.ts or "")
        return partial(Hand(machine, "liam").do, verbs.act, name, pressed, VerbFilled(**filled))

    return made


def task(machine: Machine) -> Press:
    mine = [x for x in machine.deliveries if x.kind == "task_asked" and x.person_id == machine.ids["dana"]]
    (one,) = [x for x in machine.rows(Task) if x.kind == "blocker"]
    return partial(Hand(machine, "dana").do, task_answers.answer, one.id, "done", VerbFilled(), mine[0].ts)


def words(machine: Machine) -> Press:
    """Typed in the thread of the reminder, offered, saved; then a line without a thread."""
    liam = Hand(machine, "liam")
    sent = next(x for x in reversed(machine.deliveries) if x.person_id == machine.ids["liam"] and x.ts)
    first = Said("likes the pilot; send SOW by Fri", "1796000000.000100", sent.ts or "")
    second = Said("EXPO-2026-900 called, no answer", "1796000001.000100")

    def typed() -> None:
        for said in (first, second):
            ask = hearing.by_place(liam.ask(), said.ts)
            offer = hearing.hear(ask, said)
            telling.reply(ask, offer)
            liam.do(notes.choose, offer.draft_id, 1)

    return typed


def redact(machine: Machine) -> Press:
    liam = Hand(machine, "liam")
    said = liam.note("likes the pilot; send SOW by Fri", deal_id=1)
    return lambda: liam.do(story.redact, said.note_id)


def looks(machine: Machine) -> Press:
    liam = Hand(machine, "liam")
    looked = (
        lambda: home.of(liam.ask()),
        lambda: home_lists.listed(liam.ask(), "all"),
        lambda: cards.open_card(liam.ask(), 1),
        lambda: cards.move_form(liam.ask(), 1),
        lambda: cards.look_up(liam.ask(), ""),
        lambda: story.page_of(liam.ask(), 1),
        lambda: found.find(liam.ask(), "red"),
        lambda: found.listed(liam.ask(), "red"),
        lambda: home.touched(machine.deps, machine.ids["liam"], at("12-01 15:00")),
    )
    return lambda: [look() for look in looked]


def moves(machine: Machine) -> Press:
    """A flag, a wait, its end, and lost at last."""
    liam = Hand(machine, "liam")

    def pressed() -> None:
        liam.do(risk.mark, 1, "budget")
        liam.do(risk.end, 1)
        liam.do(waits.wait, Wish(deal_id=1, who="Chen", until=date(2026, 12, 8)))
        liam.do(waits.end, 1)
        stages.close(liam.ask("shut"), 1, state="lost", reason="price", words="")

    return pressed


def hands(machine: Machine) -> Press:
    """Given away, lost and undone, where Chen has a task and Zoe helps."""
    dana = Hand(machine, "dana")
    machine.join("chen", "delivery")
    asked_of = VerbFilled(choice=str(machine.ids["chen"]), text="who ran their pilot?")
    Hand(machine, "liam").do(colleagues.ask_colleague, 1, asked_of)
    higher_up(machine)
    press(machine, "zoe", "help_them", 1)
    Post(machine).run()

    def pressed() -> None:
        press(machine, "maya", "reassign", 1, choice=str(machine.ids["dana"]))
        closed = stages.close(dana.ask("shut"), 1, state="lost", reason="price", words="")
        assert isinstance(closed, DealClosed) and closed.undo_id
        stage_undo.undo(dana.ask(), closed.undo_id)

    return pressed


def brought(machine: Machine) -> Press:
    """A file gives a deal that is here to somebody else and ends it; Chen has a task there."""
    machine.join("chen", "delivery")
    asked_of = VerbFilled(choice=str(machine.ids["chen"]), text="who ran their pilot?")
    Hand(machine, "liam").do(colleagues.ask_colleague, 1, asked_of)
    deal = machine.deal_row(1)
    heads = ["线索编号", "客户名称", "销售代表", "结果状态", "版本"]
    line = [deal.code, "Acme 1", "Dana", "流失", deal.version]
    given = tables.of_file("线索.xlsx", writing.xlsx([Page("线索", heads, [line])]))
    by = Importer(Hand(machine, "maya").actor, "zh", ZoneInfo("Asia/Shanghai"), "cn")

    def pressed() -> None:
        outcome = tables.take(machine.deps, given, machine.clock.now(), by)
        assert outcome.counts["changed"] == 1

    return pressed


def admin(machine: Machine) -> Press:
    zoe = Hand(machine, "zoe")
    return lambda: status.look(zoe.ask())


def lead(machine: Machine) -> Press:
    liam = Hand(machine, "liam")
    said = "Contoso, Ms. Chen 212-555-0190, ERP, 80k, expo"
    return lambda: liam.undo_lead(liam.lead(said).undo_id)


def time(machine: Machine) -> Press:
    """A morning: what is due is said, lists are made, and what a note of before has overtaken is edited."""
    post, liam = Post(machine), Hand(machine, "liam")
    post.run("12-02 08:50")
    machine.clock.set(at("12-02 09:30"))
    liam.note("EXPO-2026-900 likes the pilot; send SOW by Fri")
    return lambda: [post.run(when) for when in ("12-02 09:40", "12-02 10:40", "12-03 08:50")]


PRESSES: dict[str, Callable[[Machine], Press]] = {
    "later": verb("later", choice="tomorrow"),
    "wait": verb("wait", who="Chen", text="budget", on=date(2026, 12, 8)),
    "lost": verb("lost", choice="price"),
    "blocker": verb("blocker", choice="budget"),
    "help": verb("ask_help", text="the discount"),
    "date": verb("date", on=date(2026, 12, 4), text="SOW"),
    "task": task, "words": words, "redact": redact, "looks": looks, "moves": moves, "status": admin, "lead": lead,
    "hands": hands, "import": brought, "time": time,
}  # fmt: skip


# An admin's page counts the deals, and an import, once, those of owners who are nobody in Slack; words are taken out of
# whatever was told since (storage.redaction says why).
WALKS = {"status": {"deals"}, "import": {"deals"}, "redact": {"deliveries", "drafts"}}
# PostgreSQL begins with the messages, of which a test has fewer than lines that they tell.
WALKS_ON_POSTGRESQL = {"time": {"deliveries"}}


@pytest.mark.parametrize("press", PRESSES)
def test_a_press_finds_its_rows_by_an_index(machine: Machine, press: str) -> None:
    pressed = PRESSES[press](machine)
    with asked(machine.db) as told:
        pressed()
    assert len(told.statements) > 5
    walks = WALKS.get(press) or (WALKS_ON_POSTGRESQL.get(press) if not machine.db.is_sqlite else None) or ()
    assert [walk for walk in told.walks if walk.partition(":")[0] not in walks] == []

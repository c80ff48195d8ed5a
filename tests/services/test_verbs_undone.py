"""A wait, a park, *Later* and *Push* are taken back: the clock, the lists and whoever was told are as before; never over what
came since, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from rules.answers import Answer
from rules.answers.deals import WaitSet
from rules.answers.digests import VerbDone
from rules.answers.given import GivenStays
from rules.answers.nudges import NudgeMessage
from rules.answers.waits import Wish
from rules.errors import NotFound
from rules.facts import Rung
from services.clock import overtaken, said, verb_undo
from services.clock.said import Pressed
from services.deals import stages, story, waits
from services.lists import sorting
from storage.tables import Audit, Later, Undo, Wait
from tests.services.hand import Hand, as_it_was
from tests.services.machine import Machine
from tests.services.mornings import Post, at
from tests.services.test_help import press, seen
from tests.services.test_home import home_of
from tests.services.test_verbs import Desk, desk, done, red

pytestmark = pytest.mark.few_on_postgresql

__all__ = ["desk", "red"]

TO = date(2026, 12, 8)
NOWHERE = Pressed(0, 0)
WAIT: dict[str, Any] = {"who": "Mr. Zhang", "text": "the budget", "on": TO}
SAID = [("wait", WAIT), ("park", {"on": TO}), ("later", {"choice": "tomorrow"})]
BACK = "*Acme 1*: back as it was, reminders included."


def undo(machine: Machine, undo_id: int | None, where: Pressed = NOWHERE, by: str = "liam") -> Answer:
    assert undo_id is not None
    return verb_undo.undo(Hand(machine, by).ask(), undo_id, where)


@pytest.mark.parametrize(("verb", "filled"), SAID)
def test_the_message_offers_it_until_then_and_asks_again(desk: Desk, verb: str, filled: Any) -> None:
    desk.post.run()
    before = as_it_was(desk.machine)
    answer = desk.press(verb, **filled)
    for locale, button in (("en", "[Undo until 3:40 PM]"), ("zh", "[撤销（15:40 前）]")):
        told, offered = seen(answer, desk.machine, locale)
        assert button in told and "verb_undo" in offered
    desk.post.run()
    desk.machine.clock.push(minutes=9)
    assert "verb_undo" in seen(answer, desk.machine)[1]
    asks = undo(desk.machine, done(answer).undo_id, desk.pressed)
    assert isinstance(asks, NudgeMessage) and asks.lines[0].done is None
    desk.post.run()
    assert as_it_was(desk.machine) == before
    assert [undo(desk.machine, done(answer).undo_id, desk.pressed) for _ in range(4)] == [asks] * 4
    assert [x.action for x in desk.all(Audit)].count(f"{'wait' if verb == 'park' else verb}.undo") == 1
    desk.machine.clock.push(minutes=2)
    assert "verb_undo" not in seen(answer, desk.machine)[1]


@pytest.mark.parametrize(("verb", "filled"), SAID)
def test_the_clock_goes_on_as_if_nothing_had_been_said(desk: Desk, verb: str, filled: Any) -> None:
    """The manager hears the next morning, and nobody anything twice."""
    undo(desk.machine, done(desk.press(verb, **filled)).undo_id, desk.pressed)
    desk.post.through("12-04 09:00")
    heard = [(x.person_id, x.rule, x.episode, x.rung) for x in desk.machine.nudges if x.delivered_at]
    assert len(heard) == len(set(heard))
    up = [x.delivered_at for x in desk.machine.nudges if x.rung == Rung.MANAGER]
    assert up == [at("12-02 08:40")]
    assert [x for x in desk.machine.nudges if x.rung > Rung.AGAIN and x.delivered_at] == []


@pytest.mark.parametrize("verb", ["wait", "park"])
def test_what_came_due_meanwhile_is_said_then_and_once(machine: Machine, post: Post, verb: str) -> None:
    deal = machine.deal()
    post.through("12-01 15:25")
    found = press(machine, "liam", verb, deal, on=TO).done
    post.through("12-01 15:33")
    undo(machine, found.undo_id)
    post.through("12-03 09:00")
    heard = [(x.rung, x.delivered_at) for x in machine.nudges if x.delivered_at]
    assert heard == [
        (Rung.HEADS_UP, at("12-01 08:30")),
        (Rung.RED, at("12-01 15:33")),
        (Rung.MANAGER, at("12-02 08:40")),
    ]


def test_put_off_once_more_it_comes_back_once(desk: Desk) -> None:
    undo(desk.machine, done(desk.press("later", choice="two_days")).undo_id, desk.pressed)
    desk.post.run("12-01 15:35")
    assert done(desk.press("later", choice="tomorrow")).until == at("12-02 08:30")
    assert [(x.n, x.until) for x in desk.all(Later)] == [(1, at("12-02 08:30"))]
    desk.post.through("12-03 09:00")
    again = [(x.rung, x.delivered_at) for x in desk.machine.nudges if x.rung > Rung.AGAIN and x.delivered_at]
    assert again == [(Rung.AGAIN + 1, at("12-02 08:30"))]


def test_taken_back_after_the_managers_list_they_hear_in_their_next(desk: Desk) -> None:
    desk.post.through("12-02 08:35")
    found = done(desk.press("later", choice="two_days"))
    desk.post.through("12-02 08:44")
    undo(desk.machine, found.undo_id, desk.pressed)
    desk.post.through("12-03 12:00")
    up = [x.delivered_at for x in desk.machine.nudges if x.rung == Rung.MANAGER and x.delivered_at]
    assert up == [at("12-03 08:40")]


def test_on_home_it_stands_until_then_and_every_message_asks_again(desk: Desk) -> None:
    waited = done(desk.press("wait", **WAIT))
    mine = home_of(desk.machine, "liam").mine
    assert mine is not None and [(x.action, x.undo_id) for x in mine.saved] == [("wait", waited.undo_id)]
    answer = undo(desk.machine, waited.undo_id)
    assert isinstance(answer, VerbDone) and seen(answer, desk.machine)[0] == BACK
    mine = home_of(desk.machine, "liam").mine
    assert mine is not None and [x.is_undone for x in mine.saved] == [True]
    edits = len(desk.post.said)
    desk.post.run()
    lines = [said.line_of(one[3], desk.deal_id) for one in desk.post.said[edits:] if one[1] == overtaken.KIND]
    assert lines and [x.done for x in lines if x is not None] == [None] * len(lines)


NEWER: list[tuple[Callable[[Machine, int], Any], str, str]] = [
    (lambda m, d: Hand(m, "maya").note("they like it", deal_id=d), "wait", "Maya logged a note on *Acme 1* since."),
    (lambda m, d: Hand(m, "liam").do(waits.end, d), "wait", "you set or ended a wait on *Acme 1* since."),
    (lambda m, d: press(m, "maya", "park", d, on=TO), "wait", "Maya set or ended a wait on *Acme 1* since."),
    (lambda m, d: press(m, "maya", "lost", d, choice="price"), "wait", "Maya closed *Acme 1* since."),
    (lambda m, d: press(m, "maya", "lost", d, choice="price"), "later", "Maya closed *Acme 1* since."),
    (lambda m, d: Hand(m, "liam").do(stages.move, stages.Sent(d, "discovery", reason="anew")), "park",
     "you moved *Acme 1* to another stage since."),
]  # fmt: skip


@pytest.mark.parametrize(("newer", "verb", "says"), NEWER)
def test_it_stays_where_something_took_its_place(
    desk: Desk, newer: Callable[[Machine, int], Any], verb: str, says: str
) -> None:
    found = done(desk.press(verb, **dict(SAID)[verb]))
    desk.machine.clock.push(minutes=1)
    newer(desk.machine, desk.deal_id)
    stands = as_it_was(desk.machine)
    answer = undo(desk.machine, found.undo_id)
    assert isinstance(answer, GivenStays) and seen(answer, desk.machine)[0] == f"Not taken back: {says}"
    assert "没撤回：" in seen(answer, desk.machine, "zh")[0]
    assert as_it_was(desk.machine) == stands and {x.state for x in desk.all(Undo)} == {"open"}


def test_no_longer_than_ten_minutes_and_by_nobody_else(desk: Desk) -> None:
    found = done(desk.press("wait", **WAIT))
    for by, minutes, key in (("maya", 0, "err.undo_late"), ("liam", 10, "err.undo_late")):
        desk.machine.clock.push(minutes=minutes)
        with pytest.raises(NotFound) as told:
            undo(desk.machine, found.undo_id, by=by)
        assert told.value.key == key
    assert [x.ended_at for x in desk.all(Wait)] == [None]


def test_of_a_deal_that_was_given_away_since_they_read_who_has_it(desk: Desk) -> None:
    found = done(desk.press("wait", **WAIT))
    press(desk.machine, "maya", "reassign", desk.deal_id, choice=str(desk.machine.ids["dana"]))
    with pytest.raises(NotFound) as told:
        undo(desk.machine, found.undo_id)
    assert (told.value.key, told.value.fields) == ("err.with_now", {"who": "Dana"})


def test_two_in_a_row_one_after_the_other_and_neither_counts(desk: Desk) -> None:
    """A stage may wait twice: what was taken back is none of them."""
    liam = Hand(desk.machine, "liam")
    wishes = [Wish(deal_id=desk.deal_id, who=who, until=TO) for who in ("Ms. Chen", "Mr. Zhang")]
    for _ in range(2):
        first, second = (liam.do(waits.wait, wish) for wish in wishes)
        assert isinstance(first, WaitSet) and isinstance(second, WaitSet)
        mine = home_of(desk.machine, "liam").mine
        assert mine is not None and [x.undo_id for x in mine.saved if not x.is_undone] == [second.undo_id]
        assert isinstance(undo(desk.machine, first.undo_id), GivenStays)
        assert isinstance(undo(desk.machine, second.undo_id), VerbDone)
        assert [x.ended_at for x in desk.all(Wait)] == [None], "the first goes on"
        assert isinstance(undo(desk.machine, first.undo_id), VerbDone)
        assert desk.all(Wait) == []
        desk.machine.clock.push(minutes=1)
    told = story.page_of(liam.ask(), desk.deal_id)
    assert [(x.what, x.who, x.is_undone) for x in told.lines[:4]] == [("waited", "Liam", True)] * 4
    en, zh = (seen(told, desk.machine, locale)[0] for locale in ("en", "zh"))
    assert "waiting on them until Tue, Dec 8 · Liam · taken back" in en and "又撤销了" in zh


def test_the_words_of_a_wait_go_with_it(desk: Desk) -> None:
    found = done(desk.press("wait", **WAIT))
    undo(desk.machine, found.undo_id, desk.pressed)
    page = story.page_of(Hand(desk.machine, "liam").ask(), desk.deal_id)
    assert "Mr. Zhang" not in seen(page, desk.machine)[0]


def test_what_an_import_brought_sleeps_again_unless_somebody_touched_it(machine: Machine) -> None:
    for touched in (False, True):
        deal = machine.deal(clocks_from=None)
        Hand(machine, "liam").do(sorting.sort, deal, sorting.PARK)
        if touched:
            Hand(machine, "maya").do(stages.move, stages.Sent(deal, "discovery", reason="anew"))
            Hand(machine, "maya").do(stages.move, stages.Sent(deal, "screened", reason="anew"))
        (way_back,) = (x.id for x in machine.rows(Undo) if (x.deal_id, x.action) == (deal, "park"))
        undo(machine, way_back)
        assert (machine.deal_row(deal).clocks_from is None) is not touched


def test_work_in_between_stays_work(desk: Desk) -> None:
    """*Later* was an act; what was logged since is one still."""
    found = done(desk.press("later", choice="tomorrow"))
    desk.machine.clock.push(minutes=1)
    Hand(desk.machine, "maya").note("they like it", deal_id=desk.deal_id)
    acted = desk.deal.acted_at
    undo(desk.machine, found.undo_id)
    assert (desk.deal.acted_at, desk.all(Later)) == (acted, [])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_are_taken_back_in_any_order(desk: Desk, order: tuple[int, int]) -> None:
    """A wait that stood when *Later* was taken back, and is taken back itself, was no act."""
    desk.post.run()
    before, given = as_it_was(desk.machine), []
    for verb, filled in (("later", {"choice": "tomorrow"}), ("wait", WAIT)):
        given.append(done(desk.press(verb, **filled)).undo_id)
        desk.machine.clock.push(minutes=1)
    for one in order:
        undo(desk.machine, given[one], desk.pressed)
    desk.post.run()
    assert as_it_was(desk.machine) == before

"""A next step far ahead: going quiet until then is offered with the answer, as far as one wait may go."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.deals import WaitSet
from rules.answers.notes import FarStep, NextAsked, NoteSaved, StepMoved
from rules.answers.waits import Wish
from rules.when import When
from services.capture import note_after, steps
from services.deals import waits
from storage.tables import Wait
from tests.services.hand import Hand
from tests.services.machine import Machine

pytestmark = pytest.mark.few_on_postgresql

TODAY = date(2026, 11, 24)  # a Tuesday; five working days ahead is Tuesday, December 1


def moved(hand: Hand, deal: int, on: date) -> StepMoved:
    answer = hand.do(steps.set_date, f"d{deal}", When(date=on, time=None, kind="by"))
    assert isinstance(answer, StepMoved)
    return answer


@pytest.mark.parametrize("on", [date(2026, 12, 1), date(2026, 11, 25)])
def test_a_near_step_offers_nothing(machine: Machine, on: date) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    assert moved(liam, deal, on).far is None
    assert liam.note(f"They like it; send the quote by {on}", deal_id=deal).far is None


def test_a_note_with_a_far_step_offers_to_go_quiet_till_then(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    saved = liam.note("They like it; call Tom on Dec 15", deal_id=deal)
    assert isinstance(saved, NoteSaved)
    assert saved.far == FarStep(on=date(2026, 12, 15), working_days=15, until=date(2026, 12, 15))
    quiet = note_after.go_quiet(liam.ask("tap"), deal, saved.far.until)
    assert isinstance(quiet, WaitSet)
    assert quiet.until.date() == date(2026, 12, 15)
    assert moved(liam, deal, date(2026, 12, 16)).far is None  # it waits already
    liam.do(waits.end, deal)
    assert moved(liam, deal, date(2026, 12, 17)).far is not None


def test_keep_watching_changes_nothing(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    assert moved(liam, deal, date(2026, 12, 15)).far is not None
    assert isinstance(note_after.keep_reminding(liam.ask("keep"), deal), NextAsked)
    assert machine.rows(Wait) == []


def test_a_step_beyond_the_longest_wait_is_offered_as_far_as_it_goes(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    far = moved(liam, deal, date(2027, 1, 20)).far
    assert far is not None and far.is_cut and far.doubt == 0
    assert far.until == waits.longest(liam.ask(), deal)
    assert isinstance(note_after.go_quiet(liam.ask("tap"), deal, far.until), WaitSet)


def test_beyond_sixty_days_it_is_asked_once_whether_the_day_is_meant(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    told = [moved(liam, deal, TODAY + timedelta(days=days)).far for days in (60, 61, 75, 30, 90)]
    assert [far.doubt for far in told if far is not None] == [0, 61, 0, 0, 90]


def test_a_stage_that_waited_enough_is_offered_nothing(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    for _ in range(2):
        liam.do(waits.wait, Wish(deal_id=deal, until=machine.clock.now().date() + timedelta(days=7)))
        liam.do(waits.end, deal)
        machine.clock.push(days=1)
    assert moved(liam, deal, date(2026, 12, 15)).far is None


@pytest.mark.parametrize(
    ("locale", "on", "words"),
    [
        ("en", date(2026, 12, 15), ("15 working days away. Shall I go quiet till then?", "Keep watching")),
        ("zh", date(2026, 12, 15), ("还有 15 个工作日。到那天之前我先不吵你？", "照常盯着")),
        (
            "en",
            date(2027, 3, 12),
            ("Is Fri, Mar 12, 2027 the day you mean? It's 108 days away.", "the longest at a time"),
        ),
        ("zh", date(2027, 3, 12), ("离现在 108 天，日子没写错吧？", "一次最多静到")),
    ],
)
def test_it_is_said_in_both_languages(
    machine: Machine, locale: str, on: date, words: tuple[str, ...]
) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    said = str(
        render(moved(liam, deal, on), Reader(locale, ZoneInfo("Asia/Shanghai"), machine.clock.now(), "U0"))
    )
    assert all(part in said for part in words), said

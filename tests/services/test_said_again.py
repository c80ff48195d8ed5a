"""What was said, or its time was over, before something changed is not said again because of the change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rules.answers.digests import VerbFilled
from rules.facts import Rung
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import risk
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post

pytestmark = pytest.mark.few_on_postgresql


def heard(machine: Machine, rule: str) -> list[int]:
    return [x.rung for x in machine.nudges if x.rule == rule and x.delivered_at]


def press(machine: Machine, who: str, verb: str, deal: int, nudge: int = 0, **filled: object) -> None:
    Hand(machine, who).do(verbs.act, verb, Pressed(nudge, deal), VerbFilled(**filled))


def test_a_step_moved_to_today_after_the_list_is_no_news_to_who_moved_it(
    machine: Machine, post: Post
) -> None:
    deal = machine.deal("liam")
    press(machine, "liam", "date", deal, on=date(2026, 11, 27), text="send the quote")
    post.through("11-26 10:00")
    press(machine, "liam", "date", deal, on=date(2026, 11, 26))
    post.run()
    assert heard(machine, "step") == []
    post.through("11-26 18:00")
    assert heard(machine, "step") == [Rung.SOON], "an hour before its end it is"


@pytest.mark.one_on_postgresql
def test_a_step_whose_words_alone_were_changed_is_not_told_a_second_time(
    machine: Machine, post: Post
) -> None:
    deal = machine.deal("liam")
    press(machine, "liam", "date", deal, on=date(2026, 11, 26), text="send the quote")
    post.through("11-26 10:00")
    press(machine, "liam", "date", deal, on=date(2026, 11, 26), text="send the new quote")
    post.run()
    assert heard(machine, "step") == [Rung.TODAY]


def test_a_flag_is_not_told_again_to_who_gives_its_deal_to_another(machine: Machine, post: Post) -> None:
    """A manager who has another owner's reps hears of it, in their next list."""
    deal = machine.deal("liam")
    Hand(machine, "liam").do(risk.mark, deal, "their buyer leaves")
    post.through("11-25 10:00")
    assert heard(machine, "risk") == [Rung.MANAGER]
    press(machine, "maya", "reassign", deal, choice=str(machine.ids["dana"]))
    post.through("11-26 10:00")
    assert heard(machine, "risk") == [Rung.MANAGER]
    machine.join("noor", "manager", manager="maya")
    machine.join("tom", "rep", manager="noor")
    press(machine, "maya", "reassign", deal, choice=str(machine.ids["tom"]))
    post.run()
    assert heard(machine, "risk") == [Rung.MANAGER]
    post.through("11-27 10:00")
    told = [
        (x.person_id, x.delivered_at - x.due_at)
        for x in machine.nudges
        if x.rule == "risk" and x.delivered_at
    ]
    assert told == [(machine.ids["maya"], timedelta()), (machine.ids["noor"], timedelta())]


def test_later_until_the_morning_after_does_not_keep_it_from_the_manager(
    machine: Machine, post: Post
) -> None:
    deal = machine.deal("liam")
    press(machine, "liam", "date", deal, on=date(2026, 11, 26), text="send the quote")
    post.through("11-26 10:00")
    today = next(x for x in machine.nudges if x.rule == "step" and x.delivered_at)
    press(machine, "liam", "later", deal, today.id, choice="tomorrow")
    post.through("12-03 10:00")
    assert heard(machine, "step")[-1] == Rung.MANAGER

"""A day that an answer names for a deal: asked for a place first, then kept, until somebody acts or it is taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.views import done_words
from rules.answers.digests import MorningList, VerbFilled
from rules.answers.nudges import Done
from rules.facts import Rung
from rules.when import When
from services.capture import steps
from services.clock import dismissing, verbs
from services.clock.said import Pressed
from storage.tables import Nudge
from tests.bot.test_nudge_views import NOW, reader
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at, lines_of
from tests.services.test_verbs import Desk, desk, done, red

pytestmark = pytest.mark.few_on_postgresql

__all__ = ["desk", "red"]
THURSDAY, FRIDAY = at("12-03 08:30"), at("12-04 08:30")


def busy(machine: Machine, count: int = 6) -> list[int]:
    """Deals with more to say of the morning of December 3."""
    liam = Hand(machine, "liam")
    deals = [machine.deal(amount_minor=90_000_00, currency="CNY") for _ in range(count)]
    for deal_id in deals:
        liam.do(steps.set_date, f"d{deal_id}", When(date=date(2026, 12, 3), time=None, kind="by"))
    return deals


def reds(machine: Machine, post: Post, count: int) -> list[Nudge]:
    """So many deals of Liam's that are red by Wednesday, the smallest first."""
    for n in range(count):
        machine.deal("liam", "proposal", amount_minor=1000_00 * (n + 1), currency="CNY")
    post.through("12-02 09:00")
    return [x for x in machine.nudges if x.rung == Rung.RED and x.state == "sent"]


def press(machine: Machine, verb: str, nudge: Nudge, who: str = "liam", choice: str = "two_days") -> Done:
    assert nudge.deal_id is not None
    answer = Hand(machine, who).do(
        verbs.act, verb, Pressed(nudge.id, nudge.deal_id), VerbFilled(choice=choice)
    )
    found: Done = answer.done
    return found


def last_list(post: Post) -> tuple[str, list[int]]:
    when, said = post.of(MorningList)[-1]
    return when, [line.head.deal_id for line in said.lines]


def test_later_names_a_day_for_as_many_deals_as_its_list_has_places(machine: Machine, post: Post) -> None:
    told = {x.deal_id: press(machine, "later", x) for x in reds(machine, post, 8)}
    assert {x.until for x in told.values()} == {FRIDAY}
    promised = {d for d, x in told.items() if x.verb == "later"}
    assert len(promised) == 5 and {told[d].verb for d in set(told) - promised} == {"later_home"}
    post.through("12-04 09:00")
    when, listed = last_list(post)
    assert (when, set(listed)) == ("12-04 08:30", promised)


def test_later_says_that_a_limit_may_be_reached_before_that_day(machine: Machine, post: Post) -> None:
    machine.deal("liam", "screened")
    post.through("11-26 08:40")
    (warned,) = (x for x in machine.nudges if x.state == "sent")
    told = press(machine, "later", warned)
    assert (told.verb, told.until) == ("later_limits", at("11-30 08:30"))
    post.through("11-27 08:40")
    assert [x.delivered_at for x in machine.nudges if x.rung == Rung.RED] == [at("11-26 15:30")]
    said = [done_words.said(told, "*Acme*", reader(locale)) for locale in ("en", "zh")]
    assert said[0].endswith("Its limits still count: if one is reached before then, I'll say so.")
    assert said[1].endswith("期限照算，到了还是会提醒。")


def test_later_does_not_push_out_a_deal_that_was_promised_its_place(machine: Machine, post: Post) -> None:
    """By *Not useful*, when there were five; a sixth, bigger one is there by then."""
    first, *others = reds(machine, post, 6)
    machine.change(others[-1].deal_id, state="lost")
    dismissed = press(machine, "dismiss", first, choice="their_pace")
    assert (dismissed.verb, dismissed.until) == ("dismissed", THURSDAY)
    machine.change(others[-1].deal_id, state="open")
    told = {x.deal_id: press(machine, "later", x, choice="tomorrow") for x in reversed(others)}
    assert [x.verb for x in told.values()] == ["later"] * 4 + ["later_home"]
    assert {x.until for x in told.values()} == {THURSDAY}
    post.through("12-03 09:00")
    assert set(last_list(post)[1]) == {first.deal_id, *(d for d, x in told.items() if x.verb == "later")}


def test_what_comes_the_same_day_is_said_as_of_today() -> None:
    told = Done(verb="dismissed_later", until=NOW + timedelta(minutes=30))
    assert "today" in done_words.said(told, "*Acme*", reader())


def test_a_manager_is_named_no_sure_day(machine: Machine, post: Post) -> None:
    """Their list has five places, whatever they were told."""
    reds(machine, post, 1)
    up = next(x for x in machine.nudges if x.person_id == machine.ids["maya"] and x.state == "sent")
    told = press(machine, "dismiss", up, "maya", "their_pace")
    assert told.verb == "dismissed_later" and told.until is not None


def test_the_list_of_the_day_that_was_promised_has_a_place_for_the_deal(desk: Desk) -> None:
    """Six deals with more to say of that morning come up meanwhile."""
    found = done(desk.press("dismiss", choice="their_pace"))
    assert (found.verb, found.until) == ("dismissed", THURSDAY)
    desk.machine.clock.set(at("12-01 16:00"))
    others = busy(desk.machine)
    desk.post.through("12-03 09:00")
    when, said = desk.post.of(MorningList)[-1]
    listed = [line.head.deal_id for line in said.lines]
    assert (when, len(listed), said.more) == ("12-03 08:30", 5, 2)
    assert listed[-1] == desk.deal_id, "in its order, in the place of the last of the others"
    assert set(listed[:-1]) < set(others)


@pytest.mark.parametrize("ends", ["undone", "acted on"])
def test_a_promise_ends_with_what_it_was_made_for(desk: Desk, ends: str) -> None:
    """The deal asks for something that day, and bigger ones do."""
    liam = Hand(desk.machine, "liam")
    found = done(desk.press("dismiss", choice="their_pace"))
    desk.machine.clock.set(at("12-01 15:35"))
    if ends == "undone":
        assert found.undo_id is not None
        dismissing.undo(liam.ask(), found.undo_id, Pressed(0, 0))
    else:
        day = When(date=date(2026, 12, 3), time=None, kind="by")
        liam.do(steps.set_date, f"d{desk.deal_id}", day)
    others = busy(desk.machine)
    desk.post.through("12-03 09:00")
    when, listed = last_list(desk.post)
    assert when == "12-03 08:30" and set(listed) < set(others)


def test_where_no_list_went_on_that_day_the_next_one_keeps_it(desk: Desk) -> None:
    """Baton is down on the 3rd."""
    told = done(desk.press("later", choice="two_days"))
    assert (told.verb, told.until) == ("later", THURSDAY)
    desk.machine.clock.set(at("12-01 16:00"))
    busy(desk.machine)
    desk.post.live(at("12-02 18:00"))
    desk.post.run("12-04 08:30")
    when, said = desk.post.of(MorningList)[-1]
    listed = [line.head.deal_id for line in lines_of(said)]
    assert (when, len(listed)) == ("12-04 08:30", 5) and desk.deal_id in listed

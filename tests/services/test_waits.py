"""Waiting more often than a stage allows: refused with a way on, asked once, allowed by a manager alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.views.answers import render
from rules.answers.deals import DealCard, WaitSet
from rules.answers.digests import BlockedList, HelpComing, MorningList, VerbFilled
from rules.answers.waits import WaitAllowed, WaitAsked, WaitRequest, WaitTooOften, Wish
from rules.errors import Invalid, NotFound, Refused
from rules.when import When
from sandbox.driver import text_of
from services.capture import steps
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import cards, story, wait_more, waits
from storage import people as people_rows
from storage.tables import Audit, Person, Wait
from tests.bot.test_nudge_views import reader
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at, promised, stuck, with_channel
from tests.services.test_help import seen
from tests.services.test_home import home_of

pytestmark = pytest.mark.few_on_postgresql

TO = date(2026, 12, 7)


@pytest.fixture
def deal(machine: Machine) -> int:
    """A deal of Liam's that has waited twice in its stage."""
    liam, deal = Hand(machine, "liam"), machine.deal()
    for _ in range(2):
        until = machine.clock.now().date() + timedelta(days=14)
        assert isinstance(liam.do(waits.wait, Wish(deal_id=deal, who="Ms. Chen", until=until)), WaitSet)
        liam.do(waits.end, deal)
        machine.clock.push(days=1)
    return deal


def running(machine: Machine) -> list[tuple[str, str]]:
    return [(w.who, w.why) for w in machine.rows(Wait) if w.ended_at is None]


def test_the_third_names_whom_to_ask_and_sets_nothing(machine: Machine, deal: int) -> None:
    wish = Wish(deal_id=deal, who="the board", why="budget", until=TO)
    refused = Hand(machine, "liam").do(waits.wait, wish)
    assert isinstance(refused, WaitTooOften) and (refused.manager, refused.wish) == ("Maya", wish)
    assert running(machine) == [] and machine.deliveries == []


@pytest.mark.one_on_postgresql
def test_the_last_day_shown_to_a_manager_elsewhere_is_one_that_is_taken(machine: Machine) -> None:
    with machine.db.write() as tx:
        maya = tx.get(Person, machine.ids["maya"])
        assert maya is not None
        maya.calendar, maya.slack_tz, maya.home_tz = "us", "America/Los_Angeles", "America/Los_Angeles"
    machine.clock.set(datetime.fromisoformat("2026-09-21T10:00:00+08:00"))  # a week off lies before him
    liam, hers, deal = Hand(machine, "liam"), Hand(machine, "maya"), machine.deal()
    last = waits.longest(hers.ask(), deal)
    assert last == waits.longest(liam.ask(), deal)
    with pytest.raises(Invalid):
        hers.do(waits.wait, Wish(deal_id=deal, until=last + timedelta(days=1)))
    assert isinstance(hers.do(waits.wait, Wish(deal_id=deal, until=last)), WaitSet)


def test_what_ends_on_a_saturday_is_asked_about_on_monday(machine: Machine) -> None:
    wish = Wish(deal_id=machine.deal(), until=date(2026, 12, 5))
    told = Hand(machine, "liam").do(waits.wait, wish)
    assert isinstance(told, WaitSet) and told.until == at("12-07 09:00")


@pytest.mark.parametrize(("due", "is_listed"), [(date(2026, 12, 3), True), (TO, False), (None, False)])
def test_a_wait_says_that_a_promise_before_its_end_is_still_in_the_lists(
    machine: Machine, post: Post, due: date | None, is_listed: bool
) -> None:
    """As *Wait* of a reminder does; and the owner whom a manager allows one more."""
    liam, deal = Hand(machine, "liam"), machine.deal()
    if due is not None:
        liam.do(steps.set_date, f"d{deal}", When(date=due, time=None, kind="by"))
    wish = Wish(deal_id=deal, who="Ms. Chen", until=TO)
    for _ in range(2):
        told = liam.do(waits.wait, wish)
        liam.do(waits.end, deal)
    assert isinstance(told, WaitSet) and told.is_listed is is_listed
    assert ("I'll go quiet" in text_of(render(told, reader()))) is not is_listed
    liam.do(wait_more.ask_for_more, wish)
    Hand(machine, "maya").do(wait_more.allow, wish)
    post.through("12-04 18:00")
    listed = [x.head.deal_id for _, said in post.of(MorningList) for x in said.lines]
    assert (deal in listed) is is_listed
    [allowed] = [said for _, said in post.of(WaitAllowed)]
    assert ("先不吵你" in text_of(render(allowed, reader("zh")))) is not is_listed


def test_asked_twice_the_manager_hears_once_and_allows_it(machine: Machine, post: Post, deal: int) -> None:
    machine.clock.set(at("11-26 15:30"))
    liam, maya = Hand(machine, "liam"), Hand(machine, "maya")
    wish = Wish(deal_id=deal, who="the board", why="budget", until=TO)
    for _ in range(2):
        asked = liam.do(wait_more.ask_for_more, wish)
        assert isinstance(asked, WaitAsked) and asked.manager == "Maya"
    assert [d.person_id for d in machine.deliveries] == [machine.ids["maya"]]
    for who, fault in (("liam", Refused), ("dana", NotFound), ("zoe", Refused)):
        with pytest.raises(fault):
            Hand(machine, who).do(wait_more.allow, wish)
    post.run()
    assert isinstance(maya.do(wait_more.allow, wish), WaitSet)
    assert running(machine) == [("the board", "budget")]
    post.run()
    assert [kind for _, kind, op, _ in post.said if op == "post"] == ["wait.request", "wait.allowed"]
    assert [type(answer) for _, _, op, answer in post.said if op == "update"] == [WaitSet]  # allowed on Home
    with machine.db.read() as tx:
        actions = [x.action for x in tx.exec(select(Audit))]
    assert (actions.count("deal.ask_wait"), actions.count("deal.wait")) == (1, 3)


@pytest.mark.parametrize("what", ["allowed", "moved", "handed"])
def test_what_was_asked_in_the_evening_and_settled_meanwhile_asks_nobody(
    machine: Machine, post: Post, deal: int, what: str
) -> None:
    """Neither in the morning nor on Home; and a button of before sets nothing once more."""
    liam, maya, wish = Hand(machine, "liam"), Hand(machine, "maya"), Wish(deal_id=deal, until=TO)
    machine.clock.set(at("11-26 20:00"))
    liam.do(wait_more.ask_for_more, wish)
    if what == "allowed":
        maya.do(wait_more.allow, wish)
        liam.do(waits.end, deal)  # what they waited for came
    elif what == "moved":
        machine.change(deal, stage="negotiation", stage_entered_at=machine.clock.now())
    else:
        maya.do(verbs.act, "reassign", Pressed(0, deal), VerbFilled(choice=str(machine.ids["dana"])))
    team = home_of(machine, "maya").team
    assert team is not None and team.requests == ()
    with pytest.raises(Invalid) as told:
        maya.do(wait_more.allow, wish)
    assert told.value.key == "wait.not_asked" and running(machine) == []
    post.through("11-27 10:00")
    assert post.of(WaitRequest) == []


def test_home_asks_for_it_until_the_day_itself_has_come_there(machine: Machine, deal: int) -> None:
    """In Shanghai Monday begins while it is Sunday in UTC."""
    Hand(machine, "liam").do(wait_more.ask_for_more, Wish(deal_id=deal, until=TO))
    for when, wanted in (("12-06 23:30", 1), ("12-07 00:30", 0)):
        machine.clock.set(at(when).astimezone(UTC))
        team = home_of(machine, "maya").team
        assert team is not None and len(team.requests) == wanted


def test_a_manager_sets_a_third_wait_and_parks(machine: Machine, deal: int) -> None:
    maya = Hand(machine, "maya")
    assert isinstance(maya.do(waits.wait, Wish(deal_id=deal, until=TO)), WaitSet)
    maya.do(waits.end, deal)
    maya.do(verbs.act, "decide", Pressed(0, deal, "", ""), VerbFilled(choice="park", on=TO))
    assert len(running(machine)) == 1


def test_under_a_nudge_the_third_goes_the_same_way(machine: Machine, deal: int) -> None:
    with pytest.raises(waits.TooOften):
        Hand(machine, "liam").do(verbs.act, "wait", Pressed(0, deal, "", ""), VerbFilled(on=TO))
    assert running(machine) == []


@pytest.mark.one_on_postgresql
def test_a_new_stage_needs_nobody_s_word(machine: Machine, deal: int) -> None:
    machine.change(deal, stage="negotiation", stage_entered_at=machine.clock.now())
    answer = Hand(machine, "liam").do(wait_more.ask_for_more, Wish(deal_id=deal, until=TO))
    assert isinstance(answer, WaitSet) and machine.deliveries == []


def test_nobody_above_is_said(machine: Machine) -> None:
    maya, deal = Hand(machine, "maya"), machine.deal("maya")
    for _ in range(2):
        maya.do(waits.wait, Wish(deal_id=deal, until=TO))
        maya.do(waits.end, deal)
    with machine.db.write() as tx:
        zoe = people_rows.by_id(tx, machine.ids["zoe"])
        assert zoe is not None
        zoe.is_active = False
        tx.add(zoe)
    with pytest.raises(Invalid) as told:
        maya.do(waits.wait, Wish(deal_id=deal, until=TO))
    assert told.value.key == "wait.too_many"


@pytest.mark.parametrize("until", [date(2026, 11, 20), date(2027, 6, 1)])
def test_what_no_manager_may_allow_stays_refused(machine: Machine, deal: int, until: date) -> None:
    for name, use in (("liam", wait_more.ask_for_more), ("maya", waits.wait)):
        with pytest.raises(Invalid):
            Hand(machine, name).do(use, Wish(deal_id=deal, until=until))
    assert machine.deliveries == []


def test_a_parked_deal_is_parked_wherever_it_is_told_and_its_owner_hears(machine: Machine) -> None:
    maya, deal, post = Hand(machine, "maya"), machine.deal(), Post(machine)
    maya.do(
        verbs.act, "decide", Pressed(0, deal, "", ""), VerbFilled(choice="park", on=TO, text="等安全审查")
    )
    told = maya.do(story.page_of, deal)
    card = cards.open_card(maya.ask(), deal)
    assert isinstance(card, DealCard) and card.waiting is not None and card.waiting.is_park
    assert {"parked", "waited"} & {line.what for line in told.lines} == {"parked"}
    post.run()
    (heard,) = (a for _, a in post.of(HelpComing))
    assert (heard.verb, heard.who, heard.until is not None) == ("they_park", "Maya", True)
    assert all("等安全审查" in seen(heard, machine, locale)[0] for locale in ("en", "zh"))


def test_who_parks_their_own_is_told_by_nobody(machine: Machine) -> None:
    liam, deal = Hand(machine, "liam"), machine.deal()
    liam.do(verbs.act, "park", Pressed(0, deal, "", ""), VerbFilled(on=TO))
    assert [w.is_park for w in machine.rows(Wait)] == [True] and machine.deliveries == []


@pytest.mark.parametrize(("verb", "choice"), [("decide", "park"), ("park", ""), ("wait", "")])
def test_what_waits_opens_with_a_day_that_is_taken(machine: Machine, verb: str, choice: str) -> None:
    maya, deal = Hand(machine, "maya"), machine.deal()
    opened = verbs.form(maya.ask(), verb, Pressed(0, deal, "", ""))
    assert opened.on is not None
    maya.do(verbs.act, verb, Pressed(0, deal, "", ""), VerbFilled(choice=choice, on=opened.on))
    assert running(machine)


@pytest.mark.parametrize(
    ("step", "proposed"),
    [
        (None, date(2026, 12, 1)),  # a working week on
        ("11-26 15:00", date(2026, 11, 26)),  # the next step's own day
        ("11-24 15:00", date(2026, 12, 1)),  # which is today
        ("12-31 15:00", date(2026, 12, 1)),  # or further off than a wait may last
    ],
)
def test_a_wait_is_proposed_until_the_next_step_or_for_a_week(
    machine: Machine, step: str | None, proposed: date
) -> None:
    deal = machine.deal()
    if step is not None:
        promised(machine, deal, "on", step)
    assert verbs.form(Hand(machine, "liam").ask(), "wait", Pressed(0, deal, "", "")).on == proposed


def test_the_channel_reads_once_that_a_deal_is_parked(team_url: str) -> None:
    """In the post of its day, or in the next, where it was parked before that."""
    channeled = with_channel(team_url)
    maya, post = Hand(channeled, "maya"), Post(channeled)
    deal, other = (stuck(channeled, post) for _ in range(2))
    post.through("12-02 10:00")
    maya.do(verbs.act, "park", Pressed(0, deal, "", ""), VerbFilled(on=date(2026, 12, 21)))
    post.run("12-02 10:10")
    listed = post.of(BlockedList)[-1][1]
    assert [(x.now, x.until) for x in listed.parked] == [("parked", date(2026, 12, 21))]
    assert not listed.on_them and listed.counts["parked"] == 1 and listed.counts["waiting"] == 0
    post.through("12-03 08:00")
    maya.do(verbs.act, "park", Pressed(0, other, "", ""), VerbFilled(on=date(2026, 12, 21)))
    post.through("12-03 09:00")
    listed = post.of(BlockedList)[-1][1]
    assert [x.head.deal_id for x in listed.parked] == [other] and listed.counts["parked"] == 1
    assert not (listed.cleared or listed.on_us or listed.on_them)
    channeled.close()

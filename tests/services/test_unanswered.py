"""Three reminders that nobody answered, and the question that comes instead of a fourth: its three answers."""

from __future__ import annotations

from collections import Counter
from datetime import date, time
from typing import Any

import pytest
from sqlmodel import select

from rules.answers.deals import DealCard
from rules.answers.digests import ManagerList, MorningList, VerbFilled
from rules.answers.nudges import NudgeLine, NudgeMessage
from rules.facts import Rung
from rules.when import When
from services.capture import steps
from services.clock import said, verbs
from services.clock.said import Pressed
from services.deals import cards, task_answers
from services.lists import home_lists
from storage.tables import Audit, Deal, Delivery, Nudge, Task
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at, lines_of, promised

pytestmark = pytest.mark.few_on_postgresql


def asked(machine: Machine, post: Post) -> tuple[int, Pressed]:
    """A deal of which Liam was told three times; it is 15:30 on the first of December, and the fourth is due."""
    deal_id = machine.deal()
    with machine.db.write() as tx:
        for day in ("11-26", "11-27", "11-30"):
            when = at(f"{day} 10:00")
            tx.add(
                Nudge(
                    rule="date", subject=f"deal:{deal_id}", deal_id=deal_id, episode=day, rung=Rung.PAST,
                    recipient=f"person:{machine.ids['liam']}", person_id=machine.ids["liam"], lane="morning",
                    due_at=when, delivered_at=when, created_at=when, state="sent", facts={"to": "owner"},
                )
            )  # fmt: skip
    post.through("12-01 08:30")
    with machine.db.read() as tx:
        found = tx.exec(select(Nudge).where(Nudge.rule == "unanswered")).one()
        sent = tx.get(Delivery, found.delivery_id)
    assert sent is not None and sent.channel and sent.ts
    return deal_id, Pressed(found.id, deal_id, sent.channel, sent.ts)


def line(post: Post, kind: type[Any], deal_id: int) -> NudgeLine:
    return next(x for x in lines_of(post.of(kind)[-1][1]) if x.head.deal_id == deal_id)


def owners(machine: Machine, deal_id: int) -> list[tuple[str, int]]:
    """What Liam was told of it since the first of December."""
    liam = machine.ids["liam"]
    heard = (x for x in machine.nudges if x.deal_id == deal_id and x.person_id == liam and x.delivered_at)
    return [(x.rule, x.rung) for x in heard if x.delivered_at and x.delivered_at > at("12-01 00:00")]


def test_the_question_takes_the_place_of_what_would_have_come(machine: Machine, post: Post) -> None:
    deal_id, _ = asked(machine, post)
    told = line(post, MorningList, deal_id)
    assert (told.rule, told.rung, told.also) == ("unanswered", Rung.ASK, ("quiet",))
    post.through("12-01 18:00")
    assert owners(machine, deal_id) == [("unanswered", Rung.ASK)], "and the red one of that day does not come"
    assert post.of(NudgeMessage) == []
    post.through("12-02 09:00")
    theirs = line(post, ManagerList, deal_id)
    assert (theirs.rule, theirs.rung) == ("unanswered", Rung.MANAGER)


def test_the_question_stands_in_each_list_until_it_is_answered(machine: Machine, post: Post) -> None:
    deal_id, pressed = asked(machine, post)
    post.through("12-02 08:30")
    told = line(post, MorningList, deal_id)
    assert (told.rule, told.rung, told.nudge_id) == ("unanswered", Rung.ASK, pressed.nudge_id)
    assert owners(machine, deal_id) == [("unanswered", Rung.ASK)], "and was asked once"
    post.live(at("12-02 10:00"))
    Hand(machine, "liam").do(verbs.act, "keep", pressed, VerbFilled())
    post.through("12-03 08:30")
    assert line(post, MorningList, deal_id).rule != "unanswered"


@pytest.mark.one_on_postgresql
def test_a_reminder_that_stands_in_list_after_list_is_asked_about_in_the_third(
    machine: Machine, post: Post
) -> None:
    """Told at 15:30 on Tuesday, it stood on Wednesday and Thursday; nobody did anything."""
    deal_id = machine.deal()
    post.through("12-01 18:00")
    ruled = {}
    for day in ("12-02", "12-03", "12-04", "12-07"):
        post.through(f"{day} 09:00")
        ruled[day] = line(post, MorningList, deal_id).rule
    assert ruled == {"12-02": "quiet", "12-03": "quiet", "12-04": "unanswered", "12-07": "unanswered"}
    told = line(post, MorningList, deal_id)
    with machine.db.read() as tx:
        spoke = tx.get_one(Nudge, told.nudge_id)
        list_ = tx.exec(select(Delivery).where(Delivery.kind == MorningList.kind)).all()[-1]
    assert (spoke.rule, spoke.rung, told.rung) == ("quiet", Rung.RED, Rung.ASK)
    post.live(at("12-07 10:00"))
    pressed = Pressed(spoke.id, deal_id, list_.channel or "", list_.ts or "")
    Hand(machine, "liam").do(verbs.act, "keep", pressed, VerbFilled())
    post.through("12-08 09:00")
    assert line(post, MorningList, deal_id).rule == "quiet"


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(("blocker", "is_asked"), [("legal", False), ("budget", True)])
def test_what_another_team_has_is_not_asked_of_its_rep(
    machine: Machine, post: Post, blocker: str, is_asked: bool
) -> None:
    """Told that nothing is theirs to do for now, they answer nothing; the list asks for nothing more, nor does the clock."""
    machine.join("wang", "legal", manager="zoe")
    wang, deal_id = Hand(machine, "wang"), machine.deal()
    Hand(machine, "liam").do(verbs.act, "blocker", Pressed(0, deal_id), VerbFilled(choice=blocker))
    post.through("12-08 09:00")
    told = line(post, MorningList, deal_id)
    assert (told.rule == "unanswered") == is_asked
    if is_asked:
        return
    assert told.task is not None and told.task.whose == ("Wang",)
    theirs = line(post, ManagerList, deal_id)
    assert theirs.rule == "quiet" and theirs.owner == "Liam", "the manager's turn is as it was"
    (task,) = [x for x in machine.rows(Task) if x.kind == "blocker"]
    wang.do(task_answers.answer, task.id, "pass", VerbFilled())
    post.through("12-10 09:00")
    assert line(post, MorningList, deal_id).rule == "quiet", "it has been theirs for two days"
    post.through("12-11 09:00")
    assert line(post, MorningList, deal_id).rule == "unanswered"


@pytest.mark.one_on_postgresql
def test_parked_it_waits_and_says_so_by_its_name(machine: Machine, post: Post) -> None:
    deal_id, pressed = asked(machine, post)
    hand = Hand(machine, "liam")
    filled = VerbFilled(on=date(2026, 12, 8), text="budget next year")
    (done,) = (x.done for x in lines_of(hand.do(verbs.act, "park", pressed, filled)))
    assert done is not None and done.verb == "park" and done.until is not None


def test_kept_it_goes_on_as_before(machine: Machine, post: Post) -> None:
    deal_id, pressed = asked(machine, post)
    post.live(at("12-01 16:00"))
    answer = Hand(machine, "liam").do(verbs.act, "keep", pressed, VerbFilled())
    (done,) = (x.done for x in lines_of(answer) if x.head.deal_id == deal_id)
    assert done is not None and (done.verb, done.until) == ("kept", at("12-02 08:30"))
    assert done.because is not None and done.because.rule == "quiet", "what comes then, and for what"
    post.through("12-02 18:00")
    assert ("quiet", Rung.RED) in owners(machine, deal_id)
    assert "deal.keep" in [x.action for x in machine.rows(Audit)]


@pytest.mark.parametrize(
    ("verb", "filled", "state"),
    [
        ("wait", VerbFilled(on=date(2026, 12, 8), who="Ms. Chen"), "open"),
        ("lost", VerbFilled(choice="price"), "lost"),
        ("invalid", VerbFilled(choice="not_a_buyer"), "invalid"),
    ],
)
def test_parked_or_closed_nobody_hears_of_it(
    machine: Machine, post: Post, verb: str, filled: VerbFilled, state: str
) -> None:
    deal_id, pressed = asked(machine, post)
    Hand(machine, "liam").do(verbs.act, verb, pressed, filled)
    post.through("12-04 18:00")
    assert machine.deal_row(deal_id).state == state
    assert owners(machine, deal_id) == [("unanswered", Rung.ASK)]
    assert [x for x in machine.nudges if x.person_id == machine.ids["maya"] and x.delivered_at] == []


def test_nobody_asks_how_a_call_of_a_parked_deal_went(machine: Machine, post: Post) -> None:
    """Its step is past and its line stood in each list; parked, it is out of them until its day."""
    deal_id = machine.deal("liam", "discovery")
    liam, park = Hand(machine, "liam"), Pressed(0, deal_id, "", "")
    liam.do(steps.set_date, f"d{deal_id}", When(date=date(2026, 11, 26), time=time(14), kind="at"))
    post.through("11-30 09:00")
    assert line(post, MorningList, deal_id).rule == "step"
    Hand(machine, "maya").do(verbs.act, "park", park, VerbFilled(on=date(2026, 12, 15)))
    before = len(post.said)
    post.through("12-04 09:00")
    for name in ("liam", "maya"):
        why = said.why(Hand(machine, name).ask(), park)
        assert (why.is_parked, why.why.rule) == (True, "waiting"), "and not for the step of before"
    assert said.why(liam.ask(), park).why.next_at == at("12-15 08:30"), "when it comes"
    card = cards.open_card(liam.ask(), deal_id)
    assert isinstance(card, DealCard) and (card.light, card.waited) == ("green", 4)
    told = [x for _, _, _, a in post.said[before:] if isinstance(a, MorningList) for x in lines_of(a)]
    assert [x.rule for x in told if x.head.deal_id == deal_id and x.done is None] == []


def test_later_answers_the_reminder_of_a_lead_and_is_no_call(machine: Machine, post: Post) -> None:
    """It stays red and comes back as that, each time; the manager waits for the first alone, and nobody asks whether to
    park it: its owner answered."""
    machine.clock.set(at("11-24 10:05"))
    deal_id = machine.deal(stage="lead", last_contact_at=None, last_contact_kind=None)
    for told_at in ("11-25 10:10", "11-26 09:00", "11-27 09:00"):
        post.through(told_at)
        told = [x for x in machine.nudges if x.person_id == machine.ids["liam"]][-1]
        pressed = Pressed(told.id, deal_id)
        Hand(machine, "liam").do(verbs.act, "later", pressed, VerbFilled(choice="tomorrow"))
    post.through("11-30 09:00")
    day = at("12-01 08:00").tzinfo
    assert [(x.rule, x.rung, f"{x.due_at.astimezone(day):%m-%d %H:%M}") for x in machine.nudges] == [
        ("untouched", Rung.RED, "11-25 10:05"),
        ("untouched", Rung.AGAIN + 1, "11-26 08:30"),
        ("untouched", Rung.AGAIN + 2, "11-27 08:30"),
        ("untouched", Rung.MANAGER, "11-27 08:40"),
        ("untouched", Rung.AGAIN + 3, "11-30 08:30"),
    ]


@pytest.mark.one_on_postgresql
def test_what_stood_unanswered_in_five_lists_is_one_line_at_their_end(machine: Machine, post: Post) -> None:
    """Nobody answers the question of Tuesday the 1st: it stands until Monday, then its place is another's. Where the list
    would say nothing else it comes on Mondays alone, and an answer brings the deal back."""
    deal_id, _ = asked(machine, post)
    post.through("12-07 18:00")
    assert line(post, MorningList, deal_id).rule == "unanswered"
    said_before = len(post.of(MorningList))
    machine.clock.set(at("12-08 07:00"))
    newer = machine.deal()
    promised(machine, newer, "by", "12-08 17:00")
    post.through("12-08 18:00")
    told = post.of(MorningList)[-1][1]
    assert [x.head.deal_id for x in told.lines] == [newer]
    assert (told.undecided, told.more, len(post.of(MorningList))) == (1, 0, said_before + 1)
    hand = Hand(machine, "liam")
    with machine.db.write() as tx:
        tx.get_one(Deal, newer).state = "lost"
    (shown,) = home_lists.listed(hand.ask(), "undecided").deals
    assert shown.head.deal_id == deal_id
    post.through("12-14 18:00")
    alone = [(when, x.lines, x.undecided) for when, x in post.of(MorningList)[said_before + 1 :]]
    assert alone == [("12-14 08:30", (), 1)]
    machine.change(deal_id, last_contact_at=at("12-14 18:00"))
    post.through("12-15 18:00")
    told = post.of(MorningList)[-1][1]
    assert ([x.rule for x in told.lines], told.undecided) == (["slow"], 0)


@pytest.mark.one_on_postgresql
def test_a_question_that_no_list_had_a_place_for_gets_one(machine: Machine, post: Post) -> None:
    """Eight deals fall silent on one day: five stand in the lists, and give their places to the other three."""
    deals = [machine.deal() for _ in range(8)]
    post.through("12-31 18:00")
    named = Counter(x.head.deal_id for _, told in post.of(MorningList) for x in told.lines)
    assert {deal_id: named[deal_id] >= 5 for deal_id in deals} == dict.fromkeys(deals, True)

"""The stand-up: today's stuck deals one by one, and what is decided is their owner's next step."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot.views import standups as standup_view
from rules.answers import StepShown
from rules.answers.digests import BlockedList, ManagerList, MorningList, VerbFilled
from rules.answers.note_forms import NoteFilled
from rules.answers.standups import StandupFilled, StepDecided
from rules.errors import BatonError, Invalid, NotFound
from rules.when import When
from sandbox.driver import text_of
from services.capture import note_forms, note_sent, steps
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import risk
from services.lists import standups
from storage.tables import Audit, BlockedDay, Deal, DigestChannel, PersonRole, Step, Task
from tests.bot.test_nudge_views import reader
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import CHANNEL, Post, at, stuck

pytestmark = pytest.mark.few_on_postgresql

TODAY = date(2026, 11, 25)
FRIDAY = date(2026, 11, 27)


def put_on_the_list(machine: Machine, statuses: tuple[str, ...] = ("new", "still", "cleared")) -> list[int]:
    """Deals of Liam's that the channel reads today."""
    deals = [machine.deal("liam", "discovery") for _ in statuses]
    with machine.db.write() as tx:
        for place, (deal, status) in enumerate(zip(deals, statuses, strict=True)):
            row = BlockedDay(
                channel=CHANNEL, on=TODAY, deal_id=deal, position=place, status=status, days_listed=1
            )
            row.stage = "discovery"
            tx.add(row)
    machine.clock.set(at("11-25 09:05"))
    return deals


def step_of(machine: Machine, deal: int) -> Step:
    return next(x for x in machine.rows(Step) if x.deal_id == deal and x.state == "open")


def test_it_goes_through_what_is_stuck_and_ends_with_a_summary(channeled: Machine, maya: Hand) -> None:
    deals = put_on_the_list(channeled)
    first = standups.begin(maya.ask(), CHANNEL)
    assert (first.deals, first.place, first.head.deal_id) == (tuple(deals[:2]), 0, deals[0])
    assert [one.label for one in first.people][0] == first.owner
    maya.do(standups.decide, deals[0], StandupFilled(what="send the new quote by Fri"))
    second = standups.at(maya.ask(), first.deals, 1, (deals[0],))
    assert second is not None and second.head.deal_id == deals[1]
    assert standups.at(maya.ask(), first.deals, 2) is None
    over = standups.summary(maya.ask(), first.deals, (deals[0],), 2)
    assert [(x.head.deal_id, x.step.text, x.step.on) for x in over.decided] == [
        (deals[0], "send the new quote", FRIDAY)
    ]
    assert [x.deal_id for x in over.open] == [deals[1]]


def test_a_decision_is_the_owners_next_step_and_they_hear_whose_it_was(
    channeled: Machine, maya: Hand
) -> None:
    deal, post = put_on_the_list(channeled)[0], Post(channeled)
    maya.do(standups.decide, deal, StandupFilled(what="发新报价", on=FRIDAY.isoformat()))
    step = step_of(channeled, deal)
    assert (step.text, step.on_date, step.owner_id) == ("发新报价", FRIDAY, channeled.ids["liam"])
    post.run()
    (told,) = [answer for *_, answer in post.said if isinstance(answer, StepDecided)]
    assert (told.who, told.step.on) == (maya.person.name, FRIDAY)
    assert [x.action for x in channeled.rows(Audit) if x.subject == f"deal:{deal}"][-1] == "step.date"
    maya.do(
        standups.decide, deal, StandupFilled(what="发新报价", who=str(maya.person.id), on=FRIDAY.isoformat())
    )
    assert step_of(channeled, deal).text == f"{maya.person.name} · 发新报价"


@pytest.mark.parametrize(
    ("filled", "field"),
    [
        (StandupFilled(what="send the quote"), "on"),
        (StandupFilled(on=FRIDAY.isoformat()), "what"),
        (StandupFilled(what="send it", on="2026-11-20"), "on"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    channeled: Machine, maya: Hand, filled: StandupFilled, field: str
) -> None:
    deal = put_on_the_list(channeled)[0]
    with pytest.raises(Invalid) as fault:
        maya.do(standups.decide, deal, filled)
    assert list(fault.value.faults) == [field]
    assert [x for x in channeled.rows(Step) if x.deal_id == deal] == []


def test_who_may_not_decide_gets_nothing(channeled: Machine, maya: Hand) -> None:
    deals = put_on_the_list(channeled)
    dana = Hand(channeled, "dana")
    with pytest.raises(NotFound):
        standups.begin(dana.ask(), CHANNEL)
    with pytest.raises(BatonError):
        dana.do(standups.decide, deals[0], StandupFilled(what="mine", on=FRIDAY.isoformat()))
    with pytest.raises(NotFound):
        standups.begin(maya.ask(), "C0OTHER")
    assert standups.begin(Hand(channeled, "liam").ask(), CHANNEL).deals == tuple(deals[:2])  # one's own


def test_a_deal_that_ended_meanwhile_is_passed_over(channeled: Machine, maya: Hand) -> None:
    deals = put_on_the_list(channeled)
    channeled.change(deals[0], state="lost")
    assert standups.begin(maya.ask(), CHANNEL).head.deal_id == deals[1]
    assert {x.state for x in channeled.rows(Deal) if x.id in deals[:2]} == {"lost", "open"}


def test_a_managers_own_goes_through_their_channels(channeled: Machine, maya: Hand) -> None:
    deals = put_on_the_list(channeled)
    assert standups.begin(maya.ask()).deals == tuple(deals[:2])


def test_taking_back_or_editing_a_note_leaves_what_was_decided_since(channeled: Machine, maya: Hand) -> None:
    deal, liam = put_on_the_list(channeled)[0], Hand(channeled, "liam")
    code = channeled.deal_row(deal).code
    liam.note(f"{code} met Ravi; send contract by Mon")
    saved = liam.note(f"{code} met Ravi; send SOW by Fri")
    channeled.clock.push(minutes=2)
    maya.do(standups.decide, deal, StandupFilled(what="stop work, ask the lawyer", on="2026-12-02"))
    form = note_forms.form_of_note(liam.ask(), saved.undo_id)
    typed = form.model_dump(include=set(NoteFilled.model_fields) - {"deal_id"}) | {"agreed": "met Ravi P."}
    liam.do(note_sent.sent, NoteFilled(deal_id=deal, **typed))
    assert step_of(channeled, deal).text == "stop work, ask the lawyer"
    liam.undo_note(saved.undo_id)
    found = [(x.text, x.state, x.note_id is None) for x in channeled.rows(Step) if x.deal_id == deal]
    assert found == [
        ("send contract", "done", False),
        ("send SOW", "undone", False),
        ("stop work, ask the lawyer", "open", True),
    ]


@pytest.mark.parametrize(
    ("what", "on", "text"),
    [
        ("call lawyer by Fri; send quote by Mon", "", "call lawyer by Fri; send quote by Mon"),
        ("周五前找律师；周一前发报价", "2026-12-02", "周五前找律师；周一前发报价"),
        ("by Friday get the PO; if not, close it", "", "by Friday get the PO; if not, close it"),
        ("call Ravi Friday 15:00", "2026-11-30", "call Ravi Friday 15:00"),
        ("call Ravi Friday 15:00", "", "call Ravi"),
        ("send the quote by Fri", "2026-11-30", "send the quote"),
    ],
)
def test_nothing_typed_is_lost(channeled: Machine, maya: Hand, what: str, on: str, text: str) -> None:
    deal = put_on_the_list(channeled)[0]
    maya.do(standups.decide, deal, StandupFilled(what=what, on=on))
    step = step_of(channeled, deal)
    assert (step.text, str(step.on_date)) == (text, on or FRIDAY.isoformat())


def test_what_another_decided_meanwhile_is_said_once(channeled: Machine, maya: Hand) -> None:
    deal = put_on_the_list(channeled)[0]
    with channeled.db.write() as tx:
        tx.add(PersonRole(person_id=channeled.ids["zoe"], role="manager"))
    zoe = Hand(channeled, "zoe")
    stale = standups.at(zoe.ask(), [deal], 0)
    assert stale is not None and stale.step is None
    maya.do(standups.decide, deal, StandupFilled(what="call by Fri", seen=""))
    with pytest.raises(Invalid) as fault:
        zoe.do(standups.decide, deal, StandupFilled(what="stop by Mon", seen=stale.seen))
    assert (fault.value.key, fault.value.fields["who"]) == (standups.MEANWHILE, maya.person.name)
    assert step_of(channeled, deal).text == "call"
    fresh = standups.at(zoe.ask(), [deal], 0)
    assert fresh is not None and fresh.step is not None
    zoe.do(standups.decide, deal, StandupFilled(what="stop by Mon", seen=fresh.seen))
    assert step_of(channeled, deal).text == "stop"


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize(
    ("audience", "on", "now"),
    [
        ("heads", date(2026, 12, 15), "step"),
        ("full", date(2026, 12, 15), "step"),
        ("heads", date(2026, 12, 4), "planned"),
    ],
)
def test_a_decision_shows_on_the_channels_list_and_in_the_lists_of_who_reads_the_deal(
    channeled: Machine, audience: str, on: date, now: str
) -> None:
    """A step within the week ends the silence that it was listed for: that is no deal solved. Its day is for a channel
    that may read everything."""
    with channeled.db.write() as tx:
        for channel in tx.exec(select(DigestChannel)):
            channel.audience = audience
    deal, post = stuck(channeled, Post(channeled)), Post(channeled)
    post.through("12-02 09:05")
    (before,) = post.of(BlockedList)[-1][1].on_us
    assert (before.step, before.now) == (None, "")
    Hand(channeled, "maya").do(standups.decide, deal, StandupFilled(what="发新报价", on=on.isoformat()))
    post.run()
    (line,) = post.as_it_stands(BlockedList)[-1][1].on_us
    assert line.step is not None
    assert (line.step, line.now) == (StepShown(on=on if audience == "full" else None), now)
    for kind in (ManagerList, MorningList):
        (told,) = post.as_it_stands(kind)[-1][1].lines
        assert told.done is not None
        assert (told.done.verb, told.done.text, told.done.on) == ("decided", "发新报价", on)
    channeled.clock.push(minutes=5)
    liam, moved = Hand(channeled, "liam"), on + timedelta(days=1 if now == "step" else 3)
    later = When(date=moved, time=None, kind="by")
    liam.do(steps.set_date, f"s{step_of(channeled, deal).id}", later)
    post.run()
    (told,) = post.as_it_stands(ManagerList)[-1][1].lines
    assert told.done is not None and (told.done.verb, told.done.on) == ("decided", moved)
    post.through("12-03 09:05")
    following = post.of(BlockedList)[-1][1]
    (told,) = following.on_us or following.cleared
    shown = StepShown(on=moved if audience == "full" else None)
    assert (told.step, told.now) == (shown, "" if now == "step" else now)


def test_a_note_with_its_next_step_is_news_of_a_contact_and_a_date_by_itself_of_a_plan(
    channeled: Machine,
) -> None:
    deal, post = stuck(channeled, Post(channeled)), Post(channeled)
    post.through("12-02 09:05")
    channeled.clock.push(minutes=5)
    liam, code = Hand(channeled, "liam"), channeled.deal_row(deal).code
    liam.note(f"{code} no answer // 12月16日前发合同")
    post.run()
    (line,) = post.as_it_stands(BlockedList)[-1][1].on_us
    assert (line.now, line.step) == ("note", StepShown())
    channeled.clock.push(minutes=5)
    Hand(channeled, "maya").do(standups.decide, deal, StandupFilled(what="发新报价", on="2026-12-17"))
    post.run()
    (line,) = post.as_it_stands(BlockedList)[-1][1].on_us
    assert (line.now, line.step) == ("step", StepShown())
    post.through("12-03 09:05")
    channeled.clock.push(minutes=5)
    later = When(date=date(2026, 12, 18), time=None, kind="by")
    liam.do(steps.set_date, f"s{step_of(channeled, deal).id}", later)
    post.run()
    (line,) = post.as_it_stands(BlockedList)[-1][1].on_us
    assert line.now == "step"


def test_the_window_says_why_a_deal_is_there_and_which_lists_are_gone_through(channeled: Machine) -> None:
    """What stands on one's own list is not counted again for the channel."""
    liam, post = Hand(channeled, "liam"), Post(channeled)
    first, second = (stuck(channeled, post) for _ in range(2))
    post.through("12-02 08:55")
    with channeled.db.write() as tx:
        by = {"person_id": channeled.ids["maya"], "opened_by": channeled.ids["liam"], "state": "open"}
        tx.add(Task(deal_id=first, kind="help", episode="help:1", text="再降 5%？", opened_at=channeled.clock.now(), **by))  # fmt: skip
    liam.note(f"{channeled.deal_row(second).code} budget is short // send the new quote by Dec 9, 15:00")
    maya = Hand(channeled, "maya")
    turn = standups.begin(maya.ask())
    assert [(one.channel, [x.deal_id for x in one.deals]) for one in turn.lists] == [("", [first, second])]
    assert turn.line is not None and (turn.line.asks, turn.line.owner) == (None, "Liam")
    assert (turn.asks, turn.asked) == ("再降 5%？", "Maya")
    assert "Liam has asked Maya for help, no answer yet: 再降 5%？" in text_of(
        standup_view.form(turn, reader())
    )
    liam.do(verbs.act, "blocker", Pressed(0, first), VerbFilled(choice="moving"))
    turn = standups.at(maya.ask(), turn.deals, 0)
    assert turn is not None and turn.asks is None, "which answers that"
    told = text_of(standup_view.form(turn, reader()))
    assert "its owner says it's moving" in told and "not said yet" not in told and "Already" not in told
    assert (turn.note, turn.step_whose) == (None, "")
    turn = standups.at(maya.ask(), turn.deals, 1)
    assert turn is not None and turn.note is not None and turn.step is not None
    assert (turn.note.agreed, turn.note.author, turn.step_whose) == ("budget is short", "Liam", "Liam")
    of_channel = standups.begin(maya.ask(), CHANNEL)
    assert [one.channel for one in of_channel.lists] == [CHANNEL] and of_channel.left == 0


def test_a_stand_up_passes_over_what_is_parked_and_says_how_far_it_came(
    channeled: Machine, maya: Hand
) -> None:
    kinds = ("new", "new", "new", "still", "still")
    parked, pushed, decided, seen, unseen = put_on_the_list(channeled, kinds)
    maya.do(verbs.act, "park", Pressed(0, parked, "", ""), VerbFilled(on=FRIDAY))
    for deal in (pushed, decided):
        maya.do(verbs.act, "decide", Pressed(0, deal, "", ""), VerbFilled(choice="push"))
    channeled.clock.push(minutes=5)
    Hand(channeled, "liam").do(risk.mark, decided, "their board said no")  # something new is wrong
    turn = standups.begin(maya.ask(), CHANNEL)
    assert turn.deals == (decided, seen, unseen)
    maya.do(standups.decide, decided, StandupFilled(what="send the new quote by Fri"))
    again = standups.summary(maya.ask(), turn.deals, (), 2)  # a stand-up of its own, ended at its second deal
    assert [x.head.deal_id for x in again.decided] == [decided]
    assert [x.deal_id for x in again.open] == [seen] and (again.looked_at, again.count) == (2, 3)

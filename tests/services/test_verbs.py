"""The verbs on both databases: each acts once, answers its nudge, and its message remembers it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.views import deals, nudge_words
from rules.access import Actor
from rules.answers import Answer
from rules.answers.deals import DealCard
from rules.answers.digests import DealYours, HelpAsked, HelpComing, MorningList, VerbDone, VerbFilled
from rules.answers.nudges import Done, NudgeLine, NudgeMessage
from rules.errors import Invalid, NotFound, Refused
from rules.facts import Rung
from rules.when import When
from services.ask import Ask
from services.capture import steps
from services.clock import nudges, said, verbs
from services.clock.said import Pressed
from services.deals import cards
from services.team.people import Person, actor_of
from storage.tables import Audit, AuditValue, Deal, Later, Nudge, PersonRole, Task, Wait
from tests.bot.test_nudge_views import reader
from tests.lending import CopyOf
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at, stuck

pytestmark = pytest.mark.few_on_postgresql


class Desk:
    """Liam's red nudge in his DM, and hands to press its verbs."""

    def __init__(self, machine: Machine) -> None:
        self.machine, self.post = machine, Post(machine)
        machine.clock.set(at("12-01 15:30"))
        (self.deal_id,) = (deal.id for deal in machine.rows(Deal))
        sent = next(x for x in reversed(machine.deliveries) if x.kind == "nudges" and x.state == "sent")
        nudge = next(x for x in machine.nudges if x.rung == Rung.RED)
        assert nudge.id and sent.channel and sent.ts
        self.pressed = Pressed(nudge.id, self.deal_id, sent.channel, sent.ts)
        self._key = 0

    def who(self, name: str) -> tuple[Person, Actor]:
        with self.machine.db.read() as tx:
            person = tx.get(Person, self.machine.ids[name])
            assert person is not None
            return person, actor_of(tx, person)

    def press(self, verb: str, by: str = "liam", key: str = "", **filled: Any) -> Answer:
        self._key += 1
        person, actor = self.who(by)
        return verbs.act(Ask(self.machine.deps, person, actor, self.machine.clock.now(), key or f"k{self._key}"), verb, self.pressed, VerbFilled(**filled))  # fmt: skip

    def all(self, table: type[Any]) -> list[Any]:
        with self.machine.db.read() as tx:
            return list(tx.exec(select(table)))

    @property
    def deal(self) -> Deal:
        return self.machine.deal_row(self.deal_id)


def red(url: str) -> None:
    """A deal of Liam's that went quiet; he heard in the morning, and when it turned red."""
    machine = Machine(url)
    machine.deal(amount_minor=80_000_00, currency="CNY", tries=3)
    for when in ("12-01 08:30", "12-01 15:30"):
        Post(machine).run(when)
    machine.close()


@pytest.fixture
def desk(copy_of: CopyOf) -> Iterator[Desk]:
    machine = Machine(copy_of(red))
    yield Desk(machine)
    machine.close()


def done(answer: Answer) -> Done:
    assert isinstance(answer, NudgeMessage)
    found = answer.lines[0].done
    assert found is not None
    return found


def test_waiting_pauses_the_clocks_and_the_message_says_so(desk: Desk) -> None:
    answer = desk.press("wait", who="张总", text="预算", on=date(2026, 12, 8))
    assert (done(answer).verb, done(answer).until) == ("wait", at("12-08 09:00"))
    assert not done(answer).is_listed
    assert [(w.who, w.until) for w in desk.all(Wait)] == [("张总", at("12-08 09:00"))]
    desk.post.run("12-02 08:40")
    assert [x for x in desk.machine.nudges if x.rung == Rung.MANAGER] == []


@pytest.mark.parametrize("clock", ["08:35", "09:30"])  # its last list asks before the hour at which it ends
def test_a_wait_that_is_over_is_had_once_more_with_its_words(desk: Desk, clock: str) -> None:
    desk.press("wait", who="张总", text="预算", on=date(2026, 12, 8))
    desk.machine.clock.set(at(f"12-08 {clock}"))
    again = verbs.form(
        Hand(desk.machine, "liam").ask(), "wait", Pressed(desk.machine.nudges[0].id, desk.deal_id)
    )
    assert (again.who, again.text) == ("张总", "预算")


@pytest.mark.parametrize("on", [None, date(2026, 11, 30), date(2027, 3, 1)])
def test_a_wait_that_cannot_be_goes_back_into_the_form(desk: Desk, on: date | None) -> None:
    with pytest.raises(Invalid) as fault:
        desk.press("wait", on=on)
    assert set(fault.value.faults) == {"on"}
    assert desk.all(Wait) == []


def test_the_same_press_twice_is_one_effect_with_one_answer(desk: Desk) -> None:
    first = desk.press("later", key="same", choice="tomorrow")
    second = desk.press("later", key="same", choice="tomorrow")
    assert first == second and len(desk.all(Later)) == 1


@pytest.mark.parametrize(
    ("choice", "is_listed", "until"),
    [("tomorrow", False, "12-02 08:30"), ("two_days", True, "12-03 08:30")],
)
def test_later_says_that_a_red_deal_stays_in_the_lists_before(
    desk: Desk, choice: str, is_listed: bool, until: str
) -> None:
    told = done(desk.press("later", choice=choice))
    assert (told.verb, told.is_listed, told.until) == ("later", is_listed, at(until))
    desk.post.through("12-03 09:00")
    lists = [
        when for when, said in desk.post.of(MorningList) for x in said.lines if x.head.deal_id == desk.deal_id
    ]
    assert lists == ["12-02 08:30", "12-03 08:30"]
    if is_listed:
        line = desk.post.of(MorningList)[-2][1].lines[0].model_copy(update={"listed_at": time(8, 50)})
        assert nudge_words.line_of(line, reader()).endswith("I'll ask again Thu, Dec 3."), "and nothing now"
    again = [x.delivered_at for x in desk.machine.nudges if x.rung > Rung.AGAIN]
    assert again == [at(until)], "and asked again then"


def test_a_wait_says_that_what_was_promised_before_its_end_is_still_asked_for(desk: Desk) -> None:
    liam = Hand(desk.machine, "liam")
    liam.do(steps.set_date, f"d{desk.deal_id}", When(date=date(2026, 12, 3), time=None, kind="by"))
    told = done(desk.press("wait", who="Ms. Chen", on=date(2026, 12, 8)))
    assert (told.verb, told.is_listed, told.until) == ("wait", True, at("12-08 09:00"))
    desk.post.through("12-03 09:00")
    assert [x.rule for x in desk.post.of(MorningList)[-1][1].lines] == ["step"]


def test_later_delays_the_manager_once_and_comes_back(desk: Desk) -> None:
    desk.press("later", choice="tomorrow")
    desk.post.run("12-02 08:30")
    desk.post.run("12-02 08:40")
    rungs = [(x.rung, x.person_id) for x in desk.machine.nudges if x.state == "sent"]
    assert (Rung.AGAIN + 1, desk.machine.ids["liam"]) in rungs
    assert all(rung != Rung.MANAGER for rung, _ in rungs)
    desk.post.run("12-03 08:40")
    assert (Rung.MANAGER, desk.machine.ids["maya"]) in [(x.rung, x.person_id) for x in desk.machine.nudges]
    with pytest.raises(Invalid):
        desk.press("later", choice="next_year")


def test_a_lost_deal_keeps_its_stage_and_a_stale_button_says_how_it_stands(desk: Desk) -> None:
    with pytest.raises(Invalid) as fault:
        desk.press("lost", choice="competitor")
    assert set(fault.value.faults) == {"text"}
    assert done(desk.press("lost", choice="price")).text == "Price"
    assert (desk.deal.state, desk.deal.lost_reason, desk.deal.stage) == (
        "lost",
        "price",
        "proposal",
    )
    assert done(desk.press("later", choice="tomorrow")).verb == "over_lost"
    assert desk.all(Later) == []


def test_a_new_date_is_a_new_episode_of_the_step(desk: Desk) -> None:
    answer = desk.press("date", on=date(2026, 12, 4), text="发对比")
    assert (done(answer).on, done(answer).text) == (date(2026, 12, 4), "发对比")
    desk.press("date", on=date(2026, 12, 7))
    nudges.tick(desk.machine.deps, now=desk.machine.clock.now())
    audit = [x.action for x in desk.all(Audit)]
    assert audit.count("step.date") == 2


@pytest.mark.one_on_postgresql
def test_help_reaches_the_manager_three_times_a_day_and_then_in_the_list(desk: Desk) -> None:
    desk.press("ask_help", text="再降 5%")
    for _ in range(2):
        desk.press("ask_help", text="再降 6%")
    asked = [x for x in desk.machine.deliveries if x.kind == "help_asked"]
    assert [x.person_id for x in asked] == [desk.machine.ids["maya"]] * 2, (
        "other words are said, the same are not"
    )
    told = {x.id for x in desk.all(Audit) if x.action == "deal.help"}
    kept = [(x.before, x.after["text"]) for x in desk.all(AuditValue) if x.audit_id in told]
    assert kept == [({}, "再降 5%"), ({"text": "再降 5%"}, "再降 6%")]
    assert [(t.kind, t.text) for t in desk.all(Task) if t.kind == "help"] == [("help", "再降 6%")]
    with pytest.raises(Invalid):
        desk.press("ask_help", text="")
    for _ in range(4):
        other = stuck(desk.machine, desk.post)
        desk.machine.clock.set(at("12-01 15:30"))
        desk.pressed = Pressed(0, other)
        assert isinstance(desk.press("ask_help", text="x"), VerbDone)
    assert len([x for x in desk.machine.deliveries if x.kind == "help_asked"]) == 3


def test_what_is_ours_is_a_task_of_the_group_once(desk: Desk) -> None:
    with desk.machine.db.write() as tx:
        tx.add(PersonRole(person_id=desk.machine.ids["maya"], role="presales"))
    answer = desk.press("blocker", choice="our_quote")
    assert (done(answer).verb, done(answer).whose) == ("blocker_task", ("Maya",))
    desk.press("blocker", choice="our_quote")
    tasks = [t for t in desk.all(Task) if t.kind == "blocker"]
    assert [(t.group_role, t.person_id) for t in tasks] == [("presales", desk.machine.ids["maya"])]
    assert len([x for x in desk.machine.deliveries if x.kind == "task_asked"]) == 1
    assert desk.deal.blocker == "our_quote"
    assert done(desk.press("blocker", choice="moving")).verb == "moving"
    assert desk.deal.blocker == "moving"


def test_the_card_of_a_red_deal_lets_its_manager_decide(desk: Desk) -> None:
    """Without a message that asked for it; a green one asks for no decision."""
    offered = {}
    for who in ("maya", "liam", "zoe"):
        card = cards.open_card(Hand(desk.machine, who).ask(), desk.deal_id)
        assert isinstance(card, DealCard) and card.light == "red"
        offered[who] = [value for _, value in deals.entries(card, reader())]
    green = deals.entries(card.model_copy(update={"light": "green", "can_decide": True}), reader())
    word = f"decide:{desk.deal_id}"
    assert [who for who, values in offered.items() if word in values] == ["maya"]
    assert offered["maya"].index(word) < deals.ENTRIES - 1, "in the ⋯ itself"
    assert word not in [value for _, value in green]
    ask = Hand(desk.machine, "maya").ask("card:1")
    filled = VerbFilled(choice="park", on=date(2026, 12, 11))
    decided = verbs.act(ask, "decide", Pressed(0, desk.deal_id), filled)
    assert isinstance(decided, VerbDone) and decided.done.verb == "park"
    desk.post.run("12-01 15:40")
    assert [a.verb for _, a in desk.post.of(HelpComing)] == ["they_park"]


def test_only_the_manager_helps_decides_and_reassigns(desk: Desk) -> None:
    for verb in ("help_them", "reassign", "decide"):
        with pytest.raises(Refused):
            desk.press(verb, choice="push")
        with pytest.raises(NotFound):
            desk.press(verb, by="dana", choice="push")
    with pytest.raises(NotFound):
        desk.press("later", by="dana", choice="tomorrow")
    answer = desk.press("reassign", by="maya", choice=str(desk.machine.ids["dana"]))
    assert isinstance(answer, VerbDone)  # the message is Liam's: not hers to rewrite
    assert (desk.deal.owner_id, desk.deal.owner_since) == (desk.machine.ids["dana"], at("12-01 15:30"))
    desk.post.run("12-01 15:40")
    assert [(a.verb, a.who) for _, a in desk.post.of(HelpComing)] == [("reassigned", "Dana")]
    assert [a.who for _, a in desk.post.of(DealYours)] == ["Maya"]
    with pytest.raises(NotFound):
        desk.press("later", choice="tomorrow")


@pytest.mark.parametrize(
    ("choice", "state", "verb"),
    [("push", "open", "push"), ("park", "open", "park"), ("close", "lost", "lost")],
)
def test_decide(desk: Desk, choice: str, state: str, verb: str) -> None:
    desk.press("ask_help", text="x")
    desk.post.run("12-01 15:31")
    answer = desk.press("decide", by="maya", choice=choice, on=date(2026, 12, 10), reason="price")
    assert isinstance(answer, VerbDone) and answer.done.verb == verb
    assert desk.deal.state == state
    assert [t.state for t in desk.all(Task) if t.kind == "help"] != ["open"]
    desk.post.run("12-01 15:40")
    *_, asked = [a for _, a in desk.post.as_it_stands(HelpAsked)]
    assert asked.line.done.verb == {"lost": "over_lost"}.get(
        verb, verb
    )  # in her own words, where she was asked


def test_an_id_from_elsewhere_answers_nobody_elses_nudge(desk: Desk) -> None:
    other = stuck(desk.machine, desk.post)
    desk.machine.clock.set(at("12-01 15:30") + timedelta(hours=1))
    theirs = next(x for x in desk.machine.nudges if x.deal_id == other)
    desk.pressed = Pressed(theirs.id, desk.deal_id, desk.pressed.channel, desk.pressed.ts)
    with pytest.raises(Refused):
        desk.press("later", choice="tomorrow")
    desk.press("blocker", choice="budget")
    assert theirs in desk.all(Nudge)
    assert (desk.deal.blocker, desk.machine.deal_row(other).blocker) == ("budget", None)
    assert isinstance(_line(desk), NudgeLine)


def _line(desk: Desk) -> NudgeLine:
    person, actor = desk.who("liam")
    return said.why(Ask(desk.machine.deps, person, actor, desk.machine.clock.now()), Pressed(0, desk.deal_id))

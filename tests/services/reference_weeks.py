"""Weeks of a small team as a state machine: whatever anybody does, lived by the services and by `reference_clock`."""

from __future__ import annotations

from datetime import date, time, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import (
    initialize,
    precondition,
    rule,
)

from rules.answers.days import DaysPart
from rules.answers.digests import VerbFilled
from services.clock import verbs
from services.clock.said import Pressed
from services.deals import risk, stages, task_answers, waits
from services.deals.stages import Sent
from services.setup import days_off
from storage.tables import Dismissal, Task, Wait
from storage.tables import Step as Row
from tests.services import reference_clock as reference
from tests.services.hand import FILLED, Hand
from tests.services.reference_dismissed import Dismissals
from tests.services.reference_parked import Park
from tests.services.reference_steps import REP, Step
from tests.services.reference_team import END, PEOPLE, Team, rung_of

STAGES = ("screened", "discovery", "proposal")
which = st.integers(0, 11)  # a deal, and how long it was until then


class Weeks(Team):
    """Whatever anybody does, and time."""

    @initialize(stages=st.lists(st.sampled_from(STAGES), min_size=3, max_size=3))
    def begin(self, stages: list[str]) -> None:
        for owner, stage in zip(("liam", "liam", "noor"), stages, strict=True):
            number = self.machine.deal(owner, stage)
            self.model.deals[number] = reference.Deal(owner, stage, self.now, self.now, self.now)
        self.settle()

    @precondition(lambda self: self.now < END - timedelta(days=4))
    @rule(minutes=st.sampled_from([10, 60, 180, 1440, 2880, 4320]))
    def time_passes(self, minutes: int) -> None:
        self.live(minutes)

    @rule(n=which, words=st.sampled_from(["Talked to Ms. Chen about the budget", "no answer"]))
    def logs(self, n: int, words: str) -> None:
        number, deal, hand = self.pick(n)
        hand.note(words, deal_id=number, is_again=True)
        if words == "no answer":
            self.answer_step(deal)
        else:
            self.contact(deal)
        self.settle()

    def answer_step(self, deal: reference.Deal) -> None:
        """A note answers the step of its day or before."""
        today = self.own(deal).local(self.now).date()
        if deal.step and deal.step.on <= today:
            deal.step = None
        deal.acted = self.now

    def contact(self, deal: reference.Deal) -> None:
        self.answer_step(deal)
        deal.contact = self.now
        self.end_wait(deal)

    def end_wait(self, deal: reference.Deal) -> None:
        if deal.wait:
            begun, until = deal.wait
            deal.waits[-1], deal.is_waiting = (begun, min(self.now, until)), False
            for park in deal.parks:
                park.ended = park.ended or self.now

    def day_of(self, deal: reference.Deal, ahead: int) -> date:
        return self.own(deal).shift_day(self.own(deal).local(self.now).date(), ahead)

    @rule(
        n=which,
        ahead=st.integers(0, 8),
        kind=st.sampled_from(["by", "on", "at 10:00", "at 14:00", "at 20:00"]),
    )
    def promises_a_step(self, n: int, ahead: int, kind: str) -> None:
        number, deal, hand = self.pick(n)
        day = self.day_of(deal, ahead)
        if kind.startswith("at") and self.own(deal).at_local(day, time.fromisoformat(kind[3:])) <= self.now:
            return
        words = "call them" if kind.startswith("at") else "send the quote"
        when = f"{day:%b} {day.day} {kind}" if kind.startswith("at") else f"{kind} {day:%b} {day.day}"
        hand.note(f"Talked about the budget // {words} {when}", deal_id=number, is_again=True)
        self.contact(deal)
        self.take_step(number, deal, day)
        self.settle()

    @rule(n=which, ahead=st.integers(0, 8))
    def changes_the_date(self, n: int, ahead: int) -> None:
        number, deal, hand = self.pick(n)
        day = self.day_of(deal, ahead)
        hand.do(verbs.act, "date", Pressed(0, number), VerbFilled(on=day, text="send the plan"))
        deal.acted = self.now
        self.take_step(number, deal, day)
        self.settle()

    def take_step(self, number: int, deal: reference.Deal, day: date) -> None:
        """The step as it was meant; the row says that it was understood so."""
        row = next(x for x in self.machine.rows(Row) if x.deal_id == number and x.state == "open")
        assert row.on_date == day
        due = self.own(deal).at_local(day, row.at_time or self.own(deal).hours_on(day).close)  # type: ignore[union-attr]
        is_call = row.at_time is not None and row.text.startswith("call")
        deal.step = Step(row.id * 1000 + row.revision, row.kind, day, due, self.now, is_call)

    @rule(n=which, ahead=st.integers(1, 8))
    def waits_for_them(self, n: int, ahead: int) -> None:
        self.stands_still(n, ahead, "wait", who="Ms. Chen", text="budget")
        self.settle()

    @rule(n=which, ahead=st.integers(1, 8))
    def parks_it(self, n: int, ahead: int) -> None:
        if (deal := self.stands_still(n, ahead, "park")) is not None and deal.wait:
            deal.parks.append(Park(*deal.wait))
        self.settle()

    def stands_still(self, n: int, ahead: int, verb: str, **said: str) -> reference.Deal | None:
        number, deal, hand = self.pick(n)
        if deal.is_waiting or len(deal.waits) == 2:
            return None
        day = self.day_of(deal, ahead)
        hand.do(verbs.act, verb, Pressed(0, number), VerbFilled(on=day, **said))
        deal.waits.append((self.now, self.own(deal).at_local(day, time(9))))
        deal.is_waiting = True
        assert [x.until for x in self.machine.rows(Wait) if x.deal_id == number][-1] == deal.wait[1]  # type: ignore[index]
        return deal

    @rule(n=which)
    def ends_the_wait(self, n: int) -> None:
        number, deal, hand = self.pick(n)
        hand.do(waits.end, number)
        self.end_wait(deal)
        self.settle()

    @rule(n=which, choice=st.sampled_from(["tomorrow", "two_days"]))
    def not_now(self, n: int, choice: str) -> None:
        number, deal, hand = self.pick(n)
        told = [
            x
            for x in self.machine.nudges
            if x.deal_id == number and x.delivered_at and x.person_id == hand.person.id
        ]
        last = max(told, key=lambda x: (x.delivered_at, x.id), default=None)
        if last is None or last.rule not in ("step", "quiet", "slow"):
            return
        hand.do(verbs.act, "later", Pressed(last.id, number), VerbFilled(choice=choice))
        until = self.own(deal).next_morning(self.now, REP)
        until = self.own(deal).next_morning(until, REP) if choice == "two_days" else until
        key = next(
            k
            for (k, r, _), t in deal.heard.items()
            if (k[0], r, t) == (last.rule, rung_of(last), last.delivered_at)
        )
        deal.later.setdefault(key, []).append(until)
        deal.acted = self.now
        self.settle()

    @rule(n=which, older=st.integers(0, 3))
    def calls_it_not_useful(self, n: int, older: int = 0) -> None:
        """The last reminder of the deal, or one from before it."""
        number, deal, hand = self.pick(n)
        told = [x for x in self.machine.nudges if x.deal_id == number and x.person_id == hand.person.id]
        if not (heard := [x for x in told if x.delivered_at and x.delivered_at > deal.since]):
            return
        last = sorted(heard, key=lambda x: (x.delivered_at, x.id))[-1 - older :][0]
        if any(x.nudge_id == last.id for x in self.machine.rows(Dismissal)):
            return
        hand.do(verbs.act, "dismiss", Pressed(last.id, number), VerbFilled(choice="their_pace"))
        settled = self.machine.rows(Dismissal)[-1].rules["settled"]
        assert last.rule in settled
        assert last.delivered_at is not None
        deal.dismissals.press(settled, self.now, last.delivered_at, deal.began())
        self.settle()

    @rule(n=which)
    def keeps_it(self, n: int) -> None:
        number, deal, hand = self.pick(n)
        hand.do(verbs.act, "keep", Pressed(0, number), VerbFilled())
        deal.acted = self.now
        self.settle()

    @rule(n=which)
    def legal_has_it(self, n: int) -> None:
        number, deal, hand = self.pick(n)
        hand.do(verbs.act, "blocker", Pressed(0, number), VerbFilled(choice="legal"))
        if not deal.elsewhere or deal.elsewhere[-1][1]:
            deal.elsewhere.append((self.now, None))
        deal.acted = self.now
        self.settle()

    @rule(n=which, verb=st.sampled_from(["pass", "done"]))
    def legal_gives_it_back(self, n: int, verb: str) -> None:
        number, deal, _ = self.pick(n)
        found = (x for x in self.machine.rows(Task) if x.deal_id == number and x.kind == "blocker")
        task = next((x for x in found if x.state == "open"), None)
        if task is None or not deal.elsewhere or deal.elsewhere[-1][1]:
            return
        Hand(self.machine, "wang").do(task_answers.answer, task.id, verb, VerbFilled())
        deal.elsewhere[-1] = (deal.elsewhere[-1][0], self.now)
        if verb == "done":
            deal.acted = self.now
        self.settle()

    @rule(n=which)
    def is_pushed_on(self, n: int) -> None:
        number, deal, _ = self.pick(n)
        if deal.wait and any(park.begun == deal.wait[0] for park in deal.parks) and self.now < deal.wait[1]:
            return  # parked, it stays so
        Hand(self.machine, "maya").do(verbs.act, "decide", Pressed(0, number), VerbFilled(choice="push"))
        deal.acted = deal.pushed = self.now
        self.settle()

    @rule(n=which, to=st.sampled_from(STAGES))
    def moves(self, n: int, to: str) -> None:
        number, deal, hand = self.pick(n)
        by = STAGES.index(to) - STAGES.index(deal.stage)
        if abs(by) != 1:
            return
        filled, reason = (FILLED, "") if by > 0 else ({}, "they think again")
        hand.do(stages.move, Sent(number, to, values=filled, reason=reason))
        assert self.machine.deal_row(number).stage == to
        self.end_wait(deal)
        deal.stage, deal.entered, deal.waits, deal.elsewhere = to, self.now, [], []
        self.settle()

    @rule(n=which)
    def is_given_to_the_other(self, n: int) -> None:
        number, deal, _ = self.pick(n)
        new = "noor" if deal.owner == "liam" else "liam"
        to = VerbFilled(choice=str(self.machine.ids[new]))
        Hand(self.machine, "maya").do(verbs.act, "reassign", Pressed(0, number), to)
        deal.owner, deal.since, deal.dismissals = new, self.now, Dismissals()
        self.settle()

    @rule(n=which)
    def is_at_risk(self, n: int) -> None:
        number, deal, hand = self.pick(n)
        hand.do(risk.mark, number, "their buyer leaves")
        deal.at_risk = self.now
        self.settle()

    @precondition(lambda self: len(self.model.deals) > 1)
    @rule(n=which)
    def is_lost(self, n: int) -> None:
        number, _, hand = self.pick(n)
        hand.do(verbs.act, "lost", Pressed(0, number), VerbFilled(choice="price"))
        del self.model.deals[number]
        self.settle()

    @rule(name=st.sampled_from(PEOPLE), ahead=st.integers(1, 6))
    def takes_a_day_off(self, name: str, ahead: int) -> None:
        day = self.model.calendars[name].local(self.now).date() + timedelta(days=ahead)
        Hand(self.machine, name).do(days_off.add, DaysPart(first=day, last=day))
        self.model.calendars = self.calendars()
        self.settle()

"""What must be said of a deal, written down a second time: no plans, no episodes by name, no next look.

Asked at an instant, it answers from what the deal is and what was heard so far. It shares with Baton how working time is
counted (`rules.calendar`), and no line of how it decides; the readings of the text are those of docs/design/time.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from rules.calendar import Calendar
from tests.services.reference_dismissed import Dismissals
from tests.services.reference_parked import Park
from tests.services.reference_parked import last as last_park
from tests.services.reference_row import three_in_a_row
from tests.services.reference_steps import REP, Step, evening, over, soon

MANAGER = time(8, 40)
DAY = timedelta(days=1)
SLOW = {"lead": 2, "screened": 2, "discovery": 7, "proposal": 7}  # working days
QUIET = STEP_NEAR = DECIDE = 5
# What a clock counts from: the rule, the event, the owner's own beginning where that is later.
Key = tuple[object, ...]


@dataclass
class Deal:
    """Where a deal stands. `waits` are those of this stage, each with its end; the last one runs if `is_waiting`."""

    owner: str
    stage: str
    entered: datetime
    since: datetime  # it is this owner's
    contact: datetime
    acted: datetime | None = None
    step: Step | None = None
    waits: list[tuple[datetime, datetime]] = field(default_factory=list)
    is_waiting: bool = False
    parks: list[Park] = field(default_factory=list)
    at_risk: datetime | None = None
    pushed: datetime | None = None
    elsewhere: list[tuple[datetime, datetime | None]] = field(default_factory=list)  # another team has it
    dismissals: Dismissals = field(default_factory=Dismissals)
    held: set[Key] = field(default_factory=set)  # for the next list
    later: dict[Key, list[datetime]] = field(default_factory=dict)
    heard: dict[tuple[Key, str, str], datetime] = field(default_factory=dict)

    def key(self, rule: str, event: object, at: datetime) -> Key:
        return rule, event, self.since if self.since > at else None

    def began(self) -> dict[str, datetime]:
        """What each rule counts from, as long as nobody calls it not useful."""
        promised = {"step": self.step.opened} if self.step else {}
        return {"quiet": max(self.contact, self.entered), "slow": self.entered} | promised

    @property
    def wait(self) -> tuple[datetime, datetime] | None:
        return self.waits[-1] if self.is_waiting else None


@dataclass(frozen=True)
class Limit:
    """A limit in force: what it counts from, when it is reached, when the owner hears (with a morning and four working
    hours before), since when a warning may come, and what gave the owner a fresh morning, with when they would hear then had
    nobody acted since the limit."""

    key: Key
    since: datetime
    at: datetime
    red: datetime
    warned_after: datetime
    floor: datetime | None
    unacted: datetime | None


def limit_of(rule: str, deal: Deal, own: Calendar, now: datetime) -> Limit:
    """Quiet counts from the last contact or stage move, slow from the stage's entry; waits move both."""
    since = max(deal.contact, deal.entered) if rule == "quiet" else deal.entered
    since = deal.dismissals.anew(rule, since) or since
    at = own.add_wd(since, QUIET if rule == "quiet" else SLOW[deal.stage])
    counted = since
    for begun, ended in deal.waits:
        begun = max(begun, counted)
        if counted <= begun < ended and begun < at:
            days = own.wd_between(begun, ended)
            at = own.add_wd(at, days) if days else at
            rest = own.wh_between(own.add_wd(begun, days), ended)
            at, counted = own.add_wh(at, rest) if rest else at, ended
    if deal.wait and at >= deal.wait[1]:  # asked first whether it came
        at = max(at, own.add_wh(asked_at(deal, own), 4))
    acts = [deal.acted, deal.step.opened if deal.step else None, deal.dismissals.in_vain(rule, at)]
    acted = max((x for x in acts if x and x >= at), default=None)
    fresh = [deal.since, *(ended for _, ended in deal.waits)]
    if rule == "quiet" and deal.step and at < deal.step.due <= own.add_wd(max(at, now), STEP_NEAR):
        at = deal.step.due
        fresh.append(at)
    floor = max((x for x in fresh if x > since), default=None)
    red = _red(deal, own, at, [x for x in (floor, acted) if x])
    unacted = _red(deal, own, at, [floor]) if floor else None
    begun = max(x for x in (since, floor, acted, *deal.dismissals.of_limits()) if x)
    return Limit(deal.key(rule, since, since), since, at, red, begun, floor, unacted)


def _red(deal: Deal, own: Calendar, at: datetime, fresh: list[datetime]) -> datetime:
    """At the limit; after something new the owner has a morning list and four working hours first."""
    if fresh:
        last = max(fresh)
        ended = deal.wait is not None and deal.wait[1] == last
        morning = asked_at(deal, own) if ended else own.next_morning(last, REP)
        at = max(at, own.add_wh(morning, 4))
    return own.next_opening(at)


def asked_at(deal: Deal, own: Calendar) -> datetime:
    """The morning list that asks whether what was waited for came."""
    assert deal.wait is not None
    listed = own.list_for(deal.wait[1], REP)
    return listed if listed > deal.wait[0] else own.next_morning(deal.wait[0], REP)


@dataclass
class Asked:
    """A deal at an instant."""

    deal: Deal
    now: datetime
    own: Calendar
    boss: Calendar

    def __post_init__(self) -> None:
        self.morning, self.list = self._is_list(self.own, REP), self._is_list(self.boss, MANAGER)

    def _is_list(self, calendar: Calendar, clock: time) -> bool:
        day = calendar.local(self.now).date()
        return calendar.is_working(day) and calendar.list_at(day, clock) == self.now

    def heard(self, key: Key, rung: str) -> datetime | None:
        return next((at for (k, r, _), at in self.deal.heard.items() if (k, r) == (key, rung)), None)

    def put_off(self, key: Key) -> datetime | None:
        """Only the first Later of an episode delays the manager."""
        return next(iter(self.deal.later.get(key, ())), None)

    def not_acted(self, at: datetime) -> datetime:
        """In this list, or the next where its day was taken off; in the one after the last act where that came later."""
        is_later = self.deal.acted is not None and self.deal.acted > at
        return self.own.next_morning(self.deal.acted if is_later else at - timedelta(minutes=1), REP)

    def in_list(self, last: datetime) -> bool:
        """In this list of the owner's; once it has gone (a day off came up, a step went away), at once or in the next."""
        return self.now == last or (last < self.now and (self.morning or self.own.is_open(self.now)))

    def their_list(self, ready: datetime) -> bool:
        """Now is a list of the manager's, by the owner's calendar it is time, and they did not say to push on just now."""
        return self.list and all(self.now >= self.own.list_for(x, MANAGER) for x in (ready, *self.spared()))

    def spared(self) -> list[datetime]:
        """Until when a word to push on holds, of this stage and owner."""
        at, begun = self.deal.pushed, max(self.deal.entered, self.deal.since)
        return [self.own.add_wd(at, DECIDE)] if at and at >= begun else []

    def next_day(self, told: datetime) -> datetime:
        """The owner's next working day, at the hour of the manager's list."""
        return self.own.at_local(self.own.shift_day(self.own.local(told).date(), 1), MANAGER)

    # -- what is due -----------------------------------------------------------------------------------

    def due(self) -> Iterator[tuple[Key, str, str]]:
        """(what it counts from, rung, who) of everything that is to be said now."""
        wanted = [*self._step(), *self._wait(), *self._risk(), *self._dwell()]
        if any(x[1] == "red" and x not in self.deal.heard for x in wanted):
            wanted = [x for x in wanted if x[0][0] != "evening"]  # its line tells of the step
        for x in three_in_a_row(self, [x for x in wanted if x not in self.deal.heard]):
            if self.is_a_message(x[0], x[1], self.now) and self._had_one_today():
                self.deal.held |= {key for key, rung, _ in wanted if rung == "red"}
            else:
                yield x

    def is_a_message(self, key: Key, rung: str, at: datetime) -> bool:
        """Of its own, to the owner, for no hour that they promised: one a deal and day, the rest is the next list's."""
        is_listed = self.own.list_at(self.own.local(at).date(), REP) == at
        return (rung == "red" or (key[0], rung) == ("unanswered", "ask")) and not is_listed

    def _had_one_today(self) -> bool:
        today = self.own.local(self.now).date()
        return any(
            self.own.local(at).date() == today and self.is_a_message(key, rung, at)
            for (key, rung, _), at in self.deal.heard.items()
            if at > self.deal.since
        )

    def _again(self, key: Key, told: datetime | None) -> Iterator[tuple[Key, str, str]]:
        """Later: it comes back in the list that was chosen, once however often it was chosen; what was told before, also
        after a list that went out while the deal waited; what only warned, in that list alone; after an act, in the next."""
        heard = [at for (k, rung, _), at in self.deal.heard.items() if k == key and rung.startswith("again")]
        left = [
            (n, at)
            for n, at in enumerate(self.deal.later.get(key, ()), 1)
            if at > max(heard, default=at - DAY)
        ]
        back = [(n, self.not_acted(at)) for n, at in left]
        chosen = [(at, n) for n, at in back if at == self.now or (told and told < at and self.in_list(at))]
        yield from ((key, f"again{n}", "owner") for _, n in sorted(chosen)[-1:])

    def _step(self) -> Iterator[tuple[Key, str, str]]:
        step, now, own = self.deal.step, self.now, self.own
        if step is None:
            return
        park = last_park(self.deal.parks, step)
        back, listed = (park.over(own), park.first_list(own)) if park else (step.opened, step.opened)
        if now < back:
            return
        anew, fresh = self.deal.dismissals.anew("step", step.opened), max(step.opened, self.deal.since)
        key = self.deal.key("step", (step.number, anew, park and park.begun), step.opened)
        past = max(step.due, own.add_wd(anew, 5)) if anew else step.due
        last = own.previous_working_morning(step.due, REP)
        if now > fresh and now < step.due and not anew:
            if step.kind != "at" and last > fresh and last >= back and self.in_list(last):
                yield key, "today", "owner"
            at = soon(step, own)
            beside_the_list = step.kind == "by" and at - last < timedelta(hours=1)
            if step.kind != "on" and now == at and not beside_the_list:
                yield key, "soon", "owner"
        anew = anew or (step.due if park and step.due < back else None)  # the list that takes it up asks
        if step.is_call and now == over(step, own) and now > fresh and not anew:
            yield self.deal.key("over", step.number, step.opened), "ask", "owner"
        if now == evening(step, fresh, own) and not anew:
            yield self.deal.key("evening", step.number, step.opened), "ask", "owner"
        if self.morning and now > max(past, fresh) and now >= listed and self.heard(key, "past") is None:
            yield key, "past", "owner"
        else:
            yield from self._again(key, self.heard(key, "past"))
        told, later = self.heard(key, "past"), self.put_off(key)
        is_held = told and later and later > told and not self.their_list(self.next_day(later))
        if told and not is_held and self.their_list(own.add_wd(told, 2)):
            yield key, "manager", "manager"

    def _wait(self) -> Iterator[tuple[Key, str, str]]:
        if self.deal.wait and self.in_list(asked_at(self.deal, self.own)):
            yield self.deal.key("waiting", self.deal.wait[0], self.deal.wait[0]), "ask", "owner"

    def _risk(self) -> Iterator[tuple[Key, str, str]]:
        at = self.deal.at_risk
        if at and self.list and self.now > at:
            yield ("risk", at, None), "manager", "manager"

    def _dwell(self) -> Iterator[tuple[Key, str, str]]:
        """Quiet and slow: one nudge; nothing while the deal waits for the customer."""
        deal, now = self.deal, self.now
        if deal.wait and deal.wait[0] <= now < deal.wait[1]:
            return
        both = [limit_of(rule, deal, self.own, now) for rule in ("quiet", "slow")]
        spoke = self._spoke(*both)
        said = [x for one in both if spoke in (None, one) for x in self._climb(one) if x not in deal.heard]
        rungs = {rung for _, rung, _ in said}
        for x in said:  # of two at one instant, quiet says it for both; a manager has both in one list
            if x[1] in rungs or x[2] == "manager":
                rungs.discard(x[1])
                yield x

    def _spoke(self, quiet: Limit, slow: Limit) -> Limit | None:
        """Whose red came first, while nobody got in touch, moved the stage or promised a step."""
        step = self.deal.step.opened if self.deal.step else None
        for one in (quiet, slow):
            told = self.heard(one.key, "red")
            if told and (step is None or step <= told) and quiet.since <= told and one.at <= self.now:
                return one
        return None

    def _is_warned(self, last: datetime) -> bool:
        """That list warned of either limit, or asked in place of it: it was said for both."""
        warned = {("quiet", "heads_up"), ("slow", "heads_up"), ("unanswered", "ask")}
        return any((k[0], rung) in warned and at == last for (k, rung, _), at in self.deal.heard.items())

    def _climb(self, one: Limit) -> Iterator[tuple[Key, str, str]]:
        own, now, told = self.own, self.now, self.heard(one.key, "red")
        last = own.previous_working_morning(one.red, REP)
        while own.add_wh(last, 4) > one.red:
            last = own.previous_working_morning(last, REP)
        is_ahead = (
            told is None and one.warned_after < last and now < min(one.red, own.next_morning(last, REP))
        )
        if is_ahead and self.in_list(last) and not self._is_warned(last):
            yield one.key, "heads_up", "owner"
        if now < one.at:
            return
        if now >= one.red and (own.is_open(now) or (self.morning and one.key in self.deal.held)):
            yield one.key, "red", "owner"
        yield from self._again(one.key, told)
        if told:
            later = self.put_off(one.key)
            fresh = one.unacted if one.floor and one.floor > told else None
            held = max(x for x in (told, later, fresh) if x)
            if self.their_list(self.next_day(held)):
                yield one.key, "manager", "manager"
        heard = self.heard(one.key, "manager")
        if heard and self.their_list(own.add_wd(heard, DECIDE)):
            yield one.key, "decide", "manager"

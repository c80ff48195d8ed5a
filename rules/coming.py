"""When somebody next hears of a deal if nothing changes: the clock's own decisions, played forward.

*Next* in a message and in *Why this?* is this and nothing else, so it says what the tick and the lists will do.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rules.clocks import Clock, running
from rules.decision import NudgeDue
from rules.dismissals import is_let_alone
from rules.facts import DealFacts, LadderRules, PersonFacts, Rule, Rung, RungFacts
from rules.ladder import consider
from rules.lights import is_red
from rules.waits import set_aside

STEPS = 60  # looks ahead: more than all ladders of a deal have rungs
NOW = timedelta(microseconds=1)
OF_ITS_OWN = ("step", "over", "evening")  # of a promise: said beside what else a day tells of the deal
# What makes a nudge the same one: rule, episode, rung, and who hears it.
Key = tuple[str, str, int, int | None]


@dataclass(frozen=True, slots=True)
class Coming:
    """The next message about the deal to its owner, and to the manager above; None: none comes by itself.
    `listed`: the owner's is a morning list; `rule`: for which of them it comes."""

    owner_at: datetime | None = None
    manager_at: datetime | None = None
    listed: bool = False
    rule: Rule | None = None


def stands(deal: DealFacts, owner: PersonFacts, now: datetime, clocks: Iterable[Clock]) -> bool:
    """Whether a deal is in its owner's morning list though nothing new is to be said of it: it is red, or something was
    promised by today. A lead that may still be called in time has a message of its own."""
    if promised(deal, owner, now):
        return True
    clocks = tuple(clocks)
    to_call = any(clock.rule == "untouched" and not clock.on(now) for clock in clocks)
    return not to_call and is_red(deal, clocks, owner.calendar, now)


def promised(deal: DealFacts, owner: PersonFacts, now: datetime) -> bool:
    """A step is due today or past, or an exit item was promised by today, where the owner is now."""
    return is_step_due(deal, owner, now) or is_owed_due(deal, owner, now)


def is_step_due(deal: DealFacts, owner: PersonFacts, now: datetime) -> bool:
    """A step is due today or past, and not let alone."""
    step, local = deal.step, owner.delivery.local
    if step is None or local(step.due_at).date() > local(now).date():
        return False
    return not is_let_alone(deal, "step", step.opened_at, owner.calendar, now)


def is_owed_due(deal: DealFacts, owner: PersonFacts, now: datetime) -> bool:
    """An exit item was promised by today, and is not let alone."""
    today = owner.delivery.local(now).date()
    return any(
        owed.until <= today and not is_let_alone(deal, "owed", owed.since, owner.calendar, now)
        for owed in deal.owed
    )


def coming(
    deal: DealFacts,
    owner: PersonFacts | None,
    manager: PersonFacts | None,
    now: datetime,
    rules: LadderRules,
    delivered: Sequence[RungFacts] = (),
    owner_list: time | None = None,
    *,
    to_owner: bool = True,
    held: Collection[Key] = (),
    told_on: Collection[date] = (),
) -> Coming:
    """Plays the decisions forward from `now`. `delivered`: what was said, with what is being said now;
    `owner_list`: when the owner's list goes out, where it is not the reps' time. Not `to_owner`: somebody else is told,
    and a list of the owner's that goes out this minute is heard now. `held`: what the day's budget left to the next list;
    `told_on`: days of the owner's with a message about this deal alone, which have no second."""
    if owner is None or not owner.active or not deal.open or deal.clocks_from is None:
        return Coming()
    ahead = _Ahead(
        deal=deal,
        owner=owner,
        manager=manager,
        now=now,
        rules=rules,
        owner_list=owner_list or rules.owner_list,
        said=list(delivered),
        to_owner=to_owner,
        held=held,
        told_on=set(told_on),
    )
    ahead.play()
    return Coming(ahead.owner_at, ahead.manager_at, ahead.listed, ahead.rule)


@dataclass(slots=True, kw_only=True)
class _Ahead:
    deal: DealFacts
    owner: PersonFacts
    manager: PersonFacts | None
    now: datetime
    rules: LadderRules
    owner_list: time
    said: list[RungFacts]
    to_owner: bool
    held: Collection[Key]
    told_on: set[date]
    owner_at: datetime | None = None
    manager_at: datetime | None = None
    listed: bool = False
    rule: Rule | None = None

    def play(self) -> None:
        at: datetime | None = self.now
        for _ in range(STEPS):
            if at is None or self._is_known(at):
                return
            decision = consider(self.deal, self.owner, self.manager, at, self.rules, self.said)
            to_come = [self._hear(nudge, at) for nudge in decision.nudges]
            self._list(at, max((x for x in to_come if x), default=None))
            at = decision.next_check_at

    def _is_known(self, at: datetime) -> bool:
        """Nothing that is decided from here on can come earlier."""
        up = self.manager is None or (self.manager_at is not None and self.manager_at <= at)
        return up and self.owner_at is not None and self.owner_at <= at

    def _hear(self, nudge: NudgeDue, at: datetime) -> datetime | None:
        """Notes when a nudge is heard; returns it for an owner's red one, which no list says before."""
        is_held, day = self._is_held(nudge, at), self._its_day(nudge, at)
        when = self._when(nudge, at, is_held)
        if day is not None and not is_held:
            self.told_on.add(day)
        self.said.append(
            RungFacts(nudge.rule, nudge.episode, int(nudge.rung), nudge.due_at, when, nudge.recipient_id)
        )
        if nudge.to == "manager":
            self.manager_at = min(when, self.manager_at or when)
            return None
        self._owner(when, nudge.lane == "morning" or is_held, nudge.rule)
        return when if nudge.rung == Rung.RED else None

    def _when(self, nudge: NudgeDue, at: datetime, is_held: bool) -> datetime:
        """A list's is heard with the list; what should have been said by now was held back, for the next list."""
        person = self.owner if nudge.to == "owner" else self.manager
        assert person is not None
        clock = self.owner_list if nudge.to == "owner" else self.rules.manager_list
        due = at if is_held else max(nudge.due_at, at)
        if nudge.lane in ("timed", "now") and due > self.now and not is_held:
            return due
        is_beside = nudge.to == "owner" and not self.to_owner
        return person.delivery.morning_from(max(due, self.now + (timedelta() if is_beside else NOW)), clock)

    def _is_held(self, nudge: NudgeDue, at: datetime) -> bool:
        """Left to the next list: of what the owner did not promise a day has one message about a deal."""
        key = (nudge.rule, nudge.episode, int(nudge.rung), nudge.recipient_id)
        return key in self.held or self._its_day(nudge, at) in self.told_on

    def _its_day(self, nudge: NudgeDue, at: datetime) -> date | None:
        """The day whose one message about the deal it would be; None for what is said beside that."""
        if nudge.to != "owner" or nudge.lane != "timed" or nudge.rule in OF_ITS_OWN:
            return None
        return self.owner.delivery.local(max(nudge.due_at, at)).date()

    def _list(self, at: datetime, red_at: datetime | None) -> None:
        """The first list from here on, if the deal stands in it."""
        listed = self.owner.delivery.morning_from(max(at, self.now + NOW), self.owner_list)
        deal = set_aside(self.deal, self.owner.delivery, listed, self.rules)
        if red_at is not None and red_at > listed and not promised(deal, self.owner, listed):
            return
        clocks = running(deal, self.owner.calendar, listed, self.rules)
        if stands(deal, self.owner, listed, clocks):
            held = next((clock.rule for clock in clocks if clock.on(listed)), None)
            self._owner(listed, True, held or ("step" if is_step_due(deal, self.owner, listed) else "owed"))

    def _owner(self, when: datetime, listed: bool, rule: Rule) -> None:
        if self.owner_at is None or when < self.owner_at:
            self.owner_at, self.listed, self.rule = when, listed, rule

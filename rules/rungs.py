"""The rungs of each ladder with their times: what was said, what is due, what would follow.

The manager's clock starts at the owner's *delivered* nudge and runs in the owner's calendar; lists go out at the
recipient's own morning, in the zone where they are now.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta

from rules.clocks import Clock, asked_at, heads_up_at, red_at
from rules.dismissals import asked_again
from rules.facts import OwedFacts, Rule, Rung, RungFacts
from rules.planned import Planned, Stage, latest
from rules.promises import owed_over_at, step_late_at
from rules.waits import TakenUp, stood_still

DWELLS: tuple[Rule, ...] = ("quiet", "slow", "slipping")
# So long after it one is asked how a call went, also when Baton was down meanwhile.
FRESH = timedelta(hours=4)
# A question that was put no longer ago and stands unanswered is not put again at the end of the day.
NOT_TWICE_WITHIN = timedelta(hours=2)


def red_due(stage: Stage, clock: Clock) -> datetime:
    """When the red rung of quiet, slow or slipping is due."""
    return red_at(clock, stage.owner.calendar, stage.owner.delivery, stage.rules)


def dwell_ladder(stage: Stage, clock: Clock, due_at: datetime, told_at: datetime) -> list[Planned]:
    """Quiet, slow and slipping: heads-up, red, the manager's next morning, then decide. The red rung is due at `due_at`
    (`red_due`), and told at `told_at` where another rule speaks for it until then."""
    rules, owner = stage.rules, stage.owner
    said = stage.said(clock.rule, clock.episode)
    plan: list[Planned] = []
    is_ahead = told_at > stage.now or stage.deal.waiting is not None  # else the red one is what is said
    if is_ahead and Rung.RED not in said and Rung.HEADS_UP not in said:
        warned = heads_up_at(clock, due_at, owner.calendar, owner.delivery, rules)
        # Who dismissed a limit's reminder since that list is not warned of the next limit in that minute; no list is left for it.
        dismissed = [x.at for x in stage.deal.dismissed if not set(x.rules).isdisjoint(DWELLS)]
        # Where another reminder stood in its place until the next list, nothing is left to warn of.
        is_over = warned and stage.now >= owner.delivery.next_morning(warned, rules.owner_list)
        if warned and not is_over and not any(at >= warned for at in dismissed):
            plan.append(Planned(Rung.HEADS_UP, "owner", warned, "morning"))
    plan.append(Planned(Rung.RED, "owner", told_at, "timed"))
    # What only warned, and was put off to a list in which the deal waited, is over with that list.
    is_told = Rung.RED in said
    again = stage.again(clock.rule, clock.episode)
    plan += [x for x in again if is_told or not stood_still(stage.deal, x.due_at)]
    red = said.get(Rung.RED)
    if red is None and told_at > stage.now:
        return plan  # who hears of it after that is worked out when it is told
    told, certain = stage.told_at(red, due_at)
    later = stage.first_later(clock.rule, clock.episode)
    held = [told, *([later] if later else [])]
    if clock.floor and clock.floor > told:  # what the owner does about it does not put the manager off
        held.append(red_due(stage, clock._replace(acted=None)))
    return plan + upwards(stage, said, max(held), certain)


def untouched_ladder(stage: Stage, clock: Clock) -> list[Planned]:
    """A lead that its owner has not called: at the time that was promised, the manager's next morning, then decide."""
    said = stage.said(clock.rule, clock.episode)
    due_at, lane = stage.owner_slot(clock.limit_at)
    plan = [Planned(Rung.RED, "owner", due_at, lane), *stage.again(clock.rule, clock.episode)]
    told, certain = stage.told_at(said.get(Rung.RED), due_at)
    later = stage.first_later(clock.rule, clock.episode)
    return plan + upwards(stage, said, max(told, later) if later else told, certain)


def upwards(stage: Stage, said: Mapping[int, RungFacts], told: datetime, certain: bool) -> list[Planned]:
    """After the owner's red one: the manager, then decide. That lies behind the manager's next list, so nothing is planned
    of it while the red one is on its way."""
    plan = list(_manager_after_red(stage, told, certain))
    if plan and (certain or Rung.MANAGER in said):
        heard, certain = stage.told_at(said.get(Rung.MANAGER), plan[-1].due_at)
        decide = stage.manager_list(stage.owner.calendar.add(heard, stage.rules.decide_after))
        if decide:
            plan.append(Planned(Rung.DECIDE, "manager", decide, "list", certain))
    return plan


def _manager_after_red(stage: Stage, told: datetime, certain: bool) -> Iterator[Planned]:
    if stage.manager is None:
        return
    is_late = certain and stage.manager.since is not None and told < stage.manager.since
    if stage.rules.manager_at_once and not is_late:
        at = max(told, stage.now) + timedelta(minutes=0 if certain else 15)
        due_at = stage.manager.delivery.next_opening(stage.not_spared(told if certain else at))
        yield Planned(Rung.MANAGER, "manager", due_at, "now", certain)
    elif listed := stage.next_manager_list(told):
        yield Planned(Rung.MANAGER, "manager", listed, "list", certain)


def step_ladder(stage: Stage, episode: str) -> list[Planned]:
    """A promised step: that morning's list, shortly before, the morning after it passed, the manager."""
    step, rules, owner = stage.deal.step, stage.rules, stage.owner
    assert step is not None
    fresh = stage.known_since(step.opened_at)
    ahead: list[Planned] = []
    timed = step.kind == "at" and step.has_time
    morning = owner.delivery.previous_working_morning(step.due_at, rules.owner_list)
    if not timed:
        ahead.append(Planned(Rung.TODAY, "owner", morning, "morning"))
    if "soon" not in owner.muted and (timed or step.kind == "by"):
        soon = _soon(stage, step.due_at, rules.at_before.span if timed else rules.by_before.span)
        if timed or soon - morning >= rules.by_before.span:
            ahead.append(Planned(Rung.SOON, "owner", soon, "timed"))
    late_at = step_late_at(step, stage.deal, owner.calendar)
    is_ahead = (
        stage.now < step.due_at and asked_again(stage.deal, "step", step.opened_at, owner.calendar) is None
    )
    back = stage.taken_up(step.opened_at)
    plan = [x for x in ahead if x.due_at > fresh and (back is None or x.due_at >= back.at) and is_ahead]
    past = _past_list(stage, max(late_at, fresh), back)

    def listed(told: datetime) -> datetime | None:
        return stage.manager_list(owner.calendar.add(told, rules.step_manager_after))

    return plan + _past(stage, "step", episode, past, listed)


def owed_ladder(stage: Stage, owed: OwedFacts, episode: str) -> list[Planned]:
    """What was promised by Friday: that morning's list, the next working morning's, the manager's next morning."""
    delivery, at = stage.owner.delivery, stage.rules.owner_list
    over_at = owed_over_at(owed, stage.owner.calendar)
    fresh = stage.known_since(owed.since)
    again = asked_again(stage.deal, "owed", owed.since, stage.owner.calendar)
    morning = delivery.previous_working_morning(over_at, at)
    back = stage.taken_up(owed.since)
    past = _past_list(stage, latest(over_at, fresh, again), back)
    is_ahead = morning > fresh and (back is None or morning >= back.at)
    is_ahead = is_ahead and stage.now < over_at and again is None
    plan = [Planned(Rung.TODAY, "owner", morning, "morning")] if is_ahead else []
    return plan + _past(stage, "owed", episode, past, stage.next_manager_list)


def date_ladder(stage: Stage, clock: Clock) -> list[Planned]:
    """The day of signing is past: the owner's next morning list, the manager's some days after the owner was told."""
    past = stage.owner_list(latest(clock.limit_at, clock.floor))

    def listed(told: datetime) -> datetime | None:
        return stage.manager_list(stage.owner.calendar.add(told, stage.rules.date_manager_after))

    return _past(stage, "date", clock.episode, past, listed)


def _past_list(stage: Stage, since: datetime, back: TakenUp | None) -> datetime:
    """The owner's list that says a promise is past: none before the one in which a parked deal is taken up."""
    listed = stage.owner_list(since)
    return max(listed, back.listed) if back else listed


def _past(
    stage: Stage, rule: Rule, episode: str, past: datetime, listed: Callable[[datetime], datetime | None]
) -> list[Planned]:
    """A promise that passed: the owner's list, whatever Later put off, and the manager from when the owner was told."""
    said = stage.said(rule, episode)
    if Rung.PAST not in said:  # a list that has gone is not made up for in the minute in which somebody acts
        past = stage.not_just_acted(past)
    # Where Later ends in the list that says it is past, that is what is said: the manager's turn counts from it.
    plan = [*stage.again(rule, episode), Planned(Rung.PAST, "owner", past, "morning")]
    told, certain = stage.told_at(said.get(Rung.PAST), past)
    up, later = listed(told), stage.first_later(rule, episode)
    if up and later and later > told:
        up = max(up, stage.next_manager_list(later) or up)
    if up:
        plan.append(Planned(Rung.MANAGER, "manager", up, "list", certain))
    return plan


def _soon(stage: Stage, due_at: datetime, before: timedelta) -> datetime:
    """Shortly before, inside working hours: later if that is still before it, else before the break."""
    delivery = stage.owner.delivery
    opening = delivery.next_opening(due_at - before)
    if opening < due_at:
        return opening
    start, end = delivery.last_open_before(due_at - before)
    return max(start, end - before)


def over_ladder(stage: Stage, over_at: datetime) -> list[Planned]:
    """How did it go? Shortly after a call or a meeting, while it is fresh: the next morning's list asks by itself. Whose the
    deal became later was not there."""
    step, delivery, due = stage.deal.step, stage.owner.delivery, over_at + stage.rules.asks_after.span
    assert step is not None
    opening = delivery.next_opening(due)
    is_fresh = delivery.local(opening).date() == delivery.local(over_at).date() and stage.now < due + FRESH
    is_theirs = opening > stage.known_since(step.opened_at)
    return [Planned(Rung.ASK, "owner", opening, "timed")] if is_fresh and is_theirs else []


def evening_ladder(stage: Stage, over_at: datetime | None) -> list[Planned]:
    """An hour before a day closes: what was promised for it and should have come about, and nobody has logged.

    What is still ahead has a reminder of its own; what a list asked about since, or that within the hour before, is not
    asked about again. Nor is a call or a meeting of which it was asked just now how it went: the next morning's list
    asks."""
    step, delivery, before = stage.deal.step, stage.owner.delivery, stage.rules.evening_before.span
    assert step is not None
    day = delivery.local(step.due_at).date()
    if (hours := delivery.hours_on(day)) is None:
        return []
    closing = delivery.at_local(day, hours.close)
    at, ended = delivery.next_opening(closing - before), over_at or step.due_at
    is_ahead = step.has_time and ended > at
    fresh = stage.known_since(step.opened_at)
    is_listed = delivery.next_morning(max(step.due_at, fresh), stage.rules.owner_list) < at
    if (
        is_ahead
        or is_listed
        or max(at, stage.now) >= closing
        or at <= fresh
        or _is_asked_by(stage, over_at, at)
    ):
        return []
    return [Planned(Rung.ASK, "owner", at, "timed")]


def _is_asked_by(stage: Stage, over_at: datetime | None, at: datetime) -> bool:
    """Has a reminder of the step's own just spoken of it to who is asked: how did it go, or within the hour when it is due?"""
    step, owner, rules = stage.deal.step, stage.owner, stage.rules
    assert step is not None
    fresh = stage.known_since(step.opened_at)
    if over_at is not None and "over" not in owner.muted:
        asked = owner.delivery.next_opening(over_at + rules.asks_after.span)
        return asked > max(at - NOT_TWICE_WITHIN, fresh)
    if step.kind != "by" or "soon" in owner.muted:
        return False
    told = _soon(stage, step.due_at, rules.by_before.span)
    return told >= at - rules.evening_before.span and told > fresh


def waiting_ladder(stage: Stage) -> list[Planned]:
    """The end of a wait: "did it come?" in the morning list of that day."""
    waiting = stage.deal.waiting
    assert waiting is not None
    listed = asked_at(waiting, stage.owner.delivery, stage.rules)
    if stage.owner.since is not None and listed < stage.owner.since:
        listed = stage.owner_list(listed)
    return [Planned(Rung.ASK, "owner", listed, "morning")]


def risk_ladder(stage: Stage, since: datetime) -> list[Planned]:
    """A flag by hand: the manager's next list, once for each mark; whoever manages a new owner hears of it too."""
    manager = stage.manager
    if manager is None or any(
        x.rule == "risk" and x.recipient_id == manager.id and x.due_at > since for x in stage.delivered
    ):
        return []
    fresh = latest(since, stage.deal.owner_since, manager.since)
    listed = manager.delivery.next_morning(fresh, stage.rules.manager_list)
    return [Planned(Rung.MANAGER, "manager", listed, "list")]

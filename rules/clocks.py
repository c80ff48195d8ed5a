"""The three signals: when a step is due, when silence is too long, when a stage takes too long.

Limits run in the owner's home calendar; waits pause them; only the events named here restart them (never an edit of
amount, date or owner).
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple

from rules.calendar import Calendar
from rules.counted import is_untouched, last_sign, reached_at, stage_start
from rules.days import is_far
from rules.dismissals import AGAIN_WD, anew, dismissed_at, not_held_at
from rules.durations import Duration
from rules.facts import SIGNING, DealFacts, LadderRules, Rule, WaitFacts

Event = Literal[
    "contact",
    "stage",
    "import",
    "clock_start",
    "step",
    "wait",
    "flag",
    "given",
    "owed",
    "date",
    "dismissed",
    "acts",
]


class Clock(NamedTuple):
    """One running clock. `limit_at`: when the condition holds. `floor`: the last event that gave the owner the
    deal, or the clock its time, anew; `acted`: what somebody did since the limit (None when nothing). After either the
    owner has a morning list and time to act before the red rung; an act does not put off who hears after it.
    `wait`: one that runs out by itself and is asked about in a morning list, which is that list.
    `waited`: working days of waiting that the limit was moved by."""

    rule: Rule
    event: Event
    counted_from: datetime
    limit: Duration | None
    limit_at: datetime
    episode: str
    floor: datetime | None = None
    acted: datetime | None = None
    wait: WaitFacts | None = None
    waited: int = 0

    def on(self, now: datetime) -> bool:
        return now >= self.limit_at


def step_due_at(day: date, clock: time | None, calendar: Calendar) -> datetime:
    """The instant of a promise said as a local date and perhaps a time; without one, the day's closing.

    On a day off that somebody chose on purpose, the closing is that of the usual working day."""
    if clock is not None:
        return calendar.at_local(day, clock)
    hours = calendar.hours_on(day) or next(h for h in calendar.week if h)
    return calendar.at_local(day, hours.close)


def episode_of(event: str, at: datetime, deal: DealFacts) -> str:
    """The name of what a clock counts from. A new owner starts the ladder anew, not the clock."""
    name, since = f"{event}:{_stamp(at)}", deal.owner_since
    return f"{name}/{_stamp(since)}" if since and since > at else name


def _stamp(at: datetime) -> str:
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat(timespec="seconds")


def untouched_limit(deal: DealFacts, calendar: Calendar, rules: LadderRules) -> Clock | None:
    """The first contact that was promised when the lead became its owner's; None once they did anything about it."""
    given = deal.given_at
    if given is None or not is_untouched(deal, rules):
        return None
    start = dismissed_at(deal, "untouched", given) or given
    limit_at = calendar.add(start, rules.first_contact)
    return Clock("untouched", "given", given, rules.first_contact, limit_at, episode_of("given", start, deal))


def date_limit(deal: DealFacts, calendar: Calendar, rules: LadderRules) -> Clock | None:
    """The day by which it was to be signed; None for a day that nobody meant, and for one that was past before the deal
    came to its signing."""
    day = deal.sign_on
    if day is None or not deal.open or deal.clocks_from is None or is_far(day, deal.stage_entered_at.date()):
        return None
    over_at = calendar.at_local(day + timedelta(days=1), time())
    if deal.stage == SIGNING and deal.stage_entered_at >= over_at:
        return None
    floor = _floor(deal, rules, over_at, deal.clocks_from)
    told = _latest(over_at, deal.owner_since, *_waits_over(deal))
    episode = f"date:{day.isoformat()}" + (f"/{_stamp(told)}" if told else "")
    again = dismissed_at(deal, "date", over_at)
    over_at = calendar.add_wd(again, AGAIN_WD) if again else over_at
    return Clock("date", "date", calendar.at_local(day, time()), None, over_at, anew(episode, again), floor)


def slow_limit(deal: DealFacts, calendar: Calendar, rules: LadderRules) -> Clock | None:
    """The stage's limit, counted from its entry; None when the stage has none, or the clocks stand still."""
    limit = rules.slow_after.get(deal.stage)
    if limit is None or deal.clocks_from is None or not deal.open:
        return None
    start = stage_start(deal)
    event: Event = _entry(deal) if start == deal.stage_entered_at else "clock_start"
    start, event = _since_dismissed(deal, "slow", start, event)
    limit_at, waited = _limit(deal, calendar, start, limit, rules)
    return Clock(
        "slow",
        event,
        start,
        limit,
        limit_at,
        episode_of("slow", start, deal),
        _floor(deal, rules, start),
        _acted_after(deal, "slow", limit_at),
        deal.waiting,
        waited,
    )


def quiet_limit(deal: DealFacts, calendar: Calendar, rules: LadderRules, now: datetime) -> Clock | None:
    """Silence since the last customer contact or stage move, unless a step lies within the next days.

    A step that near holds the limit back until it is past."""
    if deal.stage not in rules.quiet_stages or deal.clocks_from is None or not deal.open:
        return None
    return _silence("quiet", rules.quiet_after, deal, calendar, rules, now)


def slipping_limit(deal: DealFacts, calendar: Calendar, rules: LadderRules, now: datetime) -> Clock | None:
    """The same silence, so long in a stage that the deal may be lost; None where no such limit is set."""
    after = rules.slipping_after.get(deal.stage)
    if after is None or deal.clocks_from is None or not deal.open:
        return None
    return _silence("slipping", after, deal, calendar, rules, now)


def _silence(
    rule: Rule, after: Duration, deal: DealFacts, calendar: Calendar, rules: LadderRules, now: datetime
) -> Clock:
    start, event = _since_dismissed(deal, rule, *_last_sign(deal))
    limit_at, waited = _limit(deal, calendar, start, after, rules)
    acted, held_by = _acted_after(deal, rule, limit_at), None
    if deal.step and deal.step.due_at > limit_at:
        at = max(limit_at, now)
        if deal.step.due_at <= calendar.add(at, rules.step_ahead):
            limit_at = held_by = deal.step.due_at
    return Clock(
        rule,
        event,
        start,
        after,
        limit_at,
        episode_of(rule, start, deal),
        _floor(deal, rules, start, held_by),
        acted,
        deal.waiting,
        waited,
    )


def _limit(
    deal: DealFacts, calendar: Calendar, start: datetime, after: Duration, rules: LadderRules
) -> tuple[datetime, int]:
    """When a clock that runs since `start` has counted so long, and by how many working days it waited."""
    plain = calendar.add(start, after)
    if deal.waiting is None and not deal.pauses:
        return plain, 0
    limit_at = _asked_first(deal, reached_at(deal, calendar, start, after), calendar, rules)
    return limit_at, calendar.wd_between(plain, limit_at)


def _since_dismissed(deal: DealFacts, rule: Rule, start: datetime, event: Event) -> tuple[datetime, Event]:
    """What a limit counts from: its event, or the dismissal after it."""
    again = dismissed_at(deal, rule, start)
    return (again, "dismissed") if again else (start, event)


def _waits_over(deal: DealFacts) -> Sequence[datetime]:
    """When the waits of this stage ended, or will."""
    ended = [ended for _, ended in deal.pauses] if deal.pauses else []
    return [*ended, deal.waiting.until] if deal.waiting else ended


def in_touch(deal: DealFacts, calendar: Calendar, now: datetime, rules: LadderRules) -> bool:
    """The last customer contact is no longer ago than silence may last."""
    last = deal.last_contact_at
    return last is not None and calendar.add(last, rules.quiet_after) > now


def _entry(deal: DealFacts) -> Event:
    return "import" if deal.is_stage_of_file else "stage"


def _last_sign(deal: DealFacts) -> tuple[datetime, Event]:
    at = last_sign(deal)
    if deal.last_contact_at == at:
        return at, "contact"
    return at, _entry(deal) if deal.stage_entered_at == at else "clock_start"


def _acted_after(deal: DealFacts, rule: Rule, limit_at: datetime) -> datetime | None:
    """Somebody who just acted on an overdue deal hears about it the next morning, not in the same minute: also who
    dismissed what does not hold any more. At the very minute counts, since its reminder has not gone out; a list of that
    minute has (`planned.not_just_acted`)."""
    acted, step = (deal.acted_at, deal.last_contact_at), deal.step
    acts = (*acted, step.opened_at if step else None, not_held_at(deal, rule, limit_at))
    return max((at for at in acts if at is not None and at >= limit_at), default=None)


def _floor(
    deal: DealFacts, rules: LadderRules, start: datetime, other: datetime | None = None
) -> datetime | None:
    """The latest event that gives the owner a fresh morning whoever acts: new owner, quiet start, end of a wait, its
    turn after a change of the process."""
    return _latest(start, other, rules.live_from, deal.owner_since, deal.flags_from, *_waits_over(deal))


def _latest(after: datetime, *instants: datetime | None) -> datetime | None:
    """The last of these instants that is later than the first; None where none is."""
    found = None
    for at in instants:
        if at is not None and at > after:
            found = after = at
    return found


def is_waiting(deal: DealFacts, now: datetime) -> bool:
    return deal.waiting is not None and deal.waiting.runs(now)


def is_held(deal: DealFacts, now: datetime) -> bool:
    """A changed process flags it, but its turn among the day's few new flags has not come."""
    return deal.flags_from is not None and now < deal.flags_from


def heads_up_at(
    clock: Clock, red_at: datetime, home: Calendar, delivery: Calendar, rules: LadderRules
) -> datetime | None:
    """The owner's last morning list that leaves time to act before the red rung; None when none is left."""
    since = clock.counted_from
    earliest = max(since, clock.floor or since, clock.acted or since)
    morning = delivery.previous_working_morning(red_at, rules.owner_list)
    while morning > earliest and home.add(morning, rules.heads_up) > red_at:
        morning = delivery.previous_working_morning(morning, rules.owner_list)
    return morning if morning > earliest else None


def red_at(clock: Clock, home: Calendar, delivery: Calendar, rules: LadderRules) -> datetime:
    """When the red nudge is due: at the limit, but never before the owner had a morning and time to act."""
    due, fresh = clock.limit_at, [at for at in (clock.floor, clock.acted) if at]
    if fresh:
        due = max(due, home.add(_morning_after(max(fresh), clock, delivery, rules), rules.heads_up))
    return delivery.next_opening(due)


def _morning_after(fresh: datetime, clock: Clock, delivery: Calendar, rules: LadderRules) -> datetime:
    """The owner's first morning list after an event; a wait that ran out was asked about in the list that serves its end."""
    if clock.wait is not None and clock.wait.until == fresh:
        return asked_at(clock.wait, delivery, rules)
    return delivery.next_morning(fresh, rules.owner_list)


def _asked_first(deal: DealFacts, limit_at: datetime, calendar: Calendar, rules: LadderRules) -> datetime:
    """A limit that a wait moved is not reached before its owner, asked whether it came, had time to act."""
    wait = deal.waiting
    if wait is None or limit_at < wait.until:
        return limit_at
    return max(limit_at, calendar.add(asked_at(wait, calendar, rules), rules.heads_up))


def asked_at(wait: WaitFacts, delivery: Calendar, rules: LadderRules) -> datetime:
    """In which of the owner's morning lists the end of a wait is asked about."""
    listed = delivery.list_for(wait.until, rules.owner_list)
    return listed if listed > wait.since else delivery.next_morning(wait.since, rules.owner_list)


def running(deal: DealFacts, calendar: Calendar, now: datetime, rules: LadderRules) -> tuple[Clock, ...]:
    """The clocks that count at `now`: the first contact, as long as it is owed; of silence, of the stage and of a signing
    day that is past none in a workspace's first quiet days, none while a deal waits for the customer or for its turn."""
    first = untouched_limit(deal, calendar, rules)
    owed = (first,) if first else ()
    is_quiet = rules.live_from is not None and now < rules.live_from
    if is_quiet or is_waiting(deal, now) or is_held(deal, now):
        return owed
    both = (quiet_limit(deal, calendar, rules, now), slow_limit(deal, calendar, rules))
    graver = (slipping_limit(deal, calendar, rules, now), date_limit(deal, calendar, rules))
    return owed + tuple(c for c in both if c) + tuple(c for c in graver if c and c.on(now))

"""What was promised of a deal, a step or an owed item: when it is past, and the name of its episode."""

from datetime import datetime, time, timedelta

from rules.calendar import Calendar
from rules.dismissals import anew, asked_again, dismissed_at
from rules.durations import Duration
from rules.facts import DealFacts, OwedFacts, StepFacts
from rules.waits import park_over


def step_episode(step: StepFacts, deal: DealFacts) -> str:
    name = _of_now(f"step:{step.id}.{step.revision}", deal, step.opened_at)
    return anew(name, dismissed_at(deal, "step", step.opened_at))


def nearing(step: StepFacts, ahead: Duration, calendar: Calendar, now: datetime) -> list[datetime]:
    """Instants at which a step that is further away than `ahead` may come near, so at which to look again: none once it
    is near. Working days count back from its hour and, where that is in nobody's working hours, from the last open minute
    before it: which of the two it is depends on the days off between. A limit in hours is looked at as tomorrow opens."""
    if calendar.add(now, ahead) >= step.due_at:
        return []
    if ahead.unit != "wd":
        return [calendar.next_opening(now + timedelta(days=1))]
    return _so_far_before(step, ahead, calendar)


def near_since(step: StepFacts, ahead: Duration, calendar: Calendar) -> datetime | None:
    """The instant from which a step is no further away than `ahead`; None for a limit in hours."""
    found = _so_far_before(step, ahead, calendar) if ahead.unit == "wd" else []
    return min((at for at in found if calendar.add(at, ahead) >= step.due_at), default=None)


def _so_far_before(step: StepFacts, ahead: Duration, calendar: Calendar) -> list[datetime]:
    days = [(calendar.local(x).date(), x) for x in (step.due_at, calendar.last_open_before(step.due_at)[1])]
    return [
        calendar.at_local(calendar.shift_day(day, -ahead.n), calendar.local(at).time()) for day, at in days
    ]


def step_late_at(step: StepFacts, deal: DealFacts, calendar: Calendar) -> datetime:
    """From when it is past, for whoever is asked: not while it is let alone."""
    again = asked_again(deal, "step", step.opened_at, calendar)
    return max(step.due_at, again) if again else step.due_at


def owed_over_at(owed: OwedFacts, calendar: Calendar) -> datetime:
    """When the day is past by which it was promised: at the gates too it counts until then."""
    return calendar.at_local(owed.until + timedelta(days=1), time())


def owed_episode(owed: OwedFacts, deal: DealFacts) -> str:
    name = _of_now(f"owed:{owed.until.isoformat()}", deal, owed.since)
    return anew(name, dismissed_at(deal, "owed", owed.since))


def _of_now(name: str, deal: DealFacts, since: datetime) -> str:
    """What was promised then begins another episode with a new owner, and with the end of a park."""
    owned, park = deal.owner_since, park_over(deal, since)
    name = f"{name}/{owned.isoformat(timespec='seconds')}" if owned and owned > since else name
    return f"{name}|{park.since.isoformat(timespec='seconds')}" if park else name

"""When somebody may be spoken to who asked for nothing: asked anew when a letter is about to go, since Slack may have been
away at the hour that it was promised for."""

from dataclasses import dataclass
from datetime import datetime

from rules.calendar import Calendar
from services.sending.outbox import Delivery
from services.sending.promises import GROUPS, LISTS


@dataclass(frozen=True)
class Unsent:
    """Nothing is sent now: ``dropped`` with a reason, ``gone`` (its reader left), or ``later`` at ``until``."""

    why: str
    reason: str = ""
    until: datetime | None = None


def why_not_now(hours: Calendar | None, leased: Delivery, now: datetime) -> Unsent | None:
    """It waits for the reader's `hours` (None: they have none), also for the end of their quiet time; a list whose day is
    over is none any more: the next one tells what still stands, and what it carried is said by itself."""
    if hours is None:
        return None
    if leased.kind in LISTS and hours.local(leased.due_at).date() != hours.local(now).date():
        return Unsent("dropped", "day_over")
    if hours.is_open(now) or (leased.kind not in GROUPS and hours.is_about_to_open(now)):
        return None
    until = hours.next_opening(now)
    if leased.kind in LISTS and hours.local(until).date() != hours.local(now).date():
        return Unsent("dropped", "day_over")
    return Unsent("later", "hours", until)

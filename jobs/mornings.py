"""Takes the day's slots: morning lists, managers' lists, blocked lists. What goes into them is services.lists.digests'."""

from datetime import datetime

from bot.channels import Slack, seen
from bot.failures import DeliveryError
from rules.digest import ChannelSeen
from services.deps import Deps
from services.lists import digests


def run(deps: Deps, slack: Slack) -> int:
    """Promises the lists whose time has come, and edits of today's posts; returns how many lists."""
    return digests.take_slots(deps, now=deps.clock.now(), look=lambda channel: _look(slack, channel))


def _look(slack: Slack, channel: str) -> ChannelSeen | None:
    """A channel as Slack shows it now; None when it could not say, so that the next round asks again."""
    try:
        return seen(slack, channel)
    except DeliveryError:
        return None


def next_slot(deps: Deps) -> datetime | None:
    """When (business time) the next list is due."""
    return digests.next_slot(deps, now=deps.clock.now())

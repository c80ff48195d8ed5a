"""Takes the day's slots: morning lists, managers' lists, blocked lists. What goes into them is services.digests'."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from bot.failures import DeliveryError
from bot.gateway import Payload
from services import digests
from services.deps import Deps
from services.digests import ChannelSeen

ABSENT = ("not_in_channel", "channel_not_found")


class Slack(Protocol):
    """What a look at a channel asks of `bot.gateway.Gateway`."""

    def channel_info(self, channel: str) -> Payload: ...
    def members(self, channel: str) -> Iterator[str]: ...


def run(deps: Deps, slack: Slack) -> int:
    """Promises the lists whose time has come, and edits of today's posts; returns how many lists."""
    return digests.take_slots(deps, now=deps.clock.now(), look=lambda channel: seen(slack, channel))


def seen(slack: Slack, channel: str) -> ChannelSeen | None:
    """A channel as Slack shows it now; None when Slack could not say."""
    try:
        info = slack.channel_info(channel)
        if info.get("is_archived"):
            return ChannelSeen(archived=True)
        return ChannelSeen(
            shared_outside=bool(info.get("is_ext_shared") or info.get("is_pending_ext_shared")),
            baton_in=bool(info.get("is_member", True)),
            members=frozenset(slack.members(channel)),
        )
    except DeliveryError as error:
        return ChannelSeen(baton_in=False) if error.code in ABSENT else None


def next_slot(deps: Deps) -> datetime | None:
    """When (business time) the next list is due."""
    return digests.next_slot(deps, now=deps.clock.now())

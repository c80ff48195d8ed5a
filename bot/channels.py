"""A channel as Slack shows it now: what decides whether a digest may be posted there."""

from collections.abc import Iterator
from typing import Protocol

from bot.calling import Payload
from bot.failures import DeliveryError
from rules.digest import ChannelSeen

ABSENT = ("not_in_channel", "channel_not_found")


class Slack(Protocol):
    """What a look at a channel asks of `bot.gateway.Gateway`."""

    def channel_info(self, channel: str) -> Payload: ...
    def members(self, channel: str) -> Iterator[str]: ...


def seen(slack: Slack, channel: str) -> ChannelSeen:
    """The channel with its members, two calls. Raises DeliveryError when Slack could not say."""
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
        if error.code in ABSENT:
            return ChannelSeen(baton_in=False)
        raise

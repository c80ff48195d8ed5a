"""conversations.*: places, who is in them, and what was said there."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from sandbox import shapes
from sandbox.api.call import Call
from sandbox.api.pages import cursor_of, page, word_of
from sandbox.api.table import BY_KIND
from sandbox.entities import Channel, Json
from sandbox.errors import SlackError

TYPES = {"public_channel": "channel", "private_channel": "private", "im": "im", "mpim": "mpim"}
TS = re.compile(r"\d{1,12}(\.\d{1,6})?")


def open_im(call: Call) -> Json:
    """The direct conversation with one person."""
    world, state = call.world, call.world.state
    if call.text("channel"):
        channel = call.channel()
        if channel.sort != "im":
            raise SlackError("method_not_supported_for_channel_type")
        return _opened(call, channel, True)
    users = [one.strip() for one in call.text("users").split(",") if one.strip()]
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 1:
        call.need_scope("mpim:write")
        raise SlackError("too_many_users")
    person = state.people.get(users[0])
    if person is None or person.bot:
        raise SlackError("user_not_found")
    if person.deleted:
        raise SlackError("user_disabled")
    there = state.im(person.id, world.spec.bot_user, make=False) is not None
    return _opened(call, world.app_im(person.id), there)


def _opened(call: Call, channel: Channel, there: bool) -> Json:
    out: Json = {"no_op": True, "already_open": True} if there else {}
    full = call.flag("return_im")
    return out | {"channel": shapes.channel(call.world, channel) if full else {"id": channel.id}}


def info(call: Call) -> Json:
    channel = call.channel()
    shape = shapes.channel(
        call.world, channel, locale=call.flag("include_locale"), num_members=call.flag("include_num_members")
    )
    return {"channel": shape}


def members(call: Call) -> Json:
    part, cursor = page(call, call.channel().members, default=100)
    return {"members": list(part), "response_metadata": {"next_cursor": cursor}}


def listed(call: Call) -> Json:
    """Public channels, unless other types are named; those whose scope is missing are refused."""
    sorts = []
    for name in (call.text("types") or "public_channel").split(","):
        sort = TYPES.get(name.strip())
        if sort is None:
            raise SlackError("invalid_types")
        call.need_scope(f"{BY_KIND.get(sort, 'mpim')}:read")
        sorts.append(sort)
    bot = call.world.spec.bot_user
    found = [
        channel
        for channel in call.world.state.channels.values()
        if channel.sort in sorts
        and (channel.sort == "channel" or bot in channel.members)
        and not (channel.archived and call.flag("exclude_archived"))
    ]
    part, cursor = page(call, found, default=100)
    shown = [shapes.channel(call.world, channel, num_members=True) for channel in part]
    return {"channels": shown, "response_metadata": {"next_cursor": cursor}}


def join(call: Call) -> Json:
    channel = call.channel()
    if channel.sort != "channel":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    bot, already = call.world.spec.bot_user, call.world.spec.bot_user in channel.members
    if not already:
        channel.members.append(bot)
        call.world.state.save(channel)
        call.world.feed.tell({"type": "refresh"})
    out: Json = {"channel": shapes.channel(call.world, channel)}
    return (
        out | {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
        if already
        else out
    )


def _readable(call: Call) -> Channel:
    channel = call.channel()
    if call.world.spec.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _window(call: Call, order: list[str]) -> list[str]:
    """The timestamps between oldest and latest; both excluded unless `inclusive`."""
    oldest, latest = call.text("oldest"), call.text("latest")
    for name, value in (("oldest", oldest), ("latest", latest)):
        if value and value != "now" and not TS.fullmatch(value):
            raise SlackError(f"invalid_ts_{name}")
    inclusive = call.flag("inclusive")
    low, high = 0, len(order)
    if oldest:
        low = (bisect_left if inclusive else bisect_right)(order, _full(oldest))
    if latest and latest != "now":
        high = (bisect_right if inclusive else bisect_left)(order, _full(latest))
    return order[low:high]


def _full(ts: str) -> str:
    """Ten digits before the point and six after, so that texts compare as numbers do."""
    seconds, _, rest = ts.partition(".")
    return f"{seconds:0>10}.{rest:0<6}"


def history(call: Call) -> Json:
    """Parents only, newest first; replies stand in conversations.replies."""
    channel = _readable(call)
    told = call.world.state.messages.get(channel.id, {})
    order = _window(call, call.world.state.order.get(channel.id, []))
    if cursor := call.text("cursor"):
        order = order[: bisect_right(order, word_of(cursor))]
    out: list[Json] = []
    limit, more = call.limit(100, 999), ""
    for ts in reversed(order):
        message = told[ts]
        if (message.thread_ts and message.thread_ts != ts) or not call.shows(message):
            continue
        if len(out) == limit:
            more = ts
            break
        out.append(shapes.message(call.world, message, metadata=call.flag("include_all_metadata")))
    body: Json = {"messages": out, "has_more": bool(more), "pin_count": 0}
    return body | {"response_metadata": {"next_cursor": cursor_of(more)}} if more else body


def replies(call: Call) -> Json:
    """The parent, then its replies, oldest first."""
    channel = _readable(call)
    parent = call.world.state.message(channel.id, call.text("ts"))
    if parent is None or not call.shows(parent):
        raise SlackError("thread_not_found")
    thread = [m for m in call.world.state.thread(channel.id, parent.thread_ts or parent.ts) if call.shows(m)]
    wanted = set(_window(call, [message.ts for message in thread]))
    part, cursor = page(call, [message for message in thread if message.ts in wanted], default=999)
    shown = [
        shapes.message(call.world, m, metadata=call.flag("include_all_metadata")) for m in (parent, *part)
    ]
    body: Json = {"messages": shown, "has_more": bool(cursor)}
    return body | {"response_metadata": {"next_cursor": cursor}} if cursor else body


METHODS = {
    "conversations.open": open_im,
    "conversations.info": info,
    "conversations.members": members,
    "conversations.list": listed,
    "conversations.join": join,
    "conversations.history": history,
    "conversations.replies": replies,
}

"""People, channels and memberships come, change and go; the app hears what Slack would tell it."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any
from zoneinfo import ZoneInfo

from sandbox import shapes
from sandbox.client.common import RefusalError
from sandbox.deliver import tell
from sandbox.entities import Channel, Json, Person
from sandbox.seed import SeedError, made, member_id, with_channel_defaults, with_person_defaults
from sandbox.world import World


async def people(world: World, args: Json) -> Json:
    """One person, or a list under `people`: who is known by id or handle is changed, others join."""
    rows = args.get("people") or [args]
    done = [_person(world, row) for row in rows]
    world.feed.tell({"type": "refresh"})
    return {"users": [shapes.user(world, one, locale=True) for one in done]}


def _person(world: World, row: Any) -> Person:
    state = world.state
    if not isinstance(row, dict):
        raise RefusalError("a person must be an object", 400)
    old = state.person_named(str(row.get("id") or "")) or state.person_named(str(row.get("name") or ""))
    start = asdict(old) if old else with_person_defaults(state, row)
    try:
        person: Person = made(Person, {**start, **row}, "person")
        ZoneInfo(person.tz)
    except (SeedError, KeyError, ValueError) as wrong:
        raise RefusalError(f"{wrong}", 400) from None
    person = replace(person, updated=state.meta.now_us // 1_000_000)
    state.save(person)
    shape = shapes.user(world, person, locale=True, email="users:read.email" in world.spec.scopes)
    event: Json = {"type": "user_change" if old else "team_join", "user": shape}
    if old:
        event["cache_ts"] = person.updated
    tell(world, event["type"], event)
    return person


async def channels(world: World, args: Json) -> Json:
    """One channel: known by id or name it is changed, else made; `app: true` makes the app a member."""
    state, row = world.state, dict(args)
    old = state.channel_named(str(row.get("id") or "")) or state.channel_named(str(row.get("name") or ""))
    try:
        if old is None:
            channel: Channel = made(
                Channel, with_channel_defaults(state, world.spec, row, state.now), "channel"
            )
        else:
            channel = _changed(world, old, row)
    except SeedError as wrong:
        raise RefusalError(f"{wrong}", 400) from None
    state.save(channel)
    world.feed.tell({"type": "refresh"})
    return {"channel": asdict(channel)}


def _changed(world: World, old: Channel, row: Json) -> Channel:
    app = row.pop("app", None)
    if "members" in row:
        row["members"] = [member_id(world.state, one) for one in row["members"]]
    channel: Channel = made(Channel, {**asdict(old), **row}, "channel")
    bot = world.spec.bot_user
    if app is True and bot not in channel.members:
        channel.members.append(bot)
    if app is False and bot in channel.members:
        channel.members.remove(bot)
    return channel


async def members(world: World, args: Json) -> Json:
    """Adds and removes members of one channel."""
    channel = world.state.channel_named(str(args.get("channel", "")))
    if channel is None or channel.sort == "im":
        raise RefusalError("channel_not_found", 404)
    try:
        add = [member_id(world.state, one) for one in args.get("add") or []]
        remove = [member_id(world.state, one) for one in args.get("remove") or []]
    except SeedError as wrong:
        raise RefusalError(f"{wrong}", 400) from None
    kept = [one for one in channel.members if one not in remove]
    world.state.save(replace(channel, members=kept + [one for one in add if one not in kept]))
    for user in add:
        if user not in kept:
            tell(world, "member_joined_channel", _joined(world, channel, user))
    world.feed.tell({"type": "refresh"})
    return {"members": world.state.channels[channel.id].members}


def _joined(world: World, channel: Channel, user: str) -> Json:
    return {
        "type": "member_joined_channel",
        "user": user,
        "channel": channel.id,
        "channel_type": "G" if channel.sort == "private" else "C",
        "team": world.state.team.id,
        "event_ts": world.state.stamp(),
    }

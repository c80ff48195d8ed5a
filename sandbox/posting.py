"""Messages come, change and go here: the state, the pages, the sink and the app hear of it."""

from __future__ import annotations

from dataclasses import replace

from sandbox import shapes
from sandbox.deliver import tell
from sandbox.entities import Channel, Json, Message, ReadMark
from sandbox.world import World

EVENT_OF = {"channel": "message.channels", "private": "message.groups", "im": "message.im"}
# What is left of a deleted message that has replies.
TOMBSTONE: Json = {
    "subtype": "tombstone",
    "user": "USLACKBOT",
    "text": "This message was deleted.",
    "blocks": [],
    "files": [],
}
TYPE_OF = {"channel": "channel", "private": "group", "im": "im"}


def post(
    world: World, channel: Channel, user: str, content: Json, *, thread_ts: str = "", method: str = ""
) -> Message:
    """Stores a message in a channel; `method` says which call of the app did it."""
    message = Message(channel=channel.id, ts=world.state.stamp(), user=user, thread_ts=thread_ts, **content)
    world.state.save(message)
    world.born[channel.id, message.ts] = world.process.now()
    if method:
        _record(world, "post", method, message)
    world.feed.tell(
        {"type": "message", "channel": channel.id, "message": page_message(world, message)}, channel.members
    )
    for member in channel.members:
        if member != user:
            tell_unread(world, member, channel.id)
    _tell_app(
        world, channel, shapes.message(world, message, event=True), message.ts, own=bool(message.bot_id)
    )
    return message


def whisper(
    world: World, channel: Channel, user: str, content: Json, *, thread_ts: str = "", method: str = ""
) -> Message:
    """An ephemeral of the app that only `user` sees."""
    message = Message(
        channel=channel.id,
        ts=world.state.stamp(),
        user=world.spec.bot_user,
        bot_id=world.spec.bot_id,
        thread_ts=thread_ts,
        visible_to=user,
        **content,
    )
    world.state.save(message)
    _record(world, "ephemeral", method, message)
    world.feed.tell(
        {"type": "ephemeral", "channel": channel.id, "message": page_message(world, message)}, [user]
    )
    return message


def change(
    world: World, channel: Channel, old: Message, content: Json, *, method: str = "", own: bool = True
) -> Message:
    """Puts new content in place of the old; the ts stays. ``own``: the app did it."""
    edited = None if old.visible_to else {"user": old.user, "ts": world.state.stamp()}
    message = replace(old, **content, edited=edited)
    world.state.save(message)
    if method:
        _record(world, "update", method, message)
    seen_by = [old.visible_to] if old.visible_to else channel.members
    event: Json = {"type": "message_changed", "channel": channel.id, "message": page_message(world, message)}
    world.feed.tell(event, seen_by)
    if not old.visible_to:
        body: Json = {
            "type": "message",
            "subtype": "message_changed",
            "message": shapes.message(world, message, event=True),
            "previous_message": shapes.message(world, old, event=True),
            "channel": channel.id,
            "hidden": True,
            "ts": world.state.stamp(),
        }
        _tell_app(world, channel, body, body["ts"], own=own)
    return message


def remove(world: World, channel: Channel, message: Message, *, method: str = "", own: bool = True) -> None:
    """Deletes a message or an ephemeral; one with replies leaves a stone behind."""
    if world.state.thread(channel.id, message.ts) and not message.visible_to:
        change(world, channel, message, dict(TOMBSTONE), method=method, own=own)
        return
    world.state.drop(message)
    if method:
        _record(world, "delete", method, message)
    seen_by = [message.visible_to] if message.visible_to else channel.members
    world.feed.tell({"type": "message_deleted", "channel": channel.id, "ts": message.ts}, seen_by)
    if not message.visible_to:
        body: Json = {
            "type": "message",
            "subtype": "message_deleted",
            "previous_message": shapes.message(world, message, event=True),
            "channel": channel.id,
            "hidden": True,
            "deleted_ts": message.ts,
            "ts": world.state.stamp(),
        }
        _tell_app(world, channel, body, body["ts"], own=own)


def read(world: World, user: str, channel: str, ts: str) -> None:
    """Moves the read mark of a person, never backwards."""
    if ts > world.state.reads.get(f"{user}/{channel}", ""):
        world.state.save(ReadMark(user, channel, ts))
        tell_unread(world, user, channel)


def tell_unread(world: World, user: str, channel: str) -> None:
    if not world.feed.watched(user):
        return
    world.feed.tell(
        {"type": "unread", "channel": channel, "unread": world.state.unread(user, channel)}, [user]
    )


def page_message(world: World, message: Message) -> Json:
    """A message for the page: Slack's shape, and whether only this person sees it."""
    shape = shapes.message(world, message)
    return shape | {"ephemeral": True} if message.visible_to else shape


def _record(world: World, kind: str, method: str, message: Message) -> None:
    world.record(
        kind,
        method,
        {
            "channel": message.channel,
            "ts": message.ts,
            "thread_ts": message.thread_ts,
            "user": message.visible_to,
            "text": message.text,
            "blocks": message.blocks,
            "metadata": message.metadata,
            "at": world.state.now.isoformat(),
        },
    )


def _tell_app(world: World, channel: Channel, body: Json, ts: str, *, own: bool) -> None:
    """Slack sends the app its own messages too; Bolt leaves them aside."""
    if world.spec.bot_user not in channel.members:
        return
    event = {**body, "channel": channel.id, "event_ts": ts, "channel_type": TYPE_OF[channel.sort]}
    tell(world, EVENT_OF[channel.sort], event, only_now=own)

"""What a person does in a conversation: write, command, shortcut, read."""

from __future__ import annotations

import uuid

from sandbox import payloads
from sandbox.client.buttons import NOT_INTERACTIVE
from sandbox.client.common import RefusalError, active, person, place, text
from sandbox.client.own import own_files, share
from sandbox.content import LONGEST_TEXT
from sandbox.deliver import ask
from sandbox.entities import Channel, Json
from sandbox.posting import post, read
from sandbox.replies import command_reply
from sandbox.typed import as_command, as_message
from sandbox.world import World


async def say(world: World, args: Json) -> Json:
    """A message as the person typed it."""
    user = active(world, args)
    channel = place(world, args, user.id)
    _may_write(world, channel, user.id)
    typed, files = text(args, "text"), own_files(world, user.id, args)
    if not typed.strip() and not files:
        raise RefusalError("no_text")
    if len(typed) > LONGEST_TEXT:
        raise RefusalError("msg_too_long")
    thread_ts = text(args, "thread_ts")
    parent = world.state.message(channel.id, thread_ts) if thread_ts else None
    if thread_ts and parent is None:
        raise RefusalError("message_not_found")
    content: Json = {"text": as_message(world.state, typed), "client_msg_id": str(uuid.uuid4())}
    if files:
        content |= {"files": [file.id for file in files], "subtype": "file_share"}
    message = post(
        world, channel, user.id, content, thread_ts=parent.thread_ts or parent.ts if parent else ""
    )
    share(world, files, message)
    read(world, user.id, channel.id, message.ts)
    return {"ts": message.ts, "channel": channel.id}


def _may_write(world: World, channel: Channel, user: str) -> None:
    if user not in channel.members:
        raise RefusalError("not_in_channel")
    if channel.archived:
        raise RefusalError("is_archived")
    if world.spec.bot_user in channel.members and channel.sort == "im":
        if not world.spec.messages:
            raise RefusalError("messages_tab_disabled")
        if world.spec.messages_read_only:
            raise RefusalError("Sending messages to this app has been turned off.")


async def command(world: World, args: Json) -> Json:
    """A slash command; the answer is what Slack would show."""
    user = active(world, args)
    channel = place(world, args, user.id)
    if user.id not in channel.members:
        raise RefusalError("not_in_channel")
    typed = text(args, "text").strip()
    name, _, rest = typed.partition(" ")
    declared = world.spec.commands.get(name)
    if declared is None:
        raise RefusalError(
            f'{name} is not a valid command. In Slack, all messages that start with the "/" character are interpreted as commands.'
        )
    escape = bool(declared.get("should_escape"))
    body = payloads.command(
        world, user.id, channel, name, as_command(world.state, rest.strip(), escape=escape)
    )
    ack = await ask(world, "slash_commands", body)
    if ack.refusal:
        raise RefusalError(f'{name} failed with the error "{ack.refusal}"')
    if fault := command_reply(world, channel, user.id, ack.payload):
        raise RefusalError(f'{name} failed with the error "{fault}"')
    return {}


async def shortcut(world: World, args: Json) -> Json:
    """A global shortcut or one on a message."""
    user = active(world, args)
    callback_id = text(args, "callback_id")
    declared = world.spec.shortcuts.get(callback_id)
    if declared is None or declared["type"] != args.get("type", declared["type"]):
        raise RefusalError("shortcut_not_found")
    if not world.spec.interactive:
        raise RefusalError(NOT_INTERACTIVE)
    if declared["type"] == "global":
        body = payloads.shortcut(world, user.id, callback_id)
    else:
        channel = place(world, args, user.id)
        message = world.state.message(channel.id, text(args, "ts"))
        if message is None:
            raise RefusalError("message_not_found")
        body = payloads.message_action(world, user.id, callback_id, channel, message)
    ack = await ask(world, "interactive", body)
    if ack.refusal:
        raise RefusalError(ack.refusal)
    return {}


async def mark(world: World, args: Json) -> Json:
    user = person(world, args)
    read(world, user.id, place(world, args, user.id).id, text(args, "ts"))
    return {}

"""What a person does with what is their own: edits or deletes a message, puts files under one."""

from __future__ import annotations

from dataclasses import replace

from sandbox.client.common import RefusalError, active, place, text
from sandbox.content import LONGEST_TEXT
from sandbox.entities import Channel, File, Json, Message
from sandbox.posting import change, remove
from sandbox.typed import as_message
from sandbox.world import World


async def edit(world: World, args: Json) -> Json:
    """Other words in the same place; the same words again change nothing, and nobody hears of it."""
    channel, message = _own(world, args, "cant_update_message")
    typed = text(args, "text")
    if not typed.strip() and not message.files:
        raise RefusalError("no_text")
    if len(typed) > LONGEST_TEXT:
        raise RefusalError("msg_too_long")
    words = as_message(world.state, typed)
    if words != message.text:
        change(world, channel, message, {"text": words}, own=False)
    return {"ts": message.ts, "channel": channel.id}


async def delete(world: World, args: Json) -> Json:
    """Gone; a message with replies leaves a stone behind."""
    channel, message = _own(world, args, "cant_delete_message")
    remove(world, channel, message, own=False)
    return {"ts": message.ts, "channel": channel.id}


def _own(world: World, args: Json, refusal: str) -> tuple[Channel, Message]:
    user = active(world, args)
    channel = place(world, args, user.id)
    message = world.state.message(channel.id, text(args, "ts"))
    if message is None or message.subtype == "tombstone":
        raise RefusalError("message_not_found")
    if message.user != user.id:
        raise RefusalError(refusal)
    return channel, message


def own_files(world: World, user: str, args: Json) -> list[File]:
    """The uploaded files of this person that a message is to carry."""
    wanted = args.get("files") or []
    found = [world.state.files.get(str(one)) for one in wanted]
    files = [file for file in found if file is not None and file.user == user and file.complete]
    if len(files) != len(wanted):
        raise RefusalError("file_not_found")
    return files


def share(world: World, files: list[File], message: Message) -> None:
    """The files stand in a message from now on."""
    for file in files:
        world.state.save(replace(file, shares=[*file.shares, [message.channel, message.ts]]))

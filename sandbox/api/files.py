"""files.*: uploads in three steps, and what became of them."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from sandbox import shapes
from sandbox.api.call import Call
from sandbox.blocks import validate_blocks
from sandbox.content import finished, refuse
from sandbox.entities import Channel, File, Json
from sandbox.errors import SlackError
from sandbox.posting import post
from sandbox.world import World

LARGEST = 2**30  # https://docs.slack.dev/messaging/working-with-files: 1 GB


def upload_url(call: Call) -> Json:
    world, length = call.world, call.text("length")
    if not length.isdigit() or int(length) == 0:
        lines = ["[ERROR] invalid `length`"]
        raise SlackError("invalid_arguments", response_metadata={"messages": lines})
    if int(length) > LARGEST:
        raise SlackError("file_upload_size_restricted")
    file = File(
        id=world.state.new_id("F"),
        name=call.text("filename").replace("/", "_"),
        user=world.spec.bot_user,
        length=int(length),
        created=world.state.meta.now_us // 1_000_000,
    )
    world.state.save(file)
    return {"upload_url": f"{world.base}/upload/{file.id}", "file_id": file.id}


def complete(call: Call) -> Json:
    """Answers before the message stands in the channel, as Slack does: `shares` come later, in files.info."""
    world, rows = call.world, call.args["files"]
    if not isinstance(rows, list) or not rows:
        lines = ["[ERROR] `files` must be a list of objects"]
        raise SlackError("invalid_arguments", response_metadata={"messages": lines})
    channel = _channel(call)
    blocks = call.args.get("blocks") or []
    refuse(validate_blocks(blocks, "message"))
    done = []
    for row in rows:
        file = world.state.files.get(str(row.get("id"))) if isinstance(row, dict) else None
        if file is None or not has_bytes(world, file):
            raise SlackError("file_not_found")
        file = replace(file, complete=True, title=str(row.get("title") or file.name))
        world.state.save(file)
        done.append(file)
    answer = {"files": [shapes.file(world, file) for file in done]}
    if channel is not None:
        content: Json = {"text": call.text("initial_comment"), "blocks": finished(world, blocks)}
        world.spawn(_share(world, channel, [file.id for file in done], content, call.text("thread_ts")))
    return answer


def _channel(call: Call) -> Channel | None:
    name = call.text("channel_id")
    if not name:
        return None
    if name[0] not in "CDG":
        raise SlackError("invalid_channel")
    channel = call.world.state.channels.get(name)
    if channel is None:
        raise SlackError("channel_not_found")
    if call.world.spec.bot_user not in channel.members:
        raise SlackError("not_in_channel" if channel.sort == "channel" else "channel_not_found")
    return channel


async def _share(world: World, channel: Channel, files: list[str], content: Json, thread_ts: str) -> None:
    await asyncio.sleep(0)
    content |= {"bot_id": world.spec.bot_id, "files": files}
    method = "files.completeUploadExternal"
    message = post(world, channel, world.spec.bot_user, content, thread_ts=thread_ts, method=method)
    for one in files:
        file = world.state.files[one]
        world.state.save(replace(file, shares=[*file.shares, [channel.id, message.ts]]))


def info(call: Call) -> Json:
    file = call.world.state.files.get(call.text("file"))
    if file is None:
        raise SlackError("file_not_found")
    return {"file": shapes.file(call.world, file), "comments": [], "response_metadata": {"next_cursor": ""}}


def has_bytes(world: World, file: File) -> bool:
    folder = world.state.journal.files
    return (folder / file.id).exists() if folder else file.id in world.blobs


METHODS = {
    "files.getUploadURLExternal": upload_url,
    "files.completeUploadExternal": complete,
    "files.info": info,
}

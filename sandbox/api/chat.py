"""chat.*: what the app says. Membership, ownership and content are checked as Slack checks them."""

from __future__ import annotations

from sandbox import shapes
from sandbox.api.call import Call
from sandbox.content import checked_message
from sandbox.entities import Channel, Json, Message
from sandbox.errors import SlackError
from sandbox.posting import change, post, remove, whisper


def _target(call: Call) -> Channel:
    """Where to post: a channel by id or name, or a person's id; raises channel_not_found, not_in_channel, is_archived.

    A post to a deactivated person succeeds and nobody reads it, as in Slack
    (https://github.com/slackapi/python-slack-sdk/issues/1156); only conversations.open says user_disabled.
    """
    world, name = call.world, call.text("channel")
    person = world.state.people.get(name)
    if person is not None and not person.bot:
        channel = world.app_im(person.id)
    else:
        found = world.state.channel_named(name)
        if found is None or (found.sort != "channel" and world.spec.bot_user not in found.members):
            raise SlackError("channel_not_found")
        channel = found
    if world.spec.bot_user not in channel.members and "chat:write.public" not in world.spec.scopes:
        raise SlackError("not_in_channel")
    if channel.archived:
        raise SlackError("is_archived")
    if channel.sort == "im" and not world.spec.messages:
        raise SlackError("messages_tab_disabled")
    return channel


def _thread(call: Call, channel: Channel) -> str:
    """The parent's ts of a reply, or nothing; Slack posts at the top when the parent is unknown."""
    wished = call.text("thread_ts")
    if not wished:
        return ""
    parent = call.world.state.message(channel.id, wished)
    if parent is None:
        raise SlackError("cannot_reply_to_message")
    return parent.thread_ts or parent.ts


def _pace(call: Call, channel: Channel) -> None:
    if wait := call.world.pace.post(channel.id):
        raise SlackError("ratelimited", retry_after=wait)


def post_message(call: Call) -> Json:
    channel = _target(call)
    content = checked_message(call.world, call.args)
    thread_ts = _thread(call, channel)
    _pace(call, channel)
    world = call.world
    content["bot_id"] = world.spec.bot_id
    message = post(world, channel, world.spec.bot_user, content, thread_ts=thread_ts, method=call.method.name)
    return {"channel": channel.id, "ts": message.ts, "message": shapes.message(world, message)}


def post_ephemeral(call: Call) -> Json:
    channel, user = _target(call), call.text("user")
    if user not in call.world.state.people or user not in channel.members:
        raise SlackError("user_not_in_channel")
    content = checked_message(call.world, call.args)
    thread_ts = _thread(call, channel)
    _pace(call, channel)
    message = whisper(call.world, channel, user, content, thread_ts=thread_ts, method=call.method.name)
    return {"message_ts": message.ts}


def _own(call: Call, refusal: str) -> tuple[Channel, Message]:
    """The app's own message that the call names; ephemerals are not found."""
    channel = call.channel()
    message = call.world.state.message(channel.id, call.text("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if message.bot_id != call.world.spec.bot_id:
        raise SlackError(refusal)
    return channel, message


def update(call: Call) -> Json:
    """New text alone takes the old blocks away; what is not named stays.
    https://docs.slack.dev/reference/methods/chat.update"""
    channel, old = _own(call, "cant_update_message")
    if channel.archived:
        raise SlackError("is_inactive")
    args = dict(call.args)
    if all(args.get(name) is None for name in ("text", "blocks", "attachments")):
        raise SlackError("no_text")
    if args.get("text") is None:
        args["text"] = old.text
    if args.get("attachments") is None:
        args["attachments"] = old.attachments
    content = checked_message(call.world, args)
    if args.get("metadata") is None:
        content["metadata"] = old.metadata
    message = change(call.world, channel, old, content, method=call.method.name)
    shape = shapes.message(call.world, message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shape}


def delete(call: Call) -> Json:
    channel, message = _own(call, "cant_delete_message")
    remove(call.world, channel, message, method=call.method.name)
    return {"channel": channel.id, "ts": message.ts}


def permalink(call: Call) -> Json:
    channel = call.channel()
    ts = call.text("message_ts")
    message = call.world.state.message(channel.id, ts)
    if message is None:
        raise SlackError("message_not_found")
    address = f"{call.world.base}/archives/{channel.id}/p{ts.replace('.', '')}"
    if message.thread_ts:
        address += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": address}


METHODS = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
    "chat.getPermalink": permalink,
}

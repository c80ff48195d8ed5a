"""People, channels, messages, views and files in the shapes that Slack gives them."""

from __future__ import annotations

import hashlib
from datetime import datetime
from mimetypes import guess_type
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sandbox.entities import Channel, File, Json, Message, Person, View
from sandbox.world import World


def user(world: World, person: Person, *, locale: bool = False, email: bool = True) -> Json:
    """A user object; `locale` only when asked for, `email` only with the scope users:read.email."""
    shown = person.display_name or person.real_name or person.name
    profile: Json = {
        "title": person.title,
        "phone": "",
        "skype": "",
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": shown,
        "display_name_normalized": shown,
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": hashlib.md5(person.id.encode(), usedforsecurity=False).hexdigest()[:12],
        "team": world.state.team.id,
    }
    if email and person.email:
        profile["email"] = person.email
    if person.bot:
        profile |= {"api_app_id": world.spec.app_id, "bot_id": world.spec.bot_id, "always_active": True}
    out: Json = {
        "id": person.id,
        "team_id": world.state.team.id,
        "name": person.name,
        "deleted": person.deleted,
        "profile": profile,
        "is_bot": person.bot,
        "is_app_user": False,
        "updated": person.updated,
    }
    if not person.deleted:
        out |= _living(person, world.state.now)
    if locale:
        out["locale"] = person.locale
    return out


def _living(person: Person, now: datetime) -> Json:
    """What Slack leaves out for a deactivated member."""
    local = now.astimezone(ZoneInfo(person.tz))
    offset = local.utcoffset()
    return {
        "color": "9f69e7",
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": local.tzname() or person.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": person.admin or person.owner,
        "is_owner": person.owner,
        "is_primary_owner": person.owner,
        "is_restricted": bool(person.guest),
        "is_ultra_restricted": person.guest == "single",
        "is_email_confirmed": not person.bot,
        "who_can_share_contact_card": "EVERYONE",
    }


def channel(world: World, of: Channel, *, locale: bool = False, num_members: bool = False) -> Json:
    """A conversation object as the app sees it."""
    if of.sort == "im":
        return _im(world, of)
    out: Json = {
        "id": of.id,
        "name": of.name,
        "is_channel": True,
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": of.sort == "private",
        "created": of.created,
        "is_archived": of.archived,
        "is_general": of.general,
        "unlinked": 0,
        "name_normalized": of.name,
        "is_shared": of.shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "context_team_id": world.state.team.id,
        "updated": of.created * 1000,
        "creator": of.creator,
        "is_ext_shared": of.shared,
        "shared_team_ids": [world.state.team.id] + (["T0ELSEWHERE"] if of.shared else []),
        "pending_connected_team_ids": [],
        "is_member": world.spec.bot_user in of.members,
        "topic": {"value": of.topic, "creator": of.creator if of.topic else "", "last_set": 0},
        "purpose": {"value": of.purpose, "creator": of.creator if of.purpose else "", "last_set": 0},
        "previous_names": [],
    }
    if locale:
        out["locale"] = "en-US"
    if num_members:
        out["num_members"] = len(of.members)
    return out


def _im(world: World, of: Channel) -> Json:
    other = next((m for m in of.members if m != world.spec.bot_user), of.members[0])
    return {
        "id": of.id,
        "created": of.created,
        "is_archived": False,
        "is_im": True,
        "is_org_shared": False,
        "user": other,
        "is_user_deleted": world.state.people[other].deleted,
        "priority": 0,
    }


def message(world: World, of: Message, *, metadata: bool = True, event: bool = False) -> Json:
    """A message object; `metadata` only where it is asked for; events name the app in bot_profile alone."""
    out: Json = {"type": "message", "user": of.user, "ts": of.ts}
    if of.subtype:
        out["subtype"] = of.subtype
    if of.client_msg_id:
        out["client_msg_id"] = of.client_msg_id
    if of.bot_id:
        out |= {"bot_id": of.bot_id, "bot_profile": bot(world, profile=True)}
        out |= {} if event else {"app_id": world.spec.app_id}
    out |= {"text": of.text, "team": world.state.team.id}
    if of.blocks:
        out["blocks"] = of.blocks
    if of.attachments:
        out["attachments"] = of.attachments
    if of.files:
        out["files"] = [file(world, world.state.files[one]) for one in of.files if one in world.state.files]
    if of.edited:
        out["edited"] = of.edited
    if of.metadata and metadata:
        out["metadata"] = of.metadata
    return out | _thread(world, of)


def _thread(world: World, of: Message) -> Json:
    if of.thread_ts:
        return {"thread_ts": of.thread_ts}
    replies = world.state.thread(of.channel, of.ts)
    if not replies:
        return {}
    users = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": of.ts,
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
        "reply_users": users,
        "is_locked": False,
        "subscribed": False,
    }


def bot(world: World, *, profile: bool = False) -> Json:
    """The app's bot; as `bot_profile` of a message it carries the team instead of the user."""
    out: Json = {
        "id": world.spec.bot_id,
        "deleted": False,
        "name": world.spec.bot_name,
        "updated": 0,
        "app_id": world.spec.app_id,
        "icons": {f"image_{n}": f"{world.base}/static/app.svg" for n in (36, 48, 72)},
    }
    return out | ({"team_id": world.state.team.id} if profile else {"user_id": world.spec.bot_user})


def view(world: World, of: View) -> Json:
    """A view as answers and payloads carry it."""
    data = of.data
    out: Json = {
        "id": of.id,
        "team_id": world.state.team.id,
        "type": data["type"],
        "blocks": data["blocks"],
        "private_metadata": data.get("private_metadata") or "",
        "callback_id": data.get("callback_id") or "",
        "state": {"values": of.values},
        "hash": of.hash,
        "title": data.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": bool(data.get("clear_on_close")),
        "notify_on_close": bool(data.get("notify_on_close")),
        "close": data.get("close"),
        "submit": data.get("submit"),
        "previous_view_id": of.previous or None,
        "root_view_id": of.root or of.id,
        "app_id": world.spec.app_id,
        "external_id": of.external_id,
        "app_installed_team_id": world.state.team.id,
        "bot_id": world.spec.bot_id,
    }
    if data["type"] == "modal":
        out["submit_disabled"] = bool(data.get("submit_disabled"))
    return out


def file(world: World, of: File) -> Json:
    """A file object; `shares` appear once the file stands in a message."""
    address = f"{world.base}/files/{of.id}/{quote(of.name)}"
    mimetype = guess_type(of.name)[0] or "application/octet-stream"
    filetype = of.name.rsplit(".", 1)[-1].lower() if "." in of.name else "binary"
    places: dict[str, Json] = {"public": {}, "private": {}}
    for channel_id, ts in of.shares:
        open_to_all = world.state.channels[channel_id].sort == "channel"
        place = places["public" if open_to_all else "private"]
        place.setdefault(channel_id, []).append(
            {"ts": ts, "reply_users": [], "reply_users_count": 0, "reply_count": 0}
        )
    where = {
        name: [one for one, _ in of.shares if one.startswith(letter)]
        for name, letter in (("channels", "C"), ("groups", "G"), ("ims", "D"))
    }
    return {
        "id": of.id,
        "created": of.created,
        "timestamp": of.created,
        "name": of.name,
        "title": of.title or of.name,
        "mimetype": mimetype,
        "filetype": filetype,
        "pretty_type": filetype.upper(),
        "user": of.user,
        "user_team": world.state.team.id,
        "editable": False,
        "size": of.length,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": bool(where["channels"]),
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": address,
        "url_private_download": f"{address}?download=1",
        "permalink": address,
        "comments_count": 0,
        "is_starred": False,
        "shares": {name: place for name, place in places.items() if place},
        **where,
        "has_more_shares": False,
        "has_rich_preview": False,
        "file_access": "visible",
    }

"""The first state of a workspace, from a JSON file.

    {"team": {"id", "name", "domain"},
     "people": [{"id", "name", "real_name", "display_name", "title", "email", "locale", "tz",
                 "guest": "" | "multi" | "single", "admin", "owner", "deleted"}],
     "channels": [{"id", "name", "sort": "channel" | "private", "members": [ids or handles], "app": true,
                   "topic", "purpose", "shared", "archived", "general", "example"}],
     "messages": [{"channel": id or "#name" or "@handle", "user": id or handle, "text",
                   "minutes_ago": n, "replies": [{"user", "text"}]}]}

Everything but a person's `name` and a channel's `name` may be left out; `app: true` makes the app a member; a
message to "@handle" is a direct one. Unknown keys are refused.
"""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox.entities import Channel, Entity, Json, Message, Person, Team
from sandbox.manifest import AppSpec
from sandbox.state import State
from sandbox.typed import as_message

DEFAULT: Json = {
    "team": {"id": "T0SANDBOX", "name": "Sandbox", "domain": "sandbox"},
    "people": [
        {"id": "U0MIA", "name": "mia", "real_name": "Mia Chen", "tz": "Asia/Shanghai", "locale": "zh-CN"},
        {"id": "U0TOM", "name": "tom", "real_name": "Tom Reed", "tz": "Europe/London", "locale": "en-GB"},
        {"id": "U0ANA", "name": "ana", "real_name": "Ana Ruiz", "tz": "America/New_York", "admin": True},
    ],
    "channels": [
        {"id": "C0GENERAL", "name": "general", "general": True, "members": ["mia", "tom", "ana"]},
        {"id": "C0SALES", "name": "sales", "app": True, "members": ["mia", "tom", "ana"]},
    ],
    "messages": [],
}


class SeedError(ValueError):
    """The seed cannot be planted; the message says where and why."""


def read_seed(path: Path | None) -> Json:
    """The seed of a file, or the default one; raises SeedError."""
    if path is None:
        return DEFAULT
    try:
        seed = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SeedError(f"{path}: there is no such file") from None
    except ValueError as wrong:
        raise SeedError(f"{path}: is not JSON: {wrong}") from None
    if not isinstance(seed, dict):
        raise SeedError(f"{path}: must be an object")
    return seed


def plant(state: State, spec: AppSpec, seed: Json, now: datetime) -> None:
    """Fills an empty state; raises SeedError."""
    unknown = set(seed) - {"team", "people", "channels", "messages"}
    if unknown:
        raise SeedError(f"/{sorted(unknown)[0]} is not part of a seed")
    state.save(made(Team, seed.get("team") or {}, "/team"))
    state.save(
        Person(
            id=spec.bot_user, name=spec.bot_name.lower().replace(" ", "_"), real_name=spec.bot_name, bot=True
        )
    )
    for at, row in enumerate(seed.get("people") or []):
        state.save(made(Person, with_person_defaults(state, row), f"/people/{at}"))
    for at, row in enumerate(seed.get("channels") or []):
        state.save(made(Channel, with_channel_defaults(state, spec, row, now), f"/channels/{at}"))
    _messages(state, spec, seed.get("messages") or [], now)
    state.set_now(now)


def made(kind: type[Entity], row: Any, where: str) -> Any:
    """An entity from a row of JSON; raises SeedError at an unknown or a missing key."""
    if not isinstance(row, dict):
        raise SeedError(f"{where} must be an object")
    unknown = set(row) - {field.name for field in fields(kind)}
    if unknown:
        raise SeedError(f"{where}/{sorted(unknown)[0]} is not known")
    try:
        return kind(**row)
    except TypeError as wrong:
        raise SeedError(f"{where}: {wrong}") from None


def with_person_defaults(state: State, row: Json) -> Json:
    handle = str(row.get("name", ""))
    return {"id": row.get("id") or state.new_id("U"), "real_name": handle.title(), **row}


def with_channel_defaults(state: State, spec: AppSpec, row: Json, now: datetime) -> Json:
    row = dict(row)
    members = [member_id(state, one) for one in row.get("members", [])]
    if row.pop("app", False):
        members.append(spec.bot_user)
    row["members"] = members
    defaults = {"id": row.get("id") or state.new_id("C"), "created": int(now.timestamp())}
    return {**defaults, "creator": members[0] if members else spec.bot_user, **row}


def member_id(state: State, name: str) -> str:
    person = state.person_named(name)
    if person is None:
        raise SeedError(f"there is nobody called {name!r}")
    return person.id


def _messages(state: State, spec: AppSpec, rows: list[Json], now: datetime) -> None:
    """Oldest first, whatever their order in the file."""
    for at, row in enumerate(rows):
        _check(row, f"/messages/{at}", ("channel", "user", "text"), ("minutes_ago", "replies"))
        for n, reply in enumerate(row.get("replies", [])):
            _check(reply, f"/messages/{at}/replies/{n}", ("user", "text"), ())
    for row in sorted(rows, key=lambda one: -float(one.get("minutes_ago", 0))):
        author = member_id(state, row["user"])
        channel = _place(state, spec, author, row["channel"])
        state.set_now(now - timedelta(minutes=float(row.get("minutes_ago", 0))))
        parent = _said(state, channel, author, row["text"], "")
        for reply in row.get("replies", []):
            _said(state, channel, member_id(state, reply["user"]), reply["text"], parent)


def _check(row: Any, where: str, needed: tuple[str, ...], more: tuple[str, ...]) -> None:
    if not isinstance(row, dict):
        raise SeedError(f"{where} must be an object")
    for name in (*needed, *row):
        if name not in row:
            raise SeedError(f"{where}/{name} is missing")
        if name not in (*needed, *more):
            raise SeedError(f"{where}/{name} is not known")


def _place(state: State, spec: AppSpec, author: str, name: str) -> str:
    channel = state.channel_named(name)
    if channel is None and (person := state.person_named(name)):
        channel = state.im(author, person.id)
    if channel is None:
        raise SeedError(f"there is no channel called {name!r}")
    return channel.id


def _said(state: State, channel: str, author: str, text: str, thread_ts: str) -> str:
    ts = state.stamp()
    state.save(
        Message(channel=channel, ts=ts, user=author, text=as_message(state, text), thread_ts=thread_ts)
    )
    return ts

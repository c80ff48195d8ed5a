"""The app as its manifest declares it; a faulty manifest is refused with one sentence that says where."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sandbox.entities import Json

# Which scope an event needs: https://docs.slack.dev/reference/events
EVENT_SCOPES = {
    "app_home_opened": "",
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "team_join": "users:read",
    "user_change": "users:read",
    "member_joined_channel": "channels:read",
    "app_mention": "app_mentions:read",
}


LOOPBACK = ("127.0.0.1", "localhost", "::1")


class ManifestError(ValueError):
    """The manifest cannot be installed; the message says where and why."""


@dataclass(frozen=True)
class AppSpec:
    """What the manifest grants. Ids are fixed: one sandbox holds one app."""

    name: str
    bot_name: str
    commands: dict[str, Json]
    shortcuts: dict[str, Json]
    scopes: tuple[str, ...]
    events: frozenset[str]
    home: bool
    messages: bool
    messages_read_only: bool
    interactive: bool
    socket_mode: bool
    interactivity_url: str = ""
    events_url: str = ""
    app_id: str = "A0SANDBOX"
    bot_id: str = "B0SANDBOX"
    bot_user: str = "U0SANDBOX"

    def over_http(self, url: str) -> AppSpec:
        """The same app with Socket Mode off and one URL for everything; raises ManifestError."""
        _checked_url(url, "the request URL")
        commands = {name: {**row, "url": url} for name, row in self.commands.items()}
        return replace(self, socket_mode=False, commands=commands, interactivity_url=url, events_url=url)


def read_manifest(path: Path, request_url: str = "") -> AppSpec:
    """Reads and checks a manifest file; with `request_url` it is over HTTP whatever it says. Raises ManifestError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ManifestError(f"{path}: there is no such file") from None
    except ValueError as wrong:
        raise ManifestError(f"{path}: is not JSON: {wrong}") from None
    try:
        return spec_of(data, request_url)
    except ManifestError as wrong:
        raise ManifestError(f"{path}: {wrong}") from None


def spec_of(data: Any, request_url: str = "") -> AppSpec:
    """The app of a manifest; raises ManifestError."""
    spec = _declared(data)
    if request_url:
        return spec.over_http(request_url)
    if not spec.socket_mode:
        _reachable(spec)
    return spec


def _reachable(spec: AppSpec) -> None:
    """Without Socket Mode everything that is declared needs its URL; the first two in Slack's own words.

    https://docs.slack.dev/reference/methods/apps.manifest.validate
    """
    if spec.events and not spec.events_url:
        raise ManifestError(
            "/settings/event_subscriptions: Event Subscription requires either Request URL or Socket Mode Enabled"
        )
    if spec.interactive and not spec.interactivity_url:
        raise ManifestError("/settings/interactivity: Interactivity requires a Request URL")
    for at, row in enumerate(spec.commands.values()):
        if not row.get("url"):
            raise ManifestError(f"/features/slash_commands/{at}/url is needed without Socket Mode")


def _declared(data: Any) -> AppSpec:
    name = _text(data, "/display_information/name", longest=35)
    scopes = tuple(_list(data, "/oauth_config/scopes/bot"))
    commands = _commands(data)
    shortcuts = _shortcuts(data)
    if (commands or shortcuts) and "commands" not in scopes:
        raise ManifestError('/oauth_config/scopes/bot needs "commands" for slash commands and shortcuts')
    return AppSpec(
        name=name,
        bot_name=str(_at(data, "/features/bot_user/display_name") or name),
        commands=commands,
        shortcuts=shortcuts,
        scopes=scopes,
        events=_events(data, scopes),
        home=_flag(data, "/features/app_home/home_tab_enabled", False),
        messages=_flag(data, "/features/app_home/messages_tab_enabled", True),
        messages_read_only=_flag(data, "/features/app_home/messages_tab_read_only_enabled", True),
        interactive=_flag(data, "/settings/interactivity/is_enabled", False),
        socket_mode=_flag(data, "/settings/socket_mode_enabled", False),
        interactivity_url=_url(data, "/settings/interactivity/request_url"),
        events_url=_url(data, "/settings/event_subscriptions/request_url"),
    )


def _at(data: Any, pointer: str) -> Any:
    for part in pointer.strip("/").split("/"):
        if data is None:
            return None
        if not isinstance(data, dict):
            raise ManifestError(f"{pointer} cannot be read: its parent is not an object")
        data = data.get(part)
    return data


def _text(data: Any, pointer: str, longest: int) -> str:
    value = _at(data, pointer)
    if not isinstance(value, str) or not value or len(value) > longest:
        raise ManifestError(f"{pointer} must be a text of 1 to {longest} characters")
    return value


def _url(data: Any, pointer: str) -> str:
    value = _at(data, pointer)
    if value is not None:
        _checked_url(value, pointer)
    return value or ""


def _checked_url(value: Any, name: str) -> None:
    """https, as Slack wants it, or plain http on this machine."""
    parts = urlsplit(value) if isinstance(value, str) and len(value) <= 3000 else None
    if parts is None or not parts.hostname or parts.scheme not in ("http", "https"):
        raise ManifestError(f"{name} must be an address that starts with https://")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ManifestError(f"{name} must start with https:// (plain http is for this machine only)")


def _flag(data: Any, pointer: str, default: bool) -> bool:
    value = _at(data, pointer)
    if value is not None and not isinstance(value, bool):
        raise ManifestError(f"{pointer} must be true or false")
    return default if value is None else value


def _list(data: Any, pointer: str) -> list[Any]:
    value = _at(data, pointer)
    if value is not None and not isinstance(value, list):
        raise ManifestError(f"{pointer} must be a list")
    return value or []


def _rows(data: Any, pointer: str, most: int, needed: dict[str, int]) -> list[Json]:
    rows = _list(data, pointer)
    if len(rows) > most:
        raise ManifestError(f"{pointer} must have at most {most} entries")
    for at, row in enumerate(rows):
        for name, longest in needed.items():
            value = row.get(name) if isinstance(row, dict) else None
            if not isinstance(value, str) or not 0 < len(value) <= longest:
                raise ManifestError(f"{pointer}/{at}/{name} must be a text of 1 to {longest} characters")
    return rows


def _commands(data: Any) -> dict[str, Json]:
    pointer = "/features/slash_commands"
    rows = _rows(data, pointer, 50, {"command": 32, "description": 2000})
    for at, row in enumerate(rows):
        if not row["command"].startswith("/") or " " in row["command"]:
            raise ManifestError(f"{pointer}/{at}/command must start with a slash and hold no space")
        if "url" in row:
            _checked_url(row["url"], f"{pointer}/{at}/url")
    return {row["command"]: row for row in rows}


def _shortcuts(data: Any) -> dict[str, Json]:
    pointer = "/features/shortcuts"
    rows = _rows(data, pointer, 10, {"name": 24, "type": 7, "callback_id": 255, "description": 150})
    for at, row in enumerate(rows):
        if row["type"] not in ("message", "global"):
            raise ManifestError(f"{pointer}/{at}/type must be message or global")
    return {row["callback_id"]: row for row in rows}


def _events(data: Any, scopes: tuple[str, ...]) -> frozenset[str]:
    pointer = "/settings/event_subscriptions/bot_events"
    events = _list(data, pointer)
    for at, event in enumerate(events):
        needed = EVENT_SCOPES.get(event)
        if needed is None:
            raise ManifestError(f"{pointer}/{at} names {event!r}, an event the sandbox does not know")
        if needed and needed not in scopes:
            raise ManifestError(f"{pointer}/{at}: {event} needs the scope {needed}")
    return frozenset(events)

"""What Slack says about a person, read into Baton's words. Pure: a user object in, a profile out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rules.slack_text import clean


@dataclass(frozen=True)
class Profile:
    """A Slack user as Baton keeps them. ``kind``: member, guest, bot or stranger."""

    slack_id: str
    handle: str
    name: str
    email: str | None
    kind: str
    is_active: bool
    locale: str | None  # not every event carries it
    tz: str | None


def read_profile(user: Mapping[str, Any], team_id: str) -> Profile:
    """Reads a user object of users.list, users.info, user_change or team_join."""
    details = user.get("profile") or {}
    name = (
        details.get("display_name") or details.get("real_name") or user.get("real_name") or user.get("name")
    )
    return Profile(
        slack_id=str(user["id"]),
        handle=str(user.get("name") or ""),
        name=clean(str(name or "")) or str(user["id"]),
        email=details.get("email") or None,
        kind=_kind(user, team_id),
        is_active=not user.get("deleted", False),
        locale=user.get("locale") or None,
        tz=zone if (zone := user.get("tz")) and is_zone(zone) else None,
    )


def is_zone(name: str) -> bool:
    """Does this machine know the zone? All that counts working time takes the name for granted."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _kind(user: Mapping[str, Any], team_id: str) -> str:
    if user.get("is_bot") or user.get("id") == "USLACKBOT":
        return "bot"
    if user.get("is_stranger") or (user.get("team_id") or team_id) != team_id:
        return "stranger"
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return "guest"
    return "member"

"""What passes before Bolt sees it: signed by Slack, readable, for this workspace and this app. Pure: no socket, no clock.

Everything else is answered here, and has no effect.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from slack_bolt.request import BoltRequest
from slack_bolt.request.payload_utils import (
    to_action,
    to_event,
    to_message,
    to_options,
    to_shortcut,
    to_step,
    to_view,
)

from bot.http.reading import Payload, Unreadable, payload_of
from bot.http.signature import is_genuine

Headers = Iterable[tuple[bytes, bytes]]  # as ASGI has them: names in lower case, each as often as it was sent
MOST = (
    2_000_000  # bytes of a body; the largest message that a shortcut can carry, escaped twice, is half of it
)
NOT_AGAIN = (("x-slack-no-retry", "1"),)  # an event that was signed and refused would be refused again
# Slack asks each command's address now and then whether its certificate is good; it is told yes, and nothing happens.
_SSL_CHECK = re.compile(rb"(?:[^&]{1,200}&){0,5}ssl_check=1(?:&[^&]{1,200}){0,5}")
# What Bolt reads out of a payload for listeners, the one for errors among them; and what it fails with where
# something there is of another kind.
_READ = (to_action, to_event, to_message, to_options, to_shortcut, to_step, to_view)
_MISSHAPEN = (TypeError, ValueError, AttributeError, LookupError, RecursionError)


@dataclass(frozen=True)
class Reply:
    """What goes back to whoever sent a request. `why` is for the log, and says nothing of its content."""

    status: int
    body: str = ""
    why: str = ""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Gate:
    """`team_id` and `app_id` are this installation's: a signature says the app, but not the workspace."""

    secret: str
    team_id: str
    app_id: str

    def admit(self, headers: Headers, body: bytes, now: float) -> BoltRequest | Reply:
        """The request for Bolt, or what to answer instead. `now` in seconds since 1970."""
        said = _once(headers)
        if len(body) > MOST:
            return Reply(413, why="size")
        stamp, given = said.get(b"x-slack-request-timestamp", b""), said.get(b"x-slack-signature", b"")
        if not is_genuine(self.secret, stamp, given, body, now):
            return Reply(200) if _SSL_CHECK.fullmatch(body) else Reply(401, why="signature")
        try:
            payload = payload_of(said.get(b"content-type", b""), body)
        except Unreadable:
            return Reply(400, why="body", headers=NOT_AGAIN)
        if payload.get("type") == "url_verification":
            return _verified(payload.get("challenge"))
        if payload.get("ssl_check") == "1":
            return Reply(200)
        if payload.get("api_app_id", self.app_id) != self.app_id:  # two kinds of shortcuts do not name it
            return Reply(403, why="app", headers=NOT_AGAIN)
        if self.team_id not in _teams(payload):
            return Reply(403, why="team", headers=NOT_AGAIN)
        return _for_bolt(payload)


def _once(headers: Headers) -> dict[bytes, bytes]:
    """The headers; one that was sent twice counts as not sent: nobody shall choose which of two is looked at."""
    found: dict[bytes, bytes] = {}
    twice = set()
    for name, value in headers:
        twice |= {name} if name in found else set()
        found[name] = value
    return {name: value for name, value in found.items() if name not in twice}


def _verified(challenge: Any) -> Reply:
    """Slack's question whether this address is Baton's, asked when it is entered on the app's page."""
    if not isinstance(challenge, str):
        return Reply(400, why="body", headers=NOT_AGAIN)
    return Reply(200, json.dumps({"challenge": challenge}), headers=(("content-type", "application/json"),))


def _teams(payload: Payload) -> set[str]:
    """The workspaces that a payload is for. In a channel shared with others its own `team_id` may be theirs."""
    return {found for found in _team_ids(payload) if isinstance(found, str)}


def _team_ids(payload: Payload) -> Iterator[Any]:
    team, view, granted = payload.get("team"), payload.get("view"), payload.get("authorizations")
    yield payload.get("team_id")
    yield team.get("id") if isinstance(team, dict) else team
    yield view.get("app_installed_team_id") if isinstance(view, dict) else None
    for each in granted if isinstance(granted, list) else ():
        yield each.get("team_id") if isinstance(each, dict) else None


def _for_bolt(payload: Payload) -> BoltRequest | Reply:
    """As Socket Mode hands it over: what was read here is what is handled, and not read a second time."""
    try:
        for read in _READ:
            read(payload)
        return BoltRequest(mode="socket_mode", body=payload)
    except _MISSHAPEN:
        return Reply(400, why="shape", headers=NOT_AGAIN)

"""What passes the gate before Bolt: what Slack signed for this workspace and app; all else is 400, 401, 403 or 413."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.request import BoltRequest

from bot.http.gate import MOST, Gate, Reply
from bot.http.signature import signature_of
from tests.bot.signing import FORM, JSON, SECRET, Headers, body_of, headers_of

NOW = 1_795_000_000
GATE = Gate(SECRET, "T1", "A1")
COMMAND = {
    "command": "/lead",
    "text": "Acme & Sons, 展会",
    "user_id": "U1",
    "team_id": "T1",
    "api_app_id": "A1",
    "trigger_id": "1.2",
}
EVENT = {
    "type": "event_callback",
    "team_id": "T1",
    "api_app_id": "A1",
    "event_id": "Ev1",
    "event": {"type": "message", "channel": "D1", "user": "U1", "text": "hi"},
}
CLICK = {
    "type": "block_actions",
    "team": {"id": "T1", "domain": "acme"},
    "api_app_id": "A1",
    "user": {"id": "U1"},
    "actions": [{"action_id": "go", "block_id": "b", "action_ts": "1.1"}],
}


def admit(kind: bytes, body: bytes, headers: Headers | None = None) -> BoltRequest | Reply:
    return GATE.admit(headers or headers_of(kind, body, NOW), body, NOW)


def status(kind: bytes, body: bytes, headers: Headers | None = None) -> int:
    """Of a request that is answered here; 0 when it goes on to Bolt."""
    answer = admit(kind, body, headers)
    return answer.status if isinstance(answer, Reply) else 0


@pytest.mark.parametrize("payload", [COMMAND, EVENT, CLICK], ids=["command", "event", "click"])
def test_what_slack_signed_goes_on_to_bolt_as_it_was_said(payload: dict[str, Any]) -> None:
    passed = admit(*body_of(payload))
    assert isinstance(passed, BoltRequest) and passed.body == payload
    assert (passed.context.user_id, passed.context.team_id) == ("U1", "T1")


@pytest.mark.parametrize("late", [-301, -300, -1, 0, 300, 301])
def test_five_minutes_either_way(late: int) -> None:
    kind, body = body_of(COMMAND)
    assert status(kind, body, headers_of(kind, body, NOW + late)) == (401 if abs(late) > 300 else 0)


@pytest.mark.parametrize(
    "stamp",
    [b"", b"now", b"1e9", b"-1", b"+1795000000", b" 1795000000", b"1795000000.0", b"1795_000_000", b"9" * 400]
    + ["\u0661\u0667".encode(), "１７９５００００００".encode(), b"\xff\xfe", b"0x6afd", b"nan"],
)
def test_odd_times_are_refused_however_well_they_are_signed(stamp: bytes) -> None:
    kind, body = body_of(COMMAND)
    signed = signature_of(SECRET, stamp, body)
    headers = [
        (b"content-type", kind),
        (b"x-slack-request-timestamp", stamp),
        (b"x-slack-signature", signed),
    ]
    assert status(kind, body, headers) == 401


def test_a_signature_is_for_these_bytes_this_time_and_this_secret() -> None:
    kind, body = body_of(COMMAND)
    good = headers_of(kind, body, NOW)
    given = dict(good)[b"x-slack-signature"]
    for forged in (b"", b"v0=", b"v1" + given[2:], given[:-1], given + b"0", given.upper(), b"\xe9" * 67):
        assert status(kind, body, [*good[:2], (b"x-slack-signature", forged)]) == 401, forged
    assert status(kind, body + b"&x=1", good) == 401
    assert status(kind, body, headers_of(kind, body, NOW, secret="0" * 32)) == 401
    moved = (b"x-slack-request-timestamp", str(NOW + 1).encode())
    assert status(kind, body, [good[0], moved, good[2]]) == 401
    assert status(kind, body, [*good, good[2]]) == 401, "sent twice counts as not sent"
    assert status(kind, body, [*good, moved]) == 401
    assert status(kind, body, good[:1]) == 401
    assert GATE.admit([], body, NOW) == Reply(401, why="signature")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (JSON, b""),
        (JSON, b"{"),
        (JSON, b"[1]"),
        (JSON, b'"x"'),
        (JSON, b"null"),
        (JSON, b'{"a": NaN}'),
        (JSON, b'{"a": ' + b"9" * 5000 + b"}"),
        (JSON, b'{"a": "\xff\xfe"}'),
        (JSON, b'{"a":' * 60_000),
        (JSON, b"[" * 200_000),
        (JSON, b"\xef\xbb\xbf{}"),
        (JSON, b'{"team_id": "T1", "team_id": '),
        (FORM, b""),
        (FORM, b"payload"),
        (FORM, b"payload=%7B"),
        (FORM, b"payload=%5B%5D"),
        (FORM, b"payload=" + b"%7B%22a%22%3A" * 60_000),
        (FORM, b"command=%FF%FE&team_id=T1"),
        (FORM, b"command=\xff&team_id=T1"),
        (FORM, b"team_id=T1&team_id=T2"),
        (FORM, b"&".join(b"f%d=1" % n for n in range(500))),
        (b"", b"team_id=T1"),
        (b"text/plain", b"team_id=T1"),
        (b"multipart/form-data; boundary=x", b"--x--"),
    ],
)
def test_what_cannot_be_read_is_a_bad_request(kind: bytes, body: bytes) -> None:
    assert status(kind, body) == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"user": 5}, {"user": [1]}, {"team": ["T1"], "team_id": "T1"}, {"enterprise": 5}, {"channel": 5},
        {"authorizations": 5, "event": {}}, {"authorizations": [5]}, {"response_urls": 5}, {"response_urls": [5]},
        {"event": {"user": 5}}, {"event": {"item": {"channel": 5}}},
    ],
)  # fmt: skip
def test_what_bolt_would_fail_on_is_a_bad_request_or_bolts_to_answer(wrong: dict[str, Any]) -> None:
    kind, body = JSON, json.dumps({**EVENT, **wrong}).encode()
    assert status(kind, body) in (0, 400)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"team_id": "T2"}, 403),
        ({"team_id": None}, 403),
        ({"team_id": ["T1"]}, 403),
        ({"api_app_id": "A2"}, 403),
        ({"api_app_id": None}, 403),
        ({"team_id": "T2", "authorizations": [{"team_id": "T2"}, {"team_id": "T1"}]}, 0),
        ({"team_id": "T2", "authorizations": [{"team_id": "T3"}]}, 403),
        ({"team_id": "T2", "authorizations": {"team_id": "T1"}}, 403),
        ({"team_id": None, "team": {"id": "T1"}}, 0),
        ({"team_id": None, "team": "T1"}, 0),
        ({"team_id": "T2", "view": {"app_installed_team_id": "T1"}}, 0),
        ({"team_id": "T2", "user": {"team_id": "T1"}}, 403),
    ],
)
def test_only_for_this_workspace_and_this_app(change: dict[str, Any], found: int) -> None:
    assert status(JSON, json.dumps({**EVENT, **change}).encode()) == found


def test_a_shortcut_need_not_name_the_app() -> None:
    payload = {name: value for name, value in CLICK.items() if name != "api_app_id"}
    assert status(*body_of({**payload, "type": "shortcut", "callback_id": "x"})) == 0


def test_too_much_is_refused_before_anything_is_computed() -> None:
    body = b"x" * (MOST + 1)
    assert (status(FORM, body), status(FORM, body[1:])) == (413, 400)


def test_slack_verifies_the_address_with_a_signed_challenge() -> None:
    asked = {"type": "url_verification", "token": "t", "challenge": "3eZbrw1a\ud800"}
    answer = admit(*body_of(asked))
    assert isinstance(answer, Reply) and answer.status == 200
    assert json.loads(answer.body) == {"challenge": asked["challenge"]}
    kind, body = body_of(asked)
    assert status(kind, body, headers_of(kind, body, NOW, secret="0" * 32)) == 401
    assert status(*body_of({**asked, "challenge": [1]})) == 400


def test_slack_asks_for_the_certificate_without_a_signature() -> None:
    body = b"token=abc&ssl_check=1"
    assert status(FORM, body, [(b"content-type", FORM)]) == 200
    assert status(FORM, body) == 200
    for other in (b"ssl_check=10", b"xssl_check=1", b"ssl_check=1&command=" + b"x" * 300):
        assert status(FORM, other, [(b"content-type", FORM)]) == 401


def test_every_sample_of_slack_passes(shared_data: Path) -> None:
    """With our ids in it, and whatever else stands there."""
    samples = [
        path for room in ("payloads", "events") for path in (shared_data / "slack" / room).rglob("*.json")
    ]
    assert len(samples) > 15
    for path in samples:
        payload = json.loads(path.read_text("utf-8")) | {"team_id": "T1", "api_app_id": "A1"}
        assert status(JSON, json.dumps(payload).encode()) == 0, path

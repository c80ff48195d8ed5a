"""Requests as Slack sends them over HTTP, signed as the sandbox does."""

from __future__ import annotations

import http.client
import json
import time
from typing import Any
from urllib.parse import urlencode, urlsplit

from bot.http.signature import signature_of
from sandbox.driver import Sandbox

SECRET = Sandbox.signing_secret
FORM, JSON = b"application/x-www-form-urlencoded", b"application/json"
Headers = list[tuple[bytes, bytes]]


def body_of(payload: dict[str, Any]) -> tuple[bytes, bytes]:
    """(content type, raw body): events as JSON, commands as a form, the rest as JSON in a form."""
    if payload.get("type") in ("event_callback", "url_verification"):
        return JSON, json.dumps(payload).encode()
    form = payload if "command" in payload else {"payload": json.dumps(payload)}
    return FORM, urlencode(form).encode()


def headers_of(kind: bytes, body: bytes, at: float | None = None, secret: str = SECRET) -> Headers:
    stamp = str(int(time.time() if at is None else at)).encode()
    return [
        (b"content-type", kind),
        (b"x-slack-request-timestamp", stamp),
        (b"x-slack-signature", signature_of(secret, stamp, body)),
    ]


def post(
    address: str, payload: dict[str, Any] | bytes, headers: Headers | None = None, **more: str
) -> tuple[int, str]:
    """One request on a connection of its own: (status, body)."""
    kind, body = (FORM, payload) if isinstance(payload, bytes) else body_of(payload)
    to = urlsplit(address)
    connection = http.client.HTTPConnection(to.hostname or "", to.port, timeout=20)
    sent = {name.decode(): value.decode("latin-1") for name, value in headers or headers_of(kind, body)}
    connection.request("POST", to.path, body, sent | more)
    answer = connection.getresponse()
    found = answer.status, answer.read().decode()
    connection.close()
    return found

"""HTTP mode: signed requests to the app's request URLs, and what the answers mean.

https://docs.slack.dev/apis/events-api/using-http-request-urls
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

import aiohttp

from sandbox.courier import Ack
from sandbox.entities import Json
from sandbox.manifest import AppSpec
from sandbox.wire import Wire

SIGNING_SECRET = "5a5db0c55a5db0c55a5db0c55a5db0c5"
JSON_TYPE, FORM_TYPE = "application/json", "application/x-www-form-urlencoded"
MOST_REDIRECTS = 2  # https://docs.slack.dev/apis/events-api/#failure-conditions
LONGEST_ANSWER = 2**20
RETRY_SECONDS = 0.2  # between two looks whether the app listens by now
CHALLENGE_REFUSED = "Your URL didn't respond with the value of the challenge parameter."


def signature(secret: str, stamp: str, body: bytes) -> str:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
    return f"v0={digest.hexdigest()}"


class Requests:
    """What goes to the request URLs of an app that has Socket Mode off.

    As in Slack, no event is sent before its URL has answered `url_verification`.
    """

    reasons = {"timeout": "http_timeout", "nobody": "connection_failed", "dead": "connection_failed"}

    def __init__(self, wire: Wire, spec: AppSpec, secret: str, epoch: Callable[[], float]) -> None:
        self._wire, self.spec, self._secret, self._epoch = wire, spec, secret, epoch
        self._running: dict[str, asyncio.Future[Ack]] = {}
        self._session: aiohttp.ClientSession | None = None
        self.is_verified = False
        self.sent: deque[Json] = deque(maxlen=2000)

    @property
    def is_ready(self) -> bool:
        return self.is_verified

    @property
    def unacked(self) -> int:
        return len(self._running)

    async def close(self) -> None:
        for task in list(self._running.values()):
            task.cancel()
        if self._session is not None:
            await self._session.close()

    async def send(self, envelope: Json) -> asyncio.Future[Ack]:
        self.sent.append(envelope)
        name = envelope["envelope_id"]
        task = asyncio.ensure_future(self._deliver(envelope))
        self._running[name] = task
        task.add_done_callback(lambda _: self._running.pop(name, None))
        return task

    def give_up(self, envelope_id: str) -> None:
        """The connection is closed: an answer that comes now is not read."""
        if task := self._running.pop(envelope_id, None):
            task.cancel()

    def _url(self, envelope: Json) -> str:
        match envelope["type"]:
            case "slash_commands":
                return str(self.spec.commands[envelope["payload"]["command"]].get("url", ""))
            case "interactive":
                return self.spec.interactivity_url
        return self.spec.events_url if self.is_verified else ""

    async def _deliver(self, envelope: Json) -> Ack:
        kind, payload, url = envelope["type"], envelope["payload"], self._url(envelope)
        if not url:
            return Ack("nobody")
        if kind == "events_api":
            content, body = JSON_TYPE, json.dumps(payload)
        elif kind == "slash_commands":
            content, body = FORM_TYPE, urlencode(payload)
        else:
            content, body = FORM_TYPE, urlencode({"payload": json.dumps(payload)})
        more = {}
        if envelope.get("retry_attempt"):
            more["X-Slack-Retry-Num"] = str(envelope["retry_attempt"])
            more["X-Slack-Retry-Reason"] = envelope["retry_reason"]
        return await self._ask(kind, url, content, body.encode(), payload, more)

    async def _ask(
        self, kind: str, url: str, content: str, body: bytes, payload: Json, more: dict[str, str]
    ) -> Ack:
        """One request. A command and an interaction are taken with 200, an event with any 2xx."""
        headers = self._headers(content, body) | more
        ack, status, told = Ack("dead"), "timeout", None
        try:
            async with self._open().post(
                url,
                data=body,
                headers=headers,
                allow_redirects=kind == "events_api",
                max_redirects=MOST_REDIRECTS + 1,
            ) as answer:
                told = await _told(answer)
                ack, status = _meaning(kind, answer, told), str(answer.status)
        except aiohttp.TooManyRedirects:
            ack, status = Ack("refused", reason="too_many_redirects"), "too_many_redirects"
        except (aiohttp.ClientConnectorCertificateError, aiohttp.ClientConnectorSSLError):
            ack, status = Ack("nobody", reason="ssl_error"), "ssl_error"
        except aiohttp.ClientConnectorError:
            ack, status = Ack("nobody"), "nobody listens"
        except (aiohttp.ClientError, ValueError, ConnectionError):
            status = "connection lost"
        finally:
            self._wire.note(
                "sandbox",
                "http",
                kind,
                {"url": url, "headers": headers, "payload": payload},
                status=status,
                answer=told,
            )
        return ack

    def _headers(self, content: str, body: bytes) -> dict[str, str]:
        stamp = str(int(self._epoch()))
        return {
            "Content-Type": content,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "Accept": "*/*",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(self._secret, stamp, body),
        }

    def _open(self) -> aiohttp.ClientSession:
        """Each request has a connection of its own; no proxy, no time limit but that of whoever waits."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(force_close=True, limit=0),
                timeout=aiohttp.ClientTimeout(total=None),
                trust_env=False,
            )
        return self._session

    async def verify(self) -> str:
        """Asks the events' URL for the challenge, as when it is entered on the app's page; what is wrong, or nothing.

        https://docs.slack.dev/reference/events/url_verification
        """
        self.is_verified = not self.spec.events
        if self.is_verified:
            return ""
        challenge = secrets.token_hex(26)
        payload = {"token": "sandbox-verification", "challenge": challenge, "type": "url_verification"}
        told = await self._ask(
            "url_verification", self.spec.events_url, JSON_TYPE, json.dumps(payload).encode(), payload, {}
        )
        self.is_verified = told.status == "ok" and _challenge(told.payload) == challenge
        return "" if self.is_verified else CHALLENGE_REFUSED

    async def verify_soon(self, pause: Callable[[float], Any]) -> None:
        """Presses Retry until the app is there and answers."""
        while await self.verify():
            await pause(RETRY_SECONDS)


async def _told(answer: aiohttp.ClientResponse) -> Any:
    """The body: an object where it says that it is JSON, else its text."""
    text = (await answer.content.read(LONGEST_ANSWER)).decode("utf-8", "replace")
    if answer.content_type == JSON_TYPE:
        with suppress(ValueError, RecursionError):
            return json.loads(text)
    return text


def _meaning(kind: str, answer: aiohttp.ClientResponse, told: Any) -> Ack:
    retry = answer.headers.get("X-Slack-No-Retry") != "1"
    if kind in ("events_api", "url_verification"):
        taken = 200 <= answer.status < 300
        return Ack("ok", told) if taken else Ack("refused", retry=retry, reason="http_error")
    if answer.status != 200:
        code = {4: "http_client_error", 5: "http_service_error"}.get(answer.status // 100, "dispatch_failed")
        return Ack("refused", code=code)
    if kind == "slash_commands" and answer.content_type == JSON_TYPE and not isinstance(told, dict):
        return Ack("refused")
    return Ack("ok", told)


def _challenge(told: Any) -> Any:
    """In plain text, in a form or in JSON."""
    if isinstance(told, dict):
        return told.get("challenge")
    return str(told).strip().removeprefix("challenge=")

"""A Socket Mode connection that writes down what it hears and answers what a test tells it to."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
from slack_sdk import WebClient

from sandbox.driver import Sandbox

Json = dict[str, Any]


@dataclass
class Request:
    """One envelope, as it came."""

    type: str
    envelope_id: str
    payload: Json
    retry_attempt: int | None = None
    retry_reason: str | None = None
    accepts_response_payload: bool = False


Reply = Callable[[Request], Json | None]


def nothing(request: Request) -> None:
    return None


class Ear:
    """`reply` makes the payload of the ack; None as `reply` means: no ack at all.

    Leaving it breaks the connection without a word.
    """

    def __init__(self, slack: Sandbox) -> None:
        self.slack = slack
        self.web = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        self.heard: list[Request] = []
        self.words: list[Json] = []
        self.reply: Reply | None = nothing
        self._news = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._pong = threading.Event()
        self._ws: aiohttp.ClientWebSocketResponse | None = None
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        self._loop.run_until_complete(self._listen())
        self._loop.close()

    async def _listen(self) -> None:
        url = self.web.apps_connections_open(app_token=self.slack.app_token)["url"]
        async with aiohttp.ClientSession() as session, session.ws_connect(url, autoping=False) as ws:
            self._ws = ws
            reading = asyncio.ensure_future(self._read(ws))
            await asyncio.wait(
                {reading, asyncio.ensure_future(self._stop.wait())}, return_when=asyncio.FIRST_COMPLETED
            )
            reading.cancel()

    async def _read(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        async for frame in ws:
            if frame.type is aiohttp.WSMsgType.PONG:
                self._pong.set()
                continue
            told = frame.json()
            with self._news:
                self._take(told)
                self._news.notify_all()
            if "envelope_id" in told and self.reply is not None:
                payload = self.reply(self.heard[-1])
                ack = {"envelope_id": told["envelope_id"]}
                await ws.send_json(ack | {"payload": payload} if payload is not None else ack)

    def _take(self, told: Json) -> None:
        if "envelope_id" in told:
            self.heard.append(Request(**told))
        else:
            self.words.append(told)

    def __enter__(self) -> Ear:
        self._thread.start()
        self._until(lambda: bool(self.words), "no hello came")
        return self

    def __exit__(self, *_: object) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _until(self, true: Callable[[], bool], otherwise: str) -> None:
        with self._news:
            there = self._news.wait_for(true, 10)
        assert there, otherwise

    def payloads(self, kind: str) -> list[Json]:
        """What was heard of one sort: a payload type, an event type, or slash_commands."""
        out = []
        for request in list(self.heard):
            body: Json = request.payload
            event = body.get("event", {})
            if kind in (request.type, body.get("type"), event.get("type")):
                out.append(body)
        return out

    def wait(self, kind: str, count: int = 1) -> Json:
        """The last payload of this sort, once there are so many."""
        self._until(lambda: len(self.payloads(kind)) >= count, f"fewer than {count} {kind} came")
        return self.payloads(kind)[-1]

    def word(self, kind: str) -> Json:
        """The last word of the socket itself of this type: hello, disconnect."""
        self._until(lambda: any(one["type"] == kind for one in self.words), f"no {kind} came")
        return [one for one in self.words if one["type"] == kind][-1]

    def ping(self, seconds: float = 5.0) -> bool:
        """Whether a ping is answered in time."""
        assert self._ws is not None
        self._pong.clear()
        asyncio.run_coroutine_threadsafe(self._ws.ping(), self._loop)
        return self._pong.wait(seconds)

    def forget(self) -> None:
        self.heard.clear()
        self.reply = nothing


def button(action_id: str, text: str = "Press", value: str = "v") -> Json:
    shown = {"type": "plain_text", "text": text}
    return {
        "type": "actions",
        "elements": [{"type": "button", "action_id": action_id, "text": shown, "value": value}],
    }


def modal(callback_id: str = "form", **more: Any) -> Json:
    """A modal with a required text, a choice and a date."""

    def plain(text: str) -> Json:
        return {"type": "plain_text", "text": text}

    options = [{"text": plain(name), "value": name.lower()} for name in ("Red", "Green")]
    blocks = [
        {
            "type": "input",
            "block_id": "what",
            "label": plain("What"),
            "element": {"type": "plain_text_input", "action_id": "a", "max_length": 20},
        },
        {
            "type": "input",
            "block_id": "colour",
            "label": plain("Colour"),
            "optional": True,
            "element": {"type": "static_select", "action_id": "a", "options": options},
        },
        {
            "type": "input",
            "block_id": "when",
            "label": plain("When"),
            "optional": True,
            "element": {"type": "datepicker", "action_id": "a", "initial_date": "2026-12-01"},
        },
    ]
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain("Form"),
        "submit": plain("Save"),
        "blocks": blocks,
        **more,
    }

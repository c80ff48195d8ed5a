"""A Socket Mode client that writes down what it hears and answers what a test tells it to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from sandbox.driver import Sandbox

Json = dict[str, Any]
Reply = Callable[[SocketModeRequest], Json | None]


def nothing(request: SocketModeRequest) -> None:
    return None


class Ear:
    """`reply` makes the payload of the ack; None as `reply` means: no ack at all."""

    def __init__(self, slack: Sandbox) -> None:
        self.slack = slack
        self.web = WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])
        self.heard: list[SocketModeRequest] = []
        self.reply: Reply | None = nothing
        self._client = SocketModeClient(slack.app_token, web_client=self.web, auto_reconnect_enabled=False)
        self._client.socket_mode_request_listeners.append(self._listen)

    def _listen(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        self.heard.append(request)
        if self.reply is not None:
            client.send_socket_mode_response(SocketModeResponse(request.envelope_id, self.reply(request)))

    def __enter__(self) -> Ear:
        self._client.connect()
        self.slack.connected()
        return self

    def __exit__(self, *_: object) -> None:
        self.slack.disconnect("drop")
        self._client.close()

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
        self.slack.wait_for(lambda: len(self.payloads(kind)) >= count)
        return self.payloads(kind)[-1]

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

"""A Bolt app that asks Slack nothing per request and answers whatever its listeners do."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.request import BoltRequest

from bot.factory import Fault, auth_result, build_app
from tests.bot.loopback import loopback

IDENTITY = {"ok": True, "team_id": "T1", "user_id": "UBOT", "bot_id": "B1", "url": "https://x.slack.com/"}


def _app(faults: list[Fault], base_url: str = "http://127.0.0.1:9/api/", **more: Any) -> App:
    auth = auth_result("xoxb-1", IDENTITY)
    return build_app(
        base_url, auth=auth, on_error=faults.append, logger=logging.getLogger("baton.test"), **more
    )


def _command(text: str = "x", command: str = "/lead") -> dict[str, Any]:
    return {"command": command, "text": text, "user_id": "U1", "team_id": "T1", "response_url": "http://r"}


def _submission(*blocks: dict[str, Any]) -> dict[str, Any]:
    view = {
        "type": "modal",
        "id": "V1",
        "callback_id": "m",
        "title": {"text": "Lead"},
        "blocks": list(blocks),
        "state": {"values": {}},
    }
    return {"type": "view_submission", "user": {"id": "U1"}, "team": {"id": "T1"}, "view": view}


def _click() -> dict[str, Any]:
    action = {"action_id": "go", "block_id": "b", "type": "button", "value": "1"}
    return {
        "type": "block_actions",
        "user": {"id": "U1"},
        "team": {"id": "T1"},
        "actions": [action],
        "response_url": "http://r",
    }


def _send(app: App, body: dict[str, Any]) -> Any:
    return app.dispatch(BoltRequest(mode="socket_mode", body=body))


def _broken(app: App) -> App:
    def fail() -> None:
        raise RuntimeError("the database is gone")

    def late(ack: Callable[..., None]) -> None:
        ack("stored as EXPO-2026-001")
        raise RuntimeError("too late to take it back")

    app.command("/lead")(fail)
    app.command("/late")(late)
    app.view("m")(fail)
    app.action("go")(fail)
    app.event("message")(fail)
    return app


def test_a_request_costs_no_call_to_slack() -> None:
    seen: list[str] = []

    def listen(ack: Callable[..., None], context: dict[str, Any]) -> None:
        seen.append(context["bot_user_id"] + context["token"])
        ack("ok")

    with loopback() as slack:
        app = _app([], slack.url + "api/")
        app.command("/lead")(listen)
        assert [_send(app, _command()).body for _ in range(3)] == ["ok"] * 3
        assert slack.requests == []
    assert seen == ["UBOTxoxb-1"] * 3


def test_a_command_that_fails_gives_the_text_back() -> None:
    faults: list[Fault] = []
    answer = _send(_broken(_app(faults)), _command("R&amp;D &lt;Acme&gt;"))
    body = json.loads(answer.body)
    assert answer.status == 200 and body["response_type"] == "ephemeral"
    assert faults[0].ref in body["text"]
    assert body["blocks"][1]["text"]["text"] == "/lead R&amp;D &lt;Acme&gt;"
    assert faults[0].told and str(faults[0].error) == "the database is gone"
    assert "Acme" not in repr(faults[0])


def test_what_was_acked_before_the_fault_still_counts() -> None:
    faults: list[Fault] = []
    answer = _send(_broken(_app(faults)), _command(command="/late"))
    assert (answer.status, answer.body) == (200, "stored as EXPO-2026-001")
    assert [f.told for f in faults] == [False]


def test_a_modal_that_fails_stays_open() -> None:
    app = _broken(_app([]))
    field = {"type": "input", "block_id": "company"}
    body = json.loads(_send(app, _submission({"type": "divider"}, field)).body)
    assert body["response_action"] == "errors" and list(body["errors"]) == ["company"]
    body = json.loads(_send(app, _submission()).body)
    assert body["response_action"] == "update" and body["view"]["title"]["text"] == "Lead"


def test_buttons_and_events_are_acknowledged_and_told_later() -> None:
    faults: list[Fault] = []
    app = _broken(_app(faults))
    event = {
        "type": "event_callback",
        "team_id": "T1",
        "event": {"type": "message", "channel": "D1", "user": "U1", "text": "x"},
    }
    for body in (_click(), event):
        assert (_send(app, body).status, _send(app, body).body) == (200, "")
    assert {f.told for f in faults} == {False} and faults[0].response_url == "http://r"
    assert faults[0].slack_id == "U1"


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_middleware_runs_in_order_and_sets_the_language(locale: str) -> None:
    ran: list[str] = []

    def first(context: dict[str, Any], next: Callable[[], None]) -> None:  # noqa: A002 - Bolt's name
        context["locale"] = locale
        ran.append("first")
        next()

    def second(next: Callable[[], None]) -> None:  # noqa: A002
        ran.append("second")
        next()

    answer = _send(_broken(_app([], middleware=[first, second])), _command())
    assert ran == ["first", "second"]
    assert ("没存上" in json.loads(answer.body)["text"]) == (locale == "zh")


def test_a_fault_in_a_middleware_is_answered_too() -> None:
    def broken() -> None:
        raise RuntimeError("no person")

    faults: list[Fault] = []
    answer = _send(_app(faults, middleware=[broken]), _command())
    assert answer.status == 200 and faults[0].ref in answer.body

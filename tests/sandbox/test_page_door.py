"""What the page is told: the first look, live events for one person, the files of the page itself."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from typing import Any

from sandbox.driver import OPENER, Sandbox
from tests.sandbox.ear import Ear, modal

Json = dict[str, Any]


def stream(slack: Sandbox, user: str) -> Iterator[Json]:
    """The events of one person's page, without the wire log."""
    with OPENER.open(f"{slack.url}/client/events?user={user}", timeout=10) as lines:
        for line in lines:
            if line.startswith(b": open"):
                yield {"type": "open"}
            elif line.startswith(b"data: "):
                event = json.loads(line[6:])
                if event["type"] != "wire":
                    yield event


def test_the_first_look(slack: Sandbox) -> None:
    told = slack.get("/client/boot")
    assert told["team"]["name"] == "Sandbox"
    assert {"/lead", "/followup", "/deal", "/baton"} <= {one["command"] for one in told["app"]["commands"]}
    assert (told["app"]["home"], told["app"]["messages"]) == (True, True)
    assert {one["tz"] for one in told["users"] if not one["is_bot"]} >= {"Asia/Shanghai", "Europe/London"}
    kinds = {one["name"]: one["kind"] for one in slack.person("mia").channels()}
    assert kinds == {"general": "channel", "sales": "channel", "": "app"}


def test_live_events_come_to_those_they_concern(slack: Sandbox, ear: Ear) -> None:
    mia, tom = slack.person("mia"), slack.person("tom")
    mias, toms = stream(slack, "U0MIA"), stream(slack, "U0TOM")
    assert next(mias)["type"] == next(toms)["type"] == "open"
    posted = ear.web.chat_postMessage(channel="U0MIA", text="one")
    ear.web.chat_postEphemeral(channel="C0SALES", user="U0MIA", text="psst")
    ear.web.chat_update(channel=posted["channel"], ts=posted["ts"], text="two")
    ear.web.chat_delete(channel=posted["channel"], ts=posted["ts"])
    mia.command("#sales", "/lead")
    view = ear.web.views_open(
        trigger_id=ear.payloads("slash_commands")[-1]["trigger_id"], view=modal()
    )["view"]  # fmt: skip
    mia.close(view)
    ear.web.views_publish(user_id="U0MIA", view={"type": "home", "blocks": []})
    slack.advance(minutes=5)
    tom.say("#sales", "hello")
    seen = [next(mias) for _ in range(12)]
    assert [one["type"] for one in seen] == [
        "message", "unread", "ephemeral", "message_changed", "message_deleted", "view", "view_closed", "home",
        "clock", "clock", "message", "unread",
    ]  # fmt: skip
    assert seen[2]["message"]["ephemeral"] is True
    assert seen[6]["view_id"] == view["id"]
    assert [next(toms)["type"] for _ in range(3)] == ["clock", "clock", "message"]


def test_the_page_itself_is_served(slack: Sandbox) -> None:
    with OPENER.open(urllib.request.Request(f"{slack.url}/"), timeout=5) as answer:
        assert b"<html" in answer.read().lower()

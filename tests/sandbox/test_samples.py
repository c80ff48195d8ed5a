"""Every key that the sandbox answers or sends stands in Slack's own samples at the same place."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from sandbox.driver import ROOT, Sandbox
from tests.sandbox.ear import Ear, button, modal

Json = dict[str, Any]
SHARED = Path(os.environ.get("BATON_SHARED") or ROOT.parent / "shared")
SLACK = SHARED / "data" / "slack"
pytestmark = pytest.mark.skipif(not SLACK.is_dir(), reason=f"no samples of Slack at {SLACK}")

# Keys whose inside is the app's own or goes by ids
OPAQUE = {"blocks", "values", "event_payload", "shares"}
# In Slack's documentation, but not in the samples, which leave out what was empty when they were taken:
# https://docs.slack.dev/reference/interaction-payloads/
MISSING = {"response_urls", "state.values", "view.blocks"}


def merged(samples: list[Any]) -> Any:
    """The union of the elements of a list."""
    out: Json = {}
    for sample in samples:
        if isinstance(sample, dict):
            for key, value in sample.items():
                both = isinstance(out.get(key), dict) and isinstance(value, dict)
                out[key] = merged([out[key], value]) if both else value
    return out


def extra(ours: Any, sample: Any, path: str = "") -> list[str]:
    """The places of ours that the sample does not know."""
    if isinstance(ours, list):
        rows = sample if isinstance(sample, list) else []
        return [one for row in ours for one in extra(row, merged(rows), path)] if rows else []
    if not isinstance(ours, dict):
        return []
    if not isinstance(sample, dict):
        return [path] if ours else []
    found = []
    for key, value in ours.items():
        here = f"{path}.{key}".lstrip(".")
        if here in MISSING or any(here.endswith(f".{one}") for one in MISSING):
            continue
        if key not in sample:
            found.append(here)
        elif key not in OPAQUE:
            found += extra(value, sample[key], here)
    return found


def sample(name: str) -> Any:
    return json.loads((SLACK / name).read_text(encoding="utf-8"))


def test_the_comparison_sees_a_foreign_key() -> None:
    assert extra({"a": {"c": 1}, "l": [{"y": 1}]}, {"a": {"b": 1}, "l": [{"x": 1}]}) == ["a.c", "l.y"]


def test_answers(slack: Sandbox, ear: Ear) -> None:
    web = ear.web
    posted = web.chat_postMessage(channel="C0SALES", text="x")
    slack.person("mia").command("#sales", "/lead")
    trigger = ear.payloads("slash_commands")[-1]["trigger_id"]
    opened = web.views_open(trigger_id=trigger, view=modal())
    place = "C0SALES"
    answers: dict[str, Any] = {
        "auth.test": web.auth_test(),
        "apps.connections.open": web.apps_connections_open(app_token=slack.app_token),
        "bots.info": web.bots_info(bot="B0SANDBOX"),
        "team.info": web.team_info(),
        "chat.postEphemeral": web.chat_postEphemeral(channel=place, user="U0MIA", text="x"),
        "chat.getPermalink": web.chat_getPermalink(channel=place, message_ts=posted["ts"]),
        "conversations.info": web.conversations_info(
            channel=place, include_num_members=True, include_locale=True
        ),
        "conversations.list": web.conversations_list(types="public_channel,im"),
        "conversations.members": web.conversations_members(channel=place),
        "users.info": web.users_info(user="U0MIA", include_locale=True),
        "users.list": web.users_list(include_locale=True),
        "views.open": opened,
        "views.update": web.views_update(view_id=opened["view"]["id"], view=modal("newer")),
        "views.publish": web.views_publish(user_id="U0MIA", view={"type": "home", "blocks": []}),
        "files.getUploadURLExternal": web.files_getUploadURLExternal(filename="a.txt", length=1),
        "files.completeUploadExternal": web.files_upload_v2(channel="C0SALES", filename="a.txt", content="a"),
        "chat.delete": web.chat_delete(channel=place, ts=posted["ts"]),
    }
    bodies = {name: dict(answer.data) for name, answer in answers.items()}
    del bodies["files.completeUploadExternal"]["file"]  # the SDK's own
    strange = {name: extra(body, sample(f"api/{name}.json")) for name, body in bodies.items()}
    assert {name: keys for name, keys in strange.items() if keys} == {}


def test_payloads(slack: Sandbox, ear: Ear) -> None:
    mia = slack.person("mia")
    message = mia.say("#sales", "Acme")
    mia.command("#sales", "/lead")
    opened = ear.web.views_open(
        trigger_id=ear.payloads("slash_commands")[-1]["trigger_id"], view=modal(notify_on_close=True)
    )["view"]
    mia.submit(opened, {"what": "x"})
    mia.shortcut("capture_lead", message)
    trigger = ear.payloads("message_action")[-1]["trigger_id"]
    mia.close(ear.web.views_open(trigger_id=trigger, view=modal(notify_on_close=True))["view"])
    ear.web.chat_postMessage(channel="U0MIA", text="x", blocks=[button("b")])
    mia.click(mia.dm()[-1], "b")
    ear.wait("view_closed")
    names = {
        "slash_commands": "slash-commands/SlashCommandPayload",
        "view_submission": "views/ViewSubmissionPayload",
        "view_closed": "views/ViewClosedPayload",
        "message_action": "interactive-components/MessageShortcutPayload",
        "block_actions": "interactive-components/BlockActionPayload",
    }
    strange = {
        kind: extra(ear.payloads(kind)[-1], sample(f"payloads/{name}.json")) for kind, name in names.items()
    }
    assert {kind: keys for kind, keys in strange.items() if keys} == {}


def test_events(slack: Sandbox, ear: Ear) -> None:
    mia = slack.person("mia")
    slack.people(name="newcomer", real_name="New Comer", email="new@team.example")
    slack.people(name="tom", tz="Europe/Berlin")
    ear.web.views_publish(user_id="U0MIA", view={"type": "home", "blocks": []})
    mia.home()
    ear.web.chat_postMessage(channel="U0MIA", text="x")
    posted = ear.wait("message")
    mia.say("app", "hello")
    ear.wait("message", 2)
    place = posted["event"]["channel"]
    ear.web.chat_update(channel=place, ts=posted["event"]["ts"], text="y")
    ear.web.chat_delete(channel=place, ts=posted["event"]["ts"])
    ear.wait("message", 4)
    names = {
        "MessageChangedPayload": ear.payloads("message")[2],
        "MessageDeletedPayload": ear.payloads("message")[3],
        "AppHomeOpenedPayload": ear.wait("app_home_opened"),
        "TeamJoinPayload": ear.wait("team_join"),
        "UserChangePayload": ear.wait("user_change"),
        "MessagePayload": ear.payloads("message")[1],
    }
    strange = {name: extra(body, sample(f"events/{name}.json")) for name, body in names.items()}
    strange["own"] = extra(posted, sample("events/MessagePayload.json"))
    assert {name: keys for name, keys in strange.items() if keys} == {}

"""What an older version of Baton left behind (a button, a form, a menu's entry) answers with one sentence."""

import json
import logging
import random
from functools import partial
from typing import Any

import pytest
from slack_bolt.request import BoltRequest

from bot.calling import web_client
from handlers.registry import BUTTONS, MENUS
from sandbox.driver import text_of
from tests.world import World

LINE = "/lead 恒达机械 张总 13800138000 想上ERP 预算80万 展会"
HOSTILE = (
    "",
    "x",
    "12",
    "1:2",
    "1:2:3",
    "s1",
    "d1|2026-01-01",
    "x:y:z",
    "9" * 30,
    "-1",
    "note:1:1",
    "1\0",
    "s1:\ud800",
    "9" * 100_000,
)


def left_behind(world: World, action: str, value: str, who: str = "liam") -> dict[str, Any]:
    """A message with this button, as an older version posted it."""
    button = {
        "type": "button",
        "action_id": action,
        "value": value,
        "text": {"type": "plain_text", "text": "旧按钮"},
    }
    client = web_client("xoxb-sandbox", world.slack.api_url)
    im = client.conversations_open(users=f"U0{who.upper()}").data["channel"]["id"]  # type: ignore[call-overload,index]
    client.chat_postMessage(channel=im, text="旧消息", blocks=[{"type": "actions", "elements": [button]}])
    return world.person(who).dm()[-1]


def whispers(world: World, who: str = "liam") -> list[dict[str, Any]]:
    """What this person alone was shown in their DM."""
    return [message for message in world.person(who).dm() if message.get("ephemeral")]


def test_a_button_of_an_older_version(world: World) -> None:
    for action, value, said in (
        ("nudge_snooze", "12", "这个按钮是旧版留下的，什么都没改"),
        ("lead_undo", "lead-12-undo", "这个过期了，什么都没改"),
        ("home_more", "deal_archive:12", "这个按钮是旧版留下的"),
    ):
        message, before = left_behind(world, action, value), len(whispers(world))
        assert world.liam.click(message, action).ok
        told = world.slack.wait_for(lambda before=before: whispers(world)[before:])  # type: ignore[misc]
        assert said in text_of(told[-1])
        assert "/deal" in text_of(told[-1])


def test_a_form_of_an_older_version_keeps_what_was_typed(world: World) -> None:
    """Also one whose fields are not those of today."""
    form = world.liam.opening.command("#sales-east", "/lead")
    field = {
        "type": "input",
        "block_id": "firm",
        "label": {"type": "plain_text", "text": "公司"},
        "element": {"type": "plain_text_input", "action_id": "firm"},
    }
    client = web_client("xoxb-sandbox", world.slack.api_url)
    for callback, said in (("lead_card", "旧版留下的，没存上"), ("lead_form", "公司或者联系人")):
        old = {k: form[k] for k in ("type", "title", "submit", "close")} | {"callback_id": callback}
        client.views_update(view_id=form["id"], view={**old, "blocks": [field]})
        (shown,) = world.liam.views()
        told = world.liam.submit(shown, {"firm": "恒达机械"})
        assert told["result"] == "errors" and said in told["errors"]["firm"]


def test_a_shortcut_and_a_command_that_are_no_more(world: World) -> None:
    """The app's manifest at Slack may be older than Baton, or newer."""
    who = {"user_id": "U0LIAM", "team_id": "T0", "api_app_id": "A0"}
    command = {**who, "command": "/quote", "text": "", "trigger_id": "1.2", "channel_id": "C1"}
    answer = world.baton.app.dispatch(BoltRequest(body=command, mode="socket_mode"))
    assert "不认识 /quote。发 /baton help" in json.loads(answer.body)["text"]
    shortcut = {
        "type": "shortcut",
        "callback_id": "quick_quote",
        "trigger_id": "1.3",
        "user": {"id": "U0LIAM", "team_id": "T0"},
    }
    answer = world.baton.app.dispatch(BoltRequest(body=shortcut, mode="socket_mode"))
    assert answer.status == 200
    world.slack.wait_for(lambda: "旧版留下的" in text_of(world.liam.dm()[-1]) if world.liam.dm() else False)


def pressed(action: str, value: str, n: int, *, is_menu: bool) -> dict[str, Any]:
    told: dict[str, Any] = {"selected_option": {"value": value}} if is_menu else {"value": value}
    return {
        "type": "block_actions",
        "user": {"id": "U0LIAM", "team_id": "T0"},
        "trigger_id": "1.2",
        "container": {"type": "view", "view_id": "V1"},
        "view": {"id": "V1", "type": "home", "blocks": [], "state": {"values": {}}},
        "actions": [{"action_id": action, "block_id": "b", "action_ts": f"{n}.1", **told}],
    }


def pressed_all(world: World, values: tuple[str, ...], caplog: pytest.LogCaptureFixture) -> None:
    """Each button and menu with each of these values; a handler that fails as nobody expected is named.

    So many presses a second may be more than there is room for: whoever is told so presses again.
    """
    world.liam.command("#sales-east", LINE)
    presses = [(a, v, m) for a in (*BUTTONS, *MENUS) for v in values for m in {False, a in MENUS}]

    def is_taken(body: dict[str, Any]) -> bool:
        caplog.clear()
        assert world.baton.app.dispatch(BoltRequest(body=body, mode="socket_mode")).status == 200
        return not any("error=Busy" in x for x in caplog.messages)

    with caplog.at_level(logging.ERROR, logger="baton"):
        for n, (action, value, is_menu) in enumerate(presses):
            body = pressed(action, value, n, is_menu=is_menu)
            world.slack.wait_for(partial(is_taken, body))
            assert [x for x in caplog.messages if "handler failed" in x] == [], (action, value)


@pytest.mark.parametrize(
    ("database_kind", "value"), [("sqlite", "x"), ("postgresql", "9" * 18)], indirect=["database_kind"]
)
def test_a_value_that_cannot_be_read_is_no_fault_of_ours(
    world: World, value: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Nor one that is larger than any id is there."""
    pressed_all(world, (value,), caplog)


@pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)
def test_words_too_long_for_their_field_are_said_under_it(world: World) -> None:
    form = world.liam.opening.command("#sales-east", "/lead")
    names = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
    pick = random.Random(3)
    forged = "".join(pick.choices("恒达机械云帆科技", k=100_000))
    values = {name: {name: {"type": "plain_text_input", "value": forged}} for name in ("account", "contact")}
    sent = {
        "type": "view_submission",
        "user": {"id": "U0LIAM", "team_id": "T0"},
        "view": {**form, "state": {"values": values}},
    }
    answer = world.baton.app.dispatch(BoltRequest(body=sent, mode="socket_mode"))
    told = json.loads(answer.body)
    assert {"account", "contact"} <= set(names) and told["response_action"] == "errors"
    assert told["errors"] == dict.fromkeys(("account", "contact"), "超过 80 个字了")


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_what_no_form_brings_back_is_refused(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Only an edited request has it: nobody's fault, so there is a sentence and no line in the log."""
    world.liam.command("#sales-east", LINE)
    text = {"block_id": "text", "type": "input", "element": {"type": "plain_text_input", "action_id": "text"}}
    view = {"id": "V1", "type": "modal", "title": {"text": "Baton"}, "blocks": [text]}
    fields: tuple[Any, ...] = ([], {"value": 5}, {"selected_option": "x"}, {"selected_options": [{}]})
    fields += ({"selected_user": "\ud800"}, {"selected_users": [[]]}, {"files": {}})
    states = [None, [], {}, {"values": []}, {"values": {"text": None}}, {"values": {"text": {}}}]
    states += [{"values": {"text": {"text": field}}} for field in fields]
    sent = [("team_form", {"deal": 1}, state) for state in states]
    sent += [("wait_form", {"deal": deal}, {"values": {"until": {"until": until}}}) for deal, until in (
        (1, {"value": "x"}), (0, {"selected_date": "2026-12-04"}),
    )]  # fmt: skip
    to, link = {"to": {"selected_option": {"value": "1e9"}}}, {"link": {"value": "x"}}
    sent += [
        ("gate_form", {"deal": 1}, {"values": {"to": to, "link_quote": link}}),
        ("digest_form", {"channel": "\ud800"}, {"values": {}}),
        ("people_form", {"person": 10**30, "were": {}}, {"values": {}}),
    ]
    told = set()
    with caplog.at_level(logging.ERROR, logger="baton"):
        for name, kept, state in sent:
            form = {**view, "callback_id": name, "private_metadata": json.dumps(kept), "state": state}
            body = {"type": "view_submission", "user": {"id": "U0LIAM", "team_id": "T0"}, "view": form}
            answer = world.baton.app.dispatch(BoltRequest(body=body, mode="socket_mode"))
            told |= set(json.loads(answer.body)["errors"].values())
    assert caplog.messages == []
    assert {said[:4] for said in told} == {"这个过期", "这个阶段", "没找到，", "选个日子"}


@pytest.mark.proof
def test_no_value_at_all_is_a_fault_of_ours(world: World, caplog: pytest.LogCaptureFixture) -> None:
    pressed_all(world, HOSTILE, caplog)

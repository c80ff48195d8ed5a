"""/baton through the front door: help by role, the claim with its three questions, status for admins."""

import json
from typing import Any

import pytest
from slack_bolt.request import BoltRequest

from bot.calling import web_client
from sandbox.driver import buttons_of, text_of
from sandbox.persona import Persona
from services.setup import first_hours
from services.team import people
from storage import people as people_rows
from tests.world import World


@pytest.mark.parametrize(
    ("name", "lines"), [("liam", 3), ("maya", 6), ("quinn", 1), ("ada", 1), ("zoe", 1), ("chen", 1)]
)
@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_help_is_by_role(world: World, name: str, lines: int) -> None:
    answer = world.person(name).command("#general", "/baton help")
    assert answer.text.count("• ") >= lines
    assert world.person(name).command("#general", "/baton").text == answer.text
    assert ("`/baton status`" in answer.text) == (name == "ada")


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_words_of_both_languages_and_near_misses(world: World) -> None:
    assert "直接给我发一句话就行" in world.liam.command("#general", "/baton 帮助").text
    assert "/baton help" in world.dana.command("#general", "/baton hepl").text
    assert "/baton" in world.liam.command("#general", "/baton <!channel> *x* 恒达").text
    assert "/baton rate" not in world.dana.command("#general", "/baton frobnicate").text
    assert "/baton rate" in world.person("ada").command("#general", "/baton frobnicate").text
    assert "/deal list" in world.dana.command("#general", "/deal lsit").text
    for name, typed in (("dana", "/deal samme"), ("maya", "/deal samme"), ("dana", "/deal asign X")):
        assert "`/deal " not in world.person(name).command("#general", typed).text.replace(typed, "")
    assert "/deal same" in world.maya.command("#general", "/deal samme A = B").text
    for command in ("/deal assign EXPO-2026-014", "/deal same Acme = Acme Ltd"):
        assert "for managers" in world.dana.command("#general", command).text


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_status_is_for_admins(world: World) -> None:
    assert "All is well" in world.person("ada").command("#general", "/baton status").text
    for name in ("liam", "maya", "zoe"):
        refused = world.person(name).command("#general", "/baton status").text
        assert "流程第" not in refused and "version" not in refused


def test_the_claim_and_its_three_questions(world: World) -> None:
    zoe, deps = world.person("zoe"), world.deps
    code = people.ensure_claim_code(deps)
    assert code and first_hours.has_admin(deps)
    assert "不对" in zoe.command("#general", "/baton claim 00000000").text
    assert "管理员" in zoe.command("#general", f"/baton claim {code.lower()}").text
    assert "不对" in world.liam.command("#general", f"/baton claim {code}").text
    form = world.slack.wait_for(zoe.views)[-1]
    half = zoe.submit(form, {"manager1": "U0CHEN"})
    assert half["result"] == "errors" and set(half["errors"]) == {"team1"}
    circle = zoe.submit(form, {"manager1": "U0MAYA", "team1": ["U0ZOE"]})
    assert circle["result"] == "errors"
    assert zoe.submit(form, {"manager1": "U0CHEN", "team1": ["U0LIAM", "U0DANA"]})["result"] == "updated"
    with deps.db.read() as tx:
        chen, liam = people_rows.by_handle(tx, "chen"), people_rows.by_handle(tx, "liam")
        assert chen and liam and liam.manager_id == chen.id
        assert "manager" in people_rows.roles_of(tx, chen.id)
    again = zoe.views()[-1]
    assert "2 位" in text_of(again)
    assert zoe.submit(again, {})["result"] == "updated"
    assert zoe.submit(zoe.views()[-1], {"channel": "C0SALES"})["result"] == "updated"
    template = world.slack.wait_for(lambda: _now(zoe, "setup_template"))
    assert len(template["blocks"]) == 6, "the question, the choice, a row each"
    assert all(name in text_of(template) for name in ("线索 → 初筛", "深度需求挖掘", "六步到回款"))
    row = next(b for b in template["blocks"] if (b.get("accessory") or {}).get("value") == "deep")
    zoe.click(template, "setup_details", block_id=row["block_id"])
    whole = world.slack.wait_for(lambda: (v := zoe.views()[-1]) and "首款到账" in text_of(v) and v)
    assert "丢单原因" in text_of(whole) and "售后" in text_of(whole)
    zoe.close(whole)
    assert zoe.submit(template, {"template": "快节奏（每阶段 48 小时）"})["result"] == "updated"
    effect = world.slack.wait_for(lambda: _now(zoe, "setup_use"))
    assert "没有：现在和换了之后都没有单子过限" in text_of(effect)
    assert not deps.config.active().pipeline.ladders.manager_at_once
    assert zoe.submit(effect, {})["result"] == "updated"
    assert deps.config.active().pipeline.ladders.manager_at_once
    done = zoe.views()[-1]
    assert "从现在起走 *快节奏" in text_of(done)
    zoe.click(done, "换回原来那套")
    assert world.slack.wait_for(lambda: "换回原来那套了" in text_of(zoe.views()[-1]))
    assert not deps.config.active().pipeline.ladders.manager_at_once
    assert [s.key for s in deps.config.active().pipeline.stages][-1] == "closed"


def _now(person: Persona, form: str) -> dict[str, Any] | None:
    """The window on top, once it is this form."""
    views = person.views()
    return views[-1] if views and views[-1]["callback_id"] == form else None


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_an_ack_that_is_late_does_not_hide_what_came_of_the_window(world: World) -> None:
    """Slack shows the view of an ack when it has it, which may be after the answer beside it was sent."""
    ada = world.person("ada")
    ada.submit(ada.opening.command("#general", "/baton setup"), {})
    form = world.slack.wait_for(lambda: _now(ada, "setup_channel"))
    chosen = {"channel": {"channel": {"type": "channels_select", "selected_channel": "C0SALES"}}}
    view = {**form, "state": {"values": chosen}}
    sent = {"type": "view_submission", "user": {"id": "U0ADA", "team_id": "T0"}, "view": view}
    answer = world.baton.app.dispatch(BoltRequest(body=sent, mode="socket_mode"))
    client = web_client(world.slack.bot_token, world.slack.api_url)
    client.views_update(view_id=form["id"], view=json.loads(answer.body)["view"])
    assert world.slack.wait_for(lambda: _now(ada, "setup_template"))


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_what_came_of_a_window_that_is_closed_waits_in_the_dm(world: World) -> None:
    ada = world.person("ada")
    ada.submit(ada.opening.command("#general", "/baton setup"), {})
    form = world.slack.wait_for(lambda: _now(ada, "setup_channel"))
    world.slack.fault("views.update", "http_500", times=3)
    ada.submit(form, {"channel": "C0SALES"})
    told = world.slack.wait_for(lambda: [m for m in ada.dm() if "Continue" in buttons_of(m)])[-1]
    ada.close(ada.views()[-1], every=True)
    ada.click(told, "Continue")
    assert world.slack.wait_for(lambda: _now(ada, "setup_template"))

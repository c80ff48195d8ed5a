"""Modals and Home as strict as Slack's: triggers, hashes, the stack, what a submission's answer may do."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from sandbox.driver import Sandbox, text_of
from tests.sandbox.ear import Ear, Request, button, modal

Json = dict[str, Any]


@pytest.fixture
def trigger(slack: Sandbox, ear: Ear) -> str:
    for view in slack.person("mia").views():
        slack.person("mia").close(view, every=True)
    return fresh(slack, ear)


def fresh(slack: Sandbox, ear: Ear) -> str:
    slack.person("mia").command("#sales", "/lead")
    return str(ear.payloads("slash_commands")[-1]["trigger_id"])


def refused(call: Any, **args: Any) -> str:
    with pytest.raises(SlackApiError) as wrong:
        call(**args)
    return str(wrong.value.response["error"])


def test_a_trigger_serves_once_and_three_seconds(slack: Sandbox, ear: Ear, trigger: str) -> None:
    ear.web.views_open(trigger_id=trigger, view=modal())
    assert refused(ear.web.views_open, trigger_id=trigger, view=modal()) == "exchanged_trigger_id"
    late = fresh(slack, ear)
    slack.push(3.1)
    assert refused(ear.web.views_open, trigger_id=late, view=modal()) == "expired_trigger_id"
    assert refused(ear.web.views_open, trigger_id="1.2.x", view=modal()) == "invalid_trigger_id"


def test_a_faulty_view_is_refused_before_the_trigger_is_spent(ear: Ear, trigger: str) -> None:
    faulty = modal()
    del faulty["submit"]
    with pytest.raises(SlackApiError) as wrong:
        ear.web.views_open(trigger_id=trigger, view=faulty)
    assert wrong.value.response["error"] == "invalid_arguments"
    assert wrong.value.response["response_metadata"]["messages"]
    assert ear.web.views_open(trigger_id=trigger, view=modal())["ok"]


def test_the_stack_holds_three(slack: Sandbox, ear: Ear, trigger: str) -> None:
    ear.web.views_open(trigger_id=trigger, view=modal("one"))
    ear.web.views_push(trigger_id=fresh(slack, ear), view=modal("two"))
    third = ear.web.views_push(trigger_id=fresh(slack, ear), view=modal("three"))["view"]
    views = slack.person("mia").views()
    assert [view["callback_id"] for view in views] == ["one", "two", "three"]
    assert (third["root_view_id"], third["previous_view_id"]) == (views[0]["id"], views[1]["id"])
    assert refused(ear.web.views_push, trigger_id=fresh(slack, ear), view=modal()) == "push_limit_reached"


def test_opened_from_within_a_modal_nothing_may_be_seen_and_a_pushed_one_is(
    slack: Sandbox, ear: Ear, trigger: str
) -> None:
    tap = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
    shown = {**modal("one"), "blocks": [{"type": "actions", "block_id": "a", "elements": [tap]}]}
    ear.web.views_open(trigger_id=trigger, view=shown)
    mia = slack.person("mia")

    def pressed() -> str:
        mia.click(mia.views()[-1], "go")
        return str(ear.payloads("interactive")[-1]["trigger_id"])

    assert ear.web.views_open(trigger_id=pressed(), view=modal("two"))["ok"]
    assert [view["callback_id"] for view in mia.views()] == ["one"]
    ear.web.views_push(trigger_id=pressed(), view=modal("two"))
    assert [view["callback_id"] for view in mia.views()] == ["one", "two"]


def test_who_opens_a_modal_is_handed_that_one_and_none_that_lay_open(
    slack: Sandbox, ear: Ear, trigger: str
) -> None:
    """An app acknowledges first, and opens, or turns what was pressed into another, when it gets to it."""
    mia, pressable = slack.person("mia"), [{**button("go"), "block_id": "a"}]
    ear.web.views_open(trigger_id=trigger, view={**modal("one"), "blocks": pressable})

    def after_the_ack(act: Callable[[Request], object]) -> None:
        ear.reply = lambda request: Thread(target=act, args=[request]).start()

    after_the_ack(lambda r: ear.web.views_push(trigger_id=r.payload["trigger_id"], view=modal("two")))
    two = mia.opening.click(mia.views()[0], "go")
    assert two["callback_id"] == "two"
    after_the_ack(lambda r: ear.web.views_update(view_id=r.payload["view"]["id"], view=modal("turned")))
    assert mia.opening.click(mia.views()[0], "go")["callback_id"] == "turned"
    after_the_ack(lambda r: ear.web.views_open(trigger_id=r.payload["trigger_id"], view=modal("three")))
    assert mia.opening.command("#sales", "/plain")["callback_id"] == "three"
    with pytest.raises(RuntimeError, match="not a valid command"):
        mia.opening.command("#sales", "/nope")


def test_an_update_needs_the_view_and_its_hash(slack: Sandbox, ear: Ear, trigger: str) -> None:
    view = ear.web.views_open(trigger_id=trigger, view=modal(external_id="x1"))["view"]
    newer = ear.web.views_update(view_id=view["id"], hash=view["hash"], view=modal("second"))["view"]
    assert newer["hash"] != view["hash"]
    assert (
        refused(ear.web.views_update, view_id=view["id"], hash=view["hash"], view=modal()) == "hash_conflict"
    )
    assert ear.web.views_update(external_id="x1", view=modal("third", external_id="x1"))["ok"]
    assert refused(ear.web.views_update, view_id="V404", view=modal()) == "not_found"
    again = fresh(slack, ear)
    assert (
        refused(ear.web.views_push, trigger_id=again, view=modal(external_id="x1")) == "duplicate_external_id"
    )


def test_what_the_person_left_out_never_reaches_the_app(slack: Sandbox, ear: Ear, trigger: str) -> None:
    ear.web.views_open(trigger_id=trigger, view=modal())
    mia = slack.person("mia")
    told = mia.submit(mia.views()[-1], {"Colour": "Red"})
    assert told["errors"] == {"what": "Please complete this required field."}
    told = mia.submit(mia.views()[-1], {"What": "x" * 21})
    assert told["errors"] == {"what": "Please enter at most 20 characters."}
    assert ear.payloads("view_submission") == []


def test_a_submission_carries_every_value(slack: Sandbox, ear: Ear, trigger: str) -> None:
    ear.web.views_open(trigger_id=trigger, view=modal(private_metadata="p"))
    mia = slack.person("mia")
    assert mia.submit(mia.views()[-1], {"what": "Tea", "Colour": "Green"})["result"] == "closed"
    view = ear.payloads("view_submission")[-1]["view"]
    green = {"text": {"type": "plain_text", "text": "Green", "emoji": True}, "value": "green"}
    assert view["private_metadata"] == "p"
    assert view["state"]["values"]["what"] == {"a": {"type": "plain_text_input", "value": "Tea"}}
    assert view["state"]["values"]["colour"]["a"]["selected_option"]["value"] == green["value"]
    assert view["state"]["values"]["when"] == {"a": {"type": "datepicker", "selected_date": "2026-12-01"}}


@pytest.mark.parametrize(
    ("answer", "result", "open_after"),
    [
        (None, "closed", 0),
        ({"response_action": "clear"}, "closed", 0),
        ({"response_action": "errors", "errors": {"what": "No"}}, "errors", 1),
        ({"response_action": "errors", "errors": {"nowhere": "No"}}, "timeout", 1),
        ({"response_action": "update", "view": modal("next")}, "updated", 1),
        ({"response_action": "push", "view": modal("next")}, "pushed", 2),
        ({"response_action": "push", "view": {"type": "modal"}}, "timeout", 1),
        ({"response_action": "dance"}, "timeout", 1),
    ],
)
def test_the_answer_to_a_submission(
    slack: Sandbox, ear: Ear, trigger: str, answer: Json | None, result: str, open_after: int
) -> None:
    ear.web.views_open(trigger_id=trigger, view=modal())
    ear.reply = lambda request: answer
    mia = slack.person("mia")
    told = mia.submit(mia.views()[-1], {"what": "Tea"})
    assert told["result"] == result
    assert len(mia.views()) == open_after
    if result == "errors":
        assert told["errors"] == {"what": "No"}
    if result == "timeout":
        assert told["error"] == "We had some trouble connecting. Try again?"


def test_a_closed_modal_is_told_only_when_asked_for(slack: Sandbox, ear: Ear, trigger: str) -> None:
    ear.web.views_open(trigger_id=trigger, view=modal("quiet"))
    ear.web.views_push(trigger_id=fresh(slack, ear), view=modal("told", notify_on_close=True))
    mia = slack.person("mia")
    ear.reply = lambda request: {"response_action": "errors", "errors": {"what": "No"}}
    mia.submit(mia.views()[-1], {"what": "Tea"})
    mia.close(mia.views()[-1])
    closed = ear.wait("view_closed")
    assert (closed["view"]["callback_id"], closed["is_cleared"]) == ("told", False)
    assert closed["view"]["state"]["values"] == {}
    mia.close(mia.views()[-1])
    assert mia.views() == []
    mia.home()
    ear.wait("app_home_opened")
    assert len(ear.payloads("view_closed")) == 1


def test_home_is_published_opened_and_pressed(slack: Sandbox, ear: Ear) -> None:
    mia = slack.person("mia")
    first = ear.web.views_publish(user_id="U0MIA", view={"type": "home", "blocks": [button("more", "More")]})
    view = mia.home()
    assert view is not None
    opened = ear.wait("app_home_opened")["event"]
    assert (opened["tab"], opened["view"]["id"]) == ("home", view["id"])
    assert mia.click(view, "More").ok
    pressed = ear.payloads("block_actions")[-1]
    assert pressed["container"] == {"type": "view", "view_id": view["id"]}
    assert "response_url" not in pressed
    ear.web.views_publish(user_id="U0MIA", view={"type": "home", "blocks": [button("less", "Less")]})
    old = first["view"]["hash"]
    args = {"user_id": "U0MIA", "view": {"type": "home", "blocks": []}, "hash": old}
    assert refused(ear.web.views_publish, **args) == "hash_conflict"
    home = mia.home()
    assert home is not None and "[Less]" in text_of(home)


def test_a_modal_has_a_response_url_only_where_a_channel_is_chosen_for_it(
    slack: Sandbox, ear: Ear, trigger: str
) -> None:
    select = {"type": "conversations_select", "action_id": "a", "response_url_enabled": True}
    block = {
        "type": "input",
        "block_id": "to",
        "label": {"type": "plain_text", "text": "To"},
        "element": select,
    }
    ear.web.views_open(trigger_id=trigger, view=modal(blocks=[block]))
    mia = slack.person("mia")
    mia.submit(mia.views()[-1], {"To": "C0SALES"})
    given = ear.payloads("view_submission")[-1]["response_urls"]
    assert [(one["block_id"], one["channel_id"]) for one in given] == [("to", "C0SALES")]
    WebhookClient(given[0]["response_url"]).send(text="Told here", response_type="in_channel")
    assert text_of(mia.messages("#sales")[-1]) == "Told here"


def test_a_select_in_a_modal_keeps_its_value_through_an_update(
    slack: Sandbox, ear: Ear, trigger: str
) -> None:
    view = ear.web.views_open(trigger_id=trigger, view=modal(blocks=[*modal()["blocks"], button("go")]))[
        "view"
    ]
    mia = slack.person("mia")
    assert mia.click(mia.views()[-1], "go", values={"what": "kept", "Colour": "Red"}).ok
    values = ear.payloads("block_actions")[-1]["view"]["state"]["values"]
    assert values["what"]["a"]["value"] == "kept"
    ear.web.views_update(view_id=view["id"], view=modal("again"))
    assert mia.submit(mia.views()[-1])["result"] == "closed"
    values = ear.payloads("view_submission")[-1]["view"]["state"]["values"]
    assert values["what"]["a"]["value"] == "kept"
    assert values["colour"]["a"]["selected_option"]["value"] == "red"

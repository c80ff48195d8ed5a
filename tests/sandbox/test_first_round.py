"""The whole path once with a stock Bolt app: a command, its answer, a post, a late answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from sandbox.driver import Sandbox, text_of


@pytest.fixture(scope="module")
def app(slack: Sandbox, client: WebClient) -> Iterator[App]:
    """A stock Bolt app, connected; tests add their listeners."""
    bolt = App(client=client, process_before_response=True)
    handler = SocketModeHandler(bolt, slack.app_token, auto_reconnect_enabled=False)
    handler.connect()  # type: ignore[no-untyped-call]
    slack.connected()
    yield bolt
    slack.disconnect("drop")
    # Its reader closes it too, and both at once is more than the library takes.
    slack.wait_for(lambda: not handler.client.is_connected())
    handler.close()  # type: ignore[no-untyped-call]


def test_a_command_is_answered_to_the_person_alone(slack: Sandbox, app: App) -> None:
    heard: dict[str, Any] = {}

    @app.command("/lead")
    def lead(ack: Any, command: dict[str, str], respond: Any, client: WebClient) -> None:
        heard.update(command)
        ack(f"Got it: {command['text']}")
        client.chat_postMessage(channel="C0SALES", text="A lead came in")
        respond("And later this")

    mia, tom = slack.person("mia"), slack.person("tom")
    answer = mia.command("#sales", "/lead Acme & Sons @tom <now> #sales https://a.example/x?a=1&b=2")
    assert answer.ok
    assert answer.text.endswith(
        "Got it: Acme &amp; Sons <@U0TOM|tom> &lt;now&gt; <#C0SALES|sales> <https://a.example/x?a=1&amp;b=2>"
    )
    slack.wait_for(lambda: [m for m in mia.messages("#sales") if text_of(m) == "And later this"])
    assert [text_of(m) for m in tom.messages("#sales")] == ["A lead came in"]
    assert heard["user_name"] == "mia"
    assert heard["channel_name"] == "sales"


def test_a_modal_from_a_command_to_its_submission(slack: Sandbox, app: App) -> None:
    from_view: dict[str, Any] = {}
    title = {"type": "plain_text", "text": "Deal"}
    blocks = [{"type": "input", "block_id": "name", "label": title,
               "element": {"type": "plain_text_input", "action_id": "a"}}]  # fmt: skip

    @app.command("/deal")
    def deal(ack: Any, command: dict[str, str], client: WebClient) -> None:
        ack()
        view = {"type": "modal", "callback_id": "deal", "title": title, "submit": title, "blocks": blocks}
        client.views_open(trigger_id=command["trigger_id"], view=view)

    @app.view("deal")
    def deal_saved(ack: Any, view: dict[str, Any]) -> None:
        from_view.update(view["state"]["values"])
        ack()

    mia = slack.person("mia")
    view = mia.opening.command("app", "/deal")
    assert mia.submit(view, {"Deal": "Acme <&>"}) == {"ok": True, "result": "closed"}
    assert from_view == {"name": {"a": {"type": "plain_text_input", "value": "Acme <&>"}}}
    assert mia.views() == []


def test_a_command_that_is_not_declared_is_not_delivered(slack: Sandbox, app: App) -> None:
    seen = len(slack.wire())
    answer = slack.person("mia").command("#sales", "/unheard of")
    assert not answer.ok
    assert "/unheard is not a valid command" in answer.error
    assert len(slack.wire()) == seen

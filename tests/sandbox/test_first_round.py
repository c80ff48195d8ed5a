"""The whole path once: a stock Bolt app, a command, its answer, a post, a late answer."""

from __future__ import annotations

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from sandbox.driver import Sandbox, text_of


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


def test_a_command_that_is_not_declared_is_not_delivered(slack: Sandbox, app: App) -> None:
    seen = len(slack.wire())
    answer = slack.person("mia").command("#sales", "/unheard of")
    assert not answer.ok
    assert "/unheard is not a valid command" in answer.error
    assert len(slack.wire()) == seen

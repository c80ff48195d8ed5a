"""Socket Mode: acks in time or not, redelivery, goodbyes, several connections."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from sandbox.driver import Answer, Sandbox
from tests.sandbox.conftest import NOW, manifest
from tests.sandbox.ear import Ear, button


@pytest.fixture
def slack(tmp_path: Path) -> Iterator[Sandbox]:
    """A fresh one for each test: what is not acknowledged comes again."""
    with Sandbox.start(manifest=manifest(tmp_path), now=NOW) as running:
        yield running


@pytest.fixture
def two(slack: Sandbox) -> Iterator[tuple[Ear, Ear]]:
    with Ear(slack) as one, Ear(slack) as other:
        slack.wait_for(lambda: slack.health()["connections"] == 2)
        yield one, other


def in_background(work: Any) -> tuple[threading.Thread, list[Any]]:
    out: list[Any] = []
    thread = threading.Thread(target=lambda: out.append(work()))
    thread.start()
    return thread, out


def after_the_time_is_over(slack: Sandbox, ear: Ear, kind: str, work: Any) -> Any:
    """Lets a person wait in vain, without waiting."""
    ear.reply = None
    thread, out = in_background(work)
    ear.wait(kind)
    slack.push(3.1)
    thread.join(10)
    return out[0]


def test_nobody_listens(slack: Sandbox) -> None:
    answer = slack.person("mia").command("#sales", "/lead x")
    assert answer == Answer(False, '/lead failed with the error "dispatch_failed"')


def test_a_command_without_an_ack(slack: Sandbox) -> None:
    with Ear(slack) as ear:
        mia = slack.person("mia")
        answer = after_the_time_is_over(
            slack, ear, "slash_commands", lambda: mia.command("#sales", "/lead x")
        )
        assert answer.error == '/lead failed with the error "operation_timeout"'
        assert len(ear.payloads("slash_commands")) == 1


def test_a_button_without_an_ack(slack: Sandbox) -> None:
    with Ear(slack) as ear:
        ear.web.chat_postMessage(channel="U0MIA", text="x", blocks=[button("b")])
        mia = slack.person("mia")
        message = mia.dm()[-1]
        answer = after_the_time_is_over(slack, ear, "block_actions", lambda: mia.click(message, "b"))
        assert answer.error == "operation_timeout"


def test_a_lost_connection_costs_a_command_and_repeats_an_event(slack: Sandbox) -> None:
    with Ear(slack) as ear:
        ear.reply = None
        mia = slack.person("mia")
        mia.say("app", "precious")
        ear.wait("message")
        thread, out = in_background(lambda: mia.command("#sales", "/lead x"))
        ear.wait("slash_commands")
    thread.join(10)
    assert out[0].error == '/lead failed with the error "operation_timeout"'
    with Ear(slack) as ear:
        slack.push(60)
        again = ear.wait("message")
        assert again["event"]["text"] == "precious"
        request = ear.heard[-1]
        assert (request.retry_attempt, request.retry_reason) == (2, "connection_failed")
        assert ear.payloads("slash_commands") == []


def test_an_event_without_an_ack_is_tried_three_times_more(slack: Sandbox) -> None:
    with Ear(slack) as ear:
        ear.reply = None
        slack.person("mia").say("app", "hm")
        for count, pause in enumerate((3.1, 3.1, 60, 3.1, 300), 1):
            ear.wait("message", min(count, 2) if count < 4 else 3)
            slack.push(pause)
        ear.wait("message", 4)
        attempts = [one.retry_attempt for one in ear.heard]
        assert attempts == [0, 1, 2, 3]
        assert len({body["event_id"] for body in ear.payloads("message")}) == 1


def test_each_envelope_goes_to_one_connection(slack: Sandbox, two: tuple[Ear, Ear]) -> None:
    mia = slack.person("mia")
    for _ in range(6):
        assert mia.command("#sales", "/lead x").ok
    counts = [len(ear.payloads("slash_commands")) for ear in two]
    assert sum(counts) == 6 and all(counts)


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
def test_goodbyes(slack: Sandbox, reason: str) -> None:
    with Ear(slack) as ear:
        assert ear.word("hello")["connection_info"] == {"app_id": "A0SANDBOX"}
        assert slack.disconnect(reason) == 1
        assert ear.word("disconnect")["reason"] == reason
        assert slack.health()["connections"] == 0
        assert slack.person("mia").command("#sales", "/lead x").error.endswith('"dispatch_failed"')


def test_ten_connections_and_no_more(slack: Sandbox) -> None:
    with ExitStack() as held:
        ears = [held.enter_context(Ear(slack)) for _ in range(11)]
        assert ears[9].word("hello")["num_connections"] == 10
        assert ears[10].word("disconnect")["reason"] == "too_many_websockets"


def test_the_apps_own_messages_come_back_as_events(slack: Sandbox) -> None:
    with Ear(slack) as ear:
        posted = ear.web.chat_postMessage(channel="U0MIA", text="mine")
        assert ear.wait("message")["event"]["bot_id"] == "B0SANDBOX"
        ear.web.chat_update(channel=posted["channel"], ts=posted["ts"], text="newer")
        assert ear.wait("message", 2)["event"]["subtype"] == "message_changed"


def test_no_secret_stands_in_the_wire_log(slack: Sandbox) -> None:
    with Ear(slack) as ear:
        slack.person("mia").command("#sales", "/lead x")
        heard = ear.payloads("slash_commands")[-1]
    told = repr(slack.wire())
    for secret in ("xoxb-sandbox", "xapp-sandbox", heard["response_url"], heard["trigger_id"]):
        assert secret not in told


def test_a_connection_that_is_open_and_dead(slack: Sandbox) -> None:
    with Ear(slack) as ear:
        assert ear.ping()
        assert slack.disconnect("silence") == 1
        assert slack.health()["connections"] == 1
        mia = slack.person("mia")
        thread, out = in_background(lambda: mia.command("#sales", "/lead x"))
        slack.wait_for(lambda: slack.health()["unacked"] == 1)
        slack.push(3.1)
        thread.join(10)
        assert out[0].error.endswith('"operation_timeout"')
        assert not ear.ping(0.2)
        assert slack.health()["unacked"] == 0
        assert ear.heard == []


def test_a_payload_comes_again_and_its_answers_are_told(slack: Sandbox) -> None:
    with Ear(slack) as ear:
        ear.reply = lambda request: {"text": request.payload["text"]}
        mia = slack.person("mia")
        mia.command("#sales", "/lead one")
        mia.command("#sales", "/lead two")
        acks = slack.replay("slash_commands", last=2, times=2)
        assert [ack["payload"]["text"] for ack in acks] == ["one", "one", "two", "two"]
        assert len({request.envelope_id for request in ear.heard}) == 6
        assert len({body["trigger_id"] for body in ear.payloads("slash_commands")}) == 2
        assert len(mia.messages("#sales")) == 2

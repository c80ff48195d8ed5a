"""A socket that stays open and says nothing more: seen as not connected, and replaced. Nobody waits: the clock is moved."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from threading import Event
from types import FrameType
from typing import Any

import pytest

from bot.calling import web_client
from bot.factory import auth_result, build_app
from bot.gateway import Gateway
from bot.runner import SocketRunner
from bot.silence import SILENCE
from sandbox.driver import Sandbox


class Hand:
    """Seconds that pass when somebody says so."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def now(self) -> float:
        return self.seconds

    def push(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture(scope="module")
def running() -> Iterator[Sandbox]:
    with Sandbox.start() as started:
        yield started


@pytest.fixture
def slack(running: Sandbox) -> Sandbox:
    running.reset()
    return running


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def runner(slack: Sandbox, hand: Hand) -> Iterator[SocketRunner]:
    identity = Gateway(web_client(slack.bot_token, slack.api_url)).identity()
    auth = auth_result(slack.bot_token, identity)
    app = build_app(slack.api_url, auth=auth, on_error=lambda _: None, logger=logging.getLogger("baton.test"))

    def lead(ack: Callable[..., None], body: dict[str, Any]) -> None:
        ack(f"got {body['text']}")

    app.command("/lead")(lead)
    made = SocketRunner(app, slack.app_token, now=hand.now)
    made.start()
    slack.connected()
    yield made
    made.stop()


def falls_silent(slack: Sandbox, hand: Hand, runner: SocketRunner, coming: int = 0) -> None:
    """The sandbox says nothing more, and as long passes as it takes to see that; a last pong may be on its way."""
    assert slack.disconnect("silence", coming=coming) == 1

    def is_seen() -> bool:
        hand.push(SILENCE + 1)
        return not runner.is_connected()

    slack.wait_for(is_seen)


def greetings(slack: Sandbox) -> int:
    """Said, or lost in the silence."""
    return len([one for one in slack.wire() if one["name"] == "hello"])


def test_a_quiet_hour_is_no_silence_while_pongs_come(
    slack: Sandbox, hand: Hand, runner: SocketRunner
) -> None:
    slack.wait_for(lambda: runner._client.current_session.last_ping_pong_time)  # type: ignore[union-attr]
    hand.push(3600)
    assert runner.is_connected()
    runner.watch()
    assert slack.person("mia").command("#sales", "/lead one").text.endswith("got one")
    assert greetings(slack) == 1


def test_a_silent_connection_is_seen_and_replaced(slack: Sandbox, hand: Hand, runner: SocketRunner) -> None:
    falls_silent(slack, hand, runner)
    runner.watch()
    slack.wait_for(runner.is_connected)
    assert slack.wait_for(lambda: slack.health()["connections"] == 1)  # the old one was closed
    assert slack.person("mia").command("#sales", "/lead two").text.endswith("got two")


def test_one_that_never_greets_is_replaced_too_and_not_at_every_look(
    slack: Sandbox, hand: Hand, runner: SocketRunner
) -> None:
    falls_silent(slack, hand, runner, coming=1)
    for _ in range(3):
        runner.watch()
    assert not runner.is_connected()  # it is open, and never said a word
    slack.wait_for(lambda: greetings(slack) == 2)
    hand.push(SILENCE + 1)
    runner.watch()
    slack.wait_for(runner.is_connected)
    assert slack.person("mia").command("#sales", "/lead three").text.endswith("got three")


def test_a_refused_connection_is_asked_for_again(slack: Sandbox, hand: Hand, runner: SocketRunner) -> None:
    slack.fault("apps.connections.open", "internal_error", times=1)
    falls_silent(slack, hand, runner)
    runner.watch()
    assert not runner.is_connected()
    hand.push(SILENCE + 1)
    runner.watch()
    slack.wait_for(runner.is_connected)


def test_what_nobody_acknowledged_in_the_silence_comes_again(
    slack: Sandbox, hand: Hand, runner: SocketRunner
) -> None:
    said: list[str] = []
    runner._handler.app.event("message")(lambda event: said.append(event["text"]))
    slack.disconnect("silence")
    slack.person("mia").say("app", "precious")
    falls_silent(slack, hand, runner)
    runner.watch()
    slack.wait_for(runner.is_connected)
    slack.wait_for(lambda: said or slack.health()["retrying"])  # at once, or in a minute
    slack.push(60)
    slack.wait_for(lambda: said == ["precious"])


class Looks(Event):
    """Counts how often the reader has looked for something to read, and found nothing."""

    count = 0

    def wait(self, timeout: float | None = None) -> bool:
        self.count += 1
        return super().wait(timeout)


def test_who_looks_while_a_connection_takes_the_place_of_another_is_not_deaf_afterwards(
    slack: Sandbox, runner: SocketRunner
) -> None:
    """The client assigns its new session and then the state of it: the reader looks twice in between."""
    client = runner._client
    client.current_session_runner.event = looks = Looks()
    before, state = client.current_session, client.current_session_state

    def between(_frame: FrameType, _event: str, _arg: object) -> Any:
        if client.current_session is not before and client.current_session_state is state:
            then = looks.count
            slack.wait_for(lambda: looks.count >= then + 2)
        return between

    sys.settrace(between)
    try:
        client.connect_to_new_endpoint(force=True)
    finally:
        sys.settrace(None)
    slack.wait_for(lambda: greetings(slack) == 2)
    client.connect_to_new_endpoint(force=True)
    slack.wait_for(lambda: greetings(slack) == 3)
    assert slack.person("mia").command("#sales", "/lead four").text.endswith("got four")

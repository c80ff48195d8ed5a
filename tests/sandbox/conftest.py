"""One sandbox and one stock Bolt app for a module of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from sandbox.driver import Sandbox

NOW = "2026-11-24T15:30:00+08:00"


@pytest.fixture(scope="module")
def slack() -> Iterator[Sandbox]:
    with Sandbox.start(now=NOW) as running:
        yield running


@pytest.fixture(scope="module")
def client(slack: Sandbox) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture(scope="module")
def app(slack: Sandbox, client: WebClient) -> Iterator[App]:
    """A stock Bolt app, connected; tests add their listeners."""
    bolt = App(client=client, process_before_response=True)
    handler = SocketModeHandler(bolt, slack.app_token)
    handler.connect()
    slack.connected()
    yield bolt
    handler.close()

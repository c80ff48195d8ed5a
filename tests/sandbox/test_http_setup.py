"""HTTP mode: what a manifest must say, the challenge, an app that comes up later."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sandbox.driver import Sandbox
from sandbox.manifest import ManifestError, read_manifest
from tests.sandbox.conftest import NOW, manifest
from tests.sandbox.letterbox import Letterbox, Reply, in_json, letterbox


@pytest.mark.parametrize(
    "right",
    [
        Reply,
        lambda word: Reply(f"challenge={word}", kind="application/x-www-form-urlencoded"),
        lambda word: in_json({"challenge": word}),
    ],
)
def test_the_challenge(slack: Sandbox, box: Letterbox, right: Any) -> None:
    slack.reset(NOW)
    for wrong in (Reply("what?"), in_json({}), Reply("no", 401)):
        box.challenge = lambda word, wrong=wrong: wrong  # type: ignore[misc]
        assert slack.over_http(box.url).startswith("Your URL didn't respond with the value")
    assert slack.health()["connections"] == 0
    box.challenge = right
    assert slack.over_http(box.url) == ""
    assert slack.health()["connections"] == 1


def test_an_app_that_comes_up_later_is_verified_then_and_hears_what_happened(tmp_path: Path) -> None:
    with letterbox() as place:
        url = place.url
    with Sandbox.start(manifest=manifest(tmp_path), now=NOW, request_url=url) as slack:
        slack.person("mia").say("app", "early")
        assert slack.health()["connections"] == 0
        port = int(url.rpartition(":")[2].partition("/")[0])
        with letterbox(port) as box:
            slack.connected()
            slack.push(60)
            letter = box.wait("event_callback")
            assert letter.body["event"]["text"] == "early"
            assert letter.headers["X-Slack-Retry-Reason"] == "connection_failed"


OFF = {"settings__socket_mode_enabled": False}
URL = "https://baton.example/slack/events"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Event Subscription requires either Request URL or Socket Mode Enabled"),
        ({"settings__event_subscriptions__request_url": "http://baton.example/"}, "must start with https://"),
        ({"settings__event_subscriptions__request_url": "baton"}, "must be an address"),
        ({"settings__event_subscriptions__request_url": URL}, "Interactivity requires a Request URL"),
        (
            {
                "settings__event_subscriptions__request_url": URL,
                "settings__interactivity__request_url": URL,
            },
            "/features/slash_commands/0/url",
        ),
    ],
)
def test_a_manifest_without_socket_mode_needs_its_urls(tmp_path: Path, changes: Any, said: str) -> None:
    with pytest.raises(ManifestError, match=said):
        read_manifest(manifest(tmp_path, **OFF, **changes))


def test_the_manifest_decides(tmp_path: Path) -> None:
    with letterbox() as box:
        commands = [{"command": "/own", "description": "x", "url": f"{box.url}/own"}]
        path = manifest(
            tmp_path,
            **OFF,
            settings__event_subscriptions__request_url=f"{box.url}/events",
            settings__interactivity__request_url=f"{box.url}/buttons",
            features__slash_commands=commands,
        )
        with Sandbox.start(manifest=path, now=NOW) as slack:
            slack.connected()
            mia = slack.person("mia")
            assert mia.command("#sales", "/own").ok
            assert mia.shortcut("anywhere").ok
            mia.say("app", "x")
            box.wait("event_callback")
            ends = {
                letter.body.get("type", "command"): letter.path.rpartition("/")[2] for letter in box.letters
            }
    assert ends == {
        "url_verification": "events",
        "event_callback": "events",
        "command": "own",
        "shortcut": "buttons",
    }

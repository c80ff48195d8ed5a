"""Stories as they are played: acts, checks, what is said of a step that fails, and how it goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.__main__ import main
from sandbox.driver import OPENER, Sandbox
from tests.sandbox.conftest import NOW, manifest
from tests.sandbox.ear import Ear, Request, button, modal

Json = dict[str, Any]
HEAD = f"story: A story\nzone: Asia/Shanghai\nstarts: {NOW}\nsteps:\n"


@pytest.fixture(scope="module")
def slack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with Sandbox.start(manifest=manifest(tmp_path_factory.mktemp("app")), now=NOW) as running:
        yield running


@pytest.fixture
def app(slack: Sandbox) -> Iterator[Ear]:
    """Answers commands, opens a form for the global shortcut, and answers in the thread of what it is told."""
    slack.reset(NOW)
    with Ear(slack) as ear:

        def reply(request: Request) -> Json | None:
            body = request.payload
            if request.type == "slash_commands":
                blocks = [section(f"Saved *{body['text']}*"), button("undo", "Undo"), menu()]
                return {"text": "Saved", "blocks": blocks}
            if body.get("type") == "shortcut":
                ear.web.views_open(trigger_id=body["trigger_id"], view=modal())
            elif body.get("type") == "view_submission":
                text = body["view"]["state"]["values"]["what"]["a"]["value"]
                if text == "wrong":
                    return {"response_action": "errors", "errors": {"what": "Not this."}}
                ear.web.chat_postMessage(channel=body["user"]["id"], text=f"You said {text}")
            elif body.get("type") == "block_actions":
                action = body["actions"][0]
                said = (action.get("selected_option") or {}).get("value") or action["value"]
                ear.web.chat_postMessage(channel=body["user"]["id"], text=f"{action['block_id']}: {said}")
            elif body.get("event", {}).get("type") == "message" and "bot_id" not in body["event"]:
                event = body["event"]
                ear.web.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text="Heard")
            return None

        ear.reply = reply
        yield ear


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def menu() -> Json:
    options = [
        {"text": {"type": "plain_text", "text": name}, "value": name.lower()} for name in ("Red", "Green")
    ]
    return {
        "type": "actions",
        "block_id": "paint",
        "elements": [{"type": "static_select", "action_id": "colour", "options": options}],
    }


def play(slack: Sandbox, folder: Path, steps: str, *more: str) -> int:
    path = folder / "story.yaml"
    path.write_text(HEAD + steps, encoding="utf-8")
    return main(["play", str(path), "--url", slack.url, "--patience", "0.5", *more])


def test_a_story_that_comes_out_as_told(
    slack: Sandbox, app: Ear, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = """
  - tells: In the channel
  - {as: mia, in: "#sales", types: /lead Acme}
  - reads: [Saved Acme, "~ A.me"]
  - misses: Undone
  - picks: Green
  - {in: app, reads: "paint: green"}
  - {in: "#sales", presses: Undo, on: Saved Acme}
  - {in: app, reads: ": v"}
  - types: hello there
  - reads: Heard
  - {replies: and this, on: hello there}
  - shortcut: Anywhere
  - reads: [Form, Colour]
  - {submits: {What: wrong}, refused: Not this.}
  - submits: {What: tea, Colour: Green}
  - reads: You said tea
  - as: tom
    silence: true
  - {types: "/none", refused: is not a valid command}
  - waits: 1h
  - until: Thu 08:40
  - workspace: {members: {channel: C0SALES, add: [ana]}}
"""
    assert play(slack, tmp_path, steps) == 0
    told = capsys.readouterr().out
    assert "mia in #sales types /lead Acme" in told and "│ Saved *Acme*" in told and "In the channel" in told
    assert told.rstrip().endswith("21 of 21 steps as told")
    assert slack.clock()["now"].startswith("2026-11-26T00:40")
    assert "U0ANA" in next(c for c in slack.person("ana").channels() if c["id"] == "C0SALES")["members"]


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("{reads: Sold}", "should read 'Sold', and there is:\n    │ Saved *Acme*"),
        ("{in: app, reads: Sold}", "should read 'Sold', and nothing came"),
        ("{misses: Acme}", "'Acme' should not be there"),
        ("{silence: true}", "nothing should have come"),
        ("{presses: Redo}", "there is no 'Redo' to choose here; there is: Undo"),
        ("{picks: Blue}", "there is no 'Blue' to choose here; there is: Red · Green"),
        ("{presses: Undo, under: Nowhere}", "there is no 'Undo' to choose here; there is: nothing"),
        ("{submits: true}", "no form is open"),
        ("{shortcut: Elsewhere}", "no shortcut 'Elsewhere'; there are: "),
        ("{as: tim, types: x}", "nobody here is called 'tim'; there are: ana, mia, tom"),
        (
            "{in: '#nowhere', types: x}",
            "mia knows no place '#nowhere'; there are: app, home, #general, #sales",
        ),
        ("{types: /none}", "was refused: /none is not a valid command"),
        ("{types: /lead x, refused: No}", "should be refused with 'No', and was taken"),
        ("{until: 2026-01-01T00:00}", "2026-01-01T00:00 is past: it is 2026-11-24T15:30"),
        ("{waits: a while}", "is no length of time"),
        ("{workspace: {money: {}}}", "`workspace` holds"),
        ("{workspace: {members: {channel: C404}}}", "channel_not_found"),
    ],
)
def test_a_step_that_fails_says_what_there_is(
    slack: Sandbox, app: Ear, tmp_path: Path, capsys: pytest.CaptureFixture[str], step: str, said: str
) -> None:
    steps = f"  - {{as: mia, in: '#sales', types: /lead Acme}}\n  - {step}\n  - tells: The end\n"
    assert play(slack, tmp_path, steps, "--quiet") == 1
    told = capsys.readouterr().out
    assert f"✗ {tmp_path / 'story.yaml'}:6: " in told and said in told
    assert told.rstrip().endswith("1 of 3 steps as told, 1 failed, 1 not played")


def test_who_watches_reads_captions(slack: Sandbox, app: Ear, tmp_path: Path) -> None:
    with OPENER.open(f"{slack.url}/client/events?user=U0TOM", timeout=10) as page:
        assert (
            play(slack, tmp_path, "  - {as: mia, types: /lead x}\n  - reads: Saved\n", "--pace", "0.01") == 0
        )
        caption = next(line for line in page if b'"caption"' in line)
    assert json.loads(caption.removeprefix(b"data: ")) == {
        "type": "caption",
        "who": "mia",
        "verb": "types",
        "text": "/lead x",
    }


def test_it_goes_on_where_that_is_wished(
    slack: Sandbox, app: Ear, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    steps = "  - {as: mia, types: /lead x}\n  - reads: nothing\n  - presses: Undo\n  - presses: Redo\n"
    assert play(slack, tmp_path, steps, "--keep-going") == 1
    told = capsys.readouterr().out
    assert told.count("✗") == 2 and told.rstrip().endswith("2 of 4 steps as told, 2 failed")


def test_a_story_that_cannot_begin(
    slack: Sandbox, app: Ear, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    slack.advance(hours=1)
    assert play(slack, tmp_path, "  - as: mia\n") == 2
    assert (
        "and here it is 2026-11-24T16:30 already, and time only moves forward: play it on a sandbox with data of its own"
        in capsys.readouterr().err
    )
    assert main(["play", str(tmp_path / "story.yaml"), "--url", "http://127.0.0.1:9"]) == 2
    assert "nobody answers at http://127.0.0.1:9" in capsys.readouterr().err
    assert main(["play", str(tmp_path / "none.yaml")]) == 2
    assert "none.yaml" in capsys.readouterr().err
    assert main(["play", str(tmp_path / "story.yaml"), "--check"]) == 0
    assert "1 steps" in capsys.readouterr().out

"""The state survives a kill; the manifest and the seed are checked with one sentence."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from sandbox.driver import ROOT, Sandbox, SandboxError, text_of
from sandbox.journal import Journal
from sandbox.manifest import ManifestError, read_manifest
from sandbox.seed import SeedError, plant
from sandbox.state import State
from tests.sandbox.conftest import NOW, manifest

SEED = {
    "team": {"id": "T1", "name": "Acme Sales", "domain": "acme"},
    "people": [{"id": "U1", "name": "lin", "tz": "Asia/Shanghai", "guest": "multi"}, {"id": "U2", "name": "bo"}],
    "channels": [{"id": "C1", "name": "deals", "members": ["lin", "bo"], "app": True, "shared": True}],
    "messages": [
        {"channel": "#deals", "user": "bo", "text": "Later & now", "minutes_ago": 5,
         "replies": [{"user": "lin", "text": "Yes"}]},
        {"channel": "#deals", "user": "lin", "text": "Earlier", "minutes_ago": 60},
        {"channel": "@bo", "user": "lin", "text": "Private"},
    ],
}  # fmt: skip


def test_a_seed_and_a_kill(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    able = manifest(tmp_path_factory.mktemp("app"))
    with Sandbox.start(manifest=able, now=NOW, seed=SEED, data=tmp_path) as slack:
        lin = slack.person("lin")
        assert [text_of(m) for m in lin.messages("#deals")] == ["Earlier", "Later &amp; now"]
        assert lin.channels()[0]["kind"] == "shared"
        assert [text_of(m) for m in slack.person("bo").messages("@lin")] == ["Private"]
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        assert client.users_info(user="U1")["user"]["is_restricted"]
        ts = client.chat_postMessage(channel="C1", text="Kept")["ts"]
        gone = client.chat_postMessage(channel="C1", text="Gone")["ts"]
        client.chat_delete(channel="C1", ts=gone)
        client.views_publish(user_id="U1", view={"type": "home", "blocks": [{"type": "divider"}]})
        uploaded = client.files_upload_v2(channel="C1", filename="a.csv", content="a,b")
        file_id = uploaded["files"][0]["id"]
        slack.wait_for(lambda: len(lin.messages("#deals")) == 4)
        slack.advance(hours=3)
        then = slack.now
        slack.stop(kill=True)
    with (tmp_path / "journal.jsonl").open("ab") as torn:
        torn.write(b'{"kind":"message","val')
    with Sandbox.start(manifest=able, now=NOW, seed=SEED, data=tmp_path) as slack:
        lin = slack.person("lin")
        assert slack.now == then
        assert [text_of(m) for m in lin.messages("#deals")][:3] == ["Earlier", "Later &amp; now", "Kept"]
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        newer = client.chat_postMessage(channel="C1", text="After")["ts"]
        assert newer > ts
        home = lin.home()
        assert home is not None and home["blocks"][0]["type"] == "divider"
        assert client.files_info(file=file_id)["file"]["shares"]["public"]["C1"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"display_information__name": ""}, "/display_information/name must be a text of 1 to 35 characters"),
        ({"features__slash_commands": [{"command": "lead", "description": "x"}]}, "must start with a slash"),
        ({"features__shortcuts": [{"name": "x"}]}, "/features/shortcuts/0/type must be a text"),
        ({"settings__event_subscriptions__bot_events": ["message.moon"]}, "'message.moon'"),
        ({"oauth_config__scopes__bot": ["chat:write"]}, 'needs "commands"'),
        ({"oauth_config__scopes__bot": ["commands"]}, "message.im needs the scope im:history"),
        ({"settings__interactivity__is_enabled": "yes"}, "must be true or false"),
    ],
)
def test_a_faulty_manifest_is_refused_with_one_sentence(tmp_path: Path, changes: Any, words: str) -> None:
    with pytest.raises(ManifestError) as wrong:
        read_manifest(manifest(tmp_path, **changes))
    assert words in str(wrong.value)
    assert "\n" not in str(wrong.value)


@pytest.mark.parametrize("seed", [{"persons": []}, {"people": [{"name": "x", "age": 3}]}, {"messages": [{}]}])
def test_a_faulty_seed_is_refused_with_one_sentence(seed: Any) -> None:
    spec = read_manifest(ROOT / "manifest.json")
    with pytest.raises(SeedError) as wrong:
        plant(State(Journal(None)), spec, seed, datetime(2026, 11, 24, tzinfo=UTC))
    assert "\n" not in str(wrong.value)


def test_a_start_that_fails_says_so_in_one_line(tmp_path: Path) -> None:
    for fault in ({"manifest": tmp_path / "none.json"}, {"now": "2026-11-24T15:30"}, {"now": "today"}):
        with pytest.raises(SandboxError, match=r"^sandbox: [^\n]+\n$"):
            Sandbox.start(**fault)


def test_what_the_manifest_does_not_grant(tmp_path: Path) -> None:
    poor = manifest(
        tmp_path,
        oauth_config__scopes__bot=["commands", "users:read"],
        settings__event_subscriptions__bot_events=["user_change"],
        features__app_home__home_tab_enabled=False,
        features__app_home__messages_tab_read_only_enabled=True,
        settings__interactivity__is_enabled=False,
    )
    with Sandbox.start(manifest=poor) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_url)
        with pytest.raises(SlackApiError) as wrong:
            client.chat_postMessage(channel="C0SALES", text="x")
        answer = wrong.value.response
        assert (answer["error"], answer["needed"]) == ("missing_scope", "chat:write")
        assert answer["provided"] == "commands,users:read"
        with pytest.raises(SlackApiError, match="not_enabled"):
            client.views_publish(user_id="U0MIA", view={"type": "home", "blocks": []})
        assert "email" not in client.users_info(user="U0MIA")["user"]["profile"]
        with pytest.raises(RuntimeError, match="turned off"):
            slack.person("mia").say("app", "hello?")


def test_the_help_names_every_option() -> None:
    told = subprocess.run(
        [sys.executable, "-m", "sandbox", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for option in ("--port", "--manifest", "--data", "--seed", "--now", "--rate-limits"):
        assert option in told

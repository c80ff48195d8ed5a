"""One sandbox for all that are tested here, with a few commands and a global shortcut beyond Baton's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from sandbox.driver import ROOT, Sandbox
from tests.sandbox.ear import Ear
from tests.sandbox.letterbox import Letterbox, letterbox

# What the sandbox can do and Baton does not ask for.
MORE_SCOPES = ["channels:join", "files:write", "im:read", "team:read", "users:read.email"]
NOW = "2026-11-24T15:30:00+08:00"


def manifest(folder: Path, **changes: Any) -> Path:
    """Baton's manifest with a plain command, a global shortcut and more scopes."""
    data = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
    data["features"]["slash_commands"].append({"command": "/plain", "description": "Not escaped"})
    data["features"]["shortcuts"].append(
        {"name": "Anywhere", "type": "global", "callback_id": "anywhere", "description": "From the top"}
    )
    data["oauth_config"]["scopes"]["bot"] += MORE_SCOPES
    for pointer, value in changes.items():
        room, _, name = pointer.rpartition("__")
        spot = data
        for part in room.split("__"):
            spot = spot[part]
        spot[name] = value
    path = folder / "manifest.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def kept_slack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with Sandbox.start(manifest=manifest(tmp_path_factory.mktemp("app")), now=NOW) as running:
        yield running


@pytest.fixture(scope="module")
def slack(kept_slack: Sandbox) -> Sandbox:
    """As new for each file."""
    kept_slack.reset(NOW)
    return kept_slack


@pytest.fixture(scope="module")
def client(slack: Sandbox) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture(scope="module")
def ears(slack: Sandbox) -> Iterator[Ear]:
    with Ear(slack) as listening:
        yield listening


@pytest.fixture
def ear(ears: Ear) -> Ear:
    """The listening client with nothing heard yet; acknowledges everything."""
    ears.forget()
    return ears


@pytest.fixture
def box() -> Iterator[Letterbox]:
    """An app that listens over HTTP."""
    with letterbox() as opened:
        yield opened

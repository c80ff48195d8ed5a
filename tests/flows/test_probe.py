"""`app.py probe`: asks before it posts, says what it measured in either language, and leaves nothing behind."""

from __future__ import annotations

import io
import sys

import pytest

from sandbox.driver import Sandbox
from tests.flows.test_terminal import Terminal, terminal
from tests.world import ROOT

__all__ = ["terminal"]
SEED = ROOT / "demo" / "workspace.json"


def set_up(terminal: Terminal, slack: Sandbox, patch: pytest.MonkeyPatch, answer: str) -> None:
    terminal.set(
        SLACK_BOT_TOKEN=slack.bot_token, SLACK_APP_TOKEN=slack.app_token, SLACK_API_URL=slack.api_url
    )
    patch.setattr(sys, "stdin", io.StringIO(answer))


def test_it_measures_says_so_and_cleans_up(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox.start(seed=SEED) as slack:
        set_up(terminal, slack, monkeypatch, "no\n")
        code, said, _ = terminal("probe", "U0LIAM")
        assert code == 0 and "Nothing was posted" in said and slack.sink() == []
        set_up(terminal, slack, monkeypatch, "y\n")
        code, said, wrong = terminal("probe", "U0LIAM")
        assert (code, wrong) == (0, "")
        assert "15 s" in said and "client_msg_id" in said and "5 test messages are deleted" in said
        assert slack.person("liam").dm() == []
        terminal.set(LANG="zh_CN.UTF-8")
        code, said, _ = terminal("probe", "C0SALES", "--yes")
        assert code == 0 and "测试消息已删" in said
        assert all("probe" not in str(one) for one in slack.person("liam").messages("#sales-east"))
        code, said, wrong = terminal("probe", "C0NOBODY", "--yes")
        assert code == 1 and "channel_not_found" in wrong

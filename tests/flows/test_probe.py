"""`app.py probe`: asks before it posts, says what it measured in either language, and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys

from sandbox.driver import Sandbox
from tests.flows.test_terminal import Terminal, terminal
from tests.world import ROOT

__all__ = ["terminal"]
SEED = ROOT / "demo" / "workspace.json"


def asked(folder: str, answer: str) -> str:
    """What a person reads who types this answer."""
    command = [sys.executable, str(ROOT / "app.py"), "probe", "U0LIAM"]
    done = subprocess.run(command, input=answer, cwd=folder, env=os.environ, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_measures_says_so_and_cleans_up(terminal: Terminal) -> None:
    with Sandbox.start(seed=SEED) as slack:
        terminal.set(
            SLACK_BOT_TOKEN=slack.bot_token, SLACK_APP_TOKEN=slack.app_token, SLACK_API_URL=slack.api_url
        )
        assert "Nothing was posted" in asked(str(terminal.folder), "no\n") and slack.sink() == []
        code, said, wrong = terminal("probe", "U0LIAM", "--yes")
        assert (code, wrong) == (0, "")
        assert "15 s" in said and "client_msg_id" in said and "5 test messages are deleted" in said
        assert len(slack.sink()) > 5 and slack.person("liam").dm() == []
        terminal.set(LANG="zh_CN.UTF-8")
        code, said, wrong = terminal("probe", "C0NOBODY", "--yes")
        assert code == 1 and "channel_not_found" in wrong and "测试消息" in said

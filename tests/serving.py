"""`app.py run` in a process of its own, and a hand on its database from outside."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

from sandbox.driver import ROOT, Sandbox
from storage.db import normalised_url


def begun(
    folder: Path, database_url: str, slack: Sandbox, *options: str, **settings: str
) -> subprocess.Popen[str]:
    """A process that starts, over Socket Mode unless the settings say otherwise; what it logs goes to `folder`/log."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("BATON_", "SLACK_"))} | {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "BATON_DATABASE_URL": database_url,
        "BATON_DATA_DIR": str(folder),
        "BATON_PIPELINE": str(ROOT / "pipeline.yaml"),
        "BATON_HEALTH_PORT": "0",
        "LANG": "en_US.UTF-8",
        **settings,
    }
    command, pipe = [sys.executable, str(ROOT / "app.py"), "run", *options], subprocess.PIPE
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(command, cwd=folder, env=env, text=True, stdin=pipe, stdout=pipe, stderr=log)


@contextmanager
def instance(folder: Path, database_url: str, slack: Sandbox) -> Iterator[str]:
    """Where it listens, over HTTP. On SQLite there is one at a time."""
    process = begun(folder, database_url, slack, BATON_TRANSPORT="http", BATON_HTTP_PORT="0")
    assert process.stdout
    try:
        yield _address(process.stdout, folder / "log")
    finally:
        process.terminate()
        assert process.wait(20) == 0
        process.communicate()


def _address(said: Any, log: Path) -> str:
    for line in said:
        if found := re.search(r"http://\S+/slack/events", line):
            return found[0]
    raise RuntimeError(log.read_text("utf-8"))


class Locked:
    """Keeps a database from everybody else, as a backup or a migration does: `take`, and later `give`."""

    def __init__(self, database_url: str) -> None:
        url = make_url(normalised_url(database_url))
        if url.get_backend_name() == "sqlite":
            self._take = "BEGIN IMMEDIATE"
            self._other: Any = sqlite3.connect(
                url.database or "", isolation_level=None, check_same_thread=False
            )
        else:
            plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
            self._take = "BEGIN; LOCK TABLE inbox, deals, audit IN ACCESS EXCLUSIVE MODE"
            self._other = psycopg.connect(plain, autocommit=True)

    def take(self) -> None:
        self._other.execute(self._take)

    def give(self) -> None:
        self._other.execute("ROLLBACK")

    def close(self) -> None:
        self._other.close()

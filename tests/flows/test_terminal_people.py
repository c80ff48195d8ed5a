"""`app.py people`: what its file would do is said before it is in force."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.db import Database
from storage.tables import Person
from tests.flows.test_terminal import ROOT, Terminal


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Terminal:
    return Terminal(monkeypatch, tmp_path)


def test_people_before_the_first_start_make_one_sentence(terminal: Terminal) -> None:
    code, _, told = terminal("people", "check", str(ROOT / "people.example.yaml"))
    assert code == 1 and "make run" in told and told.count("\n") == 1


def test_people_are_looked_at_before_they_are_put_in_force(terminal: Terminal) -> None:
    terminal("config", "apply")
    database = Database(os.environ["BATON_DATABASE_URL"])
    with database.write() as tx:
        tx.add(Person(slack_id="U0LIAM", handle="liam", name="Liam", created_at=datetime.now(UTC)))
    database.close()
    (terminal.folder / "people.yaml").write_text("people: {liam: {roles: [rep], calendar: us}}", "utf-8")
    code, said, _ = terminal("people", "check")
    assert code == 0 and "quiet: 0 flagged now, 0 with this proposal" in said and "people apply" in said

"""The subcommands of app.py: one clear sentence on each fault, exit codes, both languages, one serving process."""

import io
import json
import os
import re
import urllib.error
import urllib.request
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path

import jsonschema
import pytest
import sqlalchemy as sa

import app
from handlers import health
from handlers.terminal import lock
from handlers.terminal.trying import free_port
from rules.errors import Conflict
from services.config.versions import ConfigCache
from services.deps import Deps
from services.watching import sealing
from storage.db import Database
from storage.tables import Audit, Nudge
from tests.world import World
from wiring import WallClock

ROOT = Path(__file__).resolve().parents[2]
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Terminal:
    """Runs subcommands in this process, in a folder of its own."""

    def __init__(self, patch: pytest.MonkeyPatch, folder: Path) -> None:
        self._patch = patch
        self.folder = folder
        for name in [n for n in os.environ if n.startswith(("BATON_", "SLACK_"))]:
            patch.delenv(name)
        patch.chdir(folder)
        self.set(LC_ALL="", LC_MESSAGES="", LANG="en_US.UTF-8")
        self.set(BATON_DATABASE_URL=f"sqlite:///{folder / 'baton.db'}", BATON_DATA_DIR=str(folder / "data"))
        self.set(BATON_PIPELINE=str(ROOT / "pipeline.yaml"))

    def set(self, **values: str) -> None:
        for name, value in values.items():
            self._patch.setenv(name, value)

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """(exit code, what it said, what it complained of)"""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            code = app.main(arguments)
        return code, out.getvalue(), err.getvalue()


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Terminal:
    return Terminal(monkeypatch, tmp_path)


def test_help_lists_every_command(terminal: Terminal) -> None:
    code, said, _ = terminal("help")
    assert code == 0
    assert {line.split()[1] for line in said.splitlines()} == {
        "try",
        "run",
        "check",
        "config",
        "people",
        "manifest",
        "import",
        "export",
        "rates",
        "audit",
        "probe",
    }
    terminal.set(LANG="zh_CN.UTF-8")
    assert "试用" in terminal()[1]
    assert terminal("import", "--help")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("chek",), 2, "check"),
        (("config", "dance"), 2, "config"),
        (("import",), 2, "FILE|FOLDER"),
        (("try", "--port", "x"), 2, "--port"),
        (("run",), 1, "SLACK_BOT_TOKEN"),
        (("import", "nowhere"), 1, "nowhere"),
        (("import", "."), 1, "no table"),
        (("import", ".", "--currency", "gold"), 1, "gold"),
        (("import", ".", "--map", "Ann"), 1, "Ann"),
        (("import", ".", "--try", "nowhere"), 1, "try"),
        (("import", "--try", "."), 1, "try-out"),
        (("import", "--check", "--try", ".", "--kind", "deals"), 1, "try-out"),
        (("config", "check", "missing.yaml"), 1, "missing.yaml"),
        (("config", "check", "--try", "nowhere", "pipeline.yaml"), 1, "nowhere"),
        (("config", "--try", "nowhere", "check", "pipeline.yaml"), 1, "nowhere"),
        (("people", "apply"), 1, "people.yaml"),
        (("manifest", "http://baton.example.com"), 1, "https"),
    ],
)
def test_each_fault_is_one_sentence(
    terminal: Terminal, arguments: tuple[str, ...], code: int, words: str
) -> None:
    found, _, told = terminal(*arguments)
    assert found == code and words in told and "Traceback" not in told


def test_the_manifest_for_http_has_one_address_everywhere(terminal: Terminal, shared_data: Path) -> None:
    url = "https://baton.example.com/slack/events"
    schema = sorted((shared_data / "slack" / "manifest-schema" / "schemas").glob("*.1.*.json"))[-1]
    for given in ("https://baton.example.com", "https://baton.example.com/", url):
        code, said, _ = terminal("manifest", given)
        told = json.loads(said)
        jsonschema.validate(told, json.loads(schema.read_text("utf-8")))
        assert code == 0 and said.count(url) == 2 + len(told["features"]["slash_commands"])
        assert told["settings"]["socket_mode_enabled"] is False
    plain = json.loads((ROOT / "manifest.json").read_text("utf-8"))
    assert json.loads(terminal("manifest")[1]) == plain


@pytest.mark.parametrize(
    ("arguments", "kept"),
    [
        (("config", "dance"), "config dance check apply export"),
        (("config",), "config check apply export"),
        (("import",), "import"),
        (("import", ".", "--clocks", "never"), "--clocks never touch now"),
        (("try", "--port", "x"), "--port x"),
        (("try", "--port"), "--port"),
        (("check", "--loud", "now"), "check --loud now"),
        (("people", "check", "--help=3"), "people"),
    ],
)
def test_a_chinese_terminal_is_told_in_chinese(
    terminal: Terminal, arguments: tuple[str, ...], kept: str
) -> None:
    """Nothing but the names of options and what was typed stays English."""
    terminal.set(LANG="zh_CN.UTF-8")
    code, _, told = terminal(*arguments)
    sentence, usage = told.splitlines()[:2]
    assert code == 2 and usage.startswith("用法： app.py")
    assert set(re.findall(r"[a-z-]+", sentence)) == set(kept.split())


def test_help_is_in_one_language(terminal: Terminal) -> None:
    terminal.set(LANG="zh_CN.UTF-8")
    said = terminal("config", "--help")[1]
    assert not re.search(r"usage|options|positional", said) and "选项" in said and "用法" in said


def test_a_database_that_is_none_is_told(terminal: Terminal) -> None:
    (terminal.folder / "baton.db").write_bytes(b"this is no database at all" * 100)
    code, _, told = terminal("config", "export")
    assert code == 1 and "BATON_DATABASE_URL" in told


def test_check_says_everything_at_once(terminal: Terminal) -> None:
    broken = (ROOT / "pipeline.yaml").read_text("utf-8").replace("slow_after: 7wd", "slow_after: 7 bananas")
    (terminal.folder / "p.yaml").write_text(broken.replace("code: EXPO", "code: AD"), "utf-8")
    terminal.set(BATON_PIPELINE="p.yaml")
    code, _, told = terminal("check")
    assert code == 1
    for words in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "stages.2.slow_after", "stages.3.slow_after", "AD"):
        assert words in told
    assert "p.yaml:3" in told


def test_check_is_content_with_what_is_right(terminal: Terminal) -> None:
    terminal.set(SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")
    code, said, _ = terminal("check")
    assert code == 0 and "waits for its first start" in said
    terminal("config", "apply")
    code, said, _ = terminal("check")
    assert code == 0 and "first start" not in said
    (terminal.folder / "people.yaml").write_text("people: {ghost: {roles: [king], tz: Mars/Base}}", "utf-8")
    code, _, told = terminal("check")
    assert code == 1 and "people.yaml:1" in told and "ghost" in told and "king" in told
    assert "Mars/Base is no time zone" in told


def test_a_process_is_checked_applied_and_exported(terminal: Terminal) -> None:
    source = (ROOT / "pipeline.yaml").read_text("utf-8")
    code, said, _ = terminal("config", "check")
    assert code == 0 and "48h = 2 working days" in said and "flagged" not in said
    assert (
        terminal("config", "export")[1] == ""
    )  # looking made nothing: edits before the first start still count
    assert terminal("config", "apply")[0] == 0
    code, said, _ = terminal("config", "check")
    assert code == 0 and "48h = 2 working days" in said and "slow: 0 flagged now" in said
    assert "this is version 1 already" in said and "can be applied" not in said
    changed = source.replace("slow_after: 7wd", "slow_after: 48h")
    (terminal.folder / "new.yaml").write_text(changed, "utf-8")
    assert "Version 2" in terminal("config", "apply", "new.yaml")[1]
    assert "version 2 already" in terminal("config", "apply", "new.yaml")[1]
    assert terminal("config", "export")[1] == changed
    (terminal.folder / "bad.yaml").write_text(changed + "\nstages: [", "utf-8")
    code, _, told = terminal("config", "apply", "bad.yaml")
    assert code == 1 and "bad.yaml:" in told
    assert terminal("config", "export")[1] == changed


def test_one_serving_process_on_sqlite(terminal: Terminal) -> None:
    terminal.set(SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")
    path = lock.file_of(os.environ["BATON_DATABASE_URL"])
    with lock.held(path):
        with pytest.raises(Conflict), lock.held(path):
            pass
        assert terminal("config", "export")[0] == 0, "a short writer beside it is welcome"
    with lock.held(path):
        pass
    assert lock.file_of("postgresql://x/y") is None


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_health_is_green_and_says_why_it_is_red(world: World) -> None:
    runtime = world.baton.runtime
    port = free_port(19300)
    with health.page(port, runtime, lambda: True) as address:
        assert ask(address) == (200, {"status": "green", "reasons": []})
        assert ask(address.replace("healthz", "secrets"))[0] == 404
    with health.page(port, runtime, lambda: False) as address:
        status, told = ask(address)
        assert status == 503 and told["reasons"] == ["not connected to Slack"]
        with health.page(port, runtime, lambda: True) as taken:
            assert taken == ""


def ask(address: str) -> tuple[int, dict]:  # type: ignore[type-arg]
    try:
        with DIRECT.open(address, timeout=5) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as fault:
        return fault.code, json.load(fault)


def test_what_is_not_there_is_said_in_the_reader_s_words(terminal: Terminal) -> None:
    terminal.set(LANG="zh_CN.UTF-8")
    for command in (("people", "check"), ("config", "check", "no.yaml"), ("import", "nowhere")):
        code, _, told = terminal(*command)
        assert code == 1 and told.startswith("没有 ") and "No such file" not in told
    assert "people.example.yaml" in terminal("people", "check")[2]


def test_the_next_command_is_about_the_same_file(terminal: Terminal) -> None:
    proposal = terminal.folder / "mine.yaml"
    source = (ROOT / "pipeline.yaml").read_text("utf-8")
    proposal.write_text(source.replace("slow_after: 7wd", "slow_after: 6wd"), "utf-8")
    terminal("config", "apply")
    said = terminal("config", "check", str(proposal))[1]
    assert f"`app.py config apply {proposal}`" in said and "lead.slow_after: 2wd" in said


def test_audit_says_whether_everything_adds_up(terminal: Terminal) -> None:
    assert "nothing to look at yet" in terminal("audit")[1]
    terminal("rates", "show")
    code, said, _ = terminal("audit")
    assert code == 0 and said.startswith("0 reminders due") and "Nothing is missing" in said
    database = Database(os.environ["BATON_DATABASE_URL"])
    long_ago = datetime(2026, 1, 5, 9, tzinfo=UTC)
    with database.write() as tx:
        tx.add(
            Nudge(rule="step", subject="deal:7", episode="1", recipient="person:3", rung=3, lane="timed",
                  due_at=long_ago, created_at=long_ago)
        )  # fmt: skip
    database.close()
    code, said, _ = terminal("audit")
    assert code == 1 and "1 unaccounted for" in said.splitlines()[0]
    told = ["1 reminder is due and nothing is sending it", "  nudge:1 for person:3"]
    assert said.splitlines()[1:] == [*told, "Record of changes: 0 entries sealed, 1 not sealed yet"]
    terminal.set(LANG="zh_CN.UTF-8")
    assert "没有着落 1" in terminal("audit")[1]


def test_audit_names_what_was_changed_in_the_record(terminal: Terminal) -> None:
    terminal("rates", "show")
    database = Database(os.environ["BATON_DATABASE_URL"])
    deps = Deps(database, WallClock(), WallClock(), ConfigCache(database))
    assert sealing.Sealer(deps).run(now=datetime.now(UTC)) == 1
    assert terminal("audit")[0] == 0
    with database.write() as tx:
        tx.connection().execute(sa.update(Audit).values(action="nothing"))
    database.close()
    code, said, _ = terminal("audit")
    assert code == 1 and said.splitlines()[-1] == "Not all as it was when it was sealed, among entries 1"

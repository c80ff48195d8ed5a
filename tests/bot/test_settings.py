"""The environment becomes settings once; whatever is wrong is said at once, in plain sentences, without secrets."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings, SettingsError, load, names
from handlers.terminal.tryout import environment

ROOT = Path(__file__).resolve().parents[2]
BOT, APP = "xoxb-12-34-canary", "xapp-1-A-canary"


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in names():
        monkeypatch.delenv(name, raising=False)


def env(tmp_path: Path, **values: str) -> Path:
    """A .env file with both tokens and these values."""
    values = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP} | values
    path = tmp_path / ".env"
    path.write_text("".join(f"{k}={v}\n" for k, v in values.items()), encoding="utf-8")
    return path


def faults(path: Path | None, slack: bool = True) -> list[str]:
    """What `load` refuses with."""
    with pytest.raises(SettingsError) as refused:
        load(path, slack=slack)
    assert "canary" not in str(refused.value)
    assert len(refused.value.sentences("zh")) == len(refused.value.sentences("en"))
    return refused.value.sentences("en")


def test_two_tokens_are_enough(tmp_path: Path) -> None:
    settings = load(env(tmp_path))
    assert settings.slack_bot_token and settings.slack_bot_token.get_secret_value() == BOT
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url == "sqlite:///baton.db"
    assert (settings.pipeline, settings.people) == (Path("pipeline.yaml"), Path("people.yaml"))
    assert settings.control_url is None


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BATON_LOG_LEVEL", "debug")
    assert load(env(tmp_path, BATON_LOG_LEVEL="ERROR")).log_level == "DEBUG"


def test_a_try_out_tells_no_monitor_of_the_real_workspace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Started beside the .env of a workspace, and named by `--try` on a command line."""
    there = environment(tmp_path, "http://127.0.0.1:8700")
    assert Settings(**there, _env_file=None).ping_url is None  # type: ignore[call-arg]
    for name, value in there.items():
        monkeypatch.setenv(name, value)
    assert load(env(tmp_path, BATON_PING_URL="https://hc.example/secret")).ping_url is None


def test_settings_are_frozen_and_show_no_secret(tmp_path: Path) -> None:
    settings = load(env(tmp_path, BATON_DATABASE_URL="postgresql://u:canary@db/baton"))
    assert "canary" not in repr(settings) + str(settings)
    with pytest.raises(ValidationError):
        settings.health_port = 1


def test_commands_that_need_no_slack_need_no_tokens() -> None:
    assert load(None, slack=False).slack_bot_token is None
    assert [f.split()[0] for f in faults(None)] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]


def test_a_socket_wants_the_app_level_token_and_http_the_signing_secret(tmp_path: Path) -> None:
    only = env(tmp_path, SLACK_APP_TOKEN="", BATON_TRANSPORT="HTTP")
    assert [f.split()[0] for f in faults(only)] == ["SLACK_SIGNING_SECRET"]
    for bad in ("...", "xoxb-12-34-5678901234567890123456", "AB" * 16, "ab" * 15):
        given = env(tmp_path, BATON_TRANSPORT="http", SLACK_SIGNING_SECRET=bad)
        assert [f.split()[0] for f in faults(given)] == ["SLACK_SIGNING_SECRET"], bad
    copied = env(tmp_path, SLACK_APP_TOKEN="xapp-...", BATON_TRANSPORT="http", BATON_HTTP_PORT="x")
    assert [f.split()[0] for f in faults(copied)] == ["SLACK_SIGNING_SECRET", "BATON_HTTP_PORT"]
    settings = load(
        env(tmp_path, SLACK_APP_TOKEN="xapp-...", BATON_TRANSPORT="http", SLACK_SIGNING_SECRET="ab" * 16)
    )
    assert (settings.transport, settings.http_host, settings.http_port) == ("http", "127.0.0.1", 3000)
    assert "abab" not in repr(settings)


def test_all_faults_are_said_at_once_in_order(tmp_path: Path) -> None:
    bad = {
        "SLACK_BOT_TOKEN": "xapp-canary",
        "SLACK_APP_TOKEN": "canary",
        "SLACK_SIGNING_SECRET": "canary",
        "SLACK_API_URL": "http://slack.com/api/",
        "BATON_DATABASE_URL": "mysql://canary@db/x",
        "BATON_TRANSPORT": "pigeon",
        "BATON_HTTP_HOST": "http://canary",
        "BATON_HTTP_PORT": "99999",
        "BATON_HEALTH_PORT": "70000",
        "BATON_PING_URL": "canary",
        "BATON_LOG_LEVEL": "loud",
        "BATON_CONTROL_URL": "http://example.com",
    }
    said = faults(env(tmp_path, **bad, BATON_DATABSE_URL="x", SLACK_ZZZ="y"))
    assert [f.split()[0] for f in said] == [*bad, "BATON_DATABSE_URL", "SLACK_ZZZ"]
    assert said[-2].endswith("Did you mean BATON_DATABASE_URL?")


@pytest.mark.parametrize(
    ("name", "value", "field", "want"),
    [
        ("SLACK_API_URL", "http://127.0.0.1:8585/api", "slack_api_url", "http://127.0.0.1:8585/api/"),
        ("BATON_CONTROL_URL", "http://localhost:8585/", "control_url", "http://localhost:8585"),
        ("BATON_HEALTH_PORT", "0", "health_port", 0),
        ("BATON_DATABASE_URL", "postgresql:///baton?host=/run/pg", "database_url", None),
        ("BATON_HEALTH_PORT", "", "health_port", 8686),
        ("BATON_HTTP_HOST", "::1", "http_host", None),
        ("BATON_HTTP_HOST", "baton.internal", "http_host", None),
        ("BATON_HTTP_PORT", "0", "http_port", 0),
    ],
)
def test_values_that_are_fine(tmp_path: Path, name: str, value: str, field: str, want: object) -> None:
    assert getattr(load(env(tmp_path, **{name: value})), field) == (value if want is None else want)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxb-..."),
        ("SLACK_APP_TOKEN", "xapp-..."),
        ("SLACK_BOT_TOKEN", "xoxb-a b"),
        ("SLACK_API_URL", "slack.com"),
        ("BATON_DATABASE_URL", "sqlite:///:memory:"),
        ("BATON_DATABASE_URL", "sqlite://"),
        ("BATON_HEALTH_PORT", "-1"),
        ("BATON_HTTP_HOST", "0.0.0.0:3000"),
        ("BATON_HEALTH_PORT", "eighty"),
        ("BATON_PING_URL", "https://"),
        ("BATON_PING_URL", "file:///etc/passwd"),
        ("BATON_CONTROL_URL", "https://127.0.0.1"),
    ],
)
def test_values_that_are_refused(tmp_path: Path, name: str, value: str) -> None:
    assert [f.split()[0] for f in faults(env(tmp_path, **{name: value}))] == [name]


def test_the_example_file_names_every_setting_and_no_other_in_order() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert re.findall(r"^#?([A-Z][A-Z_]+)=", example, re.M) == list(names())

"""The environment, and a .env file beside it, as one frozen Settings, validated once with every fault named."""

from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.words import text
from rules.errors import Several

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SLACK = "https://slack.com/api/"


def _token(prefix: str) -> AfterValidator:
    """Slack's tokens say by their first letters what they are for."""

    def check(token: SecretStr) -> SecretStr:
        value = token.get_secret_value()
        rest = value.removeprefix(prefix)
        # .env.example writes "xoxb-...": copied and not filled in, it is no token
        if rest in (value, "") or not value.isascii() or not set(rest).isdisjoint(" .<>"):
            raise ValueError("not a token of this kind")
        return token

    return AfterValidator(check)


def _signing_secret(secret: SecretStr) -> SecretStr:
    """Slack's are 32 hexadecimal digits; the client secret beside it on the page looks the same."""
    value = secret.get_secret_value()
    if len(value) < 32 or not set(value) <= set("0123456789abcdef"):
        raise ValueError("not a signing secret")
    return secret


def _host(value: str) -> str:
    """An address of this machine, or a name of it; no port and no scheme."""
    if not value.isascii() or not set(value).isdisjoint(" /[]@") or value.count(":") == 1:
        raise ValueError("not a host")
    return value


def _api_url(value: str) -> str:
    """https anywhere, plain http on this machine only; with the closing slash that slack_sdk wants."""
    parts = urlsplit(value)
    if not parts.hostname or not (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    ):
        raise ValueError("not an address of Slack's Web API")
    return value if value.endswith("/") else value + "/"


def _database_url(value: str) -> str:
    """A SQLite file, or PostgreSQL; anything else has never been tried."""
    scheme = value.partition("://")[0]
    file = value.removeprefix("sqlite:///")
    if not (
        scheme in ("postgresql", "postgres", "postgresql+psycopg") or file not in (value, "", ":memory:")
    ):
        raise ValueError("not a database that Baton knows")
    return value


def _ping_url(value: SecretStr) -> SecretStr:
    """Anywhere over the web; most monitors put a secret into it."""
    parts = urlsplit(value.get_secret_value())
    if parts.scheme not in ("https", "http") or not parts.hostname:
        raise ValueError("not an address")
    return value


def _control_url(value: str) -> str:
    """The sandbox lives on this machine only."""
    parts = urlsplit(value)
    if parts.scheme != "http" or parts.hostname not in LOOPBACK:
        raise ValueError("not on this machine")
    return value.rstrip("/")


class Settings(BaseSettings):
    """What one Baton needs to know before it starts. Made by `load`; paths are relative to the working folder."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        env_file_encoding="utf-8",
        hide_input_in_errors=True,
    )

    slack_bot_token: Annotated[SecretStr, _token("xoxb-")] | None = None
    slack_app_token: Annotated[SecretStr, _token("xapp-")] | None = None
    slack_signing_secret: Annotated[SecretStr, AfterValidator(_signing_secret)] | None = None
    slack_api_url: Annotated[str, AfterValidator(_api_url)] = SLACK
    # May hold a password: out of every repr.
    database_url: Annotated[str, AfterValidator(_database_url)] = Field(
        "sqlite:///baton.db", validation_alias="BATON_DATABASE_URL", repr=False
    )
    data_dir: Path = Field(Path("baton-data"), validation_alias="BATON_DATA_DIR")
    pipeline: Path = Field(Path("pipeline.yaml"), validation_alias="BATON_PIPELINE")
    people: Path = Field(Path("people.yaml"), validation_alias="BATON_PEOPLE")
    transport: Annotated[Literal["socket", "http"], BeforeValidator(lambda v: str(v).lower())] = Field(
        "socket", validation_alias="BATON_TRANSPORT"
    )
    http_host: Annotated[str, AfterValidator(_host)] = Field("127.0.0.1", validation_alias="BATON_HTTP_HOST")
    http_port: int = Field(3000, ge=0, le=65535, validation_alias="BATON_HTTP_PORT")  # 0: any that is free
    health_port: int = Field(8686, ge=0, le=65535, validation_alias="BATON_HEALTH_PORT")  # 0: off
    ping_url: Annotated[
        Annotated[SecretStr, AfterValidator(_ping_url)] | None,
        BeforeValidator(lambda v: None if v == "off" else v),
    ] = Field(None, validation_alias="BATON_PING_URL")
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(lambda v: str(v).upper())
    ] = Field("INFO", validation_alias="BATON_LOG_LEVEL")
    control_url: Annotated[str, AfterValidator(_control_url)] | None = Field(
        None, validation_alias="BATON_CONTROL_URL"
    )


# What Slack wants of whom: the bot token to speak, and one more to listen.
CREDENTIALS = {
    "socket": ("slack_bot_token", "slack_app_token"),
    "http": ("slack_bot_token", "slack_signing_secret"),
}


def names() -> dict[str, str]:
    """Every setting: its name in the environment → its field."""
    fields = Settings.model_fields
    return {str(info.validation_alias or name.upper()): name for name, info in fields.items()}


class SettingsError(Several):
    """The settings cannot be used; `sentences` says every reason, one line each."""

    def __init__(self, faults: list[tuple[str, dict[str, str]]]) -> None:
        """`faults`: catalogue keys with the fields of their texts."""
        self.faults = faults
        super().__init__("\n".join(self.sentences("en")))

    def sentences(self, locale: str) -> list[str]:
        """The faults in the reader's language, in the order of .env.example; no secret is shown."""
        return [text(locale, key, **fields) for key, fields in self.faults]


def load(env_file: Path | None = Path(".env"), *, slack: bool = True) -> Settings:
    """Read the environment (it wins) and `env_file` (it may be missing).

    `slack=False` is for commands that only touch the database: what Slack wants may be absent.
    Raises SettingsError with all faults at once.
    """
    settings, wrong = _read(env_file)
    wanted = () if not slack or "BATON_TRANSPORT" in wrong else CREDENTIALS[settings.transport]
    unread = set() if not wanted else {*CREDENTIALS["socket"], *CREDENTIALS["http"]}.difference(wanted)
    faults: list[tuple[str, dict[str, str]]] = []
    for name, field in names().items():
        is_absent = field in wanted and getattr(settings, field) is None
        if is_absent or (name in wrong and field not in unread):
            faults.append((f"settings.{field}", {"name": name}))
    faults += _unknown(env_file)
    if faults:
        raise SettingsError(faults)
    return settings


def _read(env_file: Path | None) -> tuple[Settings, set[str]]:
    """The settings, and the names of those that cannot be used, which have their default."""
    source: dict[str, Any] = {"_env_file": env_file}  # an argument that type checkers do not know
    try:
        return Settings(**source), set()
    except ValidationError as error:
        wrong = {_name(str(detail["loc"][0])) for detail in error.errors()}
    plain = {name: Settings.model_fields[names()[name]].default for name in wrong}
    return Settings(**source, **{_place(name): value for name, value in plain.items()}), wrong


def _place(name: str) -> str:
    """What a setting is called where it is given in the code."""
    field = names()[name]
    return name if Settings.model_fields[field].validation_alias else field


def _name(place: str) -> str:
    """The name in the environment of what pydantic complains about (an alias or a field)."""
    return next(name for name, field in names().items() if place in (name, field))


def _unknown(env_file: Path | None) -> list[tuple[str, dict[str, Any]]]:
    """Names in the .env file that nobody reads: most likely a typing slip."""
    written = dotenv_values(env_file) if env_file and env_file.is_file() else {}
    faults = []
    for name in written:
        if name.upper() not in names() and name.upper().startswith(("BATON_", "SLACK_")):
            near = get_close_matches(name.upper(), names(), 1)
            key = "settings.unknown_near" if near else "settings.unknown"
            faults.append((key, {"name": name} | ({"near": near[0]} if near else {})))
    return faults

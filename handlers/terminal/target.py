"""Which Baton a command is about: the one of .env, or with `--try` the try-out on this machine."""

import argparse
from pathlib import Path
from typing import Any

from bot.settings import Settings
from handlers.terminal.kit import Kit
from handlers.terminal.screen import Screen
from rules.errors import NotFound

ADDRESS = "address"  # beside the try-out's data: where its sandbox answers, while it runs


def add_try(parser: argparse.ArgumentParser, screen: Screen) -> None:
    """`--try`, or `--try DIR` when its data is not in .try."""
    parser.add_argument(
        "--try",
        dest="trying",
        nargs="?",
        type=Path,
        const=Path(),
        metavar="DIR",
        help=screen.t("terminal.opt_try"),
    )


def said_again(command: str, chosen: argparse.Namespace) -> str:
    """The command to type next, about the same file and the same Baton as this one."""
    words = ["app.py", command]
    if chosen.file is not None:
        words.append(str(chosen.file))
    if chosen.trying is not None:
        words += ["--try"] if chosen.trying == Path() else ["--try", str(chosen.trying)]
    return " ".join(words)


def trying_folder(kit: Kit, chosen: Path | None) -> Path:
    """Where the try-out keeps its data."""
    return (kit.root / ".try" if chosen is None or chosen == Path() else chosen).resolve()


def environment(data: Path, url: str) -> dict[str, str]:
    """The settings of a try-out, whatever a .env for a real workspace says (the environment wins)."""
    return {
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "SLACK_API_URL": f"{url}/api/",
        "BATON_DATABASE_URL": f"sqlite:///{data / 'baton.db'}",
        "BATON_DATA_DIR": str(data / "files"),
        "BATON_PIPELINE": "pipeline.yaml",
        "BATON_CONTROL_URL": url,
        "BATON_HEALTH_PORT": "0",
        "BATON_LOG_LEVEL": "INFO",
    }


def settings_for(kit: Kit, chosen: argparse.Namespace) -> Settings | None:
    """The running try-out's settings, when `--try` was said. Raises NotFound when none runs."""
    if chosen.trying is None:
        return None
    data = trying_folder(kit, chosen.trying)
    if not (data / ADDRESS).is_file():
        raise NotFound("terminal.try_not_running", data=data)
    values: dict[str, Any] = {**environment(data, (data / ADDRESS).read_text("utf-8").strip())}
    values |= {"BATON_PIPELINE": str(kit.root / "pipeline.yaml"), "_env_file": None}
    return Settings(**values)

"""Which Baton a command is about: the one of .env, or with `--try` the try-out on this machine."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.settings import Settings
from handlers.terminal.kit import Kit
from handlers.terminal.screen import Screen
from handlers.terminal.tryout import ADDRESS, environment, is_kept_in, trying_folder
from rules.errors import NotFound

TRY = "--try"


def add_try(parser: argparse.ArgumentParser, screen: Screen) -> None:
    """`--try`, or `--try DIR` when its data is not in .try."""
    parser.add_argument(
        TRY,
        dest="trying",
        nargs="?",
        type=Path,
        const=Path(),
        metavar="DIR",
        help=screen.t("terminal.opt_try"),
    )


def with_try_last(kit: Kit, words: Sequence[str]) -> list[str]:
    """`--try DIR` may stand anywhere, so it is read last. `--try FOLDER`, where no try-out was ever kept: the folder is
    what the command is about, not `--try`'s."""
    said = list(words)
    at = said.index(TRY) if TRY in said else len(said)
    beside = next(iter(said[at + 1 :]), "-")
    if beside.startswith("-"):
        return said
    if Path(beside).exists() and not is_kept_in(trying_folder(kit, Path(beside))):
        return [*said[:at], *said[at + 1 :], TRY]
    return [*said[:at], *said[at + 2 :], TRY, beside]


def said_again(command: str, chosen: argparse.Namespace) -> str:
    """The command to type next, about the same file and the same Baton as this one."""
    words = ["app.py", command]
    if chosen.file is not None:
        words.append(str(chosen.file))
    if chosen.trying is not None:
        words += [TRY] if chosen.trying == Path() else [TRY, str(chosen.trying)]
    return " ".join(words)


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

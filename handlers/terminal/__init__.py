"""The subcommands of app.py: this table is the whole of it."""

import argparse
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Protocol

from handlers.terminal.kit import Kit
from handlers.terminal.loading import loaded
from handlers.terminal.reading import Reader, UsageError
from handlers.terminal.screen import OK, USAGE, Screen, locale_from
from handlers.terminal.target import with_try_last
from rules.errors import BatonError, Several


class Command(Protocol):
    """A module of this folder that is a subcommand."""

    def options(self, parser: argparse.ArgumentParser, screen: Screen) -> None: ...

    def work(self, kit: Kit, screen: Screen, chosen: argparse.Namespace) -> int: ...


# By name: each is loaded, with all it needs, when it is the one that was typed.
COMMANDS = {
    "try": "handlers.terminal.trying",
    "run": "handlers.terminal.running",
    "check": "handlers.terminal.checking",
    "config": "handlers.terminal.configuring",
    "people": "handlers.terminal.peopling",
    "manifest": "handlers.terminal.manifesting",
    "import": "handlers.terminal.importing",
    "export": "handlers.terminal.exporting",
    "rates": "handlers.terminal.rating",
    "audit": "handlers.terminal.auditing",
    "probe": "handlers.terminal.probing",
}


def run(arguments: Sequence[str], kit: Kit) -> int:
    """Runs one subcommand; returns 0, 1 for a fault that was told, 2 for a command line that cannot be read."""
    screen = Screen(locale_from(os.environ), sys.stdout, sys.stderr)
    name = arguments[0] if arguments else "help"
    if name in ("help", "-h", "--help"):
        return _help(screen)
    if name not in COMMANDS:
        near = get_close_matches(name, COMMANDS, 1) or ["help"]
        screen.fault(screen.t("terminal.unknown", word=name, nearest=near[0]))
        return USAGE
    command: Command = loaded(COMMANDS[name])
    parser = Reader(name, screen)
    command.options(parser, screen)
    try:
        if {"-h", "--help"} & set(arguments[1:]):
            screen.line(parser.format_help().rstrip())
            return OK
        return command.work(kit, screen, parser.parse_args(with_try_last(kit, arguments[1:])))
    except UsageError as fault:
        screen.fault(str(fault))
        screen.fault(parser.format_usage().rstrip())
        return USAGE
    except Several as fault:
        return screen.fault("\n".join(fault.sentences(screen.locale)))
    except BatonError as fault:
        return screen.fault(screen.t(fault.key, **fault.fields))
    except UnicodeDecodeError:
        return screen.fault(screen.t("terminal.not_utf8"))
    except FileNotFoundError as fault:
        return screen.fault(screen.t("terminal.no_file", path=fault.filename or name))
    except OSError as fault:
        words = {"path": fault.filename or name, "reason": fault.strerror or type(fault).__name__}
        return screen.fault(screen.t("terminal.file", **words))


def _help(screen: Screen) -> int:
    for name in COMMANDS:
        screen.line(f"app.py {name:<8} {screen.t('terminal.about_' + name)}")
    return OK

"""Reads the command line with argparse, and says what it says in the words of the catalogues."""

import argparse
import re
from collections.abc import Iterable
from typing import NoReturn

from handlers.terminal.screen import Screen

# What argparse complains of (its templates, of 3.11 to 3.13), and the sentence for it. Whatever else it may say
# becomes the plain "I can't read that", with the usage below it.
_COMPLAINTS = (
    (re.compile(r"unrecognized arguments: (?P<given>.+)"), "terminal.line_unknown"),
    (re.compile(r"the following arguments are required: (?P<name>.+)"), "terminal.line_missing"),
    (
        re.compile(
            r"argument (?P<name>[^:]+): invalid choice: (?P<given>.+?) \(choose from (?P<choices>.+)\)"
        ),
        "terminal.line_choice",
    ),
    (re.compile(r"argument (?P<name>[^:]+): invalid \w+ value: (?P<given>.+)"), "terminal.line_value"),
    (re.compile(r"argument (?P<name>[^:]+): expected one argument"), "terminal.line_empty"),
)


class UsageError(Exception):
    """The command line cannot be read; the message is a sentence in the screen's language."""


class Reader(argparse.ArgumentParser):
    """The parser of one subcommand."""

    def __init__(self, command: str, screen: Screen) -> None:
        self.command, self.screen = command, screen
        super().__init__(
            prog=f"app.py {command}",
            add_help=False,
            allow_abbrev=False,
            formatter_class=lambda prog: _Formatter(prog, screen),
        )
        self.add_argument("-h", "--help", action="store_true", help=screen.t("terminal.opt_help"))

    def error(self, message: str) -> NoReturn:
        for pattern, key in _COMPLAINTS:
            if found := pattern.fullmatch(message):
                words = {name: said.replace("'", "") for name, said in found.groupdict().items()}
                raise UsageError(
                    self.screen.t(key, **{"command": self.command, "after": self._after(words)} | words)
                )
        raise UsageError(self.screen.t("terminal.usage", command=self.command))

    def _after(self, words: dict[str, str]) -> str:
        """What the wrong word stands behind: the option, or the command itself."""
        name = words.get("name", "")
        return name if name.startswith("-") else self.command


class _Formatter(argparse.HelpFormatter):
    """Argparse's own layout under headings of ours."""

    def __init__(self, prog: str, screen: Screen) -> None:
        super().__init__(prog)
        self._screen = screen

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, prefix or self._screen.t("terminal.line_usage") + " ")

    def start_section(self, heading: str | None) -> None:
        is_options = heading == "options"
        super().start_section(
            self._screen.t("terminal.line_options" if is_options else "terminal.line_arguments")
        )

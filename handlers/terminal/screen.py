"""What a subcommand says, and to whom: the terminal's language, its two streams, one exit code per outcome."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

from bot.words import locale_of, text

OK, FAULT, USAGE = 0, 1, 2


def locale_from(env: Mapping[str, str]) -> str:
    """en or zh, as the terminal's own settings say."""
    tag = next((env[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if env.get(name)), "")
    return locale_of(tag.partition(".")[0])


@dataclass(frozen=True)
class Screen:
    """Says sentences of the catalogues on ``out``, faults on ``err``."""

    locale: str
    out: TextIO
    err: TextIO

    def t(self, key: str, /, **fields: object) -> str:
        """The catalogue's text in the terminal's language."""
        return text(self.locale, key, **fields)

    def line(self, words: str = "") -> None:
        """One line, at once."""
        self.out.write(words + "\n")
        self.out.flush()

    def fault(self, words: str) -> int:
        """One line about what is wrong; returns the exit code."""
        self.err.write(words + "\n")
        self.err.flush()
        return FAULT

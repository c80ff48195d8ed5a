"""What was done on a deal as the text of one cell, and back: a heading for each note, then what was agreed, then what is next.

    2026-11-24 15:30 · Talked · Liam
    likes the pilot
    → send the quote by Friday

A line of a note that looks like a heading or an arrow is led by a mark, so that every note comes back as it was.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rules.exchange.vocabulary import NOTES
from rules.names import squeezed
from rules.patterns import late

_HEADING = late(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2}) · (.+?) · ?(.*)")
_NEXT, _LED = "→ ", "› "
_LOOKS_SO = late(r"(?:› |→|\d{4}-\d{2}-\d{2} \d{2}:\d{2} · )")


@dataclass(frozen=True, slots=True)
class Action:
    """A note: when (local wall clock), of which kind (an attempt by its outcome), by whom, what was said."""

    at: datetime | None
    kind: str
    author: str
    agreed: str
    following: str = ""


def cell_of(actions: Sequence[Action], word: Callable[[str], str]) -> str:
    """The text of the cell; ``word`` names a kind in the reader's language."""
    return "\n".join(line for action in actions for line in _lines(action, word))


def _lines(action: Action, word: Callable[[str], str]) -> list[str]:
    at = action.at.strftime("%Y-%m-%d %H:%M") if action.at else ""
    lines = [f"{at} · {word(action.kind)} · {action.author}"]
    lines += [_led(line) for line in action.agreed.splitlines()]
    if action.following:
        first, *more = action.following.splitlines()
        lines += [_NEXT + first, *(_led(line) for line in more)]
    return lines


def _led(line: str) -> str:
    return _LED + line if _LOOKS_SO.match(line) else line


def read(said: str) -> list[Action]:
    """The notes of a cell; a text without headings is one note of nobody in particular, without a day."""
    found: list[Action] = []
    at: tuple[datetime, str, str] | None = None
    agreed: list[str] = []
    following: list[str] | None = None

    def close() -> None:
        text = "\n".join(agreed).strip("\n")
        if at is not None:
            found.append(Action(*at, text, "\n".join(following or ())))
        elif text:
            found.append(Action(None, "internal", "", text))

    for line in said.splitlines():
        heading = _heading(line)
        if heading is not None:
            close()
            at, agreed, following = heading, [], None
        elif at is not None and following is None and line.startswith(_NEXT):
            following = [line.removeprefix(_NEXT)]
        else:
            (agreed if following is None else following).append(line.removeprefix(_LED) if at else line)
    close()
    return found


def _heading(line: str) -> tuple[datetime, str, str] | None:
    found = _HEADING.fullmatch(line.strip())
    kind = NOTES.get(squeezed(found[2])) if found else None
    if found is None or kind is None:
        return None
    try:
        return datetime.fromisoformat(found[1]), kind, found[3].strip()
    except ValueError:
        return None

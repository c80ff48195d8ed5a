"""Word lists written as running text, and as patterns."""

import re
from collections.abc import Iterable


def words(text: str) -> list[str]:
    """The words of a text block, in order."""
    return text.split()


def phrases(text: str) -> list[str]:
    """The phrases of a text block, which commas part, in order."""
    return [" ".join(part.split()) for part in text.split(",")]


def any_of(spelled: Iterable[str]) -> str:
    """A pattern of any of these words, the longest first. It tries a beginning once, not each word that has it."""
    starts: dict[str, list[str]] = {}
    for word in sorted(set(spelled)):
        starts.setdefault(word[:1], []).append(word[1:])
    may_end = starts.pop("", None) is not None
    branches = [re.escape(first) + any_of(rest) for first, rest in starts.items()]
    if len(branches) == 1 and not may_end:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if may_end else ''}" if branches else ""

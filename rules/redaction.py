"""Taking words out of what was kept as data: which strings tell them, and the same data without those."""

from collections.abc import Iterable
from typing import Any

GONE = "—"  # stands where words stood: a message may still be made of the rest
# Where answers, audited changes and ways back hold what somebody said of a deal.
WORDS = frozenset(
    {
        *("agreed", "following", "next_text", "quote", "raw", "unplanned"),  # of a note
        *("name", "rest", "said", "text", "what", "words"),  # of what came of it
        "actions",  # all notes of a deal, as a file brought them
    }
)
SHORT = 4  # fewer signs are looked for as a whole only: "ok" is in half of all texts


def phrases(texts: Iterable[str | None]) -> frozenset[str]:
    """What to look for: each text and each of its lines."""
    whole = {text.strip() for text in texts if text}
    lines = {line.strip() for text in whole for line in text.splitlines()}
    return frozenset((whole | lines) - {"", GONE})


def tells(value: str, said: frozenset[str]) -> bool:
    """Whether a string tells one of these phrases, or is a piece of one."""
    piece = value.strip().rstrip("…").strip()
    if len(piece) < SHORT:
        return piece in said
    return any(piece in phrase or (len(phrase) >= SHORT and phrase in value) for phrase in said)


def without(data: Any, said: frozenset[str], *, everywhere: bool = False) -> Any:
    """The data with a dash for each string under one of `WORDS` (``everywhere``: under any name) that tells them."""
    if isinstance(data, dict):
        return {name: _of(name, value, said, everywhere=everywhere) for name, value in data.items()}
    if isinstance(data, list):
        return [without(value, said, everywhere=everywhere) for value in data]
    return GONE if everywhere and isinstance(data, str) and tells(data, said) else data


def _of(name: str, value: Any, said: frozenset[str], *, everywhere: bool) -> Any:
    if isinstance(value, str):
        return GONE if (everywhere or name in WORDS) and tells(value, said) else value
    return without(value, said, everywhere=everywhere)

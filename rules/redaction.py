"""Taking words out of what was kept as data: which strings tell them, and the same data without those."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from rules.patterns import late

GONE = "—"  # stands where words stood: a message may still be made of the rest
# Where answers, audited changes and ways back hold what somebody said of a deal.
WORDS = frozenset(
    {
        *("agreed", "following", "next_text", "quote", "raw", "unplanned"),  # of a note
        *("name", "rest", "said", "text", "what", "words"),  # of what came of it
        "asks",  # of a request for help
        "actions",  # all notes of a deal, as a file brought them
    }
)
OF_WAITS = WORDS | {"who", "why", "waiting_for"}  # the same of a wait
SHORT = 4  # fewer signs are looked for as a whole only: "ok" is in half of all texts
CUT = "…"
_HAN = "\u3400-\u9fff"
# Where a clause ends: at a mark, or in Chinese at a space.
_ENDS = late(rf"[，；。！？：、|\n]+|[,;:.!?]+(?=\s|$)|//|\s[-–—]+\s|(?<=[{_HAN}])\s+|(?<!\s)\s+(?=[{_HAN}])")


def phrases(texts: Iterable[str | None]) -> frozenset[str]:
    """What to look for: each text and each of its lines."""
    whole = {text.strip() for text in texts if text}
    lines = {line.strip() for text in whole for line in text.splitlines()}
    return frozenset((whole | lines) - {"", GONE})


def tells(value: str, said: frozenset[str], *, pieces: bool = False) -> bool:
    """Whether a string tells one of these phrases, be it beside other words, clauses of them alone, or the beginning
    of one that was cut off with "…". Words that stand within a clause are everybody's, "demo" is not only of "they want
    a demo"; with ``pieces`` they count too."""
    told = value.strip()
    piece = told.rstrip(CUT).strip()
    if piece in said or len(piece) < SHORT:
        return piece in said
    if pieces and any(piece in phrase for phrase in said):
        return True
    known, clauses = _clauses_of(said), _clauses(piece)
    if clauses and (known.issuperset(clauses) or any(_runs_in(phrase, clauses) for phrase in said)):
        return True
    return told.endswith(CUT) and any(each.startswith(piece) for each in known)


def _runs_in(phrase: str, clauses: tuple[str, ...]) -> bool:
    """Whether a whole phrase stands among these clauses."""
    run = _clauses(phrase) if len(phrase) >= SHORT else ()
    return bool(run) and any(clauses[n : n + len(run)] == run for n in range(len(clauses) - len(run) + 1))


def _clauses(text: str) -> tuple[str, ...]:
    return tuple(clause for part in _ENDS.split(text) if (clause := part.strip()))


@lru_cache(64)
def _clauses_of(said: frozenset[str]) -> frozenset[str]:
    return frozenset(clause for phrase in said for clause in _clauses(phrase) if len(clause) >= SHORT) | said


def without(
    data: Any, said: frozenset[str], *, everywhere: bool = False, names: frozenset[str] = WORDS
) -> Any:
    """The data with a dash for each string under one of these names that tells them (``everywhere``: under any name, and
    pieces of them too)."""
    if isinstance(data, dict):
        named = frozenset(data) if everywhere else names
        return {
            name: (GONE if name in named and tells(value, said, pieces=everywhere) else value)
            if isinstance(value, str)
            else without(value, said, everywhere=everywhere, names=names)
            for name, value in data.items()
        }
    if isinstance(data, list):
        return [without(value, said, everywhere=everywhere, names=names) for value in data]
    return GONE if everywhere and isinstance(data, str) and tells(data, said, pieces=True) else data

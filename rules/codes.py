"""Deal codes: SOURCE-YEAR-SEQ, written one way and read however people type them."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_GAP = r"[\s_\-.#/·–—―]{0,3}"


@dataclass(frozen=True, slots=True, order=True)
class Code:
    """A deal's number. `source` is spelled as configured (`EXPO`, `展会`)."""

    source: str
    year: int
    seq: int

    def __str__(self) -> str:
        return format_code(self.source, self.year, self.seq)


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code in a text; `start` and `end` are offsets into that text."""

    start: int
    end: int
    code: Code


def format_code(source_code: str, year: int, seq: int) -> str:
    """`EXPO-2026-001`: three digits or more, never cut."""
    return f"{source_code}-{year:04d}-{seq:03d}"


def parse_code(text: str, source_codes: Iterable[str]) -> Code | None:
    """The code that the whole text is, or None: any case or width, zeros and dashes optional."""
    stripped = text.strip().strip("()（）[]【】")
    found = find_code(stripped, source_codes)
    return found.code if found and (found.start, found.end) == (0, len(stripped)) else None


def find_code(text: str, source_codes: Iterable[str]) -> FoundCode | None:
    """The first code inside a longer text, or None."""
    return next(find_codes(text, source_codes), None)


def find_codes(text: str, source_codes: Iterable[str]) -> Iterator[FoundCode]:
    """Every code inside a longer text, in order."""
    spelled = {_fold(s): s for s in source_codes if s}
    if not spelled:
        return
    # Longest first: a source `EXPO-CN` must not be read as `EXPO`.
    names = "|".join(re.escape(s) for s in sorted(spelled, key=len, reverse=True))
    pattern = rf"(?<![a-z0-9])({names}){_GAP}(20[0-9]{{2}})(?:{_GAP}(?<![0-9])|(?=[0-9]{{3}}))([0-9]{{1,9}})(?![0-9])"
    for m in re.finditer(pattern, _fold(text)):
        if int(m[3]):
            yield FoundCode(m.start(), m.end(), Code(spelled[m[1]], int(m[2]), int(m[3])))


def _fold(text: str) -> str:
    """Half width and lower case, character for character, so that offsets stay true."""
    return "".join(_fold_one(c) for c in text)


def _fold_one(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char).lower()
    return folded if len(folded) == 1 else char

"""Tags of a deal: offered by a team's word lists, never set by themselves; kept as one text, so that they change with
the deal's version."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rules.names import fold

LONGEST = 2000  # characters that are read
SEP = ","


def packed(keys: Iterable[str]) -> str | None:
    """As a deal keeps them: ",price,delivery," with a sign on both sides of each; None for none."""
    known = sorted(set(keys))
    return f"{SEP}{SEP.join(known)}{SEP}" if known else None


def unpacked(kept: str | None) -> tuple[str, ...]:
    """The keys that a deal keeps."""
    return tuple(key for key in (kept or "").split(SEP) if key)


def said(text: str, lists: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The tags whose words a text has, in the order of the lists: Latin words as whole words, others anywhere."""
    plain = fold(text[:LONGEST])
    return tuple(key for key, words in lists.items() if _any(tuple(words)).search(plain))


@lru_cache(maxsize=256)
def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    spelled = [re.escape(folded) for word in words if (folded := fold(word))]
    if not spelled:
        return re.compile(r"(?!)")
    return re.compile(
        "|".join(rf"(?<![a-z0-9]){one}(?![a-z0-9])" if one[:1].isascii() else one for one in spelled)
    )

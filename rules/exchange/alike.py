"""Which of many names is nearly this one: a file's names are held against each other and against those that are known.

Two names that are alike enough share one of their rarest trigrams, so only names that do are looked at closely.
"""

from collections import Counter
from collections.abc import Iterable
from math import ceil

from rules.names import trigrams

SHORTEST = 3  # characters of a normalised name that is compared at all


class Alike:
    """Normalised names with what each stands for. ``expected`` are names that will come: what is rare is told by them."""

    def __init__(self, expected: Iterable[str], least: float) -> None:
        self._least, self._common = least, Counter[str]()
        for norm in set(expected):
            self._common.update(trigrams(norm))
        self._by_gram: dict[str, list[str]] = {}
        self._stands_for: dict[str, int] = {}

    def add(self, norm: str, stands_for: int) -> None:
        """From now on this name is found; the first of equal ones stays."""
        if len(norm) < SHORTEST or norm in self._stands_for:
            return
        self._stands_for[norm] = stands_for
        for gram in self._rarest(trigrams(norm)):
            self._by_gram.setdefault(gram, []).append(norm)

    def find(self, norm: str) -> int | None:
        """What the name nearest to this one stands for, if it is near enough; the name itself does not count."""
        if len(norm) < SHORTEST:
            return None
        own, best, found = trigrams(norm), self._least, None
        for gram in self._rarest(own):
            for other in self._by_gram.get(gram, ()):
                grams = trigrams(other)
                score = 2 * len(own & grams) / (len(own) + len(grams))
                if other != norm and score >= best:
                    best, found = score, self._stands_for[other]
        return found

    def _rarest(self, grams: frozenset[str]) -> list[str]:
        """So many that a name near enough shares one of them with this one."""
        shared = ceil(self._least / (2 - self._least) * len(grams))
        return sorted(grams, key=lambda gram: (self._common[gram], gram))[: len(grams) - shared + 1]

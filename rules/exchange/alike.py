"""Which of many names is nearly this one: a file's names are held against each other and against those that are known.

Two names that are alike enough share some of their rarest trigrams, so only names that do are looked at closely.
"""

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from math import ceil

from rules.names import nearest, trigrams

SHORTEST = 3  # characters of a normalised name that is compared at all
SHARED = 3  # of the rarest trigrams; one alone is shared by a hundred times as many names


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
        grams = trigrams(norm)
        met = Counter(chain.from_iterable(self._by_gram.get(gram, ()) for gram in self._rarest(grams)))
        enough = min(SHARED, self._least_shared(grams))
        near = nearest(norm, {n: n for n, times in met.items() if times >= enough and n != norm}, self._least)
        return self._stands_for[near[0]] if near else None

    def _least_shared(self, grams: frozenset[str]) -> int:
        """How many trigrams of this name every name has that is near enough to it."""
        return ceil(self._least / (2 - self._least) * len(grams))

    def _rarest(self, grams: frozenset[str]) -> list[str]:
        """So many that of a name near enough SHARED are among its own rarest: all that two names share stand in the
        same order in both, and behind the first SHARED of them come at least the rest."""
        so_many = len(grams) - self._least_shared(grams) + SHARED
        return sorted(grams, key=lambda gram: (self._common[gram], gram))[:so_many]

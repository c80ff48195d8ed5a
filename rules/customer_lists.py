"""A team's own lists about its customers: industries, regions, tiers.

A customer carries an entry's key, or the words of a file that no entry is called by: what somebody wrote is never lost.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field

from rules.assignment import has_word
from rules.models import Key, Model, Name
from rules.names import fold

ListName = Literal["industry", "region", "tier"]
NAMES: tuple[ListName, ...] = ("industry", "region", "tier")
ROOMS: Mapping[ListName, str] = {
    "industry": "industries",
    "region": "regions",
    "tier": "tiers",
}  # of the process
MOST = 99  # entries: Slack shows 100 options, and one is for words of a file


class Listed(Model):
    """An entry with a permanent key; a retired one says what it became. ``words``: what people write for it (上海 for East)."""

    key: Key
    name: Name
    words: tuple[Annotated[str, Field(min_length=1, max_length=60)], ...] = Field(default=(), max_length=200)
    moved_to: Key | None = None


_plain = lru_cache(maxsize=4096)(fold)  # of the lists' own words, which a file asks for with each line


def entry_of(entries: Sequence[Listed], said: str) -> Listed | None:
    """The entry of this key, else of this name in either language, else one that has it among its words; of a retired
    one what it became. None for anything else."""
    wanted = fold(said).strip()
    for spelled in (_key, _names, _words):
        found = next((one for one in entries if wanted in spelled(one)), None)
        if found is not None:
            return _successor(entries, found)
    return None


def kept(entries: Sequence[Listed], said: str) -> str:
    """As a customer carries it: an entry's key for its name; other words stay, also those that an entry stands for (上海
    says more than East)."""
    wanted = fold(said).strip()
    found = next((one for one in entries if wanted in {*_key(one), *_names(one)}), None)
    return _successor(entries, found).key if found is not None else said.strip()


def told(entries: Sequence[Listed], held: str, locale: str) -> str:
    """What is shown of it: the entry's name, or the words."""
    found = next((one for one in entries if one.key == held), None)
    return _successor(entries, found).name.of(locale) if found is not None else held


def spelled(entries: Sequence[Listed], held: str) -> str:
    """Everything that it is called, for rules that go by words."""
    found = entry_of(entries, held) if held else None
    return " ".join((held, found.key, found.name.en, found.name.zh)) if found is not None else held


def heard(entries: Sequence[Listed], text: str) -> str:
    """The names of the entries that a text speaks of, by a name or one of their words."""
    named = (_successor(entries, one) for one in entries if _speaks_of(text, one))
    return " ".join(f"{one.name.en} {one.name.zh}" for one in dict.fromkeys(named))


def meaning(entries: Sequence[Listed], keys: Collection[str], held: Iterable[str]) -> frozenset[str]:
    """Of all that customers carry, what means one of these entries, as `entry_of` has it; of what is no entry's key, what
    has it among its words."""
    means: dict[str, Listed] = {}
    for spelled in (_key, _names, _words):
        for one in entries:
            for word in spelled(one):
                means.setdefault(word, one)
    wanted = {word for word, one in means.items() if _successor(entries, one).key in keys}
    others = set(keys) - {one.key for one in entries}
    return frozenset(
        each
        for each in held
        if fold(each).strip() in wanted or any(has_word(each, other) for other in others)
    )


def _successor(entries: Sequence[Listed], one: Listed) -> Listed:
    by_key: Mapping[str, Listed] = {each.key: each for each in entries}
    seen = {one.key}
    while (after := by_key.get(one.moved_to or "")) is not None and after.key not in seen:
        one = after
        seen.add(one.key)
    return one


def _key(one: Listed) -> set[str]:
    return {_plain(one.key)}


def _names(one: Listed) -> set[str]:
    return {_plain(one.name.en), _plain(one.name.zh)}


def _words(one: Listed) -> set[str]:
    return {_plain(word) for word in one.words}


def _speaks_of(text: str, one: Listed) -> bool:
    return any(has_word(text, word) for word in (one.name.en, one.name.zh, *one.words))

"""What people call a customer: how its name begins, or the part of it that one says: Anxinda for Suzhou Anxinda,
安信达 for 苏州安信达科技有限公司. A place is no name, and neither is what many firms are called by."""

import re
from functools import lru_cache

from rules.lead_words import GOODS, HAN_COMPANY, HAN_TRADE, HAN_TRADE_TOO, LATIN_COMPANY
from rules.names import fold, norm_name
from rules.patterns import late
from rules.place_names import HAN_PLACES, LATIN_PLACES
from rules.wordlists import any_of

WHOLE, PART = 2, 1  # a name as it is written; how it begins, or a part of it
LEAST_HAN, LEAST_LATIN = 3, 4  # characters of a part that stands inside
_PLACE = rf"(?:{any_of(HAN_PLACES)})[省市区县]?"
_HAN_PLACE = late(rf"(?:{_PLACE})+")
_NO_HAN_NAME = late(rf"(?:{_PLACE}|{any_of((*HAN_TRADE, *HAN_TRADE_TOO, *HAN_COMPANY))})+")
_NO_LATIN_NAME = frozenset(LATIN_COMPANY) | GOODS
_PIECE = late(r"[a-z0-9]+|.")


def reach(name: str, head: str, *, is_account: bool) -> tuple[int, int]:
    """How many leading characters of ``head`` this name explains, and how. A Latin name is told by whole words. Of an
    account's also a part is a name, if it is more than a place or a trade."""
    lowered, whole = fold(head), fold(name)
    if whole and lowered.startswith(whole) and _ends(lowered, len(whole)):
        return len(whole), WHOLE
    norm, best = norm_name(name), 0
    for match in _PIECE.finditer(lowered):
        said = norm_name(lowered[: match.end()])
        if len(said) < 2 or not match[0].isalnum() or not _ends(lowered, match.end()):
            continue
        if _begins(norm, said) or (is_account and _stands_in(norm, said)):
            best = match.end()
    return best, PART


def _begins(norm: str, said: str) -> bool:
    return norm.startswith(said) and _ends(norm, len(said)) and not is_place(said)


def _stands_in(norm: str, said: str) -> bool:
    """Behind the place that it begins with, else anywhere if it is long enough to be meant."""
    if _is_han(said):
        behind = without_place(norm)
        is_said = behind.startswith(said) or (len(said) >= LEAST_HAN and said in norm)
        return is_said and not _is_trade(norm, norm.find(said), len(said))
    is_said = len(said) >= LEAST_LATIN and f" {said} " in f" {norm} "
    return is_said and not is_place(said) and said.split()[0] not in _NO_LATIN_NAME


def _is_trade(norm: str, at: int, length: int) -> bool:
    """Nothing but what many firms are called by, perhaps cut in two."""
    match = _NO_HAN_NAME.match(norm, at)
    return match is not None and match.end() >= at + length


def is_place(said: str) -> bool:
    """Nothing but where somebody sits."""
    return said in LATIN_PLACES or bool(_HAN_PLACE.fullmatch(said))


@lru_cache(maxsize=2048)
def without_place(norm: str) -> str:
    """A Chinese name without the province and city before it, where two characters or more are left."""
    match = _HAN_PLACE.match(norm)
    return norm[match.end() :] if match and len(norm) - match.end() >= 2 else norm


def names_whole(text: str, name: str) -> bool:
    """Does this text speak of that name, as it is written?"""
    if _is_han(name[:1]):
        return name in text
    return _has_word(fold(text), fold(name))


def names_first(text: str, name: str) -> bool:
    """A Latin name's first word, written as in the name; how a Chinese one of four characters or more begins, behind
    its place."""
    norm = norm_name(name)
    if _is_han(norm[:1]):
        return len(norm) >= 4 and without_place(norm)[:2] in text
    return _has_word(text, next(iter(name.split()), ""))


def _is_han(text: str) -> bool:
    return ord(text[:1] or "a") > 0x2E80


def _has_word(text: str, word: str) -> bool:
    return len(word) >= 3 and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def _ends(text: str, at: int) -> bool:
    """A Latin word may not be cut in two; Chinese has no spaces to go by."""
    if at >= len(text) or ord(text[at - 1]) > 0x2E80:
        return True
    return not text[at].isalnum() or ord(text[at]) > 0x2E80

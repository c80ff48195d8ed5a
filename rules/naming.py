"""What people call a customer: how its name begins, or the part of it that one says: Anxinda for Suzhou Anxinda,
安信达 for 苏州安信达科技有限公司. A place is no name, and neither is what many firms are called by."""

import re
from functools import lru_cache

from rules.lead_words import GOODS, HAN_COMPANY, HAN_TRADE, HAN_TRADE_TOO, LATIN_COMPANY
from rules.name_edges import LOOKS_AT, ends_surely, owns, possessive
from rules.names import fold, norm_name
from rules.other_firms import names_other_firm
from rules.patterns import late
from rules.place_names import HAN_PLACES, LATIN_PLACES
from rules.wordlists import any_of, words

# A name as it is written; how it begins, or a part of it; either, and more behind it that may make another name of it
WHOLE, PART, PERHAPS = 2, 1, 0
LONGEST = 40  # characters in which a name is looked for
LEAST_HAN, LEAST_LATIN = 3, 4  # characters of a part that stands inside
_PLACE = rf"(?:{any_of(HAN_PLACES)})[省市区县]?"
_HAN_PLACE = late(rf"(?:{_PLACE})+")
_NO_HAN_NAME = late(rf"(?:{_PLACE}|{any_of((*HAN_TRADE, *HAN_TRADE_TOO, *HAN_COMPANY))})+")
_NO_LATIN_NAME = frozenset(LATIN_COMPANY) | GOODS
_PIECE = late(r"[a-z0-9]+|.")
_ADDRESSES = late(
    r"(?:[给跟和与同找向约去到对见发]|联系|拜访|回访|走访|\b(?:to|with|at|for|from|call|called|calling|meet|met|visit|visited|see|saw|"
    r"ask|asked|e?-?mail|e?-?mailed|text|texted|ring|rang|remind|chase|send|sent|tell|told)\s)\s*\Z",
    re.I,
)
_TITLES = frozenset(words("mr mrs ms miss dr prof sir madam"))


def reach(name: str, text: str, *, is_account: bool) -> tuple[int, int]:
    """How many leading characters of ``text`` this name explains, and how. A Latin name is told by whole words. Of an
    account's also a part is a name, if it is more than a place or a trade. What makes something theirs belongs to it:
    Initech's Bill."""
    text = text[: LONGEST + LOOKS_AT]
    lowered, whole = fold(text), fold(name)
    typed = text if len(text) == len(lowered) else lowered
    is_whole = bool(whole) and lowered.startswith(whole) and _ends(lowered, len(whole))
    if is_whole and ends_surely(typed, len(whole), is_long=is_account and " " in whole):
        is_other = names_other_firm(typed, len(whole), is_account=is_account)
        return len(whole), PERHAPS if is_other else WHOLE
    norm = norm_name(name)
    best, is_middle = _part(norm, lowered, is_account)
    if theirs := possessive(typed, best) if best else 0:
        said, is_all = typed[best + theirs :].lstrip(), is_account and norm_name(lowered[:best]) == norm
        if owns(typed[:best], said, is_whole=is_all, is_middle=is_middle):
            return best + theirs, WHOLE if is_all else PART
    if is_whole and best <= len(whole):
        return len(whole), PERHAPS
    if not best:
        return 0, PART
    is_other = names_other_firm(typed, best, is_account=is_account)
    is_other = is_other or (is_account and _is_all_of_it(norm, lowered[:best]))
    return best, PART if ends_surely(typed, best, is_middle=is_middle) and not is_other else PERHAPS


def _is_all_of_it(norm: str, said: str) -> bool:
    """Apple Inc: with its legal form a name is whole, and Apple Valley Farms another one."""
    bare = norm_name(said)
    return said.isascii() and norm_name(f"{said} x") != f"{bare} x" and not norm.endswith(bare)


def _part(norm: str, lowered: str, is_account: bool) -> tuple[int, bool]:
    """The most leading characters that are a part of this name, and whether they stand in the middle of a Latin one."""
    best, is_middle = 0, False
    for match in _PIECE.finditer(lowered, 0, LONGEST):
        said = norm_name(lowered[: match.end()])
        if len(said) < 2 or not match[0].isalnum() or match[0] == "and" or not _ends(lowered, match.end()):
            continue
        begins = _begins(norm, said)
        if begins or (is_account and _stands_in(norm, said)):
            best, is_middle = match.end(), not begins
    return best, is_middle


def _begins(norm: str, said: str) -> bool:
    return norm.startswith(said) and _ends(norm, len(said)) and not is_place(said) and said not in _TITLES


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


def names_surely(text: str, name: str) -> bool:
    """Does this text speak of that name and plainly of nobody else's? Two characters of it do only where a clause
    begins, and a place or a trade never does."""
    norm = norm_name(name)
    start = without_place(norm)[:2] if _is_han(norm) else fold(next(iter(name.split()), ""))
    lowered = fold(text)
    at = lowered.find(start) if start else -1
    while at >= 0:
        length, how = reach(name, text[at:], is_account=True)
        before = lowered[at - 1 : at]
        is_apart = not before.isalnum()
        enough = is_apart or (_is_han(start) and (how == WHOLE or length >= LEAST_HAN))
        if length and how != PERHAPS and enough:
            return True
        at = lowered.find(start, at + 1)
    return False


def names_addressed(text: str, name: str) -> bool:
    """打电话给云帆科技, call with Globex Machinery: is the whole name what something is done with, and ends there?"""
    lowered, whole = fold(text), fold(name)
    at = lowered.find(whole) if whole else -1
    while at > 0:
        if is_addressed(lowered, at) and reach(name, text[at:], is_account=True) == (len(whole), WHOLE):
            return True
        at = lowered.find(whole, at + 1)
    return False


def is_addressed(text: str, at: int) -> bool:
    """Is what stands here something that one is with, or turns to: call …, 给…?"""
    return _ADDRESSES.search(text, 0, at) is not None


def _is_han(text: str) -> bool:
    return ord(text[:1] or "a") > 0x2E80


def _has_word(text: str, word: str) -> bool:
    return len(word) >= 3 and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def _ends(text: str, at: int) -> bool:
    """A Latin word may not be cut in two; Chinese has no spaces to go by."""
    if at >= len(text) or ord(text[at - 1]) > 0x2E80:
        return True
    return not text[at].isalnum() or ord(text[at]) > 0x2E80

"""All bits recognised at one place of a text, in either language, and where a bit may start and end."""

import re

from rules.patterns import late
from rules.when import (
    clock_words,
    clocks,
    dates,
    en_counts,
    en_days,
    en_nth,
    en_stretches,
    holidays,
    vague,
    zh_clocks,
    zh_counts,
    zh_days,
    zh_more,
    zh_spans,
)
from rules.when.anchors import anchored, turned
from rules.when.model import Facts, Piece, Reader, Rule


def _late(*rules: Rule) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    return tuple((late(pattern), read) for pattern, read in rules)


_BOTH = _late(*holidays.RULES, *vague.RULES)
_ENGLISH = _late(
    *dates.RULES, *en_days.RULES, *en_counts.RULES, *en_stretches.RULES, *en_nth.RULES, *clocks.RULES, *clock_words.RULES,
)  # fmt: skip
_CHINESE = _late(
    *zh_days.RULES, *zh_counts.RULES, *zh_spans.RULES, *zh_more.RULES, *zh_clocks.RULES,
)  # fmt: skip
_EITHER = (*_ENGLISH, *_CHINESE, *_BOTH)


def _rules_for(first: str) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """The rules that can begin with this character: digits, the q of Q4 and the h of H1 begin those of both languages."""
    if not first.isascii():
        return (*_CHINESE, *_BOTH)
    return _EITHER if first.isdigit() or first in "qh" else (*_ENGLISH, *_BOTH)


_REPEATS = late(r"(?:every|each|per|mr\.?|ms\.?|mrs\.?|every other) $")


def starts_here(text: str, at: int) -> bool:
    """Whether a phrase may start at this place: not inside a word, a number, 第… or 每…."""
    here, before = text[at], text[at - 1] if at else " "
    if here == " " or (here == "@" and before.isalnum()):
        return False
    if here.isascii() and here.isalnum() and before.isascii() and (before.isalnum() or before in "_$€£¥#@%"):
        return False
    if here.isdigit() and at > 1 and before in ".,:/-+" and text[at - 2].isdigit():
        return False
    if before == " " and _REPEATS.search(text, max(0, at - 12), at):
        return False
    return not (
        before in "第每初"
        or (before in "零一二两三四五六七八九十百千万" and here in "零一二两三四五六七八九十")
    )


def ends_here(text: str, end: int) -> bool:
    if end >= len(text):
        return True
    last, after = text[end - 1], text[end]
    return not (
        last.isascii()
        and last.isalnum()
        and after.isascii()
        and after.isalnum()
        and last != "t"
        and after != "z"
    )


def pieces_at(text: str, at: int, facts: Facts) -> list[Piece]:
    """All bits recognised at this place, longest first, then surest first."""
    if at >= len(text):
        return []
    if at not in facts.seen:  # every place is read once, however many phrases pass over it
        facts.seen[at] = []
        facts.seen[at] = _read(text, at, facts)
    return facts.seen[at]


def _read(text: str, at: int, facts: Facts) -> list[Piece]:
    found = []
    for pattern, read in _rules_for(text[at]):
        m = pattern.match(text, at)
        piece = read(m, facts) if m and m.end() > at else None
        if piece and ends_here(text, piece.end) and not (facts.strict and piece.weak > 2):
            found.append(piece)
    found += [t for piece in found if (t := turned(text, piece, facts)) and ends_here(text, t.end)]
    found += anchored(text, at, facts, lambda place: pieces_at(text, place, facts))
    found.sort(key=lambda p: (-p.end, p.weak))
    return found

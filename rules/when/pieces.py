"""All bits recognised at one place of a text, in either language, and where a bit may start and end."""

from datetime import timedelta

from rules.when import (
    clocks,
    dates,
    en_days,
    en_spans,
    holidays,
    zh_clocks,
    zh_counts,
    zh_days,
    zh_more,
)
from rules.when.days import monday
from rules.when.model import Facts, Piece
from rules.when.text import EN_NUMBER, compiled, en_number

_RULES = (
    *dates.RULES, *en_days.RULES, *en_spans.RULES, *clocks.RULES, *zh_days.RULES, *zh_counts.RULES, *zh_more.RULES, *zh_clocks.RULES, *holidays.RULES,
)  # fmt: skip

_SHIFT = (
    r"(?:(?:the )?(?P<n>" + EN_NUMBER + r") |the |(?=day (?:after|before) |week (?:from|after|on) ))" + en_days.UNIT
    + r" (?:(?P<way>from|after|following|before|prior to|on|to|until|till) )?(?:the )?(?=\w)"
)  # fmt: skip
_WEEK_OF = r"(?:the )?(?:week (?:of|commencing|beginning|starting)|w/c|wc) (?:the )?(?=\w)"
_REPEATS = r"(?:every|each|per|mr\.?|ms\.?|mrs\.?|every other) $"


def starts_here(text: str, at: int) -> bool:
    """Whether a phrase may start at this place: not inside a word, a number, 第… or 每…."""
    here, before = text[at], text[at - 1] if at else " "
    if here == " " or (here == "@" and before.isalnum()):
        return False
    if here.isascii() and here.isalnum() and before.isascii() and (before.isalnum() or before in "_$€£¥#@%"):
        return False
    if here.isdigit() and at > 1 and before in ".,:/-+" and text[at - 2].isdigit():
        return False
    if before == " " and compiled(_REPEATS).search(text, max(0, at - 12), at):
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
    for pattern, read in _RULES:
        m = compiled(pattern).match(text, at)
        piece = read(m, facts) if m and m.end() > at else None
        if piece and ends_here(text, piece.end) and not (facts.strict and piece.weak > 2):
            found.append(piece)
    shifted = _shifted(text, at, facts)
    if shifted:
        found.append(shifted)
    week = _week_of(text, at, facts)
    if week:
        found.append(week)
    found.sort(key=lambda p: (-p.end, p.weak))
    return found


def _shifted(text: str, at: int, facts: Facts) -> Piece | None:
    """`a week from friday`, `two days after the 15th`, `the day before dec 3`, `a week tomorrow`."""
    m = compiled(_SHIFT).match(text, at)
    if not m or (not m["way"] and m["unit"][0] not in "wf"):
        return None
    if not m["n"] and m["way"] not in {"after", "following", "before", "from", "on"}:
        return None
    inner = next((p for p in pieces_at(text, m.end(), facts) if p.days and not p.clocks and not p.week), None)
    if inner is None:
        return None
    n = en_number(m["n"]) if m["n"] else 1
    back = m["way"] in {"before", "prior to", "to", "until", "till"}
    moved = tuple(en_days.shift(d, -n if back else n, m["unit"], facts) for d in inner.days)
    return Piece(inner.end, days=moved, reason=inner.reason, part=inner.part)


def _week_of(text: str, at: int, facts: Facts) -> Piece | None:
    """`the week of dec 7`, `w/c 7 dec`: its Monday to Friday are offered."""
    m = compiled(_WEEK_OF).match(text, at)
    inner = next((p for p in pieces_at(text, m.end(), facts) if p.days and not p.week), None) if m else None
    if inner is None:
        return None
    first = monday(inner.days[0])
    return Piece(inner.end, days=(first, first + timedelta(days=4)), reason="week", week=True)

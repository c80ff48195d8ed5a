"""Slips in long words that dates are made of: `wednessday`, `septemeber`. What is read so is always asked about."""

from rules.patterns import late

_WORDS = (
    "tomorrow", "yesterday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february",
    "august", "september", "october", "november", "december", "weekend", "christmas", "thanksgiving", "afternoon", "morning",
    "evening", "business", "quarter", "fortnight", "midnight",
)  # fmt: skip
_LONG = late(r"(?<![a-z])[a-z]{6,13}(?![a-z])")


def mended(text: str) -> str:
    """The text with each long word that is one slip away from a word of dates put right."""
    return _LONG.sub(lambda m: _nearest(m[0]), text)


def _nearest(word: str) -> str:
    if word.removesuffix("s") in _WORDS:  # mondays repeat, and so name none
        return word
    near = [known for known in _WORDS if known[0] == word[0] and _one_slip(word, known)]
    return near[0] if len(near) == 1 else word


def _one_slip(word: str, known: str) -> bool:
    """Whether a letter was left out, doubled, mistaken, or two neighbours changed places."""
    at = next(
        (n for n, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), min(len(word), len(known))
    )
    rest, good = word[at:], known[at:]
    return (
        rest[1:] == good
        or rest == good[1:]
        or rest[1:] == good[1:]
        or (rest[:2] == good[:2][::-1] and rest[2:] == good[2:])
    )

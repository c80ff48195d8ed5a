"""To whom words are said that begin with a name: `@dana send the template`, `Dana: 报价模板`, `李娜 报价模板`."""

import re
from collections.abc import Collection, Mapping

from rules.given_names import AMBIGUOUS_NAMES
from rules.names import squeezed

_LONGEST = 4  # words of a name
_WORD = re.compile(r"[^\s,，:：、;；]+")
_GAP = " \n,，:：、;；"
_HAN = re.compile(r"[\u3400-\u9fff]{2,4}")


def addressed(text: str, names: Mapping[str, Collection[str]]) -> tuple[str | None, str]:
    """Who alone of these is called as the text begins, the longest name first, and what is said to them; nobody and the
    whole text where it names nobody, or two, or a word of every day (will they sign). ``names``: by what each goes."""
    said, is_called = text.removeprefix("@").lstrip(), text.startswith("@")
    who: dict[str, set[str]] = {}
    for key, called in names.items():
        for name in filter(None, called):
            who.setdefault(squeezed(name), set()).add(key)
    for end in _ends(said):
        name = squeezed(said[:end])
        found = who.get(name, set()) if is_called or name not in AMBIGUOUS_NAMES else set()
        if found:
            return (next(iter(found)), said[end:].lstrip(_GAP)) if len(found) == 1 else (None, text)
    return None, text


def _ends(said: str) -> list[int]:
    """Where a name at the start may end: behind a word, or inside a run of Chinese, where no space parts them."""
    words = [match.end() for match, _ in zip(_WORD.finditer(said), range(_LONGEST), strict=False)]
    run = _HAN.match(said)
    return sorted({*words, *(range(2, run.end() + 1) if run else ())}, reverse=True)

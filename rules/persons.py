"""Whom a text names: by a whole name, a given name, or a family name with a title (Lena, Ms. Ortiz, 周厂长, 建国)."""

import re
from collections.abc import Iterator
from functools import lru_cache

from rules.edge_words import CAPITAL_OPENS, LATIN_WORD, NAMES, TITLES
from rules.given_names import AMBIGUOUS_NAMES
from rules.lead_han import bare_han_name
from rules.lead_words import COMPOUND_SURNAMES, HAN_TITLES
from rules.naming import is_addressed
from rules.patterns import late
from rules.wordlists import any_of, words

_HONORIFIC = late(r"(?:mrs?|ms|miss|dr|prof)\b\.?\s*", re.I)
_LEADS_TO = late(
    r"(?:[请陪催问叫]|提醒|通知|邀请|\b(?:ping|phone|invite|message|nudge|reach|thank|brief|show|give|bring|catch|loop in)\s)\s*\Z",
    re.I,
)
_TITLED = late(rf"(?P<bare>.+?)(?P<title>{any_of(HAN_TITLES)})")
_LONGER = r"(?![监工裁统部会局管务编助])"  # 张总 of 张总监
_GOES_ON = late(r"\W|[的打说聊谈见发报寄送回讲看签催问要约确沟联拜开去来和跟把今明后周下上这那一再一]|$")
_MONTHS = words("january february march april may june july august september october november december")
_NO_NAME = CAPITAL_OPENS | frozenset((*_MONTHS, *(month[:3] for month in _MONTHS)))


def addressed(text: str, name: str, title: str = "") -> bool:
    """Is this the person with whom something is done: remind me to call Lena, 给周厂长打电话?"""
    return any(
        is_addressed(text, at) or _LEADS_TO.search(text, 0, at) is not None
        for at in _places(text, name, title)
    )


def spoken_of(text: str, name: str, title: str = "") -> bool:
    """Does this text name them?"""
    return next(_places(text, name, title), None) is not None


def _places(text: str, name: str, title: str) -> Iterator[int]:
    for pattern, may_go_on in _called(name, title):
        for found in pattern.finditer(text):
            if may_go_on or _ends(text, found.end()):
                yield found.start()


def _ends(text: str, at: int) -> bool:
    """Of a name without title: Lena, but not Lena Smith; 建国, but not 建国路."""
    if ord(text[at - 1]) > 0x2E80:
        return _GOES_ON.match(text, at) is not None
    behind = LATIN_WORD.match(text[at:].lstrip(" "))
    return behind is None or not behind[0][0].isupper() or behind[0].lower() in _NO_NAME


@lru_cache(maxsize=2048)
def _called(name: str, title: str) -> tuple[tuple[re.Pattern[str], bool], ...]:
    """Patterns of what they are called by; with each, whether it may go on behind it."""
    if ord(name[:1] or "a") > 0x2E80:
        return tuple(_han(name, title or ""))
    return tuple(_latin(name))


def _han(name: str, title: str) -> Iterator[tuple[re.Pattern[str], bool]]:
    titled = _TITLED.fullmatch(name)
    if titled is not None or not bare_han_name(name):
        yield re.compile(re.escape(name) + (_LONGER if name.endswith("总") else "")), True
    bare = titled["bare"] if titled is not None else name
    if len(bare) < 2 or not bare_han_name(bare):
        return
    yield re.compile(re.escape(bare)), False
    size = 2 if bare.startswith(COMPOUND_SURNAMES) else 1
    family, given = bare[:size], bare[size:]
    fits = [one for one in HAN_TITLES if one in (titled["title"] if titled is not None else title)]
    yield re.compile(f"{family}(?:{any_of(fits) if fits else TITLES}){_LONGER}"), True
    if len(given) > 1:
        yield re.compile(re.escape(given)), False


def _latin(name: str) -> Iterator[tuple[re.Pattern[str], bool]]:
    bare = _HONORIFIC.sub("", name, count=1) if _HONORIFIC.match(name) else name
    parts = bare.split()
    if not parts:
        return
    yield re.compile(rf"(?<!\w)(?:mrs?|ms|miss|dr|prof)\b\.?\s*{re.escape(parts[-1])}(?!\w)", re.I), True
    if bare != name and len(parts) == 1:  # of Ms. Chen nothing is known but that
        return
    if len(parts) > 1:
        whole = r"\s+".join(map(re.escape, parts))
        yield re.compile(rf"(?<!\w){whole}(?!\w)", re.I), True
    first = parts[0]
    is_plain = first.lower() in NAMES and first.lower() not in AMBIGUOUS_NAMES
    if len(first) > 1 and first[0].isupper():
        spelled = f"(?:{re.escape(first)}|{re.escape(first.lower())})" if is_plain else re.escape(first)
        yield re.compile(rf"(?<!\w){spelled}(?!\w)"), False

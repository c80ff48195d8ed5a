"""Tags of a deal: offered by a team's word lists, never set by themselves; kept as one text, so that they change with
the deal's version."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from rules.names import fold
from rules.patterns import late

LONGEST = 2000  # characters that are read
SEP = ","


def packed(keys: Iterable[str]) -> str | None:
    """As a deal keeps them: ",price,delivery," with a sign on both sides of each; None for none."""
    known = sorted(set(keys))
    return f"{SEP}{SEP.join(known)}{SEP}" if known else None


def found_by(keys: Iterable[str]) -> set[str]:
    """What stands for these tags among the words by which a deal is found: no word that is typed begins so."""
    return {f"{SEP}{key}{SEP}" for key in keys}


def unpacked(kept: str | None) -> tuple[str, ...]:
    """The keys that a deal keeps."""
    return tuple(key for key in (kept or "").split(SEP) if key)


# In the same clause, before the word or behind it: no competitor, 没有竞品; price is fine, 价格没问题了, 价格也能接受.
_NONE_BEFORE = late(
    r"(?<![a-z])(?:no|not|never|without|isn'?t|aren'?t|wasn'?t|(?:do|does|did)n'?t (?:mention|ask about|discuss|care about)|nothing (?:about|on)"
    r"|(?:happy|fine|ok|okay|good|comfortable|cool|satisfied|agree[sd]?|accept(?:s|ed)?) (?:with |on |about |to )?)"
    r"(?: ?(?:any|an?|the|our|other|real|more|this|that|new|with|about|on))*(?: final| quoted| list)? ?$"
    r"|(?:没有?|无|不是|不存在|不在乎|不关心|不纠结|没提|没问|没说|没谈|没聊|不嫌|不谈|(?<!不)(?:接受|认可|同意)了?)(?:[什么任何其他到过了我们咱的这个]{0,5})$"
)
_FINE_BEHIND = late(
    r"[a-z ]{0,14}? ?(?:(?:is|are|was|were|looks?|sounds?|seems?|'s)(?: all| also| now| quite| totally| really)? )?"
    r"(?<!not )(?:fine|ok|okay|good|great|agreed|accepted|acceptable|approved|settled|sorted|confirmed|competitive|works|no (?:problem|issue|concern)s?"
    r"|(?:is|are|was)(?:n'?t| not)(?: an?| the| really)* (?:problem|issue|concern|blocker))(?![a-z])"
    r"|[^，。；,;！!？?\n不嫌但]{0,6}(?:没什么问题|没问题|没有问题|没意见|没异议|没有?说什么|不是问题|(?<!不)能接受|(?<!不)可以|接受(?![不]|范围外)|认可|ok|谈妥|谈好|谈定|定了|敲定|满意|合适|已?确认)"
)
_CLAUSE_START = late(r"[，。；,;！!？?\n.]|(?<![a-z])but(?![a-z])|但是?|不过")


def tags_in(text: str, lists: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The tags whose words a text has, in the order of the lists: Latin words as whole words, others anywhere. A word
    that the text denies or calls settled (no competitor, 价格没问题了) offers nothing."""
    plain = fold(text[:LONGEST])
    return tuple(key for key, words in lists.items() if _is_meant(_folded(tuple(words)), plain))


def _is_meant(words: tuple[str, ...], plain: str) -> bool:
    if not any(map(plain.__contains__, words)):
        return False  # most texts have none of them, and a pattern takes ten times as long to tell
    return any(not _is_denied(plain, *found.span()) for found in _any(words).finditer(plain))


def _is_denied(plain: str, start: int, end: int) -> bool:
    before = _CLAUSE_START.split(plain[max(0, start - 40) : start])[-1]
    return bool(_NONE_BEFORE.search(before) or _FINE_BEHIND.match(plain, end))


@lru_cache(maxsize=256)
def _folded(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(folded for word in words if (folded := fold(word)))


@lru_cache(maxsize=256)
def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    spelled = map(re.escape, words)
    return re.compile(
        "|".join(rf"(?<![a-z0-9]){one}(?![a-z0-9])" if one[:1].isascii() else one for one in spelled)
    )

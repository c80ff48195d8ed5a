"""What `/deal find …` and `/deal list …` ask for: words to search, and filters said in the words of either language.

A filter is a whole word or phrase that names a stage, a source, a light, a state, an amount or an owner; whatever is
none of these is searched for. What was understood is shown back with the result.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from rules.customer_lists import NAMES, ListName, entry_of
from rules.deal_verbs import is_verb
from rules.money import Amount, parse_amount
from rules.names import fold
from rules.pipeline import Pipeline

LONGEST = 200  # characters that are read
LIGHTS: Mapping[str, tuple[str, ...]] = {
    "red": ("red", "overdue", "红", "红灯", "亮红灯", "过限"),
    "amber": ("amber", "yellow", "黄", "黄灯", "快到了"),
    "green": ("green", "绿", "绿灯", "正常"),
}
STATES: Mapping[str, tuple[str, ...]] = {
    "open": ("open", "live", "在跟", "进行中"),
    "won": ("won", "closed", "成交", "赢单", "完成"),
    "lost": ("lost", "丢单", "丢了"),
    "invalid": ("invalid", "无效"),
    "draft": ("draft", "drafts", "草稿"),
}
SEARCHES: Mapping[str, tuple[str, ...]] = {
    "find": ("find", "search", "找", "查", "搜"),
    "list": ("list", "pipeline", "列", "列表", "漏斗"),
}
OFFERS: Mapping[str, tuple[str, ...]] = {
    "take": ("take", "我来跟", "领"),
    "assign": ("assign", "分配", "派给"),
}
OF_CUSTOMERS: Mapping[ListName, tuple[str, ...]] = {  # `region:East`; the plain word is searched for
    "industry": ("industry", "sector", "行业"),
    "region": ("region", "area", "地区", "区域", "大区"),
    "tier": ("tier", "level", "等级", "级别", "客户等级"),
}
TAG = ("tag", "标签")  # `tag:delivery`, where the plain word is a stage
_MARKS = "|".join((*TAG, *(mark for marks in OF_CUSTOMERS.values() for mark in marks)))
_MARKED: Mapping[str, ListName] = {mark: which for which, marks in OF_CUSTOMERS.items() for mark in marks}
_GAP = re.compile(rf"(?<!\w)({_MARKS})\s*[:：]\s+(?=\S)", re.I)  # region: East
TEAM = ("team", "协作", "协作人", "团队")
COMMANDS = ("find", "search", "list", "pipeline", "take", "assign", "team", "same", "sources")
MANAGERS = ("assign", "same", "sources")  # of these, theirs alone
ALIKE = 0.7  # lsit, fnd; less is a name
MINE = ("mine", "my", "我的")
_OWNER = re.compile(
    r"(?:@(?!(?<=[a-z0-9_.+-]@)[a-z0-9.-]+\.[a-z]{2})|owner[:：]\s*|负责人[:：]\s*)(\S{1,60})", re.IGNORECASE
)
_LEAST = re.compile(
    r"(?:^|(?<=\s))(?:>=?|over|above|at least|超过|大于)\s*(\S+)|(\S+?)\s*(?:以上|起|\+)(?=\s|$)",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"(?:^|(?<=\s))(?:<=?|under|below|at most|不到|小于)\s*(\S+)|(\S+?)\s*以下(?=\s|$)", re.IGNORECASE
)
_SAME = re.compile(r"(?:same|merge|合并|同一家)\s*([^=＝]+?)\s*[=＝]\s*(.*)", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"[^\s,，、;；]+")
_PHRASE = 4  # words that a name of ours has at most


@dataclass(frozen=True, slots=True)
class DealQuery:
    """``least`` and ``most`` are minor units of ``currency``; ``owner`` is a name as it was typed. Of a customer's lists
    keys, and words that no entry is called by."""

    words: str = ""
    stages: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    lights: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    industry: frozenset[str] = frozenset()
    region: frozenset[str] = frozenset()
    tier: frozenset[str] = frozenset()
    owner: str = ""
    is_mine: bool = False
    least: int | None = None
    most: int | None = None
    currency: str = ""

    @property
    def is_bare(self) -> bool:
        """Nothing was asked for but everything."""
        return self == DealQuery()


def search_of(word: str) -> str:
    """find or list, if a command's first word asks for one of them; else empty."""
    return next((kind for kind, spelled in SEARCHES.items() if fold(word) in spelled), "")


def nearly(text: str) -> str:
    """The command's word that the first of these comes close to (`lsit`); empty for none, for a right one and for a verb
    (`lost`). Acme is no `same`: that has a sign of equality behind it."""
    word = fold(next(iter(text.split()), ""))
    is_right = word in COMMANDS or is_verb(word)
    near = "" if is_right else next(iter(get_close_matches(word, COMMANDS, 1, ALIKE)), "")
    return "" if near == "same" and not re.search("[=＝]", text) else near


def team_of(text: str) -> str | None:
    """The deal whose team is meant in ``team Acme``, `协作人 恒达`; None for any other text, and for the word alone."""
    first, _, rest = text.strip().partition(" ")
    return rest.strip() or None if fold(first) in TEAM else None


def same_as(text: str) -> tuple[str, str] | None:
    """The two names of `same A = B` (the second may be missing); None for any other text."""
    found = _SAME.fullmatch(text)
    return (found[1], found[2].strip()) if found else None


def offer_verb(text: str) -> tuple[str, str] | None:
    """take or assign, and the number, of `take EXPO-2026-014`; None for any other text."""
    verb, code = _offer(text)
    return (verb, code) if verb and code[-1:].isdigit() else None


def offer_meant(text: str) -> str:
    """What stands behind take or assign where a number is expected; empty for any other text."""
    return _offer(text)[1]


def _offer(text: str) -> tuple[str, str]:
    first, _, said = text.strip().partition(" ")
    verb = next((verb for verb, spelled in OFFERS.items() if fold(first) in spelled), "")
    return (verb, said.strip()) if verb else ("", "")


def read(text: str, pipeline: Pipeline) -> DealQuery:
    """The words and filters of a text."""
    query, rest = _amounts(DealQuery(), text[:LONGEST], pipeline.base_currency)
    owner = _OWNER.search(rest)
    if owner is not None:
        query = replace(query, owner=owner[1])
        rest = f"{rest[: owner.start()]} {rest[owner.end() :]}"
    known = _known(pipeline)
    found = _WORD.findall(_GAP.sub(r"\1:", rest))
    kept: list[str] = []
    while found:
        size = next((n for n in range(_PHRASE, 0, -1) if _kind(" ".join(found[:n]), known)), 0)
        if not size:
            word = found.pop(0)
            mark, _, said = word.replace("：", ":", 1).partition(":")
            which = _MARKED.get(fold(mark)) if said else None
            if which is None:
                kept.append(word)
            else:  # words of a file that no entry is called by
                query = _with(query, which, said)
            continue
        kind, key = _kind(" ".join(found[:size]), known) or ("", "")
        query = replace(query, is_mine=True) if kind == "mine" else _with(query, kind, key)
        del found[:size]
    return replace(query, words=" ".join(kept))


def _with(query: DealQuery, kind: str, key: str) -> DealQuery:
    both = {name: getattr(query, name) | ({key} if name == kind else set()) for name in _KINDS}
    return replace(query, **both)


_KINDS = ("stages", "sources", "states", "lights", "tags", *NAMES)


def _amounts(query: DealQuery, text: str, base: str) -> tuple[DealQuery, str]:
    least, text = _amount(_LEAST, text, base)
    most, text = _amount(_MOST, text, base)
    said = least or most
    if said is None:
        return query, text
    return replace(
        query,
        currency=said.currency,
        least=least.minor if least else None,
        most=most.minor if most else None,
    ), text


def _amount(pattern: re.Pattern[str], text: str, base: str) -> tuple[Amount | None, str]:
    """The first sum behind or before such words, and the text without it."""
    for found in pattern.finditer(text):
        amount = parse_amount(found[1] or found[2], base)
        if isinstance(amount, Amount):
            return amount, f"{text[: found.start()]} {text[found.end() :]}"
    return None, text


def _known(pipeline: Pipeline) -> dict[str, tuple[str, str]]:
    """Every word that is a filter, folded: what kind it is, and its key."""
    known: dict[str, tuple[str, str]] = {}

    def learn(kind: str, key: str, words: Iterable[str]) -> None:
        for word in words:
            known.setdefault(fold(word), (kind, key))

    for key, words in STATES.items():
        learn("states", key, words)
    for key, words in LIGHTS.items():
        learn("lights", key, words)
    learn("mine", "mine", MINE)
    for stage in pipeline.stages:
        learn("stages", stage.key, (stage.key, stage.name.en, stage.name.zh))
    for source in pipeline.sources:
        learn("sources", source.key, (source.key, source.name.en, source.name.zh))
    for stage in pipeline.stages:  # 方案 for 方案演示, where nothing else is called so
        learn("stages", stage.key, (stage.name.zh[:n] for n in range(2, len(stage.name.zh))))
    for key, tag in pipeline.words.tags.items():
        names = (key, tag.name.en, tag.name.zh)
        learn("tags", key, (*names, *(f"{mark}:{name}" for name in names for mark in TAG)))
    for which, marks in OF_CUSTOMERS.items():
        entries = pipeline.lists[which]
        for one in entries:
            spelled = (one.key, one.name.en, one.name.zh, *one.words)
            found = entry_of(entries, one.key) or one
            learn(which, found.key, (f"{mark}:{word}" for mark in marks for word in spelled))
    return known


def _kind(word: str, known: Mapping[str, tuple[str, str]]) -> tuple[str, str] | None:
    return known.get(fold(word))


def is_help(text: str) -> bool:
    """Does a whole `/deal` ask what can be typed?"""
    return fold(text.strip()) in ("help", "?", "帮助", "怎么用")


def is_sources(text: str) -> bool:
    """Does a whole `/deal` ask which sources bring what?"""
    return text.strip().casefold() in ("sources", "来源")

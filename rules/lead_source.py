"""Where a lead came from and for whom it is, in the words of either language."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rules.lead_words import COMMON_SURNAMES, GIVEN_NAMES, SOURCE_SYNONYMS
from rules.patterns import late
from rules.spans import HAN, Board
from rules.wordlists import any_of, words


@dataclass(frozen=True, slots=True)
class SourceWords:
    """A configured source: permanent key, code (`EXPO`, `展会`), the words people say for it."""

    key: str
    code: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundSource:
    """A source in a line: offsets of what said it; `sure` is False where the word may mean something else."""

    start: int
    end: int
    key: str
    sure: bool


_WINDOW = 40
# Words that are just as often the thing wanted or the way to reach somebody.
_AMBIGUOUS = frozenset(
    words(
        """website 官网 网站 微信 wechat partner channel existing social 渠道 代理 广告 推荐 介绍 booth fair facebook twitter
        直播 公众号 企业微信 企微 百度 google"""
    )
)
_BEFORE = rf"(?:(?:source|来源|渠道)\s*[:：]?\s*|(?:(?:found|heard|saw)\s+(?:about\s+|of\s+)?us\s+(?:on|at|via|through)|from|via|through|at|by|met\s+(?:at|on))\s+(?:the\s+|our\s+|a\s+|an\s+)?|(?:来自|通过|从|在|由)\s*|[{HAN}]{{0,3}}(?=朋友介绍|转介绍))"
_AFTER = r"(?:上?(?:来的|认识的?|加的|过来的|留言|留的|遇到的?|碰到的?|遇见的?|见到的?|拿的名片|推荐的?|介绍的?|咨询的?|上的|那边来的|线索|客户|来)|\s+(?:lead|inquiry|form)|(?<=referral)\s+(?:from|by)\s+\w+|(?<=referred)\s+by\s+\w+|(?<=intro)\s+from\s+\w+)"
_MEANS_ELSE = late(
    r"\s*(?:同号|号|改版|建设|开发|升级|系统|平台|推送|小程序|群发|program|programme|portal|platform|redesign|app|development|integration|builder|management|服务|公司|设计|监控|改造|投放系统|搭建)",
    re.I,
)
# 加的微信: how to reach them, not where they came from.
_REACHED = late(r"(?:加|留|互加|扫)(?:的|了|个|过|他|她)*$")
_WANTED = late(
    r"(?:想|要|做|上|需要|加|换|new|their|need|needs|wants?|a|build|redesign)\s*了?\s*(?:做|个)?\s*$", re.I
)
_FOR_HAN = late(
    rf"(?:转给|分给|交给|派给|指给|分配给|归|给)\s?@?(?P<name>[{HAN}]{{2,4}}?)(?:跟进|跟|负责|处理)?(?=$|[^{HAN}])"
)
_FOR_LATIN = late(
    r"(?<![A-Za-z])(?:(?:for|assign(?:ed)?\s+to|give\s+(?:this\s+|it\s+)?to|hand\s+to|owner)\s*[:：]?|转给|给|分给|交给|归)\s*@?(?P<name>[A-Za-z][\w.'-]*)(?![\w@])",
    re.I,
)
_AT = late(rf"(?<![\w@.])@(?P<name>[\w.{HAN}-]{{2,30}})")


def find_source(board: Board, sources: Sequence[SourceWords]) -> list[FoundSource]:
    """Every source that the free text names, the sure ones first; one entry a place."""
    pattern, keys, codes = _compiled(tuple(sources))
    if pattern is None:
        return []
    masked, found = board.masked, []
    for match in pattern.finditer(masked):
        word = match["word"].lower()
        if _MEANS_ELSE.match(masked, match.end()) or _REACHED.search(
            masked[max(0, match.start("word") - 8) : match.start("word")]
        ):
            continue
        if word.isascii() and word.upper() in codes and not (match["word"].isupper() and len(word) > 2):
            continue
        key = keys[re.sub(r"[\s\-]+", " ", word)]
        found.append(FoundSource(match.start(), match.end(), key, _is_sure(masked, match, word)))
    return sorted(found, key=lambda f: (not f.sure, f.start))


def find_owner(board: Board, people: Callable[[], Sequence[str]]) -> tuple[int, int, str, bool] | None:
    """For whom the lead is: offsets, the name, and whether it is one of `people` (or Slack's own mention), who are
    asked for only where a line names somebody."""
    masked, team, known = board.masked, None, None
    for pattern in (_FOR_HAN, _FOR_LATIN, _AT):
        for match in pattern.finditer(masked):
            name = match["name"].rstrip(".")
            team = people() if team is None else team
            known = known or {n.lower(): p for p in team for n in (p, *p.split()) if n}
            if name.lower() in known:
                return match.start(), match.end(), known[name.lower()], True
            if pattern is _AT:
                return match.start(), match.end(), name, not team
            if not team and (
                name[0] in COMMON_SURNAMES and len(name) < 4 or name.istitle() and name.lower() in GIVEN_NAMES
            ):
                return match.start(), match.end(), name, False
    return None


def _is_sure(masked: str, match: re.Match[str], word: str) -> bool:
    if match["before"] or match["after"]:
        return True
    # A window is enough, and keeps a long text from being searched again for every hit.
    cut = max(0, match.start() - _WINDOW)
    left, right = (
        ("x" if cut else "") + masked[cut : match.start()],
        masked[match.end() : match.end() + _WINDOW],
    )
    alone = bool(re.search(r"(?:^|[\x00\n,，;；|、(（])\s*$", left)) and bool(
        re.match(r"\s*(?:$|[\x00\n,，;；|、)）])", right)
    )
    if alone:
        return True
    if word in {"微信", "wechat"} and re.match(r"\s*[:：]?\s*[\x00\d]", right):
        return False
    wanted = bool(_WANTED.search(left))
    if word in _AMBIGUOUS:
        spaced = re.search(rf"[{HAN}\x00]\s+$", left) and re.match(rf"\s+[{HAN}\x00]", right)
        ends = re.fullmatch(r"\s*", left) or re.fullmatch(r"\s*", right)
        return bool(ends or spaced and not word.isascii()) and not wanted
    if wanted and re.search(f"[{HAN}]", left[-3:]):
        return False
    # A Han word inside a longer Han run may be part of a name (展会服务); spaces make it stand free.
    return not (re.search(f"[{HAN}]$", left) and re.match(f"[{HAN}]", right))


@lru_cache(maxsize=16)
def _compiled(
    sources: tuple[SourceWords, ...],
) -> tuple[re.Pattern[str] | None, dict[str, str], frozenset[str]]:
    keys: dict[str, str] = {}
    for source in sources:
        for word in (
            source.code,
            *source.words,
            source.key.replace("_", " "),
            *SOURCE_SYNONYMS.get(source.key, ()),
        ):
            keys.setdefault(re.sub(r"[\s\-]+", " ", word.strip().lower()), source.key)
    keys.pop("", None)
    if not keys:
        return None, {}, frozenset()
    spelled = any_of(keys).replace(r"\ ", r"[\s\-]+")
    pattern = rf"(?P<before>(?<![A-Za-z]){_BEFORE})?(?<![A-Za-z0-9@.\-])(?P<word>{spelled})(?:(?<=[a-z])(?![a-z0-9@\-]|\.[a-z])|(?<![a-z]))(?P<after>{_AFTER})?"
    # A code is a word too when somebody says so; else `IN` and `REF` are read in capitals only.
    said = {
        w.lower()
        for s in sources
        for w in (*s.words, s.key.replace("_", " "), *SOURCE_SYNONYMS.get(s.key, ()))
    }
    codes = frozenset(s.code.upper() for s in sources if s.code.lower() not in said)
    return late(pattern, re.I), keys, codes

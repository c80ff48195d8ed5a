"""Where a lead came from and for whom it is, in the words of either language."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from rules.given_names import GIVEN_NAMES
from rules.lead_han import bare_han_name
from rules.lead_source_words import AMBIGUOUS_SOURCES, PLATFORMS, SOURCE_SYNONYMS
from rules.lead_words import COMMON_SURNAMES, HAN_TITLES
from rules.patterns import late, late_han
from rules.spans import HAN, Board
from rules.wordlists import any_of


class SourceWords(NamedTuple):
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
_BEFORE = rf"(?:(?:source|来源|渠道)\s*[:：]?\s*|(?:(?:found|heard|saw|seen|came|comes|reached|got|contacted|signed up|known)\s+(?:about\s+|of\s+|out\s+to\s+)?(?:us\s+|our\s+ads?\s+|the\s+ads?\s+|an\s+ad\s+|it\s+|in\s+)?(?:on|at|via|through|from|by)|from|via|through|at|by|met\s+(?:(?:him|her|them)\s+)?(?:at|on))\s+(?:the\s+|our\s+|a\s+|an\s+)?|(?:来自|通过|从|在|由)\s*|[{HAN}]{{0,3}}(?=朋友介绍|转介绍))"
# Fairs by their names: 慕尼黑光博会, 上海车展. Not what a firm builds (展会搭建).
_SHOW = rf"|[{HAN}]{{1,8}}(?:博会|博览会|展览会|交易会|洽谈会|车展|展销会|家具展|食品展|工业展|电子展|建材展|医疗展|机床展)"
_AFTER = r"(?:(?:上|里面?|中)?(?:后台|现场)?(?:私信|咨询|询价|询盘|报名|留资|搜到|搜|看到|找|加微信|扫码)*(?:来的|认识的?|聊过?的|谈过?的|见过?的|加的|过来的?|留言|填的?表单?|留的|留资|报名的?|遇到的?|碰到的?|遇见的?|见到的?|拿的名片|推荐的?|介绍的?|咨询的?|询价的?|询盘|私信的?|搜到的?|上的|那边来的|进来的|打进来的|后台|线索|客户|(?:转|带|推)过?来的?|来)|\s+(?:leads?|inquiry|enquiry|form|contact|prospect|badge\s+scan|scan|attendee|sign-?up|signup|registration|visitor|submission)|(?<=referral)\s+(?:from|by)\s+\w+|(?<=partner)(?=\s+(?-i:[A-Z])\w+\s*(?:$|[,;|]))|(?<=referred)\s+by\s+\w+|(?<=intro)\s+from\s+\w+)"
_MEANS_ELSE = late(
    r"\s*(?:同号|号|改版|建设|开发|升级|中心|管理|培训|系统|平台|推送|小程序|群发|program|programme|portal|platform|redesign|center|centre|hall|hotel|tool|software|ready|app|development|integration|builder|management|服务|公司|设计|监控|改造|投放系统|搭建|商城|支付|运营|代运营|对接|接口)",
    re.I,
)
# 加的微信: how to reach them, not where they came from.
_REACHED = late(r"(?:加|留|互加|扫)(?:的|了|个|过|他|她)*$")
_WANTED = late(
    r"(?:想|要|做|上|需要|加|换|new|their|need|needs|wants?|a|build|redesign)\s*了?\s*(?:做|个)?\s*$", re.I
)
# Who sent them is nobody's contact: 王总推荐, 转介绍自王总, 转介绍（李总）, referred by Bob at Oscorp.
_CAP = r"[A-ZÀ-Þ][\w'’\-]*"
_SENT_HAN = late_han(
    rf"(?<![{HAN}])(?P<who>[{HAN}]{{1,14}}?)的?(?:那边|这边|处)?(?<!渠道)(?<!代理商)(?<!伙伴)(?:推荐|转介绍|介绍|引荐|转过?来|带过?来|推(?:过?来|的)|牵线|牵的线)(?:过来|来|给我们?|了)?(?:[一个位家]{{0,2}})?的?(?:客户|线索|朋友|同学|老乡|亲戚|熟人)?(?![{HAN}])"
)
# 金蝶渠道推过来的: the partner is nobody's account.
_SENT_PARTNER = late_han(
    rf"(?<![{HAN}])(?:[{HAN}]{{2,6}}(?:渠道商?|代理商?|经销商|合作?伙伴)|(?:渠道商|代理商|经销商|合作伙伴)[{HAN}]{{2,8}}?)(?:那边|这边)?(?:推荐|转介绍|介绍|引荐|转|推|带)(?:过来|来|给我们?)?了?的?(?:客户|线索)?(?![{HAN}])"
)
_SENT_BY = late(
    rf"(?:转介绍|推荐|介绍|引荐)\s?[（(](?P<firm>[{HAN}A-Za-z0-9]{{2,10}} [{HAN}]{{2,4}})[)）]|(?:转(?=自)|转介绍|推荐|介绍|引荐)(?:自|人[:：]?\s?|\s?[（(])\s?(?P<who>[{HAN}]{{1,3}}(?:{any_of(HAN_TITLES)})|[{HAN}]{{2,3}}|{_CAP}(?: {_CAP})?)[)）]?|"
    rf"(?<![A-Za-z])(?P<partner>(?i:(?:channel )?partner )(?=(?i:intro|ref|lead|sent|recomm)))?(?i:referred|recommended|introduced|intro|introduction|ref|ref'd|referral|recommendation|sent)(?: over)? \(?(?:by|from|via|through) {_CAP}(?: {_CAP})?(?:\.?\))?"
    rf"(?:\s?(?:\(|\b(?:at|from|of)\b|@)\s?{_CAP}(?: {_CAP})?\)?)?"
)
# 刘姐（老客户）推荐她弟刘勇: up to what relation they are; who follows is the lead.
_SENT_KIN = late(
    rf"(?<![{HAN}])[{HAN}]{{2,6}}(?:[（(][^()（）\n]{{1,8}}[)）])?(?:推荐|介绍|引荐)[了的]?(?:的是)?(?:她|他|一?个)?的?(?:弟弟?|妹妹?|哥哥?|姐姐?|表[弟妹哥姐]|朋友|同学|同事|老公|老婆|亲戚|邻居|老乡|客户|战友)(?=[{HAN}]{{2,3}}|[，,]\s?叫)"
)
_SENDER = late(
    rf"(?:{any_of(HAN_TITLES)}|朋友|同事|同学|客户|亲戚|老乡|战友|邻居|领导|熟人|校友|姐妹|闺蜜|兄弟|哥们|家人|师兄|师姐|[老小阿][{HAN}])$"
)
_FOR_HAN = late_han(
    rf"(?:转给|分给|交给|派给|指给|分配给|归|给)\s?@?(?P<name>[{HAN}]{{2,4}}?)(?:跟进|跟|负责|处理)?(?=$|[^{HAN}])"
)
_FOR_LATIN = late(
    r"(?<![A-Za-z])(?:(?:(?<!ask )(?<!asked )(?<!asking )(?<!look )(?<!looking )(?<!speak )for|assign(?:ed)?\s+to|give\s+(?:this\s+|it\s+)?to|hand\s+to|owner)\s*[:：]?|转给|给|分给|交给|归)\s*@?(?P<name>[A-Za-z][\w.-]*)(?!['’]s|[\w@])",
    re.I,
)
_TO_ONE = late(
    rf"^(?P<name>[{HAN}]{{2,4}}?|[A-Z][a-z]+)[\s,，:：]*(?:这个|这条|这单|有个)?(?:线索)?(?:跟进(?=\s?[:：])|负责(?=\s?[:：])|给你|你跟|你来跟|跟一?下(?:这个|这条|这单)?)(?:一下)?(?![{HAN}])"
)
_AT = late(rf"(?<![A-Za-z0-9_@.])@(?P<name>[\w.{HAN}-]{{2,30}})")


_EVENTS = frozenset(("summit", "fair", "stand", "congress", "channel"))
_NAME_NEXT = late(r" [A-Z][a-z]")
_CUSTOMER_IS = late(r"(?:客户|公司|单位)(?:是|叫)\s*\Z")  # 客户是小红书


def find_source(board: Board, sources: Sequence[SourceWords]) -> list[FoundSource]:
    """Every source that the free text names, the sure ones first; one entry a place."""
    pattern, keys, codes = _compiled(tuple(sources))
    if pattern is None:
        return []
    masked, found = board.masked, []
    for match in pattern.finditer(masked):
        word = match["word"].lower()
        if word in _EVENTS and match["word"].istitle() and _NAME_NEXT.match(masked, match.end()):
            continue  # Summit Peak Rentals
        if word in PLATFORMS and _CUSTOMER_IS.search(masked[: match.start("word")]):
            continue
        if _MEANS_ELSE.match(masked, match.end()) or _REACHED.search(
            masked[max(0, match.start("word") - 8) : match.start("word")]
        ):
            continue
        if word.isascii() and word.upper() in codes and not (match["word"].isupper() and len(word) > 2):
            continue
        key = keys.get(_GAPS.sub(" ", word), keys.get("展会", ""))
        found.append(FoundSource(match.start(), match.end(), key, _is_sure(masked, match, word)))
    return sorted(found, key=lambda f: (not f.sure, f.start))


def source_key(word: str, sources: Sequence[SourceWords]) -> str | None:
    """The source that a word stands for, None where the team has none such."""
    return _compiled(tuple(sources))[1].get(word)


def find_referrer(board: Board, sources: Sequence[SourceWords]) -> FoundSource | None:
    """Who sent the lead, as the words for that source: offsets of all that says it."""
    keys = _compiled(tuple(sources))[1]
    key = keys.get("转介绍") or keys.get("referral")
    if key is None:
        return None
    hit = _SENT_BY.search(board.masked)
    if hit:
        by_partner = hit["partner"] and keys.get("partner")
        return FoundSource(hit.start(), hit.end(), by_partner or key, sure=True)
    if board.masked.isascii():
        return None
    partner = _SENT_PARTNER.search(board.masked)
    if partner and (by_partner := keys.get("渠道") or keys.get("partner")):
        return FoundSource(partner.start(), partner.end(), by_partner, sure=True)
    kin = _SENT_KIN.search(board.masked)
    if kin:
        return FoundSource(kin.start(), kin.end(), key, sure=True)
    for hit in _SENT_HAN.finditer(board.masked):
        if _SENDER.search(hit["who"]) or bare_han_name(hit["who"][-3:]) or bare_han_name(hit["who"][-2:]):
            return FoundSource(hit.start(), hit.end(), key, sure=True)
    return None


def is_colleague(name: str, people: Callable[[], Sequence[str]]) -> bool:
    """Is a name, or Slack's own mention, one of the team's?"""
    wanted = name.strip().lstrip("@").lower()
    return name.startswith("<@") or any(wanted in (p.lower(), *p.lower().split()) for p in people())


def find_owner(board: Board, people: Callable[[], Sequence[str]]) -> tuple[int, int, str, bool] | None:
    """For whom the lead is: offsets, the name, and whether it is one of `people` (or Slack's own mention), who are
    asked for only where a line names somebody."""
    masked, team, known = board.masked, None, None
    for pattern in (_TO_ONE, _FOR_HAN, _FOR_LATIN, _AT):
        for match in pattern.finditer(masked):
            name = match["name"].rstrip(".")
            team = people() if team is None else team
            known = known or {n.lower(): p for p in team for n in (p, *p.split()) if n}
            if name.lower() in known:
                return match.start(), match.end(), known[name.lower()], True
            if pattern is _AT and not (match.start() and masked[match.start() - 1] >= "\u3400"):
                return match.start(), match.end(), name, not team
            if not team and (
                name[0] in COMMON_SURNAMES and len(name) < 4 or name.istitle() and name.lower() in GIVEN_NAMES
            ):
                return match.start(), match.end(), name, False
    return None


_PARTED_LEFT = late(r"(?:^|[\x00\n,，;；|、(（])\s*$")
_PARTED_RIGHT = late(r"\s*(?:$|[\x00\n,，;；|、)）])")
_NUMBER_NEXT = late(r"\s*[:：]?\s*[\x00\d]")
_GAPS = late(r"[\s\-]+")
_DEPARTMENT_NEXT = late(rf"\s*[{HAN}]{{1,6}}(?:部|中心|事业部)(?![{HAN}])")


def _is_sure(masked: str, match: re.Match[str], word: str) -> bool:
    if match["before"] or match["after"] is not None:
        return True
    # A window is enough, and keeps a long text from being searched again for every hit.
    cut = max(0, match.start() - _WINDOW)
    left, right = (
        ("x" if cut else "") + masked[cut : match.start()],
        masked[match.end() : match.end() + _WINDOW],
    )
    if _PARTED_LEFT.search(left) and _PARTED_RIGHT.match(right):
        return True
    if word in PLATFORMS and _DEPARTMENT_NEXT.match(right):
        return False
    if word in {"微信", "wechat"} and _NUMBER_NEXT.match(right):
        return False
    wanted = bool(_WANTED.search(left))
    if word in AMBIGUOUS_SOURCES:
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
    # No word begins with a space, a comma or what is taken: in a line that was read that is most of it.
    pattern = rf"(?=[^\s\x00,])(?P<before>(?<![A-Za-z]){_BEFORE})?(?<![A-Za-z0-9@.])(?<![A-Za-z0-9]-)(?P<word>{spelled}{_SHOW if '展会' in keys else ''})(?:(?<=[a-z])(?![a-z0-9@\-]|\.[a-z])|(?<![a-z]))(?P<after>{_AFTER})?"
    # A code is a word too when somebody says so; else `IN` and `REF` are read in capitals only.
    said = {
        w.lower()
        for s in sources
        for w in (*s.words, s.key.replace("_", " "), *SOURCE_SYNONYMS.get(s.key, ()))
    }
    codes = frozenset(s.code.upper() for s in sources if s.code.lower() not in said)
    return late(pattern, re.I), keys, codes

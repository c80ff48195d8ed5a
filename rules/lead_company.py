"""The account in a lead line, where the words show it: by legal form or trade word, by 公司叫 or a place behind a person."""

import re

from rules.given_names import AMBIGUOUS_NAMES, FAMILY_NAMES, GIVEN_NAMES
from rules.lead_branches import one_more
from rules.lead_han import bare_han_name, is_titled
from rules.lead_latin import is_role, is_titled_name
from rules.lead_source_words import PLATFORMS, SOURCE_SYNONYMS
from rules.lead_words import (
    ENGLISH_WISH,
    FILLERS,
    GOODS,
    HAN_COMPANY,
    HAN_GOODS_TAILS,
    HAN_TRADE,
    HAN_TRADE_TOO,
    HAN_WISH,
    LATIN_COMPANY,
    SMALL_TALK,
    WANTED_TOO,
)
from rules.patterns import late, late_han
from rules.place_names import HAN_PLACES
from rules.spans import HAN, Board, Piece
from rules.wordlists import any_of, words

_FORMS = any_of(HAN_COMPANY)
_TRADES = any_of(HAN_TRADE)
LEAD_IN = late(
    r"(?:^了(?!解|不起))?(?:今天|昨天|路过|经过|刚刚|刚(?![需好])|我们|客户|对方|公司)*(?:不是|不对|应该|其实|就|叫做?)*(?:来自|拜访了?|去了|认识了?|碰到了?|遇到了?|见到了?|我是|我们是|这是|是|跟|和|在(?!线)|到)?的?(?=.{2})"
)
_HAN_FORM = late_han(
    rf"(?P<name>[{HAN}A-Za-z0-9（）()&·]{{2,30}}?(?:{_FORMS})(?:(?:{_FORMS}))*)(?!长(?![沙春江安城治期]))"
)
_HAN_BRACKET = late_han(
    rf"(?<![{HAN}A-Za-z0-9])(?P<name>[{HAN}A-Za-z0-9]{{2,14}}[（(][{HAN}]{{1,8}}[)）][{HAN}]{{0,12}}?(?:{_FORMS})(?:{_FORMS})*)"
)
_TRADE_NAME = late_han(rf"[{HAN}A-Za-z0-9&·]{{1,20}}?(?:{_TRADES})+")
_OF = late("..(?<!美)的|[我你他她]的")  # 美的 is a firm
_BRANCH = late(r"(?:分公司|事业部|分行|支行|分院|办事处|项目部)$")
_NOT_A_FIRM = late_han(
    r"^(?:贵|我们?|他们?|她们?|某|该|这家|那家|本|一家|两家|几家|有家|家|大|小|分|总|子|新|老|外资|国有|上市|有限)*(?:公司|集团|厂|医院|大学|学院|银行|酒店|学校)$|"
    r"^[一两二三四五六七八九十几多好\d]+[个家座间所][大小分新老子]*(?:工?厂区?|公司|集团|医院|学校|学院|酒店|门?店|车间|仓库?|园区)$|"
    r"^(?:国企|央企|外企|私企|民企|事业单位|上市公司|我?们?(?:代理商|经销商|渠道商|集成商|供应商)|终端用户|最终用户|甲方|乙方|总包|熟人|散户|个体户?|项目|报备)$|"
    r"(?:合作|加盟|机构|团队|部门|同学|朋友|本人|介绍|推荐|老客户|新客户|兼职|家属|客户|单子|线索|询盘|订单)$"
)
# 抖音投放: two words of sources in a row are no firm; one alone (百度) may be.
_WHENCE = [w for said in SOURCE_SYNONYMS.values() for w in said if not w.isascii()]
_SAYS_WHENCE = late(rf"(?:{any_of(_WHENCE)}){{2,}}|{any_of(w for w in _WHENCE if w not in PLATFORMS)}")
# 年产值2亿, 100人, 某公司: a description of a firm, not its name.
_DESCRIBES = late_han(
    r"\d+[多余来]?[人亿万年台家个套件条张位名款间块元吨]|产值|营收|(?<!某)某(?!某)|(?<!百)姓|^(?:女士|先生|小姐)$|^(?:我们?|他们?|贵|本)?公司$|^[年月日没]|^\d{1,2}月|^约[了好在]|[上下本这]周|^[去到来].{0,4}厂里?$|^[这那]个$|^周[一二三四五六日末]|^[他她你咱先再说]|^自己|^昵称|^微信|^(?:老婆|老公|朋友|同事|同学|亲戚|邻居|表[哥弟姐妹]|我家)|^我(?!爱)|(?:园区|开发区|高新区)$|留言|[那这]边|转[介过]?[绍来]|^[不没未刚加](?!二家|需|好)|(?:介绍|推荐|牵线)$|^转自|4S店|^保密|一下|这个|^[只说据]|发传单|(?:老板|老板娘|店主|负责人)$|供应商|^名单|^[^\W\d_]?[打聊谈跑扫][街通过到进码]|种草|让(?:我|联系|跟|加)|看[到见]|[搜问]到|[加找][我你他她]|电话|前台|[一两几]家$|[^\W\d_](?<!我爱)[我你您他她](?!爱)|给了|[一这那某几]家[做开搞卖的]|^[一这那某几]家|^[做开搞卖]|^手[里上头]|吗$|^方便"
)
_CALLED_SO = late_han(rf"[没无](?:电话|手机|邮箱|微信)(?:{_TRADES}|{_FORMS})+")  # 没电话科技
_RANK = late(r"\d(?:st|nd|rd|th)")
_LEGAL = frozenset(
    ("inc", "corp", "ltd", "llc", "llp", "plc", "gmbh", "co", "company", "ag", "bv", "pty", "pte")
)
_FORM_WORD = rf"(?:{any_of(LATIN_COMPANY)})(?![A-Za-z]|-[a-z])"
_HAS_FORM = late(rf"[ ]{_FORM_WORD}", re.I)
_LATIN_FORM = late(
    rf"(?P<name>(?<![\w'’&.\-])(?:[\w'’&.\-]{{1,40}},?[ ]+){{1,5}}?(?:{_FORM_WORD}\.?(?:,?[ ]+(?={_FORM_WORD}))?)+)",
    re.I,
)
# Words for a firm that are family names too.
_ALSO_FAMILIES = frozenset(
    words("mills parks banks glass law farmer shore waters power rivers fields stone brooks wells printing")
)
# University of Zurich, Expo Center of Dallas
_OF_FORMS = frozenset(
    words(
        "university bank center centre college institute museum school hospital ministry council academy port"
    )
)
_THE_FIRM = late(
    rf"The (?:[A-Z][\w&'’-]* ){{1,3}}(?-i:{'|'.join(w.title() for w in LATIN_COMPANY)})"
)  # The Phone Company
NO_FIRM = late(
    rf"No [A-Z][\w'-]+(?: (?:{'|'.join(w.title() for w in LATIN_COMPANY)}|{'|'.join(w.upper() for w in _LEGAL)}))+(?![A-Za-z])"
)  # No Phone Inc, No Email LLC
_OF_PLACE = late(r" of (?:the )?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)?")
_OF_NAME = late(
    r"(?<![\w'’.-])(?:(?:City|Town|Township|County|Village|Borough|Diocese|Ministry|Municipality) of|Port Authority of) (?:the )?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,2}"
)
_WISH = late(rf"(?<![A-Za-z])(?:{ENGLISH_WISH})(?![A-Za-z])", re.I)
_STARTS_WISH = late(rf"(?:{HAN_WISH})|(?:{ENGLISH_WISH})(?![A-Za-z])", re.I)
_GOODS = late(any_of(GOODS))
_SMALL_WORDS = FILLERS - {"and", "the", "of"}
_WORD = late(r"\S+")
_PART = late(r"[A-Za-z'-]+|[^\sA-Za-z]+")
_LETTER = late(r"[^\W_]")
_LATIN_WORD = late("[a-z]+")
_GOODS_TAIL = late(rf"(?:{any_of(HAN_GOODS_TAILS)})$")

_FURTHER = late(rf"(?P<between>(?:(?!的)[{HAN}]){{0,4}}?)(?:{_FORMS})(?![{HAN}]{{0,3}}(?:系统|管理|平台))")
_GENERIC = late_han(rf"(?:{_TRADES}|{any_of(HAN_TRADE_TOO)})+(?:{_FORMS})")  # 石油工程公司: whose?

_SITE = late_han(rf"(?:{any_of(HAN_PLACES)})市?(?:工厂|分?厂|基地|门店|分?店)")  # 南京工厂: whose?
_HEAD = late(
    rf"(?:(?<![{HAN}A-Za-z0-9])[{HAN}A-Za-z0-9]{{2,12}}|(?<![A-Za-z])[A-Z][\w&'-]*(?: [A-Z][\w&'-]*){{0,2}})[ /-]\Z"
)
_SOMEBODYS = late(
    r"(?:my |our )?[a-z]+['’]s (?:company|firm|business)"
)  # neighbor's company: what is it called?
_FORM_ALONE = late(r"幼儿园|医院|学校|小学|中学|大学|酒店|银行|诊所|学院")
_CAPS_BEFORE = late(r"(?<![\w.@])[A-Z][\w'&-]*(?: [A-Z][\w'&-]*){0,2} \Z")
_FIRST_WORD = late(rf"\s*(?P<word>[{HAN}]{{2,4}}) +\Z")

Span = tuple[int, int]


def strong_account(board: Board, cased: bool) -> Span | None:
    """Offsets of a name with a legal form in it: 恒达机械有限公司, Acme Corp, Yunfan GmbH."""
    han = not board.masked.isascii()
    bracket = _HAN_BRACKET.search(board.masked) if han else None
    if bracket:
        return bracket.span("name")
    for chunk in board.chunks():
        match = _HAN_FORM.match(chunk.text, _lead_in(chunk.text)) if han else None
        if match and not _OF.search(match["name"]) and is_firm_name(match["name"]):
            start = chunk.start + match.start()
            head = _with_head(board, start, match["name"])
            if head < start or not _SITE.fullmatch(match["name"]):  # 泰国厂 alone: whose?
                return head, chunk.start + _further_form(chunk.text, match.end())
        found = _latin_form(chunk, cased)
        if found:
            return found
    return None


def _with_head(board: Board, start: int, name: str) -> int:
    """中国移动 苏州分公司: where the name begins when only a branch is named."""
    head = _HEAD.search(board.masked[:start])
    if _FORM_ALONE.fullmatch(name):  # Green Valley 幼儿园
        latin = _CAPS_BEFORE.search(board.masked[:start])
        return latin.start() if latin else start
    belongs = _BRANCH.search(name) or _GENERIC.fullmatch(name) or _SITE.fullmatch(name)
    if not belongs and not (head and is_trade_name(head[0].strip())):  # 格力电器 空调二厂
        return start
    is_head = head and not is_wish(head[0].strip()) and not is_titled(head[0].strip())
    return start - len(head[0]) if head and is_head else start


def may_go_on_before(board: Board, start: int) -> bool:
    """True for 盒马 鲜食工厂: the line begins with a word of no other kind, which may be the first half of the name."""
    first = _FIRST_WORD.match(board.masked[:start])
    word = first["word"] if first else ""
    return bool(word) and not (
        bare_han_name(word) or is_titled(word) or word in HAN_PLACES or word in FILLERS or is_wish(word)
    )


def _further_form(text: str, end: int) -> int:
    """南昌大学|二附院: a second form in the same run, where nothing is said between."""
    more = _FURTHER.match(text, end)
    return more.end() if more and wish_at(more["between"]) is None else end


def is_trade_name(text: str) -> bool:
    """True for a Han name that ends in a trade word: 恒达机械, 云帆科技; goods alone (仓储物流) are no firm."""
    return bool(_TRADE_NAME.fullmatch(text)) and not is_goods(text)


def is_firm_name(name: str) -> bool:
    """False for a wish, a description (100人的厂, 一家公司) or a bare form (公司)."""
    return not (
        _NOT_A_FIRM.match(name)
        or (_DESCRIBES.search(name) and not _CALLED_SO.fullmatch(name))
        or _RANK.fullmatch(name)
        or _STARTS_WISH.match(name)
        or _SAYS_WHENCE.fullmatch(name)
    )


def is_filler(text: str) -> bool:
    """True when only small words are left: from, at, 来自, 的."""
    return all(p in SMALL_TALK or not _LETTER.search(p) for p in _PART.findall(text.lower()))


def is_wish(text: str) -> bool:
    """True when the words say what is wanted: 想上ERP, looking for a CRM, ERP, 能耗监测."""
    return (
        bool(_STARTS_WISH.match(text))
        or is_goods(text)
        or any(w in GOODS for w in _LATIN_WORD.findall(text.lower()))
        or bool(_GOODS_TAIL.search(text))
    )


def is_goods(text: str) -> bool:
    """True when the text is made of product words alone: 仓库盘点, ERP系统, inventory software."""
    plain = text.lower().replace(" ", "")
    for _ in range(6):
        if not plain:
            return True
        hit = _GOODS.match(plain)
        if hit is None:
            return False
        plain = plain[hit.end() :]
    return not plain


def wish_at(text: str) -> int | None:
    """Where the wish begins in a phrase (恒达|想上ERP, Acme |wants a CRM); None when there is none."""
    han = None if text.isascii() else _HAN_WISH_AT.search(text)
    while han and han.start() == 1 and len(han[0]) == 1:  # 沪上阿姨: no wish begins after one character
        han = _HAN_WISH_AT.search(text, han.end())
    match = han or _WISH.search(text)
    return match.start() if match else None


_HAN_WISH_AT = late(rf"(?:{HAN_WISH})(?<!华[中南北东为])(?<!^新希望)")


def _lead_in(text: str) -> int:
    """Where the words before a name end: 今天拜访了|恒达机械."""
    lead = LEAD_IN.match(text)
    return lead.end() if lead else 0


def _latin_form(chunk: Piece, cased: bool) -> Span | None:
    text = chunk.text
    is_formed = text.split()[-1].lower() in LATIN_COMPANY and is_titled_name(text)  # I Heart Media
    if cased and (is_formed or _THE_FIRM.fullmatch(text)):
        return chunk.start, chunk.end
    if of := _OF_NAME.search(text):  # City of Elmhurst
        return chunk.start + of.start(), chunk.start + of.end()
    if called_no := NO_FIRM.match(text):
        return chunk.start, chunk.start + called_no.end()
    for match in _LATIN_FORM.finditer(text) if _HAS_FORM.search(text) else ():
        parts = list(_WORD.finditer(match["name"]))
        last = parts[-1][0].strip(".,")
        capital = last[0].isupper()
        if not capital and (cased and last not in _LEGAL or _WISH.search(text[: match.start()])):
            continue
        # Walk back from the legal form over capitalised words; in lower case over anything that is no small word.
        keep = len(parts) - 1
        while keep > 0 and _belongs(parts[keep - 1][0], capital):
            keep -= 1
        if not capital:
            keep = _behind_person(parts, keep)
        if not capital and last in WANTED_TOO and not _opens(match, keep, parts):
            continue
        counted = re.match(r"\d+$", parts[keep][0]) and parts[-1][0].islower()
        named = any(p[0].strip(".,").lower() not in LATIN_COMPANY for p in parts[keep:])
        said = match["name"][parts[keep].start() :].strip(" .,")
        if is_role(said) or _SOMEBODYS.fullmatch(said):
            continue  # VP Engineering
        if (
            len(parts) - keep == 2
            and last.lower() in _ALSO_FAMILIES
            and parts[keep][0].lower() in GIVEN_NAMES
        ):
            continue  # Jordan Mills
        if keep < len(parts) - 1 and not counted and (named or capital and len(parts) - keep > 1):
            name_end = match.start() + len(match["name"].rstrip(" ,." if len(last) > 4 else " ,"))
            name_end = one_more(text, name_end) if capital else name_end
            of = _OF_PLACE.match(text, name_end) if last.lower() in _OF_FORMS else None
            name_end = of.end() if of else name_end
            return chunk.start + match.start() + parts[keep].start(), chunk.start + name_end
    return None


def _behind_person(parts: list[re.Match[str]], keep: int) -> int:
    """hannah baker|brewhouse bakery: where the firm begins when a person's name stands before it."""
    words_ = [p[0].strip(".,").lower() for p in parts[keep:]]
    if len(words_) < 3 or words_[0] not in GIVEN_NAMES or words_[0] in AMBIGUOUS_NAMES:
        return keep
    return keep + (2 if len(words_) > 3 or words_[1] in FAMILY_NAMES else 1)


def _opens(match: re.Match[str], keep: int, parts: list[re.Match[str]]) -> bool:
    """In lower case `forensic software` is a firm only where it begins its part of the line."""
    return match.start() + parts[keep].start() == 0 and len(parts) - keep > 1


def _belongs(word: str, capital: bool) -> bool:
    plain = word.strip(".,'")
    if word.endswith(".") and len(plain) > 3 or plain.lower() in _SMALL_WORDS or plain.lower() in GOODS:
        return False
    if _WISH.fullmatch(plain):
        return False
    return (
        plain[:1].isupper()
        or plain[:1].isdigit()
        or plain == "&"
        or (not capital and plain.lower() not in {"and", "the", "of"})
    )

"""What belongs to a firm's name behind it, and which names tell only of what kind a firm is."""

from rules.given_names import FAMILY_NAMES, GIVEN_NAMES
from rules.lead_latin import is_role
from rules.lead_words import (
    COMMON_SURNAMES,
    FILLERS,
    GOODS,
    HAN_COMPANY,
    HAN_TRADE,
    HAN_TRADE_TOO,
    LATIN_COMPANY,
    WANTED_TOO,
)
from rules.patterns import late, late_han
from rules.place_names import HAN_PLACES
from rules.spans import HAN
from rules.wordlists import any_of

_PLACES, _TRADES = any_of(HAN_PLACES), any_of([*HAN_TRADE, *HAN_TRADE_TOO])
_FORMS = any_of(HAN_COMPANY)
_BRANCH = late_han(
    rf"[ ]?[（(](?:{_PLACES})(?:市|省|区)?[)）](?:[{HAN}]{{0,6}}?(?:{_TRADES}|{_FORMS}|用品))*"
)
_ONLY_PLACES = late_han(rf"(?:(?:{_PLACES})(?:市|省|区|县|这边|那边)?)+的?|[{HAN}]{{1,2}}[县镇乡]")
_KIND_ONLY = late_han(
    rf"(?:(?:{_PLACES})(?:市|省|区|县)?)*\s?(?:(?:{_TRADES})|小|大|某){{0,3}}(?:厂|店|公司|企业|饭店|超市|酒店|商行|门店|美容院|幼儿园|医院|学校|诊所|网吧|棋牌室|健身房)"
)
_LEGAL_BEHIND = late(
    r",? (?:OÜ|OU|A/S|S\.A\.(?:S\.)?|SAS|S\.?p\.?A\.?|Sp\. ?z ?o\. ?o\.?|s\.r\.o\.|d\.o\.o\.|Kft\.?|UAB|SIA|K\.?K\.|FZE|FZCO|Sdn\.? Bhd\.?)(?![A-Za-z])|,? Ltd\.?(?![A-Za-z])|(?<= Sp)\. ?z ?o\. ?o\.?"
)
_BRANCH_WORDS = late(
    r"(?: (?:Chain|UK|USA|US|China|America|Americas|Europe|Asia|APAC|EMEA|Japan|Korea|Germany|India|Canada|Mexico|Australia))+(?![\w-])"
)
_ONE = late_han(
    rf"(?:有|是|个|新开的?)?一(?:家|个)(?!人)[{HAN}]{{1,8}}(?:店|公司|厂|企业|商|客户|工厂|餐厅|机构|医院|学校)"
)

_TRADE_OR_PERSON = late_han(
    rf"(?:{any_of(HAN_TRADE)}){{1,2}}|(?!小米|小鹏|阿里)[老小阿][{HAN}]|[{''.join(sorted(COMMON_SURNAMES))}](?:总|老板|经理|姐|哥|先生|女士|小姐|老师|主任)"
)
_LOWER_FORM = late(rf"(?:[ ](?:{any_of(LATIN_COMPANY)})(?![A-Za-z-]))+(?=\s*(?:$|[,;.|\n\x00()]))")
_AND_MORE = late(r"(?: & [A-Z][\w'’-]*)+(?: (?:Co|Sons|Company|Associates)\b)?")
_LAST_WORD = late(r" (?P<word>[A-Z][a-z]+)(?: [A-Z][a-z]+)?(?=[.…]*$)")
_FORM_BEHIND = late(r",? (?:AS|JSC|SA|SAS|AD|EOOD|OJSC|PJSC|SPC|WLL|KK|EIRL|SC)(?![\w-])")


def one_more(text: str, end: int) -> int:
    """Phil's Auto| Body, Halcyon Spa| & Wellness: a last word in capitals that is nobody's name and no product."""
    also = _AND_MORE.match(text, end)
    if also:
        return also.end()
    form = _FORM_BEHIND.match(text, end)
    if form:
        return form.end()
    more = _LAST_WORD.match(text, end)
    if not more:
        return end
    word = more["word"].lower()
    other = word in GOODS or word in GIVEN_NAMES or word in FAMILY_NAMES or is_role(word) or word in FILLERS
    return end if other else more.end()


def lower_form(masked: str, at: int) -> str:
    """Casa Verde| restaurant group: the form that a writer leaves in lower case."""
    more = _LOWER_FORM.match(masked, at)
    return more[0] if more else ""


def with_branch(text: str, end: int) -> int:
    """Where a name ends with the place behind it: 中建三局|（武汉）, 李宁|（中国）体育用品."""
    branch = _BRANCH.match(text, end) or _LEGAL_BEHIND.match(text, end) or _BRANCH_WORDS.match(text, end)
    return branch.end() if branch else end


def is_kind_only(name: str) -> bool:
    """True for 温州瑞安 汽配厂 or `bakery`: what they do and where, and no name of their own."""
    plain = name.strip().lower()
    return (
        bool(_KIND_ONLY.fullmatch(name.strip()))
        or plain in WANTED_TOO
        or len(plain) == 2
        and plain[1] in "厂店"
    )


def is_only_places(text: str) -> bool:
    """True for 山东济宁: where somebody is."""
    return bool(_ONLY_PLACES.fullmatch(text))


def tells_of_one(text: str) -> bool:
    """True where a line speaks of 一家日料店: what else looks like a name may be the place."""
    return bool(_ONE.search(text))


def is_trade_or_person(text: str) -> bool:
    """True for 餐饮, what they do, and for 小王 or 周老板, who tells of the lead or is its contact."""
    return bool(_TRADE_OR_PERSON.fullmatch(text))

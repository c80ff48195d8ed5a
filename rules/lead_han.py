"""Names as Chinese writes them: what looks like one, titles, and a family name that is said alone (老板姓刘)."""

from rules.lead_words import (
    COMMON_SURNAMES,
    COMPOUND_SURNAMES,
    GOODS,
    HAN_TITLE_KINDS,
    HAN_TITLES,
    NOT_NAMES,
    RARE_SURNAMES,
)
from rules.patterns import late
from rules.spans import HAN, Person
from rules.wordlists import any_of

SURNAMES = COMMON_SURNAMES | RARE_SURNAMES
_CORES = any_of(HAN_TITLES)
_KINDS = any_of(HAN_TITLE_KINDS)
TITLE = (
    rf"(?:(?:(?<![A-Za-z])[A-Z]{{2,4}}|(?:{_KINDS})){{0,2}}(?:{_CORES}))"
    r"(?<!总(?=[部结额价共体算量数店包站线]))(?<!工(?=[厂业程具作艺地会资序时期人位控装商]))(?<!董(?=[事秘]))"
    r"(?<!哥(?=伦))(?<!师傅(?=帮))(?<![化重军建电加精轻]工)"
)
_TITLED = late(rf"[{HAN}]{TITLE}$")
_TWO = late(rf"([{HAN}]{{2,3}})[和跟与、]([{HAN}]{{2,3}})")
_HAN_SHORT = late(f"[{HAN}]{{2,4}}")
# 老板姓刘, 姓黄的老板: of whom the family name is known. 陈敏 陈经理: one person, once with the title.
_SURNAMED = late(
    rf"(?P<title>{TITLE})?[，,]?(?:免贵|我|他|她)?姓(?P<name>{any_of(COMPOUND_SURNAMES)}|(?!名)[{HAN}])(?:的(?P<of>{TITLE})?)?(?![{HAN}])"
)
_NAME_BESIDE = late(rf"(?<![{HAN}])(?P<name>[{HAN}]{{2,3}})[ ,，、/]{{1,2}}\Z")
_NAME_BEHIND = late(rf"[ ,，、/（(]{{1,2}}(?P<name>[{HAN}]{{2,3}})(?![{HAN}])")


def is_titled(text: str) -> bool:
    """True for a name that ends in a title: 赵总, 李明华经理."""
    return bool(_TITLED.search(text))


def bare_han_name(text: str) -> bool:
    """Two or three Han characters (four with a compound surname) that look like a full name."""
    if (
        text.isascii()
        or text[-1] in "的了是着吗呢啊和店路街镇厂楼"
        or not _HAN_SHORT.fullmatch(text)
        or text in NOT_NAMES
        or text in GOODS
    ):
        return False
    if text.startswith(COMPOUND_SURNAMES):
        return len(text) in (3, 4)
    return (
        len(text) <= 3
        and text[0] in SURNAMES
        and not any(text.startswith(w) for w in NOT_NAMES if len(w) > 1)
    )


def are_two_names(text: str) -> bool:
    """张伟和李娟."""
    two = _TWO.fullmatch(text)
    return two is not None and bare_han_name(two[1]) and bare_han_name(two[2])


def by_family_name(masked: str) -> Person | None:
    """老板姓刘, 姓黄的老板."""
    for match in _SURNAMED.finditer(masked) if "姓" in masked else ():
        name, title = match["name"], match["of"] or match["title"]
        if name in SURNAMES or len(name) > 1:
            return with_given_name(masked, Person(name + (title or ""), title, (match.span(),)), name)
    return None


def with_given_name(masked: str, titled: Person, family: str) -> Person:
    """陈敏 陈经理: the whole name, where it stands beside the titled one."""
    (start, end), *_ = titled.spans
    before = _NAME_BESIDE.search(masked, max(0, start - 6), start)
    beside = before or _NAME_BEHIND.match(masked, end)
    if beside is None or not beside["name"].startswith(family) or is_titled(beside["name"]):
        return titled
    if not bare_han_name(beside["name"]):
        return titled
    span = (min(start, beside.start("name")), max(end, beside.end("name")))
    return Person(beside["name"], titled.title, (span,))


def is_family_name_of(text: str, contact: str) -> bool:
    """True for 联系人姓何, beside 何总."""
    said = _SURNAMED.fullmatch(text.removeprefix("联系人").removeprefix("负责人"))
    return said is not None and contact.startswith(said["name"])

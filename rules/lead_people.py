"""The person in a lead line: by title (张总, 李经理), by the words before a name, else as `lead_latin` finds them."""

import re

from rules.given_names import GIVEN_NAMES
from rules.lead_han import SURNAMES, TITLE, bare_han_name, by_family_name, with_given_name
from rules.lead_latin import (
    by_given_name,
    by_honorific,
    by_last_first,
    by_likely_name,
    by_role,
    by_role_first,
    by_words_before,
    is_role,
    names_nothing_else,
)
from rules.lead_words import (
    COMMON_SURNAMES,
    COMPOUND_SURNAMES,
    ENGLISH_ROLES,
    GOODS,
    HAN_TRADE,
    HAN_TRADE_TOO,
    NOT_NAMES,
)
from rules.patterns import late
from rules.place_names import HAN_PLACES
from rules.spans import HAN, Board, Person
from rules.wordlists import any_of

_HAN_TITLE = late(TITLE)
_HAN_ROLE_BESIDE = late(rf"\s*[（(/,，]?\s*(?P<role>{TITLE}|(?i:{ENGLISH_ROLES})(?![a-z]))\s*[)）]?", re.X)
_HAN_LEAD_IN = late(
    rf"(?:联系人|对接人|接口人|对方|找|叫|联系|对接|见到了?|见了|名叫)[是为叫]?\s*(?P<name>[{HAN}]{{2,4}}?)(?=$|[^{HAN}]|\x00)"
)
_SHOP = late(
    rf"(?:{any_of(w for w in (*HAN_TRADE, *HAN_TRADE_TOO) if len(w) > 1 and w not in GOODS)})(?:店|馆|厂)?(?![{HAN}])"
)
# 店长小吴, 老秦, 小单 (a rare family name only beside a number): never 小米, 小时.
_NICK = late(rf"[老小阿](?P<s>[{HAN}])(?:(?![{HAN}])|(?=对接|负责|在跟|联系我))(?P<beside>\s?\x00)?")
# 周老板的朋友|吴振华, 张总的表弟|王强: who is told of, not who is known
_KIN_OF = late(
    rf"的(?:朋友|亲戚|同学|老乡|战友|弟弟?|哥哥?|姐姐?|妹妹?|儿子|女儿|老公|老婆|侄子|外甥|舅舅|叔叔|表[弟哥姐妹]|同事|下属|徒弟|邻居)(?:叫|是)?(?P<name>[{HAN}]{{2,3}})(?![{HAN}])"
)
# 郑 总, typed with a space; Müller先生, Amy姐
_PARTED_TITLE = late(
    rf"(?<![{HAN}])(?P<name>[{HAN}])[ ](?P<title>总|工|董|哥|姐|经理|主任|老师|先生|女士|小姐)(?![{HAN}])"
)
_LATIN_TITLED = late(
    r"(?<![A-Za-z])(?P<name>[A-ZÀ-Þ][a-zß-ÿ]{1,14})[ ]?(?P<title>总|哥|姐|先生|女士|小姐|老师|经理|博士|教授)(?![部监店包公代])"
)
# 陈Sir, 老板娘阿May
_HAN_SIR = late(
    rf"(?<![{HAN}])(?P<name>[{HAN}])(?P<title>[Ss]ir|SIR|太)(?![A-Za-z{HAN}])|(?P<by>阿[A-Z][a-z]{{1,9}})(?![A-Za-z])"
)
# 阿里的陈默: a whole part of the line
_OF_FIRM = late(
    rf"(?:^|(?<=[\x00\s,，;；。|、]))(?![我你他她它这那])[{HAN}A-Za-z0-9]{{2,14}}的(?P<name>[{HAN}]{{2,3}})(?=$|[\x00\s,，;；。|、(（])"
)
_DEPARTMENT = late(rf"[{HAN}]*(?:部|科|处|办|室|中心|店|厂|司|行|院|校|的)$")
_LEADS = late("^(?:联系人|对接人|接口人|找|叫|联系|对接|是)+")
# 采购 Amy, 对接 Coco, 我是Tina, David 陈
_LATIN_NAME = r"[A-Z][a-z]{1,14}(?:[ ][A-Z][a-z]{1,14})?"
_LATIN_BESIDE = late(
    rf"(?:联系人|对接人?|接口人|找|叫|见到了?|见了|我是|我叫|(?P<role>{TITLE}|采购|财务|行政|前台|人事|技术|(?<![A-Za-z])(?:HR|HRBP|IT|PM)(?![A-Za-z])))"
    rf"[是:：]?\s*(?P<name>{_LATIN_NAME})(?![A-Za-z&])"
)
_MIXED = late(rf"(?<![A-Za-z])(?P<given>[A-Z][a-z]{{1,14}})[ ]?(?P<family>[{HAN}])(?![{HAN}])")
# 采购刘芳, 设备科王海: what somebody does there, and at once the name.
_FUNCTION_NAME = late(
    rf"(?:(?<![{HAN}])|(?<=[{HAN}]的))(?:采购|财务|行政|人事|技术|销售|前台|老板娘?|市场|运营|后勤|设备|生产|仓库|仓储|项目|信息|品质|研发|商务|物流|店里|厂里)[部科处]?(?P<name>[{HAN}]{{2,3}})(?=$|[^{HAN}])"
)
# 王姐：客户是…的采购许婷: who tells of somebody, where another one is named.
_SPEAKS = late(r"\s?[:：]\s?(?!\x00|\d)")
_BEGINS = late(r"(?:^|[\n\]】:：\x00])\s*\Z")
_CAPITALS = late(r"(?<![\w.@])([A-ZÀ-Þ][a-zß-ÿ]+)(?: [A-ZÀ-Þ][a-zß-ÿ'’-]+){1,2}(?![\w@])")
_HAN_RUN = late(rf"[{HAN}]*\Z")
_NAME_AFTER = late(rf"[\s:：]?(?P<name>[{HAN}]{{2,4}}?)(?=$|[^{HAN}])")
_HAN_NAME = late(rf"(?<![{HAN}])[{HAN}]{{2,4}}(?![{HAN}])")


def find_person(board: Board) -> Person | None:
    """The contact that the words themselves show, or None."""
    masked = board.masked
    return (
        _by_han_title(board)
        or (None if masked.isascii() else _by_mixed_script(masked))
        or by_honorific(masked)
        or by_role(masked)
        or by_last_first(masked)
        or by_words_before(masked)
        or by_given_name(masked)
        or by_role_first(masked)
        or by_likely_name(masked)
    )


def by_mailbox(board: Board, mail: str) -> Person | None:
    """Pilar Gómez beside pilar@inditex.com, though Zara opens the line: who the address itself names, where another
    name that is known would be taken."""
    boxes = {w for w in re.split(r"[^a-z]+", mail.partition("@")[0].lower()) if len(w) > 2}
    known = by_given_name(board.masked) if boxes else None
    if known is None or boxes & set(known.name.lower().split()):
        return None
    for match in _CAPITALS.finditer(board.masked):
        if boxes & {match[1].lower()} and names_nothing_else(match[0].split()):
            return Person(match[0], None, (match.span(),))
    return None


def find_titled(board: Board) -> Person | None:
    """A contact that a title shows: 张总, Ms. Chen, Jane Smith (CTO)."""
    masked = board.masked
    return _by_han_title(board, beside=False) or by_honorific(masked) or by_role(masked)


def name_in(value: str) -> Person | None:
    """A labelled value (联系人：张伟 采购经理) as a person; the whole value is the name when nothing is recognised."""
    board = Board(value)
    found = find_person(board)
    if found:
        return found
    beside = re.search(rf"[（(,，/\s]\s*(?P<role>{ENGLISH_ROLES})\s*[)）]?$", value, re.I | re.X)
    return Person(value[: beside.start()].strip(), beside["role"], ((0, len(value)),)) if beside else None


def is_title(text: str) -> bool:
    """True when the text is a job title and nothing else."""
    return bool(_HAN_TITLE.fullmatch(text) or is_role(text))


def _by_han_title(board: Board, *, beside: bool = True) -> Person | None:
    masked = board.masked
    if masked.isascii():
        return None
    speaker = None
    for match in _HAN_TITLE.finditer(masked):
        run = _HAN_RUN.search(masked[max(0, match.start() - 24) : match.start()])
        if run and _is_no_title(masked, match, run[0]):
            continue
        kin = _KIN_OF.match(masked, match.end())
        if kin and bare_han_name(kin["name"]):
            return Person(kin["name"], None, (kin.span("name"),))
        name = _name_before(run[0] if run else "", match[0])
        if name and run and run[0] == name and is_title(name + match[0]) and len(match[0]) == 1:
            continue  # 高工 alone is what somebody is
        if name and name + match[0] not in NOT_NAMES:
            start = match.start() - len(name)
            person = Person(masked[start : match.end()], match[0], ((start, match.end()),))
            if speaker or not _SPEAKS.match(masked, match.end()) or not _BEGINS.search(masked, 0, start):
                return with_given_name(masked, person, name)
            speaker = person
    named = None if speaker or not beside else by_family_name(masked)
    if named:
        return named
    parted = _PARTED_TITLE.search(masked)
    if parted and parted["name"] in SURNAMES:
        return Person(parted["name"] + parted["title"], parted["title"], (parted.span(),))
    sir = _HAN_SIR.search(masked)
    if sir and (sir["by"] or sir["name"] in SURNAMES):
        return Person(sir[0], sir["title"], (sir.span(),))
    latin = _LATIN_TITLED.search(masked)
    if latin and names_nothing_else(latin["name"].split()):
        return Person(latin[0], latin["title"], (latin.span(),))
    return (_name_beside_title(masked) if beside else None) or speaker


def _is_no_title(masked: str, match: re.Match[str], run: str) -> bool:
    """姓黄的|老板, read elsewhere; 周师傅|火锅, 徐工|环境: a firm."""
    is_firm = len(match[0]) < 3 and _SHOP.match(masked, match.end())
    return bool(is_firm or run.endswith("的") and "姓" in run)


_KIN = "大小学师表堂老的空富帅靓亲二三四五一"


def _name_before(run: str, title: str) -> str | None:
    """How much of the Han run before a title is the person's name. 恒达张|总, 李明华|经理, 欧阳|总."""
    if not run or run in NOT_NAMES:
        return None
    if len(run) == 1 and (
        title in {"姐", "哥"} and run not in _KIN or title == "总" and run not in "副老大常正各"
    ):
        return run  # 翠姐, 楼总
    if run[-2:] in COMPOUND_SURNAMES:
        return run[-2:]
    if len(run) == 2 and run[0] in SURNAMES:
        return run
    if run[-1] in COMMON_SURNAMES:
        return run[-1]
    if len(run) > 3 and run[-4:-2] in COMPOUND_SURNAMES:
        return run[-4:]
    for size in (3, 2):
        # Chinese says 张总 and 王工; a given name between is usual only before longer titles.
        if len(run) >= size and run[-size] in COMMON_SURNAMES and (len(title) > 1 or len(run) == size):
            return run[-size:]
    if len(run) == 3 and run[0] in SURNAMES and len(title) > 1:
        return run  # 章燎原|助理
    return run[-1] if run[-1] in SURNAMES else None


def _name_beside_title(masked: str) -> Person | None:
    """张伟 采购经理, 张伟（IT经理）, 采购经理 张伟, 采购经理张伟, 联系人张伟, 老张."""
    for match in _HAN_TITLE.finditer(masked):
        after = _NAME_AFTER.match(masked, match.end())
        if after and len(match[0]) > 1 and bare_han_name(after["name"]):
            return Person(after["name"], match[0], ((match.start(), after.end("name")),))
    for match in _FUNCTION_NAME.finditer(masked):
        if bare_han_name(match["name"]) and match["name"][0] in COMMON_SURNAMES:
            return Person(match["name"], None, (match.span(),))
    for match in _HAN_NAME.finditer(masked):
        if is_title(match[0]):
            continue
        role = _HAN_ROLE_BESIDE.match(masked, match.end())
        if role and bare_han_name(match[0]):
            return Person(match[0], role["role"], ((match.start(), role.end()),))
    for match in _OF_FIRM.finditer(masked):
        if bare_han_name(match["name"]) and match["name"][0] in COMMON_SURNAMES:
            return Person(match["name"], None, (match.span("name"),))
    for match in _HAN_LEAD_IN.finditer(masked):
        if bare_han_name(match["name"]):
            return Person(match["name"], None, ((match.start(), match.end()),))
    return _by_nick(masked)


def _by_nick(masked: str) -> Person | None:
    for match in _NICK.finditer(masked):
        run = _HAN_RUN.search(masked[max(0, match.start() - 8) : match.start()])
        role = run[0] if run else ""
        role = _LEADS.sub("", role)
        known = (
            match[0][0] == "阿" or match["s"] in COMMON_SURNAMES or match["beside"] and match["s"] in SURNAMES
        )
        if known and (_DEPARTMENT.fullmatch(role) or role in HAN_PLACES):
            role = ""
        if known and (not role or _HAN_TITLE.fullmatch(role)) and match[0][:2] not in NOT_NAMES:
            name = match[0][:2]
            return Person(name, role or None, ((match.start() - len(role), match.start() + 2),))
    return None


def _by_mixed_script(masked: str) -> Person | None:
    """A Latin given name in a Chinese line: with a Han family name, or behind a role or 联系人."""
    for match in _MIXED.finditer(masked):
        if match["family"] in SURNAMES and match["given"].lower() in GIVEN_NAMES:
            return Person(match[0], None, (match.span(),))
    for match in _LATIN_BESIDE.finditer(masked):
        if match["name"] in {"Mr", "Mrs", "Ms", "Dr", "Miss", "Prof"}:
            continue
        if names_nothing_else(match["name"].split()):
            return Person(match["name"], match["role"], (match.span(),))
    return None

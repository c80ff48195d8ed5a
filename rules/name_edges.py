"""Where a name ends in what somebody typed: 安信达 ends before 同意, not before 物流; Acme before likes, not before Steel.
Unsure counts as a name that goes on: then it is another customer's, and has to be asked about."""

import re

from rules.edge_words import (
    BRACKETS,
    CAPITAL_OPENS,
    HAN_NOBODY,
    LATIN_WORD,
    NAMES,
    PAPERS,
    SALE_THINGS,
    SURNAME,
    TITLES,
    TRADES,
    WHEN,
    WHO,
    is_han,
    is_inside,
)
from rules.given_names import GIVEN_NAMES
from rules.lead_words import HAN_COMPANY, LATIN_COMPANY
from rules.note_openings import opens_note
from rules.patterns import late
from rules.place_names import HAN_PLACES, LATIN_PLACES
from rules.wordlists import any_of, words

LOOKS_AT = 24  # characters behind a name that say whether it ends there
_JOINS = "-‐·•・&+_'’/、@~"  # Acme-Steel, 恒达、安信达: what stands behind belongs to it
_POSSESSIVE = late(r"(?:['’]s|(?<=s)['’])(?=\s+\w)", re.I)
_NOT_THEIRS = frozenset(
    words(
        """competitor competitors competition rival rivals supplier suppliers customer customers client clients partner partners
        reseller distributor parent subsidiary neighbor neighbour"""
    )
)
_ARROWS = ("->", "--", "//")
_TRADE = late(rf"(?:{TRADES})(?![了过])")
_TRADES_ALONE = late(rf"(?:{any_of(HAN_PLACES)})?(?:{TRADES})+(?!\w)")
_PLACE = late(rf"(?:{any_of(HAN_PLACES)})")
# Open a note elsewhere, and name many a firm.
_NO_NOTE = late(
    r"希望(?=\W|$|集团|小学|工程|[今昨刚同没未说已])|大家[居保装]|老板电|[会演][议示][中展]|继续教|[今明][日天](?=\W|$|头条|传媒|科)|电话[局公亭]"
)
_FIRM = late(rf"[^\W\d_a-z了过的我他你贵在]{{0,8}}(?:{any_of(HAN_COMPANY)})(?!\w)")
# What goes on behind a customer's or a person's name without a space: 恒达说可以, 李总很满意, 恒达张总没接.
_GOES_ON = late(
    rf"{SURNAME}(?:{TITLES})|(?![金石陶车施]){SURNAME}[工姐哥](?=[说让问没约催提要发回微])|"
    r"跟(?![踪单])|前台|价格|金额|总价|合同额|招标(?=文件|公告|[下要在已推延])|采购(?=[说要还那在比已])|回访|验收|语音留|丢了|接通|"
    r"怎么|为什么|什么时候|说(?![唱客])|问(?![鼎天界道])|让(?!利)|叫(?!卖)|催|觉得|认为|表示|告诉|提出|提了|建议|强调|"
    r"已(?!故)|又|也(?!门)|都(?![市会城])|就(?!业)|很|太(?![平阳极湖空原和仓古])|把|被|没|未(?!来)|不(?![锈动二夜凡])|的|"
    r"那(?!曲)|是(?!捷)|正在|在(?!线)|要(?![塞闻])|想(?!象)|可能|应该|一直|突然|终于|同样|马上(?=[要就给签定])|"
    r"打(?:一?个|了个?)?电话|打来|发来|咨询[了过]|\d{1,2}月|回信|收到|看了|来了|去了|成交|签(?![证名])|项目|预算|合同|方案|报价|订单|需求|付款|回款|(?:erp|crm|mes|wms|plm|oa)(?![a-z])"
)
_NEXT_CAPITAL = late(r"[A-Z]")
# 西湖 龙井 同意: a word that stands for itself behind the name, and what is told of somebody behind that.
_HAN_APART = late(r"(?P<word>[^\W\d_a-z]{2,4}?)(?:\s+(?=\w)|(?=[今昨]天|来电|打来|没接|同意|说[可要不没太]))")
# Open a note, and a name as well: Acme still waters called, Acme We Work called.
_OPEN_BOTH = frozenset(
    words(
        """still no next we they he she i monday tuesday wednesday thursday friday saturday sunday today tonight good great
        nice quick short long first second last open close closed final happy busy done just call all"""
    )
)
_LATIN_PART = late(r"([a-z][a-z']*) (?=[a-z])")
_LATIN_SMALL = late(r"[a-z][a-z']*(?!\w)")
_NO_PART = frozenset(
    words(
        """a an the it its this that these those them him her us me is are was were be been am has have had do does did on in
        at to for of with from by about over up out off down and or but so if as too very more less also just not only
        again now then there here likes like wants want needs need says said asked asks told met saw spoke called got
        went hope hopes think thinks budget decision reply response news luck change price pricing quote quotes time
        call calls chat demo visit trial pilot mail email customer client"""
    )
)
_FIGURE = late(
    r"\d{3,}|\d[\d\s().-]{5,}|\d+\s*%|\d+\s*(?:k|am|pm|days?|weeks?|months?)\b|\d{1,2}[/.-]\d|\d{1,2}:\d"
)
_GROWS = late(
    r"(?:and|n)\s+(?:sons?|co|company|partners|associates|brothers|bros|daughters?|friends)\b|of\b|de\b|von\b|van\b"
)
_NO_DEED = frozenset(
    words("united limited unlimited allied applied advanced associated integrated consolidated seed")
)
# What a customer does, and who does it there: Acme legal said no, but Acme bolts said no. What only is, or was, may be
# anything of theirs: Acme samples were fine.
_DOES = late(
    r"(?:(?:just|also|now|still|already) )?(?:call(?:s|ed)|likes?d?|want(?:s|ed)|ask(?:s|ed)|agree[sd]|said|says|told|e?-?mail(?:s|ed)|"
    r"messaged|texted|replied|answered|signed|approved|confirmed|declined|rejected|needs?|needed|met|visited|sent|rings?|rang|"
    r"phone[ds]|pays?|paid|writes?|wrote|(?:gets?|got) back|got in touch|dropped (?:by|in|us)|c[oa]mes? (?:in|by|back|over|round)|"
    r"ordered|bought|chose|promised|thinks?|thought|"
    r"(?:will|won'?t|would|wouldn'?t|can(?:'?t|not)?|could|couldn'?t|did(?:n'?t)?|does(?:n'?t)?|ha(?:s|ve|d)(?:n'?t)?) (?:not |just )?"
    r"(?:call|like|want|ask|agree|say|tell|e?-?mail|message|text|reply|replied|answer|sign|approve|confirm|decline|reject|need|meet|met|"
    r"visit|sen[dt]|r[iu]ng|phone|pa(?:y|id)|writ(?:e|ten)|order|b(?:uy|ought)|choose|chosen|promise|said|told)(?:e?d)?)\b"
)
# Open a note behind how a name begins, and go on as a name behind a word from its middle: National board called.
_BODIES = frozenset(
    words("board management legal finance procurement purchasing sales operations office people")
)
_NO_OPENING = frozenset(LATIN_COMPANY) | LATIN_PLACES


def possessive(text: str, at: int) -> int:
    """How many characters behind a name make what follows theirs: Initech's Bill, Pacific Systems' CFO."""
    match = _POSSESSIVE.match(text, at)
    return len(match[0]) if match else 0


def owns(name: str, said: str, *, is_whole: bool, is_middle: bool) -> bool:
    """Is what stands behind `Initech's` theirs, and the name no firm's of that name: Initech's Bill, but Sam's Foods, Acme's
    rival? ``is_whole``: it is all that a customer is called."""
    word = LATIN_WORD.match(said)
    low = word[0].lower() if word else ""
    if not low or low in _NO_OPENING or low in _NOT_THEIRS:
        return False
    if is_whole:
        return True
    is_known = name.isupper() or not said[0].isupper() or word is not None and word[0] in PAPERS
    is_known = is_known or low in GIVEN_NAMES or low in SALE_THINGS or low in WHO
    return is_known and not is_middle and not _DOES.match(said)


def ends_surely(text: str, at: int, *, is_middle: bool = False, is_long: bool = False) -> bool:
    """Does a name that ends here end for sure? ``is_middle``: it is a word from the middle of a Latin name, so nothing
    but what opens a note may follow; ``is_long``: it is an account's two words or more, as they are written."""
    behind = text[at : at + LOOKS_AT]
    if not any(c.isalnum() for c in behind):
        return True
    first = behind[0]
    if first in _JOINS and not behind.startswith(_ARROWS):
        return is_han(behind[1:]) and goes_on(behind[1:])
    if first in BRACKETS:
        return not _is_told_apart(behind[1:])
    if is_han(first) or (is_han(text[at - 1]) and first.isalnum()):
        return goes_on(behind)
    if is_han(text[at - 1]) or not (first.isspace() or _is_cut_short(text, at)):
        said = behind.lstrip()
        if first.isspace() and _is_another_word(said):
            return False
        return not (_TRADES_ALONE.match(said) or _names_firm(said) or _opens_bracket(behind))
    return _word_opens(text[:at], behind[1:].lstrip(), is_middle, is_long)


def goes_on(behind: str) -> bool:
    """More letters of the same word, of which no other name can be made."""
    said = behind.lower()
    if _TRADE.match(said) or _NO_NOTE.match(said) or _PLACE.match(said) or _FIRM.match(said):
        return False
    return _GOES_ON.match(said) is not None or opens_note(behind)


def _names_firm(behind: str) -> bool:
    """建工 四建集团: a firm behind the space, but 建工 已报集团."""
    said = behind.lower()
    if _FIRM.match(said) is None:
        return False
    return _NO_NOTE.match(said) is not None or not (_GOES_ON.match(said) or opens_note(behind))


def _is_another_word(said: str) -> bool:
    """西湖 龙井 同意: of 西湖 龙井, though 西湖 财务 同意 is of 西湖."""
    word = _HAN_APART.match(said)
    if word is None or goes_on(said) or opens_note(said):
        return False
    return HAN_NOBODY.match(word["word"]) is None


def _word_opens(name: str, said: str, is_middle: bool, is_long: bool) -> bool:
    """The words behind a Latin name and a space."""
    word = LATIN_WORD.match(said)
    if word is None:
        return said[0] not in _JOINS.replace("-", "").replace("/", "") and not _opens_bracket(said)
    if is_han(said):
        return not _TRADES_ALONE.match(said)
    if said[0].isdigit():
        return _FIGURE.match(said) is not None or opens_note(said)
    if word[0] in PAPERS:
        return not is_middle or opens_note(said[word.end() :].lstrip(" ."))
    if len(name) > 3 and name.isupper() and word[0].isupper():
        name, said = name.lower(), said.lower()  # all is written so
    low = word[0].lower()
    if low in _NO_OPENING or _GROWS.match(said):
        return False
    rest = said[len(low) :].lstrip()
    if WHEN.match(said) or is_inside(said):
        return not is_middle
    if said[0].isupper():
        if low in SALE_THINGS and _LATIN_SMALL.match(rest) and not _DOES.match(rest):
            return not is_middle  # Acme Demo went well
        return low in CAPITAL_OPENS and not (low in _OPEN_BOTH and _is_named_next(rest))
    if low in _OPEN_BOTH and _is_firm(rest):
        return False
    if opens_note(said):
        return not (is_middle and low in _BODIES)
    return not is_middle and _is_ordinary(name, said, low, is_long)


def _is_ordinary(name: str, said: str, low: str, is_long: bool) -> bool:
    """Words that are no part of a name, since that is written with capitals: Globex picked plan B."""
    if low.endswith("ed") and low not in _NO_DEED:
        return True
    rest = said[len(low) :].lstrip()
    if low in NAMES or (low not in WHO and (_DOES.match(rest) or _is_firm(rest))):
        return False  # Acme bolts called: what calls is a firm
    return (is_long or name[:1].isupper()) and not _NEXT_CAPITAL.match(rest)


def _is_named_next(rest: str) -> bool:
    """Red Lion We Work, but Acme We met, Acme Friday Ravi signs."""
    word = LATIN_WORD.match(rest)
    if word is None or not rest[0].isupper() or word[0] in PAPERS:
        return False
    low = word[0].lower()
    return low not in CAPITAL_OPENS and low not in NAMES


def _is_firm(rest: str) -> bool:
    """Words that go on with a name, and what a firm does: blue *shield said*, but not blue *samples were*."""
    at = 0
    for _ in range(3):
        word = _LATIN_PART.match(rest, at)
        if word is None or word[1] in _NO_PART or word[1] in CAPITAL_OPENS or word[1].endswith(("ed", "ing")):
            return False
        at = word.end()
        if _DOES.match(rest, at):
            return word[1] not in WHO
    return False


def _opens_bracket(behind: str) -> bool:
    said = behind.lstrip()
    return said[:1] in BRACKETS and _is_told_apart(said[1:]) if said else False


def _is_told_apart(said: str) -> bool:
    """安信达（上海）, Acme (Boston): of several firms of that name the one that is meant."""
    word = LATIN_WORD.match(said)
    low = word[0].lower() if word else ""
    return bool(_PLACE.match(low) or _TRADE.match(low)) or low in _NO_OPENING


def _is_cut_short(text: str, at: int) -> bool:
    """Is this the point of an abbreviation, as in St. Mary?"""
    return text[at] == "." and len(text[:at].split()[-1]) <= 3

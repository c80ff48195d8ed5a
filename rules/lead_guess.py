"""Who and which firm, where no word says it: the parts left over are weighed against each other, all at once.

A part counts for a firm by standing first, by the mail's domain, by its capitals; for a person by a known name, by the
mail's first half, by standing beside a number. What wins narrowly is named in doubt.
"""

from dataclasses import dataclass
from itertools import product

from rules.given_names import GIVEN_NAMES
from rules.lead_branches import is_only_places, is_trade_or_person
from rules.lead_company import is_firm_name, is_goods, is_trade_name, is_wish, wish_at
from rules.lead_han import are_two_names, bare_han_name
from rules.lead_heads import CAPITAL, IS_HAN, Head, heads_of
from rules.lead_latin import is_name, is_titled_name, names_nothing_else
from rules.lead_mail import is_domain, is_mailbox
from rules.lead_people import is_title
from rules.lead_words import (
    COMMON_SURNAMES,
    GOODS,
    HAN_TRADE_TOO,
    LATIN_COMPANY,
    SMALL_TALK,
)
from rules.patterns import late
from rules.place_names import HAN_PLACES
from rules.spans import HAN, Board
from rules.wordlists import any_of

ENOUGH, SURE, NARROW = 1.5, 3.0, 1.0
_TRADE_TOO = late(rf"(?:{any_of(HAN_TRADE_TOO)})$")
# Trade words that name what a firm sells as often as the firm: 挖掘机配件 in the middle of a line.
_PRODUCT_TOO = late(
    "(?:配件|零件|模具|五金|家具|电器|仪器|玻璃|陶瓷|轴承|阀门|电缆|线缆|电源|轮胎|玩具|饮料|食品|服装|门窗|设备|装备|材料|建材|涂料|油漆|刀具|咖啡|零食|珠宝|眼镜|照明|灯饰|包装|印刷)$"
)
_THING = late("(?:(?<![电飞相])机|[柜仪器泵秤膜屏灯])$")
_NICKED = late(f"[老小阿][{HAN}]$|(?:督导|专员|主任|店长|经理|总监)")
_DOING = late("[让想要看问加找联来去说给帮推扫搜做搞买换打聊谈签投试填留带转登录]")
_PLACED = late(rf"(?:{any_of(HAN_PLACES)})[{HAN}]{{1,3}}$")
# Shopify merchant Kettle & Fern: whose customer, or which firm?
_SELLS = late(
    r" (?:merchant|dealer|franchisee?|operator|agent|reseller|distributor|seller|vendor|user|customer|client)(?![a-z])"
)
_GOODS_START = late(any_of(g for g in GOODS if len(g) > 1 and not g.isascii()))
_COUNT = late(r"\d+ [a-z]")
_NO_PERSON = late(r"[\d&@/]|'s$")
_CASED = late(r"(?<![A-Za-z])(?!(?:I|I'm|I'd|Mr|Ms|Mrs|Dr|Hi|Hello)(?![a-z]))[A-Z][a-z]+")


@dataclass(frozen=True, slots=True)
class Guess:
    """The chosen parts, None where none is good enough; each with whether it is sure."""

    account: Head | None = None
    contact: Head | None = None
    is_account_sure: bool = False
    is_contact_sure: bool = False


def is_cased(text: str) -> bool:
    """True when the writer bothers with capitals, so that a word without one is no name."""
    return bool(_CASED.search(text))


def guess(board: Board, cased: bool, reach: list[int], mail: str, *, account: bool, contact: bool) -> Guess:
    """The best firm and person among what is left. `reach`: where numbers and mails begin; `mail`: the address."""
    heads = heads_of(board, cased, reach)
    firms = [(h, _firm(h, cased, mail, alone=not contact)) for h in heads] if account else []
    people = [(h, _person(h, cased, mail, after_account=not account)) for h in heads] if contact else []
    best, chosen = 0.0, Guess()
    options_a = [(None, 0.0), *((h, s) for h, s in firms if s >= ENOUGH)]
    options_p = [(None, 0.0), *((h, s) for h, s in people if s >= ENOUGH)]
    for (a, a_score), (p, p_score) in product(options_a, options_p):
        if a is not None and a is p:
            continue
        total = a_score + p_score + (0.3 if a and p and a.start < p.start else 0.0)
        if total > best:
            best = total
            rival = max((s for h, s in firms if h is not a and h is not p), default=0.0)
            sure = a is not None and a_score >= SURE and a_score - rival >= NARROW
            sure = sure and not (a is not None and rival >= ENOUGH and is_titled_name(a.text))
            sure = sure and a is not None and not (_is_doubtful(a, mail) or _SELLS.match(board.text, a.end))
            chosen = Guess(a, p, sure, p_score >= SURE)
    return chosen


def _is_doubtful(head: Head, mail: str) -> bool:
    """Several things in one breath (百果园门店督导小黄), words of doing (老板让联系), or a part in the middle of the
    line that no trade word and no mail shows to be a firm."""
    text = head.text
    if not IS_HAN.search(text):
        return _goes_on(head, mail)
    if len(text) > 10 or (len(text) > 5 and _NICKED.search(text)):
        return True
    if bare_han_name(text):
        return True
    shown = is_trade_name(text) or is_domain(text, mail)
    if not shown and not (head.opens or head.near) and len(text) == 4 and _PLACED.match(text):
        return True  # 东莞长安
    return not shown and (bool(_DOING.search(text)) or not (head.place == 0 or head.near))


def _goes_on(head: Head, mail: str) -> bool:
    """Plumber friend says …, 2nd hand info: words of no wish follow what nothing shows to be a firm."""
    text = head.text
    shown = "&" in text or text.split()[-1].lower() in LATIN_COMPANY or is_domain(text, mail)
    return bool(head.behind) and not shown and wish_at(head.behind) != 0


def _firm(head: Head, cased: bool, mail: str, *, alone: bool) -> float:
    text = head.text
    if (
        is_goods(text)
        or not is_firm_name(text)
        or is_title(text)
        or is_only_places(text)
        or is_trade_or_person(text)
        or are_two_names(text)
        or not any(c.isalpha() for c in text)
        or len(text) < 2
    ):
        return -5.0
    score = (1.5 if head.place == 0 else 0.0) + (0.5 if head.opens else 0.0)
    score += 4.0 if is_domain(text, mail) else 0.0
    if IS_HAN.search(text):
        score += 1.0 if len(text) <= 8 else 0.5
        score += (-1.0 if len(text) == 3 else 0.0) if bare_han_name(text) else 1.5
        if is_trade_name(text):
            score += 2.5
        elif _TRADE_TOO.search(text) and len(text) > 2:
            score += 1.5
        score -= 3.0 if _GOODS_START.match(text) else 0.0
        like_a_person = bare_han_name(text)
        score += 1.0 if head.place == 0 and not like_a_person else 0.0
        score += 2.5 if alone and head.opens and like_a_person and len(text) == 3 else 0.0  # 周大福
        score -= 2.5 if _is_product(head) else 0.0
        score -= 1.5 if len(text) > 10 and not is_trade_name(text) else 0.0
        return score - (4.0 if is_wish(text) else 0.0)
    words = text.split()
    low = [w.strip(".,'").lower() for w in words]
    if _COUNT.match(text) or (len(words) == 1 and low[0] in SMALL_TALK):
        return -5.0
    score += 1.5 if cased and CAPITAL.match(text) else 1.0 if len(words) <= 2 else 0.0
    score += 1.0 if text.isupper() and 2 <= len(text) <= 6 else 0.0
    score += 1.5 if low[-1] in LATIN_COMPANY and len(words) > 1 else 0.0
    score += 1.0 if "&" in text or "'s" in text else 0.0
    if is_name(words) and "'s" not in text:
        score -= 3.0 if low[0] in GIVEN_NAMES else 1.5
    score -= 1.5 if head.tail and not head.opens else 0.0
    score -= 2.0 if _goes_on(head, mail) else 0.0
    return score - (4.0 if any(w in GOODS for w in low) or " ".join(low).isdigit() else 0.0)


def _is_product(head: Head) -> bool:
    """极片检测设备, 自助入住机: what a firm makes or wants, where it does not open the line."""
    made = bool(_PRODUCT_TOO.search(head.text)) and (not head.near or len(head.text) > 4)
    return not head.opens and (made or bool(_THING.search(head.text)) and len(head.text) > 3)


def _person(head: Head, cased: bool, mail: str, *, after_account: bool) -> float:
    text = head.text
    beside = (1.0 if head.beside else 0.0) + (3.0 if head.role else 0.0)
    if IS_HAN.search(text):
        if not bare_han_name(text) or is_title(text):
            return -5.0
        score = 2.0 + (1.0 if text[0] in COMMON_SURNAMES else 0.0) + (0.5 if len(text) == 3 else 0.0)
        return score + beside - (1.5 if head.tail else 0.0) + (4.0 if is_mailbox(text, mail) else 0.0)
    words = text.split()
    if len(words) > 3 or _NO_PERSON.search(text) or is_titled_name(text) or not names_nothing_else(words):
        return -5.0
    if text.isupper() and len(words) == 1:
        return -3.0
    known = is_name(words)
    if not cased and not known:
        return 1.0 if head.beside and len(words) == 1 and after_account else -1.0
    score = (3.5 if known else 0.0) + (1.5 if len(words) > 1 else 0.5)
    score += (4.0 if is_mailbox(text, mail) else 0.0) - (3.0 if is_domain(text, mail) else 0.0)
    score += 0.5 if after_account and not head.opens else 0.0
    return score + beside - (2.0 if head.tail and not known else 0.0)

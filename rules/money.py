"""Amounts of money as people type them (80万, 十几万, ¥1.2m, 1,200.50 EUR) in integer minor units."""

import re
from dataclasses import dataclass
from decimal import Decimal

from rules.currencies import WORDLIKE, currency_of
from rules.currencies import minor_digits as minor_digits  # the one address for money's callers
from rules.figures import CURRENCY, NUMBER, lower_end, read_figure
from rules.numerals import ENGLISH, ENGLISH_SCALES, HAN_NUMBER
from rules.patterns import late
from rules.wordlists import any_of, words

_MOST_MINOR = 10**16
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in minor units of `currency`. `approx`: the text was rough, `minor` is the lower bound; show as typed."""

    minor: int
    currency: str
    approx: bool = False


@dataclass(frozen=True, slots=True)
class AskCurrency:
    """A sum whose sign (`¥`) fits several currencies; `minor` counts hundredths until somebody says which."""

    minor: int
    approx: bool = False
    candidates: tuple[str, ...] = ("CNY", "JPY")

    def settle(self, currency: str) -> Amount:
        """The same sum once the currency is known."""
        minor = _minor(Decimal(self.minor) / 100, currency)
        return Amount(minor or 0, currency, self.approx)


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """An amount in a text: offsets, what it says, and whether a label (预算, budget) stands before it."""

    start: int
    end: int
    amount: Amount | AskCurrency
    labelled: bool


_LABEL_WORD = any_of([*words("预算 金额 报价 合同额 总价 价格 费用 budget amount price value"), "deal size"])
_LABEL = rf"(?:{_LABEL_WORD}(?:\s*(?:大概|大约|约|在|是|为|有|is|was|of|around|about))*\s*[:：=]?\s*)"
_BEFORE = r"(?:(?:大概|大约|差不多|约莫|接近|不到|最多|至少|起码|超过|将近|左右|上下|约|近|超|上|~|≈|about|around|approx(?:imately)?\.?|roughly|circa|ca\.|nearly|almost|over|under|up to|at least|max|at most|<|>)\s*)"
_AFTER = r"(?:\s*(?:左右|上下|以内|以上|以下|之间|出头|不到|上限|起步|的样子|or so|ish|-ish|\+|max)|(?<=[万亿wk千])[多余来](?![家个次]))"
_RANGE = r"\s?(?:-|~|–|—|到|至|to|and)\s?"
# 每台2000, $1,150 ea, 300/月: a price of one, and nobody said how many.
_EACH_BEFORE = late(r"(?:每(?!年)[^\W\d_]{0,2}|单价|一[个台套人件张位])\s?$|@\s?$", re.I)
_EACH = late(
    r"(?:块钱?|元)?\s?(?:/|一|每)\s?(?:个|台|套|人|件|用户|位|席|张|只|把|月|天|次|平|吨)(?!月?以)|"
    r"\s?(?:/\s?|per\s|a\s)(?:mo|month|seats?|users?|units?|ea|piece|head|person|hour|hr|day|license|provider|sensor|board|part|label|scan|sample|test|card|tag|badge|tablet|laptop|phone|page|word|image|shipment|delivery|route|ticket|bottle|can|keg|barrel|gallon|acre|window|panel|watt|kwh|mwh|site|store|location|student|patient|employee|agent|device|vehicle|truck|room|bed|night|visit|call|order|box|case|pallet|kg|ton|lb|sq|foot|mile|member|lane|line|machine|desk|door|camera|node|core|gb|tb|year per\s\w+)s?(?![a-z])|"
    r"\s(?:each|apiece|ea|pp)(?![a-z])|\s?p/?m(?![a-z])",
    re.I,
)
_NUMERAL = late(rf"[0-9]|{HAN_NUMBER[:-1]}|亿|億|(?<![a-z])(?:{any_of([*ENGLISH, *ENGLISH_SCALES])})", re.I)
_MAY_BE_EACH = late(
    r"\d[^,，;；\n]{0,6}(?:/|一|每|each|per|ea\b|apiece|a (?:mo|s|u|p|h|d))|每|单价|@|[大好]几|p/?m|\d ?mil?(?![a-z])",
    re.I,
)
_MAY_BE_TOO_MUCH = late(r"\d[\d,.]{9}")
_MIL = late(r"\d ?mil?$", re.I)
_INDIAN = late("lakh|lac|crore|cr$", re.I)
_VAGUE = late("[大好]$")  # 大几十万 is anything from 60 up
_PATTERN = late(
    r"(?=[^\x00\s.,;:!?()，。；：！？（）、-])"  # what no amount begins with is passed over at once
    rf"(?:(?<![a-z\d.,@#_-])|(?<=[一-龥]-)|(?<=[a-z])(?=[预金报合总价费一-龥]))(?P<label>{_LABEL}(?:between\s)?|between\s)?(?P<before>{_BEFORE})?(?:(?!元|块)(?P<pre>{CURRENCY})\s?)?"
    rf"(?P<before2>{_BEFORE})?(?P<num>{NUMBER})(?:\s?(?P<mid>{CURRENCY}))?(?:(?P<range>{_RANGE})(?(pre)(?:{CURRENCY})?|)\s?(?P<num2>{NUMBER}))?"
    rf"(?:\s?(?P<post>{CURRENCY}|欧(?![姆洲盟])|刀(?![具片])))?(?P<after>{_AFTER})?(?![\d@_])",
    re.I,
)
_ROUGH_LABEL = late("大概|大约|约|about|around", re.I)
_AND_A_BIT = late("[多余来]")  # 三十多万
_HAS_LABEL = late(_LABEL_WORD, re.I)
# "5万人", "10k users": a count of something is not money.
_COUNTED = late(
    r"(?:多|余|来)?(?:框|张|瓶|袋|箱|盒|支|根|片|卷|桶|斤|升|亩|栋|辆|艘|架|只|株|页|户|单(?!价|子)|票|笔|粒|名|位|人(?!民币)|台|件|平(?!台)|㎡|套(?!餐)|家(?!具|居|电)|次|吨|公里|米|颗|条|份|个(?!亿)|岁|%|％|℃|度)|"
    r"\s?(?:%|users?|people|units?|seats?|employees?|staff|sq|pcs|pieces|rows|orders|skus?|stores|sites|licen[cs]es|"
    r"customers|hours|days|weeks|months|years|miles|km|kg|tons|am|pm)(?![a-z])",
    re.I,
)
# "年营收2亿": money, but not what this deal is worth.
_NOT_THIS_DEAL = late(
    any_of(
        words(
            """营收 产值 注册资本 注册资金 融资 销售额 年产 流水 市值 采购量 采购额 营业额 年销 销量 产量 体量 规模 资产 年采 年用量
            revenue turnover funding raised valuation"""
        )
    )
    + r"\D{0,6}$",
    re.I,
)


def parse_amount(text: str, base_currency: str) -> Amount | AskCurrency | None:
    """The amount that the whole text is, or None. A bare number takes the base currency."""
    said = text.strip().strip("()（）[]。；;，,").strip()
    if not said or len(said) > 60:
        return None
    match = _PATTERN.fullmatch(said)
    return _amount(match, base_currency) if match else None


def find_amounts(text: str, base_currency: str) -> list[FoundAmount]:
    """Every amount in a longer text. A bare number counts only behind a label; counts of things do not."""
    found: list[FoundAmount] = []
    if not _NUMERAL.search(text):
        return found
    for match in _PATTERN.finditer(text[:_LONGEST]):
        if not _is_money(match, text):
            continue
        amount = _amount(match, base_currency)
        if amount is not None:
            labelled = bool(match["label"]) and not match["label"].lower().startswith("between")
            found.append(FoundAmount(match.start(), match.end(), amount, labelled))
    return found


def find_labelled(text: str, base_currency: str) -> FoundAmount | None:
    """The first amount behind a label (预算, budget)."""
    if not _HAS_LABEL.search(text):
        return None
    return next((found for found in find_amounts(text, base_currency) if found.labelled), None)


def on_record(minor: int, currency: str, approx: bool) -> str:
    """A sum as the audit keeps it."""
    return f"{minor} {currency}{' ≈' if approx else ''}"


def told_range(text: str) -> bool:
    """True where the first sum of these words is one of many, and its lower end is what is read: 60-80k, 二三十万."""
    match = next((m for m in _PATTERN.finditer(text) if _amount(m, "CNY") is not None), None)
    if match is None:
        return False
    read = read_figure(match["num"], "CNY")
    return bool(match["num2"]) or read is not None and read[1] and not _AND_A_BIT.search(match["num"])


def has_unread_sum(text: str) -> bool:
    """True when the text names the price of one (每台2000, $20 per seat), or a sum nobody could write down."""
    if not _MAY_BE_EACH.search(text) and not _MAY_BE_TOO_MUCH.search(text):
        return False
    return any(_is_each(m, text) or _is_too_much(m, text) for m in _PATTERN.finditer(text[:_LONGEST]))


def _is_each(match: re.Match[str], text: str) -> bool:
    before = text[max(0, match.start() - 6) : match.start()]
    if _VAGUE.search(before) and match["num"][0] in "几十百千万":
        return True
    if _MIL.search(match["num"]) and _amount(match, "USD") is None:
        return True
    if match["label"] is None and _EACH_BEFORE.search(before):
        return True
    return bool(_EACH.match(text, match.end()))


def _is_too_much(match: re.Match[str], text: str) -> bool:
    return (
        bool(_MAY_BE_TOO_MUCH.search(match["num"]))
        and _is_money(match, text)
        and _amount(match, "USD") is None
    )


def _is_money(match: re.Match[str], text: str) -> bool:
    number = match["num"]
    if _is_each(match, text):
        return False
    currency = match["pre"] or match["mid"] or match["post"]
    labelled = bool(match["label"])
    if _NOT_THIS_DEAL.search(text[max(0, match.start() - 12) : match.start()]):
        return False
    if currency and (match["pre"] or not _COUNTED.match(text, match.end())):
        # "10 CAD seats", "3 top": a code that is a word needs a number that looks like money.
        return (
            currency.upper() not in WORDLIKE
            or currency.isupper()
            and bool(re.search(r"[,.]\d|[kmw万]$|\d{4}", number, re.I))
        )
    if _COUNTED.match(text, match.end()):
        return False
    if labelled or (match["before"] and number[0] in "百千"):
        return True
    return _looks_like_money(number, match["num2"])


def _looks_like_money(number: str, upper: str | None) -> bool:
    """A multiplier makes an unmarked number money; `2b`, `3M` and `4K` are more often a market, a company, a screen."""
    last = upper or number
    if re.fullmatch(r"\d+[bB]|3M|[48]K", last) or last[0] in "百千万亿萬億":
        return False
    if re.search(r"\d ?(?:k|w|m|mm|mn|mil|bn)$", last, re.I):
        return True
    return bool(
        re.search(r"[万萬亿億]|thousand|million|billion|grand|lakh|lac|crore|\bcr$|\dcr$|mio|mln", last, re.I)
    )


def _amount(match: re.Match[str], base_currency: str) -> Amount | AskCurrency | None:
    said = match["post"] or match["mid"] or match["pre"]
    if match["pre"] and match["pre"] not in "¥$":
        said = match["pre"]
    currency = currency_of(said, base_currency) if said else base_currency
    if not said and _INDIAN.search(match["num"]):
        currency = "INR"
    read = read_figure(match["num"], currency or "CNY")
    if read is None:
        return None
    value, rough = read
    if match["num2"]:
        upper = read_figure(match["num2"], currency or "CNY")
        if upper is None:
            return None
        value, rough = lower_end(match["num"], value, match["num2"], upper[0]), True
        if value > upper[0] or (value < 1000 and upper[0] >= 10_000):
            return None
    approx = rough or any(match[g] for g in ("before", "before2", "after"))
    approx = approx or bool(match["label"] and _ROUGH_LABEL.search(match["label"]))
    minor = _minor(value, currency or "CNY")
    if minor is None:
        return None
    return Amount(minor, currency, approx) if currency else AskCurrency(minor, approx)


def _minor(value: Decimal, currency: str) -> int | None:
    minor = int((value * 10 ** minor_digits(currency)).to_integral_value())
    return minor if 0 < minor <= _MOST_MINOR else None

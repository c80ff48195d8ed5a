"""What a note says that a deal is worth: amount is now $220k, 金额改成 22万. A sum that no such word names is none."""

import re

from rules.money import Amount, find_labelled, minor_digits
from rules.patterns import late
from rules.wordlists import any_of, words

LONGEST = 2000  # characters that are read
# What is spoken of as the deal's own amount, and what only is where the words say that it changed.
_WORTH = any_of(
    [
        *words("金额 合同额 总价 总额 预算 成交价 最终价格 最终报价 amount budget total"),
        *("deal size", "deal value", "contract value", "contract size"),
    ]
)
_PRICE = any_of(words("价格 报价 价 单子 这单 合同 price quote deal order contract value"))
_IS = r"\s*(?:(?:is|are|was|of|confirmed(?: at)?|approved(?: at)?|to|的|是|为|有|只有|批了|在)\s*)?(?:(?:now|现在)\s*(?:是|为|only|at)?)?\s*[:：=]?\s*"
_FROM = r"(?:\s*(?:from|从|由)\s*\S{1,14}?)?"
_BECOMES = (
    rf"(?:'s|s)?(?:(?:\s+(?:is|has|was))?{_FROM}\s+(?:now(?! to)(?: at| only)?|(?:just )?(?:changed|increased|decreased|raised|revised|updated|reduced|moved|dropped|cut|grown|went|gone|goes|grew|up|down|came down|agreed|set)"
    r"(?: (?:up|down))?(?: from \S{1,14})?(?: (?:to|at)|:))\s*|"
    rf"{_FROM}\s*(?:已经?|就|现在|最后|最终|最新)?(?:改(?:成|为|到|(?=\d))|变成|变为|调到|调成|调整[到为成]|降到|降为|涨到|加到|增加到|减到|砍到|压到|谈到|谈成|定[在为到]|敲定)了?\s*|\s*现在(?:是|为)?\s*)"
)
_SAYS = late(
    rf"(?<![A-Za-z])(?:(?:{_WORTH})(?:{_BECOMES}|{_IS})|(?:{_PRICE}){_BECOMES})(?=[\d$€£¥￥A-Z一二两三四五六七八九十百约大差~≈a])",
    re.I,
)
_NOT_ITS = late(
    r"首付|首款|首期|尾款|余款|定金|订金|押金|保证金|发票|开票|到账|回款|付款|预付|质保|罚|赔|返|佣金|运费|税|每|单价?$|年$|优惠|折扣|欠|已付|竞争|对手|竞品|友商|去年|明年|上次|之前|原来|如果|要是|若|不是|没有|"
    r"\b(?:invoice|deposit|payment|refund|penalty|shipping|tax|commission|monthly|annual|yearly|unit|per|competitors?(?:'s)?|rivals?(?:'s)?|"
    r"(?:last|next|previous|prior|old)(?: (?:year|quarter|phase)(?:'s)?)?|if|when|unless|until|no|not|minimum|discount)\s*$|\b(?:competitor|rival)",
    re.I,
)
_BOUND = late(r"\s*(?:over|under|above|below|at least|at most|up to|max|min|超过|不到|至少|最多|<|>)", re.I)
# What makes a figure money: budget 2026 and 报价改成三版 have none of it.
_SIGN = late(r"[$€£¥￥]|(?![一二两三四五六七八九十零〇])[^\W\d]")
# A price of a year or a month, a sum that came to nothing or is another by now, a difference, a count.
_BEHIND = late(
    r"\s*(?:/|a|an|per|each|一|每)\s*(?:year|yr|annum|quarter|month|mo|年|季|月)|\s*(?:was|is|got|has been) (?:rejected|declined|refused|too)|\s*(?:被否|被拒|没批|太[高贵多])"
    r"|\s*(?:short|less|more|lower|higher)\b|,?\s*(?:(?:but )?now|现在)\s*[$€£¥\d]|\s*[台件套个份条箱吨只辆]",
    re.I,
)
_APPROX = late(r"about|around|roughly|大约|大概|差不多|约", re.I)
_YEARS = range(1990, 2100)
_LABEL = "amount: "
_LOOKS_BACK = 16  # characters before those words, which may say whose they are
_FIGURE = 60  # characters in which the figure ends
_LEAST = 1000  # so much a figure without a sign is at least


def stated(text: str, base: str, currency: str | None) -> Amount | None:
    """The last amount of the deal that is told in these words; what names no currency is in ``currency``, the deal's own,
    else in the base. None for a sum that nothing says to be the deal's, or whose currency would have to be asked."""
    found: Amount | None = None
    text = " ".join(text.split())[:LONGEST]  # thousands of spaces would be read for minutes
    for said in _SAYS.finditer(text):
        before = text[max(0, said.start() - _LOOKS_BACK) : said.start()]
        if _NOT_ITS.search(before) or _BOUND.match(text, said.end()):
            continue
        found = _read(text[said.end() : said.end() + _FIGURE], base, currency) or found
    return found


def _read(behind: str, base: str, currency: str | None) -> Amount | None:
    read = [_amount(behind, one) for one in dict.fromkeys((currency or base, base))]
    own, other = read[0], read[-1]
    if own is not None and other is not None and own.currency != other.currency:
        return own  # none was named
    return own or other


def _amount(behind: str, base: str) -> Amount | None:
    found = find_labelled(f"{_LABEL}{behind}", base)
    if found is None or found.start or not isinstance(found.amount, Amount):
        return None
    at = found.end - len(_LABEL)
    return None if _BEHIND.match(behind, at) or _is_bare(behind[:at], found.amount) else found.amount


def _is_bare(figure: str, amount: Amount) -> bool:
    """As well a year, a count or thousands that were left out: budget 2026, amount 220."""
    if _SIGN.search(_APPROX.sub("", figure)):
        return False
    value = amount.minor / 10 ** minor_digits(amount.currency)
    return value < _LEAST or ("," not in figure and value in _YEARS)

"""What a written figure is worth: 80万, 1万2, 1.2m, 40 000, `two hundred thousand`, R$ 600 mil."""

import re
from decimal import Decimal

from rules.currencies import ISO_CODES, SIGNS
from rules.numerals import ENGLISH_NUMBER, HAN_NUMBER, read_english, read_han
from rules.patterns import late
from rules.wordlists import any_of, words

_SIGN = any_of(SIGNS)
_CODE = any_of(ISO_CODES)
CURRENCY = (
    rf"(?:{_SIGN}|(?:(?<![a-z])|(?<=\d[mk])|(?<=\d [mk]))(?:rs|kr|(?:pesos )?(?:{_CODE})|pesos)(?![a-z]))"
)
_DIGITS = (
    r"(?:[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,2}|[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}(?:\.[0-9]+)?|[0-9]{1,3}(?:'[0-9]{3})+(?:\.[0-9]+)?"
    # 40 000 €: only a currency beside it makes groups behind spaces one number.
    rf"|[0-9]{{1,3}}(?: [0-9]{{3}})+(?= ?{CURRENCY})|[0-9]+ point [0-9]+|[0-9]+(?:[.,][0-9]+)?)"
)
_HAN_SCALE = r"[几多来余]?[十百千]?(?:个)?[万萬亿億]|[百千]"
_SCALE = rf"(?:\s?(?:{_HAN_SCALE})|\s?(?:thousand|million|billion|grand|milh(?:ão|ao|ões|oes)|mill(?:ón|ones)|mio|mln|mil|mi|tsd\.?|mm|k|lakhs?|lacs?|crores?|cr)(?![a-zà-ÿ])|(?:k|w|m|mm|mn|mil|bn|b)(?![a-z])|\s?[mk](?=(?:{_CODE})(?![a-z])))"
NUMBER = rf"(?:{_DIGITS}(?:{_SCALE}(?:[0-9]+(?:\.[0-9]+)?(?:[百千]万|[千万])|(?<=万)[1-9](?![0-9十百千万个台套]))?)?|半个?亿|(?<![第])[0-9]?(?![多来余]){HAN_NUMBER}(?:个[亿万])?|(?<![a-z]){ENGLISH_NUMBER}k?(?![a-z]))"
_LEADING = late(rf"({_DIGITS})\s?(.*)$")
_GROUPED = late(r"\d{1,3}(?: \d{3})+")
_NO_SCALE = late(rf"^{_DIGITS}|[个\s]")
_GROUPING = str.maketrans("", "", ",' ")
_SCALES = (
    {"thousand": 3, "grand": 3, "tsd": 3, "tsd.": 3, "k": 3, "w": 4, "lakh": 5, "lac": 5, "crore": 7, "cr": 7, "b": 9, "bn": 9, "billion": 9}
    | dict.fromkeys(words("million mio mln m mm mn mil milhão milhao milhõe milhoe millón millone"), 6)
)  # fmt: skip
# Where mil is a thousand and mi a million.
_IBERIAN = frozenset(words("BRL MXN ARS COP CLP PEN UYU"))


def lower_end(number: str, value: Decimal, upper_text: str, upper: Decimal) -> Decimal:
    """`80-100万` and `50-80k`: the lower end borrows the multiplier of the upper one."""
    scale = _scale(upper_text)
    return value * scale if scale > 1 and _scale(number) == 1 and value * scale <= upper else value


def read_figure(number: str, currency: str) -> tuple[Decimal, bool] | None:
    """The value and whether it is rough; None where nobody could say."""
    text = number.strip().lower()
    if text in {"半亿", "半个亿"}:
        return Decimal(5 * 10**7), False
    if not text[0].isascii():
        return read_han(text.replace("个", ""))
    if not text[0].isdigit():
        thousands = text.endswith("k")
        worded = read_english(text.removesuffix("k"))
        return None if worded is None else (worded * (1000 if thousands else 1), False)
    if _GROUPED.fullmatch(text):
        text = text.replace(" ", "")
    parts = _LEADING.match(text)
    if parts is None:
        return None
    digits, rest = parts[1], parts[2].replace("个", "")
    value = _plain(digits, bool(rest), currency)
    rough = bool(re.search("[几多来余]", rest))
    if chained := re.fullmatch(r"([万亿])(\d+(?:\.\d+)?)([百千]?万|千)", rest):
        return value * _scale(chained[1]) + Decimal(chained[2]) * _scale(chained[3]), False
    if odd := re.fullmatch(r"万([1-9])", rest):  # 1万2 is 12,000
        return value * 10_000 + int(odd[1]) * 1000, False
    if rest in {"mil", "mi"}:
        return _iberian(value, rest, currency)
    return value * _scale(rest), rough


def _iberian(value: Decimal, rest: str, currency: str) -> tuple[Decimal, bool] | None:
    """R$ 600 mil, R$ 2 mi; $1.2 mil is a million still, and what €30 mil says nobody knows."""
    if currency in _IBERIAN:
        return value * (1000 if rest == "mil" else 10**6), False
    return (value * 10**6, False) if rest == "mil" and value < 10 else None


def _plain(digits: str, scaled: bool, currency: str) -> Decimal:
    """Separators by shape: three digits behind one are thousands, one or two are decimals."""
    if re.fullmatch(r"\d{1,3}(\.\d{3})+,\d{1,2}", digits):
        return Decimal(digits.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d+,\d{1,2}", digits):
        return Decimal(digits.replace(",", "."))
    if not scaled and currency in {"EUR", "CHF"} and re.fullmatch(r"\d{1,3}\.\d{3}", digits):
        return Decimal(digits.replace(".", ""))
    return Decimal(digits.replace(" point ", ".").translate(_GROUPING))


def _scale(text: str) -> Decimal:
    tail = _NO_SCALE.sub("", text.strip().lower()).rstrip("s")
    if tail in _SCALES:
        return Decimal(10) ** _SCALES[tail]
    worth = Decimal(1)
    for char in re.sub("[^十百千万萬亿億]", "", tail):
        worth *= {"十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000}.get(char, 10**8)
    return worth

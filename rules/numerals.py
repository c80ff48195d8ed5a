"""Numbers as words, in Chinese (三千五百万, 十几万, 二三十万) and English (two hundred thousand, half a million)."""

import re
from decimal import Decimal

from rules.wordlists import words

HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
HAN_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
HAN_NUMBER = "[零〇一二两三四五六七八九十百千万萬亿億几数多来余壹贰貳叁参肆伍陆陸柒捌玖拾佰仟]+"
# As on cheques and contracts.
_FORMAL = str.maketrans("壹贰貳叁参肆伍陆陸柒捌玖拾佰仟", "一二二三三四五六六七八九十百千")

ENGLISH = {
    word: n
    for n, word in enumerate(
        words("""zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""")
    )
} | {
    word: 10 * n
    for n, word in enumerate(words("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)
}
ENGLISH_SCALES = {"hundred": 100, "thousand": 1000, "grand": 1000, "million": 10**6, "billion": 10**9}
_WORD = "|".join(
    sorted(
        [*ENGLISH, *ENGLISH_SCALES, "half", "quarter", "and", "an", "a", "of", "point"], key=len, reverse=True
    )
)
ENGLISH_NUMBER = rf"(?!grand)(?:{_WORD})(?:[ -](?:{_WORD}))*"


def read_han(text: str) -> tuple[Decimal, bool] | None:
    """The number and whether it is rough. 几, 多 and two digits in a row (七八万) give the lower bound, rough."""
    text = text.translate(_FORMAL)
    rough = bool(re.search("[几数多来余]", text))
    # A leading 几 is "several" (two at least); after 十 or 百 it only says "and some".
    plain = re.sub("^[几数]|(?<=[百千万亿])[几数]", "二", text)
    plain = re.sub("[几数多来余]", "", plain)
    pairs = "一二|二三|三四|四五|五六|六七|七八|八九|两三|三五"
    narrowed = re.sub(f"({pairs})(?=[十百千万萬亿億]|$)", lambda m: m[0][0], plain)
    value = _han_value(narrowed)
    return None if value is None else (Decimal(value), rough or narrowed != plain)


def _han_value(text: str) -> int | None:
    if not text or all(c in HAN_DIGITS for c in text):
        return int("".join(str(HAN_DIGITS[c]) for c in text)) if text else None
    total = section = digit = 0
    last_unit, seen_digit = 1, False
    for char in text:
        if char in HAN_DIGITS:
            if seen_digit and digit:
                return None
            digit, seen_digit = HAN_DIGITS[char], True
            last_unit = 1 if digit == 0 else last_unit
            continue
        unit = HAN_UNITS[char]
        if unit >= 10_000:
            total = (
                (total + section + digit or 1) * unit
                if unit > 10_000
                else total + (section + digit or 1) * unit
            )
            section = 0
        elif section and unit >= last_unit:
            return None
        else:
            section += (digit if seen_digit and digit else 1) * unit
        digit, seen_digit, last_unit = 0, False, unit
    # 一万二 is 12,000 and 三百五 is 350: a last digit counts in tenths of the unit before it.
    return total + section + digit * (last_unit // 10 if last_unit > 10 else 1)


def read_english(text: str) -> Decimal | None:
    """`two hundred fifty thousand`, `half a million`, `one point two million`; None for anything else."""
    words = [w for w in re.split("[ -]", text.lower()) if w not in {"and", "of"}]
    total = section = Decimal(0)
    said = False
    tenths = 0  # digits behind a spoken point
    for word in words:
        if word == "point":
            if not said or tenths:
                return None
            tenths = 1
            continue
        if tenths and word in ENGLISH:
            if ENGLISH[word] > 9:
                return None
            section += Decimal(ENGLISH[word]).scaleb(-tenths)
            tenths += 1
            continue
        tenths = 0
        if word in {"a", "an"}:
            continue
        if word in {"half", "quarter"}:
            section += Decimal("0.5") if word == "half" else Decimal("0.25")
        elif word in ENGLISH:
            section += ENGLISH[word]
            said = True
        elif word == "hundred":
            section = (section or Decimal(1)) * 100
        else:
            total += (section or Decimal(1)) * ENGLISH_SCALES[word]
            section, said = Decimal(0), True
    return total + section if said else None

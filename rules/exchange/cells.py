"""The values of single cells: sums, numbers to call, addresses. What cannot be read is a Fault, never a guess."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, DecimalException
from functools import lru_cache

from rules.currencies import ISO_CODES, currency_of, minor_digits
from rules.exchange.sheet import Broken, Cell, text
from rules.money import Amount, AskCurrency, parse_amount
from rules.patterns import late
from rules.phones import Phone, find_phones

MOST_MINOR = 10**16
_PLAIN = late(r"(?P<sign>[$€£¥￥]?)\s?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)")
_SCALED = late(r"[十百千万萬亿億]|\d\s?[a-z]{1,8}(?![a-z])", re.I)  # says itself what it counts
_PERCENT = late(r"(?P<digits>\d{1,3}(?:\.\d{1,6})?)\s?(?P<sign>[%％]?)")
_TIMES = {
    "万": 4,
    "萬": 4,
    "w": 4,
    "亿": 8,
    "千": 3,
    "k": 3,
    "thousand": 3,
    "m": 6,
    "mn": 6,
    "million": 6,
    "百万": 6,
}
_ADDRESS = late(r"[^@\s,;、；，]+@[^@\s,;、；，]+\.[^@\s,;、；，]{2,}")
_SHORTENED = late(r"\d(?:\.\d+)?e\+?\d{1,2}", re.I)
_TOO_SHORT = late(r"[+(]?[0-9](?:[ \-.()]{0,3}[0-9]){0,5}\)?")
_CUT = late(r"\s*(?:[;；、\n|]|/(?=\s|\+?\d{5}|\S+@)|[,，](?=\s*[+\d(]|\s*\S+@))\s*")


class Unread(Exception):
    """A cell that cannot be read: the catalogue key of the sentence, and its fields."""

    def __init__(self, key: str, **fields: str) -> None:
        self.key, self.fields = key, fields
        super().__init__(key)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line, and in which column (-1: with the line itself)."""

    column: int
    key: str
    fields: Mapping[str, str | list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Unit:
    """How a column of sums counts: ``金额（万元）`` counts ten thousands, ``Amount (USD)`` dollars."""

    currency: str | None = None
    power: int = 0


def whole(cell: Cell) -> str:
    """A cell as words. Raises Unread for one that a spreadsheet could not work out."""
    if isinstance(cell, Broken):
        raise Unread("cell.formula" if cell.said == "=" else "cell.error", said=cell.said)
    return text(cell)


def unit(said: str, base_currency: str) -> Unit:
    """What the brackets behind a head say about its sums."""
    power, rest = 0, said.strip().lower()
    for word in sorted(_TIMES, key=len, reverse=True):
        if rest.startswith(word) and (not word.isascii() or not rest[len(word) : len(word) + 1].isalpha()):
            power, rest = _TIMES[word], rest[len(word) :].strip()
            break
    return Unit(currency_of(rest, base_currency) if rest else None, power)


def money(cell: Cell, counts: Unit, currency: str, base_currency: str) -> Amount | None:
    """A sum; a bare number counts in ``currency``. None where nothing is known (empty, 0). Raises Unread."""
    said = whole(cell)
    if not said:
        return None
    inside = counts.currency or currency
    if isinstance(cell, int | float):
        return _minor(said, inside, counts.power)
    if found := _PLAIN.fullmatch(said):
        sign = found["sign"].replace("￥", "¥")
        named = currency_of(sign, inside if inside in ISO_CODES else base_currency) if sign else inside
        if named is None:
            raise Unread("cell.which_currency", said=said)
        return _minor(found["digits"].replace(",", ""), named, counts.power)
    read = parse_amount(said, inside)
    if isinstance(read, AskCurrency):
        raise Unread("cell.which_currency", said=said)
    if read is None:
        raise Unread("cell.amount", said=said)
    if counts.power and not _SCALED.search(said):
        read = _minor(
            str(Decimal(read.minor).scaleb(-minor_digits(read.currency))), read.currency, counts.power
        )
        return replace(read, approx=True) if read else None
    return read


def _minor(digits: str, currency: str, power: int) -> Amount | None:
    try:
        minor = (Decimal(digits) * 10**power).scaleb(minor_digits(currency)).to_integral_value()
    except DecimalException as fault:
        raise Unread("cell.amount", said=digits) from fault
    if not 0 <= minor <= MOST_MINOR:
        raise Unread("cell.amount", said=digits)
    return Amount(int(minor), currency) if minor else None


def currency(cell: Cell, base_currency: str) -> str | None:
    """A currency by its code, sign or word. Raises Unread."""
    said = whole(cell)
    found = currency_of(said, base_currency) if said else None
    if said and found is None:
        raise Unread("cell.currency", said=said)
    return found


def percent(cell: Cell) -> int:
    """A whole percentage: 80, 80%, or the 0.8 that a spreadsheet makes of it. A bare 1 may be its 100%. Raises Unread."""
    said = whole(round(cell, 6) if isinstance(cell, float) else cell)
    found = _PERCENT.fullmatch(said)
    if found is None or said == "1":
        raise Unread("cell.percent", said=said)
    figure = Decimal(found["digits"])
    figure *= 100 if figure < 1 and not found["sign"] else 1
    if figure != figure.to_integral_value() or figure > 100:
        raise Unread("cell.percent", said=said)
    return int(figure)


@dataclass(frozen=True, slots=True)
class Ways:
    """How somebody is reached, as one cell tells it."""

    phone: str | None = None  # E.164
    phone_raw: str | None = None
    email: str | None = None


def ways(cell: Cell, region: str) -> list[Ways]:
    """The numbers and addresses of a cell, one way each; words that are neither stay as they are. Raises Unread."""
    said = whole(cell)
    if isinstance(cell, float) or said.endswith(".0"):
        said = re.sub(r"\.0+$", "", said)
    if not said:
        return []
    if _SHORTENED.fullmatch(said):
        raise Unread("cell.phone_shortened", said=said)
    return [_way(part, region) for part in _CUT.split(said) if part]


def _way(said: str, region: str) -> Ways:
    if found := _ADDRESS.search(said):
        return Ways(email=found[0])
    if _TOO_SHORT.fullmatch(said):
        raise Unread("cell.phone_too_short", said=said)
    phone = _phone(said, region)
    if phone is not None and phone.fault in ("one_short", "one_long"):
        raise Unread(f"cell.phone_{phone.fault}", said=said)
    return Ways(phone=phone.e164 if phone else None, phone_raw=said)


@lru_cache(maxsize=8192)
def _phone(said: str, region: str) -> Phone | None:
    return next(iter(find_phones(said, region)), None)


def email(cell: Cell) -> list[str]:
    """The addresses of a cell. Raises Unread for words that are none."""
    said = whole(cell)
    found = _ADDRESS.findall(said)
    if said and not found:
        raise Unread("cell.email", said=said)
    return found

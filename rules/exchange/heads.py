"""Finds the head of a table, what each column is about, and what the whole table is about: guesses, shown to a person."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from rules.exchange.fields import FIELDS, KINDS, NEEDED, RUNNING, Field, Kind
from rules.exchange.sheet import Line, Sheet, Table, text
from rules.names import squeezed
from rules.patterns import late
from rules.wordlists import words

LOOKED_AT = 20  # lines at the top among which the head is
LONGEST = 60  # characters of a head
TOTALS = frozenset(words("合计 总计 小计 总额 total totals sum subtotal grandtotal"))
ALIKE = 0.86
_BRACKETS = late(r"[(（\[【][^)）\]】]*[)）\]】]|[*＊:：]")
_ABOUT = late(r"(?:基本)?(?:信息|资料|情况)|\s*(?:info|information|data|details)$", re.I)
_UNIT = late(r"[(（\[【]\s*([^)）\]】]*)[)）\]】]")
_TAIL = late(  # Budget USD, Amount in k EUR, 预算万元, 金额_元
    r"(?<![a-z])((?:百?万|亿|千|k|m|mn|thousand|million)?\s*"
    r"(?:元|人民币|美元|美金|欧元|日元|港元|港币|usd|us\$|cny|rmb|eur|gbp|jpy|hkd|sgd|aud|cad|inr|[$€£])|百?万|亿)\s*$",
    re.I,
)
_EMAIL = late(r"[^@\s]+@[^@\s]+\.[a-z]{2,}")
_MOBILE = late(r"(?:\+?86)?1[3-9]\d{9}|\+\d{8,15}|\(?[2-9]\d{2}\)?[-. ]\d{3}[-. ]\d{4}")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a table seems to be: its kind, and for each column a field's key ("" for none)."""

    kind: Kind
    columns: tuple[str, ...]

    def has(self, *fields: str) -> bool:
        return any(field in self.columns for field in fields)


@lru_cache(maxsize=4096)
def score(head: str, kind: Kind, key: str) -> float:
    """How well a column's head fits a field: 1 exact, 0 not at all."""
    field = _FIELD[kind, key]
    whole, plain = squeezed(head), squeezed(_BRACKETS.sub(" ", head))
    if whole in field.heads or plain in field.heads:
        return 1.0
    if plain in RUNNING:
        return 0.0
    return max((_alike(plain, word) for word in field.heads), default=0.0)


def _alike(said: str, word: str) -> float:
    """Nearly the word, or a longer head with the word in it: `contact phone number`, `客户联系电话`."""
    shortest = 2 if not word.isascii() else 4
    if len(word) >= shortest and word in said and len(word) * 2 >= len(said):
        return 0.7 + 0.2 * len(word) / len(said)
    if min(len(said), len(word)) >= 5 and said.isascii():
        ratio = SequenceMatcher(None, said, word).ratio()
        return ratio if ratio >= ALIKE else 0.0
    return 0.0


_FIELD: Mapping[tuple[Kind, str], Field] = {
    (kind, field.key): field for kind, fields in FIELDS.items() for field in fields
}


_HEADS: Mapping[Kind, frozenset[str]] = {
    kind: frozenset(head for field in fields for head in field.heads) for kind, fields in FIELDS.items()
}


def is_known(head: str, kinds: Sequence[Kind]) -> bool:
    """Does any field of these kinds have this very head?"""
    if not 0 < len(head) <= LONGEST:
        return False
    whole, plain = squeezed(head), squeezed(_BRACKETS.sub(" ", head))
    return any(whole in _HEADS[kind] or plain in _HEADS[kind] for kind in kinds)


def table_of(sheet: Sheet, kinds: Sequence[Kind] = KINDS) -> Table | None:
    """The sheet from its head on; None when it has no line that could be one.

    The head is the line at the top with the most known words; two lines of heads (the upper ones merged over several
    columns) become one."""
    best, most = -1, 0
    for at, line in enumerate(sheet.lines[:LOOKED_AT]):
        known = sum(is_known(said, kinds) for cell in line.cells if (said := text(cell)))
        if known > most:
            best, most = at, known
    if best < 0:
        return None
    line = sheet.lines[best]
    above = sheet.lines[best - 1] if best and sheet.lines[best - 1].number == line.number - 1 else None
    head = _joined(line, above, kinds)
    return Table(sheet.name, tuple(head), sheet.lines[best + 1 :])


def _joined(line: Line, above: Line | None, kinds: Sequence[Kind]) -> Iterator[str]:
    """The heads of a line; where it has none what stands above, and with it where that says more: `客户信息` over `名称`."""
    own = [text(cell) for cell in line.cells]
    upper = [text(cell) for cell in above.cells] if above else []
    group = ""
    for at in range(max(len(own), len(upper))):
        said = own[at] if at < len(own) else ""
        over = upper[at] if at < len(upper) else ""
        group = over or group
        whole = f"{_ABOUT.sub('', group)}{said}"
        is_more = bool(group) and not is_known(said, kinds[:1]) and is_known(whole, kinds)
        yield over if not said else whole if is_more else said


def guess(table: Table, kinds: Sequence[Kind] = KINDS) -> Guess:
    """The kind with the most columns known, and the columns as that kind reads them."""
    found = [columns_of(table, kind) for kind in kinds]
    fits = [one for one in found if one.has(*NEEDED[one.kind])]
    return max(fits or found, key=_worth)


def _worth(one: Guess) -> float:
    """How many columns the kind explains; what is its alone counts more, for lists of people and products have few that
    lists of deals have not. Names without a customer or a way to reach them are hardly deals."""
    known = [key for key in one.columns if key]
    alone = sum(not any((kind, key) in _FIELD for kind in KINDS if kind != one.kind) for key in known)
    is_odd = one.kind == "deals" and not one.has("account", "phone", "email", "reach", "number")
    return len(known) + alone * 0.5 - is_odd


def columns_of(table: Table, kind: Kind) -> Guess:
    """Each column's field in a table of this kind: the best fit first, no field twice but those that join."""
    offers = [
        (fit, -at, field.key)
        for at, head in enumerate(table.head)
        for field in FIELDS[kind]
        if (fit := score(head, kind, field.key))
    ]
    columns = [""] * len(table.head)
    taken: set[str] = set()
    for _, at, key in sorted(offers, reverse=True):
        if not columns[-at] and (key not in taken or _FIELD[kind, key].joins):
            columns[-at] = key
            taken.add(key)
    for at, key in _by_values(table, kind, columns):
        columns[at] = key
    return Guess(kind, tuple(_without_running_number(table, columns)))


def _by_values(table: Table, kind: Kind, columns: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Columns whose heads say nothing, and whose values are all addresses or numbers to call."""
    for at, key in enumerate(columns):
        if key or squeezed(table.head[at]) in RUNNING:
            continue
        values = table.samples(at, 20)
        for pattern, field in ((_EMAIL, "email"), (_MOBILE, "phone")):
            is_free = (kind, field) in _FIELD and field not in columns
            if is_free and len(values) > 1 and all(pattern.fullmatch(value.lower()) for value in values):
                yield at, field


def _without_running_number(table: Table, columns: list[str]) -> list[str]:
    """1, 2, 3, … in a column of numbers counts the lines: it would make another file's line 7 the same deal."""
    if "number" in columns:
        at = columns.index("number")
        said = [text(line.cells[at]) if at < len(line.cells) else "" for line in table.lines]
        if said and said == [str(n) for n in range(1, len(said) + 1)]:
            columns[at] = ""
    return columns


def unit_of(head: str) -> str:
    """What a head says that its sums count in: `金额（万元）`, `Amount (USD)`, `Value (k)`, `预算万元`, `Budget USD`."""
    found = _UNIT.search(head) or _TAIL.search(head)
    return found[1].strip() if found else ""


def is_total(line: Line) -> bool:
    """A last line that adds the others up."""
    said = next((word for cell in line.cells if (word := text(cell))), "")
    return len(said) < 20 and squeezed(said) in TOTALS

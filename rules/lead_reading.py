"""A lead line while it is being read: the fields found so far, and how labelled values fill them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from rules.edge_words import is_han
from rules.given_names import AMBIGUOUS_NAMES, GIVEN_NAMES
from rules.lead_labels import Labelled, find_labels
from rules.lead_noise import tells_none
from rules.lead_people import name_in
from rules.lead_source import SourceWords, find_source, is_colleague, source_key
from rules.lead_words import ENGLISH_ROLES
from rules.money import Amount, AskCurrency, parse_amount
from rules.patterns import late
from rules.phones import Fault, find_phones
from rules.spans import Board, Person, Piece

EMAIL = late(
    r"(?<![A-Za-z0-9_.+@])(?<![A-Za-z0-9]-)[A-Za-z0-9][A-Za-z0-9_.+%-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![A-Za-z0-9_@])"
)
_ROLE_BEHIND = late(
    rf"(?<=[a-z])(?:\s*,\s*|\s+)(?P<role>{ENGLISH_ROLES})(?![A-Za-z])(?=$|[\s,;.])", re.I | re.X
)
_IN_BRACKETS = late(
    r"\s?[（(](?:采购|财务|行政|人事|技术|销售|市场|运营|后勤|设备|生产|老板|IT|HR)部?[)）]?$"
)
_TOLD_TOO = late(
    r"(?<=[a-z])[.;]? (?:cell|mobile|mob|tel|phone|direct|office|email|e-mail)\b.*$|(?<=[a-z]{4})\. [A-Z].*$",
    re.I | re.S,
)
_DETAIL = late(r"\s?[（(](?:连锁|共|约|全国|有)?\d+[家个人+多余名]?[店门人员工家]*[)）]$")
# 客户: Hoa Phat Steel, Mr. Duc, +84 91 234 5678: the whole lead behind one label
_MORE_BEHIND = late(
    r"\s*[,，;；|](?!\s*(?:Inc|Ltd|LLC|Co|Corp|GmbH|S\.))(?=.*(?:\d{5}|\d[ -]\d{3}|@|Mr|Ms|[总工]\b))", re.S
)
_MAY_BE_THEIRS = late(r"\W*(?:owner|负责人)\s*[:：=]", re.I)
_SHORTENED = late(r"(?:^|[ .])(?:inc|ltd|co|corp|bros|jr|sr|st|[a-z])\.$", re.I)


@dataclass(frozen=True, slots=True)
class LeadText:
    """What a line says about a lead. `*_raw` are the words as typed; `phone` is E.164 or None.

    `phone_fault` is `one_short`, `one_long`, `no_area` or `invalid`. `unsure` names fields that were guessed, found
    twice, or seen and not taken; `too_long` those of which more was said than a name may be: it is kept with the need.
    `pieces` cover every character that was recognised, in order of the text. `product_id` comes from a form alone.
    """

    account: str | None = None
    contact: str | None = None
    title: str | None = None
    phone: str | None = None
    phone_raw: str | None = None
    phone_fault: Fault | None = None
    email: str | None = None
    need: str | None = None
    amount: Amount | AskCurrency | None = None
    source_key: str | None = None
    for_whom: str | None = None
    product_id: int | None = None
    rest: str = ""
    unsure: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()
    too_long: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """The fields under way."""

    board: Board
    fields: dict[str, object] = field(default_factory=dict)
    unsure: list[str] = field(default_factory=list)
    needs: list[Piece] = field(default_factory=list)
    wanted: list[tuple[int, int]] = field(default_factory=list)  # values labelled as a need, still to be read
    rests: list[Piece] = field(default_factory=list)
    more_phones: list[int] = field(default_factory=list)  # where others than the one that was taken begin

    def put(self, kind: str, start: int, end: int, **values: object) -> None:
        self.board.claim(start, end, kind)
        self.fields.update(values)

    def spare(self, start: int, end: int) -> None:
        """Recognised, and nothing of the record's: kept in `rest`."""
        self.rests.append(self.board.claim(start, end, "rest"))

    def doubt(self, name: str) -> None:
        if name not in self.unsure:
            self.unsure.append(name)


def read_labels(
    r: Reading,
    sources: Sequence[SourceWords],
    base: str,
    region: str,
    people: Callable[[], Sequence[str]],
) -> None:
    """Every labelled value. An owner or 负责人 who is no colleague runs the customer's shop, perhaps."""
    for at in find_labels(r.board.text):
        said = r.board.text[at.start : at.end]
        is_torn = at.kind == "owner" and _MAY_BE_THEIRS.match(r.board.text, at.label_start)
        if is_torn and not is_colleague(said, people):
            at = replace(at, kind="contact")
            r.doubt("contact")
        _read_label(r, at, sources, base, region)


def _read_label(r: Reading, at: Labelled, sources: Sequence[SourceWords], base: str, region: str) -> None:
    """Fills the field that a label names; a value that is none of its kind is doubted and stays in the text."""
    value = r.board.text[at.start : at.end]
    if not r.board.free(at.label_start, at.end) or (at.kind in r.fields and at.kind != "title"):
        return
    match at.kind:
        case "rest":
            r.spare(at.label_start, at.end)
        case "phone" | "email" | "noise":
            _leave_to_its_reader(r, at, value)
        case "need":
            r.board.claim(at.label_start, at.start, "label")
            r.wanted.append((at.start, at.end))
        case "amount":
            _read_labelled_amount(r, at, value, base)
        case "source" | "referrer":
            _read_labelled_source(r, at, value, sources)
        case "contact":
            _read_labelled_contact(r, at, value, region)
        case "first" | "last":
            _read_half_name(r, at, value)
        case "owner":
            r.put("owner", at.label_start, at.end, for_whom=value.lstrip("@"))
        case kind:
            end = at.end
            if kind == "account" and _is_given(value):
                r.board.claim(at.label_start, at.start, "label")  # 客户 Ahmad
                return
            if kind == "account" and (more := _MORE_BEHIND.search(value)):
                end, value = at.start + more.start(), value[: more.start()]
            r.put(kind, at.label_start, end, **{kind: _bare(value)})


def _leave_to_its_reader(r: Reading, at: Labelled, value: str) -> None:
    """A number or an address is found by its form; that there is none says the label itself."""
    none = tells_none(value) if at.kind != "noise" else 0
    if none:
        r.spare(at.label_start, at.start + none)
    else:
        r.board.claim(at.label_start, at.start, "label")


def _bare(value: str) -> str:
    """A value without emphasis, quotes and the stop that ended its sentence."""
    bare = _DETAIL.sub("", value.strip("*_\"' ")) or value
    return bare if _SHORTENED.search(bare) else bare.rstrip(".。") or bare


def _read_labelled_amount(r: Reading, at: Labelled, value: str, base: str) -> None:
    amount = parse_amount(value, base)
    if amount:
        r.put("amount", at.label_start, at.end, amount=amount)
    else:
        r.doubt("amount")


def _read_labelled_source(r: Reading, at: Labelled, value: str, sources: Sequence[SourceWords]) -> None:
    """What stands behind 来源 if it is one of the team's; 推荐人：周总 says that it was a referral."""
    if at.kind == "referrer":
        keys = {source_key(word, sources) for word in ("转介绍", "referral")} - {None}
    else:
        keys = {hit.key for hit in find_source(Board(value), sources)}
    if len(keys) == 1 and "source_key" not in r.fields:
        r.put("source", at.label_start, at.end, source_key=keys.pop())
    else:
        r.doubt("source")
        r.spare(at.label_start, at.end)


def _read_half_name(r: Reading, at: Labelled, value: str) -> None:
    """First name: Omar, Last name: Haddad, in either order."""
    had = str(r.fields.get("contact", ""))
    han = bool(value) and "\u4e00" <= value[0] <= "\u9fff"
    first, last = (had, value) if at.kind == "last" else (value, had)
    name = last + first if han else f"{first} {last}".strip()
    r.put("contact", at.label_start, at.end, contact=name)


def _read_labelled_contact(r: Reading, at: Labelled, value: str, region: str) -> None:
    """联系人：张伟 13800138000 holds two fields; the phone is left for its own reader."""
    cut = min(
        [p.start for p in find_phones(value, region)]
        + [m.start() for m in EMAIL.finditer(value)]
        + [len(value)]
    )
    name = value[:cut].strip(" ,，/;；|、(（*_")
    name = name if re.search(r"(?:^| )[A-Z]\.$", name) else name.rstrip(".")
    if not name:
        return
    bracketed = _IN_BRACKETS.search(name)  # 彭总（采购）: the function is none of the name
    name = name[: bracketed.start()] if bracketed else name
    told = _TOLD_TOO.search(name)  # Lou Ferrante, plant mgr. Cell: the name ends at its role
    name = name[: told.start()] if told else name
    role = _ROLE_BEHIND.search(name)  # Dana Ruiz, GM at Pinecrest Hotels: what follows is read by itself
    name = name[: role.end("role")] if role else name
    found = _before_role(name, role) if role else name_in(name)
    end = at.start + value.index(name) + len(name)
    covers = found and sum(b - a for a, b in found.spans) >= len(name.strip()) - 2
    r.put("contact", at.label_start, end, contact=found.name if found and covers else name)
    if found and covers and found.title:
        r.fields.setdefault("title", found.title)


def _before_role(name: str, role: re.Match[str]) -> Person:
    return Person(name[: role.start()].strip(), role["role"], ((0, len(name)),))


def _is_given(value: str) -> bool:
    low = value.lower()
    return low in GIVEN_NAMES and low not in AMBIGUOUS_NAMES


def joined(text: str, pieces: list[Piece]) -> str:
    """Pieces in the order typed; what stood together stays together."""
    joined, last = "", None
    for piece in sorted(pieces, key=lambda p: p.start):
        between = text[last : piece.start] if last is not None else ""
        joined = beside(joined, piece.text) if between.strip() else joined + between + piece.text
        last = piece.end
    return joined


def beside(first: str, then: str) -> str:
    """Words that did not stand together, with the comma of the script they are in."""
    comma = "，" if is_han(first[-1:]) or is_han(then[:1]) else ", "
    return f"{first}{comma if first else ''}{then}"

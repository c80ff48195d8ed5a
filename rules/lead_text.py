"""One line (or pasted form) about a lead, read into fields: recognised by kind, not by place.

Nothing is lost: what belongs to no field is `need` (words that say what they want) or `rest`. What was guessed
rather than recognised is named in `unsure`, for the answer to offer with one click.
"""

import re
from collections.abc import Callable, Sequence

from rules.lead_company import (
    first_account,
    is_filler,
    is_wish,
    placed_account,
    strong_account,
    trade_account,
)
from rules.lead_labels import find_labels
from rules.lead_people import Person, bare_han_name, find_person, guess_person, is_title
from rules.lead_reading import EMAIL, Reading, read_label
from rules.lead_reading import LeadText as LeadText
from rules.lead_source import SourceWords as SourceWords
from rules.lead_source import find_owner, find_source
from rules.lead_words import COMMON_SURNAMES
from rules.money import FoundAmount, find_amounts, find_labelled
from rules.patterns import late
from rules.phones import find_phones
from rules.slack_text import clean
from rules.spans import TAKEN, Board, Piece

# Slack cuts a command at 4,000 characters; a forwarded message may be longer: the tail goes to `rest` unread.
LONGEST_READ = 4000

_URL = late(r"(?:https?://|www\.)[^\s<>，。；、）]+", re.I)
_WANTING = late(
    r"^(?:他们|客户|想要|想上|想做|想换|想买|想了解|想找|想|需要|要上|要做|要换|要|希望|打算|准备|咨询|了解|求购|"
    r"(?:they|she|he|we|(?:is |are )?(?:looking for|interested in|asking about)|needs?|wants?(?: to (?:buy|get))?|"
    r"a|an|the|some|new)(?![a-z]))\s*",
    re.I,
)
_MARKS = late(r"[^\s\x00]+")
_NOISE = late(r":[a-z0-9_+\-]{2,40}:|[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d]+")
_CONTACT_ID = late(
    r"(?:微信号?|(?<![a-z])wechat(?:\s*id)?|QQ)\s*(?:[:：]|号|是)?\s*[a-z0-9][\w.-]{4,24}|"
    r"(?<![a-z])(?:line|skype|telegram)(?:\s*id)?\s*[:：]\s*[a-z0-9][\w.-]{2,24}",
    re.I | re.A,
)
_SAME_WECHAT = late(r"\(?（?(?:微信同号|微信同|同微信|手机同微信)）?\)?")


def parse_lead(
    text: str,
    *,
    sources: Sequence[SourceWords],
    base_currency: str,
    region: str = "CN",
    people: Callable[[], Sequence[str]] = tuple,
) -> LeadText:
    """Read a `/lead` line. `region` (CN, US) reads phones without a country; `people` tells the team's names."""
    whole = clean(text)
    reading = Reading(Board(whole[:LONGEST_READ]))
    for labelled in find_labels(reading.board.text):
        read_label(reading, labelled, sources, base_currency, region)
    _read_addresses(reading)
    _read_numbers(reading, base_currency, region)
    _read_owner(reading, people)
    _read_source(reading, sources)
    _read_names(reading)
    _read_leftovers(reading)
    return _result(reading, whole[LONGEST_READ:])


def short_need(need: str) -> str:
    """The thing wanted without the wanting: `想上ERP` is `ERP`, `looking for a CRM` is `CRM`."""
    bare = _WANTING.sub("", need.strip())
    return short_need(bare) if bare and bare != need.strip() else need.strip()


def _read_addresses(r: Reading) -> None:
    for match in EMAIL.finditer(r.board.masked):
        if "email" in r.fields:
            r.doubt("email")
            r.spare(*match.span())
        else:
            r.put("email", *match.span(), email=match[0])
    for pattern in (_URL, _CONTACT_ID):
        for match in pattern.finditer(r.board.masked):
            if pattern is _URL or not find_phones(match[0], "CN"):
                r.spare(*match.span())


def _read_numbers(r: Reading, base: str, region: str) -> None:
    """Labelled money, then phones, then other money: a bare run of digits is a phone before it is a sum."""
    labelled = find_labelled(r.board.masked, base)
    if labelled and "amount" not in r.fields:
        _claim_amount(r, labelled)
    for phone in sorted(find_phones(r.board.masked, region), key=lambda p: (p.e164 is None, p.start)):
        if "phone_raw" in r.fields:
            r.spare(phone.start, phone.end)
            continue
        raw = r.board.text[phone.start : phone.end]
        r.put("phone", phone.start, phone.end, phone=phone.e164, phone_raw=raw, phone_fault=phone.fault)
    for match in _SAME_WECHAT.finditer(r.board.masked):
        r.spare(*match.span())
    for found in find_amounts(r.board.masked, base):
        if "amount" not in r.fields:
            _claim_amount(r, found)
        elif r.fields["amount"] != found.amount:
            r.doubt("amount")


def _claim_amount(r: Reading, found: FoundAmount) -> None:
    raw = r.board.text[found.start : found.end]
    r.put("amount", found.start, found.end, amount=found.amount, amount_raw=raw)


def _read_owner(r: Reading, people: Callable[[], Sequence[str]]) -> None:
    found = None if "for_whom" in r.fields else find_owner(r.board, people)
    if not found:
        return
    start, end, name, known = found
    r.put("owner", start, end, for_whom=name, for_raw=r.board.text[start:end])
    if not known:
        r.doubt("for_whom")


def _read_source(r: Reading, sources: Sequence[SourceWords]) -> None:
    if "source_key" in r.fields:
        return
    hits = find_source(r.board, sources)
    sure = [h for h in hits if h.sure]
    if not sure or len({h.key for h in sure}) > 1:
        if hits:
            r.doubt("source")
        return
    hit = sure[0]
    r.put("source", hit.start, hit.end, source_key=hit.key, source_raw=r.board.text[hit.start : hit.end])
    for again in hits:
        if again.sure and r.board.free(again.start, again.end):
            r.spare(again.start, again.end)


def _read_names(r: Reading) -> None:
    """The person by title first, then the firm by its form, then whoever is left by place."""
    _claim_account(r, strong_account(r.board.chunks()), sure=True)
    if "contact" not in r.fields:
        _claim_person(r, find_person(r.board))
        other = find_person(r.board) if r.fields.get("title") else None
        if other and other.title:
            r.doubt("contact")
    _claim_account(r, trade_account(r.board.chunks()), sure=True)
    if "contact" not in r.fields:
        names = [c for c in map(_of_a_firm(r), r.board.chunks()) if bare_han_name(c.text)]
        others = [
            c
            for c in r.board.chunks()
            if not bare_han_name(c.text) and not is_wish(c.text) and not is_filler(c.text)
        ]
        alone = bool(names) and names[0].text[0] in COMMON_SURNAMES and len(names) == 1
        if names and (alone or "account" in r.fields or others or len(names) > 1):
            # Two bare names in a row: the firm is the first one.
            pick = names[-1] if "account" not in r.fields and not others else names[0]
            _claim_person(
                r,
                Person(
                    pick.text,
                    None,
                    ((pick.start, pick.end),),
                    sure=len(names) == 1 and ("account" in r.fields or bool(others) and len(pick.text) == 3),
                ),
            )
    if "contact" not in r.fields and ("account" in r.fields or len(r.board.chunks()) > 1):
        reach = [p.start for p in r.board.pieces if p.kind in {"phone", "email"}]
        first = r.board.chunks()[0] if r.board.chunks() else None
        for at in reach:
            found = guess_person(r.board.chunks(), at)
            if found and ("account" in r.fields or not first or found.spans[0][0] != first.start):
                _claim_person(r, found)
                break
    _claim_account(r, placed_account(r.board.masked), sure=True)
    chunks = r.board.chunks()
    _claim_account(r, first_account(chunks), sure=bool(chunks) and _stands_first(r, chunks[0]))


def _of_a_firm(r: Reading) -> Callable[[Piece], Piece]:
    """恒达机械|的张伟: the 的 right behind a claimed name belongs to neither."""

    def bare(chunk: Piece) -> Piece:
        if chunk.text.startswith("的") and r.board.masked[max(0, chunk.start - 1)] == TAKEN:
            return Piece(chunk.start + 1, chunk.end, chunk.kind, chunk.text[1:])
        return chunk

    return bare


def _stands_first(r: Reading, chunk: Piece) -> bool:
    """True for a short name that opens the line (claimed fields before it do not count)."""
    opens = not any(c.isalnum() for c in r.board.masked[: chunk.start])
    return opens and len(chunk.text) <= 24


def _claim_account(r: Reading, span: tuple[int, int] | None, *, sure: bool) -> None:
    if "account" in r.fields or span is None:
        return
    r.put("account", *span, account=r.board.text[span[0] : span[1]].strip())
    if not sure:
        r.doubt("account")


def _claim_person(r: Reading, person: Person | None) -> None:
    if person is None or "contact" in r.fields or not all(r.board.free(*span) for span in person.spans):
        return
    for start, end in person.spans:
        r.put("contact", start, end, contact=person.name)
    if person.title:
        r.fields.setdefault("title", person.title)
    if not person.sure:
        r.doubt("contact")


def _read_leftovers(r: Reading) -> None:
    if "account" not in r.fields and "title" not in r.fields and " " in str(r.fields.get("contact", "")):
        r.doubt("contact")
    for chunk in r.board.chunks():
        if "title" not in r.fields and "contact" in r.fields and is_title(chunk.text):
            r.put("title", chunk.start, chunk.end, title=chunk.text)
    for match in _NOISE.finditer(r.board.masked):
        r.spare(*match.span())
    for chunk in r.board.chunks():
        if is_filler(chunk.text):
            r.spare(chunk.start, chunk.end)
        else:
            r.needs.append(r.board.claim(chunk.start, chunk.end, "need"))
    for match in _MARKS.finditer(r.board.masked):
        r.board.claim(match.start(), match.end(), "mark")


def _result(r: Reading, tail: str) -> LeadText:
    fields = dict(r.fields)
    fields["need"] = _joined(r.board.text, r.needs) or None
    rest = "\n".join(p for p in (_joined(r.board.text, r.rests), tail) if p)
    pieces = tuple(sorted(r.board.pieces, key=lambda p: p.start))
    return LeadText(**fields, rest=rest, unsure=tuple(r.unsure), pieces=pieces)  # type: ignore[arg-type]


def _joined(text: str, pieces: list[Piece]) -> str:
    """Pieces in the order typed; what stood together stays together."""
    joined, last = "", None
    for piece in sorted(pieces, key=lambda p: p.start):
        between = text[last : piece.start] if last is not None else ""
        joined += (between if not between.strip() else ", ") + piece.text if last is not None else piece.text
        last = piece.end
    return joined

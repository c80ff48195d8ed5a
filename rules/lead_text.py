"""One line (or pasted form) about a lead, read into fields: recognised by kind, not by place.

Nothing is lost: what belongs to no field is `need` (words that say what they want) or `rest`. What was guessed
rather than recognised is named in `unsure`, for the answer to offer with one click.
"""

import re
from collections.abc import Callable, Sequence
from functools import reduce

from rules.lead_branches import is_kind_only, tells_of_one, with_branch
from rules.lead_company import is_filler, may_go_on_before, strong_account
from rules.lead_doubts import has_rival, is_a_try, is_torn, other_person
from rules.lead_guess import guess, is_cased
from rules.lead_han import is_family_name_of
from rules.lead_labels import bullets, parted, unslashed
from rules.lead_noise import asides, is_aside
from rules.lead_people import by_mailbox, find_person, find_titled, is_title
from rules.lead_placed import named_account, placed_account, told_account
from rules.lead_reading import EMAIL, Reading, beside, joined, read_labels
from rules.lead_reading import LeadText as LeadText
from rules.lead_record import claim_heads
from rules.lead_source import SourceWords as SourceWords
from rules.lead_source import find_owner, find_referrer, find_source
from rules.money import FoundAmount, find_amounts, find_labelled, has_unread_sum
from rules.names import LONGEST_NAME
from rules.patterns import late, late_han
from rules.phones import find_phones, region_of
from rules.slack_text import clean
from rules.spans import Board, Person
from rules.wordlists import words

# Slack cuts a command at 4,000 characters; a forwarded message may be longer: the tail goes to `rest` unread.
LONGEST_READ = 4000

_URL = late(
    r"(?:https?://|www\.)[^\s<>，。；、）]+|(?<![\w@.-])(?:[a-z0-9-]{2,40}\.){1,3}(?:com|cn|net|org|io|ai|co|app|dev|shop|de|fr|uk|jp|hk|tw|us|eu)(?:/[^\s<>，。；、）]*)?(?![\w@.-])",
    re.I,
)
_WANTING = late(
    r"^(?:他们|客户|想要|想上|想做|想换|想买|想了解|想找|想|需要|要上|要做|要换|要|希望|打算|准备|咨询|了解|求购|"
    r"(?:they|she|he|we|(?:is |are )?(?:looking for|interested in|asking about)|needs?|wants?(?: to (?:buy|get))?|"
    r"a|an|the|some|new)(?![a-z]))\s*",
    re.I,
)
_POSSESSIVE = late("['’]s$")
_BEYOND_NAMES = late(rf"\w{{{LONGEST_NAME['account'] + 1}}}")  # where a company is looked for
_OPEN_AT = late(r"(?<=[A-Za-z0-9])@(?![^\s,，;；、。])")  # half an address: ann@
_MARKS = late(r"[^\s\x00]+")
_CONTACT_ID = late(
    r"(?:微信号?|(?<![a-z])(?<!from )(?<!via )wechat(?:\s*id)?|QQ)\s*(?:[:：]|号|是)?\s*[a-z0-9][\w.-]{4,24}|"
    r"(?<![a-z])(?:line|skype|telegram)(?:\s*id)?\s*[:：]\s*[a-z0-9][\w.-]{2,24}",
    re.I | re.A,
)
# What somebody does there, beside the name: 采购 温小姐.
_FUNCTIONS = frozenset(words("采购 财务 行政 人事 技术 销售 前台 老板 老板娘 市场 运营 后勤 IT HR"))
_PIECES = late(r"\d{1,3}\s?块")
_SAME_WECHAT = late_han(r"\(?（?(?:微信同号|微信同|同微信|手机同微信)）?\)?")


def parse_lead(
    text: str,
    *,
    sources: Sequence[SourceWords],
    base_currency: str,
    region: str = "CN",
    people: Callable[[], Sequence[str]] = tuple,
) -> LeadText:
    """Read a `/lead` line. `region` (CN, US) reads phones without a country; `people` tells the team's names."""
    whole = parted(unslashed(clean(text)))
    reading = Reading(Board(whole[:LONGEST_READ]))
    region = region_of(reading.board.text, region)
    first = claim_heads(reading.board, people)
    for span in bullets(reading.board.text):
        reading.board.claim(*span, "label")
    read_labels(reading, sources, base_currency, region, people)
    _read_addresses(reading)
    _read_numbers(reading, base_currency, region)
    _read_wanted(reading)
    _read_owner(reading, people)
    _read_source(reading, sources)
    _read_asides(reading)
    _read_names(reading)
    if first and reading.board.free(*first):
        reading.board.claim(*first, "label")
    _read_doubts(reading)
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
            r.more_phones.append(phone.start)
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
    if "amount" not in r.fields and has_unread_sum(r.board.masked):
        r.doubt("amount")


def _claim_amount(r: Reading, found: FoundAmount) -> None:
    if _PIECES.fullmatch(r.board.text, found.start, found.end):
        r.doubt("amount")  # 黑板30块
        return
    r.put("amount", found.start, found.end, amount=found.amount)


def _read_owner(r: Reading, people: Callable[[], Sequence[str]]) -> None:
    found = None if "for_whom" in r.fields else find_owner(r.board, people)
    if not found:
        return
    start, end, name, known = found
    r.put("owner", start, end, for_whom=name)
    if not known:
        r.doubt("for_whom")


def _read_source(r: Reading, sources: Sequence[SourceWords]) -> None:
    if "source_key" in r.fields:
        return
    sent = find_referrer(r.board, sources)
    if sent:
        r.put("source", sent.start, sent.end, source_key=sent.key)
        return
    hits = find_source(r.board, sources)
    sure = [h for h in hits if h.sure]
    if not sure or len({h.key for h in sure}) > 1:
        if hits:
            r.doubt("source")
        return
    hit = sure[0]
    r.put("source", hit.start, hit.end, source_key=hit.key)
    for again in hits:
        if again.sure and r.board.free(again.start, again.end):
            r.spare(again.start, again.end)


def _read_wanted(r: Reading) -> None:
    """What a label calls the need, less the numbers in it: no name and no source is looked for there."""
    for start, end in r.wanted:
        for match in re.finditer(r"[^\x00]+", r.board.masked[start:end]):
            text = match[0].strip(" ,，;；")
            if text:
                at = start + match.start() + match[0].index(text)
                r.needs.append(r.board.claim(at, at + len(text), "need"))
                r.fields["need"] = text


def _read_asides(r: Reading) -> None:
    for start, end in asides(r.board):
        if r.board.free(start, end):
            r.spare(start, end)
    for chunk in r.board.chunks():
        in_name = with_branch(r.board.text, chunk.start - 1) > chunk.start and chunk.start > 2
        if not chunk.text.isascii() and is_aside(chunk.text) and not in_name:
            r.spare(chunk.start, chunk.end)


def _read_names(r: Reading) -> None:
    """The person by title first, then the firm by its form, then whoever is left by weight."""
    cased = is_cased(r.board.masked)
    _claim_account(r, told_account(r.board))
    formed = strong_account(r.board, cased)
    _claim_account(r, formed, sure=formed is None or not may_go_on_before(r.board, formed[0]))
    if "contact" not in r.fields:
        _claim_person(r, by_mailbox(r.board, str(r.fields.get("email", ""))) or find_person(r.board))
        if r.fields.get("title") and find_titled(r.board):
            r.doubt("contact")
    _claim_account(r, named_account(r.board))
    _claim_account(r, placed_account(r.board, cased))
    if not {"account", "contact"} <= r.fields.keys():
        _guess_names(r, cased)


def _guess_names(r: Reading, cased: bool) -> None:
    reach = [p.start for p in r.board.pieces if p.kind in {"phone", "email"}]
    missing = {name: name not in r.fields for name in ("account", "contact")}
    found = guess(r.board, cased, reach, str(r.fields.get("email", "")), **missing)
    if found.account:
        _claim_account(
            r,
            (found.account.start, found.account.end),
            sure=found.is_account_sure and not tells_of_one(r.board.text),
        )
    if found.contact:
        span = (found.contact.start, found.contact.end)
        _claim_person(r, Person(found.contact.text, None, (span,), found.is_contact_sure))
        _claim_account(r, placed_account(r.board, cased))


def _claim_account(r: Reading, span: tuple[int, int] | None, *, sure: bool = True) -> None:
    if "account" in r.fields or span is None:
        return
    stop = with_branch(r.board.text, span[1])
    span = (span[0], stop if r.board.free(span[1], stop) else span[1])
    name = r.board.text[span[0] : span[1]].strip()
    r.put("account", *span, account=name)
    if not sure or is_kind_only(name):
        r.doubt("account")


def _claim_person(r: Reading, person: Person | None) -> None:
    if person is None or "contact" in r.fields or not all(r.board.free(*span) for span in person.spans):
        return
    for start, end in person.spans:
        r.put("contact", start, end, contact=_POSSESSIVE.sub("", person.name))
    other = other_person(r.board, *person.spans[0])
    if other:
        r.spare(*other)
    if person.title:
        r.fields.setdefault("title", person.title)
    if other or not person.sure:
        r.doubt("contact")


def _read_doubts(r: Reading) -> None:
    for start, end, kind, _ in r.board.pieces:
        is_others = kind == "contact" and any(0 <= at - end <= 3 for at in r.more_phones)
        if is_others or kind in ("account", "contact") and is_torn(r.board, start, end):
            r.doubt(kind)
    account, mail = str(r.fields.get("account", "")), str(r.fields.get("email", ""))
    if account and "account" not in r.unsure and (is_a_try(account) or has_rival(r.board, account, mail)):
        r.doubt("account")


def _read_leftovers(r: Reading) -> None:
    if "account" not in r.fields and "title" not in r.fields and " " in str(r.fields.get("contact", "")):
        r.doubt("contact")
    for chunk in r.board.chunks():
        role = chunk.text.rsplit("的", 1)[-1]
        if "title" not in r.fields and "contact" in r.fields and is_title(role):
            r.put("title", chunk.start, chunk.end, title=role)
        elif "contact" in r.fields and chunk.text in _FUNCTIONS:
            r.spare(chunk.start, chunk.end)
    for chunk in r.board.chunks():
        if is_filler(chunk.text) or is_family_name_of(chunk.text, str(r.fields.get("contact", ""))):
            r.spare(chunk.start, chunk.end)
        else:
            end = chunk.end + bool(_OPEN_AT.match(r.board.masked, chunk.end))
            r.needs.append(r.board.claim(chunk.start, end, "need"))
    for match in _MARKS.finditer(r.board.masked):
        r.board.claim(match.start(), match.end(), "mark")


def _result(r: Reading, tail: str) -> LeadText:
    fields = dict(r.fields)
    # Longer than the form takes is no name: the words are kept, and who it is about is asked.
    long = {n: str(fields.pop(n)) for n, most in LONGEST_NAME.items() if len(str(fields.get(n))) > most}
    said = (*long.values(), joined(r.board.text, r.needs))
    need = reduce(beside, (words for words in said if words), "")
    fields["need"] = need or None
    rest = "\n".join(p for p in (joined(r.board.text, r.rests), tail) if p)
    pieces = tuple(sorted(r.board.pieces, key=lambda p: p.start))
    unsure = tuple(name for name in r.unsure if name not in long)
    is_nameless = not (fields.keys() & LONGEST_NAME.keys()) and not long
    too_long = ("account",) if is_nameless and _BEYOND_NAMES.search(need) else tuple(long)
    return LeadText(**fields, rest=rest, unsure=unsure, pieces=pieces, too_long=too_long)  # type: ignore[arg-type]

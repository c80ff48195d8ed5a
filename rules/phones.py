"""Phone numbers in a line of text: found in every form people type, proved by `phonenumbers`, faults named."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

import phonenumbers

from rules.patterns import late

Fault = Literal["one_short", "one_long", "no_area", "invalid"]


@dataclass(frozen=True, slots=True)
class Phone:
    """A number in a text: offsets, E.164 when it is a real one, else what is wrong with it."""

    start: int
    end: int
    e164: str | None
    fault: Fault | None


_EDGE = r"(?<![0-9A-Za-z.,#@_$€£¥])(?<!\d/)"
# 028-85551234-801: what is dialled after a landline answers.
_INNER_END = r"(?![0-9@]|[A-Za-z](?!xt|XT)|[.,]\d|-\d(?!\d{1,4}(?![\d-])))"
_END = r"(?![0-9@]|[A-Za-z](?!xt|XT)|[.,]\d|-\d)"
_SEP = r"[ .\-]{0,3}"
_EXT = late(r"\s?(?:转|分机|ext\.?|x|#)\s?:?\s?\d{1,6}(?!\d)|-\d{2,5}(?![\d-])", re.I)
# Numbers that are something else: an order, a tax id, a chat account.
_OTHER_ID = late(
    r"(?:\b(?:po|order|no|id|invoice|inv|sku|ref|qq|vat|ein|batch)|单号|合同号?|税号|编号|订单|QQ|微信号?)\W{0,3}$",
    re.I,
)
# phone no. 212-…
_PHONE_NO = late(r"(?:tel|phone|mobile|cell|ph|fax|contact|whatsapp|mob)\W{0,2}no\W{0,3}$", re.I)
_SAYS_PHONE = late(
    r"(?:电话|手机|座机|联系方式|号码|微信|tel|phone|mobile|cell|call|ph|whatsapp|mob)\W{0,4}$", re.I
)

_INTERNATIONAL = rf"(?:\+|00)[ ]?[1-9]\d{{0,2}}(?:{_SEP}\(?\d\)?){{5,13}}"
_CN_MOBILE = rf"(?:86{_SEP})?1[3-9](?:[ \-]?\d){{9}}"
_CN_LANDLINE = r"\(?0\d{2,3}\)?[ \-]{0,3}[2-9]\d{2,3}[ \-]?\d{4}"
_CN_SERVICE = r"(?<!1[ .-])[48]00(?:[ \-]?\d){7}"
_US = rf"(?:1{_SEP})?\(?[2-9]\d{{2}}\)?{_SEP}[2-9]\d{{2}}{_SEP}\d{{4}}"
_SHAPES: dict[str, list[tuple[str, str | None]]] = {
    "CN": [
        (_INTERNATIONAL, None),
        (_CN_MOBILE, "CN"),
        (_CN_LANDLINE, "CN"),
        (_CN_SERVICE, "CN"),
        (_US, "US"),
    ],
    "US": [(_INTERNATIONAL, None), (_US, "US"), (_CN_MOBILE, "CN")],
    "GB": [
        (_INTERNATIONAL, None),
        (r"\(?0\d{2,5}\)?(?:[ \-]?\d){5,8}", "GB"),
        (_US, "US"),
        (_CN_MOBILE, "CN"),
    ],
    "IN": [(_INTERNATIONAL, None), (r"0?[6-9]\d{4}[ \-]?\d{5}", "IN"), (_US, "US"), (_CN_MOBILE, "CN")],
}
_COMPILED = {
    region: [
        (late(_EDGE + shape + (_INNER_END if shape == _CN_LANDLINE else _END)), home)
        for shape, home in shapes
    ]
    for region, shapes in _SHAPES.items()
}
_NO_DIGIT = late("[^0-9]+")
_RUN = late(rf"{_EDGE}[+(]?\d(?:[ \-.()]{{0,3}}\d){{6,16}}{_END}")
_GROUPED_US = late(r"\(?[2-9]\d{2}\)?[ .\-]{1,2}\d{3}[ .\-]\d{3,5}")
_LOCAL = late(r"[2-9]\d{2}[ .\-]\d{4}|[2-9]\d{3}[ \-]\d{4}")
_DATE = late(r"(?:19|20)\d{2}[ .\-]?(?:0?[1-9]|1[0-2])[ .\-]?(?:[0-2]?\d|3[01])")


_TOLD_REGION = late(
    r"(?P<GB>£|(?<![A-Za-z0-9])(?:GBP|VAT no)(?![A-Za-z])|\+44)|(?P<IN>₹|(?<![A-Za-z])(?i:rs|inr|lakhs?|lacs?|crores?|gst)(?![A-Za-z])|\+91)"
)


def region_of(text: str, region: str) -> str:
    """Whose numbers a line outside China has: £ or +44 tell of the UK, lakhs or rupees of India."""
    told = None if region == "CN" else _TOLD_REGION.search(text)
    return told.lastgroup or region if told else region


def find_phones(text: str, region: str) -> list[Phone]:
    """Every phone in the text, in order. `region` (CN, US, GB, IN) decides how numbers without a country are read."""
    found: list[Phone] = []
    rest = text
    for pattern, home in _COMPILED.get(region, _COMPILED["US"]):
        for match in pattern.finditer(rest):
            e164 = _proved(match[0], home or region)
            if e164 and not _is_other_id(text[: match.start()]):
                found.append(_phone(text, match, e164, None))
        rest = _blank(rest, found)
    for match in _RUN.finditer(rest):
        fault = _fault(match[0], bool(_SAYS_PHONE.search(text[: match.start()][-12:])), region)
        if fault and not _is_other_id(text[: match.start()]):
            found.append(_phone(text, match, None, fault))
    return sorted(found, key=lambda p: p.start)


def _is_other_id(before: str) -> bool:
    """PO 4155550101, order no. 4155550101; not phone no. 4155550101."""
    return bool(_OTHER_ID.search(before[-12:])) and not _PHONE_NO.search(before[-20:])


def _phone(text: str, match: re.Match[str], e164: str | None, fault: Fault | None) -> Phone:
    extension = _EXT.match(text, match.end())
    return Phone(match.start(), extension.end() if extension else match.end(), e164, fault)


def _blank(text: str, found: list[Phone]) -> str:
    for phone in found:
        text = text[: phone.start] + "\n" * (phone.end - phone.start) + text[phone.end :]
    return text


_HANDLE = late(r"[A-Za-z][\w.\-]{4,}")  # one word that may be somebody's name in a messenger
_MESSENGER = late(
    r"微信|企微|钉钉|飞书|电话|手机|座机|分机|总机|前台|同号|名片|[@+_]|"
    r"\b(?:wechat|weixin|whatsapp|telegram|signal|line|skype|slack|teams|zoom|viber|messenger|ext|extension|reception|front desk)\b",
    re.I,
)


_DENIED = late(r"不|没|无|非|暂|\b(?:no|not|none|unknown)\b|\bn/a\b", re.I)  # 没有电话, not a phone


def is_no_number(text: str) -> bool:
    """Words where a number or a messenger's name should stand: no digit, no sign of either. When in doubt it is one."""
    plain = text.strip()
    if not plain or any(c.isdigit() for c in plain) or _HANDLE.fullmatch(plain):
        return False
    return bool(_DENIED.search(plain)) or not _MESSENGER.search(plain)


class _Plan(NamedTuple):
    """How a country's own numbers look, as `phonenumbers` knows it."""

    code: str
    real: re.Pattern[str]
    prefixed: re.Pattern[str]  # begins with what may be dialled before the number


@cache
def _plan(region: str) -> _Plan:
    about = phonenumbers.PhoneMetadata.metadata_for_region(region)
    assert about is not None
    kinds = (about.fixed_line, about.mobile, about.toll_free, about.shared_cost)
    real = "|".join(kind.national_number_pattern for kind in kinds if kind and kind.national_number_pattern)
    prefixed = f"{about.country_code}|{about.national_prefix_for_parsing}"
    return _Plan(f"+{about.country_code}", re.compile(real), re.compile(prefixed))


def _proved(raw: str, region: str) -> str | None:
    """The number in E.164, None when it is no real one. Most are their country's own without any prefix: those are
    held against its plan at once, which takes the library a hundred times as long."""
    digits, plan = _NO_DIGIT.sub("", raw), _plan(region)
    if raw.isascii() and "+" not in raw and plan.real.fullmatch(digits) and not plan.prefixed.match(digits):
        return plan.code + digits
    plain = re.sub(r"^00", "+", raw.strip())
    try:
        number = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _fault(raw: str, said: bool, region: str) -> Fault | None:
    """What is wrong with a run of digits that is no real number; None when it is likely no phone at all."""
    digits = re.sub(r"\D", "", raw)
    if _DATE.fullmatch(raw.strip()) and not said:
        return None
    if re.match("1[3-9]", digits) and len(digits) in (10, 12):
        return "one_short" if len(digits) == 10 else "one_long"
    if _GROUPED_US.fullmatch(raw) and len(digits) in (9, 11):
        return "one_short" if len(digits) == 9 else "one_long"
    if _LOCAL.fullmatch(raw) or (said and len(digits) in (7, 8)):
        return "no_area"
    if said and region == "US" and len(digits) in (9, 11):
        return "one_short" if len(digits) == 9 else "one_long"
    return "invalid" if said or len(digits) >= 9 else None

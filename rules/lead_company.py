"""The account in a lead line: by legal form or trade word (恒达机械, Acme Corp), else by standing first."""

import re

from rules.lead_words import ENGLISH_WISH, FILLERS, GOODS, HAN_COMPANY, HAN_TRADE, HAN_WISH, LATIN_COMPANY
from rules.patterns import late
from rules.spans import HAN, Piece
from rules.wordlists import any_of

_FORMS = any_of(HAN_COMPANY)
_TRADES = any_of(HAN_TRADE)
_LEAD_IN = late(
    r"(?:今天|昨天|刚刚|刚|我们|客户|对方)*(?:来自|拜访了?|去了|认识了?|我是|我们是|这是|是|跟|和|在)?"
)
_HAN_FORM = late(rf"(?P<name>[{HAN}A-Za-z0-9（）()&·]{{2,30}}?(?:{_FORMS})(?:(?:{_FORMS}))*)")
_HAN_TRADE_NAME = late(rf"(?P<name>[{HAN}A-Za-z0-9&·]{{2,20}}?(?:{_TRADES})+)(?P<after>$|的|{HAN_WISH})")
_HAN_PLAIN = late(rf"(?P<name>[{HAN}A-Za-z0-9&·]{{2,8}}?)(?P<after>$|的|{HAN_WISH})")
_NOT_A_FIRM = late(
    r"^(?:贵|我们?|他们?|她们?|某|该|这家|那家|本|一家|两家|几家|有家|家|大|小|分|总|子|新|老|外资|国有|上市)*(?:公司|集团|厂|医院|大学|学院|银行|酒店)$"
)
# 年产值2亿, 100人, 某公司: a description of a firm, not its name.
_DESCRIBES = late(
    r"\d+多?[人亿万年台家个]|产值|营收|某|姓|^(?:女士|先生|小姐)$|^(?:我们?|他们?|贵|本)?公司$|^[年月日没]|^周[一二三四五六日末]"
)
_LATIN_FORM = late(
    rf"(?P<name>(?<![\w'’&.\-])(?:[\w'’&.\-]{{1,40}},?\s+){{1,5}}?(?:(?:{'|'.join(LATIN_COMPANY)})\b\.?(?:,?\s+(?=(?:{'|'.join(LATIN_COMPANY)})\b))?)+)",
    re.I,
)
_PLACED = late(
    r"\x00[\s,]*(?:(?:at|from|of|with|over at)\s|@|w/)\s*(?P<name>[A-Z0-9][\w&'’-]*(?:\s+(?:[A-Z0-9][\w&'’-]*|of|&)){0,3})"
)
_WISH = late(rf"(?<![A-Za-z])(?:{ENGLISH_WISH})(?![A-Za-z])", re.I)
_STARTS_WISH = late(rf"(?:{HAN_WISH})|(?:{ENGLISH_WISH})(?![A-Za-z])", re.I)
_HAN_CHARACTER = late(f"[{HAN}]")
_GOODS = late(any_of(GOODS))
_SMALL_WORDS = FILLERS - {"and", "the", "of"}
_WORD = late(r"\S+")
_PART = late(r"[A-Za-z'-]+|[^\sA-Za-z]+")
_LETTER = late(r"[^\W_]")
_LATIN_CHUNK = late(r"[^\W\d_]|\d")


def strong_account(chunks: list[Piece]) -> tuple[int, int] | None:
    """Offsets of a name with a legal form in it: 恒达机械有限公司, Acme Corp, Yunfan GmbH."""
    for chunk in chunks:
        match = None if chunk.text.isascii() else _HAN_FORM.match(chunk.text, _lead_in(chunk.text))
        if (
            match
            and not _NOT_A_FIRM.match(match["name"])
            and "的" not in match["name"]
            and not _DESCRIBES.search(match["name"])
            and not _STARTS_WISH.match(match["name"])
        ):
            return chunk.start + match.start(), chunk.start + match.end()
        found = _latin_form(chunk)
        if found:
            return found
    return None


def trade_account(chunks: list[Piece]) -> tuple[int, int] | None:
    """Offsets of a Han name that ends in a trade word: 恒达机械, 云帆科技; goods alone (仓储物流) are no firm."""
    for chunk in chunks:
        match = None if chunk.text.isascii() else _HAN_TRADE_NAME.match(chunk.text, _lead_in(chunk.text))
        if (
            match
            and not _STARTS_WISH.match(match["name"])
            and not _DESCRIBES.search(match["name"])
            and not _is_goods(match["name"])
        ):
            return chunk.start + match.start("name"), chunk.start + match.end("name")
    return None


def placed_account(masked: str) -> tuple[int, int] | None:
    """Offsets of the name that stands behind the person: Mike Johnson at Initech, Priya from Northwind Traders."""
    match = _PLACED.search(masked)
    return match.span("name") if match and not _is_goods(match["name"]) else None


def first_account(chunks: list[Piece]) -> tuple[int, int] | None:
    """Offsets of the name that stands first, for firms without any sign of being one: Acme, 云帆, 3M."""
    for chunk in chunks:
        text = chunk.text
        if text.lower() in FILLERS or _STARTS_WISH.match(text) or not _LATIN_CHUNK.search(text):
            continue
        if _HAN_CHARACTER.search(text[:8]):
            match = _HAN_PLAIN.match(text)
            if match and not (
                _is_goods(match["name"]) or match["name"] in FILLERS or _DESCRIBES.search(match["name"])
            ):
                return chunk.start, chunk.start + match.end("name")
            continue
        # A lower-case sentence is no name where others bother with capitals.
        if text[0].islower() and text.split()[0] in FILLERS:
            continue
        found = _latin_first(chunk)
        if found:
            return found
    return None


def is_filler(text: str) -> bool:
    """True when only small words are left: from, at, 来自, 的."""
    return all(p in FILLERS or not _LETTER.search(p) for p in _PART.findall(text.lower()))


def is_wish(text: str) -> bool:
    """True when the words say what is wanted: 想上ERP, looking for a CRM, ERP."""
    return (
        bool(_STARTS_WISH.match(text))
        or _is_goods(text)
        or any(w in GOODS for w in re.findall("[a-z]+", text.lower()))
    )


def _lead_in(text: str) -> int:
    """Where the words before a name end: 今天拜访了|恒达机械."""
    lead = _LEAD_IN.match(text)
    return lead.end() if lead else 0


def _latin_form(chunk: Piece) -> tuple[int, int] | None:
    text = chunk.text
    for match in _LATIN_FORM.finditer(text):
        parts = list(_WORD.finditer(match["name"]))
        # Walk back from the legal form over capitalised words; in lower case over anything that is no small word.
        keep = len(parts) - 1
        capital = parts[-1][0][0].isupper()
        while keep > 0 and _belongs(parts[keep - 1][0], capital):
            keep -= 1
        counted = re.match(r"\d+$", parts[keep][0]) and parts[-1][0].islower()
        if (
            keep < len(parts) - 1
            and not counted
            and any(p[0].strip(".,").lower() not in LATIN_COMPANY for p in parts[keep:])
        ):
            name_end = match.start() + len(match["name"].rstrip(" ,"))
            return chunk.start + match.start() + parts[keep].start(), chunk.start + name_end
    return None


def _belongs(word: str, capital: bool) -> bool:
    plain = word.strip(".,'")
    if word.endswith(".") and len(plain) > 3 or plain.lower() in _SMALL_WORDS or plain.lower() in GOODS:
        return False
    if _WISH.fullmatch(plain):
        return False
    return (
        plain[:1].isupper()
        or plain[:1].isdigit()
        or plain == "&"
        or (not capital and plain.lower() not in {"and", "the", "of"})
    )


def _latin_first(chunk: Piece) -> tuple[int, int] | None:
    """The leading words up to a wish, a product or a small word; capitals bound it when there are any."""
    end = 0
    parts = list(_WORD.finditer(chunk.text))
    capital = parts[0][0][:1].isupper() or parts[0][0][:1].isdigit()
    for count, part in enumerate(parts):
        word = part[0].strip(".,:'\"")
        if count > 3 or word.lower() in GOODS or word.lower() in _SMALL_WORDS or _WISH.fullmatch(word):
            break
        if capital and not (word[:1].isupper() or word[:1].isdigit() or word in {"&", "of", "and", "the"}):
            break
        if not capital and count > 1:
            break
        end = part.end()
    name = chunk.text[:end].rstrip(" ,:")
    if (
        re.match(r"\d+ [a-z]", name)
        or not re.search(r"[^\W\d_]", name)
        or len(name) < 2
        or name.lower() in FILLERS
    ):
        return None
    return chunk.start, chunk.start + len(name)


def _is_goods(text: str) -> bool:
    """True when the text is made of product words alone: 仓库盘点, ERP系统, inventory software."""
    plain = text.lower().replace(" ", "")
    for _ in range(6):
        if not plain:
            return True
        hit = _GOODS.match(plain)
        if hit is None:
            return False
        plain = plain[hit.end() :]
    return not plain

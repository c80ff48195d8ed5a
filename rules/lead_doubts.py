"""When the firm or the person that was read is named in doubt: the name seems to go on where it was cut, or what was
left over looks as much like a firm. Asked last, of what nobody claimed."""

from rules.lead_company import is_goods, is_trade_name, is_wish
from rules.lead_guess import is_domain
from rules.lead_latin import is_role
from rules.lead_words import FILLERS, GOODS, LATIN_COMPANY, SMALL_TALK
from rules.patterns import late
from rules.place_names import LATIN_PLACES
from rules.spans import Board

_CAP = r"[A-ZÀ-ÞŁŚŠŞČĆŽ][\w'’&-]*"
_GOES_ON = late(rf"[ ](?P<word>{_CAP})(?![\w@])")
_BEGAN = late(rf"(?<![\w@.'’-])(?P<word>{_CAP})[ ]\Z")
_NAMES = late(rf"{_CAP}(?: (?:{_CAP}|&|of|and|de))* {_CAP}")
# 林董秘|书, 王总监|理: the title goes on.
_TITLE_GOES_ON = late(r"[书助]|秘书?|的(?:秘书|助理|朋友|同学|同事|亲戚|老婆|老公|儿子|女儿|司机|下属)")
_NO_NAME = FILLERS | GOODS | SMALL_TALK


def is_torn(board: Board, start: int, end: int) -> bool:
    """True where a word like those of the name stands before or behind it with nothing but a space between: Wei Ming
    of Ng Wei Ming, Harbor Freight of Harbor Freight Brokers."""
    masked, name = board.masked, board.text[start:end]
    if not name.isascii() and not name[:1].isupper():
        return bool(_TITLE_GOES_ON.match(masked, end))
    if not name[:1].isupper():
        return False
    behind, before = _GOES_ON.match(masked, end), _BEGAN.search(masked[max(0, start - 24) : start])
    return any(found and _may_be_named(found["word"]) for found in (behind, before))


def has_rival(board: Board, account: str, mail: str) -> bool:
    """True where something else in the line looks more like a firm than what was taken for one, which nothing shows."""
    if _shows_firm(account) or is_domain(account, mail):
        return False
    return any(_is_rival(chunk.text) for chunk in board.chunks())


def _is_rival(text: str) -> bool:
    if not text.isascii() and text[:1] >= "\u3400":
        return len(text) > 3 and is_trade_name(text) and not is_wish(text)
    found = _NAMES.match(text)
    return bool(found) and all(_may_be_named(word) for word in found[0].split()) if found else False


def _shows_firm(name: str) -> bool:
    if not name.isascii():
        return is_trade_name(name)
    low = [word.strip(".,").lower() for word in name.split()]
    return "&" in name or "'s" in name or low[-1] in LATIN_COMPANY or name.isupper()


def _may_be_named(word: str) -> bool:
    plain = word.strip(".,'’").lower()
    other = plain in _NO_NAME or plain in LATIN_PLACES or is_role(plain) or is_goods(plain)
    return not other and not (len(plain) < 2 or word.isupper() and len(word) < 5)

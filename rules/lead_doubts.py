"""When the firm or the person that was read is named in doubt: the name seems to go on where it was cut, or what was
left over looks as much like a firm. Asked last, of what nobody claimed."""

from rules.given_names import FAMILY_NAMES, GIVEN_NAMES
from rules.lead_company import is_goods, is_trade_name, is_wish, wish_at
from rules.lead_han import bare_han_name
from rules.lead_latin import is_name, is_role, names_nothing_else
from rules.lead_mail import is_domain
from rules.lead_words import FILLERS, GOODS, LATIN_COMPANY, SMALL_TALK
from rules.note_words import ATTEMPTS, heard_outcome
from rules.patterns import late
from rules.place_names import HAN_PLACES, LATIN_PLACES
from rules.spans import HAN, Board
from rules.wordlists import any_of

_CAP = r"[A-ZÀ-ÞŁŚŠŞČĆŽ][\w'’&-]*"
_GOES_ON = late(rf"[ ](?:(?:de|van|von|der|den|di|da|del|bin|ten|ter) )*(?P<word>{_CAP})(?![\w@])")
_BEGAN = late(rf"(?<![\w@.'’-])(?P<word>{_CAP})[ ]\Z")
_NAMES = late(rf"{_CAP}(?: (?:{_CAP}|&|of|and|de))* {_CAP}")
# 林董秘|书, 王总监|理: the title goes on.
_TITLE_GOES_ON = late(
    r"[书助]|秘书?|的?(?:老乡|朋友|亲戚|同学|表[弟哥姐妹]|老婆|老公|儿子|女儿|小舅子)(?:开|做|在|的|是)|的(?:秘书|助理|朋友|同学|同事|亲戚|老婆|老公|儿子|女儿|司机|下属)"
)
_SOMEBODY_ELSE = late(
    r"['’]s (?:assistant|wife|husband|son|daughter|brother|sister|boss|friend|secretary|pa|colleague|team)"
)
_IS_HAN = late(f"[{HAN}]")
# 福州鼓楼: a part of a town, or a firm of one?
_PLACE_AND = late(rf"(?:{any_of(HAN_PLACES)})[{HAN}]{{2}}")
_IN_QUOTES = late(rf"^[\"“「《『'][{HAN}]")
_AND_LATIN = late(rf"(?: and(?= )| ?[&+/]) ?(?P<name>{_CAP}(?: {_CAP})?)(?![\w@'’])")
_LATIN_AND = late(rf"(?<![\w@.'’-])(?P<name>{_CAP}(?: {_CAP})?)(?: and(?= )| ?[&+/]) ?\Z")
_AND_HAN = late(rf"[和跟与、/] ?(?P<name>[{HAN}]{{2,3}})(?![{HAN}])")
_HAN_AND = late(rf"(?<![{HAN}])(?P<name>[{HAN}]{{2,3}}) ?[和跟与、/] ?\Z")
_NO_NAME = FILLERS | GOODS | SMALL_TALK


def is_torn(board: Board, start: int, end: int) -> bool:
    """True where a word like those of the name stands before or behind it with nothing but a space between: Wei Ming
    of Ng Wei Ming, Harbor Freight of Harbor Freight Brokers."""
    masked = board.masked
    first, last, behind = board.text[start], masked[start - 1 : start], masked[end : end + 1]
    if first >= "\u3400":
        goes_on = _TITLE_GOES_ON.match(board.text, end)
        return goes_on is not None or behind >= "\u3400" and _is_cut_out(masked, start, end)
    if behind != " " != last and behind not in "'’" or not first.isupper():
        return False
    if _SOMEBODY_ELSE.match(masked, end):
        return True
    found = _GOES_ON.match(masked, end), _BEGAN.search(masked[max(0, start - 24) : start])
    return any(one and _may_be_named(one["word"]) for one in found)


def other_person(board: Board, start: int, end: int) -> tuple[int, int] | None:
    """Where a second person stands beside the contact, with the word between: Tom| and Lisa, 张伟/|李娟."""
    masked = board.masked
    for pattern in (_AND_LATIN, _AND_HAN):
        behind = pattern.match(masked, end)
        if behind and _is_person(behind["name"], behind[0]):
            return behind.span()
    for pattern in (_LATIN_AND, _HAN_AND):
        before = pattern.search(masked[max(0, start - 24) : start])
        if before and _is_person(before["name"], before[0]):
            return start - len(before[0]), start
    return None


def _is_person(name: str, said: str) -> bool:
    if not name.isascii() and name[0] >= "\u3400":
        return bare_han_name(name)
    parts = name.split()
    if parts[0].lower() not in GIVEN_NAMES or "/" in said and len(parts) > 1:
        return False  # Hr. Huber / Brauerei Huber
    return is_name(parts) and names_nothing_else(parts)


def _is_cut_out(masked: str, start: int, end: int) -> bool:
    """徐工 of 徐州徐工挖机: a short name out of the middle of a longer one."""
    if end - start > 2 or not (_IS_HAN.match(masked, start - 1) and _IS_HAN.match(masked, end)):
        return False
    return wish_at(masked[end : end + 8]) is None and masked[end] not in "的说跟和让要"


def is_a_try(account: str) -> bool:
    """True for No Answer: what came of a call, or a firm that is called so."""
    return heard_outcome(account) in ATTEMPTS


def has_rival(board: Board, account: str, mail: str) -> bool:
    """True where something else in the line looks more like a firm than what was taken for one, which nothing shows."""
    if account.lower() in FAMILY_NAMES and board.text == account:
        return True  # nothing else is said
    chunks = board.chunks()
    if not chunks or _shows_firm(account) or is_domain(account, mail):
        return False
    if _PLACE_AND.fullmatch(account) and any(
        _IN_QUOTES.search(board.text[max(0, c.start - 1) :]) for c in chunks
    ):
        return True
    return any(_is_rival(chunk.text) for chunk in chunks)


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

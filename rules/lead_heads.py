"""The parts of a lead line that could be a name: the first words of what nobody claimed, and what stands round them."""

import re
from dataclasses import dataclass

from rules.lead_branches import lower_form
from rules.lead_company import LEAD_IN, is_goods, is_trade_name, wish_at
from rules.lead_latin import ROLE, is_titled_name
from rules.lead_noise import is_aside
from rules.lead_words import FILLERS, GOODS, WANTED_TOO
from rules.patterns import late
from rules.spans import HAN, Board, Piece
from rules.wordlists import any_of

CAPITAL = late(r"[A-ZÀ-ÞŁŚŠŞČĆŽ0-9]")
IS_HAN = late(f"[{HAN}]")
_HAN_HEAD = late(rf"[{HAN}A-Za-z0-9&·]{{2,12}}")
_NEAR, _NEAR_BEHIND = late(r"\x00 ?$"), late(r" ?\x00")
_GOODS_END = late(
    rf"(?:{any_of(g for g in GOODS if len(g) > 1 and not g.isascii())}|(?i:{any_of(g for g in GOODS if g.isascii())}))+$"
)
_THE = late("The [A-Z]")
_WE_WORK = late(r"(?:We|You|Us|Our|Your) (?!(?:Met|Spoke|Talked|Saw|Sent|Need|Want|Called)\b)[A-Z][a-z]")
_WORD, _INITIAL = late(r"\S+"), late(r"[A-Z]\.")
_THEIR_SIDE = late("[那这]边(?![推转介带引牵给来过])")  # 华宇|那边


@dataclass(frozen=True, slots=True)
class Head:
    """A part of the line that could be a name, and what stands round it."""

    start: int
    end: int
    text: str
    place: int  # 0 for the first of the line
    opens: bool  # nothing was said before it
    beside: bool  # a number, a mail or a title follows at once
    tail: bool  # more words follow in the same part
    role: bool  # a job title follows
    near: bool  # only a space parts it from what was recognised
    behind: str  # the words that follow in the same part


def heads_of(board: Board, cased: bool, reach: list[int]) -> list[Head]:
    """Every part that could be a name, in order."""
    found: list[Head] = []
    for chunk in board.chunks():
        if is_aside(chunk.text):
            continue
        part = _han_head(chunk) if IS_HAN.search(chunk.text[:8]) else _latin_head(chunk, cased)
        if part is None:
            continue
        start, end = part
        opens = not any(c.isalnum() for c in board.text[:start])
        free_before = not any(c.isalnum() for c in board.masked[:start])
        role = bool(ROLE.match(board.masked, end))
        beside = role or any(0 <= at - end <= 3 for at in reach)
        near = bool(
            _NEAR.search(board.masked[max(0, start - 2) : start]) or _NEAR_BEHIND.match(board.masked, end)
        )
        place = 0 if free_before else len(found) + 1
        found.append(
            Head(
                start,
                end,
                board.text[start:end],
                place,
                opens,
                beside,
                end < chunk.end,
                role,
                near,
                board.text[end : chunk.end].strip(),
            )
        )
    return found


def _han_head(chunk: Piece) -> tuple[int, int] | None:
    text = chunk.text
    lead = LEAD_IN.match(text)
    start = lead.end() if lead else 0
    cut = wish_at(text[start:])
    stop = start + cut if cut is not None else len(text)
    of = text.replace("美的", "美\0").find("的", start, stop)
    stop = of if of > 0 and len(text) - of != 2 else stop  # 奈雪的茶
    side = _THEIR_SIDE.search(text, start, stop)
    stop = side.start() if side else stop
    match = _HAN_HEAD.fullmatch(text[start:stop].strip())
    if match is None or match[0] in FILLERS:
        return None
    name = match[0]
    goods = _GOODS_END.search(name)  # 海底捞|门店巡检
    if (
        goods
        and goods[0] != "服务"
        and goods.start() > 1
        and chunk.start == 0
        and not (is_goods(name) or is_trade_name(name))
    ):
        name = name[: goods.start()]
    return chunk.start + start, chunk.start + start + len(name)


def _latin_head(chunk: Piece, cased: bool) -> tuple[int, int] | None:
    """The leading words that could be a name: capitals where the line has them, else up to three words."""
    if is_titled_name(whole := chunk.text[: wish_at(chunk.text)].rstrip()):
        return chunk.start, chunk.start + len(whole)
    parts = list(_WORD.finditer(chunk.text))
    named = cased and _THE.match(chunk.text)  # The Knot Worldwide
    while parts and not named and parts[0][0].strip(".,:'\"").lower() in FILLERS:
        parts.pop(0)
    if not parts:
        return None
    cut = wish_at(chunk.text[parts[0].start() :])
    stop = parts[0].start() + cut if cut is not None else len(chunk.text)
    keep: list[re.Match[str]] = []
    for part in parts:
        word = part[0].strip(".,:'\"")
        small = word.lower() in {"&", "of", "and", "the", "de"} and (keep or named)
        small = small or (cased and keep and _WE_WORK.match(chunk.text, part.start(), stop))
        if part.start() >= stop or (word.lower() in FILLERS and not small) or len(keep) > 4:
            break
        if cased and not (CAPITAL.match(word) or small or word.lower() in {"van", "von", "der", "bin"}):
            break
        keep.append(part)
        if part[0].endswith(":"):
            break  # what they want follows: Initech: 40 seats
    while keep and keep[-1][0].lower() in {"&", "of", "and", "the", "de"}:
        keep.pop()
    if not keep or not cased and len(keep) > 3:
        return None
    stop = keep[-1].end() - _trailing(keep[-1][0])
    form = lower_form(chunk.text, stop) if cased else ""  # Casa Verde| restaurant
    stop += 0 if {*form.split()} <= WANTED_TOO else len(form)
    start, end = chunk.start + keep[0].start(), chunk.start + stop
    return (start, end) if start < end else None


def _trailing(word: str) -> int:
    initial = _INITIAL.fullmatch(word) is not None
    return 0 if initial else len(word) - len(word.rstrip(" ,:.'\""))

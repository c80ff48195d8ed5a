"""Whose a clause of a note is: what they do or said, what is ours to do, what has happened."""

import re

from rules.note_clauses import (
    AGREED_TO,
    ASKED,
    BY_NAME,
    DONE,
    LEADS_IN,
    ORDER,
    OURS,
    OURS_SAID,
    OWN,
    TALE,
    TELLS,
    THEIRS,
    THIRD,
    TOLD,
)
from rules.note_words import heard_outcome, says_waiting
from rules.patterns import late

_DOING = late(r"[打发问跟给带再约找催去见]|.{0,2}再")
_SAID_TO = late(r"[让叫要说]")
_IF_NOT = late(
    r"(?:[没不][回接]|没(?:动静|消息|反应))[^,，。了]{0,4}(?:我们?)?[就再](?:打|发|去|约|联系|催|问|跟|找|上门)"
)
_DAY_FIRST = re.compile(r"(?:[今明后][天早晚]|(?:下?周|星期)[一二三四五六日天])(?:[上下]午)?")


def asks_us(text: str) -> bool:
    """True for `asked me to …`, 让我…: what is to be done was said by them."""
    return bool(ASKED.search(text))


def is_theirs(text: str) -> bool:
    """Whether a clause says what they do, on whatever day."""
    text = without_day(text)
    theirs = THEIRS.match(text) or THIRD.match(text)
    ours = BY_NAME.match(text) or OURS_SAID.search(text) or LEADS_IN.match(text) or _DOING.match(text)
    return bool(theirs) and not (ours or asks_us(text))


def sounds_ours(text: str) -> bool:
    """Whether a clause has a sign that it is ours to do, or ours who did it."""
    return any(sign.search(text) for sign in (OURS_SAID, OURS, ORDER))


def goes_back(clause: str) -> bool:
    """Whether a clause tells what has happened."""
    return is_told(clause) or heard_outcome(clause) is not None or bool(DONE.search(clause))


def tells_who(text: str) -> bool:
    """Whether a clause tells what was, or whose word it is, so that a bare day behind it is not its own."""
    return goes_back(text) or is_theirs(text) or bool(TALE.search(text) or _SAID_TO.search(text))


def without_day(text: str) -> str:
    """A clause without the day that it begins with."""
    return _DAY_FIRST.sub("", text, count=1) if _DAY_FIRST.match(text) else text


def is_told(clause: str) -> bool:
    """What has happened is no step: 聊了…, spoke about …, 今天没接; but 四点没回我就再打."""
    if _IF_NOT.search(clause):
        return False
    return bool(TOLD.search(clause)) or heard_outcome(clause) in {"no_answer", "voicemail", "wrong_number"}


def is_plan(step: str) -> bool:
    """True for what is only to be done (call on Friday, 周五发报价), not for what they said or agreed to."""
    if not step or THEIRS.match(step) or is_told(step) or says_waiting(step):
        return False
    if step.isascii():
        return not TELLS.search(OWN.sub("", step, count=1))
    return not (DONE.search(step) or AGREED_TO.search(step))

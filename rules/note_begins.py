"""Where in a clause without punctuation the next step begins: at its verb, its date, or with the clause."""

import re

from rules.note_clauses import AFTER_TRY, AND, DO, DOER, NOUN, ORDER, OURS_FIRST, SUBJECT, TALE, THEIRS, THEM
from rules.note_whose import asks_us, goes_back
from rules.note_words import heard_outcome
from rules.patterns import late
from rules.spans import HAN

_CONDITION = late(r"(?:if|when|once|unless|as soon as|otherwise) ", re.I)  # if they sign I book the room
# confirm if we can ship by the 10th
_WHETHER = late(
    r"(?<![a-z])(?:if|whether|that|what|how|when|why) (?:we|i|they|he|she|it|you) (?:can|could|will|would|should|may|have to|need to)? ?$",
    re.I,
)
_AND_ENDS = late(r"\s(?:and|&)\s+(?:then\s+)?$", re.I)
# 先上三个车间|我周五之前把报价给他: dictated, and who does it stands before the day
_OWN_DAY = late(
    rf"(?<=[{HAN}]{{8}})(?<![给让跟和叫找约请对向诉系问知帮等说是比为替被把与由含除陪催要想])(?:我们?|咱们?|他们|她们|对方)(?:这边|那边)?$"
)
_SAYS = late(rf"^[{HAN}]{{2,5}}说(?!好)[{HAN}]{{2,}}$")
_QUOTES = late(r"(?<!\w)'[^'\n]{3,200}'(?!\w)|\"[^\"\n]{3,200}\"|“[^”\n]{3,200}”|「[^」\n]{3,200}」")


def after_try(whole: str) -> tuple[int, int] | None:
    """didnt answer |will call again: after a try that failed, what is to be done is ours."""
    at = AFTER_TRY.search(whole)
    if at and heard_outcome(whole[: at.start()]) in {"no_answer", "voicemail"}:
        return at.end(), len(whole)
    return None


def inside_clause(whole: str, start: int, end: int, dated: int) -> int:
    """Where the step begins in a clause without punctuation: at its verb (send SOW by Fri) or its date (周三发)."""
    said = whole[start:dated]
    if _CONDITION.match(said) or ORDER.match(said) and len(said) < 60:
        return start
    if asks_us(said):
        return start
    tried = after_try(said)
    if tried:
        return start + tried[0]
    quotes = quoted_in(said)

    verbs = [start + at for at in _verbs(said, quotes)]
    if verbs:
        # Of verbs close together ("send and confirm") the first one begins the step.
        while len(verbs) > 1 and _is_one_order(whole[verbs[-2] : verbs[-1]]):
            verbs.pop()
        before = whole[start : verbs[-1]]
        if THEM.search(before):
            return start
        doer = DOER.search(before)
        if doer and AND.match(doer[0]) and not _tells(whole[start : start + doer.start()]):
            return start  # redo the form and resend it today
        return start + doer.start() if doer else verbs[-1]
    subjects = [m for m in SUBJECT.finditer(said) if not within(quotes, m.start())]
    if subjects and len(said) > 60:  # dictated, without a comma
        return start + subjects[-1].end()
    own = _OWN_DAY.search(said)
    if own:
        return start + own.start()
    tail = whole[dated:end]
    if dated > start and re.match(f"[{HAN}]", tail) and re.search(rf"[{HAN}]", said):
        lead_in = re.search(
            r"(?:定在|约在|约了|约好|约到|提前|推迟|延期|拖到|提前到|推迟到|安排在|改到|推到|延到|到|在|于|让我们?|叫我们?|(?:约[好了到]?|叫上|拉上|带上)[\u4e00-\u9fff]{1,4})$",
            said,
        )
        return (
            start
            if lead_in or OURS_FIRST.match(said.lstrip()) or dated - start <= 3 or _says_what(said)
            else dated
        )
    return start


def _verbs(said: str, quotes: list[tuple[int, int]]) -> list[int]:
    """Where what is to be done stands: no thing (the call), nothing in quotes, nothing behind an `if we can`."""
    return [
        m.start()
        for m in DO.finditer(said)
        if not within(quotes, m.start())
        and not NOUN.search(said[: m.start()])
        and not _WHETHER.search(said[: m.start()])
    ]


def within(quotes: list[tuple[int, int]], at: int) -> bool:
    """Whether this place is in quotes."""
    return any(start < at < end for start, end in quotes)


def _is_one_order(between: str) -> bool:
    """Two verbs close together, or with an `and` between them: write up the options and send."""
    if " so " in between:
        return False
    tied = len(between) < 60 and _AND_ENDS.search(between) and not TALE.search(between)
    return len(between) < 25 or bool(tied)


def _tells(said: str) -> bool:
    """Whether what stands before an `and` says what was, or what they do: great call and I'll send it."""
    return bool(THEIRS.match(said) or goes_back(said) or TALE.search(said)) or not said.strip()


def quoted_in(said: str) -> list[tuple[int, int]]:
    """Where something is in quotes. Jan said "send me something" so one-pager by Wed: that is nobody's order here."""
    return [m.span() for m in _QUOTES.finditer(said)]


def _says_what(said: str) -> bool:
    """我明天发, 客户说下周一给, 顾总说公告下周一挂网: who speaks stays with what they said."""
    return bool(re.search(r"(?:说|答应|承诺|同意)$", said)) and len(said) <= 6 or bool(_SAYS.search(said))

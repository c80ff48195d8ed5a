"""A note in two lines, read: what was agreed, what is next, what happened. Who it is about is resolved elsewhere."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rules.note_words import ATTEMPTS, Outcome, heard_outcome, says_waiting
from rules.patterns import late
from rules.slack_text import clean

# Gives the dates that a text names, as (start, end, date) with offsets into it.
FindDates = Callable[[str], Sequence[tuple[int, int, date]]]
SplitBy = Literal["mark", "word", "clause", "none"]

_HAN = "\u3400-\u9fff"
_MARK = late(r"\n+|(?<!:)/{2,}|、、+|\||；|;|→|⇒|->|=>|—+|\s–\s|\s--+\s")
_AGREED_LABEL = late(
    r"^\W{0,3}(?:本次)?(?:达成)?(?:共识|结果|进展|情况)\s*[:：]\s*|^\W{0,3}(?:agreed|outcome|summary|notes?)\s*[:：]\s*",
    re.I,
)
_PERIOD = (
    r"(?:\s*(?:week|month|quarter|year|time|phase|round|gen|one|few|couple|two|three|\d|to\b|day|mon|tue|wed|thu|fri|sat|sun|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|fall|winter|morning|level|door))"
)
# A label only says that the next step follows and is dropped; a promise is part of the step and stays.
_LABEL = (
    rf"(?:下一步(?:行动项?|计划|动作|打算|安排|就?是)?|(?<![{_HAN}])(?:接下来|后续(?!服务|订单|合作|费用|维护)(?:行动|计划|安排)?|待办(?:事项)?)|"
    rf"(?<![A-Za-z])(?:next\s+(?:steps?|actions?)(?:\s+(?:is|are))?|next(?!{_PERIOD})|to-?dos?(?![a-z])|action\s+items?|follow[- ]?up\s*(?=[:：])))\s*[:：,，-]*\s*"
)
_PROMISE = (
    rf"(?:(?<![{_HAN}])我来(?!自|过|了|说)|(?<![A-Za-z'])(?:and\s+)?(?:i\s+owe|i'?ll(?![a-z])|i\s+will|i\s+(?:need|have|promised|agreed|got)\s+to|i\s+must|i\s+should|i\s+gotta|"
    r"i'?m\s+(?:going\s+to|to)|we'?ll|we\s+(?:need|have)\s+to|let\s+me|gotta|(?<!they )(?<!he )(?<!she )(?<!client )(?<!customer )(?<!will )(?<!to )need\s+to(?![a-z])))"
)
_WORD = late(rf"(?P<label>{_LABEL})|(?P<promise>{_PROMISE})", re.I)
_CLAUSE = late(r"[,，。！!]+\s*|\.\s+|\.$|、(?!、)")
_OURS = late(
    r"^(?:我们?|咱们?|还|今天|明天|后天)?(?:需要|要(?!求|是)|得(?!知|到|了)|记得|答应|准备|打算|必须)|^(?:我们?|我方|我这边)(?:会|去|先|再|给|来|出|发)|^(?:再|先)(?:发|打|约|给|去|跟|联系|催)",
    re.I,
)
_DO = late(
    r"(?<![A-Za-z])(?:send|call|e-?mail|schedule|book|follow\s+up|prepare|draft|share|check\s+in|ping|get\s+back|set\s+up|"
    r"arrange|meet|confirm|deliver|submit|circle\s+back|chase|write|give|bring|ship|sign)(?![a-z])",
    re.I,
)
# A date in a clause that tells of the past ("spoke about next week's demo") makes no step.
_TOLD = late(
    rf"^(?:(?:i|we|just|had)\s+)*(?:spoke|talked|met|discussed|called|chatted|heard|saw|emailed|demoed)(?![a-z])|^[{_HAN}]{{0,6}}(?:聊|见|谈|沟通|讨论|开|去)过?了",
    re.I,
)
_ASKED = late(r"(?:asked|told|said|wants?|让|叫|要)\s*(?:me|us|我)", re.I)
_URL = late(r"(?:https?://|www\.)[^\s，。；]*[^\s，。；;,.|]", re.I)


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note as read. `text` is the whole, cleaned; `agreed` and `next_text` may be empty, never both unless it is.

    `outcome` is None when the words do not say. `attempt`: a try that reached nobody (counted, restarts nothing).
    `contact`: the customer was in touch, as far as the words say; a bare "waiting on them" is none. `waiting`: the next move sounds like theirs. `when`: the first date named
    in the next step, as `find_dates` gave it.
    """

    text: str
    agreed: str
    next_text: str
    outcome: Outcome | None
    attempt: bool
    contact: bool
    waiting: bool
    when: date | None
    split_by: SplitBy


@dataclass(frozen=True, slots=True)
class Slip:
    """A command typed through an input method (`、lead …`) or as a plain word (`线索 …`)."""

    command: str
    rest: str


def split_note(text: str, *, find_dates: FindDates, today: date | None = None) -> NoteText:
    """Split at the first mark, else at a word, else take the clause with a future date or a promise as next.

    With `today`, dates before it do not make a next step. The words of a label (下一步, next:) are dropped, all
    other words are kept.
    """
    whole = clean(text)

    def future(part: str) -> list[tuple[int, int, date]]:
        return [hit for hit in find_dates(part) if today is None or hit[2] >= today]

    agreed, next_text, how = _split(whole, future)
    named = future(next_text)
    outcome = heard_outcome(agreed) if agreed else _only_a_try(next_text)
    attempt, waiting = outcome in ATTEMPTS, says_waiting(whole)
    return NoteText(
        text=whole,
        agreed=agreed,
        next_text=next_text,
        outcome=outcome,
        attempt=attempt,
        contact=bool(agreed) and not attempt and not (waiting and outcome is None),
        waiting=waiting,
        when=named[0][2] if named else None,
        split_by=how,
    )


def ime_slip(text: str) -> Slip | None:
    """The command meant by `、lead …`, `/、lead …`, `／lead …`, or by a plain `线索 …`, `跟进：…`, `lead …`; None for the rest."""
    said = clean(text)
    match = _SLASHED.match(said) or _PLAIN_WORD.match(said) or _PLAIN_ENGLISH.match(said)
    if not match:
        return None
    return Slip(_COMMANDS[match["word"].lower()], (match["rest"] or "").strip())


_COMMANDS = {
    **{w: "lead" for w in ("lead", "leads", "线索", "新线索", "录线索", "加线索")},
    **{w: "followup" for w in ("followup", "follow-up", "跟进", "记跟进", "记一笔", "跟进记录")},
    **{w: w for w in ("deal", "handover", "payment", "baton")},
    **{"商机": "deal", "交接": "handover", "回款": "payment"},
}
_WORDS = "|".join(sorted(_COMMANDS, key=len, reverse=True))
_HAN_WORDS = "|".join(w for w in sorted(_COMMANDS, key=len, reverse=True) if not w.isascii())
_SLASHED = late(rf"[\s/、\\]*[/、\\]\s*(?P<word>{_WORDS})(?![A-Za-z])[\s:：,，]*(?P<rest>.*)$", re.I | re.S)
_PLAIN_WORD = late(rf"(?P<word>{_HAN_WORDS})(?:[\s:：,，]+(?P<rest>.+)|(?P<end>$))", re.I | re.S)
# A word of English talk too: what follows must not go on with a sentence about leads.
_TALK = r"(?:with|the|to|an?|by|in|on|for|from|of|at|and|or|is|was|are|were|has|looks?|seems?|times?|up)\b|[的是不在有]"
_PLAIN_ENGLISH = late(rf"(?P<word>lead|follow-?up)(?:\s*[:：]\s*|\s+(?!{_TALK}))(?P<rest>\S.*)$", re.I | re.S)


def _split(whole: str, future: Callable[[str], list[tuple[int, int, date]]]) -> tuple[str, str, SplitBy]:
    addresses = [m.span() for m in _URL.finditer(whole)]
    for mark in _MARK.finditer(whole):
        if any(a <= mark.start() < b for a, b in addresses):
            continue
        before, after = _trim(whole[: mark.start()]), _trim(whole[mark.end() :])
        if before and after:
            return (*_in_order(before, after), "mark")
    for word in _WORD.finditer(whole):
        after = _trim(whole[word.end() if word["label"] else word.start() :])
        if _trim(whole[word.end() :]):
            return _unlabelled(_trim(whole[: word.start()])), after, "word"
    return _by_clause(whole, future)


def _in_order(before: str, after: str) -> tuple[str, str]:
    """Both lines without their labels; a first line that says 下一步 and a second that does not change places."""
    first, second = re.match(_LABEL, before, re.I), re.match(_LABEL, after, re.I)
    if first and not second and before[first.end() :]:
        return _unlabelled(after), before[first.end() :]
    stripped = after[second.end() :] if second else after
    return _unlabelled(before), stripped or after


def _by_clause(whole: str, future: Callable[[str], list[tuple[int, int, date]]]) -> tuple[str, str, SplitBy]:
    """The last clauses with a future date or a promise are next; the others, in their order, were agreed."""
    bounds = [0, *(m.end() for m in _CLAUSE.finditer(whole)), len(whole)]
    clauses = [(a, b) for a, b in zip(bounds, bounds[1:], strict=False) if whole[a:b].strip()]
    # Clause by clause: a finder may read only the beginning of a long text.
    dated = [a + start for a, b in clauses for start, _, _ in future(whole[a:b])]
    steps = [any(a <= d < b for d in dated) or bool(_OURS.match(whole[a:b])) for a, b in clauses]
    steps = [step and not _told(whole[a:b]) for step, (a, b) in zip(steps, clauses, strict=True)]
    if not any(steps):
        return _unlabelled(_trim(whole)), "", "none"
    last = len(steps) - 1 - steps[::-1].index(True)
    first = last
    while first and steps[first - 1]:
        first -= 1
    a, b = clauses[first][0], clauses[last][1]
    inside = [d for d in dated if a <= d < clauses[first][1]]
    cut = _inside_clause(whole, a, clauses[first][1], inside[0]) if inside else a
    return _unlabelled(_trim(whole[:cut] + whole[b:])), _trim(whole[cut:b]), "clause"


def _told(clause: str) -> bool:
    """What has happened is no step: 聊了…, spoke about …, 今天没接."""
    return bool(_TOLD.match(clause)) or heard_outcome(clause) in {"no_answer", "voicemail", "wrong_number"}


def _inside_clause(whole: str, start: int, end: int, dated: int) -> int:
    """Where the step begins in a clause without punctuation: at its verb (send SOW by Fri) or its date (周三发)."""
    if _ASKED.search(whole[start:dated]):
        return start
    verbs = [start + m.start() for m in _DO.finditer(whole[start:dated])]
    if verbs:
        # Of verbs close together ("send and confirm") the first one begins the step.
        while len(verbs) > 1 and verbs[-1] - verbs[-2] < 25:
            verbs.pop()
        return verbs[-1]
    tail = whole[dated:end]
    if dated > start and re.match(f"[{_HAN}]", tail) and re.search(rf"[{_HAN}]", whole[start:dated]):
        lead_in = re.search(r"(?:定在|约在|约了|约好|安排在|改到|推到|延到|到|在|于)$", whole[start:dated])
        return start if lead_in or dated - start <= 3 else dated
    return start


def _only_a_try(text: str) -> Outcome | None:
    """With nothing agreed, only a try that failed is an outcome: 没接, 周五再打 says so, 周五开会 does not."""
    heard = heard_outcome(text)
    if heard == "call_back" and _ASKED.search(text):
        return heard
    return heard if heard in {"no_answer", "voicemail", "wrong_number"} else None


def _unlabelled(text: str) -> str:
    label = _AGREED_LABEL.match(text)
    return text[label.end() :] if label and text[label.end() :].strip() else text


def _trim(text: str) -> str:
    return text.strip(" \n,，;；|、。.-–—→:：") if text.strip(" \n,，;；|、。.-–—→:：") else ""

"""A note in two lines, read: what was agreed, what is next, what happened. Who it is about is resolved elsewhere."""

import re
from dataclasses import dataclass
from datetime import date

from rules.note_clauses import THEIRS
from rules.note_doubts import doubts
from rules.note_steps import FindDates, find_step, without_theirs
from rules.note_whose import asks_us, is_plan
from rules.note_words import ATTEMPTS, Outcome, heard_in_two, heard_outcome, says_waiting
from rules.patterns import late
from rules.slack_text import clean

_HAN = "\u3400-\u9fff"
_MARK = late(r"\n+|(?<!:)/{2,}|、、+|\||；|;|→|⇒|->|=>|—+|\s–\s|\s--+\s")
_AGREED_LABEL = late(
    r"^\W{0,3}(?:(?:本次)?(?:达成)?(?:共识|结果|进展|情况|事项|内容)|本次)\s*[:：][*_]*\s*|^\W{0,3}(?:agreed|outcome|summary|notes?|recap|discussed)\s*[:：][*_]*\s*",
    re.I,
)
_AGREED = late(r"\W{0,3}(?:(?:本次)?(?:达成)?共识|agreed)\s*[:：]", re.I)
# 下一步：提交方案。本次：认可路线: the two lines the other way round.
_THEN_AGREED = late(
    r"(?<=[\s。.；;!！,，])(?=(?:(?:本次)?(?:达成)?(?:共识|结果|进展)|本次|agreed|outcome|summary)\s*[:：])",
    re.I,
)
_PERIOD = (
    r"(?:\s*(?:week|month|quarter|year|time|phase|round|gen|one|few|couple|two|three|\d|to\b|day|mon|tue|wed|thu|fri|sat|sun|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|spring|summer|fall|winter|morning|level|door))"
)
# A label only says that the next step follows and is dropped; a promise is part of the step and stays.
_LABEL_WORD = (
    rf"(?:下一步(?:行动项?|计划|动作|打算|安排|就?是)?|(?<![{_HAN}])(?:接下来|后续(?!服务|订单|合作|费用|维护|再[^,，。;；]{{2,12}}[,，])(?:行动|计划|安排)?|待办(?:事项)?)|"
    rf"(?<![A-Za-z])(?:next\s+(?:steps?|actions?)(?:\s+(?:is|are))?|(?<!the )(?<!our )(?<!his )(?<!her )(?<!their )(?<!my )(?<!a )next(?!{_PERIOD})|to-?dos?(?![a-z])|action\s+items?|follow[- ]?up\s*(?=[:：])))\s*"
)
_LABEL = rf"{_LABEL_WORD}[:：,，-]*[*_]*\s*"
_PROMISE = (
    rf"(?:(?<![{_HAN}])我来(?!自|过|了|说)|(?<![A-Za-z'])(?:and\s+)?(?:i\s+(?:said|told\s+\w+|promised(?:\s+\w+)?)\s+(?:that\s+)?i(?:'?d|\s+would)(?![a-z])|i\s+owe|i'?ll(?![a-z])|i\s+will|i\s+(?:need|have|promised|agreed|got)\s+to|i\s+must|i\s+should|i\s+gotta|"
    r"i'?m\s+(?:going\s+to|to)|we'll|well\s+(?=send|get|call|have|share|schedule|book|meet|do|check|provide|prepare)|we\s+will(?!\s+see)|we\s+(?:need|have)\s+to|let\s+me|gotta|(?<!they )(?<!he )(?<!she )(?<!client )(?<!customer )(?<!will )(?<!to )need\s+to(?![a-z])))"
)
# With a colon a label stands above every mark: … – open to more. Next steps: map the depts.
_LABELLED = late(rf"(?:(?<=\s)|(?<=[。.；;!！,，*_•-])){_LABEL_WORD}[*_]*\s*[:：][*_]*\s*", re.I)
# quick update on Lakeview — signed LOI!! …: a heading parts nothing
_HEADING = late(
    r"(?:[a-z]{1,6} ){0,4}(?:updates?|news|recap|summary)(?: (?:on|from|about|for|re|with))?(?: [\w&'.-]{1,20}){0,4}$",
    re.I,
)
_CONDITION = late(
    r"(?:^|[.;,!?\n]\s*)(?P<if>(?:if|when|once|unless|as soon as) (?:i|we|it|they|he|she|nothing|there)\b[^.;!?\n]*)$",
    re.I,
)
_QUOTED = late(r"[\"“「][^\"”」\n]{4,}[\"”」]")
_WORD = late(rf"(?P<label>{_LABEL})|(?P<promise>{_PROMISE})", re.I)
_THEN_THEIRS = late(
    r"[.。!！]\s+(?=(?:he|she|they|the (?:customer|client)) (?!.*(?<![a-z])(?:i|we|i'll|we'll)(?![a-z])))",
    re.I,
)
_EMOJI_ENDS = late(r"(?:^|\s):[a-z][\w+-]{1,30}$")
_URL = late(r"(?:https?://|www\.)[^\s，。；]*[^\s，。；;,.|]", re.I)


@dataclass(frozen=True, slots=True)
class NoteText:
    """A note as read. `text` is the whole, cleaned; `agreed` and `next_text` may be empty, never both unless it is.

    `outcome` is None when the words do not say. `attempt`: a try that reached nobody (counted, restarts nothing).
    `contact`: the customer was in touch, as far as the words say; a bare "waiting on them" is none. `waiting`: the next move sounds like theirs. `when`: the first date named
    in the next step, as `find_dates` gave it. `plan`: nothing is told but what is to be done, so nothing took place.
    `unsure`: `next` and `when`, as `note_doubts` names them.
    """

    text: str
    agreed: str
    next_text: str
    outcome: Outcome | None
    attempt: bool
    contact: bool
    waiting: bool
    when: date | None
    plan: bool = False
    unsure: tuple[str, ...] = ()


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

    agreed, next_text, is_guess = _split(whole, future, today)
    named = future(next_text)
    outcome = heard_in_two(agreed, next_text) if agreed else _only_a_try(next_text)
    if outcome is None and agreed and _AGREED.match(whole):
        outcome = "talked"
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
        plan=outcome is None and not agreed and is_plan(next_text),
        unsure=doubts(whole, agreed, next_text, future, is_guess=is_guess),
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


def _split(whole: str, future: FindDates, today: date | None) -> tuple[str, str, bool]:
    """What was agreed, what is next, and whether that is a guess: no mark and no word parts them."""
    turned = _THEN_AGREED.search(whole) if re.match(rf"{_LABEL_WORD}[:：]", whole, re.I) else None
    if turned:
        return (*_in_order(_trim(whole[: turned.start()]), _trim(whole[turned.end() :])), False)
    labelled = _LABELLED.search(whole)
    if labelled and _trim(whole[: labelled.start()]) and _trim(whole[labelled.end() :]):
        return _unlabelled(_trim(whole[: labelled.start()])), _trim(whole[labelled.end() :]), False
    addresses = [m.span() for m in _URL.finditer(whole)]
    for mark in _MARK.finditer(whole):
        if any(a <= mark.start() < b for a, b in addresses):
            continue
        before, after = _trim(whole[: mark.start()]), _trim(whole[mark.end() :])
        if before and after and not (_HEADING.match(before) or _goes_on(mark[0], after, future, today)):
            return (*_in_order(before, after), False)
    quoted = [m.span() for m in _QUOTED.finditer(whole)]
    for word in _WORD.finditer(whole):
        if any(a <= word.start() < b for a, b in quoted):
            continue  # what they promised, in their words
        start = word.start() if word["label"] else _from_condition(whole, word.start())
        after = _trim(whole[word.end() if word["label"] else start :])
        if _trim(whole[word.end() :]):
            before = _trim(whole[:start])
            told = None if before or word["label"] else _THEN_THEIRS.search(after)
            if told:  # I'll send it today. He has to ask the CFO
                before, after = _trim(after[told.end() :]), _trim(after[: told.start()])
            if word["promise"]:
                end = without_theirs(after, future)
                before, after = _trim(before + after[end:]), after[:end]
            return _unlabelled(before), after, False
    return _by_clause(whole, future, today)


def _from_condition(whole: str, promise: int) -> int:
    """Where a promise begins with what it hangs on: If I don't hear by Tuesday I'll call."""
    found = _CONDITION.search(whole[:promise])
    return found.start("if") if found else promise


def _goes_on(mark: str, after: str, future: FindDates, today: date | None) -> bool:
    """met them; they want SSO. I owe them a doc by Friday: behind the semicolon their part goes on to our step."""
    if mark not in ";；" or not THEIRS.match(after):
        return False
    word, step = _WORD.search(after), find_step(after, future, today)
    return bool(word and word.start() > 0 or step and step[0] > 0)


def _in_order(before: str, after: str) -> tuple[str, str]:
    """Both lines without their labels; a first line that says 下一步 and a second that does not change places."""
    first, second = re.match(_LABEL, before, re.I), re.match(_LABEL, after, re.I)
    if first and not second and before[first.end() :]:
        return _unlabelled(after), before[first.end() :]
    stripped = after[second.end() :] if second else after
    return _unlabelled(before), stripped or after


def _by_clause(whole: str, future: FindDates, today: date | None) -> tuple[str, str, bool]:
    """The last clauses with a future date or a promise are next; the others, in their order, were agreed."""
    step = find_step(whole, future, today)
    if step is None:
        return _unlabelled(_trim(whole)), "", False
    start, end = step
    return _unlabelled(_trim(whole[:start] + whole[end:])), _trim(whole[start:end]), True


def _only_a_try(text: str) -> Outcome | None:
    """With nothing agreed, only a try that failed is an outcome: 没接, 周五再打 says so, 周五开会 does not."""
    heard = heard_outcome(text)
    if heard == "call_back" and asks_us(text):
        return heard
    return heard if heard in {"no_answer", "voicemail", "wrong_number"} else None


def _unlabelled(text: str) -> str:
    label = _AGREED_LABEL.match(text)
    return text[label.end() :] if label and text[label.end() :].strip() else text


def _trim(text: str) -> str:
    bare = text.strip(" \n,，;；|、。.-–—→:：")
    return f"{bare}:" if _EMOJI_ENDS.search(bare) else bare

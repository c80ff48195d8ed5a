"""Which part of a note is the next step, where no mark and no label says it: its clauses, weighed one by one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from rules.note_clauses import (
    AFTER_TRY,
    AGREED_TO,
    ASKED,
    AWAITS,
    CLAUSE,
    COMES,
    DO,
    DOER,
    DONE,
    LAST_ORDER,
    LEADS_IN,
    MOVED,
    NOUN,
    ORDER,
    OURS,
    OURS_FIRST,
    OURS_SAID,
    OWN,
    REPORTED,
    SAID_SO,
    SPEAKER,
    STILL,
    SUBJECT,
    TELLS,
    THEIRS,
    THEM,
    THEN,
    TOLD,
)
from rules.note_words import heard_outcome, says_waiting
from rules.patterns import late
from rules.spans import HAN

# Gives the dates that a text names, as (start, end, date) with offsets into it.
FindDates = Callable[[str], Sequence[tuple[int, int, date]]]


def asks_us(text: str) -> bool:
    """True for `asked me to …`, 让我…: what is to be done was said by them."""
    return bool(ASKED.search(text))


_SAYS = late(rf"^[{HAN}]{{2,5}}说(?!好)[{HAN}]{{2,}}$")


@dataclass(frozen=True, slots=True)
class _Clauses:
    """A note clause by clause: where each stands, whose it is, the days it names, whether it is a step by itself."""

    whole: str
    spans: list[tuple[int, int]]
    texts: list[str]
    ours: list[bool]
    dated: list[set[date]]
    steps: list[bool]

    def ends(self, n: int) -> bool:
        """True where a full stop of English ends the clause."""
        return _ends(self.whole, self.spans[n])

    def joins(self, n: int) -> bool:
        """Whether the step that begins with clause n begins with the clause before it already."""
        before, text = self.texts[n - 1], self.texts[n]
        led = _leads_in(self.whole, self.spans[n - 1], before)
        then = THEN.match(text) and not _goes_back(before) and not self.ends(n - 1)
        if not (self.steps[n - 1] or led or then):
            return False
        if not self.ours[n - 1] and self._is_over(n):
            return False
        return bool(LEADS_IN.match(before) or not THEIRS.match(before) or THEIRS.match(text))

    def _is_over(self, n: int) -> bool:
        """Whether the clause before tells of what they moved (推迟到明年一季度，春节后再跟) or ends a tale."""
        before, text = self.texts[n - 1], self.texts[n]
        again = self.ours[n] or bool(self.dated[n] and "再" in text)
        return bool((again and MOVED.search(before)) or (self.ends(n - 1) and TELLS.search(before)))


def is_plan(step: str) -> bool:
    """True for what is only to be done (call on Friday, 周五发报价), not for what they said or agreed to."""
    if not step or THEIRS.match(step) or _is_told(step) or says_waiting(step):
        return False
    if step.isascii():
        return not TELLS.search(OWN.sub("", step, count=1))
    return not (DONE.search(step) or AGREED_TO.search(step))


def find_step(whole: str, future: FindDates, today: date | None) -> tuple[int, int] | None:
    """Offsets of the next step: the last clauses in a row with a future date or a promise of ours; None without any."""
    bounds = [0, *(m.end() for m in CLAUSE.finditer(whole)), len(whole)]
    spans = [(a, b) for a, b in zip(bounds, bounds[1:], strict=False) if whole[a:b].strip()]
    # Clause by clause: a finder may read only the beginning of a long text.
    hits = [(a + start, day, i) for i, (a, b) in enumerate(spans) for start, _, day in future(whole[a:b])]
    c = _weighed(whole, spans, hits, today)
    if not any(c.steps):
        return _after_try(whole)
    last = len(spans) - 1 - c.steps[::-1].index(True)
    first = last
    while first and c.joins(first):
        first -= 1
    while last + 1 < len(spans) and (c.ours[last + 1] or not _goes_back(c.texts[last + 1])):
        last += 1  # what follows a step and tells of nothing that happened goes with it
    (a, stop), end = spans[first], spans[last][1]
    if not hits and not _trimmed(whole[:a] + whole[end:]) and heard_outcome(whole) == "call_back":
        return None  # 回头再打 alone tells of a try
    inside = [start for start, _, at in hits if at == first]
    if inside and _is_whole(whole[:a], whole[a : inside[0]]):
        return a, end
    return (_inside_clause(whole, a, stop, inside[0]) if inside else a), end


def _weighed(
    whole: str, spans: list[tuple[int, int]], hits: list[tuple[int, date, int]], today: date | None
) -> _Clauses:
    texts = [whole[a:b].strip(" -–—•*\"'“”，,。！!") for a, b in spans]
    ours = [bool(OURS.match(text)) for text in texts]
    if texts and LAST_ORDER.match(texts[-1]):
        ours[-1] = True
    dated = [{day for _, day, at in hits if at == i} for i in range(len(spans))]
    said = _said_by_them(whole, spans)
    speaker = SPEAKER.match(texts[0]) if len(texts) > 1 else None
    if speaker and not _is_ours(texts[0][speaker.end() :]):
        said[0] = True
    for i, (text, after) in enumerate(pairwise(texts)):
        awaited = COMES.search(text) and (AWAITS.match(after) or ours[i + 1])
        said[i] = said[i] or not ours[i] and bool(awaited or SAID_SO.match(after))
    steps = [
        not said[i] and (ours[i] or _is_step(texts[i], dated[i], today)) and not _is_told(texts[i])
        for i in range(len(spans))
    ]
    return _Clauses(whole, spans, texts, ours, dated, steps)


def _is_ours(text: str) -> bool:
    return any(sign.search(text) for sign in (OURS_SAID, OURS, ORDER))


def _ends(whole: str, clause: tuple[int, int]) -> bool:
    """True where a full stop of English ends the clause."""
    return whole[clause[0] : clause[1]].rstrip().endswith(".")


def _leads_in(whole: str, clause: tuple[int, int], text: str) -> bool:
    """让财务查一下，周四回复客户; talk to product, answer by Friday: an order of the same sentence, not over yet."""
    if (
        _ends(whole, clause)
        or whole[clause[0] : clause[1]].rstrip().endswith(("。", "！", "!"))
        or len(text) > 40
    ):
        return False
    return bool(LEADS_IN.match(text)) and ":" not in text and not (_is_told(text) or DONE.search(text))


def _is_whole(before: str, said: str) -> bool:
    """新报价单明早给, where something was agreed before: the words before its date tell of nothing, so they are the step's."""
    if not _trimmed(before) or len(said) > 30:
        return False
    if said.isascii():
        return not TELLS.search(said)
    return not (heard_outcome(said) or DONE.search(said))


def _said_by_them(whole: str, clauses: list[tuple[int, int]]) -> list[bool]:
    """回微信了：方案收到，周五开会讨论: what stands behind their word and a colon is theirs, unless it says that it is ours."""
    told = REPORTED.search(whole)
    if told is None:
        return [False] * len(clauses)
    stop = whole.find("。", told.end())
    stop = len(whole) if stop < 0 else stop
    return [told.end() <= b and a < stop and not OURS_SAID.search(whole[a:b]) for a, b in clauses]


def _trimmed(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _is_step(text: str, days: set[date], today: date | None) -> bool:
    return bool(days) and (days != {today} or bool(STILL.search(text)) or bool(DO.search(text)))


def _goes_back(clause: str) -> bool:
    return _is_told(clause) or heard_outcome(clause) is not None or bool(DONE.search(clause))


def _is_told(clause: str) -> bool:
    """What has happened is no step: 聊了…, spoke about …, 今天没接."""
    return bool(TOLD.search(clause)) or heard_outcome(clause) in {"no_answer", "voicemail", "wrong_number"}


def _after_try(whole: str) -> tuple[int, int] | None:
    """didnt answer |will call again: after a try that failed, what is to be done is ours."""
    at = AFTER_TRY.search(whole)
    if at and heard_outcome(whole[: at.start()]) in {"no_answer", "voicemail"}:
        return at.end(), len(whole)
    return None


def _inside_clause(whole: str, start: int, end: int, dated: int) -> int:
    """Where the step begins in a clause without punctuation: at its verb (send SOW by Fri) or its date (周三发)."""
    said = whole[start:dated]
    if ORDER.match(said) and len(said) < 60:
        return start
    if asks_us(said):
        return start
    tried = _after_try(said)
    if tried:
        return start + tried[0]
    verbs = [
        start + m.start()
        for m in DO.finditer(said)
        if not NOUN.search(said[: m.start()]) and not _is_quoted(said, m.start())
    ]
    if verbs:
        # Of verbs close together ("send and confirm") the first one begins the step.
        while len(verbs) > 1 and verbs[-1] - verbs[-2] < 25:
            verbs.pop()
        before = whole[start : verbs[-1]]
        if THEM.search(before):
            return start
        doer = DOER.search(before)
        return start + doer.start() if doer else verbs[-1]
    subjects = list(SUBJECT.finditer(said))
    if subjects and len(said) > 60:  # dictated, without a comma
        return start + subjects[-1].end()
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


def _is_quoted(said: str, at: int) -> bool:
    """Jan said "send me something" so one-pager by Wed: what is in quotes is nobody's order here."""
    before, behind = said[:at], said[at:]
    return (before.count('"') % 2 == 1 and '"' in behind) or (
        before.count("“") > before.count("”") and "”" in behind
    )


def _says_what(said: str) -> bool:
    """我明天发, 客户说下周一给, 顾总说公告下周一挂网: who speaks stays with what they said."""
    return bool(re.search(r"(?:说|答应|承诺|同意)$", said)) and len(said) <= 6 or bool(_SAYS.search(said))

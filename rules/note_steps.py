"""Which part of a note is the next step, where no mark and no label says it: its clauses, weighed one by one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from rules.note_begins import after_try, inside_clause, quoted_in, within
from rules.note_clauses import (
    AWAITED,
    AWAITS,
    CLAUSE,
    COMES,
    DO,
    DONE,
    IMPERATIVE,
    LAST_ORDER,
    LEADS_IN,
    MOVED,
    ORDER,
    OURS,
    OURS_SAID,
    REPORTED,
    SAID_SO,
    SPEAKER,
    STILL,
    TELLS,
    THEIRS,
    THEN,
)
from rules.note_whose import goes_back, is_theirs, is_told, sounds_ours, tells_who, without_day
from rules.note_words import heard_outcome
from rules.patterns import late
from rules.spans import HAN

# Gives the dates that a text names, as (start, end, date) with offsets into it.
FindDates = Callable[[str], Sequence[tuple[int, int, date]]]


_GOES_ON = late(
    r"(?:and |then )?(?!tues|wednes|thurs)[a-z]{2,20}s(?![a-z'])"
)  # Bid opens Dec 1, closes Dec 15
_DATED_DO = late(r"[打发问跟给带约找催去见寄送交做签出报拜安]")
_ELSE = late(
    r"otherwise |or else |if (?:not|nothing|no) |否则|不然我", re.I
)  # feedback by Friday, otherwise I call
# 法务今天改好发来|我们明天过一遍; out until Monday |so call him then: no comma parts theirs from ours.
_OURS_BEGINS = late(
    rf"(?<=[{HAN}])(?<![给让跟和叫找约请对向诉系问知帮等说是比为替被把与由含除陪催要想])(?=我们?(?:今晚|明|后天|[下这]?周|星期|礼拜|月底|\d{{1,2}}[号日点]|[上下]午))|"
    r"(?<= )(?=and (?:i|we)(?:'ll)? [a-z])|(?<= )(?=so (?:i |i'll |we |we'll )?(?:call|ring|e-?mail|text|ping|try|send|check|follow|chase|nudge|ask|book|schedule|meet|visit|get|give|let|loop|prep|share|bring|finish|order|confirm|remind) )",
    re.I,
)
_SO = re.compile(r"(?:so|(?:and )?then) ", re.I)
_LIST_GOES_ON = late(
    r"and (?:an?|the|some|one|two|three|\d+) ", re.I
)  # a login by noon, and a price next week
_MEETS = late(r"[开上]会$")
_BARE = late(
    r"(?:by|on|at|for|so|prob|probably|maybe|target|deadline|due|latest|截止|之?前|以?内|左右|最晚|最好|争取|尽量|初步|暂定|(?:时间)?(?:定|约|放|安排)[在于]|时间|搞定|完成|弄好|办好|给到|到位|am|pm|ish|的)(?![a-z])|[\W\d_]",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Clauses:
    """A note clause by clause: where each stands, whose it is, the days it names, whether it is a step by itself."""

    whole: str
    spans: list[tuple[int, int]]
    texts: list[str]
    ours: list[bool]
    dated: list[set[date]]
    steps: list[bool]
    is_bare: list[bool]
    quoted: list[bool]

    def ends(self, n: int) -> bool:
        """True where a full stop of English ends the clause."""
        return _ends(self.whole, self.spans[n])

    def joins(self, n: int) -> bool:
        """Whether the step that begins with clause n begins with the clause before it already."""
        before, text = self.texts[n - 1], self.texts[n]
        if self.quoted[n - 1] and not self.quoted[n]:
            return False  # he replied 'call me at 5'. Will do
        if self.steps[n - 1] and _LIST_GOES_ON.match(text) and not self.ends(n - 1):
            return True
        has_day = self.dated[n] or self.ours[n] and self.is_bare[n + 1 : n + 2] == [True]
        if self.is_their_day(n - 1) and has_day and not (is_theirs(text) or _GOES_ON.match(text)):
            return False  # 周五内部会定，下周一跟
        if self.is_bare[n] and len(before) > 5 and not tells_who(before):
            return True  # Maya to join the next call, Thursday 11
        led = _leads_in(self.whole, self.spans[n - 1], before)
        then = THEN.match(text) and not goes_back(before) and not self.ends(n - 1)
        if not (self.steps[n - 1] or led or then):
            return False
        if not self.ours[n - 1] and self._is_over(n):
            return False
        is_ours = self.ours[n - 1] or LEADS_IN.match(before)
        return bool(is_ours or not THEIRS.match(before) or THEIRS.match(text))

    def is_their_day(self, n: int) -> bool:
        """Whether clause n has a day of theirs, and the next one ours: expects it Thursday. Ping him Friday."""
        text, after = self.texts[n], self.texts[n + 1]
        if not self.dated[n] or sounds_ours(text):
            return False
        if is_theirs(text) or AWAITED.search(text) or _ELSE.match(after):
            return True
        if "我" in after and self.dated[n + 1] and not _DATED_DO.match(without_day(text)):
            return not text.isascii()  # 样机明天到他们厂，我后天过去调试
        return (self.ends(n) or bool(_MEETS.search(text))) and sounds_ours(after)

    def _is_over(self, n: int) -> bool:
        """Whether the clause before tells of what they moved (推迟到明年一季度，春节后再跟) or ends a tale."""
        before, text = self.texts[n - 1], self.texts[n]
        again = self.ours[n] or bool(self.dated[n] and "再" in text)
        return bool((again and MOVED.search(before)) or (self.ends(n - 1) and TELLS.search(before)))


def without_theirs(step: str, future: FindDates) -> int:
    """Where in a step that is ours they begin, behind its day: send the quote tomorrow, she's comparing us."""
    marks = list(CLAUSE.finditer(step))
    ends = [*(m.start() for m in marks[1:]), len(step)]
    at = 0
    for mark, end in zip(marks, ends, strict=False):
        if is_theirs(step[mark.end() : end]) and future(step[at : mark.start()]):
            return mark.start()
        at = mark.end()
    return len(step)


def find_step(whole: str, future: FindDates, today: date | None) -> tuple[int, int] | None:
    """Offsets of the next step: the last clauses in a row with a future date or a promise of ours; None without any."""
    bounds = [0, *(m.end() for m in CLAUSE.finditer(whole)), len(whole)]
    parts = [part for part in zip(bounds, bounds[1:], strict=False) if whole[slice(*part)].strip()]
    spans = [half for part in parts for half in _in_two(whole, part, future)]
    # Clause by clause: a finder may read only the beginning of a long text.
    hits = [(a + s, a + e, day, i) for i, (a, b) in enumerate(spans) for s, e, day in future(whole[a:b])]
    c = _weighed(whole, spans, hits, today)
    if not any(c.steps):
        return after_try(whole)
    last = len(spans) - 1 - c.steps[::-1].index(True)
    while (
        last
        and is_theirs(c.texts[last])
        and c.steps[last - 1]
        and c.dated[last - 1]
        and not is_theirs(c.texts[last - 1])
    ):
        last -= 1  # draft to her by Wed, she signs Fri
    first = last
    while first and c.joins(first):
        first -= 1
    while last + 1 < len(spans) and (c.ours[last + 1] or not goes_back(c.texts[last + 1])):
        if c.dated[last] and is_theirs(c.texts[last + 1]):
            break  # 合同我改一版明天发，他们盖章要三天
        last += 1  # what follows a step and tells of nothing that happened goes with it
    (a, stop), end = spans[first], spans[last][1]
    if not hits and not _trimmed(whole[:a] + whole[end:]) and heard_outcome(whole) == "call_back":
        return None  # 回头再打 alone tells of a try
    inside = [start for start, *_, at in hits if at == first]
    if inside and _is_whole(whole[:a], whole[a : inside[0]]):
        return a, end
    return (inside_clause(whole, a, stop, inside[0]) if inside else a), end


def _in_two(whole: str, part: tuple[int, int], future: FindDates) -> list[tuple[int, int]]:
    """What they do on a day and what we do then, where nothing parts the two."""
    start, end = part
    ours = _OURS_BEGINS.search(whole, start, end)
    if ours and is_theirs(whole[start : ours.start()]) and future(whole[start : ours.start()]):
        return [(start, ours.start()), (ours.start(), end)]
    return [part]


def _weighed(
    whole: str, spans: list[tuple[int, int]], hits: list[tuple[int, int, date, int]], today: date | None
) -> _Clauses:
    texts = [whole[a:b].strip(" -–—•*\"'“”，,。！!") for a, b in spans]
    ours = [bool(OURS.match(_SO.sub("", text, count=1) if _SO.match(text) else text)) for text in texts]
    if texts and LAST_ORDER.match(texts[-1]):
        ours[-1] = True
    dated = [{day for *_, day, at in hits if at == i} for i in range(len(spans))]
    said = _said_by_them(whole, spans)
    speaker = SPEAKER.match(texts[0]) if len(texts) > 1 else None
    if speaker and not sounds_ours(texts[0][speaker.end() :]):
        said[0] = True
    for i, (text, after) in enumerate(pairwise(texts)):
        awaited = COMES.search(text) and (AWAITS.match(after) or ours[i + 1])
        said[i] = said[i] or not ours[i] and bool(awaited or SAID_SO.match(after))
    steps = [
        not said[i] and (ours[i] or _is_step(texts[i], dated[i], today)) and not is_told(texts[i])
        for i in range(len(spans))
    ]
    bare = [bool(days) and _is_bare(whole, span, hits) for days, span in zip(dated, spans, strict=True)]
    quotes = quoted_in(whole)
    said_so = [
        bool(dated[i]) and all(within(quotes, start) for start, *_, at in hits if at == i)
        for i in range(len(texts))
    ]
    if any(step and not so for step, so in zip(steps, said_so, strict=True)):
        steps = [step and not so for step, so in zip(steps, said_so, strict=True)]  # Kate: "not before March"
    quoted = [within(quotes, a) for a, _ in spans]
    return _Clauses(whole, spans, texts, ours, dated, steps, bare, quoted)


def _is_bare(whole: str, clause: tuple[int, int], hits: Sequence[tuple[int, int, date, int]]) -> bool:
    """A day and nothing that is done then: Thursday 11; 周五前; target Dec 9."""
    at, said = clause[0], ""
    for start, end, *_ in hits:
        if clause[0] <= start < clause[1]:
            said, at = said + " " + whole[at:start], end
    return not _BARE.sub("", said + " " + whole[at : clause[1]])


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
    led = LEADS_IN.match(text) or IMPERATIVE.match(text)
    return bool(led) and ":" not in text and not (is_told(text) or DONE.search(text))


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
    return bool(days) and (
        days != {today} or bool(STILL.search(text)) or bool(DO.search(text) or ORDER.match(text))
    )

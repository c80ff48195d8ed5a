"""What of a note was read one way and could as well be read another: named, so that nothing is filled in silence."""

import re
from datetime import date

from rules.note_clauses import CLAUSE, DO, DONE, LEADS_IN, MOVED, ORDER, OURS, OURS_SAID, THEIRS
from rules.note_steps import FindDates
from rules.note_whose import asks_us, is_theirs, is_told
from rules.patterns import late

# Counted from what is still to come: 收到后三天内报价, within 3 days of receipt.
_FROM_THEN = late(
    r"(?:收到|拿到|到货|到手|到账|签[完字约]?|盖章|验收|回来|确认|批[完准下]*|审[完批]*|上线|完工|定下?来?)(?:之|以)?后[^,，。；;]{0,4}$|"
    r"(?:收到|到货|签完|批完)[^,，。；;]{0,2}$"
)
_BEHIND_IT = late(r"\s*(?:after|from|of|once|upon|following)\s+(?!today|now|that)", re.I)
# What waits for something to have happened: its day is behind that one's.
_LOOKS_BACK = late(
    r"问(?!题)|[打回]给|再打|联系|跟进|回访|催|看结果|(?<![a-z])(?:check (?:in|back)|follow|call|ask|chase|circle|ping|touch)",
    re.I,
)
_THEY_WILL = late(
    r"(?:and |but |so )?(?:he|she|they)(?:'ll| will| is| are|'s|'re) (?!.*(?<![a-z])(?:to|with|for|gives?|sends?|lets?|calls?|meets?|tells?|joins?) (?:us|me)(?![a-z]))",
    re.I,
)
_SAID = late(r"说(?!好)|表示|答应|承诺")
_TO = late(r"(?<![a-z])(?:to|until)\s*$|[到至成]\s*$", re.I)  # rescheduled Thursday's call to Friday
_NO_HOUR = late(r"\s*(?:2[5-9]|[3-9]\d)(?:点|时(?!间)|[:：]\d\d)")
# An hour that a step names, and no day has: 25点打电话, 9:75打电话, call at 25:00; not 30点优惠.
_NO_SUCH_HOUR = late(
    r"(?:(?<![\w.])(?:(?:2[5-9]|[3-9]\d)[点时](?:钟|半|整|[0-5]?\d分?)?|\d{1,2}[点时][6-9]\d分?)|"
    r"(?<![a-z\d.:：])(?:(?:2[5-9]|[3-9]\d)[:：]\d\d|\d{1,2}[:：][6-9]\d)(?![:：\d]))"
    r"(?=\s*(?:$|[,，。；;]|[打给联见约电开发去拜到谈聊沟回问签送交再]))|"
    r"(?<!\w)(?:at|by|around|before|after|@) ?(?:(?:2[5-9]|[3-9]\d):\d\d|\d{1,2}:[6-9]\d)(?![\w:])",
    re.I,
)
# Nobody says so who does it: hopefully monday, 应该周五.
_ON_ITS_OWN = late(
    r"(?:截止|到期|开标|[到出来会]|到账)$|(?<![a-z])(?!is)[a-z]+s (?:on |at |by |in )?(?=\d|[a-z]{3})|(?<![a-z])(?:due|expected)(?![a-z])|[:：]",
    re.I,
)
_APPOINTED = late(r"^约[了好]")
_WITH_ME = late(r"^约|(?<![a-z])me(?![a-z])", re.I)
_MAYBE = late(
    r"(?<![a-z])(?:hopefully|should be|might|maybe|probably|perhaps|supposedly|expected)(?![a-z])|预计|估计|大概|可能|应该(?!要)",
    re.I,
)
# A day and no word of what is to be done, or only that something comes then: 10am; 明天到, 明天12点截止.
_COMES = late(r"(?:到|到货|截止|到期|出|出来|下来|挂网|开标|有结果|回来)[。.!！]?$")
_PAIR = late(r"(\d{1,2})[:：](\d\d)")
_SURE_DAY = late(r"\d|月|号|后天|(?<![a-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.I)


def doubts(whole: str, agreed: str, next_text: str, future: FindDates, *, is_guess: bool) -> tuple[str, ...]:
    """`next`: where the step begins; `when`: the day of it. `is_guess`: no mark and no label parted the two."""
    if not next_text:
        return ()
    found = []
    is_guessed = (
        _may_begin_elsewhere(agreed, next_text)
        or _may_be_none(next_text, future)
        or (is_theirs(next_text) and not whole.endswith(next_text))
        or any(_is_a_step_too(part, future) for part in CLAUSE.split(agreed) if part)
    )
    if _is_theirs(next_text) or (is_guess and is_guessed):
        found.append("next")
    if (found and _is_their_day(next_text, future)) or _is_day_unsure(agreed, next_text, future):
        found.append("when")
    return tuple(found)


def no_hours(text: str) -> list[tuple[int, int]]:
    """Where a text names an hour that no day has; 30:70 is how a sum is parted."""
    return [hour.span() for hour in _NO_SUCH_HOUR.finditer(text) if not _is_share(hour[0])]


def without_no_hour(step: str) -> str | None:
    """The step without an hour that no day has; None where it names none."""
    if not no_hours(step):
        return None
    return " ".join(_NO_SUCH_HOUR.sub(" ", step).split())


def _is_share(said: str) -> bool:
    parts = _PAIR.search(said)
    return parts is not None and int(parts[1]) + int(parts[2]) == 100


def _is_theirs(step: str) -> bool:
    """A step that begins with what is theirs and goes on: ours may begin later."""
    clauses = [part for part in CLAUSE.split(step) if part]
    if _is_ours(clauses[0] if clauses else step):
        return False
    return bool(_SAID.match(step)) or len(clauses) > 1 and bool(THEIRS.match(step))


def _may_begin_elsewhere(agreed: str, step: str) -> bool:
    """Of several clauses the first is not plainly ours, or the one before it tells of nothing that was."""
    clauses = [part for part in CLAUSE.split(step) if part]
    before = [part for part in CLAUSE.split(agreed) if part.strip()]
    if len(clauses) > 1 and not _is_ours(clauses[0]):
        return True
    return bool(before) and _is_ours(before[-1]) and not DONE.search(before[-1])


def _may_be_none(step: str, future: FindDates) -> bool:
    """What nobody is said to do: a bare day or hour, what comes by itself, what is hoped for, what they will do."""
    clauses = [part for part in CLAUSE.split(step) if part]
    if len(clauses) != 1 or _is_ours(clauses[0]):
        return False
    bare = step
    for start, end, _ in reversed(future(step)):
        bare = bare[:start] + bare[end:]
    is_bare = sum(c.isalpha() for c in bare) < 2
    return is_bare or bool(_COMES.search(step) or _MAYBE.search(step) or _THEY_WILL.match(step))


def _is_a_step_too(clause: str, future: FindDates) -> bool:
    """What has a day to come and tells of nothing that was, beside the step: me on site Friday."""
    said = _APPOINTED.sub("约", clause)
    if is_theirs(clause) or DONE.search(said) or is_told(said) or not future(clause):
        return False
    return (
        _is_ours(said)
        or bool(_WITH_ME.search(said))
        or not (MOVED.search(said) or _MAYBE.search(said) or _ON_ITS_OWN.search(said))
    )


def _is_ours(clause: str) -> bool:
    signs = (OURS, ORDER, LEADS_IN)
    return (
        any(s.match(clause) for s in signs)
        or bool(OURS_SAID.search(clause) or DO.match(clause))
        or asks_us(clause)
    )


def _is_their_day(step: str, future: FindDates) -> bool:
    """Where it is not plain that the step is ours, of several days or of a clause that is not the day is not, either."""
    hits = future(step)
    if not hits:
        return False
    _, end, day = hits[0]
    clause = CLAUSE.split(step[:end])[-1] + CLAUSE.split(step[end:])[0]
    return any(other != day for _, _, other in hits) or not _is_ours(clause)


def _is_day_unsure(agreed: str, step: str, future: FindDates) -> bool:
    hits = future(step)
    if not hits:
        return False
    start, end, day = hits[0]
    if len(hits) > 1 and hits[1][2] != day and _TO.search(step[end : hits[1][0]]):
        return True
    if _FROM_THEN.search(step[:start]) or _BEHIND_IT.match(step, end) or _NO_HOUR.match(step, end):
        return True
    later: list[date] = [d for _, _, d in future(agreed) if d > day]
    return bool(later and _LOOKS_BACK.search(step[: end + 16]) and not _SURE_DAY.search(step[start:end]))

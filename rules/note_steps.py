"""Which part of a note is the next step, where no mark and no label says it: its clauses, weighed one by one."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from rules.note_words import heard_outcome
from rules.patterns import late
from rules.spans import HAN

# Gives the dates that a text names, as (start, end, date) with offsets into it.
FindDates = Callable[[str], Sequence[tuple[int, int, date]]]

_CLAUSE = late(r"[,，。！!]+\s*|\.\s+|\.$|、(?!、)|\s-\s|(?<=[" + HAN + r"])\s+(?=[" + HAN + "])")
_OURS = late(
    r"^(?:我们?|咱们?|还|今天|明天|后天)?(?:需要|要(?!求|是|我)|得(?!知|到|了)|记得|答应|准备|打算|必须)|^(?:我们?|我方|我这边)(?:会|去|先|再|给|来|出|发)|"
    r"^(?:晚点|回头|稍后|改天|过(?:会儿?|几天|两天)|下次|到时候?|之后|后面|[一二两三四五六七八九十\d]{1,3}点(?:半)?)?(?:再|先)(?:发|打|约|给|去|跟|联系|催|试|问|拨|找|报)|"
    r"^needs?\s(?=(?:\w+\s){0,4}(?:to|from|by|approval|sign)\b)(?!s)|^need\s|^(?:i\s|we\s)?(?:will|gonna|going to|plan(?:ning)? to)\s|^(?:please\s|pls\s)?remind me",
    re.I,
)
_THEIRS = late(
    rf"^(?:他|她|他们|她们|客户|对方|人家|甲方|那边|领导|老板|[{HAN}]{{1,3}}(?:总|工|经理|主任|老板|领导))(?!.{{0,3}}[让叫要]我)|"
    r"^(?:and |but |so )?(?:he|she|they|it|customer|client|the customer|the client|their \w+)(?:'s|'ll|'re)?\s|"
    r"^(?-i:[A-Z][a-z]+)(?:'ll| will| wants?| needs?| to| comes?| is| has) ",
    re.I,
)
_DO = late(
    r"(?<![A-Za-z])(?:send|call|e-?mail|schedule|book|follow\s+up|prepare|draft|share|check\s+in|ping|get\s+back|set\s+up|"
    r"arrange|meet|confirm|deliver|submit|circle\s+back|chase|write|give|bring|ship|sign|try|revisit|touch\s+base|reconnect|"
    r"regroup|present|re-?schedule|countersign|kick\s+off|provide|finish|reach\s+out|loop\s+in|ask)(?:ing)?(?![a-z'])",
    re.I,
)
# What stands before a verb and belongs to it: who does it, when and that it will be done.
_DOER = late(
    r"(?:(?:and|then|so|also|but|maybe)\s+)?(?:(?:i|we)\s+)?(?:(?:i|we|just)?\s*(?:will|'ll|shall|to|must|should|gonna|gotta|need\s+to|have\s+to|am\s+going\s+to|going\s+to|can|please|pls)\s+)?(?:also\s+|then\s+|just\s+)?$|"
    r"(?:^|(?<=\s))(?:\d{1,2}[).]|[-•*])\s*$",
    re.I,
)
# Behind these a verb is a thing, or somebody else's: a call, the demo; have him call back.
_NOUN = late(
    r"(?<![a-z])(?:an?|the|intro|quick|short|final|video|phone|zoom|another|our|his|their|first|second|next|him|them|us|discovery|"
    r"kick-?off|sales|conference|status|weekly|breakup|follow-up)\s+$",
    re.I,
)
_THEM = late(
    r"(?<![a-z])(?:he|she|they|it|(?-i:[A-Z][a-z]+))(?:'ll|\s+will|\s+is\s+going\s+to|\s+to)\s+$", re.I
)
_SUBJECT = late(
    r"\s(?=(?:(?:and|then|so|but)\s+)?(?:i|we|he|she|they)\s+(?!say|think|like|love|just)[a-z]+\s)", re.I
)
_AFTER_TRY = late(
    r"(?<! him)(?<! her)(?<! me)(?<! us)(?<! them)(?<! to)\s(?=(?:will|gonna|going to|try|trying|call|calling)\s+(?:try|call|ring|again|them|him|her|back)\b)",
    re.I,
)
# A date in a clause that tells of the past ("spoke about next week's demo") makes no step, nor one until which they wait.
_TOLD = late(
    rf"^(?:(?:i|we|just|had)\s+)*(?:tried|attempted|spoke|talked|met|discussed|called|chatted|heard|saw|emailed|demoed)(?![a-z])|^[{HAN}]{{0,6}}(?:聊|见|谈|沟通|讨论|开|去)过?了|"
    r"(?<![a-z])(?:until|till|through|out since)(?![a-z])|不会|不打算|先不|暂不|没空|没时间|变卦",
    re.I,
)
_DONE = late(
    r"[了过]|已经?|(?<![a-z])(?:was|were|had|is ok|are ok|ok with|fine|great|happy|approved|done)(?![a-z])",
    re.I,
)
# Today is a step only where something is still to be done.
_STILL = late(
    r"前|之?内|晚|下午|点|要|会|再|给|约|去|补|催|(?:发|寄|交|签|打|报|出(?=[一方报图纪合货样差]))(?!了|出|过|完|的|价高)|by|at|before|eod|tonight|later|afternoon|\d",
    re.I,
)
_ASKED = late(r"(?:asked|told|said|wants?|让|叫|要)\s*(?:me|us|我)", re.I)


def asks_us(text: str) -> bool:
    """True for `asked me to …`, 让我…: what is to be done was said by them."""
    return bool(_ASKED.search(text))


def find_step(whole: str, future: FindDates, today: date | None) -> tuple[int, int] | None:
    """Offsets of the next step: the last clauses in a row with a future date or a promise of ours; None without any."""
    bounds = [0, *(m.end() for m in _CLAUSE.finditer(whole)), len(whole)]
    clauses = [(a, b) for a, b in zip(bounds, bounds[1:], strict=False) if whole[a:b].strip()]
    # Clause by clause: a finder may read only the beginning of a long text.
    hits = [(a + start, day, i) for i, (a, b) in enumerate(clauses) for start, _, day in future(whole[a:b])]
    texts = [whole[a:b].strip(" -–—•*\"'“”") for a, b in clauses]
    ours = [bool(_OURS.match(text)) for text in texts]
    dated = [{day for _, day, at in hits if at == i} for i in range(len(clauses))]
    steps = [
        (ours[i] or _is_step(texts[i], dated[i], today)) and not _told(texts[i]) for i in range(len(clauses))
    ]
    if not any(steps):
        return _after_try(whole)
    last = len(steps) - 1 - steps[::-1].index(True)
    first = last
    while (
        first
        and steps[first - 1]
        and not (_THEIRS.match(texts[first - 1]) and not _THEIRS.match(texts[first]))
    ):
        first -= 1
    while last + 1 < len(texts) and not _goes_back(texts[last + 1]):
        last += 1  # what follows a step and tells of nothing that happened goes with it
    (a, stop), end = clauses[first], clauses[last][1]
    if not hits and not _trimmed(whole[:a] + whole[end:]) and heard_outcome(whole) == "call_back":
        return None  # 回头再打 alone tells of a try
    inside = [start for start, _, at in hits if at == first]
    return (_inside_clause(whole, a, stop, inside[0]) if inside else a), end


def _trimmed(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _is_step(text: str, days: set[date], today: date | None) -> bool:
    return bool(days) and (days != {today} or bool(_STILL.search(text)) or bool(_DO.search(text)))


def _goes_back(clause: str) -> bool:
    return _told(clause) or heard_outcome(clause) is not None or bool(_DONE.search(clause))


def _told(clause: str) -> bool:
    """What has happened is no step: 聊了…, spoke about …, 今天没接."""
    return bool(_TOLD.search(clause)) or heard_outcome(clause) in {"no_answer", "voicemail", "wrong_number"}


def _after_try(whole: str) -> tuple[int, int] | None:
    """didnt answer |will call again: after a try that failed, what is to be done is ours."""
    at = _AFTER_TRY.search(whole)
    if at and heard_outcome(whole[: at.start()]) in {"no_answer", "voicemail"}:
        return at.end(), len(whole)
    return None


def _inside_clause(whole: str, start: int, end: int, dated: int) -> int:
    """Where the step begins in a clause without punctuation: at its verb (send SOW by Fri) or its date (周三发)."""
    said = whole[start:dated]
    if asks_us(said):
        return start
    tried = _after_try(said)
    if tried:
        return start + tried[0]
    verbs = [start + m.start() for m in _DO.finditer(said) if not _NOUN.search(said[: m.start()])]
    if verbs:
        # Of verbs close together ("send and confirm") the first one begins the step.
        while len(verbs) > 1 and verbs[-1] - verbs[-2] < 25:
            verbs.pop()
        before = whole[start : verbs[-1]]
        if _THEM.search(before):
            return start
        doer = _DOER.search(before)
        return start + doer.start() if doer else verbs[-1]
    subjects = list(_SUBJECT.finditer(said))
    if subjects and len(said) > 60:  # dictated, without a comma
        return start + subjects[-1].end()
    tail = whole[dated:end]
    if dated > start and re.match(f"[{HAN}]", tail) and re.search(rf"[{HAN}]", said):
        lead_in = re.search(
            r"(?:定在|约在|约了|约好|约到|安排在|改到|推到|延到|到|在|于|让我们?|叫我们?)$", said
        )
        return start if lead_in or dated - start <= 3 or _says_what(said) else dated
    return start


def _says_what(said: str) -> bool:
    """我明天发, 客户说下周一给: who speaks stays with what they said."""
    return bool(re.search(r"(?:说|答应|承诺|同意)$", said)) and len(said) <= 6

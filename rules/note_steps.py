"""Which part of a note is the next step, where no mark and no label says it: its clauses, weighed one by one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from rules.note_words import heard_outcome
from rules.patterns import late
from rules.spans import HAN

# Gives the dates that a text names, as (start, end, date) with offsets into it.
FindDates = Callable[[str], Sequence[tuple[int, int, date]]]

_CLAUSE = late(r"[,，。！!]+\s*|\.\s+|\.$|、(?!、)|\s-\s|(?<=[" + HAN + r"])\s+(?=[" + HAN + "])")
_OURS = late(
    r"^(?:我们?|咱们?|还|今天|明天|后天)?(?:需要|要(?!求|是|我|等|到|下|看|么|不|价|的)|得(?!知|到|了)|记得|答应|准备|打算|必须)|^(?:我们?|我方|我这边)(?:会|去|先|再|给|来|出|发)|"
    r"^(?:晚点|回头|稍后|改天|过(?:会儿?|几天|两天)|下次|到时候?|之后|后面|[一二两三四五六七八九十\d]{1,3}点(?:半)?)?(?:再|先)(?:发|打|约|给|去|跟|联系|催|试|问|拨|找|报|加)|^(?:回去|安排|派(?!出)|重新|顺便|尽快)(?![^,，。；;]{0,8}[了过])|^(?:让|叫|请)我们?(?!等|别|不|[^,，。；;]{0,8}(?:打|联系|找他|来电|回电))|^(?:找|跟|向|让|请|催|叫)(?!我)[^,，。；;了过]{1,8}(?:要|申请|确认|拿|协调|出面|再|排|帮|报|核|改|处理|落实)(?!完?[了过])|^(?:去|查|找|问|改|补(?!记)|催|整理|核实?|申请|准备|更新|落实|沟通)[^,，。；;了]{0,10}一下|"
    r"^下次再?(?:带|去|来|给|把)|^needs?\s(?=(?:\w+\s){0,4}(?:to|from|by|approval|sign)\b)(?!s)|^need\s|^(?:i\s|we\s)?(?:will|gonna|going to|plan(?:ning)? to)\s|^(?:please\s|pls\s)?remind me|"
    r"^(?:checking|asking|working on|sending|preparing|prepping|drafting|looping|getting|pulling|confirming|following up|emailing|scheduling|booking|revising|updating|finding|chasing|doing (?:it|this|that))\s(?!was|is|went)|"
    r"^(?:find|pull|prep|update|revise|check with|loop in|ask|chase|send|schedule|book (?:a|the|them|him|her|time)|draft|prepare|share (?:the|our|a)|set up|follow up|reach out|remind|resend|circle back|touch base|reconnect|nudge|revisit|get(?! (?:me|us|it|back)(?![a-z]))|try(?= [A-Z]| him| her| them| again| another| later))\s(?!me |us |was |is |went |by (?:him|her|them))",
    re.I,
)
_THEIRS = late(
    rf"^(?:他|她|他们|她们|客户|对方|人家|甲方|那边|领导|老板|(?!我|咱)[{HAN}]{{1,3}}(?:总|工|经理|主任|老板|领导)|(?!我|咱)[{HAN}]{{1,4}}(?:说|表示|反馈|承诺))(?!.{{0,3}}[让叫要]我)|"
    r"^(?:and |but |so )?(?:he|she|they|it|(?:the )?(?:customer|client)(?! (?:visit|meeting|demo|call|review))|their \w+)(?:'s|'ll|'re)?\s|"
    r"^(?:and |but )?(?:wants?|prefers?|plans?|hopes?|would like) |"
    r"^(?-i:[A-Z][a-z]+)(?:'ll| will| wants?| needs?| to| comes?| is| has) ",
    re.I,
)
_DO = late(
    r"(?<![A-Za-z])(?:(?:re-?)?send|call(?!s? (?:went|was|is|with|from|on|w/))|e-?mail|schedule|book|follow\s+up|prepare|draft|share|check\s+in|ping|get\s+back|set\s+up|"
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
_REPORTED = late(
    r"(?:(?<!我)说|回复|回信|回(?:了|微信了?|邮件了?|消息了?|电了?)|表示|反馈|(?:he|she|they|customer|client) (?:said|wrote|replied|texted))\s*[:：]",
    re.I,
)
_OURS_SAID = late(
    r"我|咱|再(?:约|联系|跟|打|发|催|问)|(?<![a-z])(?:i|we|i'll|we'll)(?![a-z])|^(?:send|call|follow|schedule|book|prepare|share)",
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
    rf"^(?:今天|今早|早上|上午|中午|下午|刚才?|昨[天晚])[^,，。]{{0,12}}了(?!再|就|之后|以后)|^(?:(?:i|we|just|had)\s+)*(?:tried|attempted|spoke|talked|met|discussed|called|chatted|heard|saw|emailed|demoed)(?![a-z])|^(?:and |but |so )?(?:he|she|they|(?-i:[A-Z][A-Za-z]+)|legal|procurement|finance|accounting) (?:says?|said|told|thinks?|mentioned|expects?|hopes?)(?![a-z])(?!.*(?<![a-z])(?:i|we|me|us|i'll|we'll)(?![a-z]))|^[{HAN}]{{0,6}}(?:聊|见|谈|沟通|讨论|开|去)过?了|^[{HAN}]{{0,4}}(?:回复|反馈|表示|回信)(?:说|称)|过了?一?[遍下]|"
    r"(?<![a-z])if (?:he|she|they|it)(?![a-z])|(?<![a-z])(?:until|till?|through|out since)(?![a-z])|不[^,，。；;]{1,6}了$|不会|不打算|先不|暂不|^(?:等(?!我)|估计|预计|快的话|应该|大概|据说)(?!.{0,10}(?:我|再|交付|发|给))|已(?:经)?[排列纳安提通付交入报走发寄签回收]|没空|没时间|变卦|(?<![a-z])(?:left|quit|resigned|retired|joined|lost|won|bought|chose|picked)(?![a-z])",
    re.I,
)
_DONE = late(
    r"[了过]|已经?|(?<![a-z])(?:was|were|had|is ok|are ok|ok with|fine|great|happy|approved|done)(?![a-z])",
    re.I,
)
# In a clause of ours what stands before the date belongs to the step: 安排工程师周四上门, 我查一下明天回他.
_OURS_FIRST = late(
    r"(?:我|咱|安排|派|回去|先|再|顺便|得|需要|准备|记得|重新|尽快|问|约|请|催)(?![^,，。；;]{0,8}[了过])"
)
# 他们要求延期，同意了，更新合同: the last clause, where it only says what to do.
_LAST_ORDER = late(
    rf"^(?:更新|整理|准备|补|修改|改|提交|安排|寄|做|写|查|核实)(?!的|得|不|好|完)[{HAN}A-Za-z]{{2,8}}$(?<![了过的])"
)
_LEADS_IN = late(
    rf"(?:协调|联系|我们?(?:这边)?(?!们|[这那]|[说讲报提答想看问没不也就很觉认以猜估担怀知介解建强坚同有是负排])(?=[{HAN}])|我们?(?:问(?!他|她|了)|想办法)|让(?!我)|叫(?!我)|请(?!我)|催|找|问|去|回来|回去|回公司|改|查|补|整理|准备|申请|安排|派|更新|重新|排产|核|打印|盖章|[^，,]{{2,4}}员)|"
    r"(?:talk to|run (?:it|this|that)|ask|check with|get|prep|draft|find|loop in|review|update|build|write up|order|sync|align|share|pull|finish|fix|set up|work with|rework)\s",
    re.I,
)
_TELLS = late(
    r"(?<![a-z])(?:he|she|they|we|i|it|who|and|said|says|wants?|likes?|needs?|is|are|was|were|has|had|went|sent|met|spoke|got|gave|loves?|asked|told|\w{3,}ed|ok|good|great|decision|deadline)(?![a-z])",
    re.I,
)
_ORDER = late(
    r"(?:find|pull|prep|update|revise|get|make|check|work|ask|chase|send|upload|order|rework|build|review|compile|finali[sz]e|escalate|gather|collect|invite|introduce|put together|draft|prepare|remind|loop in|talk to|follow up|reach out)\s",
    re.I,
)
# decision moved to the 10th, prep a summary by the 4th: their date is over with, ours begins the step.
_MOVED = late(
    r"(?<![a-z])(?:moved|pushed|extended|postponed|delayed|slipped|rescheduled) (?:back )?(?:to|until|till)(?![a-z])|(?:推迟|延期|延后|顺延|拖|推|延|改)到",
    re.I,
)
_THEN = late(r"(?:and )?then |然后", re.I)
# Today is a step only where something is still to be done.
_STILL = late(
    r"前|之?内|晚|下午|点|重(?!要|点)|更新|修改|整理|提交|处理|要|会|再|给|约|去|补|催|(?:发|寄|交|签|打|报|出(?=[一方报图纪合货样差]))(?!了|出|过|完|的|价高)|by|at|before|eod|tonight|later|afternoon|\d",
    re.I,
)
_ASKED = late(r"(?:asked|told|said|wants?|让|叫|要)\s*(?:me|us|我)", re.I)


def asks_us(text: str) -> bool:
    """True for `asked me to …`, 让我…: what is to be done was said by them."""
    return bool(_ASKED.search(text))


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
        then = _THEN.match(text) and not _goes_back(before) and not self.ends(n - 1)
        if not (self.steps[n - 1] or led or then):
            return False
        if not self.ours[n - 1] and self._is_over(n):
            return False
        return bool(_LEADS_IN.match(before) or not _THEIRS.match(before) or _THEIRS.match(text))

    def _is_over(self, n: int) -> bool:
        """Whether the clause before tells of what they moved (推迟到明年一季度，春节后再跟) or ends a tale."""
        before, text = self.texts[n - 1], self.texts[n]
        again = self.ours[n] or bool(self.dated[n] and "再" in text)
        return bool((again and _MOVED.search(before)) or (self.ends(n - 1) and _TELLS.search(before)))


def find_step(whole: str, future: FindDates, today: date | None) -> tuple[int, int] | None:
    """Offsets of the next step: the last clauses in a row with a future date or a promise of ours; None without any."""
    bounds = [0, *(m.end() for m in _CLAUSE.finditer(whole)), len(whole)]
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
    ours = [bool(_OURS.match(text)) for text in texts]
    if texts and _LAST_ORDER.match(texts[-1]):
        ours[-1] = True
    dated = [{day for _, day, at in hits if at == i} for i in range(len(spans))]
    said = _said_by_them(whole, spans)
    steps = [
        not said[i] and (ours[i] or _is_step(texts[i], dated[i], today)) and not _told(texts[i])
        for i in range(len(spans))
    ]
    return _Clauses(whole, spans, texts, ours, dated, steps)


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
    return bool(_LEADS_IN.match(text)) and ":" not in text and not (_told(text) or _DONE.search(text))


def _is_whole(before: str, said: str) -> bool:
    """新报价单明早给, where something was agreed before: the words before its date tell of nothing, so they are the step's."""
    if not _trimmed(before) or len(said) > 30:
        return False
    if said.isascii():
        return not _TELLS.search(said)
    return not (heard_outcome(said) or _DONE.search(said))


def _said_by_them(whole: str, clauses: list[tuple[int, int]]) -> list[bool]:
    """回微信了：方案收到，周五开会讨论: what stands behind their word and a colon is theirs, unless it says that it is ours."""
    told = _REPORTED.search(whole)
    if told is None:
        return [False] * len(clauses)
    stop = whole.find("。", told.end())
    stop = len(whole) if stop < 0 else stop
    return [told.end() <= b and a < stop and not _OURS_SAID.search(whole[a:b]) for a, b in clauses]


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
    if _ORDER.match(said) and len(said) < 60:
        return start
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
            r"(?:定在|约在|约了|约好|约到|提前|推迟|延期|拖到|提前到|推迟到|安排在|改到|推到|延到|到|在|于|让我们?|叫我们?)$",
            said,
        )
        return (
            start
            if lead_in or _OURS_FIRST.match(said.lstrip()) or dated - start <= 3 or _says_what(said)
            else dated
        )
    return start


def _says_what(said: str) -> bool:
    """我明天发, 客户说下周一给: who speaks stays with what they said."""
    return bool(re.search(r"(?:说|答应|承诺|同意)$", said)) and len(said) <= 6

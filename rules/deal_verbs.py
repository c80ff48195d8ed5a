"""What is done to a deal by words: `/deal lost Acme`, `/deal 恒达 换阶段`, and in the DM 把恒达推到方案; the same that the
buttons of its card do."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rules.names import fold
from rules.pipeline import Named, Pipeline

# Beside what the buttons are called; the key is the verb as the card's menu has it.
VERBS: Mapping[str, tuple[str, ...]] = {
    "note": ("note", "log", "log note", "记一笔", "跟进"),
    "move": (
        "move", "push", "advance", "stage", "move stage",
        "换阶段", "推进", "推进到", "推到", "转到", "挪到", "换到",
    ),
    "wait": ("wait", "waiting", "waiting on them", "等客户", "在等客户", "在等"),
    "wait_end": ("no longer waiting", "wait over", "不等了", "等到了"),
    "park": (
        "park", "park it", "pause", "snooze", "先放着", "先放放", "先放一放", "先放一下", "先放到", "先放", "放到", "搁到",
        "先缓一缓", "先缓到", "暂缓到", "先搁到", "先搁一搁", "先搁一下", "搁置到", "搁置",
    ),
    "edit": ("edit", "change", "修改", "改"),
    "lost": ("lost", "lose", "丢单", "丢单了", "丢了"),
    "invalid": ("invalid", "not a lead", "无效"),
    "risk": ("risk", "at risk", "有风险", "标记有风险", "风险"),
    "date": ("date", "reschedule", "change date", "改日期", "改期", "改时间"),
    "contacts": ("contacts", "contact", "people", "联系人", "决策链"),
    "blocker": ("blocker", "blocked", "what's in the way", "卡点", "卡在哪儿"),
    "files": ("files", "file", "documents", "附件", "文件"),
    "why": ("why", "why this", "为什么", "为什么提醒我"),
    "ask_help": ("help", "ask for help", "找经理帮忙", "求助"),
    "ask": ("ask", "ask a colleague", "找同事", "问同事"),
    "reassign": ("reassign", "改派", "转派"),
    "decide": ("decide", "做个决定", "定一下"),
    "waive": ("waive", "放行"),
    "owed": ("fill in", "owed", "补上", "补"),
    "story": ("timeline", "history", "来龙去脉", "历史", "记录"),
}  # fmt: skip
# What is said to Baton too, without a command: done to a deal, and not told of it (Acme contacts, Acme waiting).
PLAIN = ("move", "park", "lost", "invalid")
WORDED = ("note", "ask")  # what stands behind the name is said to people: any words, of any length
_NOT_ASKED = ("stage", "move stage", "换阶段", "invalid", "无效")
_LONGEST_DAY = 40  # characters
_LONGEST_NAME = {" ": 20, "": 60}  # words, or signs: each place where a name may end has a day read behind it
_WORD_OF: Mapping[str, str] = {fold(word): verb for verb, words in VERBS.items() for word in words}
LONGEST = 300  # characters that are read: a name, a verb and a stage have no more
_LONGEST = max(len(word.split()) for word in _WORD_OF)
# As Chinese is written, without a space beside the name; a word of one sign may be part of it (改).
_HAN = sorted((word for word in _WORD_OF if not word.isascii() and len(word) > 1), key=len, reverse=True)
_SAID_ROUND = re.compile(
    r"(?:(?:please|pls|can you|could you|let'?s|we|i)\s+|请|帮我|麻烦|把|将|我们?|咱们?)+\s*", re.IGNORECASE
)
_SAID_LAST = re.compile(r"(?:(?<=\s)(?:please|pls|thanks)|吧|[\s。.!！~?？])*\Z", re.IGNORECASE)
_TO = re.compile(r"(?:(?:on )?to|到|进|至|->|→)\s*(?:the\s+)?", re.IGNORECASE)
_IN_STAGE = re.compile(r"(?:\s+stage|阶段)\Z", re.IGNORECASE)
_UNTIL = re.compile(r"[,，]?\s*(?:(?:until|till?|to|for)\s+|[到至])?", re.IGNORECASE)
_THEN = re.compile(r"\s*再(?:说|跟进?|看|联系|聊|谈|议|推进?)\Z")
_BECAUSE = re.compile(
    r"[\s,，:：(（—-]*(?:(?:because of|due to|on|to|over|for|by)\s+|因为|由于|原因是?|输在|败在|输给)?(?:(?:the|an?)\s+)?",
    re.IGNORECASE,
)


_HOW = re.compile(r"(?: \w{1,12}){1,2}|(?:太|偏|过)?[高贵低长久晚紧]了?|问题|没谈拢|谈不拢")


@dataclass(frozen=True, slots=True)
class Typed:
    """A verb, what stands beside it (a deal's name, a code, a phone's tail) and what was said with it: of a move the
    stage's key, of a loss the reason's, of a park the words of its day; of a note and of what a colleague is asked the
    words, which stand behind ``name`` where the verb leads: only who knows the deals can part them."""

    verb: str
    said: str  # the verb as it was typed
    name: str  # empty: the deal last touched
    more: str = ""
    leads: bool = field(default=False, compare=False)  # it stands before the name


def read(text: str, pipeline: Pipeline) -> tuple[Typed, ...]:
    """What a whole text may ask to be done, the likeliest first: its verb stands first or last, or alone, or with what
    belongs to it behind the name. Empty for any other text."""
    worded = tuple(_worded(text))
    if len(text) > LONGEST:
        return worded
    said = text[: _SAID_LAST.search(text).start()]  # type: ignore[union-attr]
    alone = _WORD_OF.get(_fold(said))
    if alone:
        return (Typed(alone, text, ""),)
    bare = _SAID_ROUND.sub("", said, count=1) if _SAID_ROUND.match(said) else ""
    others = (one for words in (said, bare) for one in (*_read(words, pipeline), *_unspaced(words, pipeline)))
    return tuple(dict.fromkeys((*worded, *others)))


def is_asked(typed: Typed) -> bool:
    """Said to Baton without a command, does this ask for it: with what belongs to it, or with the verb before the name?"""
    if typed.verb not in PLAIN or not typed.name or typed.said in _NOT_ASKED:
        return False
    return bool(typed.more) or typed.verb == "lost" or typed.leads


def is_verb(word: str) -> bool:
    return fold(word) in _WORD_OF


def _fold(words: str) -> str:
    return fold(words.rstrip("?？ "))


def _worded(text: str) -> Iterator[Typed]:
    """ask Acme @dana send the template, Acme ask …: the words as they were typed, with their lines and whatever ends them."""
    for at in range(_LONGEST_NAME[" "]):
        for size in range(_LONGEST, 0, -1):
            *words, behind = text.split(None, at + size) or ("",)
            said = " ".join(words[at:])
            verb = _WORD_OF.get(_fold(said)) if len(words) == at + size else None
            if verb in WORDED and at:
                yield Typed(verb, said, " ".join(words[:at]), behind)
            elif verb in WORDED:
                yield Typed(verb, said, behind, leads=True)
            if verb:
                break


def _read(text: str, pipeline: Pipeline) -> Iterator[Typed]:
    words = text.split()
    for size in range(min(_LONGEST, len(words) - 1), 0, -1):
        for said, beside in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            verb = _WORD_OF.get(_fold(" ".join(said)))
            if verb:
                yield from _beside(
                    verb, " ".join(said), beside, " ", pipeline, leads=beside[0] is not words[0]
                )
    for at in range(1, len(words) - 1):  # Acme move to Proposal
        for size in range(min(_LONGEST, len(words) - at - 1), 0, -1):
            between = " ".join(words[at : at + size]).rstrip(":：,，")
            verb = _WORD_OF.get(fold(between))
            more = _more(verb, " ".join(words[at + size :]), pipeline) if verb else ""
            if verb and more:
                yield Typed(verb, between, " ".join(words[:at]), more)


def _unspaced(text: str, pipeline: Pipeline) -> Iterator[Typed]:
    """恒达丢单, 推进恒达, 恒达推进到方案演示."""
    for word in _HAN:
        before, found, behind = (part.strip() for part in text.partition(word))
        verb = _WORD_OF[word]
        if found and before and behind:
            more = _more(verb, behind, pipeline)
            if more:
                yield Typed(verb, word, before, more)
        elif found and before:
            yield Typed(verb, word, before)
        elif found and behind and verb in PLAIN:
            yield from _beside(verb, word, behind, "", pipeline, leads=True)


def _beside(
    verb: str, said: str, beside: Sequence[str], gap: str, pipeline: Pipeline, *, leads: bool
) -> Iterator[Typed]:
    """move Acme to Proposal, 推进恒达方案演示: what belongs to the verb stands behind the name; ``gap`` parts the words, or
    the signs."""
    for at in range(1, min(len(beside), _LONGEST_NAME[gap] + 1)) if verb in PLAIN else ():
        name = gap.join(beside[:at])
        bare = name.rstrip(" ,，")
        more = _more(verb, name[len(bare) :] + gap.join(beside[at:]), pipeline)
        if more:
            yield Typed(verb, said, bare.strip(" ,，"), more, leads)
    yield Typed(verb, said, gap.join(beside), "", leads)


def _more(verb: str, words: str, pipeline: Pipeline) -> str:
    """What these words behind a name say to the verb; empty for nothing that belongs to it."""
    match verb:
        case "move":
            return _stage(words.lstrip(" ,，"), pipeline)
        case "lost":
            return _reason(words, pipeline.loss_reasons)
        case "invalid":
            return _reason(words, pipeline.invalid_reasons)
        case "park":
            return _THEN.sub("", _UNTIL.sub("", words, count=1))[:_LONGEST_DAY]
    return ""


def _stage(words: str, pipeline: Pipeline) -> str:
    """A stage by its name, or by the one end of a Chinese name that no other has: 方案, 谈判."""
    lead = _TO.match(words)
    wanted = fold(_IN_STAGE.sub("", words[lead.end() :] if lead else words))
    for stage in pipeline.live:
        if wanted in {fold(word) for word in (stage.key, stage.name.en, stage.name.zh)}:
            return stage.key
    if len(wanted) < 2 or wanted.isascii():
        return ""
    ends = [
        one.key for one in pipeline.live if one.name.zh.startswith(wanted) or one.name.zh.endswith(wanted)
    ]
    return ends[0] if len(ends) == 1 else ""


def _reason(words: str, reasons: Sequence[Named]) -> str:
    """A reason by its name; behind a pause also with a word or two of how (，价格太高)."""
    lead = _BECAUSE.match(words)
    said = fold((words[lead.end() :] if lead else words).strip(" )）"))
    known = {
        fold(word): one.key
        for one in reasons
        if one.moved_to is None
        for word in (one.key, one.name.en, one.name.zh)
    }
    is_paused = lead is not None and lead.group().strip() != ""
    begun = (
        word for word in known if is_paused and said.startswith(word) and _HOW.fullmatch(said, len(word))
    )
    return known.get(said) or next((known[word] for word in begun), "")

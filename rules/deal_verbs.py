"""What is done to a deal by words: `/deal lost Acme`, `/deal 恒达 换阶段`; the same that the buttons of its card do."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rules.names import fold
from rules.pipeline import Pipeline

# Beside what the buttons are called; the key is the verb as the card's menu has it.
VERBS: Mapping[str, tuple[str, ...]] = {
    "note": ("note", "log", "log note", "记一笔", "跟进"),
    "move": ("move", "stage", "move stage", "换阶段", "推进", "推到", "转到"),
    "wait": ("wait", "waiting", "waiting on them", "等客户", "在等客户", "在等"),
    "wait_end": ("no longer waiting", "wait over", "不等了", "等到了"),
    "edit": ("edit", "change", "修改", "改"),
    "lost": ("lost", "lose", "丢单", "丢了"),
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
}
_WORD_OF: Mapping[str, str] = {fold(word): verb for verb, words in VERBS.items() for word in words}
LONGEST = 300  # characters that are read: a name, a verb and a stage have no more
_LONGEST = max(len(word.split()) for word in _WORD_OF)
# As Chinese is written, without a space beside the name; a word of one sign may be part of it (改).
_HAN = sorted((word for word in _WORD_OF if not word.isascii() and len(word) > 1), key=len, reverse=True)
_TO = re.compile(r"(?:to|到|进|至|->|→)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Typed:
    """A verb, what stands beside it (a deal's name, a code, a phone's tail) and, behind a move, the stage's key."""

    verb: str
    said: str  # the verb as it was typed
    name: str  # empty: the deal last touched
    stage: str = ""


def read(text: str, pipeline: Pipeline) -> tuple[Typed, ...]:
    """What a whole `/deal` may ask to be done, the likeliest first: its verb stands first or last, or alone. Empty for any
    other text."""
    if len(text) > LONGEST:
        return ()
    alone = _WORD_OF.get(_fold(text))
    if alone:
        return (Typed(alone, text, ""),)
    return tuple(_read(text, pipeline)) or tuple(_unspaced(text.strip("?？ "), pipeline))


def is_verb(word: str) -> bool:
    return fold(word) in _WORD_OF


def _fold(words: str) -> str:
    return fold(words.rstrip("?？ "))


def _read(text: str, pipeline: Pipeline) -> Iterator[Typed]:
    words = text.split()
    for size in range(min(_LONGEST, len(words) - 1), 0, -1):
        ends = (
            (words[:size], words[size:]),
            (words[-size:], words[:-size]),
        )
        for said, beside in ends:
            verb = _WORD_OF.get(_fold(" ".join(said)))
            if verb == "move":
                yield from _with_stage(" ".join(said), beside, " ", pipeline)
            if verb:
                yield Typed(verb, " ".join(said), " ".join(beside))
    for at in range(1, len(words) - 1):
        if _WORD_OF.get(fold(words[at])) == "move":  # Acme move to Proposal
            stage = _stage(" ".join(words[at + 1 :]), pipeline)
            if stage:
                yield Typed("move", words[at], " ".join(words[:at]), stage)


def _unspaced(text: str, pipeline: Pipeline) -> Iterator[Typed]:
    """恒达丢单, 推进恒达, 恒达推进到方案演示."""
    for word in _HAN:
        before, found, behind = (part.strip() for part in text.partition(word))
        verb = _WORD_OF[word]
        if verb == "move" and found and behind:
            yield from _moved(word, before, behind, pipeline)
        elif found and before and not behind:
            yield Typed(verb, word, before)


def _moved(word: str, before: str, behind: str, pipeline: Pipeline) -> Iterator[Typed]:
    if before:
        stage = _stage(behind, pipeline)
        if stage:
            yield Typed("move", word, before, stage)
        return
    yield from _with_stage(word, behind, "", pipeline)
    yield Typed("move", word, behind)


def _with_stage(said: str, beside: Sequence[str], gap: str, pipeline: Pipeline) -> Iterator[Typed]:
    """move Acme to Proposal, 推进恒达方案演示: the stage stands behind the name; ``gap`` parts the words, or the signs."""
    for at in range(1, len(beside)):
        stage = _stage(gap.join(beside[at:]), pipeline)
        if stage:
            yield Typed("move", said, gap.join(beside[:at]).strip(), stage)
            return


def _stage(words: str, pipeline: Pipeline) -> str:
    wanted = fold(_TO.sub("", words, count=1) if _TO.match(words) else words)
    for stage in pipeline.live:
        if wanted in {fold(word) for word in (stage.key, stage.name.en, stage.name.zh)}:
            return stage.key
    return ""

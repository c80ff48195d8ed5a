"""A chat that was passed on as it was copied: who spoke and when, and emoji that stand there by name, are no words of it."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain

from rules.lead_labels import find_labels
from rules.lead_noise import EMOJI
from rules.lead_source import is_colleague
from rules.patterns import late
from rules.spans import HAN, Board
from rules.wordlists import any_of, words

_DAY = r"(?:(?:\d{2,4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?|昨天|今天|前天|星期.|周.)"
_CLOCK = (
    rf"(?:{_DAY}[ \t]*)?(?:上午|下午|晚上|早上|中午|凌晨)?\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:[ ]?[AaPp][Mm])?"
)
_TIMED = late(
    rf"^[ \t]*(?P<name>[^\s:：,，。;；\d][^\n:：,，。;；]{{0,15}}?)[ \t]+{_CLOCK}[ \t]*(?:[:：]|$)", re.M
)
_NAMED = late(rf"^[ \t]*(?P<name>[{HAN}]{{2,4}}|[A-Z][A-Za-z]{{1,15}}(?: [A-Z][A-Za-z]{{1,15}})?)[:：]", re.M)
_TITLE = late(r"^.{0,30}聊天记录[:：]?[ \t]*$|^[ \t]*[-—–]{2,}.{0,24}\d[-/年月].{0,12}[-—–]{2,}[ \t]*$", re.M)
_NAMES = words(
    """微笑 撇嘴 色 发呆 得意 流泪 害羞 闭嘴 睡 大哭 尴尬 发怒 调皮 呲牙 惊讶 难过 囧 抓狂 吐 偷笑 愉快 白眼 傲慢 困 惊恐
    憨笑 悠闲 疑问 嘘 晕 衰 敲打 再见 擦汗 抠鼻 鼓掌 坏笑 鄙视 委屈 快哭了 阴险 亲亲 可怜 笑脸 生病 脸红 破涕为笑 失望 无语 嘿哈 捂脸 奸笑 机智 皱眉 耶
    吃瓜 加油 汗 天啊 旺柴 好的 打脸 哇 翻白眼 让我看看 叹气 苦涩 裂开 爱心 心碎 拥抱 强 弱 握手 胜利 抱拳 勾引 拳头 OK 合十 啤酒 咖啡 蛋糕 玫瑰 凋谢
    月亮 太阳 庆祝 礼物 红包 发 福 烟花 爆竹 跳跳 转圈 图片 语音 视频 文件 表情 链接 位置 动画表情"""
)
_EMOJI = late(rf"\[(?:{any_of(_NAMES)})\]")


def claim_heads(board: Board, people: Callable[[], Sequence[str]]) -> tuple[int, int] | None:
    """Takes emoji, and the lines that say who spoke. The first who is none of the team is left, since that may be the
    contact: where this name stands."""
    for match in chain(EMOJI.finditer(board.text), _EMOJI.finditer(board.text)):
        board.claim(*match.span(), "label")
    heads = _heads(board.text)
    if not heads:
        return None
    for match in _TITLE.finditer(board.text):
        board.claim(*match.span(), "label")
    first = next((head.span("name") for head in heads if not is_colleague(head["name"], people)), None)
    for head in heads:
        start = first[1] if first is not None and head.span("name") == first else head.start()
        board.claim(start, head.end(), "label")
    return first


def _heads(text: str) -> list[re.Match[str]]:
    """Two lines at least that begin with a speaker; who is told without an hour speaks more than once."""
    if text.count("\n") < 1 or ":" not in text and "：" not in text:
        return []
    labels = {label.label_start for label in find_labels(text)}
    timed = list(_TIMED.finditer(text))
    taken = {head.start("name") for head in timed}
    named = [m for m in _NAMED.finditer(text) if m.start("name") not in labels | taken]
    often = Counter(head["name"] for head in chain(timed, named))
    heads = timed + (named if any(often[head["name"]] > 1 for head in named) else [])
    return sorted(heads, key=re.Match.start) if len(heads) > 1 else []

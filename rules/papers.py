"""What a file that somebody sends may be: the evidence that a deal's gates ask for, the likeliest first."""

import re
from collections.abc import Iterable

from rules.files import IMAGES, extension
from rules.patterns import late
from rules.pipeline import Pipeline
from rules.stages import GateItem

_WORD = late(r"[a-z]{3,}|[\u3400-\u9fff]{2,}")
_PICTURE = late(r"photo|picture|照片|图片", re.I)
_COMMON = {"file", "list", "the", "and", "meeting", "文件", "清单"}  # said of many a file


def kinds(pipeline: Pipeline, stage: str) -> list[GateItem]:
    """The files that the gates from this stage on ask for, with what may stand in for one; those before it after them."""
    at = pipeline.index(stage)
    live = [s for s in pipeline.stages if s.moved_to is None and not s.final]
    ordered = [s for s in live if pipeline.index(s.key) >= at] + [
        s for s in live if pipeline.index(s.key) < at
    ]
    asked = (
        one for s in ordered for item in s.exit if item.moved_to is None for one in (item, item.alternative)
    )
    return list({one.key: one for one in asked if one is not None and one.kind == "file"}.values())


def likeliest(items: Iterable[GateItem], names: Iterable[str], said: str) -> str:
    """The key of the item that the files' names, or what was said with them, speak of; a picture is likely a picture.
    Empty when nothing points to one."""
    files = list(names)
    told = " ".join([*(name.rsplit(".", 1)[0] for name in files), said]).casefold()
    scores = {item.key: sum(word in told for word in _words(item)) for item in items}
    best = max(scores, key=lambda key: scores[key], default="")
    if best and scores[best]:
        return best
    if files and all(extension(name) in IMAGES for name in files):
        return next((item.key for item in items if _PICTURE.search(f"{item.name.en} {item.name.zh}")), "")
    return ""


def _words(item: GateItem) -> set[str]:
    """The words of its name; of a Chinese one each two characters that stand together."""
    found: set[str] = set()
    for word in _WORD.findall(f"{item.name.en} {item.name.zh}".casefold()):
        found |= {word} if word.isascii() else {word[i : i + 2] for i in range(len(word) - 1)}
    return found - _COMMON


def is_label(said: str, items: Iterable[GateItem]) -> bool:
    """Do the words beside a file only say what it is? Then there is no note in them."""
    left = said.casefold()
    for word in sorted(
        {w for item in items for w in (*_words(item), item.name.en, item.name.zh)}, key=len, reverse=True
    ):
        left = left.replace(word.casefold(), " ")
    return len(left.split()) <= 2 and len("".join(left.split())) <= 8

"""A story as it is written: steps with their lines; every fault of a file is told at once, by line."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

TEXT, TEXTS, VALUES, YES = "a text", "a text or a list of texts", "labels with their values", "true"
# What a step does, and what stands behind the word.
VERBS = {
    "tells": TEXT,
    "types": TEXT,
    "replies": TEXT,
    "presses": TEXT,
    "picks": TEXT,
    "shortcut": TEXT,
    "submits": VALUES,
    "closes": YES,
    "opens": TEXT,
    "until": TEXT,
    "waits": TEXT,
    "reads": TEXTS,
    "misses": TEXTS,
    "silence": YES,
    "workspace": VALUES,
}
# What may stand beside it: as whom and where (they stay until said again), in which message, after which of its
# lines, and what the person is told when it is refused.
BESIDE = {"as": TEXT, "in": TEXT, "on": TEXT, "under": TEXT, "refused": TEXT}
CHOOSES = ("presses", "picks")
ON = (*CHOOSES, "replies", "shortcut")
REFUSED = ("types", "replies", "presses", "picks", "shortcut", "submits")
HEAD = {"story": TEXT, "about": TEXT, "zone": TEXT, "starts": TEXT, "steps": "a list"}
Fault = tuple[int, str]


class StoryError(ValueError):
    """The file is no story; `faults` are lines and sentences."""

    def __init__(self, path: Path, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(f"{path}:{line}: {said}" for line, said in faults))


@dataclass(frozen=True)
class Step:
    """`verb` is empty where only who acts, or where, changes."""

    line: int
    verb: str
    value: Any
    beside: dict[str, str] = field(default_factory=dict)

    @property
    def texts(self) -> list[str]:
        return list(self.value) if isinstance(self.value, list) else [str(self.value)]


@dataclass(frozen=True)
class Story:
    path: Path
    title: str
    about: str
    zone: ZoneInfo
    starts: str
    steps: list[Step]


def read_story(path: Path) -> Story:
    """Reads and checks a file; raises StoryError with all faults, OSError."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except UnicodeDecodeError:
        raise StoryError(path, [(1, "is no UTF-8 text")]) from None
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 1
        raise StoryError(path, [(line, f"is no YAML: {wrong.problem}")]) from None
    faults: list[Fault] = []
    if not isinstance(root, yaml.MappingNode):
        raise StoryError(path, [(1, "a story starts with `story:` and has `steps:`")])
    head = _entries(root, HEAD, faults)
    steps = [_step(node, faults) for node in _nodes(head.get("steps"), faults)]
    if not steps and not faults:
        faults.append((1, "`steps:` is missing or empty"))
    told = {name: str(_value(node)) for name, node in head.items() if name != "steps"}
    zone = _zone(told.get("zone", "UTC"), head.get("zone"), faults)
    if faults:
        raise StoryError(path, sorted(faults))
    title = told.get("story", path.stem)
    return Story(path, title, told.get("about", "").strip(), zone, told.get("starts", ""), steps)


def _zone(name: str, node: yaml.Node | None, faults: list[Fault]) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        faults.append((_line(node) if node else 1, f"{name} is no time zone, as Asia/Shanghai is"))
        return ZoneInfo("UTC")


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _value(node: yaml.Node, *, typed: bool = False) -> Any:
    """The value as it is written: no dates, no numbers, and Yes is the button Yes; `typed`: true, false are YAML's."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _value(value, typed=typed) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_value(one, typed=typed) for one in node.value]
    if node.tag.endswith(":null"):
        return None
    return node.value == "true" if typed and node.value in ("true", "false") else node.value


def _nodes(node: yaml.Node | None, faults: list[Fault]) -> list[yaml.Node]:
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        faults.append((_line(node), "`steps:` holds a list: each step starts with a dash"))
        return []
    return list(node.value)


def _entries(node: yaml.MappingNode, known: dict[str, str], faults: list[Fault]) -> dict[str, yaml.Node]:
    """The values by their keys; unknown keys and keys that stand twice are faults."""
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        name = str(key.value)
        if name in found:
            faults.append((_line(key), f"`{name}` stands here twice"))
        elif name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"; is `{near[0]}` meant?" if near else f"; there are: {', '.join(known)}"
            faults.append((_line(key), f"`{name}` is no word of a story{hint}"))
        found[name] = value
    return found


def _step(node: yaml.Node, faults: list[Fault]) -> Step:
    line = _line(node)
    if not isinstance(node, yaml.MappingNode):
        faults.append((line, "a step is a word and what it is about, as `types: /lead Acme`"))
        return Step(line, "", None)
    entries = _entries(node, VERBS | BESIDE, faults)
    verbs = [name for name in entries if name in VERBS]
    if len(verbs) > 1:
        faults.append((line, f"a step does one thing, this does {' and '.join(verbs)}"))
    for name, found in entries.items():
        if wanted := (VERBS | BESIDE).get(name):
            _check(name, wanted, found, faults)
    verb = verbs[0] if verbs else ""
    for name, allowed in (("on", ON), ("under", CHOOSES), ("refused", REFUSED)):
        if name in entries and verb not in allowed:
            faults.append((line, f"`{name}` goes with {', '.join(allowed)}"))
    beside = {name: str(_value(found)) for name, found in entries.items() if name in BESIDE}
    return Step(line, verb, _value(entries[verb], typed=verb == "workspace") if verb else None, beside)


def _check(name: str, wanted: str, node: yaml.Node, faults: list[Fault]) -> None:
    value = _value(node)
    fits = {
        TEXT: isinstance(value, str) and bool(value.strip()),
        TEXTS: isinstance(value, str) and bool(value) or _all_texts(value),
        VALUES: value == "true" or isinstance(value, dict),
        YES: value == "true",
    }[wanted]
    if not fits:
        faults.append((_line(node), f"`{name}` wants {wanted}"))


def _all_texts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) and one for one in value)

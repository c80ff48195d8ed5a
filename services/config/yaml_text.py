"""Reads YAML texts, and says where each of their keys stands, so that a fault can be named by line."""

from typing import Any

import yaml

# libyaml's parser where the wheel has it: the first start reads pipeline.yaml, in a tenth of the time.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# A file of ours has some hundred values. References to references can make a few lines mean billions.
MOST_VALUES, DEEPEST = 50_000, 50


def read(source: str) -> Any:
    """A YAML text as data; no types but YAML's own. Raises yaml.YAMLError."""
    _check(source)
    try:
        return yaml.load(source, Loader=LOADER)
    except (ValueError, OverflowError) as fault:  # 2026-02-30 and the like
        raise yaml.YAMLError(str(fault)) from fault


def _check(source: str) -> None:
    """Refuses what would not fit once its references are written out, before anything is built of it."""
    try:
        source.encode("utf-8")
    except UnicodeEncodeError as fault:
        raise yaml.YAMLError("not text") from fault
    sizes: dict[str | None, int] = {}
    inside: list[tuple[str | None, int]] = []
    total = 0
    for event in yaml.parse(source, Loader=LOADER):
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in sizes:  # of itself, or of nothing
                raise _fault("it refers to itself", event)
            total += sizes[event.anchor]
        elif isinstance(event, yaml.ScalarEvent):
            total += 1
            if event.anchor:
                sizes[event.anchor] = 1
        elif isinstance(event, yaml.CollectionStartEvent):
            inside.append((event.anchor, total))
            total += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = inside.pop()
            if anchor:
                sizes[anchor] = total - before
        if total > MOST_VALUES or len(inside) > DEEPEST:
            raise _fault("too large", event)


def _fault(problem: str, event: yaml.Event) -> yaml.YAMLError:
    mark: Any = event.start_mark
    return yaml.MarkedYAMLError(problem=problem, problem_mark=mark)


def line_numbers(source: str) -> dict[str, int]:
    """``{"stages.2.slow_after": 41, …}`` for every key of the text; lines count from 1."""
    root = yaml.compose(source, Loader=LOADER)
    found: dict[str, int] = {}
    if root is not None:
        _walk(root, "", found)
    return found


def _walk(node: yaml.Node, path: str, found: dict[str, int]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            below = f"{path}.{key.value}" if path else str(key.value)
            found[below] = key.start_mark.line + 1
            _walk(value, below, found)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            below = f"{path}.{index}" if path else str(index)
            found[below] = value.start_mark.line + 1
            _walk(value, below, found)

"""Reads YAML texts, and says where each of their keys stands, so that a fault can be named by line."""

from typing import Any

import yaml

# libyaml's parser where the wheel has it: the first start reads pipeline.yaml, in a tenth of the time.
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(source: str) -> Any:
    """A YAML text as data; no types but YAML's own. Raises yaml.YAMLError."""
    return yaml.load(source, Loader=LOADER)


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

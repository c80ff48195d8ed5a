"""Where each key of a YAML text stands, so that a fault can be named by line."""

import yaml


def line_numbers(source: str) -> dict[str, int]:
    """``{"stages.2.slow_after": 41, …}`` for every key of the text; lines count from 1."""
    root = yaml.compose(source, Loader=yaml.SafeLoader)
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

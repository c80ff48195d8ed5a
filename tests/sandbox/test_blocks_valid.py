"""Every block and element where it may stand, and nowhere else."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.blocks import RULES, SURFACES, rules, validate_blocks, validate_view
from sandbox.blocks.rules import ALL, ELEMENT_SURFACES, HOLDS
from tests.sandbox.block_samples import BLOCKS, ELEMENTS, Json, home, modal, plain

SURFACE_NAMES = ("message", "modal", "home")


def test_there_is_a_specimen_of_every_block_and_element() -> None:
    assert set(BLOCKS) == set(SURFACES) - {"file"}
    held = {name for block, names in HOLDS.items() if block != "container" for name in names}
    assert set(ELEMENTS) == held


@pytest.mark.parametrize("surface", SURFACE_NAMES)
@pytest.mark.parametrize("name", sorted(SURFACES))
def test_a_block_stands_where_the_list_of_blocks_says(name: str, surface: Any) -> None:
    block = BLOCKS.get(name, {"type": "file", "external_id": "e", "source": "remote"})
    faults = [str(f) for f in validate_blocks([block], surface)]
    if surface in SURFACES[name]:
        assert faults == []
    else:
        assert faults == [f"unsupported type: {name} [json-pointer:/blocks/0/type]"]


HOLDERS = ("section", "actions", "input", "context", "context_actions")


def _holder(block: str, element: Json) -> Json:
    if block == "section":
        return {"type": "section", "text": plain(), "accessory": element}
    if block == "input":
        return {"type": "input", "label": plain(), "element": element}
    return {"type": block, "elements": [element]}


@pytest.mark.parametrize("name", sorted(ELEMENTS))
def test_an_element_stands_in_its_blocks(name: str) -> None:
    places: list[tuple[str, Any]] = [
        (block, x) for block in HOLDERS for x in SURFACE_NAMES if x in SURFACES[block]
    ]
    assert places
    for block, surface in places:
        faults = [f.message for f in validate_blocks([_holder(block, ELEMENTS[name])], surface)]
        fits = name in HOLDS[block] and surface in ELEMENT_SURFACES.get(name, ALL)
        assert faults == ([] if fits else [f"unsupported type: {name}"]), (block, surface)


def _paths(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, (*path, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _paths(inner, (*path, i))


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def _specimens() -> list[tuple[Json, str]]:
    """Each block on a surface of its own, and each element in a block that holds it."""
    found = [(block, sorted(SURFACES[name])[0]) for name, block in BLOCKS.items()]
    for block, names in HOLDS.items():
        for name in names if block != "container" else ():
            surfaces = sorted(SURFACES[block] & ELEMENT_SURFACES.get(name, ALL))
            found.append((_holder(block, ELEMENTS[name]), surfaces[0]))
    return found


def test_a_foreign_key_is_refused_in_every_object() -> None:
    seen = 0
    for block, surface in _specimens():
        for path in [(), *_paths(block)]:
            bent = copy.deepcopy(block)
            if isinstance(target := _at(bent, path), dict):
                target["zz"] = 1
                told = [str(f) for f in validate_blocks([bent], surface)]  # type: ignore[arg-type]
                where = "/".join(("/blocks/0", *map(str, path)))
                assert f"invalid additional property: zz [json-pointer:{where}]" in told
                seen += 1
    assert seen > 500


@pytest.mark.parametrize("wrong", [None, 7, [], {}, "", float("nan"), True], ids=repr)
def test_a_value_of_another_kind_is_refused_everywhere(wrong: Any) -> None:
    """null too: Slack answers "must provide an object" to a key that is there and null."""
    for block, surface in _specimens():
        for path in _paths(block):
            given = _at(block, path)
            alike = type(given) is type(wrong) and wrong == wrong
            number = isinstance(given, int | float) and not isinstance(given, bool) and wrong == 7
            either = given is None and wrong == {}  # a column's settings may be null or an object
            if alike or number or either or (path == ("column_settings", 1) and wrong is None):
                continue
            bent = copy.deepcopy(block)
            _at(bent, path[:-1])[path[-1]] = wrong
            faults = validate_blocks([bent], surface)  # type: ignore[arg-type]
            where = "/".join(("/blocks/0", *map(str, path)))
            assert any(f.pointer.startswith(where) for f in faults), (where, wrong, block)


def test_every_fault_names_a_rule_with_a_page() -> None:
    for rule in RULES.values():
        assert rule.page.startswith("https://docs.slack.dev/")
    for block, surface in _specimens():
        for path in _paths(block):
            bent = copy.deepcopy(block)
            _at(bent, path[:-1])[path[-1]] = None
            for fault in validate_blocks([bent], surface):  # type: ignore[arg-type]
                assert fault.rule in RULES


def test_views() -> None:
    assert validate_view(modal(*(b for n, b in BLOCKS.items() if "modal" in SURFACES[n]))) == []
    assert validate_view(home(*(b for n, b in BLOCKS.items() if "home" in SURFACES[n]))) == []
    full = modal(
        private_metadata="m" * 3000,
        callback_id="c" * 255,
        external_id="e",
        close=plain("x" * 24),
        clear_on_close=True,
        notify_on_close=False,
    )
    assert validate_view(full) == []
    assert validate_view(home(private_metadata="", callback_id="c")) == []
    assert validate_blocks([], "message") == []


def test_every_rule_of_the_table_is_used() -> None:
    """A limit that nothing checks is a promise not kept."""
    package = Path(rules.__file__).parent
    code = "".join(p.read_text(encoding="utf-8") for p in package.glob("*.py") if p.name != "rules.py")
    built = {f"{surface}.blocks" for surface in SURFACE_NAMES}
    unused = [k for k in rules.LIMITS | rules.BETWEEN if f'"{k}"' not in code and k not in built]
    assert unused == []

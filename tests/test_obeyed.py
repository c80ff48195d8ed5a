"""Every key of pipeline.yaml is read by some rule or service: a setting that nothing obeys is not offered."""

import ast
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

from rules import pipeline
from rules.facts import LadderRules
from rules.waits import WaitRules

ROOT = Path(__file__).resolve().parent.parent
PROCESS = ROOT / "rules" / "pipeline.py"


@cache
def read_in(path: Path) -> set[str]:
    """Names of the attributes that a file asks for."""
    tree = ast.parse(path.read_text("utf-8"))
    return {x.attr for x in ast.walk(tree) if isinstance(x, ast.Attribute) and isinstance(x.ctx, ast.Load)}


def sources() -> Iterator[Path]:
    for room in ("rules", "services", "bot", "handlers", "jobs"):
        yield from (ROOT / room).rglob("*.py")


def test_every_key_of_the_process_is_read() -> None:
    models = [x for x in vars(pipeline).values() if isinstance(x, type) and issubclass(x, pipeline.Model)]
    asked = set().union(*(read_in(path) for path in sources()))
    keys = {f"{model.__name__}.{name}" for model in models for name in model.model_fields}
    assert {key for key in keys if key.partition(".")[2] not in asked} == set()


def test_what_the_process_hands_on_is_read_by_a_rule() -> None:
    asked = set().union(*(read_in(path) for path in sources() if path != PROCESS))
    handed = {x.name for shape in (LadderRules, WaitRules) for x in fields(shape)}
    assert handed - asked == set()

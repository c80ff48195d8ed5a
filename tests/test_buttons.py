"""Every button and menu that a view shows has a handler: one without is Slack's warning sign to who presses it."""

import ast
from collections.abc import Iterator
from pathlib import Path

from handlers.registry import BUTTONS, MENUS

VIEWS = Path(__file__).resolve().parent.parent / "bot" / "views"
PLACE = {"button": 1, "overflow": 0, "select": 0}  # where the action's id stands, by the part's name


def shown() -> Iterator[tuple[str, str]]:
    """(file:line, action id) of every button, menu and select that a view spells out."""
    for path in sorted(VIEWS.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = ast.unparse(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""
            if not isinstance(node, ast.Call) or name not in PLACE:
                continue
            given = [k.value for k in node.keywords if k.arg == "action_id"]
            given += node.args[PLACE[name] : PLACE[name] + 1]
            for value in given:
                if isinstance(value, ast.Constant):
                    yield f"{path.name}:{node.lineno}", str(value.value)


def test_every_button_has_a_handler() -> None:
    found = list(shown())
    assert len(found) > 40
    assert [(where, action) for where, action in found if action not in BUTTONS | MENUS] == []

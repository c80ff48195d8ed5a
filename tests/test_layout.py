"""The house keeps its shape: small files, imports on top, two guards, no clock inside, nothing of one machine."""

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

from handlers.terminal.loading import collector_at_rest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("bot", "handlers", "jobs", "storage", "rules", "services", "sandbox", "benchmarks", "tests")
PURE = ("bot", "handlers", "jobs", "storage", "rules", "services")
TOP = ("app.py", "wiring.py")
CODE = [
    p
    for room in ROOMS
    for ext in ("*.py", "*.js", "*.css")
    for p in (ROOT / room).rglob(ext)
    if "versions" not in p.parts
] + [ROOT / name for name in TOP]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")  # where statements have others in them
LONGEST_FILE, LONGEST_FUNCTION = 300, 50
LOADER = "handlers/terminal/loading.py"  # loads a subcommand when it is the one that was typed
# A broad except stands only in the guard round a job: whatever it raises, the clock goes on.
GUARDS = {"jobs": 1}
STOPWATCHES = ("monotonic", "perf_counter", "process_time")


def room_of(name: str) -> str:
    """The room a file is in ("app.py" is its own)."""
    return name.split("/")[0]


@cache
def modules() -> dict[str, ast.Module]:
    """The tree of every file of Python, by its name."""
    return {str(p.relative_to(ROOT)): ast.parse(p.read_text("utf-8")) for p in CODE if p.suffix == ".py"}


@cache
def nodes_of() -> list[tuple[str, list[ast.AST]]]:
    """Every node of every module; none of them is garbage."""
    with collector_at_rest():
        return [(name, list(ast.walk(tree))) for name, tree in modules().items()]


def found(check: Callable[[ast.AST], bool], rooms: tuple[str, ...] = (*ROOMS, *TOP)) -> list[str]:
    """file:line of every node of the code that answers True."""
    nodes = ((name, n) for name, all_of_it in nodes_of() if room_of(name) in rooms for n in all_of_it)
    return [f"{name}:{getattr(n, 'lineno', 0)}" for name, n in nodes if check(n)]


def called(node: ast.AST) -> str:
    """The dotted name of what a call calls, or ""; what is no name in it is a "?"."""
    return dotted(node.func) if isinstance(node, ast.Call) else ""


def dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "?"


def is_broad(node: ast.AST) -> bool:
    """`except:`, `except Exception` or `except BaseException`, alone or in a tuple."""
    if not isinstance(node, ast.ExceptHandler):
        return False
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(c is None or ast.unparse(c) in ("Exception", "BaseException") for c in caught)


def is_nested_import(node: ast.AST) -> bool:
    """A function with an import in it."""
    inside = statements(node) if isinstance(node, FUNCTIONS) else ()
    return any(isinstance(n, (ast.Import, ast.ImportFrom)) for n in inside)


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """The statements in the blocks of one, and in theirs."""
    for n in (n for block in BLOCKS for n in getattr(node, block, ())):
        yield n
        yield from statements(n)


def is_import_by_name(node: ast.AST) -> bool:
    """An import that no contract can see."""
    return called(node) in ("__import__", "importlib.import_module", "import_module")


def is_clock(node: ast.AST) -> bool:
    """A look at the clock instead of a `now` that was passed in."""
    return bool(re.search(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.time)$", called(node)))


def is_shortcut_of_a_test(node: ast.AST) -> bool:
    """Patching, mocking, sleeping, or holding a machine to a time, which no test may."""
    if isinstance(node, ast.Assert):
        return any(called(n).split(".")[-1] in STOPWATCHES for n in ast.walk(node))
    names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
    names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    return any(n.startswith("unittest.mock") for n in names) or bool(
        re.search(r"(^|\.)(sleep|setattr)$", called(node)) and called(node) != "setattr"
    )


def test_no_file_is_too_long() -> None:
    lengths = {str(p.relative_to(ROOT)): len(p.read_text("utf-8").splitlines()) for p in CODE}
    assert {name: n for name, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_function_is_too_long() -> None:
    assert (
        found(
            lambda n: isinstance(n, FUNCTIONS) and (n.end_lineno or 0) - n.lineno + 1 > LONGEST_FUNCTION,
        )
        == []
    )


def test_every_module_says_what_it_is_for() -> None:
    assert [name for name, tree in modules().items() if tree.body and not ast.get_docstring(tree)] == []


def test_imports_stand_on_top() -> None:
    assert found(is_nested_import) == []
    by_name = {place.split(":")[0] for place in found(is_import_by_name, (*PURE, "sandbox", *TOP))}
    assert by_name == {LOADER}


def test_a_broad_except_stands_in_the_guard_round_a_job_only() -> None:
    broad = found(is_broad)
    rooms = Counter(room_of(place) for place in broad)
    assert {room: n for room, n in rooms.items() if n > GUARDS.get(room, 0)} == {}, broad


def test_nobody_looks_at_the_clock() -> None:
    assert found(is_clock, PURE) == []


def test_tests_use_real_parts_and_do_not_sleep() -> None:
    assert found(is_shortcut_of_a_test, ("tests",)) == []


@pytest.mark.parametrize(
    ("source", "check"),
    [
        ("try: f()\nexcept (ValueError, Exception): pass", is_broad),
        ("try: f()\nexcept: pass", is_broad),
        ("def f():\n    if x:\n        from a import b", is_nested_import),
        (
            "def f():\n    try: pass\n    except E:\n        match x:\n            case 1: import a",
            is_nested_import,
        ),
        ("importlib.import_module('x')", is_import_by_name),
        ("x = datetime.now(UTC)", is_clock),
        ("from datetime import datetime as d; datetime.datetime.utcnow()", is_clock),
        ("time.sleep(1)", is_shortcut_of_a_test),
        ("from unittest.mock import patch", is_shortcut_of_a_test),
        ("monkeypatch.setattr(bot, 'x', 1)", is_shortcut_of_a_test),
        ("assert time.perf_counter() - began < 3", is_shortcut_of_a_test),
        ("assert 0.9 < monotonic() - began < 2.8", is_shortcut_of_a_test),
    ],
)
def test_the_checks_see_faults(source: str, check: Callable[[ast.AST], bool]) -> None:
    assert any(check(n) for n in ast.walk(ast.parse(source)))


# -- what is tracked, and what the documents say ---------------------------------------------------


def tracked() -> Iterator[Path]:
    """Every text file that git tracks."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("not a git checkout")
    for name in filter(None, done.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and b"\0" not in path.read_bytes():
            yield path


def test_nothing_names_one_machine_or_a_package_registry() -> None:
    here = r"(?<![\w.:/-])/(work|root|home/\w+|Users/\w+)/"
    hosts = "|".join(("py" + "pi.org", "python" + "hosted", "registry.npm" + "js", "deb." + "debian"))
    pattern = re.compile(f"{here}|{hosts}")
    lines = (
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        for match in pattern.finditer(path.read_text("utf-8", "replace"))
    )
    assert list(lines) == []


def targets() -> set[str]:
    """The targets of the Makefile."""
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)) - {"help"}


@pytest.mark.parametrize("page", [p for p in ("README.md", "README.zh-CN.md") if (ROOT / p).exists()])
def test_the_readme_names_every_make_target_and_no_other(page: str) -> None:
    assert set(re.findall(r"\bmake ([a-z-]+)`", (ROOT / page).read_text("utf-8"))) == targets()


def test_each_migration_follows_one_other() -> None:
    """Two that were written side by side have one number: the later one is renumbered before it lands."""
    paths = sorted((ROOT / "storage" / "migrations" / "versions").glob("*.py"))
    said = [
        dict(re.findall(r"^(revision|down_revision) = '?(\w+)'?$", p.read_text("utf-8"), re.M)) for p in paths
    ]
    numbers = [f"{n:04}" for n in range(1, len(paths) + 1)]
    assert [p.name[:4] for p in paths] == numbers
    assert [one["revision"] for one in said] == numbers
    assert [one["down_revision"] for one in said] == ["None", *numbers[:-1]]

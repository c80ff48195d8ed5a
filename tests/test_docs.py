"""What we tell people is true: settings, permissions, commands, dependencies and folders are compared with the code."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from bot.settings import Settings, names

ROOT = Path(__file__).resolve().parent.parent
READMES = [p for p in (ROOT / "README.md", ROOT / "README.zh-CN.md") if p.exists()]
MANIFEST = json.loads((ROOT / "manifest.json").read_text("utf-8"))
ROW = re.compile(r"^\| `([^`]+)`", re.M)
each_readme = pytest.mark.parametrize("page", READMES, ids=lambda p: p.name)


def section(page: Path, number: int) -> str:
    """The text under the n-th heading of the second level."""
    return page.read_text("utf-8").split("\n## ")[number]


def normal(package: str) -> str:
    """A package's name as the registries compare it."""
    return re.sub(r"[-_.]+", "-", package).lower()


def pinned() -> dict[str, str]:
    """Package → the requirements file that names it."""
    files = {"run": "requirements.txt", "try": "requirements-try.txt", "dev": "requirements-dev.txt"}
    return {
        normal(name): use
        for use, file in files.items()
        for name in re.findall(r"^([A-Za-z0-9_.-]+)(?:\[\w+\])?==", (ROOT / file).read_text("utf-8"), re.M)
    }


def test_the_manifest_is_one_that_slack_takes(shared_data: Path) -> None:
    schemas = sorted((shared_data / "slack" / "manifest-schema" / "schemas").glob("*.1.*.json"))
    jsonschema.validate(MANIFEST, json.loads(schemas[-1].read_text("utf-8")))


@each_readme
def test_every_permission_of_the_manifest_has_its_reason(page: Path) -> None:
    assert sorted(ROW.findall(section(page, 2))) == sorted(MANIFEST["oauth_config"]["scopes"]["bot"])


@each_readme
def test_every_command_and_shortcut_of_the_manifest_is_shown(page: Path) -> None:
    text, features = section(page, 3), MANIFEST["features"]
    assert {c.split()[0] for c in re.findall(r"`(/[^`]+)`", text)} == {
        c["command"] for c in features["slash_commands"]
    }
    assert [s["name"] for s in features["shortcuts"] if s["name"] not in text] == []


@each_readme
def test_every_setting_is_listed_with_its_default(page: Path) -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \|(?: `([^`|]+)`)? \|", section(page, 4), re.M))
    fields = {name: Settings.model_fields[field].default for name, field in names().items()}
    assert rows == {name: "" if default is None else str(default) for name, default in fields.items()}


@each_readme
def test_every_room_is_on_the_map(page: Path) -> None:
    rooms = {p.parent.name for p in ROOT.glob("*/__init__.py")}
    assert [room for room in rooms if f"`{room}/`" not in section(page, 5)] == []


@pytest.mark.parametrize(
    "page", [*READMES, ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/*.md")], ids=lambda p: p.name
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_dependency_has_its_reason() -> None:
    chosen, along = (ROOT / "docs/dependencies.md").read_text("utf-8").split("## Came along")
    first = {normal(n): use for n, use in re.findall(r"^\| ([\w-]+) \| (run|try|dev) \|", chosen, re.M)}
    second = {normal(n) for n in re.findall(r"^\| ([\w-]+) \|", along, re.M)} - {"package", "-"}
    assert first.keys() & second == set()
    assert first.keys() | second == pinned().keys()
    assert {n: use for n, use in first.items() if pinned()[n] != use} == {}


def test_each_fault_is_held_by_a_test_that_is_there() -> None:
    table = (ROOT / "docs/reliability.md").read_text("utf-8").split("## Faults")[1].split("\n## ")[0]
    named = re.findall(r"`([\w/]+\.py)::(test_\w+)(?:\[(.+?)\])?`", table)
    assert len(named) == table.count("::")
    texts = {path: (ROOT / "tests" / path).read_text("utf-8") for path, *_ in named}
    wrong = [
        (path, name, case)
        for path, name, case in named
        if f"\ndef {name}(" not in texts[path] or (case and f'"{case}"' not in texts[path])
    ]
    assert wrong == []
    assert [row for row in re.findall(r"^\| .*", table, re.M)[2:] if "::" not in row] == []

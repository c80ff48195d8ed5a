"""The import contracts bite: a small house with one violation of each has every contract broken."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
VIOLATIONS = {
    "handlers/a.py": "import jobs",
    "bot/a.py": "import storage",
    "jobs/a.py": "import sandbox",
    "sandbox/a.py": "import rules",
    "services/a.py": "import app",
    "services/b.py": "import apscheduler",
    "storage/a.py": "import slack_sdk",
    "services/c.py": "import sqlalchemy",
    "services/sending.py": "import services.lists",
    "services/lists.py": "import rules",
    "rules/b.py": "import phonenumbers",
    "rules/c.py": "import pathlib",
}


def lint(house: Path) -> str:
    """What import-linter says about a house."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-logo", "--no-cache"]
    return subprocess.run(command, cwd=house, capture_output=True, text=True).stdout


def build(house: Path, files: dict[str, str]) -> None:
    """Empty rooms under our contracts, and these files in them."""
    shutil.copy(ROOT / "pyproject.toml", house)
    for room in CONTRACTS["root_packages"]:
        (house / room).mkdir()
        (house / room / "__init__.py").touch()
    for name, line in files.items():
        (house / name).write_text(line + "\n", encoding="utf-8")


def test_every_contract_catches_its_violation(tmp_path: Path) -> None:
    build(tmp_path, VIOLATIONS)
    verdicts = [line for line in lint(tmp_path).splitlines() if line.endswith((" KEPT", " BROKEN"))]
    assert len(verdicts) == len(CONTRACTS["contracts"])
    assert [v for v in verdicts if v.endswith(" KEPT")] == []


def test_what_is_allowed_passes(tmp_path: Path) -> None:
    allowed = {
        "rules/phones.py": "import phonenumbers",
        "storage/a.py": "import sqlalchemy",
        "services/deals.py": "import storage, rules",
        "jobs/a.py": "import apscheduler, services, bot",
        "handlers/a.py": "import slack_bolt, services, bot",
    }
    build(tmp_path, allowed)
    assert f"{len(CONTRACTS['contracts'])} kept, 0 broken" in lint(tmp_path)

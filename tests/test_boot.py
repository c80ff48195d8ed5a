"""Set-up on a machine that lacks something: one clear sentence, no traceback; nothing to do, nothing done."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with nothing set up."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "boot.py", tmp_path / ".ci")
    for file in ROOT.glob("requirements*.txt"):
        shutil.copy(file, tmp_path)
    return tmp_path


def boot(clone: Path, what: str, python_without: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    """Run the set-up on a Python that starts with these lines."""
    (clone / "sitecustomize.py").write_text(python_without, encoding="utf-8")
    environ = os.environ | {"PYTHONPATH": str(clone)} | env
    command = [sys.executable, str(clone / ".ci" / "boot.py"), what]
    return subprocess.run(command, env=environ, capture_output=True, text=True)


def test_a_missing_venv_module_is_one_sentence(clone: Path) -> None:
    done = boot(clone, "try", "import sys; sys.modules['ensurepip'] = None")
    assert done.returncode == 1
    assert "venv module is missing" in done.stderr and "apt install python" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("version", ["(3, 9, 18)", "(3, 14, 0)"])
def test_a_python_that_does_not_fit_is_one_sentence(clone: Path, version: str) -> None:
    done = boot(clone, "try", f"import sys; sys.version_info = {version}", PATH=str(clone))
    assert done.returncode == 1
    assert "Baton needs Python 3.11, 3.12 or 3.13, but python3 is 3." in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_python_that_fits_is_found_on_the_path(clone: Path) -> None:
    other = clone / "python3.12"
    # The probe asks -c for the version; then the script itself is handed over.
    other.write_text(
        '#!/bin/sh\n[ "$1" = -c ] && echo 3 12 && exit\necho taken over: "$2"\n', encoding="utf-8"
    )
    other.chmod(0o755)
    done = boot(clone, "run", "import sys; sys.version_info = (3, 9, 18)", PATH=f"{clone}:/usr/bin:/bin")
    assert (done.returncode, done.stdout) == (0, "taken over: run\n")


def with_system_python(clone: Path, version: str, built: str) -> str:
    """What this Python starts with: built so, without `ensurepip`, on a system whose own Python has this version."""
    system = clone / "python3"
    system.write_text(f'#!/bin/sh\n[ "$1" = -c ] && echo {version} && exit\necho made with: "$@"\nexit 1\n')
    system.chmod(0o755)
    lines = "import os, sys, sysconfig", f"os.defpath = {str(clone)!r}", "sys.prefix = '/elsewhere'"
    return "\n".join(
        (*lines, f"sysconfig.get_config_var = lambda _: {built!r}", "sys.modules['ensurepip'] = None")
    )


def test_a_python_built_without_optimizations_gives_way_to_the_systems(clone: Path) -> None:
    done = boot(clone, "run", with_system_python(clone, "3 12", "'--enable-shared'"))
    assert f"Making a virtual environment in .venv ({clone}/python3, Python 3.12) ..." in done.stdout
    assert f"made with: -m venv --clear {clone}/.venv" in done.stdout


@pytest.mark.parametrize(("version", "built"), [("3 12", "'--enable-optimizations'"), ("3 9", "")])
def test_no_other_does_and_none_for_one_that_does_not_fit(clone: Path, version: str, built: str) -> None:
    done = boot(clone, "run", with_system_python(clone, version, built))
    assert done.stdout == "" and "venv module is missing" in done.stderr


def python_of_venv(clone: Path, pip: str) -> None:
    """A .venv whose Python is of the right version and whose pip does this."""
    python = clone / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text(f'#!/bin/sh\n[ "$1" = -c ] && echo 3 12 && exit\n{pip}\n', encoding="utf-8")
    python.chmod(0o755)


def test_a_network_that_is_down_is_said_and_leaves_no_stamp(clone: Path) -> None:
    python_of_venv(clone, "echo 'ERROR: no route'; exit 1")
    done = boot(clone, "run")
    assert done.returncode == 1 and "no network?" in done.stderr and "Traceback" not in done.stderr
    assert "no route" in done.stdout
    assert list((clone / ".venv").glob(".baton-*")) == []


def test_a_package_that_is_on_this_machine_counts_too(clone: Path) -> None:
    python_of_venv(clone, "echo Collecting babel==2; echo Processing /here/mako-1.whl")
    assert re.search(r"\[ 2/\d\d\] mako-1.whl\n", boot(clone, "try").stdout)


def test_progress_is_shown_once_and_the_second_run_needs_nothing(clone: Path) -> None:
    python_of_venv(clone, "echo Collecting babel==2; echo 'Installing collected packages: babel'")
    first = boot(clone, "dev")
    assert first.returncode == 0 and "] babel==2" in first.stdout and "Installed." in first.stdout
    python_of_venv(clone, "exit 1")
    for smaller in ("dev", "try", "run"):
        done = boot(clone, smaller, PATH="")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    (clone / "requirements.txt").write_text("babel==9.9.9\n", encoding="utf-8")
    assert boot(clone, "try").returncode == 1

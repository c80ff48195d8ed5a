"""What CI starts, on a bare machine: it installs what is missing, or says in one sentence why it cannot."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ("bash", "dirname", "find", "grep", "mktemp", "tail", "env", "cat", "chmod")
ALL = "make python3-venv chromium fonts-noto-cjk fonts-noto-color-emoji libatomic1"
FILES = (
    "usr/share/fonts/noto/NotoSansCJK.ttc",
    "usr/share/fonts/emoji/NotoColorEmoji.ttf",
    "usr/lib/any/libatomic.so.1",
)


def tool(machine: Path, name: str, script: str) -> None:
    path = machine / "bin" / name
    path.write_text(f"#!/usr/bin/env bash\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A clone on a machine with a Python and little else, as root."""
    (tmp_path / "bin").mkdir()
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci")
    for name in TOOLS:
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or name)
    tool(tmp_path, "python3", "exit 1")
    tool(tmp_path, "id", "echo 0")
    return tmp_path


def ci(machine: Path, what: str = "test") -> tuple[int, list[str]]:
    """The exit code, and the lines it says."""
    env = {"PATH": str(machine / "bin"), "HOME": str(machine), "BATON_ROOT": str(machine)}
    bash = shutil.which("bash") or "bash"
    done = subprocess.run(
        [bash, str(machine / ".ci" / "run"), what],
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode, done.stdout.splitlines()


def test_without_apt_get_it_says_what_is_missing(machine: Path) -> None:
    told = f"This machine has no apt-get: install {ALL} by hand, then run this again."
    assert ci(machine) == (1, [told])


def test_without_root_it_says_so(machine: Path) -> None:
    tool(machine, "apt-get", "echo never >&2; exit 9")
    tool(machine, "id", "echo 1000")
    code, (line,) = ci(machine)
    assert code == 1 and line.startswith("Only root may install") and ALL in line


def test_without_a_network_apts_words_are_shown(machine: Path) -> None:
    tool(machine, "apt-get", "echo E: no route >&2; exit 100")
    code, lines = ci(machine)
    assert (code, lines[:2]) == (1, [f"Installing {ALL} ...", "E: no route"])
    assert lines[2].startswith("apt-get failed") and len(lines) == 3


@pytest.mark.parametrize("user", [0, 1000])
def test_what_is_missing_is_installed_and_the_tests_run(machine: Path, user: int) -> None:
    made = 'printf "#!/usr/bin/env bash\\necho made \\$@\\n" > "$HOME/bin/make"; chmod +x "$HOME/bin/make"'
    tool(machine, "apt-get", f'echo "$@" >> "$HOME/asked"; {made}')
    tool(machine, "id", f"echo {user}")
    tool(machine, "sudo", 'shift; [ "$1" = true ] || "$@"')
    assert ci(machine, "proof") == (0, [f"Installing {ALL} ...", "made --no-print-directory proof"])
    asked = (machine / "asked").read_text("utf-8").splitlines()
    assert asked == ["update -qq", f"install -y -qq --no-install-recommends {ALL}"]


def test_a_machine_that_has_everything_installs_nothing(machine: Path) -> None:
    for name in FILES:
        (machine / name).parent.mkdir(parents=True)
        (machine / name).touch()
    for name in ("python3", "chromium"):
        tool(machine, name, "exit 0")
    tool(machine, "make", 'echo made "$@"')
    assert ci(machine) == (0, ["made --no-print-directory test"])


def test_an_unknown_word_is_told(machine: Path) -> None:
    assert ci(machine, "tests") == (2, ["usage: bash .ci/run [test|proof]"])

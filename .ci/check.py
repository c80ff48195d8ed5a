"""What `make check` runs: format, lint, types and import contracts, all of them even when one fails."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
STEPS = (
    ("lint", [str(BIN / "ruff"), "check", "--quiet", "."]),
    ("format", [str(BIN / "ruff"), "format", "--quiet", "--check", "."]),
    ("contracts", [str(BIN / "lint-imports")]),
    ("types", [str(BIN / "mypy")]),
)


def run(name: str, command: list[str]) -> bool:
    """Run one step; print its time, and its output only when it found something."""
    start = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    verdict = "ok" if done.returncode == 0 else "FAULTS"
    print(f"check: {name:<9} {verdict} ({time.monotonic() - start:.1f} s)", flush=True)
    if done.returncode:
        print(done.stdout, flush=True)
    return done.returncode == 0


def main() -> int:
    """0 if every step is clean."""
    results = [run(name, command) for name, command in STEPS]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())

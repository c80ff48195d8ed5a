"""What `make check` runs: format, lint, types, import contracts, and whether every test file can be read; all of them
even when one fails, two at a time."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
STEPS = (  # the longest first; what "tests" compiles, the workers of `make test` need not compile each for themselves
    ("types", [str(BIN / "mypy")]),
    ("tests", [sys.executable, "-m", "pytest", "--collect-only", "-q"]),
    ("lint", [str(BIN / "ruff"), "check", "--quiet", "."]),
    ("format", [str(BIN / "ruff"), "format", "--quiet", "--check", "."]),
    ("contracts", [str(BIN / "lint-imports")]),
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
    found = f"\n{done.stdout}" if done.returncode else ""
    print(f"check: {name:<9} {verdict} ({time.monotonic() - start:.1f} s){found}", flush=True)
    return done.returncode == 0


def main() -> int:
    """0 if every step is clean."""
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda step: run(*step), STEPS))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())

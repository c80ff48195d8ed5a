"""The house keeps its shape: files stay small, rooms stay where they are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CODE = [
    p
    for room in ("bot", "handlers", "jobs", "storage", "rules", "services", "sandbox", "benchmarks", "tests")
    for ext in ("*.py", "*.js", "*.css")
    for p in (ROOT / room).rglob(ext)
    if "versions" not in p.parts
]


def test_no_file_is_over_300_lines() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for p in CODE
        if (n := len(p.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert not long

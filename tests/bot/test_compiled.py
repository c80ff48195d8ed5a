"""A kept catalogue is used while its texts are the same, and never when they are not, or it is damaged."""

import os
from pathlib import Path

import pytest

from bot.words.compiled import compiled


class Compiler:
    """Counts how often it was asked."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.calls = folder, 0

    def __call__(self) -> bytes:
        self.calls += 1
        return b"".join(path.read_bytes() for path in sorted(self.folder.glob("*.po")))


@pytest.fixture
def compiler(tmp_path: Path) -> Compiler:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "leads.po").write_bytes(b"one")
    return Compiler(tmp_path / "en")


def catalogue(compiler: Compiler) -> bytes:
    return compiled(compiler.folder, compiler.folder.parent / "kept", compiler)


def test_it_is_made_once(compiler: Compiler) -> None:
    assert catalogue(compiler) == catalogue(compiler) == b"one"
    assert compiler.calls == 1


@pytest.mark.parametrize("name", ["leads.po", "notes.po"])
def test_a_changed_text_is_seen_even_with_an_old_date(compiler: Compiler, name: str) -> None:
    catalogue(compiler)
    changed = compiler.folder / name
    changed.write_bytes(b"two")
    os.utime(changed, (0, 0))
    assert b"two" in catalogue(compiler)
    assert len(list((compiler.folder.parent / "kept").iterdir())) == 1


def test_a_damaged_one_is_made_again(compiler: Compiler) -> None:
    catalogue(compiler)
    (kept,) = (compiler.folder.parent / "kept").iterdir()
    for damage in (b"", kept.read_bytes()[:-1]):
        kept.write_bytes(damage)
        assert catalogue(compiler) == b"one"
    assert compiler.calls == 3


def test_where_nothing_can_be_kept_it_is_made_each_time(compiler: Compiler) -> None:
    (compiler.folder.parent / "kept").write_bytes(b"a file where the folder should be")
    assert catalogue(compiler) == catalogue(compiler) == b"one"
    assert compiler.calls == 2

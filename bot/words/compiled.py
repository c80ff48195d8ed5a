"""A catalogue in gettext's compiled form, made once per text and kept where Python keeps its own compiled files."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import babel

DIGEST = hashlib.sha256().digest_size


def compiled(folder: Path, kept: Path, make: Callable[[], bytes]) -> bytes:
    """What `make` makes of the .po files in `folder`; read from the folder `kept` if these very files were seen.

    The name is the digest of the text, so what is kept cannot be out of date; where nothing can be kept
    (a read-only installation), every start makes it again.
    """
    name = f"{folder.name}-{_digest_of(folder)}.catalogue"
    try:
        return _checked((kept / name).read_bytes())
    except (OSError, ValueError):
        content = make()
    with suppress(OSError):
        _keep(kept, name, content)
        for old in set(kept.glob(f"{folder.name}-*.catalogue")) - {kept / name}:
            old.unlink()
    return content


def _digest_of(folder: Path) -> str:
    texts = hashlib.sha256(babel.__version__.encode())  # its plural rules are in there too
    for path in sorted(folder.glob("*.po")):
        texts.update(f"{path.name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return texts.hexdigest()[:16]


def _checked(kept: bytes) -> bytes:
    content = kept[DIGEST:]
    if hashlib.sha256(content).digest() != kept[:DIGEST]:
        raise ValueError("cut short, as by a machine that lost its power")
    return content


def _keep(folder: Path, name: str, content: bytes) -> None:
    """Whole or not at all, also when two processes start at once."""
    folder.mkdir(exist_ok=True)
    own = folder / f"{name}.{os.getpid()}"
    own.write_bytes(hashlib.sha256(content).digest() + content)
    own.replace(folder / name)

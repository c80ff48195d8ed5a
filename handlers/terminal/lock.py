"""One serving process on a SQLite file: a lock that ends with the process, however that ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rules.errors import BatonError, Conflict


def file_of(database_url: str) -> Path | None:
    """The lock file beside a SQLite database; None for PostgreSQL, which serves several processes."""
    if not database_url.startswith("sqlite:///"):
        return None
    path = Path(database_url.removeprefix("sqlite:///"))
    return path.with_name(path.name + ".lock")


@contextmanager
def held(path: Path | None, taken: BatonError | None = None) -> Iterator[None]:
    """Holds the lock while the block runs. Raises `taken` (Conflict) when another process has it, OSError for the file."""
    if path is None:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise taken or Conflict("terminal.locked", path=path) from None
        yield

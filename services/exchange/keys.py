"""What the parts of an import share: digests, counting, lines of import_rows."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from rules.exchange.outcome import Gap, Held


class Tally(Protocol):
    """The outcome, as its parts see it."""

    counts: dict[str, int]
    gaps: list[Gap]
    held: list[Held]
    updated: list[str]


def digest(parts: Iterable[object]) -> str:
    """The same for the same row."""
    told = "\x1f".join(map(str, parts))
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]


def count(tally: Tally, name: str, n: int = 1) -> None:
    """One more of these."""
    if n:
        tally.counts[name] = tally.counts.get(name, 0) + n


def import_row(
    kind: str, key: str, row_digest: str, record_id: int, run_id: int, *, is_new: bool = False
) -> Mapping[str, Any]:
    """A line of import_rows; ``is_new``: this run made the record."""
    return {
        "kind": kind,
        "external_key": key,
        "digest": row_digest,
        "record_id": record_id,
        "run_id": run_id,
        "made_by_run": run_id if is_new else None,
    }

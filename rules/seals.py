"""The chain over the audit: entries are sealed in batches, each seal over the one before it, so that an entry that is changed,
taken out or put in between is seen. Values are in it by their salted digest alone, so that they can be erased."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

Break = Literal["changed", "missing", "between", "values", "lost_seal"]
_TELL = json.JSONEncoder(sort_keys=True, default=str, ensure_ascii=False).encode
BREAKS: tuple[Break, ...] = ("changed", "missing", "between", "values", "lost_seal")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the audit, as its seal covers it. ``at``: business time, aware."""

    id: int
    at: datetime
    actor_id: int | None
    action: str
    subject: str
    fields: str
    salt: str
    digest: str


@dataclass(frozen=True, slots=True)
class Sealed:
    """A seal, by its number and its digest: kept elsewhere, it shows whether what it covers was made anew."""

    number: int = 0
    digest: str = ""


@dataclass(slots=True)
class Verdict:
    """What came of holding the whole record against its seals. ``broken``: kind → the entries' ids (seals' numbers, for
    a lost seal)."""

    sealed: int = 0
    unsealed: int = 0  # the newest, whose seal is still to come
    last: Sealed = Sealed()
    broken: dict[Break, list[int]] = field(default_factory=dict)

    def blame(self, kind: Break, ids: Iterable[int]) -> None:
        """These do not hold."""
        if found := sorted(ids):
            self.broken.setdefault(kind, []).extend(found)


def digest_of(salt: str, told: str) -> str:
    """Of an entry's values as text; who holds a value can prove by the salt that it is the one that was written."""
    return hashlib.sha256((salt + told).encode("utf-8", "replace")).hexdigest()


def values_told(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """An entry's values as one text, the same whenever it is made."""
    return _TELL({"before": before, "after": after})


def seal(before: str, entries: Sequence[Entry]) -> str:
    """The digest of these entries and of everything sealed earlier; ``before`` is the last one's, "" for the first."""
    made = hashlib.sha256(before.encode())
    for one in entries:
        at = one.at.astimezone(UTC).isoformat(timespec="microseconds")
        row = [one.id, at, one.actor_id, one.action, one.subject, one.fields, one.salt, one.digest]
        made.update(json.dumps(row).encode())
    return made.hexdigest()


def spans(ids: Sequence[int]) -> str:
    """Rising ids, short: ``1-3,7``."""
    runs: list[list[int]] = []
    for one in ids:
        if runs and one == runs[-1][1] + 1:
            runs[-1][1] = one
        else:
            runs.append([one, one])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


def ids_in(told: str) -> list[int]:
    """What `spans` wrote."""
    found: list[int] = []
    for run in told.split(","):
        first, _, last = run.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found

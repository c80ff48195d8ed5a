"""The audit's chain: what was committed is sealed every few seconds, beside whoever writes, and can be verified as a whole."""

from collections import Counter
from datetime import datetime

from rules import seals
from rules.seals import Entry, Sealed, Verdict
from services.deps import Deps
from storage import books, locks
from storage import seals as rows
from storage.db import Session
from storage.tables import AuditSeal
from storage.tables.base import Json

BATCH = 1000  # entries under one seal
# PostgreSQL hands out an id before the entry is committed. Who had one already is looked for so often, some ten
# milliseconds in all; for who takes longer (a locked row, an import's batch) the next run looks on.
LOOKS = 20
HELD = 60  # runs without a seal, some five minutes: no command takes so long, somebody holds the record open


class Held(Exception):
    """A transaction that writes to the audit has been open for minutes: nothing that came since can be sealed."""


class Sealer:
    """Seals run after run, and remembers between two runs whom it waits for: on a busy server somebody always writes, but
    nobody for long."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._top, self._writing, self._held = 0, set[str](), 0

    def run(self, *, now: datetime) -> int:
        """Seals what nobody has sealed yet; returns how many entries. ``now`` is business time. Raises Held."""
        top, done = self._settled(), 0
        while found := _seal(self._deps, top, now):
            done += found
        if self._held >= HELD:
            raise Held
        return done

    def _settled(self) -> int:
        """The highest id below which nothing can come to light any more; 0 while somebody may still commit one."""
        if not self._writing:
            with self._deps.db.read() as tx:
                self._top = rows.top(tx)
            with self._deps.db.read() as tx:
                self._writing = rows.writing(tx)
        for _ in range(LOOKS):
            if not self._writing:
                self._held = 0
                return self._top
            with self._deps.db.read() as tx:
                self._writing &= rows.writing(tx)
        self._held += 1
        return 0


def _seal(deps: Deps, top: int, now: datetime) -> int:
    """One batch: read and counted up outside of the write, which is one row."""
    with deps.db.read() as tx:
        last = rows.newest(tx)
        ids = rows.ids_between(tx, last.top if last else 0, top, BATCH)
        entries = rows.entries(tx, ids) if ids else []
    if not entries:
        return 0
    made = AuditSeal(
        id=last.id + 1 if last else 1,
        spans=seals.spans([one.id for one in entries]),
        top=entries[-1].id,
        digest=seals.seal(last.digest if last else "", entries),
        at=now,
    )
    with deps.db.write() as tx:
        locks.hold(tx, "seal")
        newest = rows.newest(tx)
        if (newest.id if newest else 0) != made.id - 1:
            return 0  # another instance was quicker; the next look goes on from there
        rows.add(tx, made)
    return len(entries)


def verify(deps: Deps) -> Verdict:
    """Holds every entry against its seal, and every value against its entry. Reads the whole record.

    It cannot see that the newest seals and all that they sealed are gone: for that its ``last`` is to be compared with one
    that was kept elsewhere."""
    found, expected = Verdict(), 1
    sealed: Counter[int] = Counter()
    with deps.db.read() as tx:
        for one in rows.every(tx):
            found.blame("lost_seal", range(expected, one.id))
            expected = one.id + 1
            ids = seals.ids_in(one.spans)
            sealed.update(ids)
            entries = rows.entries(tx, ids)
            missing = set(ids) - {entry.id for entry in entries}
            found.blame("missing", missing)
            if not missing and seals.seal(found.last.digest, entries) != one.digest:
                found.blame("changed", ids)
            found.blame("values", _untrue(tx, entries))
            found.last = Sealed(one.id, one.digest)
        found.sealed = len(sealed)
        top = max(sealed, default=0)
        late = [entry for entry in rows.ids(tx) if entry not in sealed]
        found.blame("between", (entry for entry in late if entry <= top))
        found.unsealed = sum(entry > top for entry in late)
    return found


def _untrue(tx: Session, entries: list[Entry]) -> list[int]:
    """Entries whose values are not the ones that were written, or gone; what was erased on record is none of them."""
    kept = (
        {entry_id: told for entry_id, *told in rows.values(tx, [one.id for one in entries])}
        if entries
        else {}
    )
    return [
        one.id
        for one in entries
        if not _is_true(one, kept.get(one.id)) and books.last_act(tx, one.subject, books.TAKEN_OUT) < one.id
    ]


def _is_true(entry: Entry, values: list[Json] | None) -> bool:
    if values is None:
        return False
    return seals.digest_of(entry.salt, seals.values_told(*values)) == entry.digest

"""A change of the process comes into force: checked against what is in use, then every running deal is looked at.

The looking goes in small batches and is noted as it goes, so that a tick finishes what a killed command began.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from rules.pipeline import Pipeline
from rules.turns import Turn
from services.config import versions
from services.config.yaml_text import line_numbers
from services.deps import Deps
from services.setup import config_preview
from storage import books, deal_lists, locks
from storage import deals as deal_rows
from storage.db import Session

BATCH = 200
NOTE = "config_change"  # a setting: the change whose deals have not all been looked at
AGAIN = "look_again"  # a setting: every running deal is to be looked at, whatever version is active
LEFT = timedelta(minutes=1)  # process time after which a change counts as left by whoever began it


@dataclass(frozen=True)
class Begun:
    """How far a change has come: between which versions, the last deal looked at, and when (process time; None:
    nobody began)."""

    before: int
    version: int
    last: int = 0
    at: datetime | None = None

    def is_left(self, now: datetime) -> bool:
        return self.at is None or now - self.at > LEFT


class Applied(NamedTuple):
    """The number of the active version, whether it is a new one, and how many deals are looked at again: a running Baton
    may be at them before the command that applied it."""

    version: int
    is_new: bool
    deals: int = 0


@dataclass(frozen=True)
class Proposal:
    """A process without faults of its own, as text and as data; ``lines`` maps paths to line numbers."""

    source: str
    data: dict[str, Any]
    pipeline: Pipeline
    lines: Mapping[str, int]


def propose(source: str) -> Proposal:
    """Reads a YAML text. Raises ConfigFaults."""
    data, parsed = versions.read_proposal(source)
    if not isinstance(parsed, Pipeline):
        raise versions.ConfigFaults(parsed)
    return Proposal(source, data, parsed, line_numbers(source))


def apply(tx: Session, proposal: Proposal, *, by_id: int | None, now: datetime) -> Applied:
    """Makes a proposal the active version, in the caller's transaction. Raises ConfigFaults: keys that are in use.

    `look_again` comes after the commit."""
    locks.hold(tx, versions.LOCK)
    if faults := config_preview.missing(tx, proposal.pipeline, proposal.lines):
        raise versions.ConfigFaults(faults)
    before = books.newest_config_number(tx)
    version = versions.apply(tx, proposal.data, proposal.source, by_id=by_id, now=now)
    if version != before:
        unfinished = _begun(tx)
        _note(tx, Begun(unfinished.before if unfinished else before, version))
    return Applied(version, version != before, deal_lists.count_running(tx, None))


def ask_again(tx: Session) -> None:
    """Something else changed that every clock depends on (the company's days): the next tick looks at all deals."""
    books.put_setting(tx, AGAIN, "1")


def _begin_again(deps: Deps) -> None:
    with deps.db.write() as tx:
        locks.hold(tx, versions.LOCK)
        books.drop_setting(tx, AGAIN)
        version, unfinished = books.newest_config_number(tx), _begun(tx)
        _note(tx, Begun(unfinished.before if unfinished else version, version))


class Looked(NamedTuple):
    """How many deals the next tick looks at, and the turns of those that are newly flagged."""

    deals: int = 0
    turns: tuple[Turn, ...] = ()


def look_again(deps: Deps, *, now: datetime) -> Looked:
    """Lets the next tick look at every running deal, unless somebody is at it; new flags get their turns.

    Called after a change, and by each tick for what was left unfinished."""
    with deps.db.read() as tx:
        is_asked = books.setting(tx, AGAIN) is not None
    if is_asked:
        _begin_again(deps)
    with deps.db.read() as tx:
        begun = _begun(tx)
        if begun is None or not begun.is_left(deps.process.now()):
            return Looked()
        before, after = versions.version(tx, begun.before), versions.version(tx, begun.version)
    is_new = before != after
    turns = config_preview.turns(deps, before, after, now=now) if before and after and is_new else {}
    looked = 0
    while True:
        with deps.db.write() as tx:
            locks.hold(tx, versions.LOCK)
            so_far = _begun(tx)
            if so_far is None or so_far.version != begun.version:  # finished, or its successor begins anew
                return Looked(looked, tuple(turns.values()))
            ids = deal_lists.running_after(tx, so_far.last, BATCH)
            deal_rows.hold(tx, ids)
            deal_rows.look_again(tx, ids, now)
            deal_rows.give_turns(tx, {deal: turns[deal].at for deal in ids if deal in turns})
            if ids:
                _note(tx, replace(so_far, last=ids[-1], at=deps.process.now()))
            else:
                books.drop_setting(tx, NOTE)
        looked += len(ids)


def _note(tx: Session, begun: Begun) -> None:
    told = asdict(begun) | {"at": begun.at.isoformat() if begun.at else None}
    books.put_setting(tx, NOTE, json.dumps(told))


def _begun(tx: Session) -> Begun | None:
    said = books.setting(tx, NOTE)
    if said is None:
        return None
    told = json.loads(said)
    return Begun(**told | {"at": datetime.fromisoformat(told["at"]) if told["at"] else None})

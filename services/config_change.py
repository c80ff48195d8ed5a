"""A change of the process comes into force: checked against what is in use, then every running deal is looked at.

The looking goes in small batches and is noted as it goes, so that a tick finishes what a killed command began.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from rules.pipeline import Pipeline
from services import config, config_preview
from services.config_lines import line_numbers
from services.deps import Deps
from storage import books, locks
from storage import config as rows
from storage.db import Session

BATCH = 200
NOTE = "config_change"  # a setting: the change whose deals have not all been looked at
LEFT = timedelta(minutes=1)  # process time after which a change counts as left by whoever began it


@dataclass(frozen=True)
class Begun:
    """How far a change has come: the last deal looked at, and when that was (process time; None: nobody began)."""

    last: int = 0
    at: datetime | None = None

    def is_left(self, now: datetime) -> bool:
        return self.at is None or now - self.at > LEFT


class Applied(NamedTuple):
    """The number of the active version, and whether it is a new one."""

    version: int
    is_new: bool


def apply(tx: Session, source: str, *, by_id: int | None, now: datetime) -> Applied:
    """Makes a proposal the active version, in the caller's transaction.

    Raises ConfigFaults: of the text, and keys that are in use. `look_again` comes after the commit."""
    data, parsed = config.read_proposal(source)
    if not isinstance(parsed, Pipeline):
        raise config.ConfigFaults(parsed)
    locks.hold(tx, config.LOCK)
    if faults := config_preview.missing(tx, parsed, line_numbers(source)):
        raise config.ConfigFaults(faults)
    before = books.newest_config_number(tx)
    version = config.apply(tx, data, source, by_id=by_id, now=now)
    if version != before:
        _note(tx, Begun())
    return Applied(version, version != before)


def look_again(deps: Deps, *, now: datetime) -> int:
    """Lets the next tick look at every running deal, unless somebody is at it; returns how many.

    Called after a change, and by each tick for what was left unfinished."""
    with deps.db.read() as tx:
        begun = _begun(tx)
    if begun is None or not begun.is_left(deps.process.now()):
        return 0
    looked = 0
    while True:
        with deps.db.write() as tx:
            locks.hold(tx, config.LOCK)
            begun = _begun(tx)
            ids = rows.running_after(tx, begun.last, BATCH) if begun else []
            if begun is None or not ids:
                books.drop_setting(tx, NOTE)
                return looked
            rows.look_again(tx, ids, now)
            _note(tx, replace(begun, last=ids[-1], at=deps.process.now()))
        looked += len(ids)


def _note(tx: Session, begun: Begun) -> None:
    told = {"last": begun.last, "at": begun.at.isoformat() if begun.at else None}
    books.put_setting(tx, NOTE, json.dumps(told))


def _begun(tx: Session) -> Begun | None:
    said = books.setting(tx, NOTE)
    if said is None:
        return None
    told = json.loads(said)
    return Begun(told["last"], datetime.fromisoformat(told["at"]) if told["at"] else None)

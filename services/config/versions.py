"""The team's process: proposed in pipeline.yaml, active as a versioned row, cached per version."""

import threading
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import yaml

from rules.pipeline import Pipeline, parse_pipeline
from rules.pipeline_faults import ConfigFault, line_of
from services import audit
from services.config.yaml_text import line_numbers
from services.config.yaml_text import read as read_yaml
from storage import books, locks
from storage.db import Database, Session
from storage.ready import Soon
from storage.tables import ConfigVersion

LOCK = "config"


class ConfigFaults(Exception):
    """The proposed configuration has faults; nothing was changed."""

    def __init__(self, faults: list[ConfigFault]) -> None:
        self.faults = faults
        super().__init__("; ".join(f"line {f.line}: {f.path}: {f.key}" for f in faults))


@dataclass(frozen=True)
class ActiveConfig:
    """The configuration in force and its version number."""

    version: int
    pipeline: Pipeline


class ConfigCache:
    """Holds the active configuration; asks the database only for the version's number."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._held: ActiveConfig | None = None
        self._lock = threading.Lock()

    def active(self) -> ActiveConfig:
        """The active configuration. Raises LookupError before one was applied."""
        held = self._held
        if held is not None:
            return held
        return self.refresh()

    def refresh(self) -> ActiveConfig:
        """Reads the newest version, so that every instance soon runs the same. Called by each tick."""
        with self._db.read() as tx:
            return self.current(tx)

    def current(self, tx: Session) -> ActiveConfig:
        """The newest version as this transaction sees it."""
        return self.soon(tx)()

    def soon(self, tx: Session) -> Soon[ActiveConfig]:
        """As `current`, for who needs it later."""
        number = books.newest_config_number_soon(tx)
        return lambda: self._numbered(tx, number())

    def _numbered(self, tx: Session, number: int) -> ActiveConfig:
        with self._lock:
            if self._held is not None and self._held.version == number:
                return self._held
        row = books.newest_config(tx)
        if row is None:
            raise LookupError("no configuration was applied yet")
        found = ActiveConfig(row.version, _readable(row))
        with self._lock:
            if self._held is None or self._held.version < found.version:
                self._held = found
        return found

    def held(self, tx: Session) -> ActiveConfig:
        """The newest version, which nobody replaces until this transaction ends: for what needs a key to stay."""
        return self.held_soon(tx)()

    def held_soon(self, tx: Session) -> Soon[ActiveConfig]:
        """As `held`, for who needs it later."""
        locks.share(tx, LOCK)
        return cache(self.soon(tx))


def _readable(row: ConfigVersion) -> Pipeline:
    parsed = parse_pipeline(row.body, None)
    if not isinstance(parsed, Pipeline):
        raise LookupError(f"configuration {row.version} cannot be read: {parsed}")
    return parsed


def version(tx: Session, number: int) -> Pipeline | None:
    """A version of the process; None for one that cannot be read any more."""
    row = tx.get(ConfigVersion, number)
    parsed = parse_pipeline(row.body, None) if row else None
    return parsed if isinstance(parsed, Pipeline) else None


def read_proposal(source: str) -> tuple[dict[str, Any], Pipeline | list[ConfigFault]]:
    """A YAML text as data and as a pipeline, or every fault it has, with line and key.

    That a deal can be won is asked of a proposal alone: one in force is read whatever it says."""
    try:
        data = read_yaml(source)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        return {}, [ConfigFault(path="", line=line, key="config.yaml", params={})]
    if not isinstance(data, dict):
        return {}, [ConfigFault(path="", line=1, key="config.not_a_map", params={})]
    lines = line_numbers(source)
    parsed = parse_pipeline(data, lines)
    if isinstance(parsed, Pipeline) and not any(stage.final for stage in parsed.live[-1:]):
        return data, [ConfigFault("stages", line_of("stages", lines), "config.no_end")]
    return data, parsed


def apply(tx: Session, data: dict[str, Any], source: str, *, by_id: int | None, now: datetime) -> int:
    """Makes a checked proposal the active version; returns its number, the old one if nothing changed.

    One at a time: whoever comes second sees what the first has written, and gets the number after it."""
    locks.hold(tx, LOCK)
    newest = books.newest_config(tx)
    if newest is not None and newest.body == data:
        return newest.version
    version = (newest.version if newest else 0) + 1
    tx.add(ConfigVersion(version=version, body=data, source=source, applied_at=now, applied_by=by_id))
    audit.record(tx, by_id, "config.apply", f"config:{version}", now=now, after={"version": version})
    return version


def apply_first(tx: Session, source: str, *, now: datetime) -> None:
    """Makes the file the configuration if there is none yet. Raises ConfigFaults."""
    locks.hold(tx, LOCK)
    if books.newest_config_number(tx):
        return
    data, parsed = read_proposal(source)
    if not isinstance(parsed, Pipeline):
        raise ConfigFaults(parsed)
    apply(tx, data, source, by_id=None, now=now)


def is_there(db: Database) -> bool:
    """Was a configuration ever applied?"""
    with db.read() as tx:
        return bool(books.newest_config_number(tx))


def number_in_force(db: Database, data: dict[str, Any]) -> int | None:
    """The number of the active version if it says just this; None if it says something else."""
    with db.read() as tx:
        newest = books.newest_config(tx)
    return newest.version if newest is not None and newest.body == data else None


def source_of(tx: Session, number: int) -> str | None:
    """The YAML of a version, as it was proposed."""
    row = tx.get(ConfigVersion, number)
    return row.source if row is not None else None


def active_source(db: Database) -> str:
    """The YAML of the active version, as it was proposed."""
    with db.read() as tx:
        row = books.newest_config(tx)
    return row.source if row else ""

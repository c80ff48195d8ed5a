"""Imports: each run, where its rows went, and what it found in their place."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from storage.tables.base import Json, Table


class ImportRow(Table, table=True):
    """Where an imported row went: its kind, its key in the source, its digest, our record."""

    __tablename__ = "import_rows"
    kind: str = Field(primary_key=True)  # account | product | person | deal
    external_key: str = Field(primary_key=True)
    digest: str
    record_id: int
    run_id: int = Field(foreign_key="import_runs.id", index=True)  # the last one that wrote it
    # None: it was here.
    made_by_run: int | None = Field(default=None, foreign_key="import_runs.id", index=True)


class ImportBefore(Table, table=True):
    """What a run changed of a record that was here, as it was before, while the run can be taken back. ``version``: the
    deal's since that change, and before; another one by now is somebody else's work. Emptied: words of it were taken
    out."""

    __tablename__ = "import_befores"
    __table_args__ = (sa.Index("ix_import_befores_record", "kind", "record_id"),)
    id: int = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="import_runs.id", index=True)
    kind: str  # deal | account | product
    record_id: int
    version: int = 0
    version_before: int = 0
    back: Json = Field(default_factory=dict, sa_type=sa.JSON)


class ImportRun(Table, table=True):
    """One run of the import: what was read, what came of it.

    One from Slack begins as a file that somebody sent, or as an export that somebody asked for; while ``lease_until``
    (process time) is set, there is something to do, and when it is past, nobody is at it.
    """

    __tablename__ = "import_runs"
    id: int = Field(default=None, primary_key=True)
    started_at: datetime
    by_id: int | None = Field(default=None, foreign_key="people.id", index=True)
    counts: Json = Field(default_factory=dict, sa_type=sa.JSON)
    # sent | offered | queued | handing | undoing | export, and in the end: done | undone | failed | dropped
    state: str = "done"
    file: str = ""
    slack_file: Json = Field(default_factory=dict, sa_type=sa.JSON)  # its id, address and size
    sha256: str | None = None  # of the bytes, while they are kept
    plan: Json = Field(
        default_factory=dict, sa_type=sa.JSON
    )  # kind and columns as guessed, then as corrected
    held: Json = Field(default_factory=dict, sa_type=sa.JSON)  # table → line → what has to be mended
    place: Json = Field(default_factory=dict, sa_type=sa.JSON)  # channel and ts of the message that offers it
    lease_until: datetime | None = Field(default=None, index=True)
    version: int = 1

"""The books: requests answered, changes made, configuration, counters, what can be undone."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from storage.tables.base import Json, Table, sparse


class Inbox(Table, table=True):
    """A request that took effect, and the answer it got; a repeat gets the same answer. Kept 7 days."""

    __tablename__ = "inbox"
    __table_args__ = (sparse("ix_inbox_text_digest", "text_digest"),)
    key: str = Field(primary_key=True)
    kind: str
    person_id: int | None = Field(default=None, foreign_key="people.id")
    text_digest: str | None = None  # same person, same text within 2 minutes
    answer: Json = Field(default_factory=dict, sa_type=sa.JSON)
    at: datetime = Field(index=True)


class Audit(Table, table=True):
    """One change: who did what to which record, naming fields but not their values. Sealed into a chain later."""

    __tablename__ = "audit"
    __table_args__ = (sparse("ix_audit_actor_id_at", "actor_id", before="at"),)
    id: int = Field(default=None, primary_key=True)
    at: datetime
    actor_id: int | None = Field(default=None, foreign_key="people.id")
    action: str
    subject: str = Field(index=True)  # deal:ID, person:ID, config:VERSION
    fields: str = ""  # names, comma separated
    salt: str = ""
    digest: str = ""  # of the values, salted


class AuditValue(Table, table=True):
    """The values of an audited change; erasable without breaking the chain."""

    __tablename__ = "audit_values"
    audit_id: int = Field(foreign_key="audit.id", primary_key=True)
    before: Json = Field(default_factory=dict, sa_type=sa.JSON)
    after: Json = Field(default_factory=dict, sa_type=sa.JSON)


class AuditSeal(Table, table=True):
    """A batch of audit entries that nobody can change unseen any more: a digest of them and of the seal before."""

    __tablename__ = "audit_seals"
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})  # 1, 2, 3: none is missing
    spans: str  # the entries' ids: 1-3,7
    top: int  # the highest that is sealed by now
    digest: str
    at: datetime


class ConfigVersion(Table, table=True):
    """A version of the process configuration; the highest is active."""

    __tablename__ = "config_versions"
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    body: Json = Field(sa_type=sa.JSON)
    source: str = ""  # the YAML as proposed
    applied_at: datetime
    applied_by: int | None = Field(default=None, foreign_key="people.id")


class Setting(Table, table=True):
    """A small fact of this installation: the claim code, the team's id, whether set-up is done."""

    __tablename__ = "settings"
    key: str = Field(primary_key=True)
    value: str


class CodeCounter(Table, table=True):
    """The last number issued per source code and year; never goes back."""

    __tablename__ = "code_counters"
    source_code: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    last: int


class Undo(Table, table=True):
    """What a person can take back, until when (business time), and how."""

    __tablename__ = "undos"
    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="people.id", index=True)
    action: str  # lead | note | stage
    deal_id: int = Field(foreign_key="deals.id", index=True)
    until: datetime
    state: str = "open"  # open | done | shut (what it would bring back is gone for good)
    back: Json = Field(default_factory=dict, sa_type=sa.JSON)
    created_at: datetime


class Draft(Table, table=True):
    """Text that somebody typed and that could not be finished yet; offered again, never lost.

    ``ts`` is where it stands in this person's DM, if it was said there; ``deal_id`` and ``note_id`` are what it is
    about and what it became, so that what is said in its thread later finds them."""

    __tablename__ = "drafts"
    __table_args__ = (
        sparse("ix_drafts_ts", "ts", after="person_id", unique=True),
        sparse("ix_drafts_note_id", "note_id"),
    )
    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="people.id", index=True)
    kind: str
    text: str
    state: Json = Field(default_factory=dict, sa_type=sa.JSON)
    created_at: datetime
    ts: str | None = None
    deal_id: int | None = Field(default=None, foreign_key="deals.id")
    note_id: int | None = Field(default=None, foreign_key="notes.id")


class Rate(Table, table=True):
    """One unit of ``currency`` in the base currency, from a date on; decimal text, exact."""

    __tablename__ = "rates"
    currency: str = Field(primary_key=True)
    base: str = Field(primary_key=True)
    since: date = Field(primary_key=True)
    rate: str

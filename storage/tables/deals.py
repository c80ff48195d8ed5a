"""The deal and what hangs on it: stages, gate answers, notes, steps, waits, tasks, files."""

from datetime import date, datetime, time

import sqlalchemy as sa
from sqlmodel import Field

from storage.tables.base import MONEY, Json, Table, sparse

OFFERED = sa.text("triage_since IS NOT NULL AND owner_id IS NULL")


class Deal(Table, table=True):
    """The one record from first contact to cash. A lead until screened, an opportunity after.

    ``code`` is null while a draft waits for its source. ``version`` guards every conditional update.
    ``next_check_at`` is when the clock wants to look again; null means never until something happens.
    ``said_account_id`` is the account that it was written under, where a merge has led that to ``account_id``.
    """

    __tablename__ = "deals"
    __table_args__ = (
        sparse("ix_deals_due", "next_check_at", before="owner_id"),
        sa.Index("ix_deals_owner_state", "owner_id", "state", "stage"),
        sparse("ix_deals_said_account_id", "said_account_id"),
        sa.Index("ix_deals_triage_since", "triage_since", sqlite_where=OFFERED, postgresql_where=OFFERED),
    )
    id: int = Field(default=None, primary_key=True)
    code: str | None = Field(default=None, unique=True)
    state: str = "open"  # draft | open | won | lost | invalid | void
    stage: str = "lead"
    stage_entered_at: datetime
    account_id: int | None = Field(default=None, foreign_key="accounts.id", index=True)
    said_account_id: int | None = Field(default=None, foreign_key="accounts.id")
    owner_id: int | None = Field(default=None, foreign_key="people.id")
    owner_since: datetime | None = None
    triage_since: datetime | None = None  # nobody's yet: offered in the triage channel
    source: str | None = None
    need: str | None = None
    raw_text: str = ""  # what was typed or forwarded, first stored, then understood
    permalink: str | None = None
    origin: str = "command"  # command | shortcut | import | dm
    amount_minor: int | None = Field(default=None, sa_type=MONEY)
    amount_approx: bool = False
    currency: str | None = None
    rate_to_base: str | None = None  # decimal text; the rate at signature
    budget_band: str | None = None
    probability: int | None = None  # chosen for it as it stands in this stage; null: what the stage says
    probability_by: int | None = Field(default=None, foreign_key="people.id")
    product_id: int | None = Field(default=None, foreign_key="products.id")
    expected_sign_on: date | None = None
    last_contact_at: datetime | None = None
    last_contact_kind: str | None = None  # talked | meeting | message | reply
    tries: int = 0  # attempts since the last customer contact
    acted_at: datetime | None = None  # when somebody last logged, answered or dated a step here
    tags: str | None = None  # as `rules.tags` packs them
    blocker: str | None = None
    blocker_at: datetime | None = None
    at_risk_since: datetime | None = None  # marked by hand
    at_risk_reason: str | None = None
    clocks_from: datetime | None = None  # null: imported, silent until somebody touches it
    flags_from: datetime | None = None  # a changed process flags it, and may say so from then on
    lost_reason: str | None = None
    lost_detail: str | None = None
    closed_at: datetime | None = None
    created_at: datetime
    created_by: int | None = Field(default=None, foreign_key="people.id")
    next_check_at: datetime | None = None
    version: int = 1


_FORWARD = sa.text("direction = 'forward'")


class StageEntry(Table, table=True):
    """One stay in a stage: entered by whom, why, under which version of the process, and left."""

    __tablename__ = "stage_entries"
    __table_args__ = (
        sa.Index("ix_stage_entries_entered", "entered_at", sqlite_where=_FORWARD, postgresql_where=_FORWARD),
    )
    id: int = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deals.id", index=True)
    stage: str
    entered_at: datetime
    entered_by: int | None = Field(default=None, foreign_key="people.id")
    left_at: datetime | None = None
    direction: str = "forward"  # forward | back | closed
    reason: str | None = None
    config_version: int = 1


class DealTeam(Table, table=True):
    """A colleague beside the owner, from pre-sales or support: sees the deal and may write notes."""

    __tablename__ = "deal_team"
    deal_id: int = Field(foreign_key="deals.id", primary_key=True)
    person_id: int = Field(foreign_key="people.id", primary_key=True, index=True)
    added_by: int | None = Field(default=None, foreign_key="people.id")
    added_at: datetime


class GateAnswer(Table, table=True):
    """What is known for one gate item of a deal: given, owed until a date, or waived with a reason. ``note_id``: the note
    that its words are as well."""

    __tablename__ = "gate_answers"
    __table_args__ = (
        sparse("ix_gate_answers_note_id", "note_id"),
        sa.Index(
            "ix_gate_answers_owed",
            "deal_id",
            sqlite_where=sa.text("state = 'owed'"),
            postgresql_where=sa.text("state = 'owed'"),
        ),
    )
    deal_id: int = Field(foreign_key="deals.id", primary_key=True)
    item: str = Field(primary_key=True)
    state: str = "given"  # given | owed | waived
    value: str | None = None
    owed_until: date | None = None
    reason: str | None = None
    by_id: int | None = Field(default=None, foreign_key="people.id")
    at: datetime
    note_id: int | None = Field(default=None, foreign_key="notes.id")


class Note(Table, table=True):
    """Two lines after a call: what was agreed, what is next. ``raw`` is kept as typed; ``contact_at`` is when it took
    place, ``created_at`` when it was logged."""

    __tablename__ = "notes"
    id: int = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deals.id", index=True)
    author_id: int | None = Field(default=None, foreign_key="people.id")
    kind: str = "talked"  # talked | meeting | message | reply | attempt | internal | handover
    outcome: str | None = None  # no_answer | voicemail | wrong_number | call_back
    agreed: str = ""
    next_text: str = ""
    raw: str = ""
    reaction: str | None = None  # rules.note_words.REACTIONS
    quote: str | None = None  # the customer's own words
    contact_at: datetime
    created_at: datetime
    state: str = "active"  # active | undone | redacted
    permalink: str | None = None


class Step(Table, table=True):
    """The promised next step. Said as said (local date, optional time, zone); ``due_at`` is derived UTC."""

    __tablename__ = "steps"
    __table_args__ = (
        sa.Index("ix_steps_deal_state", "deal_id", "state"),
        sparse("ix_steps_note_id", "note_id"),
    )
    id: int = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deals.id")
    note_id: int | None = Field(default=None, foreign_key="notes.id")
    owner_id: int | None = Field(default=None, foreign_key="people.id")
    text: str
    kind: str = "by"  # by | at | on
    on_date: date | None = None
    at_time: time | None = None
    part_of_day: str | None = None  # morning | afternoon | evening | night, where no clock time was said
    tz: str = "UTC"
    due_at: datetime | None = None
    state: str = "open"  # open | done | replaced | undone
    revision: int = 1  # a changed date starts a new episode
    opened_at: datetime
    closed_at: datetime | None = None


class Wait(Table, table=True):
    """We wait on the customer: who, why, until. Pauses the clocks; counted per stage. `is_park`: nobody waits, it is parked."""

    __tablename__ = "waits"
    id: int = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deals.id", index=True)
    stage: str
    who: str = ""
    why: str = ""
    since: datetime
    until: datetime
    ended_at: datetime | None = None
    by_id: int | None = Field(default=None, foreign_key="people.id")
    is_park: bool = False


class Task(Table, table=True):
    """Something asked of a person or a group: deal, kind, due, answer, evidence."""

    __tablename__ = "tasks"
    __table_args__ = (
        sa.UniqueConstraint("deal_id", "kind", "episode"),
        sparse("ix_tasks_group_role", "group_role"),
    )
    id: int = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deals.id", index=True)
    kind: str
    episode: str  # what opened it, so that it opens once
    person_id: int | None = Field(default=None, foreign_key="people.id", index=True)
    group_role: str | None = None
    opened_by: int | None = Field(default=None, foreign_key="people.id")
    opened_at: datetime
    due_at: datetime | None = None
    state: str = "open"  # open | answered | cancelled
    text: str = ""
    answer: str | None = None  # the last one; what closes it, or a date, a word, another person
    answered_by: int | None = Field(default=None, foreign_key="people.id")
    words: str | None = None  # what came with the answer
    # The slots of the messages that asked for it, and whether it is wanted by an hour of its day.
    told: Json | None = Field(default=None, sa_type=sa.JSON)
    closed_at: datetime | None = None
    next_check_at: datetime | None = Field(default=None, index=True)
    version: int = 1


class Attachment(Table, table=True):
    """A file of a deal in our own store; rights as the deal's. One file of Slack's may be with several deals."""

    __tablename__ = "attachments"
    __table_args__ = (sparse("uq_attachments_slack_file_id", "slack_file_id", after="deal_id", unique=True),)
    id: int = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deals.id", index=True)
    kind: str = "file"
    name: str
    media_type: str = ""
    size: int
    sha256: str
    slack_file_id: str | None = None
    uploader_id: int | None = Field(default=None, foreign_key="people.id")
    stored_at: datetime


class Blob(Table, table=True):
    """The bytes of attachments, where they are not in a directory (PostgreSQL)."""

    __tablename__ = "blobs"
    sha256: str = Field(primary_key=True)
    data: bytes = Field(sa_type=sa.LargeBinary)


class ImportRow(Table, table=True):
    """Where an imported row went: its kind, its key in the source, its digest, our record."""

    __tablename__ = "import_rows"
    kind: str = Field(primary_key=True)  # account | product | person | deal
    external_key: str = Field(primary_key=True)
    digest: str
    record_id: int
    run_id: int = Field(foreign_key="import_runs.id", index=True)  # the last one that wrote it
    made_by_run: int | None = Field(
        default=None, foreign_key="import_runs.id", index=True
    )  # None: it was here


class ImportBefore(Table, table=True):
    """What a run changed of a record that was here, as it was before, while the run can be taken back. ``version``: the
    deal's since that change, and before; another one by now is somebody else's work. Emptied: words of it were taken
    out."""

    __tablename__ = "import_befores"
    __table_args__ = (sa.Index("ix_import_befores_record", "kind", "record_id"),)
    id: int = Field(default=None, primary_key=True)
    run_id: int = Field(foreign_key="import_runs.id", index=True)
    kind: str  # deal | account | product | person
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
    plan: Json = Field(default_factory=dict, sa_type=sa.JSON)  # kind and columns, guessed or corrected
    held: Json = Field(default_factory=dict, sa_type=sa.JSON)  # table → line → what has to be mended
    place: Json = Field(default_factory=dict, sa_type=sa.JSON)  # channel and ts of the message that offers it
    lease_until: datetime | None = Field(default=None, index=True)
    version: int = 1

"""What was promised (nudges), how it is sent (deliveries), and which daily slots have run."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from storage.tables.base import BYTEWISE, Json, Table, sparse


class Nudge(Table, table=True):
    """One thing to say to one recipient, once per (rule, subject, episode, recipient, rung).

    ``recipient`` is ``person:ID`` or ``channel:SLACKID``. ``due_at`` is business time.
    ``lane`` says how it travels: morning | timed | list | now (`rules.facts.Lane`).
    """

    __tablename__ = "nudges"
    __table_args__ = (
        sa.UniqueConstraint("rule", "subject", "episode", "recipient", "rung"),
        sa.Index(
            "ix_nudges_planned",
            "lane",
            "due_at",
            sqlite_where=sa.text("state = 'planned'"),
            postgresql_where=sa.text("state = 'planned'"),
        ),
        sa.Index(
            "ix_nudges_in_hand",
            "due_at",
            sqlite_where=sa.text("state IN ('claimed','held')"),
            postgresql_where=sa.text("state IN ('claimed','held')"),
        ),
        sa.Index("ix_nudges_subject_rule", "subject", "rule"),
        sa.Index(
            "ix_nudges_said",
            "delivered_at",
            sqlite_where=sa.text("state = 'sent'"),
            postgresql_where=sa.text("state = 'sent'"),
        ),
    )
    id: int = Field(default=None, primary_key=True)
    rule: str  # step | quiet | slow | ...
    subject: str  # deal:ID | task:ID
    deal_id: int | None = Field(default=None, foreign_key="deals.id", index=True)
    episode: str
    recipient: str
    person_id: int | None = Field(default=None, foreign_key="people.id", index=True)
    rung: int
    lane: str = "morning"
    due_at: datetime
    state: str = "planned"  # planned | claimed | sent | cancelled | held
    reason: str | None = None  # why cancelled or held
    facts: Json = Field(default_factory=dict, sa_type=sa.JSON)  # what Why? shows
    delivery_id: int | None = Field(default=None, foreign_key="deliveries.id", index=True)
    delivered_at: datetime | None = None  # business time of the delivered message
    created_at: datetime
    config_version: int = 1


class Delivery(Table, table=True):
    """One message to Slack: post or update. ``ref`` is the opaque id in the message's metadata.

    ``due_at`` is business time; ``not_before``, ``leased_until`` and ``tried_at`` (taken, then sent) are process time.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        sa.Index(
            "ix_deliveries_ready",
            "not_before",
            sqlite_where=sa.text("state IN ('ready','leased','unknown')"),
            postgresql_where=sa.text("state IN ('ready','leased','unknown')"),
        ),
        sa.Index(
            "ix_deliveries_leased",
            "recipient",
            sqlite_where=sa.text("state = 'leased'"),
            postgresql_where=sa.text("state = 'leased'"),
        ),
        sa.Index("ix_deliveries_recipient_tried", "recipient", "tried_at"),
        sa.Index("ix_deliveries_recipient_due", "recipient", "due_at"),  # what somebody was told of a day
        sparse("ix_deliveries_ts", "ts"),  # the message under a button
        sa.Index("ix_deliveries_tried", "tried_at"),
        sa.Index(
            "ix_deliveries_lost",
            "alarmed_at",
            sqlite_where=sa.text("state IN ('dead','ambiguous')"),
            postgresql_where=sa.text("state IN ('dead','ambiguous')"),
        ),
    )
    id: int = Field(default=None, primary_key=True)
    ref: str = Field(unique=True)
    slot: str | None = Field(
        default=None, unique=True, sa_type=BYTEWISE
    )  # what was promised, e.g. digest:channel:C1:2026-11-25
    kind: str  # nudges | morning | manager_list | blocked_list | confirmation | ...
    recipient: str
    person_id: int | None = Field(default=None, foreign_key="people.id", index=True)
    channel: str | None = None  # Slack's id, once known
    op: str = "post"  # post | update
    target_ts: str | None = None  # of the message to update
    thread_ts: str | None = None  # of the message in whose thread it is posted
    state: str = "ready"  # ready | leased | unknown | sent | dropped | dead | ambiguous
    due_at: datetime
    not_before: datetime
    leased_until: datetime | None = None
    leased_by: str | None = None
    failures: int = 0  # attempts that Slack, or the way to it, did not stand: waiting is not failing
    crashes: int = 0  # workers that died while they had it
    tried_at: datetime | None = None
    in_doubt: bool = False  # an attempt may have reached Slack: look into the history before another one
    error: str | None = None
    ts: str | None = None  # Slack's, once sent
    sent_at: datetime | None = None  # business time
    payload: Json = Field(default_factory=dict, sa_type=sa.JSON)
    created_at: datetime
    alarmed_at: datetime | None = None  # when the admins were told that it did not arrive, business time


class Later(Table, table=True):
    """The verb Later on one rule's episode of a deal; ``n`` counts from 1, only the first delays the manager. ``at``: when it
    was said; of older ones the deal's ``acted_at`` knows."""

    __tablename__ = "laters"
    id: int = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deals.id", index=True)
    rule: str
    episode: str
    until: datetime
    n: int = 1
    by_id: int | None = Field(default=None, foreign_key="people.id")
    at: datetime | None = None


class Dismissal(Table, table=True):
    """What somebody called not useful, and why; ``rules`` are those that count anew from then on. It was taken back where
    ``undone_at`` says so."""

    __tablename__ = "dismissals"
    __table_args__ = (sa.Index("ix_dismissals_at", "at"),)
    id: int = Field(default=None, primary_key=True)
    nudge_id: int = Field(foreign_key="nudges.id", index=True)
    deal_id: int = Field(foreign_key="deals.id", index=True)
    rules: Json = Field(default_factory=dict, sa_type=sa.JSON)  # {"settled": [...]}
    reason: str  # rules.dismissals.REASONS
    words: str = ""
    by_id: int | None = Field(default=None, foreign_key="people.id")
    at: datetime  # business time
    undone_at: datetime | None = None


class Push(Table, table=True):
    """A manager's word to go on with a deal, and what they said with it."""

    __tablename__ = "pushes"
    id: int = Field(default=None, primary_key=True)
    deal_id: int = Field(foreign_key="deals.id", index=True)
    by_id: int | None = Field(default=None, foreign_key="people.id")
    words: str = ""
    at: datetime  # business time


class JobSlot(Table, table=True):
    """A daily job's slot, taken once by one instance."""

    __tablename__ = "job_slots"
    job: str = Field(primary_key=True)
    slot: str = Field(primary_key=True)
    taken_at: datetime


class ToldDeal(Table, table=True):
    """A deal that a message of somebody's DM tells of, as which ``version`` of it. Kept while the message is rewritten
    when the deal changes: for some days (`services.clock.overtaken`)."""

    __tablename__ = "told_deals"
    delivery_id: int = Field(foreign_key="deliveries.id", primary_key=True)
    deal_id: int = Field(foreign_key="deals.id", primary_key=True)
    version: int
    told_at: datetime = Field(index=True)  # business time


class Finding(Table, table=True):
    """What the auditor found (`rules.auditing`), one open row for each kind of fault: of which rows (``subjects``: the first
    ones, with whom they are for), how many, since when; seen, sure, told, mended. ``seen_at`` is process time."""

    __tablename__ = "findings"
    __table_args__ = (
        sa.Index(
            "ix_findings_open",
            "fault",
            unique=True,
            sqlite_where=sa.text("mended_at IS NULL"),
            postgresql_where=sa.text("mended_at IS NULL"),
        ),
        sa.Index("ix_findings_fault_told_at", "fault", "told_at"),
    )
    id: int = Field(default=None, primary_key=True)
    fault: str
    count: int
    subjects: Json = Field(default_factory=dict, sa_type=sa.JSON)
    since: datetime | None = None
    seen_at: datetime
    looks: int = 1
    is_sure: bool = False
    told_at: datetime | None = None
    mended_at: datetime | None = None


class BlockedDay(Table, table=True):
    """A deal's line in one day's blocked list of one channel."""

    __tablename__ = "blocked_days"
    channel: str = Field(primary_key=True)
    on: date = Field(primary_key=True)
    deal_id: int = Field(foreign_key="deals.id", primary_key=True, index=True)
    position: int
    status: str = "new"  # new | still | cleared | waiting | handed | decide
    days_listed: int = 1
    stage: str
    line: Json = Field(default_factory=dict, sa_type=sa.JSON)


class DigestChannel(Table, table=True):
    """A channel that gets a digest, with the audience that a manager declared for it."""

    __tablename__ = "digest_channels"
    channel: str = Field(primary_key=True)  # Slack's id
    kind: str = Field(default="blocked_list", primary_key=True)
    audience: str = "heads"  # heads | counts | full
    locale: str = "en"
    tz: str = "UTC"
    root_person_id: int | None = Field(default=None, foreign_key="people.id")  # whose subtree
    declared_by: int | None = Field(default=None, foreign_key="people.id")
    declared_at: datetime
    member_count: int = 0
    is_active: bool = True
    fault: str | None = None

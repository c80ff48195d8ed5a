"""Files of deals: what is known of each, and its bytes."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from storage.tables.base import Table, sparse


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

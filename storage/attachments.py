"""Queries over the files of deals; their bytes are in `storage.files`."""

from collections.abc import Collection, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage.tables import Attachment


def of_deal(tx: Session, deal_id: int) -> list[Attachment]:
    return list(tx.exec(select(Attachment).where(Attachment.deal_id == deal_id).order_by(col(Attachment.id))))


def take_off(tx: Session, ids: Sequence[int]) -> None:
    """These attachments are off their deals; the bytes stay, which others may share."""
    tx.connection().execute(sa.delete(Attachment).where(col(Attachment.id).in_(list(ids))))
    tx.expire_all()


def is_of_deal(tx: Session, deal_id: int, slack_file_id: str) -> bool:
    """Is this file of Slack's with this deal already?"""
    same = Attachment.deal_id == deal_id, Attachment.slack_file_id == slack_file_id
    return tx.exec(select(Attachment.id).where(*same)).first() is not None


def kept_since(
    tx: Session, deal_id: int, slack_file_ids: Collection[str], uploader_id: int, at: datetime
) -> list[int]:
    """Which of these files of Slack's this person has put with the deal since then."""
    query = select(Attachment.id).where(
        Attachment.deal_id == deal_id,
        Attachment.uploader_id == uploader_id,
        col(Attachment.slack_file_id).in_(slack_file_ids),
        col(Attachment.stored_at) >= at,
    )
    return list(tx.exec(query.order_by(col(Attachment.id))))


def newest(tx: Session, deal_id: int, limit: int) -> list[Attachment]:
    """The files of a deal, the newest first."""
    query = select(Attachment).where(Attachment.deal_id == deal_id).order_by(col(Attachment.id).desc())
    return list(tx.exec(query.limit(limit)))


def count(tx: Session, deal_id: int) -> int:
    """How many files a deal has."""
    return tx.exec(select(sa.func.count(col(Attachment.id))).where(Attachment.deal_id == deal_id)).one()

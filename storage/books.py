"""Queries over the books: inbox, audit, counters, settings, undo, drafts, configuration."""

from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from storage import rows
from storage.tables import Audit, AuditValue, CodeCounter, ConfigVersion, Draft, Inbox, Setting, Undo
from storage.tables.base import Json

_ANSWERED = sa.select(col(Inbox.answer)).where(col(Inbox.key) == sa.bindparam("request"))
_SAME_TEXT = (
    sa.select(col(Inbox.answer))
    .where(
        col(Inbox.text_digest) == sa.bindparam("digest"),
        col(Inbox.person_id) == sa.bindparam("person"),
        col(Inbox.at) >= sa.bindparam("since"),
    )
    .order_by(col(Inbox.at).desc())
    .limit(1)
)


def answered(tx: Session, key: str) -> Json | None:
    """The stored answer of the request with this key."""
    found: Json | None = tx.connection().execute(_ANSWERED, {"request": key}).scalar()
    return found


def same_text_since(tx: Session, person_id: int, text_digest: str, since: datetime) -> Json | None:
    """The newest answer to this person for this very text, not older than ``since``."""
    asked = {"digest": text_digest, "person": person_id, "since": since}
    found: Json | None = tx.connection().execute(_SAME_TEXT, asked).scalar()
    return found


def put_answer(tx: Session, **values: Any) -> None:
    """Keeps the answer to a request; its key is unique, so a second writer fails."""
    rows.put(tx, Inbox, **values)


def forget_inbox(tx: Session, older_than: datetime) -> int:
    """Deletes answered requests past their keep; returns how many."""
    result = tx.connection().execute(sa.delete(Inbox).where(col(Inbox.at) < older_than))
    return int(result.rowcount)


def add_audit(tx: Session, named: Json, before: Json, after: Json) -> None:
    """One audit row and, beside it, its values."""
    audit_id = rows.put(tx, Audit, **named)
    rows.put(tx, AuditValue, audit_id=audit_id, before=before, after=after)


def audit_of(tx: Session, subject: str) -> list[Audit]:
    return list(tx.exec(select(Audit).where(Audit.subject == subject).order_by(col(Audit.id))))


_NEXT_NUMBER = (
    sa.update(CodeCounter)
    .where(
        col(CodeCounter.source_code) == sa.bindparam("of_source"),
        col(CodeCounter.year) == sa.bindparam("of_year"),
    )
    .values(last=CodeCounter.last + 1)
    .returning(col(CodeCounter.last))
)


def next_number(tx: Session, source_code: str, year: int) -> int:
    """Issues the next number of this source and year; the row lock keeps numbers without gaps or doubles."""
    whose = {"of_source": source_code, "of_year": year}
    found = tx.connection().execute(_NEXT_NUMBER, whose).scalar()
    if found is not None:
        return int(found)
    insert = insert_for(tx)(CodeCounter).values(source_code=source_code, year=year, last=0)
    tx.connection().execute(insert.on_conflict_do_nothing())
    return int(tx.connection().execute(_NEXT_NUMBER, whose).scalar_one())


def insert_for(tx: Session):  # type: ignore[no-untyped-def]
    """The dialect's own INSERT, for ON CONFLICT."""
    return insert_of(tx.get_bind().dialect.name)


def insert_of(dialect: str):  # type: ignore[no-untyped-def]
    """As `insert_for`, by the dialect's name."""
    return postgresql.insert if dialect == "postgresql" else sqlite.insert


def setting(tx: Session, key: str) -> str | None:
    row = tx.get(Setting, key)
    return row.value if row else None


def put_setting(tx: Session, key: str, value: str) -> None:
    tx.merge(Setting(key=key, value=value))


def add_setting_once(tx: Session, key: str, value: str) -> bool:
    """Writes the setting unless it is there; tells whether it was written."""
    statement = insert_for(tx)(Setting).values(key=key, value=value).on_conflict_do_nothing()
    return bool(tx.connection().execute(statement).rowcount)


def newest_config(tx: Session) -> ConfigVersion | None:
    return tx.exec(select(ConfigVersion).order_by(col(ConfigVersion.version).desc()).limit(1)).first()


def newest_config_number(tx: Session) -> int:
    return int(tx.exec(select(sa.func.coalesce(sa.func.max(ConfigVersion.version), 0))).one())


def open_undos(tx: Session, person_id: int, now: datetime) -> list[Undo]:
    """What this person may still take back, newest first."""
    query = (
        select(Undo)
        .where(Undo.person_id == person_id, Undo.state == "open", col(Undo.until) > now)
        .order_by(col(Undo.id).desc())
    )
    return list(tx.exec(query))


class WayBack(NamedTuple):
    """What a button Undo needs to know."""

    id: int
    until: datetime


def put_undo(
    tx: Session,
    person_id: int,
    action: str,
    deal_id: int,
    until: datetime,
    now: datetime,
    back: Json | None = None,
) -> WayBack:
    """Lets a person take something back until ``until``; ``back`` is what to put back."""
    made = rows.put(
        tx,
        Undo,
        person_id=person_id,
        action=action,
        deal_id=deal_id,
        until=until,
        created_at=now,
        back=back or {},
    )
    return WayBack(made, until)


def take_undo(tx: Session, undo_id: int, person_id: int, now: datetime) -> Undo | None:
    """Claims an undo for this person; None when it was used, ran out, or is somebody else's."""
    claim = (
        sa.update(Undo)
        .where(
            col(Undo.id) == undo_id,
            col(Undo.person_id) == person_id,
            col(Undo.state) == "open",
            col(Undo.until) > now,
        )
        .values(state="done")
    )
    if tx.connection().execute(claim).rowcount != 1:
        return None
    return tx.get(Undo, undo_id)


def drafts_of(tx: Session, person_id: int) -> list[Draft]:
    return list(tx.exec(select(Draft).where(Draft.person_id == person_id).order_by(col(Draft.id).desc())))

"""Queries over the books: inbox, audit, counters, settings, configuration."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from storage import rows
from storage.ready import Ready, Soon
from storage.tables import Audit, AuditValue, CodeCounter, ConfigVersion, Inbox, Setting
from storage.tables.base import Json

_ANSWERED = Ready(
    sa.select(col(Inbox.answer), col(Inbox.person_id)).where(col(Inbox.key) == sa.bindparam("request"))
)
_SAME_TEXT = (
    sa.select(sa.literal_column("1").label("way"), col(Inbox.answer), col(Inbox.person_id))
    .where(
        col(Inbox.text_digest) == sa.bindparam("digest"),
        col(Inbox.person_id) == sa.bindparam("person"),
        col(Inbox.at) >= sa.bindparam("since"),
    )
    .order_by(col(Inbox.at).desc())
    .limit(sa.literal_column("1"))
    .subquery()
)
_BEFORE = Ready(
    sa.union_all(
        sa.select(sa.literal_column("0").label("way"), col(Inbox.answer), col(Inbox.person_id)).where(
            col(Inbox.key) == sa.bindparam("request")
        ),
        sa.select(_SAME_TEXT),
    )
)


class Answered(NamedTuple):
    """An answer that was given, and to whom."""

    answer: Json
    person_id: int | None


def answered(tx: Session, key: str) -> Answered | None:
    """The stored answer of the request with this key."""
    found = _ANSWERED.first(tx, request=key)
    return Answered(*found) if found else None


def answered_before_soon(
    tx: Session, key: str, person_id: int, text_digest: str, since: datetime
) -> Soon[tuple[Answered | None, Answered | None]]:
    """The stored answers: of the request with this key, and the newest to this person for this very text, not older
    than ``since``."""
    rows = _BEFORE.soon(tx, request=key, digest=text_digest, person=person_id, since=since)

    def answers() -> tuple[Answered | None, Answered | None]:
        found = {way: Answered(*told) for way, *told in rows()}
        return found.get(0), found.get(1)

    return answers


def put_answer(tx: Session, **values: Any) -> None:
    """Keeps the answer to a request; its key is unique, so a second writer fails."""
    rows.leave(tx, Inbox, **values)


def forget_inbox(tx: Session, older_than: datetime) -> int:
    """Deletes answered requests past their keep; returns how many."""
    result = tx.connection().execute(sa.delete(Inbox).where(col(Inbox.at) < older_than))
    return int(result.rowcount)


def add_audit(tx: Session, named: Json, before: Json, after: Json) -> None:
    """One audit row and, beside it, its values."""
    rows.leave(tx, Audit, **named)
    rows.leave(tx, AuditValue, "audit_id", before=before, after=after)


def add_audits(tx: Session, entries: Sequence[tuple[Json, Json]]) -> None:
    """As `add_audit`, of what changed nothing that was there: each with the values after it."""
    ids = rows.next_ids(tx, Audit, len(entries))
    rows.leave_many(tx, Audit, ({**named, "id": made} for made, (named, _) in zip(ids, entries, strict=True)))
    values = (
        {"audit_id": made, "before": {}, "after": after}
        for made, (_, after) in zip(ids, entries, strict=True)
    )
    rows.leave_many(tx, AuditValue, values)


def acts_on(tx: Session, subject: str, after: int = 0) -> list[tuple[int, str]]:
    """Who did what to a record, the oldest first; not what Baton did on its own. ``after``: an entry of the audit."""
    query = select(Audit.actor_id, Audit.action).where(
        Audit.subject == subject, col(Audit.actor_id).is_not(None), col(Audit.id) > after
    )
    return [(by_id, action) for by_id, action in tx.exec(query.order_by(col(Audit.id))) if by_id is not None]


def last_act(tx: Session, subject: str, action: str = "") -> int:
    """The newest entry about a record, of this kind where one is named; 0: none."""
    query = select(Audit.id).where(Audit.subject == subject)
    query = query.where(Audit.action == action) if action else query
    return tx.exec(query.order_by(col(Audit.id).desc()).limit(1)).first() or 0


class Change(NamedTuple):
    """One entry about a record with its values; ``by_id`` None: Baton itself."""

    action: str
    by_id: int | None
    at: datetime
    before: Json
    after: Json


def changes(tx: Session, subject: str, actions: Collection[str], most: int | None = None) -> list[Change]:
    """The newest entries of these kinds about a record, so many where it is said."""
    query = select(Audit, AuditValue).join(AuditValue, col(Audit.id) == col(AuditValue.audit_id))
    query = query.where(Audit.subject == subject, col(Audit.action).in_(actions))
    return [
        Change(one.action, one.actor_id, one.at, values.before, values.after)
        for one, values in tx.exec(query.order_by(col(Audit.id).desc()).limit(most))
    ]


HANDED = ("deal.assign", "assign.undo")
TAKEN_OUT = "note.redact"  # the words of a note


def handed_to(tx: Session, subject: str, owner_id: int) -> int | None:
    """Who got a deal from this owner, the last time that it was handed on; None where it never was."""
    told = changes(tx, subject, HANDED)
    return next((x.after.get("owner_id") for x in told if x.before.get("owner_id") == owner_id), None)


CONTACTS = ("contact.change", "deal.edit")


def contact_instead(tx: Session, subject: str, contact_id: int) -> int | None:
    """Which contact took the place of this one at a deal, when it was changed there and other deals have it too."""
    kept = ((x.before.get("contact_id"), x.after.get("contact_id")) for x in changes(tx, subject, CONTACTS))
    return next((after for before, after in kept if before == contact_id != after), None)


_SERIES = (
    col(CodeCounter.source_code) == sa.bindparam("of_source"),
    col(CodeCounter.year) == sa.bindparam("of_year"),
)
_NEXT = (
    sa.update(CodeCounter).where(*_SERIES).values(last=CodeCounter.last + 1).returning(col(CodeCounter.last))
)
_NEXT_NUMBER = Ready(_NEXT)
_FREE = sa.select(col(CodeCounter.year)).where(*_SERIES).with_for_update(skip_locked=True)
_NEXT_IF_FREE = Ready(_NEXT.where(col(CodeCounter.year) == _FREE.correlate(None).scalar_subquery()))
_BACK = Ready(sa.update(CodeCounter).where(*_SERIES).values(last=CodeCounter.last - 1))


class Number:
    """The next number of a source and year, called for who needs it later. The row lock keeps numbers without gaps or
    doubles: nobody is issued another one before this transaction ends.

    ``is_sure``: it will be called. Who does not know yet asks without waiting: while somebody else is being numbered
    there is none, and only the call waits."""

    def __init__(self, tx: Session, source_code: str, year: int, *, is_sure: bool = True) -> None:
        self._tx, self._series = tx, {"of_source": source_code, "of_year": year}
        self._counted = (_NEXT_NUMBER if is_sure else _NEXT_IF_FREE).soon(tx, **self._series)

    def __call__(self) -> int:
        found = self._counted() or _NEXT_NUMBER.all(self._tx, **self._series)
        if not found:
            first = insert_for(self._tx)(CodeCounter).values(
                source_code=self._series["of_source"], year=self._series["of_year"], last=0
            )
            self._tx.connection().execute(first.on_conflict_do_nothing())
            found = _NEXT_NUMBER.all(self._tx, **self._series)
        return int(found[0][0])

    def give_back(self) -> None:
        """For who asked for it in vain and has called for none: the next who asks gets it."""
        if self._counted():
            _BACK.later(self._tx, **self._series)


def insert_for(tx: Session):  # type: ignore[no-untyped-def]
    """The dialect's own INSERT, for ON CONFLICT."""
    return insert_of(tx.get_bind().dialect.name)


def insert_of(dialect: str):  # type: ignore[no-untyped-def]
    """As `insert_for`, by the dialect's name."""
    return postgresql.insert if dialect == "postgresql" else sqlite.insert


_SETTING = Ready(sa.select(col(Setting.value)).where(col(Setting.key) == sa.bindparam("key")))


def setting(tx: Session, key: str) -> str | None:
    found: str | None = _SETTING.scalar(tx, key=key)
    return found


def put_setting(tx: Session, key: str, value: str) -> None:
    tx.merge(Setting(key=key, value=value))
    tx.flush()


def drop_setting(tx: Session, key: str) -> None:
    tx.connection().execute(sa.delete(Setting).where(col(Setting.key) == key))


def drop_setting_as(tx: Session, key: str, value: str) -> bool:
    """Drops the setting while it says this; tells whether it did."""
    statement = sa.delete(Setting).where(col(Setting.key) == key, col(Setting.value) == value)
    return bool(tx.connection().execute(statement).rowcount)


def settings_of(tx: Session, prefix: str) -> dict[str, str]:
    """key → value of the settings whose keys begin with this."""
    found = tx.exec(
        select(Setting.key, Setting.value).where(col(Setting.key).startswith(prefix, autoescape=True))
    )
    return dict(found.all())


def add_setting_once(tx: Session, key: str, value: str) -> bool:
    """Writes the setting unless it is there; tells whether it was written."""
    statement = insert_for(tx)(Setting).values(key=key, value=value).on_conflict_do_nothing()
    return bool(tx.connection().execute(statement).rowcount)


def newest_config(tx: Session) -> ConfigVersion | None:
    return tx.exec(select(ConfigVersion).order_by(col(ConfigVersion.version).desc()).limit(1)).first()


_NEWEST = Ready(
    sa.select(sa.func.coalesce(sa.func.max(col(ConfigVersion.version)), 0))
)  # for every lead and tick


def newest_config_number(tx: Session) -> int:
    return newest_config_number_soon(tx)()


def newest_config_number_soon(tx: Session) -> Soon[int]:
    found = _NEWEST.soon(tx)
    return lambda: int(found()[0][0])


def did_since(tx: Session, actor_id: int, since: datetime, action: str) -> bool:
    """Did this person do such a thing since an instant?"""
    query = select(Audit.id).where(Audit.actor_id == actor_id, col(Audit.at) >= since)
    return tx.exec(query.where(Audit.action == action).limit(1)).first() is not None


def subjects_since(tx: Session, actor_id: int, since: datetime, limit: int) -> set[str]:
    """What this person changed since an instant; served by ix_audit_actor_id_at, however much others did meanwhile."""
    query = select(Audit.subject).where(Audit.actor_id == actor_id, col(Audit.at) >= since)
    return set(tx.exec(query.distinct().limit(limit)))

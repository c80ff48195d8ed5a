"""Queries over drafts: what somebody typed or sent and that waits, by who said it and where."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from storage import drafts as draft_rows
from storage import rows
from storage.books import insert_for
from storage.tables import Draft
from storage.tables.base import Json

USED = "used"  # the kind of a draft that became something
FORM = "form"  # of a form that was not opened in time
FILES = "files"  # of files that wait for their deal
SECOND = "second"  # in the state of a lead that was typed in one line with another


def keep(tx: Session, person_id: int, kind: str, text: str, now: datetime, state: Json | None = None) -> int:
    """Keeps what a person typed until it becomes something; its id."""
    return rows.put(tx, Draft, person_id=person_id, kind=kind, text=text, state=state or {}, created_at=now)


def keep_files(tx: Session, person_id: int, deal_id: int, files: Sequence[Json], now: datetime) -> int:
    """Keeps in mind what a person sent for a deal until it is fetched; its id."""
    state = {"files": list(files)}
    return rows.put(
        tx, Draft, person_id=person_id, kind=FILES, text="", deal_id=deal_id, state=state, created_at=now
    )


def of_kind(tx: Session, draft_id: int | None, person_id: int, kind: str) -> Draft | None:
    """This person's own kept text of this kind (lead, note), while it was not used."""
    kept = of_person(tx, draft_id, person_id) if draft_id is not None else None
    return kept if kept is not None and kept.kind == kind else None


def all_of_kind(tx: Session, person_id: int, kind: str) -> list[Draft]:
    """This person's kept texts of a kind that were not used."""
    query = select(Draft).where(Draft.person_id == person_id, Draft.kind == kind)
    return list(tx.exec(query.order_by(col(Draft.id))))


def of_person(tx: Session, draft_id: int, person_id: int) -> Draft | None:
    """This person's own kept text, whatever it is to become. Who writes holds it, before its deal: of two taps one
    sees what the other made of it."""
    kept = rows.one(tx, Draft, draft_id)
    return rows.held(tx, kept) if kept is not None and kept.person_id == person_id else None


def use_up(tx: Session, kept: Draft, *, note_id: int | None = None, deal_id: int | None = None) -> None:
    """The text became something: forgotten here. The row stays, for SQLite would give its id to another text, and says
    what it became."""
    kept.kind, kept.text, kept.state = USED, "", {}
    kept.note_id, kept.deal_id = note_id, deal_id
    tx.add(kept)


def became_another(tx: Session, note_id: int, now_id: int) -> None:
    """What became a note that was edited belongs to the one in its place."""
    tx.exec(sa.update(Draft).where(col(Draft.note_id) == note_id).values(note_id=now_id))


def use_up_forms(tx: Session, person_id: int, older_than: datetime) -> None:
    """Empties this person's old forms that nobody came back for."""
    old = sa.update(Draft).where(
        col(Draft.person_id) == person_id, col(Draft.kind) == FORM, col(Draft.created_at) < older_than
    )
    tx.connection().execute(old.values(kind=USED, state={}))


def keep_at(tx: Session, person_id: int, ts: str, text: str, said_at: datetime) -> Draft:
    """The text that stands at this place of the person's DM, kept once however often it is told."""
    insert = insert_for(tx)(Draft).values(
        person_id=person_id, kind="note", text=text, state={}, created_at=said_at, ts=ts
    )
    there = sa.text("ts IS NOT NULL")
    tx.connection().execute(
        insert.on_conflict_do_nothing(index_elements=["person_id", "ts"], index_where=there)
    )
    return tx.exec(select(Draft).where(Draft.person_id == person_id, Draft.ts == ts)).one()


def at(tx: Session, person_id: int, ts: str) -> Draft | None:
    """What this person said at this place of the DM; held, as every kept text is for who writes."""
    kept = tx.exec(select(Draft).where(Draft.person_id == person_id, Draft.ts == ts)).first()
    return rows.held(tx, kept) if kept is not None else None


def waiting(tx: Session, person_id: int, since: datetime, most: int) -> list[Draft]:
    """What this person said or sent that waits for its tap, the newest first."""
    query = select(Draft).where(
        Draft.person_id == person_id,
        col(Draft.kind).in_(("note", "lead", draft_rows.FILES)),
        col(Draft.created_at) >= since,
    )
    return list(tx.exec(query.order_by(col(Draft.created_at).desc(), col(Draft.id).desc()).limit(most)))

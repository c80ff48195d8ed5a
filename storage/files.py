"""The bytes of attachments by their sha256: a directory beside a SQLite file, a table on PostgreSQL."""

import os
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlmodel import Session, col, select

from storage.books import insert_for
from storage.db import Database
from storage.tables import Attachment, Blob, ImportRun


def folder_of(db: Database) -> Path | None:
    """The directory of the bytes (``baton.db`` has ``baton-files``); None where the database holds them."""
    name = make_url(db.url).database
    if not db.is_sqlite or not name:
        return None
    path = Path(name)
    return path.with_name(f"{path.stem}-files")


def put(db: Database, tx: Session, sha256: str, data: bytes) -> None:
    """Keeps bytes; on disk before it returns, or with the caller's transaction. The same bytes are kept once."""
    folder = folder_of(db)
    if folder is None:
        statement = insert_for(tx)(Blob).values(sha256=sha256, data=data).on_conflict_do_nothing()
        tx.connection().execute(statement)
        return
    path = folder / sha256[:2] / sha256
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f"{sha256}.{os.getpid()}.part")
    with half.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
    _keep_name(path.parent)


def _keep_name(folder: Path) -> None:
    """Its new name is on disk too, as the bytes are: a power cut takes neither."""
    if os.name == "nt":
        return  # directories are no files there
    at = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(at)
    finally:
        os.close(at)


def get(db: Database, tx: Session, sha256: str) -> bytes | None:
    """The bytes, None when there are none of that name."""
    folder = folder_of(db)
    if folder is None:
        row = tx.get(Blob, sha256)
        return row.data if row else None
    path = folder / sha256[:2] / sha256
    return path.read_bytes() if path.is_file() else None


def drop(db: Database, tx: Session, sha256: str) -> None:
    """Forgets bytes that no attachment and no import names any more; on disk at once."""
    for table in (Attachment, ImportRun):
        if tx.exec(select(table.sha256).where(table.sha256 == sha256).limit(1)).first() is not None:
            return
    folder = folder_of(db)
    if folder is None:
        tx.connection().execute(sa.delete(Blob).where(col(Blob.sha256) == sha256))
    else:
        (folder / sha256[:2] / sha256).unlink(missing_ok=True)

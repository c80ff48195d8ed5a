"""What a run changes of what was here, kept as it was before, so that *Undo* puts it back."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from services.exchange.making import Writing
from storage import befores
from storage import deals as deal_rows
from storage.db import Session

TOLD = "told"  # beside the tables: the slots of what others were told of the change
OF: Mapping[str, str] = {"deals": "deal", "accounts": "account", "products": "product"}  # tables of a file


@contextmanager
def kept(tx: Session, w: Writing, table: str, ids: Collection[int]) -> Iterator[dict[int, list[str]]]:
    """What is written into these records in here can be taken back; it takes in what others were told, by deal. Who has
    the machine has no Undo, and people of a list keep what a file says of them."""
    told: dict[int, list[str]] = {}
    if not ids or w.by.id is None or table not in OF:
        yield told
        return
    kind = OF[table]
    befores.hold(tx, kind, ids)
    versions, before = _versions(tx, kind, ids), befores.picture(tx, kind, ids)
    yield told
    since, after = _versions(tx, kind, ids), befores.picture(tx, kind, ids)
    rows: list[Mapping[str, Any]] = []
    for record in sorted(ids):
        back = befores.difference(before, after, record)
        if back:
            back |= {TOLD: told[record]} if told.get(record) else {}
            marks = {"version_before": versions.get(record, 0), "version": since.get(record, 0)}
            rows.append({"run_id": w.run_id, "kind": kind, "record_id": record, "back": back, **marks})
    befores.keep(tx, rows)


def _versions(tx: Session, kind: str, ids: Collection[int]) -> Mapping[int, int]:
    return deal_rows.versions(tx, ids) if kind == "deal" else {}


def changed(verdicts: Sequence[Any]) -> set[int]:
    """The records that are here already and that lines change."""
    return {one.record.id for one in verdicts if one.what == "changed" and one.record.id is not None}

"""What a run changes of what was here, kept as it was before, so that *Undo* puts it back."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from services.exchange.making import Writing
from services.exchange.verdicts import Verdict
from storage import befores
from storage import deals as deal_rows
from storage.db import Session

TOLD = "told"  # beside the tables: the slots of what others were told of the change
OF: Mapping[str, str] = {"deals": "deal", "accounts": "account", "products": "product", "people": "person"}


@contextmanager
def kept(tx: Session, w: Writing, table: str, changed: Sequence[Verdict]) -> Iterator[dict[int, list[str]]]:
    """What is written by these lines in here can be taken back; it takes in what others were told, by deal. Who has
    the machine has no Undo."""
    told: dict[int, list[str]] = {}
    ids, keys = {int(one.record.id) for one in changed}, [one.key for one in changed]
    if not ids or w.by.id is None:
        yield told
        return
    kind = OF[table]
    befores.hold(tx, kind, ids)
    versions, before = _versions(tx, kind, ids), befores.picture(tx, kind, ids, keys)
    yield told
    since, after = _versions(tx, kind, ids), befores.picture(tx, kind, ids, keys)
    rows: list[Mapping[str, Any]] = []
    for record in dict.fromkeys(int(one.record.id) for one in changed):  # put back the other way round
        back = befores.difference(before, after, record)
        if back:
            back |= {TOLD: told[record]} if told.get(record) else {}
            marks = {"version_before": versions.get(record, 0), "version": since.get(record, 0)}
            rows.append({"run_id": w.run_id, "kind": kind, "record_id": record, "back": back, **marks})
    befores.keep(tx, rows)


def _versions(tx: Session, kind: str, ids: Collection[int]) -> Mapping[int, int]:
    return deal_rows.versions(tx, ids) if kind == "deal" else {}

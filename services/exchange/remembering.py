"""How somebody said before that tables with these heads are read, and who is meant by the names in them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rules.exchange.days import ORDERS
from rules.exchange.fields import FIELDS, KINDS
from rules.exchange.outcome import Part
from rules.exchange.reader import OURS
from rules.names import squeezed
from services.exchange.working import Work
from services.team.people import can_hear
from storage import import_runs as rows
from storage import people as people_rows
from storage.db import Session

LOOKED_BACK = 30  # files


def remembered(tx: Session, work: Work, parts: Sequence[Part]) -> tuple[list[Part], bool]:
    """Tables with the very heads of one that this person has corrected before are read as they said then. Rows to mend,
    which have columns of ours beside them, are read as the table that they come from: what proved the order of its dates
    need not be among them. And whether one is read otherwise than by itself since this person said so."""
    known: dict[tuple[str, ...], Mapping[str, Any]] = {}
    every: dict[tuple[str, ...], Mapping[str, Any]] = {}
    for run in rows.newest(tx, work.actor.id, LOOKED_BACK):
        for said in run.plan.get("parts", []):
            head = tuple(said.get("head", ()))
            every.setdefault(head, said)
            if said.get("is_said"):
                known.setdefault(head, said)
    found = [_mended(part, every) or as_said(part, known.get(part.table.head)) for part in parts]
    said_of = [part.table.head in known or _without_ours(part) in known for part in parts]
    return found, any(one and new != old for one, new, old in zip(said_of, found, parts, strict=True))


def meant_by(tx: Session, work: Work, parts: Sequence[Part]) -> dict[str, int]:
    """Who is meant by names in these tables, as this person said of tables with the same heads; but for who left since."""
    heads = {head for part in parts for head in (part.table.head, _without_ours(part))}
    said: dict[str, int] = {}
    for run in reversed(rows.newest(tx, work.actor.id, LOOKED_BACK)):
        if any(tuple(one.get("head", ())) in heads for one in run.plan.get("parts", [])):
            said |= run.plan.get("owners", {})
    named = {squeezed(name) for part in parts for name in part.values("owner")} if said else set()
    here = {one.id for one in people_rows.by_ids(tx, said.values()) if can_hear(one)}
    return {name: at for name, at in said.items() if squeezed(name) in named and at in here}


def _without_ours(part: Part) -> tuple[str, ...]:  # the heads of the table that rows to mend come from
    return tuple(h for h, key in zip(part.table.head, part.columns, strict=True) if key not in OURS)


def _mended(part: Part, known: Mapping[tuple[str, ...], Mapping[str, Any]]) -> Part | None:
    ours = {n: key for n, key in enumerate(part.columns) if key in OURS}
    said = known.get(_without_ours(part))
    if said is None or not ours:
        return None
    theirs = iter(said["columns"])
    columns = [ours[n] if n in ours else next(theirs, "") for n in range(len(part.table.head))]
    return as_said(part, {**said, "columns": columns, "order": said.get("order") or said.get("read_in")})


def as_said(part: Part, said: Mapping[str, Any] | None) -> Part:
    """The table read as was said, as far as that fits it."""
    width = len(part.table.head)
    if said is None or said["kind"] not in KINDS or len(said["columns"]) != width:
        return part
    keys = {field.key for field in FIELDS[said["kind"]]}
    columns = tuple(key if key in keys else "" for key in said["columns"])
    order = next((one for one in ORDERS if one == said.get("order")), None)
    return replace(
        part, kind=said["kind"], columns=columns, currency=str(said.get("currency") or ""), order=order
    )

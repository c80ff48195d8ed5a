"""A file as it is offered: how its tables are read, what an import would do, and what was corrected and is remembered."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import zip_longest
from typing import Any
from zoneinfo import ZoneInfo

from rules.access import IMPORTS, allowed
from rules.answers.imports import (
    ColumnAsked,
    ColumnShown,
    FaultShown,
    ImportForm,
    ImportPreview,
    OwnerShown,
    TableShown,
)
from rules.currencies import USUAL
from rules.errors import Invalid, NotFound
from rules.exchange import days, doubts
from rules.exchange.days import ORDERS, Order
from rules.exchange.fields import FIELDS, KINDS, NEEDED, Kind, field_of
from rules.exchange.heads import columns_of
from rules.exchange.outcome import Held, Outcome, Part, guessed
from rules.exchange.reader import OURS, dated
from rules.exchange.sheet import Line, Sheet, Table
from rules.names import squeezed
from services.ask import Ask
from services.deps import Deps
from services.exchange import importing
from services.exchange.arriving import COLUMNS, mine
from services.exchange.working import Work, end
from services.team.people import can_hear, language, zone_of
from storage import import_runs as rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import ImportRun

FAULTS, OWNERS, LOOKED_BACK = 5, 10, 30
NO_OWNER = ("line.no_owner", "line.no_owner_near")
SAMPLE = 40  # characters


def parts_of(run: ImportRun, sheets: Sequence[Sheet]) -> list[Part]:
    """The tables of the file, read as was said where somebody said so. Raises Invalid."""
    said = run.plan.get("parts", [])
    found = guessed(run.file, sheets)
    return [_as_said(part, said[at] if at < len(said) else None) for at, part in enumerate(found)]


def _as_said(part: Part, said: Mapping[str, Any] | None) -> Part:
    width = len(part.table.head)
    if said is None or said["kind"] not in KINDS or len(said["columns"]) != width:
        return part
    keys = {field.key for field in FIELDS[said["kind"]]}
    columns = tuple(key if key in keys else "" for key in said["columns"])
    order = next((one for one in ORDERS if one == said.get("order")), None)
    return replace(
        part, kind=said["kind"], columns=columns, currency=str(said.get("currency") or ""), order=order
    )


def _remembered(tx: Session, work: Work, parts: Sequence[Part]) -> list[Part]:
    """Tables with the very heads of one that this person has corrected before are read as they said then. Rows to mend,
    which have columns of ours beside them, are read as the table that they come from: what proved the order of its dates
    need not be among them."""
    known: dict[tuple[str, ...], Mapping[str, Any]] = {}
    every: dict[tuple[str, ...], Mapping[str, Any]] = {}
    for run in rows.newest(tx, work.actor.id, LOOKED_BACK):
        for said in run.plan.get("parts", []):
            head = tuple(said.get("head", ()))
            every.setdefault(head, said)
            if said.get("is_said"):
                known.setdefault(head, said)
    return [_mended(part, every) or _as_said(part, known.get(part.table.head)) for part in parts]


def _meant(tx: Session, work: Work, parts: Sequence[Part]) -> dict[str, int]:
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
    return _as_said(part, {**said, "columns": columns, "order": said.get("order") or said.get("read_in")})


# -- looked at ------------------------------------------------------------------------------------------


def look(deps: Deps, work: Work, sheets: Sequence[Sheet]) -> None:
    """Looks at the file and offers it. Raises Invalid, Refused; nothing is written."""
    parts, said = parts_of(work.run, sheets), work.run.plan.get("parts")
    before, asked, meant = parts, work.plan, work.run.plan.get("owners", {})
    if said is None:
        with deps.db.read() as tx:
            parts = _remembered(tx, work, parts)
            meant = _meant(tx, work, parts)
        asked = replace(asked, by=replace(asked.by, owners=meant))
    is_remembered = said is None and (parts != before or bool(meant))
    outcome = importing.preview(deps, parts, asked, now=deps.clock.now())
    tables = [_table(deps, work, part) for part in parts]
    answer = _preview(work, parts, tables, outcome, is_remembered=is_remembered)
    plan = {
        "parts": [
            {
                "name": part.table.name,
                "head": list(part.table.head),
                "samples": [
                    [one[:SAMPLE] for one in part.table.samples(n)] for n in range(len(part.table.head))
                ],
                "kind": part.kind,
                "columns": list(part.columns),
                "currency": part.currency,
                "order": part.order or "",
                "read_in": _order(part, work.locale),
                "bare": tables[at].bare,
                "unclear": tables[at].unclear,
                "is_said": bool(said and at < len(said) and said[at].get("is_said")),
            }
            for at, part in enumerate(parts)
        ],
        "lacking": [one.name for one in answer.owners],
        "owners": meant,
    }
    with deps.write("offering.look") as tx:
        end(tx, work, "offered", deps.clock.now(), answer, plan=plan, counts=dict(outcome.counts))


def _preview(
    work: Work,
    parts: Sequence[Part],
    tables: Sequence[TableShown],
    outcome: Outcome,
    *,
    is_remembered: bool,
) -> ImportPreview:
    doubles = sum(held.is_duplicate for held in outcome.held)
    lacking = Counter(
        str(fault.fields.get("said"))
        for held in outcome.held
        for fault in held.faults
        if fault.key in NO_OWNER
    )
    told = [one for one in outcome.held if not _lacks_owner_alone(one)]
    return ImportPreview(
        run_id=work.id,
        file=work.run.file,
        tables=tuple(tables),
        counts=outcome.counts,
        wrong=len(outcome.held) - doubles,
        doubles=doubles,
        faults=tuple(one for held in told[:FAULTS] for one in _faults(parts[held.part], held, len(parts))),
        more=max(len(told) - FAULTS, 0),
        owners=tuple(OwnerShown(name=name, lines=n) for name, n in lacking.most_common(OWNERS)),
        updated=tuple(outcome.updated),
        is_remembered=is_remembered,
        can_go=outcome.is_changed,
    )


def _lacks_owner_alone(held: Held) -> bool:
    return all(fault.key in NO_OWNER for fault in held.faults)


def _table(deps: Deps, work: Work, part: Part) -> TableShown:
    pairs = zip(part.table.head, part.columns, strict=True)
    columns = tuple(ColumnShown(head=head, field=key) for head, key in pairs if head or key)
    locale, now = work.locale, deps.clock.now()
    unclear = doubts.unclear_day(part.table, part.columns, locale)
    return TableShown(
        name=part.table.name,
        about=part.kind,
        lines=len(part.table.lines),
        columns=columns,
        bare=doubts.bare_sum(part.table, part.columns)[:SAMPLE],
        currency=part.currency or deps.config.active().pipeline.base_currency,
        unclear=unclear,
        read_as=_day(unclear, _order(part, locale), locale, now, work.plan.by.tz),
    )


def _order(part: Part, locale: str) -> Order:
    return part.order or days.order_of(dated(part.table, part.columns), locale)[0]


def _day(said: str, order: Order, locale: str, now: datetime, tz: ZoneInfo) -> date | None:
    found = days.read(said, order=order, locale=locale, now=now, tz=tz) if said else None
    return found.date() if isinstance(found, datetime) else found


def _faults(part: Part, held: Held, tables: int) -> Iterator[FaultShown]:
    """Everything that is wrong with a line."""
    where = part.table.name if tables > 1 else ""
    for fault in held.faults:
        head = part.table.head[fault.column] if 0 <= fault.column < len(part.table.head) else ""
        yield FaultShown(line=held.line, table=where, head=head, key=fault.key, fields=dict(fault.fields))


# -- corrected -------------------------------------------------------------------------------------------


def form(ask: Ask, run_id: int, at: int, kind: str = "") -> ImportForm:
    """How one table is read, to be corrected; ``kind``: as a table of this kind. Raises NotFound."""
    with ask.deps.db.read() as tx:
        run = mine(tx, ask, run_id)
        names = _asked_about(tx, run)
    said = run.plan.get("parts", [])
    if not 0 <= at < len(said):
        raise NotFound("err.stale")
    part = said[at]
    about: Kind = next((one for one in KINDS if one == (kind or part["kind"])), "deals")
    columns = part["columns"] if about == part["kind"] else columns_of(_sampled(part), about).columns
    asked = [
        ColumnAsked(head=head, samples=tuple(samples), field=key)
        for head, samples, key in zip(part["head"], part["samples"], columns, strict=True)
    ]
    is_deals, pipeline, locale = about == "deals", ask.pipeline, language(ask.person)
    is_as_read = about == part["kind"]
    return ImportForm(
        run_id=run_id,
        at=at,
        tables=tuple(one["name"] for one in said),
        about=about,
        kinds=tuple(one for one in KINDS if one == about or allowed(ask.actor, IMPORTS[one])),
        columns=tuple(asked[:COLUMNS]),
        more=max(len(asked) - COLUMNS, 0),
        fields=tuple(field.key for field in FIELDS[about] if not field.is_passive),
        owners=names if is_deals else (),
        sources=tuple((one.key, one.name.of(locale)) for one in pipeline.sources) if is_deals else (),
        source=str(run.plan.get("source") or ""),
        **(_asked(ask, part) if is_as_read else {}),
    )


def _asked_about(tx: Session, run: ImportRun) -> tuple[tuple[str, str], ...]:
    """Names that nobody here has; then those of which it was said who is meant, to be said better."""
    said: Mapping[str, int] = run.plan.get("owners", {})
    slack_ids = {one.id: one.slack_id or "" for one in people_rows.by_ids(tx, said.values())}
    lacking = [(name, "") for name in run.plan.get("lacking", ()) if name not in said]
    return (*lacking, *((name, slack_ids.get(at, "")) for name, at in said.items()))[:OWNERS]


def _asked(ask: Ask, part: Mapping[str, Any]) -> dict[str, Any]:
    """What the table leaves open: the currency of its bare sums, the order of day and month."""
    base, locale, tz = ask.pipeline.base_currency, language(ask.person), zone_of(ask.person.slack_tz)
    unclear, chosen = str(part.get("unclear") or ""), str(part.get("currency") or base)
    read = {order: _day(unclear, order, locale, ask.now, tz) for order in ORDERS}
    return {
        "bare": str(part.get("bare") or ""),
        "currency": chosen,
        "currencies": tuple(dict.fromkeys((base, chosen, *USUAL))),
        "unclear": unclear if all(read.values()) else "",
        "order": str(part.get("order") or part.get("read_in") or ""),
        "days": tuple(read.items()) if all(read.values()) else (),
    }


def _sampled(part: Mapping[str, Any]) -> Table:
    """The table as far as the form shows it."""
    lines = zip_longest(*part["samples"])
    return Table(part["name"], tuple(part["head"]), tuple(Line(n, cells) for n, cells in enumerate(lines, 2)))


def check(kind: str, columns: Sequence[str]) -> Kind:
    """The kind, where this can be a table of it. Raises Invalid, its faults by the columns' places."""
    about: Kind | None = next((one for one in KINDS if one == kind), None)
    if about is None:
        raise NotFound("err.stale")
    seen: set[str] = set()
    for n, key in enumerate(columns):
        field = field_of(about, key) if key else None
        if key and field is None:
            raise NotFound("err.stale")
        if field is not None and key in seen and not field.joins:
            raise Invalid("import.twice", faults={str(n): "import.twice"})
        seen.add(key)
    if not seen.intersection(NEEDED[about]):
        raise Invalid("import.needs", faults={"0": f"import.needs_{about}"})
    return about

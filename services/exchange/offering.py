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
from rules.exchange.reader import dated
from rules.exchange.sheet import Line, Sheet, Table
from services.ask import Ask
from services.deps import Deps
from services.exchange import importing
from services.exchange.arriving import COLUMNS, mine
from services.exchange.remembering import as_said, meant_by, remembered
from services.exchange.working import Work, end
from services.team.people import language, zone_of
from storage import people as people_rows
from storage.db import Session
from storage.tables import ImportRun

FAULTS, OWNERS = 5, 10
NO_OWNER = ("line.no_owner", "line.no_owner_near")
SAMPLE = 40  # characters


def parts_of(run: ImportRun, sheets: Sequence[Sheet]) -> list[Part]:
    """The tables of the file, read as was said where somebody said so. Raises Invalid."""
    said = run.plan.get("parts", [])
    found = guessed(run.file, sheets)
    return [as_said(part, said[at] if at < len(said) else None) for at, part in enumerate(found)]


def _sample(said: str) -> str:
    return said if len(said) <= SAMPLE else f"{said[: SAMPLE - 1].rstrip()}…"


# -- looked at ------------------------------------------------------------------------------------------


def look(deps: Deps, work: Work, sheets: Sequence[Sheet]) -> None:
    """Looks at the file and offers it. Raises Invalid, Refused; nothing is written."""
    parts, said = parts_of(work.run, sheets), work.run.plan.get("parts")
    asked, meant, is_known = work.plan, work.run.plan.get("owners", {}), False
    if said is None:
        with deps.db.read() as tx:
            parts, is_known = remembered(tx, work, parts)
            meant = meant_by(tx, work, parts)
        asked = replace(asked, by=replace(asked.by, owners=meant))
    is_remembered = said is None and (is_known or bool(meant))
    outcome = importing.preview(deps, parts, asked, now=deps.clock.now())
    tables = [_table(deps, work, part) for part in parts]
    answer = _preview(work, parts, tables, outcome, is_remembered=is_remembered)
    plan = {
        "parts": [
            {
                "name": part.table.name,
                "head": list(part.table.head),
                "samples": [
                    [_sample(one) for one in part.table.samples(n)] for n in range(len(part.table.head))
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

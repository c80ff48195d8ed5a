"""The import: looks at a file before anything is written, writes it in short transactions.

A second run skips what is unchanged; what was edited here is kept; a line that cannot be read whole is held back.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from rules.answers.admin import Unmapped
from rules.exchange.deals import DealRow
from rules.exchange.others import PersonRow
from rules.exchange.outcome import Outcome, Part
from rules.exchange.reader import ReadLine
from rules.names import fold, squeezed
from services import audit
from services.deals import owners
from services.deps import Deps
from services.exchange import knowing
from services.exchange.keys import count
from services.exchange.making import Writing
from services.exchange.parts import ORDER, Course, Plan
from services.exchange.table import TableWork
from services.exchange.team import bring, check_mapping, newcomers
from services.exchange.waking import wake
from services.sending import telling
from services.team import people
from storage import imports as rows
from storage import locks
from storage import people as people_rows
from storage.db import Session
from storage.tables import ImportRun

LOCK = "import"  # two imports at once take turns, batch by batch
DONE = "done"  # the state of a run that nobody in Slack follows
DEARER = 25  # lines in one transaction that may change a deal: each takes 5 statements to 23
LOOKED_AT = 500  # lines in one look that writes nothing


def preview(deps: Deps, parts: Sequence[Part], plan: Plan, *, now: datetime) -> Outcome:
    """What an import would do, and nothing is done. Raises Refused for a kind that is not theirs to bring."""
    outcome, listed = Outcome(), dict[str, str]()
    tables = _read(deps, parts, plan, None, now)
    if plan.by.actor is None:
        wanted = _wanted([line for table in tables for line in table.lines])
        with deps.db.read() as tx:
            check_mapping(tx, {key: name for key, (name, _) in wanted.items()}, plan.mapping)
            _count_once(tables, newcomers(tx, wanted.values(), plan.mapping, outcome))
    for table in tables:
        at, work, lines = table.at, table.work, table.lines
        part = work.part
        if part.kind == "products":  # which are there by the time the deals of the same files are written
            listed |= {squeezed(line.row.name): line.row.name for line in lines if not line.faults}
        for first in range(0, len(lines), LOOKED_AT):
            with deps.db.read() as tx:
                work.look(tx, lines[first : first + LOOKED_AT], outcome, at, listed)
    return outcome


def run(
    deps: Deps,
    parts: Sequence[Part],
    plan: Plan,
    *,
    now: datetime,
    course: Course | None = None,
    progress: Callable[[int], None] = lambda done: None,
    pause: Callable[[], None] = lambda: None,
) -> Outcome:
    """Writes what can be written in short transactions; ``pause`` is called between them, so that others get their
    turn. ``course``: of a run that is in the books already, and that may go on where it was cut off.

    Raises Refused, and NotFound when ``plan.mapping`` names nobody; nothing was written then."""
    course = course or Course()
    outcome = course.begin()
    run_id = course.run_id or _begin(deps, plan, now)
    tables = _read(deps, parts, plan, run_id, now)
    brought = frozenset[str]()
    if plan.by.actor is None:
        everything = [line for table in tables for line in table.lines]
        brought = _bring_people(deps, everything, plan, run_id, outcome, now)
    _count_once(tables, brought)
    done = 0
    for n, some in _batches(tables, course.batch):
        lines = len(tables[n].lines[some])
        done += lines
        if done <= course.done:
            _seen_again(deps, tables[n], some, outcome)
        else:
            pause()
            while not _written(deps, tables[n], some, outcome, course, done):
                tables = _read(deps, parts, plan, run_id, now)
                _count_once(tables, brought)
        progress(lines)
    if plan.clocks_now:
        count(outcome, "woken", wake(deps, now, pause))
    _finish(deps, run_id, plan, outcome, course, now)
    return outcome


@dataclass(frozen=True)
class _Table:
    """A table with its lines as they are read under one version of the process, and its place in the file."""

    at: int
    work: TableWork
    lines: Sequence[ReadLine]


def _count_once(tables: Sequence[_Table], brought: frozenset[str]) -> None:
    """Who comes with the import is counted by name: their own lines are not counted again."""
    for table in tables:
        table.work.brought = brought


def _read(deps: Deps, parts: Sequence[Part], plan: Plan, run_id: int | None, now: datetime) -> list[_Table]:
    """Everything as the process in force reads it; how many lines a table has does not depend on that."""
    return [_Table(at, work, work.read()) for at, _, work in _works(deps, parts, plan, run_id, now)]


def _batches(tables: Sequence[_Table], size: int) -> Iterator[tuple[int, slice]]:
    """Which table, and which of its lines: so many that the lock is held for a moment only."""
    for n, table in enumerate(tables):
        first, dear = 0, 0
        for at, line in enumerate(table.lines):
            dear += _may_change(line)
            if at - first == size or dear > DEARER:
                yield n, slice(first, at)
                first, dear = at, int(_may_change(line))
        if table.lines:
            yield n, slice(first, len(table.lines))


def _may_change(line: ReadLine) -> bool:
    """With a number of ours it is about a deal that is here already."""
    return isinstance(line.row, DealRow) and line.row.code is not None


def _written(deps: Deps, table: _Table, some: slice, outcome: Outcome, course: Course, done: int) -> bool:
    """Writes a batch in one transaction; False, and nothing is written, where the process that the lines were read
    under has been replaced meanwhile: a source or stage that is gone since is in no deal that comes."""
    with deps.write("importing._written") as tx:
        if deps.config.held(tx).version != table.work.config_version:
            return False
        locks.hold(tx, LOCK)
        table.work.write(tx, table.lines[some], outcome, table.at)
        course.keep(tx, outcome, done)
        return True


def _seen_again(deps: Deps, table: _Table, some: slice, outcome: Outcome) -> None:
    """Lines that were written before the run was cut off: they are counted, what was held back is told again."""
    seen = Outcome()
    with deps.db.read() as tx:
        table.work.look(tx, table.lines[some], seen, table.at)
    outcome.held += seen.held


def _works(
    deps: Deps, parts: Sequence[Part], plan: Plan, run_id: int | None, now: datetime
) -> Iterator[tuple[int, Part, TableWork]]:
    """The tables in the order in which they need each other, each with its place in the file."""
    config = deps.config.active()
    for part in parts:
        plan.by.check(part.kind)
    known = knowing.of(
        config.pipeline,
        plan.by.locale,
        now,
        plan.by.tz,
        calendar=plan.by.calendar,
        currency=plan.currency,
        source=plan.source,
        order=plan.order,
    )
    writing = Writing(config, known, plan.by, run_id or 0, now)
    listed = frozenset(
        line.row.name
        for part in parts
        if part.kind == "accounts"
        for line in TableWork(part, writing, frozenset()).read()
    )
    for at, part in sorted(enumerate(parts), key=lambda pair: ORDER.index(pair[1].kind)):
        yield at, part, TableWork(part, writing.of(part), listed)


def _begin(deps: Deps, plan: Plan, now: datetime) -> int:
    with deps.db.write() as tx:
        locks.hold(tx, LOCK)
        row = ImportRun(started_at=now, by_id=plan.by.id)
        tx.add(row)
        tx.flush()
        return row.id


def _bring_people(
    deps: Deps, lines: Sequence[ReadLine], plan: Plan, run_id: int, outcome: Outcome, now: datetime
) -> frozenset[str]:
    """A whole export makes everybody it names somebody: managers first, whoever only owns deals last. Who is new."""
    wanted = _wanted(lines)
    with deps.db.write() as tx:
        config = deps.config.held(tx)
        locks.hold(tx, LOCK)
        people.hold_places(tx)
        check_mapping(tx, {key: name for key, (name, _) in wanted.items()}, plan.mapping)
        new = newcomers(tx, wanted.values(), plan.mapping, Outcome())
        bring(tx, config, wanted.values(), plan.mapping, run_id, outcome, now)
    return new


def _wanted(lines: Sequence[ReadLine]) -> dict[str, tuple[str, str]]:
    """Everybody that the lines name, folded, each with the manager that is named for them."""
    wanted: dict[str, tuple[str, str]] = {}
    for name, manager in _named(lines):
        if name:
            said = wanted.get(fold(name), (name, ""))
            wanted[fold(name)] = (said[0], said[1] or manager)
    return wanted


def _named(lines: Sequence[ReadLine]) -> Iterator[tuple[str, str]]:
    people: list[PersonRow] = [line.row for line in lines if isinstance(line.row, PersonRow)]
    deals: list[DealRow] = [line.row for line in lines if isinstance(line.row, DealRow)]
    yield from ((row.manager, "") for row in people)
    yield from ((row.called, row.manager) for row in people)
    yield from ((row.manager, "") for row in deals)
    yield from ((row.owner, row.manager) for row in deals)
    yield from ((action.author, "") for row in deals for action in row.actions)


def _finish(deps: Deps, run_id: int, plan: Plan, outcome: Outcome, course: Course, now: datetime) -> None:
    """Books the run; one that changed nothing and that nobody asked for by name leaves nothing."""
    with deps.write("importing._finish") as tx:
        row = tx.get(ImportRun, run_id)
        assert row is not None
        outcome.unmapped_deals, outcome.unmapped_people = rows.unmapped_open(tx)
        if not outcome.is_changed and row.state == DONE:
            tx.delete(row)
            return
        row.counts = dict(outcome.counts)
        tx.add(row)
        if outcome.is_changed:
            audit.record(tx, plan.by.id, "import.run", f"import:{run_id}", now=now, after=outcome.counts)
        if plan.by.actor is None and outcome.is_changed and outcome.unmapped_deals:
            _tell_admins(tx, run_id, outcome, now)
        _tell_owners(tx, run_id, plan, now)
        course.finish(tx, outcome)


def _tell_owners(tx: Session, run_id: int, plan: Plan, now: datetime) -> None:
    """Whom a colleague's file made owners. A whole CRM that is taken over is told in no message: its deals are sorted
    on Home, ten a day."""
    by = people_rows.by_id(tx, plan.by.id) if plan.by.id is not None else None
    if by is None:
        return
    for owner_id, n in rows.brought(tx, run_id, now, by.id).items():
        owner = people_rows.by_id(tx, owner_id)
        if owner is not None:
            owners.tell_brought(tx, owners.of_import(run_id), owner, n, by.name, now)


def _tell_admins(tx: Session, run_id: int, outcome: Outcome, now: datetime) -> None:
    """Deals of people who are nobody in Slack yet: one line to each admin, never a post."""
    told = Unmapped(deals=outcome.unmapped_deals, people=outcome.unmapped_people)
    for admin in people_rows.holding(tx, "admin"):
        telling.tell(tx, f"unmapped:{run_id}:{admin.id}", admin, told, now)

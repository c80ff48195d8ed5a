"""Takes a CRM export over, whole, in one command; a second run changes nothing; what was edited here is kept."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from rules.answers import Sentence
from services import audit
from services.deps import Deps
from services.imports import reading
from services.imports.books import take_accounts, take_products
from services.imports.deals import LOCK, DealWriter
from services.imports.owners import check_mapping, take_people
from services.imports.reading import Export, Gap
from services.imports.waking import wake
from services.sending import telling
from storage import imports as rows
from storage import locks
from storage import people as people_rows
from storage.db import Session
from storage.tables import ImportRun

__all__ = ["Gap", "Outcome", "Plan", "read", "run"]

BATCH = 100  # deals in one transaction: the write lock is held for well under 200 ms


@dataclass(frozen=True)
class Plan:
    """How to read the export: its currency, which of its people is which Slack handle, whether clocks start."""

    currency: str = "USD"
    mapping: Mapping[str, str] = field(default_factory=dict)
    clocks_now: bool = False


@dataclass
class Outcome:
    """What came of it: how many new and changed records per kind, every gap, who is nobody in Slack."""

    counts: dict[str, int] = field(default_factory=dict)
    gaps: list[Gap] = field(default_factory=list)
    unmapped_deals: int = 0
    unmapped_people: int = 0

    @property
    def is_changed(self) -> bool:
        return any(self.counts.values())


def read(folder: Path, plan: Plan) -> Export:
    """The files of a folder. Raises NotFound or Invalid with the sentence that says what is wrong."""
    return reading.read_folder(folder, plan.currency)


def run(
    deps: Deps,
    export: Export,
    plan: Plan,
    *,
    now: datetime,
    progress: Callable[[int], None] = lambda done: None,
    pause: Callable[[], None] = lambda: None,
) -> Outcome:
    """Writes the export in short transactions; ``pause`` is called between them, so that others get their turn.

    Raises NotFound when ``plan.mapping`` names nobody; nothing was written then."""
    outcome = Outcome(gaps=list(export.gaps))
    with deps.db.read() as tx:
        check_mapping(tx, export, plan.mapping)
    with deps.db.write() as tx:
        locks.hold(tx, LOCK)
        run_row = ImportRun(started_at=now)
        tx.add(run_row)
        tx.flush()
        assert run_row.id is not None
        run_id = run_row.id
        people = take_people(deps, tx, export, plan.mapping, run_id, outcome, now)
        accounts = take_accounts(tx, export, run_id, outcome, now)
        products = take_products(tx, export, plan.currency, run_id, outcome, now)
    writer = DealWriter(deps, plan.currency, run_id, people, accounts, products, now)
    todo = writer.unknown(export.deals, progress)
    for first in range(0, len(todo), BATCH):
        batch = todo[first : first + BATCH]
        pause()
        with deps.db.write() as tx:
            writer.write(tx, batch, outcome)
        progress(len(batch))
    if plan.clocks_now:
        outcome.counts["woken"] = wake(deps, now, pause)
    _finish(deps, run_id, outcome, now)
    return outcome


def _finish(deps: Deps, run_id: int, outcome: Outcome, now: datetime) -> None:
    """Books the run; one that changed nothing leaves nothing."""
    with deps.db.write() as tx:
        row = tx.get(ImportRun, run_id)
        assert row is not None
        outcome.unmapped_deals, outcome.unmapped_people = rows.unmapped_open(tx)
        if not outcome.is_changed:
            tx.delete(row)
            return
        row.counts = dict(outcome.counts)
        tx.add(row)
        audit.record(tx, None, "import.run", f"import:{run_id}", now=now, after=outcome.counts)
        if outcome.unmapped_deals:
            _tell_admins(tx, run_id, outcome, now)


def _tell_admins(tx: Session, run_id: int, outcome: Outcome, now: datetime) -> None:
    """Deals of people who are nobody in Slack yet: one line to each admin, never a post."""
    fields = {"count": outcome.unmapped_deals, "people": outcome.unmapped_people}
    told = Sentence(key="import.unmapped", fields=fields)
    for admin in people_rows.holding(tx, "admin"):
        telling.tell(tx, f"unmapped:{run_id}:{admin.id}", admin, told, now)

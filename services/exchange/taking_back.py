"""Takes an import back: what it made and nobody has touched since; what somebody worked with stays, and is counted."""

from collections.abc import Callable

from rules.answers.imports import ImportUndone
from services import audit
from services.deals import ending
from services.deals.hands import By
from services.deps import Deps
from services.exchange.working import LEASE, Work, end
from storage import import_runs as rows
from storage import imports
from storage.db import Session
from storage.tables import Deal

BATCH = 100


def undo(deps: Deps, work: Work, pause: Callable[[], None]) -> None:
    """In short transactions; cut off, it goes on with what is still there. Raises Conflict."""
    after, gone, touched = 0, int(work.run.plan.get("gone", 0)), 0
    while True:
        pause()
        with deps.db.write() as tx:
            found = rows.deals_made(tx, work.id, after, BATCH)
            ids = [deal.id for deal in found]
            if not ids:
                _finish(deps, tx, work, gone, touched)
                return
            kept = imports.edited_in_baton(tx, ids) | rows.written_since(tx, work.id, ids)
            _void(deps, tx, work, [deal for deal in found if deal.id not in kept])
            after, gone, touched = ids[-1], gone + len(ids) - len(kept), touched + len(kept)
            plan = {**work.run.plan, "gone": gone, "tries": 0}
            rows.keep(tx, work.id, work.run.version, plan=plan, lease_until=deps.process.now() + LEASE)


def _void(deps: Deps, tx: Session, work: Work, deals: list[Deal]) -> None:
    """They end as any deal does; their numbers are not given again, their lines may come in anew."""
    now = deps.clock.now()
    for deal in deals:
        ending.end(tx, deps.config.active().pipeline, deal, "void", By(work.actor.id, work.id), now)
        told = {"state": "void"}
        audit.record(tx, work.actor.id, "deal.undo", f"deal:{deal.id}", now=now, after=told)
    rows.forget(tx, [deal.id for deal in deals if deal.id is not None])


def _finish(deps: Deps, tx: Session, work: Work, gone: int, touched: int) -> None:
    now = deps.clock.now()
    made = rows.made_beside_deals(tx, work.id)
    unused = rows.unused(tx, work.id)
    rows.take_out(tx, *unused)
    others = sum(map(len, unused))
    counts = work.run.counts
    answer = ImportUndone(
        file=work.run.file,
        deals=gone,
        others=others,
        touched=touched + made - others,
        changed=int(counts.get("changed", 0)),
    )
    after = {"deals": gone, "others": others, "kept": answer.touched}
    audit.record(tx, work.actor.id, "import.undo", f"import:{work.id}", now=now, after=after)
    end(tx, work, "undone", now, answer, held={})

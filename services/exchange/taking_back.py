"""Takes an import back: what it changed is as it was, what it made goes; what somebody has worked with since stays, and
is counted."""

from collections.abc import Callable, Iterator
from typing import Any

from rules.answers.imports import ImportUndone
from services import audit
from services.deals import ending, owners
from services.deals.hands import By
from services.deps import Deps
from services.exchange.putting_back import PutBack
from services.exchange.working import LEASE, Work, end
from services.team import people
from storage import befores, imports, merging
from storage import import_runs as rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, ImportBefore

BATCH = 100
DEARER = 25  # of what is put back: each takes a dozen statements


def undo(deps: Deps, work: Work, pause: Callable[[], None]) -> None:
    """In short transactions; cut off, it goes on with what is still there. Raises Conflict."""
    far = _Far(work)
    while _restored(deps, work, far, pause):
        pass
    after, touched = 0, 0
    while True:
        pause()
        with deps.write("taking_back.undo") as tx:
            found = rows.deals_made(tx, work.id, after, BATCH)
            ids = [deal.id for deal in found]
            if not ids:
                _finish(deps, tx, work, far, touched)
                return
            kept = imports.edited_in_baton(tx, ids) | rows.written_since(tx, work.id, ids)
            _void(deps, tx, work, [deal for deal in found if deal.id not in kept])
            after, touched = ids[-1], touched + len(kept)
            far.count(gone=len(ids) - len(kept))
            far.keep(deps, tx)


class _Far:
    """How far it is, in the books with each batch: deals that are void, and of what was here before the deals and the
    others that are as they were, and what was left."""

    NAMES = ("gone", "back", "others_back", "left")

    def __init__(self, work: Work) -> None:
        self._work = work
        self.of = {name: int(work.run.plan.get(name, 0)) for name in self.NAMES}

    def count(self, **more: int) -> None:
        for name, n in more.items():
            self.of[name] += n

    def keep(self, deps: Deps, tx: Session) -> None:
        """Raises Conflict."""
        run, until = self._work.run, deps.process.now() + LEASE
        plan = {**run.plan, **self.of, "tries": 0}
        rows.keep(tx, self._work.id, run.version, plan=plan, lease_until=until)


def _restored(deps: Deps, work: Work, far: _Far, pause: Callable[[], None]) -> bool:
    """A batch of what it changed, the last first; False when nothing is left."""
    pause()
    with deps.write("taking_back._restored") as tx:
        pipeline = deps.config.held(tx).pipeline  # before the deals, as everybody
        found = befores.of_run(tx, work.id, DEARER)
        if not found:
            return False
        if any(one.kind == "person" for one in found):
            people.hold_places(tx)
        merging.held(tx, _accounts(found))  # before the deals, as who merges them
        for kind in sorted({one.kind for one in found}):
            befores.hold(tx, kind, {one.record_id for one in found if one.kind == kind})
        putting = PutBack(tx, pipeline, work.actor.id, deps.clock.now())
        for kind, is_back in list(_each(putting, found)):
            name = "left" if not is_back else "back" if kind == "deal" else "others_back"
            far.count(**{name: 1})
        putting.end()
        befores.drop(tx, [one.id for one in found])
        far.keep(deps, tx)
        return True


def _accounts(found: list[ImportBefore]) -> set[int]:
    """The accounts that these are, or under which these deals were written."""
    said = [befores.was(one.back, Deal) for one in found if one.kind == "deal" and one.back]
    named = {each.get(name) for each in said for name in ("account_id", "said_account_id")}
    return {number for number in named if number} | {x.record_id for x in found if x.kind == "account"}


def _each(putting: PutBack, found: list[ImportBefore]) -> Iterator[tuple[str, bool]]:
    for one in found:
        yield one.kind, putting.put(one)


def _void(deps: Deps, tx: Session, work: Work, deals: list[Deal]) -> None:
    """They end as any deal does; their numbers are not given again, their lines may come in anew."""
    now = deps.clock.now()
    for deal in deals:
        ending.end(tx, deps.config.active().pipeline, deal, "void", By(work.actor.id, work.id), now)
        told = {"state": "void"}
        audit.record(tx, work.actor.id, "deal.undo", f"deal:{deal.id}", now=now, after=told)
    rows.forget(tx, [deal.id for deal in deals if deal.id is not None])


def _finish(deps: Deps, tx: Session, work: Work, far: _Far, touched: int) -> None:
    now = deps.clock.now()
    made = rows.made_beside_deals(tx, work.id)
    unused = rows.unused(tx, work.id)
    rows.take_out(tx, *unused)
    others = sum(map(len, unused))
    counts: dict[str, Any] = work.run.counts
    known = far.of["back"] + far.of["others_back"] + far.of["left"]
    answer = ImportUndone(
        file=work.run.file,
        deals=far.of["gone"],
        others=others,
        restored=far.of["back"],
        restored_others=far.of["others_back"],
        touched=touched + far.of["left"] + made - others,
        changed=max(int(counts.get("changed", 0)) - known, 0),
        is_handed=bool(work.run.held),
    )
    _tell_owners(deps, tx, work)
    after = answer.model_dump(include={"deals", "others", "restored", "restored_others", "changed"})
    after["kept"] = answer.touched
    audit.record(tx, work.actor.id, "import.undo", f"import:{work.id}", now=now, after=after)
    end(tx, work, "undone", now, answer, held={}, plan=dict.fromkeys(_Far.NAMES, 0))


def _tell_owners(deps: Deps, tx: Session, work: Work) -> None:
    """Whoever heard that this run brought them deals reads how many of those are theirs still."""
    theirs = imports.brought(tx, work.id, work.run.started_at, work.actor.id)
    by = people_rows.by_id(tx, work.actor.id)
    owners.retell_brought(tx, work.id, theirs, by.name if by else "", deps.clock.now())

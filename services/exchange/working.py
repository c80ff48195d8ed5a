"""The work on files that somebody sent: one worker at a time is at a run, for as long as its lease lasts.

Nothing is locked for long, and how far a run is stands in the books with each batch: cut off, it goes on from there.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from rules.access import Actor
from rules.answers import Answer, Sentence, dump
from rules.answers.imports import ImportDone
from rules.exchange.cells import Fault
from rules.exchange.outcome import Held, Outcome, Part
from services.deps import Deps
from services.exchange import importing
from services.exchange.arriving import IMPORT_UNDO_FOR
from services.exchange.parts import Course, Importer, Plan
from services.sending import promises
from services.team.people import Person, actor_of, can_hear, language, zone_of
from storage import befores
from storage import files as store
from storage import import_runs as rows
from storage import people as people_rows
from storage.db import Session
from storage.outbox import AT_ONCE
from storage.tables import ImportRun

LEASE = timedelta(seconds=30)  # process time; renewed while somebody is at it
KEPT_FOR = timedelta(days=3)
TRIES = 5  # without getting any further


@dataclass(frozen=True)
class Work:
    """A run that this worker holds, for whom, and what they may do at this moment."""

    run: ImportRun
    person: Person
    actor: Actor

    @property
    def id(self) -> int:
        return self.run.id

    @property
    def locale(self) -> str:
        return language(self.person)

    @property
    def place(self) -> tuple[str, str] | None:
        """Channel and ts of the message under which it was pressed."""
        place = self.run.place
        return (str(place["channel"]), str(place["ts"])) if place.get("ts") else None

    @property
    def plan(self) -> Plan:
        person, plan = self.person, self.run.plan
        owners = {str(name): int(at) for name, at in plan.get("owners", {}).items()}
        by = Importer(self.actor, self.locale, zone_of(person.slack_tz), person.calendar, owners)
        return Plan(by, source=plan.get("source"))


def take(deps: Deps) -> Work | None:
    """The next run with something to do. One that never gets any further is given up, and said so."""
    process = deps.process.now()
    with deps.db.read() as tx:
        if not rows.is_any_waiting(tx, process):
            return None
    with deps.write("working.take") as tx:
        run = rows.take(tx, process, process + LEASE)
        if run is None:
            return None
        person = people_rows.by_id(tx, run.by_id or 0)
        tries = int(run.plan.get("tries", 0)) + 1
        if person is None or not can_hear(person):
            rows.keep(tx, run.id, run.version, state="failed", lease_until=None)
            return None
        work = Work(run, person, actor_of(tx, person))
        run.plan = {**run.plan, "tries": tries}
        if tries > TRIES:
            end(tx, work, "failed", deps.clock.now(), Sentence(key="import.broke", fields={"file": run.file}))
            return None
        rows.keep(tx, work.id, run.version, plan=run.plan)
        return work


def end(tx: Session, work: Work, state: str, now: datetime, answer: Answer | None, **values: Any) -> None:
    """Nothing more is to be done on it; the answer stands where its preview stood. Raises Conflict."""
    plan = {**work.run.plan, **values.pop("plan", {})}
    for name in ("tries", "waits", "at"):
        plan.pop(name, None)
    if answer is not None:
        plan["turn"] = int(plan.get("turn", 0)) + 1
        _tell(tx, work, f"import:{work.id}:{plan['turn']}", answer, now)
    rows.keep(tx, work.id, work.run.version, **{"state": state, "lease_until": None, "plan": plan, **values})


def _tell(tx: Session, work: Work, slot: str, answer: Answer, now: datetime) -> None:
    thread = str(work.run.plan.get("thread") or "") or None
    to, place = f"person:{work.person.id}", work.place
    where = {"target": place} if place else {"thread_ts": thread}
    promises.promise(tx, slot, answer.kind, to, dump(answer), now, now=now, **where)


def renew(deps: Deps, work: Work) -> None:
    """Somebody is still at it. Raises Conflict."""
    with deps.db.write() as tx:
        rows.keep(tx, work.id, work.run.version, lease_until=deps.process.now() + LEASE)


def give_back(deps: Deps, work: Work, seconds: float, waits: int = 0) -> None:
    """It is tried again later: Slack stumbled, ``waits`` times by now, or Baton stops. That is no fault of the file's.
    Raises Conflict."""
    until = deps.process.now() + timedelta(seconds=seconds)
    with deps.db.write() as tx:
        run = rows.of_person(tx, work.id, work.person.id)
        plan = {**(run.plan if run is not None else work.run.plan), "tries": 0, "waits": waits}
        rows.keep(tx, work.id, work.run.version, lease_until=until, plan=plan)


def failed(deps: Deps, work: Work, answer: Answer) -> None:
    """It cannot be done, and why. A run that was done already stays so: only its file could not be sent."""
    is_done = work.run.state in ("handing", "undoing")
    with deps.db.write() as tx:
        if is_done:
            now, slot = deps.clock.now(), f"import:{work.id}:not:{work.run.version}"
            _tell(tx, replace(work, run=_nowhere(work.run)), slot, answer, now)
            end(tx, work, "done", now, None)
        else:
            end(tx, work, "failed", deps.clock.now(), answer)


def _nowhere(run: ImportRun) -> ImportRun:
    return ImportRun(**{**run.model_dump(), "place": {}})


# -- the file -------------------------------------------------------------------------------------------


def bytes_kept(deps: Deps, run: ImportRun) -> bytes | None:
    """The bytes of the file, as they were fetched."""
    if run.sha256 is None:
        return None
    with deps.db.read() as tx:
        return store.get(deps.db, tx, run.sha256)


def keep(deps: Deps, work: Work, sha256: str, data: bytes) -> None:
    """Keeps what was fetched: what is imported later is what was looked at."""
    with deps.db.write() as tx:
        store.put(deps.db, tx, sha256, data)
        rows.keep(tx, work.id, work.run.version, sha256=sha256)


# -- imported -------------------------------------------------------------------------------------------


class _Course(Course):
    """A run in the books: with each batch, how far it is, and that somebody is still at it."""

    batch = 100  # in the process that answers everybody else meanwhile

    def __init__(self, deps: Deps, work: Work) -> None:
        self.run_id, self._deps, self._work = work.id, deps, work
        at = work.run.plan.get("at", {})
        self.done, self._counts = int(at.get("done", 0)), dict(at.get("counts", {}))

    def begin(self) -> Outcome:
        return Outcome(counts=self._counts)

    def keep(self, tx: Session, outcome: Outcome, done: int) -> None:
        run, until = self._work.run, self._deps.process.now() + LEASE
        plan = {**run.plan, "at": {"done": done, "counts": outcome.counts}, "tries": 0}
        rows.keep(tx, self._work.id, run.version, plan=plan, lease_until=until)

    def finish(self, tx: Session, outcome: Outcome) -> None:
        held: dict[str, dict[str, Any]] = {}
        for one in outcome.held:
            faults = [[fault.column, fault.key, dict(fault.fields)] for fault in one.faults]
            held.setdefault(str(one.part), {})[str(one.line)] = faults
        answer = ImportDone(
            run_id=self._work.id,
            file=self._work.run.file,
            counts=outcome.counts,
            held=len(outcome.held),
            undo_until=self._work.run.started_at + IMPORT_UNDO_FOR if outcome.is_changed else None,
        )
        state, lease = ("handing", AT_ONCE) if held else ("done", None)
        values = {"held": held, "counts": dict(outcome.counts), "lease_until": lease}
        end(tx, self._work, state, self._deps.clock.now(), answer, **values)


def write(
    deps: Deps,
    work: Work,
    parts: Sequence[Part],
    progress: Callable[[int, int], None],
    pause: Callable[[], None],
) -> None:
    """Imports the file as it was offered. ``progress``: lines done, of how many. Raises Refused; Conflict when another
    worker has it by now."""
    total, done = sum(len(part.table.lines) for part in parts), 0

    def further(lines: int) -> None:
        nonlocal done
        done += lines
        progress(done, total)

    importing.run(
        deps,
        parts,
        work.plan,
        now=work.run.started_at,
        course=_Course(deps, work),
        progress=further,
        pause=pause,
    )


def forget_old(deps: Deps, *, now: datetime) -> int:
    """Drops the bytes of files that were sent days ago, a run that wants them once more fetches them again; and what
    runs changed as it was before, where it is too late for *Undo*."""
    with deps.db.write() as tx:
        befores.drop_of_runs(tx, rows.past_undo(tx, now - IMPORT_UNDO_FOR))
        found = rows.outworn(tx, now - KEPT_FOR)
        names = {run.sha256 for run in found if run.sha256}
        for run in found:
            run.sha256, run.held = None, {}
            parts = [
                {**part, "samples": [[] for _ in part["head"]], "bare": "", "unclear": ""}
                for part in run.plan.get("parts", [])
            ]
            run.plan = {**run.plan, "parts": parts}
            tx.add(run)
        tx.flush()
        for name in names:
            store.drop(deps.db, tx, name)
        return len(found)


def held(run: ImportRun) -> list[Held]:
    """What the run held back, as it was kept."""
    return [
        Held(int(part), int(line), tuple(Fault(column, key, fields) for column, key, fields in faults))
        for part, lines in run.held.items()
        for line, faults in lines.items()
    ]


def handed(deps: Deps, work: Work) -> None:
    """The file is out: rows to mend, or an export."""
    with deps.db.write() as tx:
        end(tx, work, "done", deps.clock.now(), None)

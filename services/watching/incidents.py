"""What the auditor found is kept, told to the admins once it is sure, and told to be over. One message a kind of fault and
hour, however many reminders it is about."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from rules import auditing
from rules.answers.admin import AuditFound, ToldTo
from rules.auditing import FAULTS, SAID, Found, Incident
from services.deps import Deps
from services.sending import telling
from services.watching import auditor, silent
from storage import auditing as rows
from storage import books, locks
from storage import people as people_rows
from storage.db import Session
from storage.tables import Finding, Person

THROUGH = "audited_through"  # a setting: until when (process time) what went out was looked at
SILENT = "audited_silent"  # a setting: the last deal, of those that want no look, that was asked about
AGAIN = timedelta(minutes=2)  # a message that was on its way at the last look is out or ended by now
KEEP = timedelta(days=60)
MOST_KEPT, MOST_NAMED = 200, 3


def run(deps: Deps, *, now: datetime) -> int:
    """One look; returns how many kinds of fault stand. Writes only where something is found, open or went out."""
    process = deps.process.now()
    with deps.db.read() as tx:
        through = books.setting(tx, THROUGH)
        since = datetime.fromisoformat(through) - AGAIN if through else process - timedelta(days=1)
        config, after = deps.config.current(tx), int(books.setting(tx, SILENT) or 0)
        found = auditor.look(tx, config, now=now, process=process, since=since)
        asleep, on = silent.look(tx, config.pipeline, now, after, _deals_told(tx))
        found += asleep
    with deps.db.write() as tx:
        locks.hold(tx, "audit")
        if on != after:
            books.put_setting(tx, SILENT, str(on))
        books.put_setting(tx, THROUGH, process.isoformat())
        _keep(tx, found, process)
        for one in rows.open_findings(tx):
            _follow(tx, one, any(x.fault == one.fault for x in found), now, process)
        return len(rows.sure_faults(tx))


def forget_old(deps: Deps, *, now: datetime) -> int:
    """Forgets what was mended long ago; returns how much."""
    with deps.db.write() as tx:
        return rows.forget_findings(tx, now - KEEP)


def stands(tx: Session, answer: AuditFound) -> bool:
    """Whether what a message is about to tell is still so."""
    one = rows.finding(tx, answer.finding_id)
    return answer.mended_at is not None or (one is not None and one.mended_at is None)


def _deals_told(tx: Session) -> list[int]:
    """The deals that were found to be unwatched: they are asked about until that is mended."""
    told = [x for one in rows.open_findings(tx) if one.fault == "unwatched" for x in one.subjects]
    return [int(subject.removeprefix("deal:")) for subject in told]


def _keep(tx: Session, found: Sequence[Found], process: datetime) -> None:
    """One open row for each kind: what stands now; of what was said wrongly, all of it."""
    known = {one.fault: one for one in rows.open_findings(tx)}
    for fault in FAULTS:
        mine = [x for x in found if x.fault == fault]
        if not mine:
            continue
        before = known.get(fault)
        told = before.subjects if before is not None and fault in SAID else {}
        subjects = dict([*told.items(), *((x.subject, x.whom) for x in mine)][:MOST_KEPT])
        dates = [x.since for x in mine if x.since]
        stands = {"count": len(subjects), "subjects": subjects, "since": min(dates, default=None)}
        if before is None:
            rows.add_finding(tx, fault=fault, seen_at=process, looks=1, is_sure=False, **stands)
        else:
            rows.keep_finding(tx, before.id, {**stands, "looks": before.looks + 1})


def _follow(tx: Session, one: Finding, is_found: bool, now: datetime, process: datetime) -> None:
    """A kind of fault becomes sure, is told, is over."""
    tx.refresh(one)
    incident = Incident(one.fault, one.looks, one.seen_at, one.is_sure, one.told_at)  # type: ignore[arg-type]
    if auditing.is_over(incident, is_found, now):
        _end(tx, one, now)
    elif auditing.is_sure(incident, process):
        rows.keep_finding(tx, one.id, {"is_sure": True})
        if one.told_at is None and _may_tell(tx, one, now):
            _tell(tx, one, now)


def _may_tell(tx: Session, one: Finding, now: datetime) -> bool:
    last = rows.last_told(tx, one.fault)
    return last is None or now >= last + auditing.PAUSE


def _tell(tx: Session, one: Finding, now: datetime) -> None:
    answer = _answer(tx, one)
    admins = people_rows.holding(tx, "admin")
    heard = [telling.tell(tx, _slot(one, admin), admin, answer, now) for admin in admins]
    if any(heard):  # without an admin it waits for the first
        rows.keep_finding(tx, one.id, {"told_at": now})


def _end(tx: Session, one: Finding, now: datetime) -> None:
    """What nobody was told of leaves no trace; a message about it says that it is over."""
    if one.told_at is None:
        rows.drop_finding(tx, one.id)
        return
    rows.keep_finding(tx, one.id, {"mended_at": now})
    if one.fault not in SAID:
        over = _answer(tx, one).model_copy(update={"mended_at": now})
        slots = [_slot(one, admin) for admin in people_rows.everybody(tx)]
        telling.retell(tx, slots, lambda _sent, _reader: (over, False), now)  # who has not read it need not


def _slot(one: Finding, admin: Person) -> str:
    return f"audit:{one.id}:{admin.id}"


def _answer(tx: Session, one: Finding) -> AuditFound:
    names = {f"person:{p.id}": p.name for p in people_rows.everybody(tx)}
    told = dict.fromkeys(str(to) for to in one.subjects.values() if to)
    whom = [
        ToldTo(channel=to.removeprefix("channel:")) if to.startswith("channel:") else ToldTo(who=names[to])
        for to in told
        if to.startswith("channel:") or to in names
    ]
    return AuditFound(
        finding_id=one.id,
        fault=one.fault,  # type: ignore[arg-type]
        count=one.count,
        since=one.since,
        whom=tuple(whom[:MOST_NAMED]),
        more=max(len(whom) - MOST_NAMED, 0),
    )

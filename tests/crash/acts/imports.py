"""Tables that are brought in and taken back: a worker dies, and another one goes on when its lease is over."""

from __future__ import annotations

from bot.sheets import reading
from services.exchange import arriving, offering, taking_back, working
from services.exchange.arriving import Sent
from services.exchange.working import Work
from tests.crash.dying import Act, Prepare
from tests.services.desk import LEADS, Desk, book, rows
from tests.services.hand import Hand
from tests.services.machine import Machine

TWO_BATCHES = book([*rows(100), ["Globex", "Tom Reed", "13900139000", 5]])
CHANGED = book([["客户0000第0机械厂", "张零", "", 9], ["Initech", "Ann Lee", "13900139001", 7]], LEADS)


def _next(machine: Machine) -> Work | None:
    """What waits for a worker, at the latest when the one that had it is given up."""
    work = working.take(machine.deps)
    if work is None:
        machine.process.push(hours=1)
        work = working.take(machine.deps)
    return work


def _looked(machine: Machine) -> None:
    work = _next(machine)
    if work is not None:
        offering.look(machine.deps, work, reading.read("名单.xlsx", TWO_BATCHES))


def _brought(machine: Machine) -> None:
    work = _next(machine)
    if work is not None:
        parts = offering.parts_of(work.run, reading.read("名单.xlsx", TWO_BATCHES))
        working.write(machine.deps, work, parts, lambda done, total: None, lambda: None)


def _taken_back(machine: Machine) -> None:
    work = _next(machine)
    if work is not None:
        taking_back.undo(machine.deps, work, lambda: None)


def look(machine: Machine) -> Act:
    arriving.receive(Hand(machine, "liam").ask("file"), Sent("F1", "名单.xlsx", len(TWO_BATCHES)))
    return _looked


def bring(machine: Machine) -> Act:
    run_id = Desk(machine).send(TWO_BATCHES)
    arriving.start(Hand(machine, "liam").ask(), run_id, "D1", "1.0")
    return _brought


def take_back(machine: Machine) -> Act:
    desk = Desk(machine)
    run_id = desk.bring(TWO_BATCHES)
    arriving.undo(desk.hand.ask(), run_id, "D1", "1.0")
    return _taken_back


ACTS: dict[str, Prepare] = {
    "working.take + offering.look": look,
    "importing._written + importing._finish": bring,
    "taking_back.undo + taking_back._restored": take_back,
}

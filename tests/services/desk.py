"""Somebody who sends files to Baton, and presses what stands under them."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from bot.sheets import reading, writing
from bot.sheets.writing import Page
from rules.answers import load
from rules.answers.imports import ImportUndone
from rules.exchange.outcome import Part
from services.exchange import arriving, offering, taking_back, working
from services.exchange.arriving import Sent
from services.exchange.working import Work
from storage.tables import Deal, Delivery, ImportRun
from tests.services.hand import Hand
from tests.services.machine import Machine

LEADS = ["客户名称", "联系人", "手机", "金额"]
ITS_OWN = itertools.count()


def rows(n: int) -> list[list[Any]]:
    return [[f"客户{i:04}第{i * 7919 % 10000}机械厂", f"张{i}", f"139{i:08}", i + 1] for i in range(n)]


def book(given: list[list[Any]], head: list[str] = LEADS) -> bytes:
    return writing.xlsx([Page("名单", head, given)])


class Desk:
    """Somebody who sends files, and the worker that does what they press; the bytes never leave this test."""

    def __init__(self, machine: Machine, who: str = "liam") -> None:
        self.machine, self.deps, self.hand = machine, machine.deps, Hand(machine, who)

    def send(self, data: bytes, name: str = "名单.xlsx") -> int:
        self.sheets = reading.read(name, data)
        arriving.receive(self.hand.ask(f"file:{next(ITS_OWN)}"), Sent("F1", name, len(data)))
        self.work(lambda work: offering.look(self.deps, work, self.sheets))
        run: ImportRun = self.machine.rows(ImportRun)[-1]
        return run.id

    def work(self, what: Callable[[Work], object]) -> None:
        work = working.take(self.deps)
        assert work is not None
        what(work)

    def parts(self, work: Work) -> list[Part]:
        return offering.parts_of(work.run, self.sheets)

    def write(self, work: Work, pause: Callable[[], None] = lambda: None) -> None:
        working.write(self.deps, work, self.parts(work), lambda done, total: None, pause)

    def bring(self, data: bytes, name: str = "名单.xlsx") -> int:
        """Sent, pressed, imported."""
        run_id = self.send(data, name)
        arriving.start(self.hand.ask(), run_id, "D1", "1.0")
        self.work(self.write)
        return run_id

    def undo(self, run_id: int) -> ImportUndone:
        arriving.undo(self.hand.ask(), run_id, "D1", "1.0")
        self.work(lambda work: taking_back.undo(self.deps, work, lambda: None))
        return self.said(ImportUndone)

    def said(self, kind: type[Any]) -> Any:
        """The newest answer of this kind."""
        found = [row for row in self.machine.rows(Delivery) if row.kind == kind.kind]
        return load(found[-1].payload)

    def live(self) -> list[Deal]:
        return [deal for deal in self.machine.rows(Deal) if deal.state != "void"]

    def state(self, run_id: int) -> str:
        return next(str(run.state) for run in self.machine.rows(ImportRun) if run.id == run_id)

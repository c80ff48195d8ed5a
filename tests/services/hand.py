"""A person of the machine's team at work: captures, notes and taps by direct service calls."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

from rules.answers import Answer
from rules.errors import Busy
from services.ask import Ask
from services.capture import lead_taps, leads, notes
from services.capture.leads import Captured
from services.capture.note_reading import Typed
from services.lists import home
from services.team import people
from storage.tables import Deal, Later, Push, Task, Wait
from tests.services.machine import Machine

_KEYS = itertools.count()
T = TypeVar("T")
FILLED = {  # whatever the gates from screened to proposal ask for
    "pain": "stock runs out", "budget_band": "A", "who_decides": "Ms. Chen", "decide_when": "in spring",
    "interview": "two hours on site", "pain_list": "https://wiki.example/pain", "decision_maker": "Ms. Chen, COO",
}  # fmt: skip


class Hand:
    """``who`` as the middleware finds them at this moment."""

    def __init__(self, machine: Machine, name: str) -> None:
        self.machine, self.deps = machine, machine.deps
        person, actor, _ = people.arrive(machine.deps, f"U0{name.upper()}")
        assert person is not None and actor is not None
        self.person, self.actor = person, actor

    def _do(self, service: Callable[..., Answer], *args: Any, key: str | None = None) -> Any:
        return service(self.ask(key or f"test:{next(_KEYS)}"), *args)

    def ask(self, key: str = "") -> Ask:
        """What this person asks now."""
        return Ask(self.deps, self.person, self.actor, self.machine.clock.now(), key)

    def lead(self, text: str, key: str | None = None, **how: Any) -> Any:
        return self._do(leads.capture, Captured(text, **how), key=key)

    def note(self, text: str, key: str | None = None, **how: Any) -> Any:
        return self._do(notes.log, Typed(text, **how), key=key)

    def do(self, service: Callable[..., Answer], *args: Any, key: str | None = None) -> Any:
        """Any service of the usual shape (ask, ...)."""
        return self._do(service, *args, key=key)

    def undo_lead(self, undo_id: int) -> Any:
        return lead_taps.undo(self.ask(), undo_id)

    def undo_note(self, undo_id: int) -> Any:
        return notes.undo(self.ask(), undo_id)

    def may_undo(self, action: str) -> list[int]:
        """What Home offers to take back of this kind."""
        mine = home.of(self.ask()).mine
        return [x.undo_id for x in mine.saved if x.action == action and not x.is_undone] if mine else []


def at_once(calls: Iterable[Callable[[], T]]) -> list[T]:
    """Runs all calls in threads of their own and returns what came of each, in order; raises what they raise."""
    with ThreadPoolExecutor(max_workers=24) as pool:
        return [future.result() for future in [pool.submit(call) for call in calls]]


def in_the_end(call: Callable[[], T], tries: int = 10) -> T:
    """What came of it, tried again while the database is busy, as its answer asks; raises Busy when it stays so."""
    for _ in range(tries - 1):
        with suppress(Busy):
            return call()
    return call()


def with_lead(url: str, text: str) -> Iterator[Hand]:
    """Liam, whose first lead this is."""
    machine = Machine(url)
    hand = Hand(machine, "liam")
    hand.lead(text)
    yield hand
    machine.close()


def danas(machine: Machine, leads: Iterable[str]) -> Hand:
    """Dana, with a deal for each of these leads; one more is Liam's."""
    hand = Hand(machine, "dana")
    for lead in leads:
        hand.lead(lead)
    Hand(machine, "liam").lead("Initech, Bill Lund 212-555-0119, reporting, $60k, partner")
    return hand


def as_it_was(machine: Machine) -> list[Any]:
    """What the clock knows: the deal, but its version and its next look, and all that was said of it."""
    kept = [d.model_dump(exclude={"version", "next_check_at"}) for d in machine.rows(Deal)]
    told = [(n.id, n.state, n.due_at, n.rung, n.facts) for n in machine.nudges if n.state != "cancelled"]
    helps = [(t.id, t.state, t.answer, t.closed_at) for t in machine.rows(Task) if t.kind == "help"]
    return [kept, told, helps, *([x.id for x in machine.rows(table)] for table in (Wait, Later, Push))]

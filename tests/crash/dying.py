"""A use case that dies: it runs in a forked process with connections of its own, which SIGKILL ends at a named place.

What is in the database is judged from outside, on a connection of its own, every row of every table."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import psycopg

from rules.answers import Answer, dump
from tests.lending import COUNTED, USED
from tests.services.machine import Machine

Act = Callable[[Machine], Any]  # one request, with the same key whenever it is made
Prepare = Callable[[Machine], Act]
Reach = Callable[[str], object]
FORKED = multiprocessing.get_context("fork")  # some milliseconds, where a new Python would take a second
AT_MOST = 60  # seconds that a process may take to get where it dies
# Drawn anew each time: the salts of the audit (that the digests are of its values is verified), a message's name at Slack; and
# how often a worker took an import.
DRAWN = {("audit", "salt"), ("audit", "digest"), ("deliveries", "ref"), ("import_runs", "version")}


@dataclass(frozen=True)
class Seen:
    """All that a database holds; on PostgreSQL also how far its sequences have counted, which no death takes back."""

    rows: set[tuple[str, str]]  # by table
    counted: dict[str, int] = field(default_factory=dict, compare=False)

    def but(self, other: Seen, tables: Collection[str] = ()) -> list[tuple[str, str, str]]:
        """What is here and not there (+), and there and not here (-), but for these tables."""
        found = [("+", *row) for row in self.rows - other.rows]
        found += [("-", *row) for row in other.rows - self.rows]
        return sorted(row for row in found if row[1] not in tables)


@contextmanager
def _opened(url: str) -> Iterator[Any]:
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as db:
            yield db
    else:
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as db:
            yield db


def seen(url: str) -> Seen:
    is_file = url.startswith("sqlite")
    with _opened(url) as db:
        names = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1" if is_file else USED
        rows = {(name, row) for name, *_ in db.execute(names).fetchall() for row in _rows(db, name)}
        counted = {} if is_file else dict(db.execute(COUNTED).fetchall())
    return Seen(rows, counted)


def _rows(db: Any, table: str) -> Iterator[str]:
    found = db.execute(f'SELECT * FROM "{table}"')
    names = [one[0] for one in found.description]
    for row in found.fetchall():
        told = zip(names, row, strict=True)
        yield ", ".join(f"{name}={value!r}" for name, value in told if (table, name) not in DRAWN)


def count_from(url: str, counted: dict[str, int]) -> None:
    """PostgreSQL's sequences go on from here: the ids that a dead transaction took are given again, so that what comes
    of the repeat can be held against the undisturbed run, id for id."""
    if url.startswith("sqlite"):
        return
    with _opened(url) as db:
        for name in {**dict(db.execute(COUNTED).fetchall()), **counted}:
            number = counted.get(name)
            db.execute("SELECT setval(quote_ident(%s)::regclass, %s, %s)", (name, number or 1, bool(number)))


def sound(url: str) -> None:
    if url.startswith("sqlite"):
        with _opened(url) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def nobody(_place: str) -> None:
    """Nobody dies."""


class Story:
    """What comes before, and one request. Called with the address of a database it makes what comes before."""

    def __init__(self, prepare: Prepare) -> None:
        self._prepare = prepare
        self._made: dict[bool, tuple[Act, datetime]] = {}

    def __call__(self, url: str) -> None:
        machine = Machine(url)
        try:
            act = self._prepare(machine)
            self._made[machine.db.is_sqlite] = act, machine.clock.now()
        finally:
            machine.close()

    @contextmanager
    def begun(self, url: str, reach: Reach = nobody) -> Iterator[Machine]:
        """A process that has just begun, at the moment of the request."""
        machine = Machine(url)
        _, now = self._made[machine.db.is_sqlite]
        machine.clock.set(now)
        machine.process.set(now)
        machine.deps = replace(machine.deps, reach=reach)
        try:
            yield machine
        finally:
            machine.close()

    def ask(self, machine: Machine) -> Any:
        """The request is made; its answer, as it is stored."""
        act, _ = self._made[machine.db.is_sqlite]
        answer = act(machine)
        return dump(answer) if isinstance(answer, Answer) else repr(answer)

    def die(self, url: str, nth: int) -> None:
        """The request is made by another process, which dies at the nth place that it reaches."""
        left = [nth]

        def reach(place: str) -> None:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

        one = FORKED.Process(target=self._child, args=(url, reach))
        one.start()
        one.join(AT_MOST)
        if one.exitcode is None:
            one.kill()
            one.join()
            raise AssertionError("it hangs")
        assert one.exitcode == -signal.SIGKILL, f"it did not die: {one.exitcode}"
        one.close()

    def _child(self, url: str, reach: Reach) -> None:
        with self.begun(url, reach) as machine:
            self.ask(machine)


@dataclass(frozen=True)
class Lived:
    """The places that an undisturbed request reached, what the database held after each, and its answer."""

    before: Seen
    places: list[str]
    after: list[Seen]
    answer: Any

    @classmethod
    def of(cls, story: Story, url: str) -> Lived:
        before = seen(url)
        places: list[str] = []
        after: list[Seen] = []

        def reach(place: str) -> None:
            now, last = seen(url), (after or [before])[-1]
            if not place.endswith(" stored"):
                assert not now.but(last), f"{place}: a part of it is committed"
                now = replace(now, counted=last.counted)  # a sequence has counted all the same
            after.append(now)
            places.append(place)

        with story.begun(url, reach) as machine:
            answer = story.ask(machine)
        assert not seen(url).but((after or [before])[-1]), "written beside the places"
        return cls(before, places, after, answer)

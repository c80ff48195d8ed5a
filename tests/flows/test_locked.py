"""A database that somebody else keeps locked: waited for, or told in time with the text kept (G7)."""

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Timer
from time import monotonic

import psycopg
import pytest
from sqlalchemy.engine import make_url

from storage.turns import Turns
from tests.world import World

LINE = "/lead Acme & Sons, Ms. Chen 212-555-0143, ERP, $80k, expo"


@pytest.fixture
def lock(world: World) -> Iterator[Callable[[], Callable[[], None]]]:
    """Locks the database from outside, as a backup or a migration does; what it returns lets go."""
    database = world.deps.db
    url = make_url(database.url)
    if database.is_sqlite:
        other = sqlite3.connect(url.database or "", isolation_level=None, check_same_thread=False)
        take = "BEGIN IMMEDIATE"
    else:
        plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
        other = psycopg.connect(plain, autocommit=True)  # type: ignore[assignment]
        take = "BEGIN; LOCK TABLE inbox, deals, audit IN ACCESS EXCLUSIVE MODE"

    def locked() -> Callable[[], None]:
        other.execute(take)
        return lambda: other.execute("ROLLBACK") and None

    yield locked
    other.close()


def test_a_short_lock_is_waited_for(world: World, lock: Callable[[], Callable[[], None]]) -> None:
    Timer(1.0, lock()).start()
    began = monotonic()
    saved = world.dana.command("#sales-east", LINE)
    assert "EXPO-2026-001" in saved.text
    assert 0.9 < monotonic() - began < 2.8


def test_a_long_lock_is_told_in_time_and_the_text_is_kept(
    world: World, lock: Callable[[], Callable[[], None]]
) -> None:
    release = lock()
    began = monotonic()
    told = world.dana.command("#sales-east", LINE)
    assert monotonic() - began < 2.8
    assert "Nothing was saved; try again in a moment." in told.text
    assert LINE.replace("&", "&amp;") in told.text
    release()
    assert "EXPO-2026-001" in world.dana.command("#sales-east", LINE).text


def test_turns_are_taken_in_order() -> None:
    turns, order = Turns(), []
    assert turns.take(1) and not turns.take(0.01)

    def work(name: int) -> None:
        assert turns.take(10)
        order.append(name)
        turns.give()

    with ThreadPoolExecutor(5) as pool:
        for name in range(5):
            pool.submit(work, name)
            while turns.waiting <= name:
                pass
        turns.give()
    assert order == [0, 1, 2, 3, 4] and turns.take(0)

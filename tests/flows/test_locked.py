"""A database that somebody else keeps locked: waited for, or told in time with the text kept (G7)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Timer
from typing import Any

import pytest

from rules.errors import Busy
from services import inbox
from storage.db import spent
from storage.turns import Turns
from tests.serving import Locked
from tests.world import World

LINE = "/lead Acme & Sons, Ms. Chen 212-555-0143, ERP, $80k, expo"


@pytest.fixture
def lock(world: World) -> Iterator[Locked]:
    world.slack.pace(1.0)  # Slack's own three seconds
    made = Locked(world.deps.db.url)
    yield made
    made.close()


def test_a_short_lock_is_waited_for(world: World, lock: Locked) -> None:
    lock.take()
    Timer(1.0, lock.give).start()
    saved = world.dana.command("#sales-east", LINE)
    assert "EXPO-2026-001" in saved.text


def test_a_long_lock_is_told_in_time_and_the_text_is_kept(world: World, lock: Locked) -> None:
    """Within Slack's three seconds: later the sandbox shows a time-out instead of it."""
    lock.take()
    told = world.dana.command("#sales-east", LINE)
    assert "Nothing was saved; try again in a moment." in told.text
    assert LINE.replace("&", "&amp;") in told.text
    lock.give()
    assert "EXPO-2026-001" in world.dana.command("#sales-east", LINE).text


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_file_that_takes_nothing_is_told_as_that_and_the_text_is_kept(world: World) -> None:
    with world.deps.db.write() as tx:
        file: Any = tx.connection().connection.driver_connection
    file.execute("PRAGMA query_only=ON")
    told = world.dana.command("#sales-east", LINE)
    assert "nothing of this was saved. Keep your text" in told.text
    assert LINE.replace("&", "&amp;") in told.text
    file.execute("PRAGMA query_only=OFF")
    assert "EXPO-2026-001" in world.dana.command("#sales-east", LINE).text


def test_who_waited_before_is_told_all_the_sooner(world: World, lock: Locked) -> None:
    """Over HTTP a request may wait for a thread first: it is told while somebody who came just now still waits."""
    lock.take()

    def just_now() -> object:
        with world.deps.db.write() as tx:
            return inbox.repeat(tx, "command:2", 1)

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(just_now)
        with spent(2.2), pytest.raises(Busy), world.deps.db.write() as tx:
            inbox.repeat(tx, "command:1", 1)
        assert not other.done()
        lock.give()
        assert other.result() is None
    with spent(5.0), world.deps.db.write() as tx:
        assert inbox.repeat(tx, "command:1", 1) is None


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

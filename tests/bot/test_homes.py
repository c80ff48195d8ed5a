"""Homes are published one after the other for each person, the last after the last wish, whatever fails meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

import pytest

from bot.background import Background
from bot.failures import DeliveryError, Kind
from bot.homes import AT_ONCE, LONGEST, Homes, Publish, Touched
from rules.errors import Busy

START = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


class Clock:
    """Process time that a test moves."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at

    def later(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def nobody(_actor_id: int, _since: datetime) -> Iterable[int]:
    return ()


class Inline(Background):
    """A pool in which every call is over when it was taken."""

    def submit(self, job: Callable[[], object]) -> bool:
        job()
        return True


class Tries:
    """A publication that fails like this, one after the other, and then passes."""

    def __init__(self, faults: list[DeliveryError]) -> None:
        self._faults, self.made = faults, 0

    def __call__(self, _person_id: int) -> None:
        self.made += 1
        if self._faults:
            raise self._faults.pop()


def homes_of(
    background: Background,
    publish: Publish,
    clock: Clock | None = None,
    touched: Touched = nobody,
) -> Homes:
    now = (clock or Clock()).now
    return Homes(background, publish, touched, now, now)


def test_wishes_during_a_publication_become_one_more() -> None:
    entered, go, done = threading.Event(), threading.Event(), threading.Event()
    said: list[int] = []

    def publish(person_id: int) -> None:
        said.append(person_id)
        entered.set()
        assert go.wait(10)
        if len(said) == 2:
            done.set()

    background = Background()
    homes = homes_of(background, publish)
    homes.soon(1)
    assert entered.wait(10)
    for _ in range(5):
        homes.soon(1)
    go.set()
    assert done.wait(10)
    assert background.drain() and said == [1, 1]


def test_after_a_fault_of_ours_the_next_wish_is_heard() -> None:
    said: list[int] = []
    failed, done = threading.Event(), threading.Event()

    def publish(person_id: int) -> None:
        said.append(person_id)
        if len(said) == 1:
            raise RuntimeError("broken")
        done.set()

    background = Background(on_error=lambda _: failed.set())
    homes = homes_of(background, publish)
    homes.soon(1)
    assert failed.wait(10)
    homes.soon(1)
    assert done.wait(10)
    assert background.drain() and said == [1, 1]


def test_what_a_full_pool_had_no_room_for_is_published_once_there_is() -> None:
    go, through = threading.Event(), threading.Event()
    background = Background(workers=1, waiting=0)
    assert background.submit(lambda: go.wait(10))
    homes = homes_of(background, lambda _: through.set())
    homes.soon(1)
    assert not through.is_set()
    go.set()
    while not through.is_set():
        homes.catch_up()
    assert background.drain()


def test_homes_leave_the_pool_to_modals() -> None:
    """A morning writes to everybody at once."""
    go, busy = threading.Event(), threading.Semaphore(0)

    def publish(_: int) -> None:
        busy.release()
        assert go.wait(10)

    background = Background(workers=AT_ONCE + 1, waiting=0)
    homes = homes_of(background, publish)
    for person_id in range(50):
        homes.soon(person_id)
    for _ in range(AT_ONCE):
        assert busy.acquire(timeout=10)
    opened = threading.Event()
    assert background.submit(opened.set) and opened.wait(10)
    go.set()
    for _ in range(50 - AT_ONCE):
        assert busy.acquire(timeout=10)
    assert background.drain()


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [
        (DeliveryError("retry", "TimeoutError"), 1),
        (DeliveryError("later", "ratelimited", 90), 90),
        (DeliveryError("later", "ratelimited"), 1),
    ],
)
def test_what_slack_did_not_take_is_tried_again_in_its_time(fault: DeliveryError, seconds: float) -> None:
    clock, tries = Clock(), Tries([fault])
    homes = homes_of(Inline(), tries, clock)
    homes.soon(1)
    clock.later(seconds - 0.5)
    homes.soon(1)  # a wish meanwhile waits too
    homes.catch_up()
    assert tries.made == 1
    clock.later(1)
    homes.catch_up()
    assert tries.made == 2


def test_it_is_tried_for_as_long_as_slack_is_away_and_soon_after_it_is_back() -> None:
    """Hours without Slack; the waits do not grow beyond half a minute."""
    clock, tries = Clock(), Tries([DeliveryError("retry", "ConnectionRefusedError")] * 400)
    homes = homes_of(Inline(), tries, clock)
    homes.soon(1)
    for _ in range(500):
        clock.later(LONGEST)
        homes.catch_up()
    assert tries.made == 401


@pytest.mark.parametrize("kind", ["refused", "revoked", "recipient_gone"])
def test_what_will_never_pass_is_not_tried_again(kind: Kind) -> None:
    clock, tries = Clock(), Tries([DeliveryError(kind, kind)])
    homes = homes_of(Inline(), tries, clock)
    homes.soon(1)
    clock.later(3600)
    homes.catch_up()
    assert tries.made == 1


def test_what_could_not_be_looked_at_is_looked_at_again() -> None:
    """The database is busy at the first look: nobody's Home is forgotten, and one that stays ill holds up no other."""
    said: list[int] = []
    since: list[tuple[int, datetime]] = []
    ill = {1}

    def touched(actor_id: int, at: datetime) -> Iterable[int]:
        if actor_id in ill:
            raise Busy()
        since.append((actor_id, at))
        return (actor_id + 10,)

    homes = homes_of(Inline(), said.append, touched=touched)
    homes.others(1, START)
    homes.others(2, START)
    with pytest.raises(Busy):
        homes.catch_up()
    homes.others(1, START + timedelta(minutes=1))
    with pytest.raises(Busy):
        homes.catch_up()
    assert said == [12]
    ill.clear()
    homes.catch_up()
    homes.catch_up()
    assert said == [12, 11] and since[-1] == (1, START)


def test_whose_homes_were_changed_is_asked_once_for_many_changes() -> None:
    asked: list[tuple[int, datetime]] = []
    said: list[int] = []

    def touched(actor_id: int, since: datetime) -> Iterable[int]:
        asked.append((actor_id, since))
        return (2, 3)

    homes = homes_of(Inline(), said.append, touched=touched)
    for minute in range(5):
        homes.others(1, START + timedelta(minutes=minute))
    homes.catch_up()
    homes.catch_up()
    assert sorted(said) == [2, 3] and asked == [(1, START)]

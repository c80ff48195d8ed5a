"""The pool for Slack calls: bounded, drained, and nobody's exception gets lost."""

from __future__ import annotations

import threading

from bot.background import Background


def test_it_refuses_when_full_and_drains() -> None:
    gate, done = threading.Event(), []
    pool = Background(workers=2, waiting=1)

    def job() -> None:
        gate.wait(5)
        done.append(1)

    assert [pool.submit(job) for _ in range(5)] == [True, True, True, False, False]
    assert pool.drain(0.01) is False  # says so when something still runs
    assert pool.submit(job) is False  # and takes nothing more
    gate.set()


def test_drain_waits_for_what_was_taken() -> None:
    done: list[int] = []
    pool = Background(workers=2, waiting=50)
    for n in range(40):
        assert pool.submit(lambda n=n: done.append(n))  # type: ignore[misc]
    assert pool.drain(5) is True
    assert sorted(done) == list(range(40))


def test_room_comes_back_and_errors_are_told() -> None:
    told: list[BaseException] = []
    seen = threading.Semaphore(0)

    def tell(error: BaseException) -> None:
        told.append(error)
        seen.release()

    pool = Background(workers=1, waiting=0, on_error=tell)
    for _ in range(3):  # a slot comes back when a job ends, whichever way
        assert pool.submit(lambda: [][1])
        assert seen.acquire(timeout=5)
    assert [type(e) for e in told] == [IndexError] * 3
    assert pool.drain(5)

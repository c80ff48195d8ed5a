"""Homes are published one after the other for each person, the last after the last wish; a failure blocks nobody."""

import threading

from bot.background import Background
from bot.homes import Homes


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
    homes = Homes(background, publish)
    homes.soon(1)
    assert entered.wait(10)
    for _ in range(5):
        homes.soon(1)
    go.set()
    assert done.wait(10)
    assert background.drain() and said == [1, 1]


def test_after_a_failure_the_next_wish_is_heard() -> None:
    said: list[int] = []
    failed, done = threading.Event(), threading.Event()

    def publish(person_id: int) -> None:
        said.append(person_id)
        if len(said) == 1:
            raise RuntimeError("broken")
        done.set()

    background = Background(on_error=lambda _: failed.set())
    homes = Homes(background, publish)
    homes.soon(1)
    assert failed.wait(10)
    homes.soon(1)
    assert done.wait(10)
    assert background.drain() and said == [1, 1]


def test_a_full_pool_refuses_without_remembering() -> None:
    background = Background()
    assert background.drain()
    said: list[int] = []
    homes = Homes(background, said.append)
    homes.soon(1)
    homes.soon(1)
    assert said == []

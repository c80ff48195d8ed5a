"""A day's tasks of several deals are said in one message: what happens to one of them at that very moment is in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from rules.answers.digests import VerbFilled
from rules.answers.tasks import TasksDue
from services.capture import note_after
from services.deals import colleagues, story, task_answers, task_ladder
from storage.tables import PersonRole, Task
from tests.services.hand import Hand
from tests.services.interleaving import overtaken
from tests.services.machine import Machine
from tests.services.mornings import Post, at

WORDS = "need pre-sales for a harbour demo"


class Morning:
    """Wednesday 8:30: two things that Liam asked of pre-sales are due, each of a deal of its own. The clock looks at
    the first one; what happens, happens to the second, which says what a note said."""

    def __init__(self, machine: Machine, post: Post) -> None:
        self.machine = machine
        with machine.db.write() as tx:
            tx.add(PersonRole(person_id=machine.ids["dana"], role="presales"))
        liam = Hand(machine, "liam")
        asked = VerbFilled(choice=str(machine.ids["dana"]), text="floor plan", on=date(2026, 11, 25))
        liam.do(colleagues.ask_colleague, machine.deal(), asked)
        self.note_id = liam.note(f"they like it, {WORDS}", deal_id=machine.deal()).note_id
        note_after.ask_group(liam.ask("group"), self.note_id, "presales")
        post.run()
        machine.clock.set(at("11-25 08:30"))
        with machine.db.write() as tx:
            first = tx.get(Task, min(task.id for task in machine.rows(Task)))
            assert first is not None
            first.next_check_at = at("11-25 08:29")
            tx.add(first)

    @property
    def second(self) -> Task:
        found = max(self.machine.rows(Task), key=lambda task: task.id)
        assert isinstance(found, Task)
        return found

    def tick(self) -> int:
        return task_ladder.tick(self.machine.deps, now=self.machine.clock.now())

    def answered(self, verb: str, **filled: Any) -> Callable[[], Any]:
        return lambda: Hand(self.machine, "dana").do(
            task_answers.answer, self.second.id, verb, VerbFilled(**filled)
        )


@pytest.fixture
def morning(machine: Machine, post: Post) -> Morning:
    return Morning(machine, post)


def said(post: Post) -> list[list[tuple[str, bool]]]:
    """What Dana reads in turn, and whether she is asked for it still."""
    return [[(one.what, one.is_open) for one in due.tasks] for _, due in post.of(TasksDue)]


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("is_ticking", [True, False])
def test_words_taken_out_are_not_sent(morning: Morning, post: Post, is_ticking: bool) -> None:
    def redact() -> Any:
        return Hand(morning.machine, "liam").do(story.redact, morning.note_id)

    overtaken(morning.machine.db, *((morning.tick, redact) if is_ticking else (redact, morning.tick)))
    assert all("harbour" not in str(d.payload) for d in morning.machine.deliveries)
    post.run()
    assert [sorted(message) for message in said(post)] == [[("floor plan", True), ("—", True)]]


@pytest.mark.parametrize("is_ticking", [True, False])
def test_what_is_done_is_not_asked_for(morning: Morning, post: Post, is_ticking: bool) -> None:
    done = morning.answered("done")
    overtaken(morning.machine.db, *((morning.tick, done) if is_ticking else (done, morning.tick)))
    post.run()
    assert (WORDS, True) not in [one for message in said(post) for one in message]


@pytest.mark.parametrize("is_ticking", [True, False])
def test_who_has_it_now_reads_what_came_of_it(machine: Machine, morning: Morning, is_ticking: bool) -> None:
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["maya"], role="legal"))
    give = morning.answered("pass", choice=str(machine.ids["maya"]))
    overtaken(machine.db, *((morning.tick, give) if is_ticking else (give, morning.tick)))
    task = morning.second
    assert task.person_id == machine.ids["maya"] and task.told
    assert f"task:{task.id}:{task.version}:{machine.ids['maya']}" in task.told["slots"]

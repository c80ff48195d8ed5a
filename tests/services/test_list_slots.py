"""When a list is promised, on both databases: once, not before its deals were looked at, and not a day late."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date

import pytest

from rules.answers.digests import MorningList
from services.lists import digests
from storage.tables import Person, PersonRole
from tests.services.machine import Machine
from tests.services.mornings import Post, at, with_channel


@pytest.fixture
def machine(team_url: str) -> Iterator[Machine]:
    made = with_channel(team_url)
    yield made
    made.close()


def something_for(machine: Machine, *names: str) -> None:
    """A day by which a deal of theirs was to be signed is past."""
    for name in names:
        machine.deal(name, expected_sign_on=date(2026, 11, 24))


def test_two_instances_promise_each_list_once(machine: Machine) -> None:
    something_for(machine, "liam", "dana", "maya")
    machine.clock.set(at("11-25 09:00"))
    now = machine.clock.now()
    work = [threading.Thread(target=lambda: digests.take_slots(machine.deps, now=now)) for _ in range(3)]
    for thread in work:
        thread.start()
    for thread in work:
        thread.join()
    slots = [x.slot for x in machine.deliveries if x.slot]
    assert len(slots) == len(set(slots)) == 4  # Liam, Dana, Maya, the channel; nothing stands for Zoe


def test_who_becomes_a_manager_after_their_list_gets_no_second_one_that_day(machine: Machine) -> None:
    something_for(machine, "liam", "dana", "maya")
    machine.clock.set(at("11-25 08:40"))
    digests.take_slots(machine.deps, now=machine.clock.now())
    with machine.db.write() as tx:
        tx.add(PersonRole(person_id=machine.ids["liam"], role="manager"))
        dana = tx.get(Person, machine.ids["dana"])
        assert dana is not None
        dana.manager_id = machine.ids["liam"]
    digests.take_slots(machine.deps, now=at("11-25 08:50"))
    to = [x.person_id for x in machine.deliveries if x.slot and x.person_id]
    assert to.count(machine.ids["liam"]) == 1 and len(to) == 3


def test_a_list_waits_until_what_it_carries_is_decided(machine: Machine, post: Post) -> None:
    """The list's job may be a second ahead of the tick: the list is not made without the morning's deals."""
    machine.deal()
    machine.clock.set(at("12-01 08:30"))
    assert digests.take_slots(machine.deps, now=machine.clock.now()) == 0
    post.run()
    assert [line.head.account for _, made in post.of(MorningList) for line in made.lines] == ["Acme 1"]


def test_a_list_does_not_wait_for_a_tick_that_never_gets_there(machine: Machine) -> None:
    something_for(machine, "liam", "dana", "maya")
    assert digests.take_slots(machine.deps, now=at("12-02 08:39")) == 0
    only_the_reps = digests.take_slots(machine.deps, now=at("12-02 08:40"))
    assert only_the_reps == 2


def test_the_next_slot_is_the_next_morning_of_somebody(machine: Machine) -> None:
    machine.deal()
    assert digests.next_slot(machine.deps, now=at("11-24 15:30")) == at("11-25 08:30")
    assert digests.next_slot(machine.deps, now=at("11-25 08:30")) == at("11-25 08:40")
    assert digests.next_slot(machine.deps, now=at("11-27 08:50")) == at("11-30 08:30")


def test_a_list_that_is_late_still_goes_out_that_day_and_not_the_next(machine: Machine) -> None:
    something_for(machine, "liam", "dana", "maya")
    assert digests.take_slots(machine.deps, now=at("11-25 12:00")) == 4
    assert digests.take_slots(machine.deps, now=at("11-26 03:00")) == 0
    assert {x.slot.rpartition(":")[2] for x in machine.deliveries if x.slot} == {"2026-11-25"}


def test_after_a_night_without_baton_the_same_red_is_said_once(machine: Machine, post: Post) -> None:
    """Started at 8:45: the reds' own hour is 9:00. Started at 10:00: the list and the reds fall due together."""
    deals = {machine.deal() for _ in range(3)}
    post.run("11-24 15:31")
    post.run("12-02 08:45")
    post.run("12-02 09:00")
    assert _said(post) == [deals]


def test_a_start_in_the_morning_says_the_reds_in_the_list_alone(machine: Machine, post: Post) -> None:
    deals = {machine.deal() for _ in range(3)}
    post.run("11-24 15:31")
    post.run("12-02 10:00")
    post.run("12-02 10:01")
    assert _said(post) == [deals]


def _said(post: Post) -> list[set[int]]:
    """The deals of each message that a rep got by itself."""
    told = [answer for _, kind, _, answer in post.said if kind in ("morning", "nudges", "late")]
    return [{line.head.deal_id for line in answer.lines} for answer in told]

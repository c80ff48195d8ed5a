"""What could not be said in its hour, since Slack was away, is said in the reader's next ones, as far as it is still true."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules.answers import Sentence
from rules.answers.days import DaysPart
from rules.answers.digests import ManagerList, MorningList
from rules.answers.teams import TeamNoted
from services.clock import nudges
from services.deals import team
from services.lists import digests
from services.sending import telling
from services.setup import days_off
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at, stuck, with_channel


@pytest.fixture
def machine(migrated_url: str) -> Any:
    made = with_channel(migrated_url)
    yield made
    made.close()


@pytest.fixture
def post(machine: Machine) -> Post:
    return Post(machine)


def unsent_morning(machine: Machine, post: Post) -> int:
    """Wednesday 8:30: the lists are promised, and Slack is away."""
    deal_id = stuck(machine, post)
    machine.clock.set(at("12-02 08:30"))
    nudges.tick(machine.deps, now=machine.clock.now())
    digests.take_slots(machine.deps, now=machine.clock.now(), look=post.look)
    post.said.clear()
    post.to.clear()
    return deal_id


def to_people(post: Post) -> list[tuple[str, str]]:
    return [(said[0], said[1]) for said, to in zip(post.said, post.to, strict=True) if to is not None]


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("back", ["12-02 22:00", "12-03 03:00"])
def test_a_list_never_comes_at_night_and_the_next_one_tells_what_stands(
    machine: Machine, post: Post, back: str
) -> None:
    deal_id = unsent_morning(machine, post)
    machine.clock.set(at(back))
    post._deliver()
    assert to_people(post) == []
    post.through("12-03 18:00")
    lists = post.of(MorningList) + post.of(ManagerList)
    assert deal_id in {line.head.deal_id for _, found in lists for line in found.lines}
    assert {when for when, _ in lists} <= {"12-03 08:30", "12-03 08:45"}
    assert all("08:30" <= when[6:] < "18:00" for when, _ in to_people(post))


def test_a_list_waits_for_the_end_of_a_quiet_time_of_its_day(machine: Machine, post: Post) -> None:
    unsent_morning(machine, post)
    machine.clock.set(at("12-02 12:30"))
    post._deliver()
    assert to_people(post) == []
    machine.clock.set(at("12-02 13:30"))
    post._deliver()
    assert ("12-02 13:30", "morning") in to_people(post)


def test_a_list_of_a_day_that_became_a_day_off_does_not_come(machine: Machine, post: Post) -> None:
    unsent_morning(machine, post)
    for name in ("liam", "maya"):
        days = DaysPart(first=date(2026, 12, 2), last=date(2026, 12, 4))
        Hand(machine, name).do(days_off.add, days)
    machine.clock.set(at("12-02 10:00"))
    post._deliver()
    assert to_people(post) == []


def test_a_note_of_a_colleague_waits_for_the_morning(machine: Machine, post: Post) -> None:
    machine.join("pia", "presales")
    deal_id, liam = machine.deal(), Hand(machine, "liam")
    liam.do(team.change, deal_id, ["U0PIA"], team.form(liam.ask(), deal_id).people)
    Hand(machine, "pia").note("EXPO-2026-001 they called back")  # Tuesday 15:30, and Slack is away
    for when in ("11-24 23:00", "11-25 06:00"):
        machine.clock.set(at(when))
        post._deliver()
    assert to_people(post) == []
    machine.clock.set(at("11-25 09:00"))
    post._deliver()
    assert [when for when, _ in post.of(TeamNoted)] == ["11-25 09:00"]


def test_an_answer_comes_at_any_hour(machine: Machine, post: Post) -> None:
    machine.clock.set(at("11-24 23:00"))
    telling.reply(Hand(machine, "liam").ask("asked"), Sentence(key="err.gone"))
    post._deliver()
    assert [when for when, _ in to_people(post)] == ["11-24 23:00"]

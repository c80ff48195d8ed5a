"""A limit is changed under running deals: whom it flags when, and what is said of it, on both databases."""

from __future__ import annotations

from collections import Counter

from rules.answers.digests import MorningList
from rules.facts import Rung
from services.clock import nudges
from services.setup import config_change
from tests.services.machine import Machine
from tests.services.mornings import Post, at, lines_of
from tests.services.test_configured import applied, change


def test_what_a_change_newly_flags_comes_five_a_person_and_morning(machine: Machine) -> None:
    """S12: a threshold is tightened while 12 deals of Liam's and one of Dana's are past it."""
    mine = [machine.deal(stage="proposal", amount_minor=n * 100_00, currency="CNY") for n in range(1, 13)]
    hers = machine.deal("dana", stage="proposal")
    machine.clock.set(at("11-27 15:30"))
    for deal in (*mine, hers):
        machine.change(deal, last_contact_at=machine.clock.now())
    nudges.tick(machine.deps, now=machine.clock.now())
    assert machine.nudges == []
    change(machine, lambda d: d["stages"][3].update(slow_after="48h"))
    looked = config_change.look_again(machine.deps, now=machine.clock.now())
    assert (looked.deals, len(looked.turns)) == (13, 13)
    told: Counter[tuple[str, int]] = Counter()
    heaviest_first = []
    for day in ("11-27 16:00", "11-30 18:00", "12-01 18:00", "12-02 18:00"):
        before = {x.id for x in machine.nudges}
        nudges.tick(machine.deps, now=at(day))
        new = [x for x in machine.nudges if x.id not in before and x.rung == Rung.RED]
        told.update((day[:5], x.person_id or 0) for x in new)
        heaviest_first += sorted((x.deal_id or 0 for x in new if x.deal_id != hers), reverse=True)
    liam, dana = machine.ids["liam"], machine.ids["dana"]
    assert told == {("11-30", liam): 5, ("11-30", dana): 1, ("12-01", liam): 5, ("12-02", liam): 2}
    assert heaviest_first == mine[::-1]


def test_a_second_change_on_the_same_day_takes_what_is_left_of_it(machine: Machine) -> None:
    first = [machine.deal(stage="proposal") for _ in range(3)]
    later = [machine.deal(stage="negotiation") for _ in range(4)]
    machine.clock.set(at("11-27 15:30"))
    for deal in (*first, *later):
        machine.change(deal, last_contact_at=machine.clock.now())
    for n in (4, 5):
        change(machine, lambda d, n=n: [s.update(slow_after="48h") for s in d["stages"][3:n]])  # type: ignore[misc]
        config_change.look_again(machine.deps, now=machine.clock.now())
    turns = [machine.deal_row(deal).flags_from for deal in (*first, *later)]
    assert turns == [at("11-27 15:30")] * 5 + [at("11-30 08:30")] * 2


def test_limits_that_a_change_brings_near_share_the_places_of_the_day(machine: Machine) -> None:
    """Five are over the new limit at once, seven reach it by Monday noon: five a morning all the same, and the last day
    that is named is the one on which the last is told."""
    machine.clock.set(at("11-25 15:00"))
    late = [machine.deal(stage="proposal") for _ in range(5)]
    machine.clock.set(at("11-26 10:00"))
    near = [machine.deal(stage="proposal") for _ in range(7)]
    machine.clock.set(at("11-27 15:30"))
    change(machine, lambda d: d["stages"][3].update(slow_after="48h"))
    looked = config_change.look_again(machine.deps, now=machine.clock.now())
    assert max(turn.on for turn in looked.turns) == at("12-02 08:30").date()
    told: Counter[str] = Counter()
    post = Post(machine)
    post.live(at("12-03 18:00"))
    red = [x for x in machine.nudges if x.rung == Rung.RED and x.person_id == machine.ids["liam"]]
    told.update(x.due_at.astimezone(at("11-27 15:30").tzinfo).strftime("%m-%d") for x in red)
    assert told == {"11-30": 5, "12-01": 5, "12-02": 2} and {x.deal_id for x in red} == {*late, *near}


def test_a_red_that_was_promised_comes_no_later_by_a_change(machine: Machine) -> None:
    """Warned in the morning of 15:30 that day; a change at ten o'clock flags heavier deals, and this one too. The line of
    the list after it names the limit that holds now."""
    machine.clock.set(at("11-19 15:30"))
    promised = machine.deal(stage="proposal", amount_minor=1_00, currency="CNY")
    machine.clock.set(at("11-24 10:00"))
    heavier = [machine.deal(stage="proposal", amount_minor=9_000_00, currency="CNY") for _ in range(6)]
    post = Post(machine)
    post.live(at("11-30 10:00"))
    for deal in (promised, *heavier):
        machine.change(deal, last_contact_at=machine.clock.now())
    applied(machine, lambda d: d["stages"][3].update(slow_after="48h"))
    config_change.look_again(machine.deps, now=machine.clock.now())
    post.live(at("12-03 08:30"))
    red = [x.deal_id for x in machine.nudges if x.rung == Rung.RED and x.due_at < at("12-01 00:00")]
    assert red == [promised]
    lists = [answer for when, answer in post.of(MorningList) if when == "12-01 08:30"]
    assert {line.why.limit for line in lines_of(lists[0])} == {"2wd"}

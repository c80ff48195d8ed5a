"""What the clock does by itself: the same minute run again says nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rules.answers.digests import VerbFilled
from rules.digest import ChannelSeen
from services.capture import untaken
from services.clock import nudges, overtaken, staff, verbs
from services.clock.said import Pressed
from services.deals import stage_undo, stages, task_ladder
from services.lists import blocked_edits, digests, wins
from services.sending import grouping
from tests.crash.acts.deals import asked
from tests.crash.dying import Act, Prepare
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at, stuck, with_channel
from tests.services.test_staff import slack_says
from tests.services.test_triage import offered
from tests.services.test_wins import declare, sign

READERS = ChannelSeen(members=frozenset({"U0LIAM", "U0MAYA"}))


def runs(job: Callable[..., Any], *, when: str = "", **given: Any) -> Act:
    """The job runs, whatever it counts."""

    def act(machine: Machine) -> None:
        if when:
            machine.clock.set(at(when))
        job(machine.deps, now=machine.clock.now(), **given)

    return act


def _look(_channel: str) -> ChannelSeen:
    return READERS


def tick(machine: Machine) -> Act:
    """Two deals went quiet."""
    machine.deal()
    machine.deal("dana")
    return runs(nudges.tick, when="12-01 15:30")


def claim(machine: Machine) -> Act:
    machine.deal()
    machine.clock.set(at("12-01 15:30"))
    nudges.tick(machine.deps, now=machine.clock.now())
    return runs(grouping.claim)


def task(machine: Machine) -> Act:
    """Nobody answered what was asked for the day before."""
    asked(machine)
    return runs(task_ladder.tick, when="11-26 10:00")


def untaken_lead(machine: Machine) -> Act:
    offered(machine)
    return runs(untaken.tick, when="11-26 16:30")


def _morning(machine: Machine, until: str) -> Post:
    """A deal is stuck, and a channel reads so."""
    with_channel(machine.db.url).close()
    post = Post(machine)
    stuck(machine, post)
    if until:
        post.through(until)
    return post


def slots(machine: Machine) -> Act:
    _morning(machine, "")
    return runs(digests.take_slots, look=_look, when="12-02 09:02")


def _lost_after(machine: Machine, until: str) -> None:
    """Its owner closes what was said that morning."""
    _morning(machine, until)
    machine.clock.push(minutes=1)
    Hand(machine, "liam").do(lambda ask: stages.close(ask, 1, state="lost", reason="price", words="too dear"))


def edited_list(machine: Machine) -> Act:
    _lost_after(machine, "12-02 09:00")
    return runs(overtaken.refresh)


def edited_channel(machine: Machine) -> Act:
    _lost_after(machine, "12-02 09:00")
    return runs(blocked_edits.refresh, look=_look)


def win(machine: Machine) -> Act:
    declare(machine)
    sign(machine)
    return runs(wins.refresh, look=_look)


def not_won(machine: Machine) -> Act:
    """It was told, and the move was taken back."""
    declare(machine)
    _, moved = sign(machine)
    Post(machine).run()
    stage_undo.undo(Hand(machine, "liam").ask(), moved.undo_id)
    return runs(wins.refresh, look=_look)


def left(machine: Machine) -> Act:
    """A manager left Slack; a process that died while it followed is given up after a while."""
    for who in ("liam", "dana"):
        pressed = Pressed(0, machine.deal(who))
        Hand(machine, who).do(verbs.act, "ask_help", pressed, VerbFilled(text="the price"))
    slack_says(machine, "maya", is_active=False)

    def act(m: Machine) -> None:
        staff.follow(m.deps, now=m.clock.now())
        m.process.push(hours=1)
        staff.follow(m.deps, now=m.clock.now())

    return act


ACTS: dict[str, Prepare] = {
    "nudges.tick": tick,
    "grouping.claim": claim,
    "task_ladder.tick": task,
    "untaken.tick": untaken_lead,
    "digests.take_slots + digests._channels": slots,
    "overtaken.refresh": edited_list,
    "blocked_edits.refresh": edited_channel,
    "staff.follow + staff._begin + staff._look_again + verb_team.pass_on": left,
    "wins._tell": win,
    "wins._correct": not_won,
}

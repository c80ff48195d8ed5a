"""Time passes for a machine of `tests.services.machine`: ticks, messages without Slack, lists."""

from __future__ import annotations

from datetime import datetime

from rules.answers import Sentence, dump
from rules.answers.nudges import NudgeMessage
from services.clock import nudges
from services.letters import messages
from services.letters.messages import Letter
from services.sending import grouping, outbox, promises
from tests.services.machine import QUICK, Machine


def at(local: str) -> datetime:
    """A local time in Shanghai, "12-03 15:30" of 2026."""
    return datetime.fromisoformat(f"2026-{local.replace(' ', 'T')}:00+08:00")


def tick(machine: Machine, local: str | None = None) -> nudges.TickResult:
    if local:
        machine.clock.set(at(local))
    return nudges.tick(machine.deps, now=machine.clock.now())


def said(machine: Machine, *states: str) -> list[tuple[str, int, str]]:
    return [(x.rule, x.rung, x.lane) for x in machine.nudges if not states or x.state in states]


def send(machine: Machine) -> list[NudgeMessage]:
    """Groups and delivers what is due, without Slack; what was said."""
    grouping.claim(machine.deps, now=machine.clock.now())
    found = []
    while leased := outbox.lease(machine.deps, "w", QUICK):
        letter = messages.prepare(machine.deps, leased)
        if isinstance(letter, Letter):
            assert isinstance(letter.answer, NudgeMessage)
            assert outbox.begin(machine.deps, leased, "D1", QUICK)
            outbox.sent(machine.deps, leased, "D1", "1.2")
            found.append(letter.answer)
        elif letter.until:
            outbox.postpone(machine.deps, leased, letter.until)
        else:
            outbox.drop(machine.deps, leased, letter.reason)
    return found


def follow(machine: Machine, until: str) -> list[tuple[str, str, int]]:
    """Moves time from one instant that something wants to the next, and delivers; (local time, rule, rung)."""
    heard = []
    while True:
        result = tick(machine)
        for message in send(machine):
            when = machine.clock.now().astimezone(at("11-24 00:00").tzinfo).strftime("%m-%d %H:%M")
            heard += [(when, line.rule, line.rung) for line in message.lines]
        tick(machine)
        wanted = [nudges.next_at(machine.deps), outbox.next_due(machine.deps, machine.clock.now())]
        wanted += [x.due_at + grouping.LATE_LIST for x in machine.nudges if x.state == "planned"]
        ahead = [x for x in wanted if x and x > machine.clock.now()]
        if not ahead or min(ahead) > at(until):
            return heard
        assert result.considered < 50
        machine.clock.set(min(ahead))


def morning(machine: Machine, name: str = "liam") -> int:
    """The person's morning list goes out now, with what waits for it."""
    recipient = f"person:{machine.ids[name]}"
    with machine.db.write() as tx:
        payload = dump(Sentence(key="err.gone"))
        slot = f"morning:{recipient}:{machine.clock.now():%m-%d}"
        list_id = promises.promise(tx, slot, "morning", recipient, payload, machine.clock.now())
    leased = outbox.lease(machine.deps, "w", QUICK)
    assert leased is not None and list_id is not None and leased.id == list_id
    assert isinstance(messages.prepare(machine.deps, leased), Letter)
    assert outbox.begin(machine.deps, leased, "D1", QUICK)
    outbox.sent(machine.deps, leased, "D1", "1.2")
    return list_id

"""Two lines of one message are answered at once: the message remembers both."""

from __future__ import annotations

import threading

from rules.answers import load
from rules.answers.digests import MorningList, VerbFilled
from rules.answers.nudges import Done
from services.ask import Ask
from services.clock import said, verbs
from services.clock.said import Pressed
from services.team.people import actor_of
from storage.tables import Deal, Person
from tests.services.machine import Machine
from tests.services.mornings import Post, stuck


def test_two_lines_answered_at_once_are_both_remembered(machine: Machine) -> None:
    """One is saving when the other is pressed: the second waits, and reads what the first has written."""
    post = Post(machine)
    first, second = stuck(machine, post), stuck(machine, post)
    post.run("12-02 08:30")
    sent = next(x for x in machine.deliveries if x.kind == "morning" and x.person_id == machine.ids["liam"])
    with machine.db.read() as tx:
        liam = tx.get_one(Person, machine.ids["liam"])
        actor = actor_of(tx, liam)
    ask = Ask(machine.deps, liam, actor, machine.clock.now(), "other")
    on = {deal: Pressed(0, deal, sent.channel or "", sent.ts or "") for deal in (first, second)}
    other = threading.Thread(target=lambda: verbs.act(ask, "note", on[second], VerbFilled()))
    with machine.db.write() as tx:
        read = said.message_of(tx, actor, on[first])
        other.start()
        other.join(0.5)
        said.rewritten(tx, actor, on[first], tx.get_one(Deal, first), Done(verb="note"))
        assert read is not None
    other.join()
    kept = load(next(x for x in machine.deliveries if x.id == sent.id).payload["said"])
    assert isinstance(kept, MorningList)
    assert {x.head.deal_id: x.done and x.done.verb for x in kept.lines} == {first: "note", second: "note"}

"""A message that somebody deleted in Slack, or that is too old to be edited there: its edits end quietly."""

from __future__ import annotations

import pytest

from sandbox.driver import Sandbox
from services.clock import nudges, overtaken
from services.sending import alarms, grouping
from storage.tables import PersonRole
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import at


def run(machine: Machine, when: str) -> None:
    machine.clock.set(at(when))
    now = machine.clock.now()
    nudges.tick(machine.deps, now=now)
    grouping.claim(machine.deps, now=now)
    machine.postman.run()
    overtaken.refresh(machine.deps, now=now)
    machine.postman.run()


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("word", ["message_not_found", "edit_window_closed"])
def test_it_is_edited_once_and_no_admin_hears_of_it(posting: Machine, slack: Sandbox, word: str) -> None:
    with posting.db.write() as tx:
        tx.add(PersonRole(person_id=posting.ids["zoe"], role="admin"))
    posting.deal()
    run(posting, "12-01 15:30")
    slack.fault("chat.update", word, times=9)
    liam = Hand(posting, "liam")
    noted = liam.note("EXPO-2026-001 called them")
    run(posting, "12-01 15:32")
    liam.undo_note(noted.undo_id)
    run(posting, "12-01 15:34")
    edits = [(one.state, one.error) for one in posting.deliveries if one.op == "update"]
    assert edits == [("dropped", word)]
    assert alarms.run(posting.deps, now=posting.clock.now()) == 0

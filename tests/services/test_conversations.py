"""Baton's conversation with a person: opened for the first message, kept, and opened anew where Slack lost it."""

from __future__ import annotations

import pytest

from tests.services.machine import Machine


@pytest.fixture
def machine(posting: Machine) -> Machine:
    return posting


def test_a_conversation_is_opened_once_and_again_where_slack_knows_it_no_more(machine: Machine) -> None:
    assert machine.slack is not None
    before = max((call["n"] for call in machine.slack.wire()), default=0)

    def opened() -> int:
        return sum(1 for call in machine.slack.wire(after=before) if call["name"] == "conversations.open")

    for _ in range(3):
        machine.promise()
        machine.postman.run()
    assert opened() == 1
    machine.slack.fault("chat.postMessage", "channel_not_found", times=1)
    machine.promise()
    while machine.postman.run():
        pass
    assert (opened(), [row.state for row in machine.deliveries]) == (2, ["sent"] * 4)


def test_what_was_tried_in_a_conversation_that_is_gone_goes_out_in_a_new_one(machine: Machine) -> None:
    assert machine.slack is not None
    machine.promise()
    machine.postman.run()
    machine.slack.fault("chat.postMessage", "token_revoked", times=1)
    machine.promise()
    machine.postman.run()
    machine.slack.fault("chat.postMessage", "channel_not_found", times=1)
    machine.process.push(hours=2)
    with machine.judged() as sink:
        while machine.postman.run():
            pass
    assert len(sink) == 1 and [row.state for row in machine.deliveries] == ["sent", "sent"]

"""Every button, menu and form of the registry, sent as a manager, a rep and an admin with ids that there are: whatever
comes of it, nobody meets a failure that was not foreseen, neither before the ack nor beside it."""

import itertools
import logging
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from slack_bolt.request import BoltRequest
from sqlmodel import select

from bot.failures import DeliveryError
from handlers.registry import BUTTONS, FORMS, MENUS
from storage import people as people_rows
from storage.tables import BlockedDay, Deal, DigestChannel
from tests.flows.test_outdated import pressed
from tests.lending import CopyOf
from tests.world import Started, World

Json = dict[str, Any]
WHO = ("U0MAYA", "U0DANA", "U0ADA")
# As buttons carry them: an id, a step, a day of it, two ids, a page, a person; `{}` stands for the number.
VALUES = ("{}", "s{}", "d{}|2026-12-04|14:00|by", "{}:{}", "0:", "U0DANA")
DEALS = 6  # what one press ends, the next finds another of
FORM_KEPT = (
    '{{"deal": {0}, "deals": [{0}], "place": 0, "channel": "C0SALES", "where": "d{0}", "person": {0}}}'
)


@pytest.fixture
def world(copy_of: CopyOf) -> Iterator[World]:
    """With deals of Dana's, which Maya's list of today has on it."""
    made = World(copy_of(Started()))
    for number in range(DEALS):
        line = f"/lead Acme {number}, Ms. Chen 212-555-01{number:02}, ERP, $80k, expo"
        made.dana.command("#sales-east", line)
    made.dana.command("#sales-east", "/followup Acme 1 likes the pilot; send the SOW by Dec 3")
    today = made.clock.now()
    with made.deps.db.write() as tx:
        maya = people_rows.by_handle(tx, "maya")
        assert maya is not None
        channel = DigestChannel(channel="C0SALES", locale="en", tz="Asia/Shanghai", declared_at=today)
        channel.root_person_id = maya.id
        tx.add(channel)
        for place, deal in enumerate(tx.exec(select(Deal))):
            row = BlockedDay(
                channel=channel.channel,
                on=today.date(),
                deal_id=deal.id,
                position=place,
                status="new",
                days_listed=1,
            )
            row.stage = deal.stage
            tx.add(row)
    yield made
    made.stop()


def requests() -> Iterator[tuple[str, Json]]:
    """(its name, what Slack sends) of each control with each value."""
    numbers = itertools.cycle(range(1, DEALS + 1))
    for n, (name, value) in enumerate(itertools.product((*BUTTONS, *MENUS), VALUES)):
        body = pressed(name, value.replace("{}", str(next(numbers))), n, is_menu=name in MENUS)
        if n % 2:  # in a message, where no window is
            del body["view"]
            body["container"] = {"type": "message", "channel_id": "C0SALES", "message_ts": "1.1"}
        yield name, {**body, "user": {"id": WHO[n % len(WHO)], "team_id": "T0"}}
    for n, (name, who) in enumerate(itertools.product(FORMS, WHO)):
        field = {
            "type": "input",
            "block_id": "text",
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
        view = {
            "id": f"V{n}",
            "type": "modal",
            "callback_id": name,
            "hash": "1.1",
            "title": {"type": "plain_text", "text": "Baton"},
            "blocks": [field],
            "private_metadata": FORM_KEPT.format(next(numbers)),
            "state": {"values": {}},
        }
        yield name, {"type": "view_submission", "user": {"id": who, "team_id": "T0"}, "view": view}


def is_taken(world: World, body: Json, caplog: pytest.LogCaptureFixture) -> bool:
    """So many a second may be more than there is room for: whoever is told so presses again."""
    before = len(caplog.messages)
    assert world.baton.app.dispatch(BoltRequest(body=body, mode="socket_mode")).status == 200
    return not any("error=Busy" in said for said in caplog.messages[before:])


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_no_control_meets_a_failure_that_was_not_foreseen(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    sent = set()
    with caplog.at_level(logging.ERROR, logger="baton"):
        for name, body in requests():
            before = len(caplog.messages)
            world.slack.wait_for(partial(is_taken, world, body, caplog))
            new = [said for said in caplog.messages[before:] if "error=Busy" not in said]
            assert [said for said in new if "handler failed" in said] == [], (name, body.get("actions"))
            sent.add(name)
        assert world.baton.runtime.background.drain()
    beside = [x.exc_info[1] for x in caplog.records if x.exc_info and "in the background" in x.message]
    # The windows of these presses are none that Slack knows: that it says so is foreseen.
    assert [x for x in beside if not isinstance(x, DeliveryError)] == []
    assert sent == {*BUTTONS, *MENUS, *FORMS}

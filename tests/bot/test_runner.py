"""Socket Mode over a real WebSocket: concurrent, always acknowledged, closed without losing an ack."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from slack_bolt import App

from bot.factory import auth_result, build_app
from bot.failures import DeliveryError
from bot.runner import SocketRunner
from bot.views import parts
from tests.bot.door import LONG, Door
from tests.bot.loopback import loopback

IDENTITY = {"team_id": "T1", "user_id": "UBOT", "bot_id": "B1"}


@pytest.fixture
def door() -> Iterator[Door]:
    door = Door()
    yield door
    door.close()


def _app(door: Door) -> App:
    return build_app(
        f"http://127.0.0.1:{door.port}/api/",
        auth=auth_result("xoxb-1", IDENTITY),
        on_error=lambda fault: None,
        logger=logging.getLogger("baton.test"),
    )


def _command(number: int, command: str = "/lead") -> dict[str, Any]:
    payload = {"command": command, "text": f"n{number}", "user_id": "U1", "team_id": "T1", "channel_id": "C1"}
    return {
        "type": "slash_commands",
        "envelope_id": f"e{number}",
        "accepts_response_payload": True,
        "payload": payload,
    }


def test_ten_envelopes_are_handled_at_once(door: Door) -> None:
    together = threading.Barrier(10)

    def lead(ack: Callable[..., None], body: dict[str, Any]) -> None:
        together.wait(LONG)  # passes only when ten are in here at the same time
        ack(body["text"])

    app = _app(door)
    app.command("/lead")(lead)
    runner = SocketRunner(app, "xapp-1")
    assert not runner.is_connected()
    runner.start()
    assert runner.is_connected()
    door.send(*(_command(n) for n in range(10)))
    assert door.wait(10) == {f"e{n}": {"text": f"n{n}"} for n in range(10)}
    runner.stop()
    assert not runner.is_connected()


def test_a_start_ends_with_slacks_hello(door: Door) -> None:
    door.may_greet.clear()
    runner = SocketRunner(_app(door), "xapp-1")
    starting = threading.Thread(target=runner.start)
    starting.start()
    assert door.met.wait(LONG)
    starting.join(0.3)
    assert starting.is_alive()
    door.may_greet.set()
    starting.join(LONG)
    assert not starting.is_alive()
    runner.stop()


def test_a_raising_listener_and_an_unknown_one_are_acknowledged(door: Door) -> None:
    app = _app(door)

    def fail() -> None:
        raise RuntimeError("boom")

    def silent() -> None:
        return

    app.command("/lead")(fail)
    app.command("/silent")(silent)
    runner = SocketRunner(app, "xapp-1")
    runner.start()
    door.send(_command(1), _command(2, "/unknown"), _command(3, "/silent"))
    acks = door.wait(3)
    assert acks["e1"]["response_type"] == "ephemeral" and "n1" in json.dumps(acks["e1"])
    assert acks["e2"] is None and acks["e3"] is None
    runner.stop()


def test_the_largest_modal_of_ours_arrives_whole_and_a_larger_answer_is_still_acked(door: Door) -> None:
    app = _app(door)
    modal = parts.modal("中", [parts.section("中" * 3000)] * 100)
    assert len(modal["blocks"]) > 2
    app.command("/lead")(lambda ack: ack({"response_action": "update", "view": modal}))
    app.command("/vast")(lambda ack: ack("x" * 70_000))
    runner = SocketRunner(app, "xapp-1")
    runner.start()
    door.send(_command(1), _command(2, "/vast"))
    assert door.wait(2) == {"e1": {"response_action": "update", "view": modal}, "e2": None}
    runner.stop()


def test_a_stop_lets_the_running_handler_answer(door: Door) -> None:
    inside, go = threading.Event(), threading.Event()

    def lead(ack: Callable[..., None]) -> None:
        inside.set()
        go.wait(LONG)
        ack("done")

    app = _app(door)
    app.command("/lead")(lead)
    runner = SocketRunner(app, "xapp-1")
    runner.start()
    door.send(_command(1))
    assert inside.wait(LONG)
    stopping = threading.Thread(target=runner.stop)
    stopping.start()
    go.set()
    stopping.join(LONG)
    assert not stopping.is_alive()
    assert door.wait(1) == {"e1": {"text": "done"}}


@pytest.mark.parametrize("silently", [False, True])
def test_a_connection_that_slack_ends_is_replaced_at_once(door: Door, silently: bool) -> None:
    app = _app(door)
    app.command("/lead")(lambda ack: ack("done"))
    runner = SocketRunner(app, "xapp-1", ping_interval=100 * LONG)  # the client itself would look only then
    runner.start()
    door.hang_up(silently=silently)
    door.send(_command(1))
    assert door.wait(1) == {"e1": {"text": "done"}}
    runner.stop()


def test_what_comes_by_a_new_connection_does_not_wait_for_the_old_one(door: Door) -> None:
    app = _app(door)
    app.command("/lead")(lambda ack: ack("done"))
    runner = SocketRunner(app, "xapp-1")
    runner.start()
    old = runner._client.current_session
    assert old is not None and old.sock is not None
    old.sock.settimeout(10 * LONG)
    door.renew()
    door.send(_command(1))
    assert door.wait(1) == {"e1": {"text": "done"}}
    runner.stop()


def test_what_comes_by_the_old_connection_does_not_wait_for_a_new_one(door: Door) -> None:
    app = _app(door)
    app.command("/lead")(lambda ack: ack("done"))
    runner = SocketRunner(app, "xapp-1")
    runner.start()
    door.may_open.clear()
    door.send({"type": "disconnect", "reason": "warning"}, _command(1))
    assert door.wait(1) == {"e1": {"text": "done"}}
    before = door.socket
    door.may_open.set()
    with door.changed:
        assert door.changed.wait_for(lambda: door.socket is not before, LONG)
    runner.stop()


def test_while_slack_gives_no_other_connection_the_one_that_is_left_works_and_a_stop_ends(door: Door) -> None:
    app = _app(door)
    app.command("/lead")(lambda ack: ack("done"))
    runner = SocketRunner(app, "xapp-1")
    runner.start()
    door.later = "300"
    door.send({"type": "disconnect", "reason": "warning"}, _command(1))
    assert door.wait(1) == {"e1": {"text": "done"}}
    stopping = threading.Thread(target=runner.stop, daemon=True)
    stopping.start()
    stopping.join(LONG)
    assert not stopping.is_alive()


class Full(logging.Handler):
    """A log that cannot be written."""

    asked = threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if "on_error invoked" in record.getMessage():
            self.asked.set()
            raise OSError("no space left on device")


def test_a_fault_while_reading_leaves_nobody_deaf(door: Door) -> None:
    app, full = _app(door), Full()
    app.command("/lead")(lambda ack: ack("done"))
    runner = SocketRunner(app, "xapp-1")
    runner.start()
    logging.getLogger("baton.test").addHandler(full)
    door.spoil()
    assert full.asked.wait(
        LONG
    )  # what came in one piece with it is not acknowledged, so that Slack sends it again
    door.send(_command(1))
    acks = door.wait(1)
    logging.getLogger("baton.test").removeHandler(full)
    assert acks == {"e1": {"text": "done"}}
    runner.stop()


class HeldUp(logging.Handler):
    """Holds up who made a connection just before it is used, until one was closed or half a second is over."""

    def __init__(self) -> None:
        super().__init__()
        self.begins, self.closed = threading.Event(), threading.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage().startswith("A new session has been established"):
            self.begins.set()
            self.closed.wait(0.5)
        elif self.begins.is_set() and "has been closed" in record.getMessage():
            self.closed.set()


def test_a_stop_ends_while_a_new_connection_begins(door: Door) -> None:
    runner = SocketRunner(_app(door), "xapp-1", ping_interval=1.0)
    runner.start()
    held, logger = HeldUp(), logging.getLogger("baton.test")
    before = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(held)
    door.hang_up()
    assert held.begins.wait(LONG)
    stopping = threading.Thread(target=runner.stop, daemon=True)
    stopping.start()
    stopping.join(LONG)
    logger.removeHandler(held)
    logger.setLevel(before)
    assert not stopping.is_alive()


def test_a_wrong_token_is_named_at_the_start() -> None:
    with loopback() as slack:
        slack.say({"ok": False, "error": "invalid_auth"})
        app = build_app(
            slack.url + "api/",
            auth=auth_result("xoxb-1", IDENTITY),
            on_error=lambda fault: None,
            logger=logging.getLogger("baton.test"),
        )
        runner = SocketRunner(app, "xapp-1")
        with pytest.raises(DeliveryError) as failed:
            runner.start()
        assert failed.value.kind == "revoked"
        runner.stop()

"""What goes to the app: interactive payloads that a person waits for, and events that are tried again."""

from __future__ import annotations

import uuid

from sandbox.courier import Ack
from sandbox.entities import Json
from sandbox.world import World

ACK_SECONDS = 3.0  # https://docs.slack.dev/interactivity/handling-user-interaction#acknowledgment_response
# https://docs.slack.dev/apis/events-api/#retries: at once, after 1 minute, after 5 minutes
RETRY_AFTER = (0.0, 60.0, 300.0)


async def ask(world: World, kind: str, payload: Json) -> Ack:
    """Delivers a command or an interaction once; a person is waiting."""
    envelope = {
        "envelope_id": str(uuid.uuid4()),
        "type": kind,
        "accepts_response_payload": True,
        "payload": payload,
    }
    return await _stirring(world, envelope)


async def again(world: World, envelope: Json) -> Ack:
    """The same payload once more, as Slack sends when it is not sure."""
    return await _stirring(world, {**envelope, "envelope_id": str(uuid.uuid4())})


async def _stirring(world: World, envelope: Json) -> Ack:
    """The app is asked by the clock what it wishes now, when this is under way and when it is done."""
    world.clock.stir()
    ack = await _attempt(world, envelope)
    world.clock.stir()
    return ack


async def _attempt(world: World, envelope: Json) -> Ack:
    courier = world.courier
    future = await courier.send(envelope)
    if not await world.process.within(future, ACK_SECONDS):
        courier.give_up(envelope["envelope_id"])
        return Ack("timeout")
    return future.result()


def tell(world: World, name: str, event: Json, *, only_now: bool = False) -> None:
    """Sends an event that the manifest subscribes to, in the background; `only_now`: not when nobody listens.

    `name` is the subscription (`message.im`), `event` the inner event.
    """
    if name not in world.spec.events or world.is_revoked or (only_now and not world.courier.is_ready):
        return
    world.spawn(_deliver_event(world, _outer(world, event), is_own=only_now))


def _outer(world: World, event: Json) -> Json:
    team = world.state.team.id
    return {
        "token": "sandbox-verification",
        "team_id": team,
        "api_app_id": world.spec.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": world.state.new_id("Ev"),
        "event_time": world.state.meta.now_us // 1_000_000,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": team,
                "user_id": world.spec.bot_user,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{world.state.new_id('E')}",
    }


async def _pause(world: World, seconds: float) -> None:
    world.retrying += 1
    world.feed.touch()
    try:
        await world.process.sleep(seconds)
    finally:
        world.retrying -= 1


async def _deliver_event(world: World, payload: Json, *, is_own: bool) -> None:
    reason = ""
    for attempt, pause in enumerate((None, *RETRY_AFTER)):
        if pause:
            await _pause(world, pause)
        ack = await (_attempt if is_own else _stirring)(
            world,
            {
                "envelope_id": str(uuid.uuid4()),
                "type": "events_api",
                "accepts_response_payload": False,
                "payload": payload,
                "retry_attempt": attempt,
                "retry_reason": reason,
            },
        )
        if ack.status == "ok" or not ack.retry:
            return
        reason = ack.reason or world.courier.reasons[ack.status]
    world.notice(f"the event {payload['event']['type']} was not acknowledged and is given up")

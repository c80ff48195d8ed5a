"""The clocks: business time in steps with its listeners, process time pushed ahead."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sandbox.client.common import RefusalError
from sandbox.entities import Json
from sandbox.world import World


def instant(value: Any, name: str) -> datetime:
    """An ISO time with its zone; raises RefusalError."""
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        raise RefusalError(f"{name} must be an ISO time", 400) from None
    if found.tzinfo is None:
        raise RefusalError(f"{name} must name its zone", 400)
    return found


async def look(world: World, args: Json) -> Json:
    if args.get("after") in (None, ""):
        return world.clock.told()
    return await world.clock.after(int(args["after"]), float(args.get("wait") or 0))


async def advance(world: World, args: Json) -> Json:
    """Moves business time to a target; never back."""
    if "to" in args:
        target = instant(args["to"], "to")
    else:
        target = world.state.now + timedelta(seconds=float(args["seconds"]))
    if target < world.state.now:
        raise RefusalError("time does not go back", 400)
    reached = await world.clock.advance(target, float(args.get("wait") or 0))
    return world.clock.told() | {"reached": reached}


async def listen(world: World, args: Json) -> Json:
    world.clock.listen(str(args["listener"]))
    return world.clock.told()


async def leave(world: World, args: Json) -> Json:
    await world.clock.leave(str(args["listener"]))
    return world.clock.told()


async def done(world: World, args: Json) -> Json:
    next_at = args.get("next_at")
    moment = instant(next_at, "next_at") if next_at else None
    await world.clock.done(str(args["listener"]), int(args["step"]), moment)
    return {}


async def push(world: World, args: Json) -> Json:
    """Process time, ahead: triggers expire, acks run out, retries come; at another `pace` from now on."""
    if not {"seconds", "pace"} & args.keys():
        raise RefusalError("seconds or pace, which?", 400)
    if "pace" in args:
        if (pace := float(args["pace"])) <= 0:
            raise RefusalError("pace must be more than 0", 400)
        world.process.go(pace)
    world.process.push(float(args.get("seconds", 0.0)))
    return {"process": world.process.now()}

"""What tests ask and break: the sink, changes to wait for, faults, connections, health."""

from __future__ import annotations

from sandbox.client.common import RefusalError
from sandbox.entities import Json
from sandbox.world import World

REASONS = ("warning", "refresh_requested", "link_disabled")


async def sink(world: World, args: Json) -> Json:
    """Every stored post, update, ephemeral and deletion, in order; `after=N` leaves the first N out."""
    return {"entries": world.sink[int(args.get("after") or 0) :]}


async def changes(world: World, args: Json) -> Json:
    """The counter of changes, as soon as it is greater than `after`."""
    after = int(args.get("after") or 0)
    return {"changes": await world.feed.wait(after, float(args.get("wait") or 0))}


async def add_fault(world: World, args: Json) -> Json:
    stored, times = args.get("stored"), args.get("times")
    world.faults.add(
        str(args.get("method", "*")),
        str(args["kind"]),
        share=float(args.get("share", 1.0)),
        times=None if times is None else int(times),
        seed=int(args.get("seed") or 0),
        stored=None if stored is None else bool(stored),
        retry_after=str(args.get("retry_after", "1")),
    )
    return {}


async def clear_faults(world: World, args: Json) -> Json:
    world.faults.clear()
    return {"hits": world.faults.hits}


async def disconnect(world: World, args: Json) -> Json:
    """With a reason as Slack says goodbye; with `drop` the connections just break."""
    if args.get("reason") == "drop":
        return {"connections": await world.links.drop()}
    reason = str(args.get("reason", "warning"))
    if reason not in REASONS:
        raise RefusalError(f"reason must be one of {', '.join(REASONS)}, drop", 400)
    return {"connections": await world.links.disconnect(reason)}


async def health(world: World, args: Json) -> Json:
    return {"connections": len(world.links.usable), "unacked": world.links.unacked}

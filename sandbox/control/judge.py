"""What tests ask and break: the sink, changes to wait for, faults, connections, health."""

from __future__ import annotations

from sandbox.client.common import RefusalError
from sandbox.control.clocks import instant
from sandbox.deliver import again
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
    stored, times, wait = args.get("stored"), args.get("times"), args.get("retry_after", "1")
    world.faults.add(
        str(args.get("method", "*")),
        str(args["kind"]),
        share=float(args.get("share", 1.0)),
        times=None if times is None else int(times),
        seed=int(args.get("seed") or 0),
        stored=None if stored is None else bool(stored),
        retry_after=None if wait is None else str(wait),
        seconds=float(args.get("seconds", 30)),
    )
    return {}


async def clear_faults(world: World, args: Json) -> Json:
    world.faults.clear()
    return {"hits": world.faults.hits}


async def disconnect(world: World, args: Json) -> Json:
    """With a reason as Slack says goodbye; `drop`: they just break; `silence`: they stay open and dead, and so are the
    next `coming` from their start."""
    if args.get("reason") == "drop":
        return {"connections": await world.links.drop()}
    if args.get("reason") == "silence":
        return {"connections": world.links.silence(int(args.get("coming") or 0))}
    reason = str(args.get("reason", "warning"))
    if reason not in REASONS:
        raise RefusalError(f"reason must be one of {', '.join(REASONS)}, drop, silence", 400)
    return {"connections": await world.links.disconnect(reason)}


async def replay(world: World, args: Json) -> Json:
    """Sends the last `last` envelopes of `type` again, `times` times each, to whichever connection has the turn or to the request URL.

    Answers how each fared; nobody is shown anything.
    """
    kind, last = args.get("type"), int(args.get("last") or 1)
    chosen = [one for one in world.courier.sent if kind in (None, one["type"])][-last:]
    acks = [await again(world, one) for one in chosen for _ in range(int(args.get("times") or 1))]
    return {"acks": [{"status": ack.status, "payload": ack.payload} for ack in acks]}


async def caption(world: World, args: Json) -> Json:
    """What happens next in a story, for whoever looks at the page: who, which verb of it, and what."""
    told = {name: str(args.get(name, ""))[:300] for name in ("who", "verb", "text")}
    world.feed.tell({"type": "caption", **told})
    return {}


async def reset(world: World, args: Json) -> Json:
    """Everything from the seed again: connections cut, faults mended, ids and both clocks from their start."""
    moment = instant(args["now"], "now") if args.get("now") else None
    try:
        await world.reset(moment)
    except LookupError as wrong:
        raise RefusalError(str(wrong), 409) from None
    return world.clock.told()


async def health(world: World, args: Json) -> Json:
    """`connections`: sockets that are open; over HTTP 1 once the URL for events is verified."""
    courier = world.courier
    count = len(world.links.usable) if world.spec.socket_mode else int(courier.is_ready)
    return {"connections": count, "unacked": courier.unacked, "retrying": world.retrying}

"""What an admin enters on the app's page in Slack: Socket Mode on or off, the request URL."""

from __future__ import annotations

from dataclasses import replace

from sandbox.client.common import RefusalError, text
from sandbox.entities import Json
from sandbox.manifest import ManifestError
from sandbox.world import World


async def transport(world: World, args: Json) -> Json:
    """With `request_url` everything goes there, once it has answered the challenge; without, Socket Mode is on."""
    url = text(args, "request_url")
    if not url:
        world.spec = world.requests.spec = replace(world.spec, socket_mode=True)
        return {"socket_mode": True}
    try:
        world.requests.spec = world.spec.over_http(url)
    except ManifestError as wrong:
        raise RefusalError(str(wrong), 400) from None
    if fault := await world.requests.verify():
        world.requests.spec = world.spec
        raise RefusalError(fault)
    world.spec = world.requests.spec
    await world.links.disconnect("link_disabled")
    return {"socket_mode": False}

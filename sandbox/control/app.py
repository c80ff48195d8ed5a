"""What an admin does with the app in Slack: Socket Mode on or off, the request URL, the token revoked."""

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


async def token(world: World, args: Json) -> Json:
    """The bot token is revoked, or with `revoked: false` good again. https://docs.slack.dev/reference/methods/auth.revoke"""
    world.is_revoked = args.get("revoked", True) is not False
    return {"revoked": world.is_revoked}

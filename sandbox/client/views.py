"""A person's modals and Home: submit, close, look, open."""

from __future__ import annotations

from dataclasses import replace

from sandbox import modals, payloads, shapes
from sandbox.answers import faults_of, filled
from sandbox.client.common import RefusalError, active, person, text
from sandbox.content import elements_of
from sandbox.deliver import ask, tell
from sandbox.entities import Json, View
from sandbox.world import World


def _mine(world: World, args: Json) -> View:
    user = active(world, args)
    found = [one for one in modals.stack(world, user.id) if one.id == args.get("view_id")]
    if not found:
        raise RefusalError("view_not_found")
    return found[0]


async def submit(world: World, args: Json) -> Json:
    """Slack's own checks first, then the app's answer."""
    view = _mine(world, args)
    values = args.get("values") or {}
    if not isinstance(values, dict):
        raise RefusalError("values must be an object", 400)
    blocks = view.data["blocks"]
    view = replace(view, values=filled(world, blocks, values, view.values))
    faults = faults_of(blocks, view.values)
    if faults:
        return {"result": "errors", "errors": faults}
    views = modals.stack(world, view.user)
    views[:] = [view if one.id == view.id else one for one in views]
    body = payloads.view_submission(world, view.user, view, _response_urls(world, view))
    ack = await ask(world, "interactive", body)
    if ack.status != "ok":
        return {"result": "timeout", "error": modals.TROUBLE}
    now_there = modals.find(world, view.id)
    if now_there is None:
        return {"result": "closed"}
    return modals.apply_ack(world, now_there, ack.payload)


def _response_urls(world: World, view: View) -> list[Json]:
    """One for each channel chosen in an input with response_url_enabled; modals have none otherwise."""
    urls: list[Json] = []
    for block in view.data["blocks"]:
        if block["type"] != "input":
            continue
        for element in elements_of(block):
            answer = view.values[block["block_id"]][element["action_id"]]
            channel = answer.get("selected_conversation") or answer.get("selected_channel")
            if element.get("response_url_enabled") and channel in world.state.channels:
                responder = world.tokens.responder(view.user, channel)
                urls.append(
                    {
                        "block_id": block["block_id"],
                        "action_id": element["action_id"],
                        "channel_id": channel,
                        "response_url": world.response_url(responder),
                    }
                )
    return urls


async def close(world: World, args: Json) -> Json:
    view = _mine(world, args)
    modals.close(world, view.user, view, every=args.get("all") in (True, "true", "1"))
    return {}


async def listed(world: World, args: Json) -> Json:
    """The open modals, the top one last, and the Home that was published last."""
    user = person(world, args)
    home = world.state.homes.get(user.id)
    return {
        "views": [shapes.view(world, one) for one in modals.stack(world, user.id)],
        "home": shapes.view(world, home) if home else None,
    }


async def open_home(world: World, args: Json) -> Json:
    """The app hears that its Home was opened; the view is what was published before."""
    user, tab = active(world, args), text(args, "tab") or "home"
    if tab not in ("home", "messages"):
        raise RefusalError("tab must be home or messages", 400)
    if tab == "home" and not world.spec.home:
        raise RefusalError("not_enabled")
    home = world.state.homes.get(user.id)
    view = shapes.view(world, home) if home else None
    event: Json = {
        "type": "app_home_opened",
        "user": user.id,
        "channel": world.app_im(user.id).id,
        "tab": tab,
        "event_ts": world.state.stamp(),
    }
    if view is not None and tab == "home":
        event["view"] = view
    tell(world, "app_home_opened", event)
    return {"view": view}

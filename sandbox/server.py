"""The aiohttp application: every address in one table."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from sandbox import api, blobs
from sandbox.client import acts, buttons, own, reads, views
from sandbox.client.common import WORLD, door
from sandbox.control import app as app_page
from sandbox.control import clocks, judge, people
from sandbox.errors import SlackError
from sandbox.replies import respond
from sandbox.world import World

Work = Callable[[web.Request], Awaitable[web.StreamResponse]]
STATIC = Path(__file__).parent / "static"

GETS = {
    "/client/boot": reads.boot,
    "/client/state": reads.state,
    "/client/messages": reads.messages,
    "/client/replies": reads.replies,
    "/client/wire": reads.wire,
    "/client/views": views.listed,
    "/control/clock": clocks.look,
    "/control/sink": judge.sink,
    "/control/changes": judge.changes,
    "/control/health": judge.health,
}
POSTS = {
    "/client/message": acts.say,
    "/client/message/edit": own.edit,
    "/client/message/delete": own.delete,
    "/client/command": acts.command,
    "/client/shortcut": acts.shortcut,
    "/client/read": acts.mark,
    "/client/action": buttons.press,
    "/client/view/submit": views.submit,
    "/client/view/close": views.close,
    "/client/home/open": views.open_home,
    "/control/clock/advance": clocks.advance,
    "/control/clock/listen": clocks.listen,
    "/control/clock/leave": clocks.leave,
    "/control/clock/done": clocks.done,
    "/control/app": app_page.transport,
    "/control/token": app_page.token,
    "/control/process": clocks.push,
    "/control/people": people.people,
    "/control/channels": people.channels,
    "/control/members": people.members,
    "/control/faults": judge.add_fault,
    "/control/disconnect": judge.disconnect,
    "/control/caption": judge.caption,
    "/control/reset": judge.reset,
    "/control/replay": judge.replay,
}


def build_app(world: World) -> web.Application:
    """All doors of one world."""
    app = web.Application(client_max_size=64 * 2**20)
    app[WORLD] = world
    app.router.add_route("*", "/api/{method}", _api)
    app.router.add_get("/socket/", _socket)
    app.router.add_get("/socket", _socket)
    app.router.add_post("/response/{name}", _faulty("response_url", _response))
    for path, work in GETS.items():
        app.router.add_get(path, door(work))
    for path, work in POSTS.items():
        app.router.add_post(path, door(work))
    app.router.add_delete("/control/faults", door(judge.clear_faults))
    app.router.add_get("/client/events", reads.events)
    app.router.add_post("/client/upload", blobs.upload)
    app.router.add_post("/upload/{id}", _faulty("upload", blobs.receive))
    app.router.add_get("/files/{id}/{name}", _faulty("download", blobs.download))
    app.router.add_get("/archives/{channel}/{place}", _permalink)
    app.router.add_get("/", _page)
    if STATIC.is_dir():
        app.router.add_static("/static/", STATIC)
    return app


def _faulty(name: str, work: Work) -> Work:
    """A door beside the Web API that breaks on request, as `name`."""

    async def handler(request: web.Request) -> web.StreamResponse:
        world = request.app[WORLD]
        fault = world.faults.take(name)
        if fault is None:
            return await work(request)
        if fault.stored:
            await work(request)
        world.wire.note("app", name, name, {}, status=f"fault {fault.kind}")
        return await api.broken(request, world, fault, {"ok": True})

    return handler


async def _api(request: web.Request) -> web.StreamResponse:
    return await api.answer(request, request.app[WORLD])


async def _socket(request: web.Request) -> web.StreamResponse:
    world = request.app[WORLD]
    if not world.tokens.use_ticket(request.query.get("ticket", "")):
        return web.Response(status=408, text="the ticket is unknown, used or too old")
    return await world.links.serve(request)


async def _response(request: web.Request) -> web.StreamResponse:
    """POST to a response_url: JSON in, "ok" out."""
    world = request.app[WORLD]
    body: object = {}
    try:
        body = json.loads(await request.read())
        if not isinstance(body, dict):
            raise SlackError("invalid_payload")
        respond(world, request.match_info["name"], body)
    except SlackError as refusal:
        return _refused(world, body, refusal)
    except ValueError:
        return _refused(world, {}, SlackError("invalid_payload"))
    world.wire.note("app", "response", "response_url", body, status="ok")
    return web.Response(text="ok")


def _refused(world: World, body: object, refusal: SlackError) -> web.Response:
    status = 404 if refusal.code in ("expired_url", "used_url") else 400
    world.wire.note("app", "response", "response_url", body, status=refusal.code)
    return web.json_response({"ok": False, "error": refusal.code, **refusal.beside}, status=status)


async def _page(request: web.Request) -> web.StreamResponse:
    page = STATIC / "index.html"
    if not page.exists():
        return web.Response(text="The page has not been built into this copy.", status=404)
    return web.FileResponse(page, headers={"Cache-Control": "no-cache"})


async def _permalink(request: web.Request) -> web.StreamResponse:
    """chat.getPermalink points here; the page opens at the message."""
    channel, digits = request.match_info["channel"], request.match_info["place"].lstrip("p")
    raise web.HTTPFound(f"/?channel={channel}&ts={digits[:-6]}.{digits[-6:]}")

"""The Web API door: faults, token, scopes, arguments, pace, then the method itself."""

from __future__ import annotations

import json
from collections.abc import Callable

from aiohttp import web

from sandbox.api import chat, conversations, files, people, things, views
from sandbox.api.call import Call, arguments, decoded, token_of
from sandbox.api.table import TABLE, Method
from sandbox.entities import Json
from sandbox.errors import SlackError
from sandbox.faults import KINDS, Fault
from sandbox.world import APP_TOKEN, World

HANG_SECONDS = 120.0
METHODS: dict[str, Callable[[Call], Json]] = {
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **people.METHODS,
    **things.METHODS,
    **views.METHODS,
}


async def answer(request: web.Request, world: World) -> web.StreamResponse:
    """POST or GET /api/<method>."""
    name = request.match_info["method"]
    args: Json = {}
    early: SlackError | None = None
    try:
        args = await arguments(request)
    except SlackError as refusal:
        early = refusal
    fault = world.faults.take(name)
    if fault and not fault.stored:
        world.wire.note("app", "api", name, args, status=f"fault {fault.kind}")
        return await broken(request, world, fault, {"ok": False, "error": "fatal_error"})
    lag = fault.seconds if fault and fault.kind == "lagging" else 0.0
    body = _refused(early) if early else _run(world, request, name, args, lag)
    status = "ok" if body["ok"] else body["error"]
    world.wire.note("app", "api", name, args, status=f"fault {fault.kind}" if fault else status, answer=body)
    if fault:
        return await broken(request, world, fault, body)
    return _response(body)


def _response(body: Json) -> web.Response:
    if body.get("error") == "ratelimited":
        wait = body.pop("retry_after", None)
        return _json(body, 429, {} if wait is None else {"Retry-After": str(wait)})
    return _json(body, 200, {})


def _json(body: Json, status: int, headers: dict[str, str]) -> web.Response:
    return web.Response(
        body=json.dumps(body).encode(),
        status=status,
        headers=headers,
        content_type="application/json",
        charset="utf-8",
    )


def _refused(refusal: SlackError) -> Json:
    return {"ok": False, "error": refusal.code, **refusal.beside}


def _run(world: World, request: web.Request, name: str, args: Json, lag: float) -> Json:
    try:
        method = TABLE.get(name)
        if method is None:
            raise SlackError("unknown_method", req_method=name)
        call = Call(world, method, decoded(args), token_of(world, request, args), lag)
        _admit(call, method)
        return {"ok": True, **METHODS[name](call)}
    except SlackError as refusal:
        return _refused(refusal)


def _admit(call: Call, method: Method) -> None:
    """Token, scope, arguments and tier, in Slack's order."""
    if method.token != "any" and (call.token == APP_TOKEN) != (method.token == "app"):
        raise SlackError("not_allowed_token_type")
    if method.scopes:
        call.need_scope(*method.scopes)
    missing = [name for name in method.required if call.args.get(name) in (None, "")]
    if missing:
        lines = [f"[ERROR] missing required field: {name}" for name in missing]
        raise SlackError("invalid_arguments", response_metadata={"messages": lines})
    if wait := call.world.pace.call(method.name, method.tier):
        raise SlackError("ratelimited", retry_after=wait)


async def broken(request: web.Request, world: World, fault: Fault, body: Json) -> web.StreamResponse:
    """The answer on a bad day; `body` is what a good day would have answered."""
    if fault.status:
        return web.Response(status=fault.status, text="")
    match fault.kind:
        case "ratelimited":
            return _response({"ok": False, "error": "ratelimited", "retry_after": fault.retry_after})
        case "html":
            return web.Response(
                status=503, text="<html><body>Something went wrong</body></html>", content_type="text/html"
            )
        case "truncated":
            half = json.dumps(body)[: len(json.dumps(body)) // 2]
            return web.Response(text=half, content_type="application/json")
        case "empty":
            return web.Response(text="", content_type="application/json")
        case "ok_without_ts":
            return _json({"ok": True}, 200, {})
        case "slow":
            await world.process.sleep(fault.seconds)
            return _response(body)
        case "lagging":
            return _response(body)
        case "hang":
            await world.process.sleep(HANG_SECONDS)
    if fault.kind in KINDS:
        if request.transport:
            request.transport.abort()
        return web.Response()
    return _response({"ok": False, "error": fault.kind})

"""The bytes of files: uploaded by the app or by a person, downloaded by either."""

from __future__ import annotations

from mimetypes import guess_type

from aiohttp import web

from sandbox import shapes
from sandbox.client.common import WORLD
from sandbox.entities import File
from sandbox.world import BOT_TOKEN, World


def keep(world: World, file: File, data: bytes) -> None:
    folder = world.state.journal.files
    if folder:
        (folder / file.id).write_bytes(data)
    else:
        world.blobs[file.id] = data


async def receive(request: web.Request) -> web.Response:
    """POST /upload/<id>: the bytes as they are, or one part of a form."""
    world = request.app[WORLD]
    file = world.state.files.get(request.match_info["id"])
    if file is None or file.complete:
        return web.Response(status=404, text="no such upload")
    data = await _bytes(request)
    if len(data) != file.length:
        return web.Response(status=400, text=f"{file.length} bytes were announced, {len(data)} came")
    keep(world, file, data)
    world.wire.note("app", "upload", file.name, {"id": file.id, "bytes": len(data)}, status="ok")
    return web.Response(text=f"OK - {len(data)}")


async def _bytes(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    for value in (await request.post()).values():
        if isinstance(value, web.FileField):
            return value.file.read()
    return b""


async def upload(request: web.Request) -> web.Response:
    """POST /client/upload: a person's file, for a file input."""
    world = request.app[WORLD]
    form = await request.post()
    person = world.state.person_named(str(form.get("user", "")))
    part = form.get("file")
    if person is None or not isinstance(part, web.FileField):
        return web.json_response({"ok": False, "error": "user and file are needed"}, status=400)
    data = part.file.read()
    file = File(
        id=world.state.new_id("F"),
        name=part.filename.replace("/", "_") or "file",
        user=person.id,
        length=len(data),
        created=world.state.meta.now_us // 1_000_000,
        complete=True,
    )
    keep(world, file, data)
    world.state.save(file)
    return web.json_response({"ok": True, "file": shapes.file(world, file)})


async def download(request: web.Request) -> web.StreamResponse:
    """The app brings its token, the page comes from here; anybody else gets a sign-in page, as from Slack."""
    world = request.app[WORLD]
    file = world.state.files.get(request.match_info["id"])
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token != BOT_TOKEN and request.headers.get("Sec-Fetch-Site") not in ("same-origin", "none"):
        return web.Response(
            text="<html><body>Sign in to see this file</body></html>", content_type="text/html"
        )
    folder = world.state.journal.files
    data = None
    if file is not None and folder and (folder / file.id).exists():
        data = (folder / file.id).read_bytes()
    elif file is not None:
        data = world.blobs.get(file.id)
    if file is None or data is None:
        return web.Response(status=404, text="file_not_found")
    world_type = guess_type(file.name)[0] or "application/octet-stream"
    headers = {"Content-Disposition": "attachment"} if "download" in request.query else {}
    headers["X-Content-Type-Options"] = "nosniff"
    return web.Response(body=data, content_type=world_type, headers=headers)

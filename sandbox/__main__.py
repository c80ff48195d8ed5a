"""Command line: `python -m sandbox --port 8585 --manifest manifest.json [--data DIR] [--seed FILE] [--now ISO]`."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from aiohttp import web

from sandbox.http import SIGNING_SECRET
from sandbox.journal import Journal
from sandbox.manifest import ManifestError, read_manifest
from sandbox.pace import CHOICES
from sandbox.play import command as play
from sandbox.seed import SeedError, plant, read_seed
from sandbox.server import build_app
from sandbox.state import State
from sandbox.world import World, make_world


def options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox", description="A small strict Slack on this machine."
    )
    parser.add_argument("--port", type=int, default=8585, help="0 picks a free one")
    parser.add_argument("--manifest", type=Path, default=Path("manifest.json"))
    parser.add_argument("--data", type=Path, help="keep the state in this folder")
    parser.add_argument("--seed", type=Path, help="team, people, channels, first messages (JSON)")
    parser.add_argument("--now", help="first business time, ISO with zone; default: this hour")
    parser.add_argument(
        "--until-stdin-ends", action="store_true", help="end with whoever holds the other end of stdin"
    )
    parser.add_argument("--request-url", help="HTTP mode, whatever the manifest says: everything goes here")
    parser.add_argument(
        "--signing-secret", default=SIGNING_SECRET, help="what requests to the app are signed with"
    )
    parser.add_argument(
        "--rate-limits", choices=CHOICES, default="posts", help="posts: one a second and channel"
    )
    return parser.parse_args(argv)


def first_moment(text: str | None) -> datetime:
    """The first business time; raises ValueError when it cannot be read or has no zone."""
    if text is None:
        return datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"--now {text}: the zone is missing, as in 2026-11-24T15:30+08:00")
    return moment.astimezone(UTC)


def build(chosen: argparse.Namespace, now: datetime | None = None) -> World:
    """The world that the options describe, at `now` if given; raises ManifestError, SeedError, ValueError."""
    spec = read_manifest(chosen.manifest, chosen.request_url or "")
    state = State(Journal(chosen.data))
    if not state.load():
        plant(state, spec, read_seed(chosen.seed), now or first_moment(chosen.now))
    elif chosen.now and first_moment(chosen.now) > state.now + timedelta(0):
        state.set_now(first_moment(chosen.now))
    world = make_world(
        state,
        spec,
        monotonic=time.monotonic,
        epoch=time.time,
        limits=chosen.rate_limits,
        secret=chosen.signing_secret,
    )
    world.again = partial(build, chosen) if chosen.data is None else None
    return world


async def serve(world: World, port: int, until_stdin_ends: bool = False) -> None:
    """Until a signal comes, or with `until_stdin_ends` until whoever started this is gone."""
    runner = web.AppRunner(build_app(world), access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    taken = runner.addresses[0][1]
    world.base = f"http://127.0.0.1:{taken}"
    sys.stdout.write(f"sandbox ready {world.base}\n")
    sys.stdout.flush()
    world.begin()
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    if until_stdin_ends:
        loop = asyncio.get_running_loop()
        threading.Thread(target=_await_end, args=(loop, stop), daemon=True).start()
    await stop.wait()
    await world.close()
    await runner.cleanup()


def _await_end(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    loop.call_soon_threadsafe(stop.set)


async def run(argv: list[str]) -> int:
    chosen = options(argv)
    try:
        world = build(chosen)
    except (ManifestError, SeedError, ValueError) as wrong:
        sys.stderr.write(f"sandbox: {wrong}\n")
        return 2
    try:
        await serve(world, chosen.port, chosen.until_stdin_ends)
    except OSError as wrong:
        sys.stderr.write(f"sandbox: port {chosen.port} cannot be used: {wrong.strerror}\n")
        return 1
    return 0


def main(argv: list[str]) -> int:
    """`play …` plays stories against a sandbox that runs; everything else is one."""
    return play.main(argv[1:]) if argv[:1] == ["play"] else asyncio.run(run(argv))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

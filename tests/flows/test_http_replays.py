"""Payloads that come five times each, at random ones of several instances: one effect each and the same answer (G8)."""

from __future__ import annotations

import random
from contextlib import ExitStack
from pathlib import Path
from time import monotonic

import pytest

from sandbox.driver import Sandbox
from storage.db import Database
from tests.flows.http_replays import Rig, play
from tests.lending import CopyOf
from tests.serving import instance
from tests.world import ROOT, Started, World
from wiring import WallClock, wire

SEED = ROOT / "demo" / "workspace.json"


def test_a_few_payloads_at_two_instances(copy_of: CopyOf) -> None:
    """On SQLite at one: a second does not start there."""
    world = World(copy_of(Started()), transport="http")
    other = None if world.deps.db.is_sqlite else wire(world.settings, world.clock, WallClock())
    addresses = [world.baton.address]
    if other is not None:
        other.runner.start()
        addresses.append(other.address)
    rig = Rig(world.slack, addresses, world.deps.db, random.Random(3), threads=8)
    play(rig, 20, say=lambda line: None)
    if other is not None:
        other.stop()
    world.stop()


@pytest.mark.proof
def test_two_thousand_payloads_at_three_instances(
    migrated_url: str, database_kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each instance a process; on SQLite there is one."""
    count = 1 if database_kind == "sqlite" else 3
    began = monotonic()

    def say(line: str) -> None:
        with capsys.disabled():
            print(f"{database_kind}, {count} instances: {line}, {monotonic() - began:.0f} s", flush=True)

    with ExitStack() as stack:
        slack = stack.enter_context(Sandbox.start(seed=SEED))
        addresses = [stack.enter_context(instance(tmp_path, migrated_url, slack)) for _ in range(count)]
        assert slack.over_http(addresses[0]) == ""
        db = Database(migrated_url)
        play(Rig(slack, addresses, db, random.Random(8)), 2_000, say)
        db.close()

"""Baton over HTTP: signed requests from outside, the same handlers inside, one effect however often one comes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlmodel import select

from storage.tables import Deal
from tests.bot.signing import FORM, body_of, headers_of, post
from tests.world import World


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    """The stories' team; the test is Slack, as far as requests go."""
    made = World(migrated_url, transport="http")
    yield made
    made.stop()


def command(line: str, trigger: str = "T.1") -> dict[str, Any]:
    """As Dana types it."""
    name, _, text = line.partition(" ")
    return {
        "command": name, "text": text, "trigger_id": trigger, "user_id": "U0DANA", "channel_id": "C0SALES",
        "team_id": "T0BATON", "api_app_id": "A0SANDBOX",
    }  # fmt: skip


def deals(world: World) -> list[str]:
    with world.deps.db.read() as tx:
        return [str(deal.code) for deal in tx.exec(select(Deal))]


def test_a_request_that_comes_five_times_at_once_has_one_effect(world: World) -> None:
    typed = command("/lead Acme & Sons, Ms. Chen 212-555-0143, ERP, $80k, expo")
    with ThreadPoolExecutor(5) as slack:
        answers = set(slack.map(lambda _: post(world.baton.address, typed), range(5)))
    assert len(answers) == 1 and deals(world) == ["EXPO-2026-001"]
    status, said = answers.pop()
    assert status == 200 and "EXPO-2026-001" in json.loads(said)["text"]


def test_without_a_signature_for_this_workspace_nothing_happens(world: World) -> None:
    typed = command("/lead Acme, 212-555-0143, ERP, expo")
    kind, body = body_of(typed)
    assert post(world.baton.address, typed, headers_of(kind, body, secret="0" * 32)) == (401, "")
    assert post(world.baton.address, typed, headers_of(kind, body, at=1_700_000_000)) == (401, "")
    assert post(world.baton.address, typed, [(b"content-type", FORM)]) == (401, "")
    assert post(world.baton.address, {**typed, "team_id": "T0OTHER"}) == (403, "")
    assert deals(world) == []
    assert post(world.baton.address, typed)[0] == 200
    assert deals(world) == ["EXPO-2026-001"]

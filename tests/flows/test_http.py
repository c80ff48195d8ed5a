"""Baton over HTTP: signed requests from outside, the same handlers inside, one effect however often one comes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlmodel import select

from sandbox.driver import text_of
from storage.tables import Deal
from tests.bot.signing import FORM, body_of, headers_of, post
from tests.world import World


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    """The stories' team; Slack calls, or the test does in its place."""
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


def test_people_notice_no_difference(world: World) -> None:
    saved = world.dana.command("#sales-east", "/lead Acme Corp, Ms. Chen 212-555-0143, ERP, $80k, expo")
    assert "Got it" in saved.text
    world.dana.click(saved.message, "Undo")
    world.slack.wait_for(lambda: deals_shown(world, "won't be reused"))
    message = next(m for m in world.liam.messages("#expo-leads") if "安信达" in m["text"])
    assert world.liam.shortcut("capture_lead", message).ok
    form = world.slack.wait_for(lambda: world.liam.views())[-1]
    assert world.liam.submit(form)["result"] == "updated"
    world.dana.home()
    world.slack.wait_for(lambda: world.dana.home())
    assert [one["status"] for one in world.slack.wire() if one["kind"] == "http"].count("200") >= 5


def deals_shown(world: World, word: str) -> bool:
    return any(word in text_of(m) for m in world.dana.messages("#sales-east"))


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

"""Baton over HTTP: signed requests from outside, the same handlers inside, one effect however often one comes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlmodel import select

from bot.settings import Settings
from rules.errors import BatonError
from sandbox.driver import text_of
from storage.tables import Deal
from tests.bot.signing import FORM, body_of, headers_of, post
from tests.lending import CopyOf
from tests.world import Started, World
from wiring import WallClock, wire

SQLITE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def world(copy_of: CopyOf) -> Iterator[World]:
    """The stories' team; Slack calls, or the test does in its place."""
    made = World(copy_of(Started()), transport="http")
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
    form = world.liam.opening.shortcut("capture_lead", message)
    assert world.liam.submit(form)["result"] == "updated"
    world.dana.home()
    world.slack.wait_for(lambda: world.dana.home())
    world.slack.wait_for(
        lambda: [one["status"] for one in world.slack.wire() if one["kind"] == "http"].count("200") >= 5
    )


@SQLITE
def test_what_happened_while_baton_was_away_comes_again_and_counts_once(world: World) -> None:
    world.baton.runner.stop()
    world.dana.say("app", "、lead Initech, Ms. Poe 212-555-0145, ERP, expo")
    world.slack.wait_for(lambda: world.slack.health()["retrying"])
    again = wire(started(world, BATON_HTTP_PORT=urlsplit(world.baton.address).port), world.clock, WallClock())
    again.runner.start()
    world.slack.push(61)
    world.slack.wait_for(lambda: [one for one in tries(world, "Initech") if one["status"] == "200"])
    sent = tries(world, "Initech")
    event = sent[-1]["payload"]
    assert len(sent) == 3 and event["headers"]["X-Slack-Retry-Num"] == "2"
    assert post(again.address, event["payload"])[0] == 200, "and once more, since somebody was not sure"
    assert deals(world) == ["EXPO-2026-001"]
    again.stop()


@SQLITE
def test_a_start_that_cannot_be_is_one_sentence(world: World) -> None:
    port = urlsplit(world.baton.address).port
    refused = started(world, BATON_TRANSPORT="socket", slack_app_token="xapp-wrong")
    for settings, key in (
        (refused, "terminal.slack"),
        (started(world, BATON_HTTP_PORT=port), "terminal.no_address"),
    ):
        other = wire(settings, world.clock, WallClock())
        with pytest.raises(BatonError) as told:
            other.start()
        other.stop()
        assert told.value.key == key and "(" not in told.value.fields["reason"]


def tries(world: World, word: str) -> list[dict[str, Any]]:
    """The requests that carried this word."""
    return [one for one in world.slack.wire() if one["kind"] == "http" and word in str(one["payload"])]


def started(world: World, **change: Any) -> Settings:
    """The settings of another Baton on this world's database."""
    names = {field: str(info.validation_alias or field) for field, info in Settings.model_fields.items()}
    given = {names[field]: value for field, value in world.settings.model_dump().items()}
    return Settings(**given | change, _env_file=None)


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

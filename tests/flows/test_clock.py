"""Silence becomes a nudge: business time moves by the sandbox's buttons, and the right people hear in time."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from sandbox.driver import text_of
from tests.world import World

HERE = timezone(timedelta(hours=8))
LINE = "/lead Acme Corp, Ms. Chen 212-555-0143, ERP, 80k CNY, expo"


def heard(world: World) -> list[tuple[str, str, str]]:
    """Every message that Baton posted: who got it, when (business time in Shanghai), and what it says."""
    names = {row["id"]: row["name"] for row in world.slack.get("/client/boot")["users"]}
    dms = {
        channel["id"]: name
        for name in names.values()
        for channel in world.person(name).channels()
        if channel["kind"] == "app"
    }
    posts = [x for x in world.slack.sink() if x["kind"] == "post"]
    times = [datetime.fromisoformat(x["at"]).astimezone(HERE).strftime("%m-%d %H:%M") for x in posts]
    return [(dms.get(x["channel"], x["channel"]), at, text_of(x)) for x, at in zip(posts, times, strict=True)]


def test_a_lead_that_nobody_calls_is_told_to_its_owner_then_on_the_managers_list(world: World) -> None:
    assert world.liam.command("#sales-east", LINE).ok
    told = world.slack.advance(to="2026-11-27T12:00+08:00")
    assert told["listeners"] == 1, "Baton reports every step"
    acme = [(who, at) for who, at, text in heard(world) if "Acme Corp" in text]
    owner = [at for who, at in acme if who == "liam"]
    assert owner[0] == "11-25 15:30", "at the time that was promised for the first call, to the minute"
    assert "11-27 08:30" in owner, "in the list of the morning after the stage's limit"
    assert [at[:5] for who, at in acme if who == "maya"][0] == "11-26", "the manager's next morning"
    assert {who for who, _ in acme} <= {"liam", "maya", "C0SALES"}

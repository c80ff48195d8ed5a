"""At risk: marked by hand with a reason, read by the manager the next morning, taken off again."""

from __future__ import annotations

from sandbox.driver import text_of
from tests.world import World


def marked(world: World, reason: str) -> None:
    card = world.dana.command("#sales-east", "/deal acme").message
    verbs = world.dana.opening.click(card, "deal_more", selected_option="More…")
    form, asked = world.dana.opening.click(verbs, "At risk"), "What is the risk?"
    assert "errors" in world.dana.submit(form, {asked: "tbd"})
    world.dana.submit(form, {asked: reason})
    assert "Acme Corp* is marked at risk" in text_of(world.dana.views()[-1])


def lists(world: World) -> str:
    return "\n".join(text_of(message) for message in world.maya.dm())


def test_the_manager_reads_the_reason_next_morning_and_no_more_once_it_is_over(world: World) -> None:
    world.dana.command("#sales-east", "/lead Acme Corp, Ms. Chen 212-555-0143, ERP, $80k, expo")
    for who, verb, names_a_manager in ((world.dana, "At risk", True), (world.maya, "标记有风险", False)):
        card = who.command("#sales-east", "/deal acme").message
        who.opening.click(who.opening.click(card, "deal_more", selected_option="more:1"), verb)
        told = text_of(who.views()[-1])
        assert ("manager" in told or "经理" in told) is names_a_manager
    marked(world, "their CFO left")
    card = world.dana.command("#sales-east", "/deal acme")
    assert "At risk: their CFO left" in card.text
    world.slack.advance(to="2026-11-25T09:00+08:00")
    assert "their CFO left" in lists(world)
    world.dana.click(card.message, "No longer at risk")
    world.slack.wait_for(lambda: "At risk" not in world.dana.command("#sales-east", "/deal acme").text)
    marked(world, "a rival is in")
    card = world.dana.command("#sales-east", "/deal acme")
    world.dana.click(card.message, "No longer at risk")
    world.slack.wait_for(lambda: "At risk" not in world.dana.command("#sales-east", "/deal acme").text)
    world.slack.advance(to="2026-11-26T09:00+08:00")
    assert "a rival is in" not in lists(world), "over before the list was made"

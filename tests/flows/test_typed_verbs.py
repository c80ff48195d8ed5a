"""What the card's buttons do, typed: `/deal lost Acme`, `/deal 恒达 换阶段`."""

from typing import Any

import pytest

from sandbox.driver import text_of
from tests.flows.talking import Talker, buttons
from tests.world import World

pytestmark = pytest.mark.few_on_postgresql


@pytest.fixture
def deals(world: World) -> World:
    world.liam.command("#sales-east", "/lead 恒达机械 张总 13800138000 想上ERP 预算80万 展会")
    world.dana.command("#sales-east", "/lead Lost Coast, Mr. Bell 212-555-0177, CRM, $20k, expo")
    world.dana.command("#sales-east", "/lead Acme Corp, Ms. Chen 212-555-0143, ERP, $80k, expo")
    return world


def opened(world: World, who: str, typed: str) -> dict[str, Any]:
    return world.person(who).opening.command("#sales-east", typed)


def test_a_verb_beside_a_name_opens_its_form(deals: World) -> None:
    for who, typed, title, about in (
        ("dana", "/deal lost Acme", "Lost", "Acme Corp"),
        ("dana", "/deal Acme Corp lost", "Lost", "Acme Corp"),
        ("dana", "/deal EXPO-2026-003 waiting on them", "Waiting on them", "Acme Corp"),
        ("dana", "/deal why this? acme", "Why this?", "Acme Corp"),
        ("dana", "/deal ask a colleague Lost Coast", "Ask a colleague", "Lost Coast"),
        ("dana", "/deal log note acme", "Log a note", "Acme Corp"),
        ("dana", "/deal edit", "Edit", "Acme Corp"),
        ("liam", "/deal 恒达 丢单", "丢单", "恒达机械"),
        ("liam", "/deal 为什么 恒达机械", "为什么提醒我", "恒达机械"),
    ):
        form = opened(deals, who, typed)
        assert form["title"]["text"] == title, typed
        assert about in str(form), typed


def test_a_move_may_name_its_stage(deals: World) -> None:
    for typed in ("/deal move Acme to Proposal", "/deal Acme move to proposal", "/deal stage acme proposal"):
        form = opened(deals, "dana", typed)
        assert "'initial_option': {'text': {'type': 'plain_text', 'text': 'Proposal'" in str(form), typed
    assert "'text': 'Screened'" in str(opened(deals, "dana", "/deal move Acme"))


def test_what_is_said_with_it_stands_in_its_form(deals: World) -> None:
    parked = opened(deals, "dana", "/deal park Acme until Dec 3")
    assert "'initial_date': '2026-12-03'" in str(parked) and parked["title"]["text"] == "Park it"
    lost = opened(deals, "dana", "/deal lost Acme no budget")
    assert "'initial_option': {'text': {'type': 'plain_text', 'text': 'No budget'" in str(lost)


def test_words_behind_the_name_stand_in_its_form(deals: World) -> None:
    for who, typed, title, filled in (
        (
            "dana",
            "/deal ask Acme @liam send the template",
            "Ask a colleague",
            ("李明 Liam", "send the template"),
        ),
        ("dana", "/deal Acme ask Liam: send it?", "Ask a colleague", ("李明 Liam", "send it?")),
        ("dana", "/deal ask Acme for the template", "Ask a colleague", (None, "for the template")),
        ("liam", "/deal ask 恒达机械 @dana 报价模板", "找同事", ("李娜 Dana", "报价模板")),
        ("liam", "/deal 找同事 恒达 李娜报价模板", "找同事", ("李娜 Dana", "报价模板")),
    ):
        form = opened(deals, who, typed)
        assert form["title"]["text"] == title, typed
        by_name = {block.get("block_id"): block.get("element") for block in form["blocks"]}
        chosen = by_name["choice"].get("initial_option")
        assert (chosen and chosen["text"]["text"], by_name["text"]["initial_value"]) == filled, typed
    by_friday = opened(deals, "dana", "/deal ask Acme @liam send the template by Friday")
    assert "'initial_date': '2026-11-27'" in str(by_friday)
    note = opened(deals, "dana", "/deal note Acme they like it // call Fri")
    assert note["title"]["text"] == "Log a note" and "'initial_value': 'call" in str(note)
    assert "'initial_date': '2026-11-27'" in str(note)


def test_a_verb_beside_no_known_name_quotes_all_and_goes_on_with_the_deal_that_is_tapped(
    deals: World,
) -> None:
    dana = deals.dana
    told = dana.command("#sales-east", "/deal ask Acmee @liam send the template").message
    assert "“Acmee”" in str(told) and "/deal ask Acmee @liam send the template" in str(told)
    form = dana.opening.click(told, "Acme Corp · EXPO-2026-003")
    assert "'initial_value': 'send the template'" in str(form) and "李明 Liam" in str(form)
    assert "park Quux until Dec 3" in str(dana.command("#sales-east", "/deal park Quux until Dec 3").message)


def test_in_the_dm_plain_words_offer_the_form_and_the_offer_says_what_came_of_it(deals: World) -> None:
    dana = Talker(deals, "dana")
    park = dana.say("park Lost Coast until Dec 3")
    assert "Park *Lost Coast* until Thu, Dec 3?" in text_of(park)
    assert buttons(park) == ["Park it", "It's a note"]
    assert "Tap the button above" in text_of(dana.say("yes"))
    dana.who.submit(dana.who.opening.click(park, "Park it"), {})
    told = dana.read(park, "parked until Thu, Dec 3")
    dana.who.click(told, "Undo until 3:40 PM")
    dana.read(park, "back as it was, reminders included")
    move = dana.say("move Acme to proposal")
    form = dana.who.opening.click(move, "Move stage")
    assert "'initial_option': {'text': {'type': 'plain_text', 'text': 'Proposal'" in str(form)
    lost = dana.say("we lost Acme on price")
    dana.who.submit(dana.who.opening.click(lost, "Mark as lost"), {})
    assert "Undo" in buttons(dana.read(lost, "lost"))
    dana.tap(move, "It's a note", "Log this for *Acme Corp*?")


def test_in_the_dm_a_verb_asks_which_of_two_alike_is_meant(deals: World) -> None:
    deals.dana.command("#sales-east", "/lead Acme Foods, Ana Lee 212-555-0165, ERP, $35k, website")
    dana = Talker(deals, "dana")
    which = dana.say("park Acme until Dec 3")
    assert "Park *Acme* until Thu, Dec 3?\nThere are 2 deals called Acme. Which one?" in text_of(which)
    assert sorted(buttons(which)) == [
        "Acme Corp · EXPO-2026-003",
        "Acme Foods · SITE-2026-001",
        "It's a note",
    ]
    dana.who.submit(dana.who.opening.click(which, "Acme Foods · SITE-2026-001"), {})
    dana.read(which, "parked until Thu, Dec 3")
    assert "Waiting" not in deals.dana.command("#sales-east", "/deal Acme Corp").text


def test_what_answers_with_a_message_answers_the_command(deals: World) -> None:
    assert "Acme Corp" in deals.dana.command("#sales-east", "/deal timeline Acme").text
    assert "Ms. Chen" in deals.dana.command("#sales-east", "/deal contacts Acme").text


def test_a_deals_own_name_comes_first_and_a_wrong_one_is_named(deals: World) -> None:
    card = deals.dana.command("#sales-east", "/deal lost coast").text
    assert "Lost Coast" in card and "EXPO-2026-002" in card
    told = deals.dana.command("#sales-east", "/deal lost Acmee").text
    assert "“Acmee”" in told and "Acme Corp" in told
    assert "/deal list" not in deals.dana.command("#sales-east", "/deal lost Quux").text


def test_a_verb_that_does_not_fit_says_so(deals: World) -> None:
    told = deals.dana.command("#sales-east", "/deal no longer waiting Acme").text
    assert (
        told == "“no longer waiting” doesn't fit Acme Corp as it stands. `/deal Acme Corp` shows what does."
    )
    told = deals.dana.command("#sales-east", "/deal lost 恒达机械").text
    assert "恒达机械 ·" not in told and "· EXPO-2026-001" not in told


def test_a_closed_deal_is_not_lost_twice(deals: World) -> None:
    form = opened(deals, "dana", "/deal lost Acme")
    deals.dana.submit(form, {"Why": "Price"})
    assert "lost" in text_of(deals.dana.views()[-1]).lower()
    assert "doesn't fit" in deals.dana.command("#sales-east", "/deal lost Acme").text


def test_help_says_what_can_be_typed(deals: World) -> None:
    assert "/deal move Acme to Proposal" in deals.dana.command("#sales-east", "/deal help").text
    assert "推进 方案演示" in deals.liam.command("#sales-east", "/deal 帮助").text

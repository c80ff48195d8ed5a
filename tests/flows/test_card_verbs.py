"""What a reminder offers can be had from the card too: a message that is lost loses nothing."""

from functools import partial
from typing import Any

import pytest

from sandbox.driver import buttons_of, text_of
from storage import people as people_rows
from tests.flows.test_home import opened, seen
from tests.flows.test_outdated import left_behind, whispers
from tests.world import World

pytestmark = pytest.mark.few_on_postgresql


@pytest.fixture
def deals(world: World) -> World:
    world.dana.command("#sales-east", "/lead Acme Corp, Ms. Chen 212-555-0143, ERP, $80k, expo")
    world.dana.command("#sales-east", "/followup Acme likes the pilot; send the SOW by Dec 3")
    return world


def verb(world: World, who: str, more: str, label: str) -> dict[str, Any]:
    """The window that a verb opens, from all verbs of the card of Acme."""
    person = world.person(who)
    card = person.command("#sales-east", "/deal Acme Corp").message
    every = person.opening.click(card, "deal_more", selected_option=more)
    opened = person.opening.click(every, label)
    assert opened["title"]["text"] == label
    return opened


def test_what_is_in_the_way_is_said_changed_and_taken_back(deals: World) -> None:
    form = verb(deals, "dana", "More…", "What's in the way?")
    deals.dana.submit(form, {"What's in the way?": "Budget"})
    assert "“Budget” is in the way" in text_of(deals.dana.views()[-1])
    assert "In the way: Budget" in deals.dana.command("#sales-east", "/deal Acme Corp").text
    again = verb(deals, "dana", "More…", "What's in the way?")
    assert "'initial_option': {'text': {'type': 'plain_text', 'text': 'Budget'" in str(again)
    deals.dana.submit(again, {"What's in the way?": "Already moving"})
    assert "Budget" not in deals.dana.command("#sales-east", "/deal Acme Corp").text


def test_another_day_for_the_step(deals: World) -> None:
    form = verb(deals, "dana", "More…", "Change date")
    deals.dana.submit(form, {"New date": "2026-12-08"})
    assert "Dec 8" in deals.dana.command("#sales-east", "/deal Acme Corp").text


def test_the_manager_is_asked_for_help(deals: World) -> None:
    form = verb(deals, "dana", "More…", "Ask for help")
    deals.dana.submit(form, {"What would help?": "a word with their CFO"})
    assert "王芳 Maya" in text_of(deals.dana.views()[-1])
    deals.slack.wait_for(lambda: [m for m in deals.maya.dm() if "a word with their CFO" in text_of(m)])


def test_why_says_when_a_deal_will_be_spoken_of(deals: World) -> None:
    why = verb(deals, "dana", "More…", "Why this?")
    assert "it's up Thu, Nov 26" in text_of(why) and "*Next*: Thu, Nov 26, 8:30 AM" in text_of(why)


def test_a_manager_gives_any_deal_to_somebody_else_and_a_rep_is_not_offered_it(deals: World) -> None:
    form = verb(deals, "maya", "更多…", "改派")
    deals.maya.submit(form, {"给谁跟": "李明 Liam"})
    deals.slack.wait_for(lambda: [m for m in deals.liam.dm() if "Acme Corp" in text_of(m)])
    assert "Acme Corp" in deals.liam.command("#sales-east", "/deal Acme Corp").text
    card = deals.liam.command("#sales-east", "/deal Acme Corp").message
    assert "改派" not in str(deals.liam.opening.click(card, "deal_more", selected_option="更多…")["blocks"])


def test_a_director_who_stands_in_is_asked_for_help_on_home_too(deals: World) -> None:
    zoe = deals.person("zoe")
    with deals.deps.db.write() as tx:
        dana, director = (people_rows.by_slack_id(tx, x) for x in ("U0DANA", "U0ZOE"))
        assert dana is not None and director is not None
        dana.manager_id = director.id
        tx.add(dana)
    opened(deals, zoe, "U0ZOE", "所有在跟的单子")
    form = verb(deals, "dana", "More…", "Ask for help")
    deals.dana.submit(form, {"What would help?": "a word with their CFO"})
    asked = deals.slack.wait_for(lambda: [m for m in zoe.dm() if "a word with their CFO" in text_of(m)])
    view = deals.slack.wait_for(seen(deals, "U0ZOE", "a word with their CFO"))
    assert {"我来帮", "改派"} <= {*buttons_of(view)} & {*buttons_of(asked[-1])}
    zoe.click(zoe.home(), "nudge_help_them")
    deals.slack.wait_for(lambda: "a word with their CFO" not in text_of(zoe.home()))
    deals.slack.wait_for(lambda: [m for m in zoe.dm() if "你来帮" in text_of(m)])
    deals.slack.wait_for(lambda: [m for m in deals.dana.dm() if "helping" in text_of(m)])


def test_who_has_a_customer_is_decided_on_home_or_in_the_message(deals: World) -> None:
    """Whichever is pressed, the other asks no more, and the message says what was decided."""
    maya, liam = deals.maya, deals.liam
    deals.dana.command("#sales-east", "/lead Globex, Bob Hill 212-555-0177, pumps, $20k, expo")
    opened(deals, maya, "U0MAYA", "你的团队")
    for name, line in (
        ("Acme", "Acme Corp, Ann Lee 212-555-0144, ERP"),
        ("Globex", "Globex, Cy Young, pumps"),
    ):
        liam.click(
            liam.command("#sales-east", f"/lead {line}, expo").message,
            "lead_more",
            selected_option="请经理定谁来跟",
        )
        asked = deals.slack.wait_for(lambda: [m for m in maya.dm() if "撞单了" in text_of(m)])[-1]
        view = deals.slack.wait_for(seen(deals, "U0MAYA", "撞单了", name))
        assert {*buttons_of(asked)} <= {*buttons_of(view)} and "claim_keep" in str(view)
        maya.click(*((maya.home(), "claim_give") if name == "Acme" else (asked, "claim_keep")))
        deals.slack.wait_for(lambda: "撞单了" not in text_of(maya.home()))
        deals.slack.wait_for(lambda: not [m for m in maya.dm() if "撞单了" in text_of(m)])
        assert [m for m in maya.dm() if "定了：" in text_of(m) and name in text_of(m)]


def test_no_form_opens_for_who_may_only_read_the_deal(deals: World) -> None:
    zoe, shown = deals.person("zoe"), partial(whispers, deals, "zoe")
    for press in ("deal_lost:1", "deal_wait:1", "deal_more:risk:1", "deal_more:invalid:1"):
        (action, _, value), before = press.partition(":"), len(shown())
        zoe.click(left_behind(deals, action, value, "zoe"), action)
        deals.slack.wait_for(lambda before=before: zoe.views() or shown()[before:])  # type: ignore[misc]
        assert zoe.views() == [] and "你的角色做不了这个" in text_of(shown()[-1])

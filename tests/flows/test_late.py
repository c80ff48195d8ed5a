"""When Slack does not play along: a trigger too old, a response_url used up, an ack lost."""

import pytest

from handlers.guard import number
from rules.errors import NotFound
from sandbox.driver import text_of
from tests.world import World


def whispered(world: World, word: str) -> dict:  # type: ignore[type-arg]
    mine = (m for m in world.dana.messages("#expo-leads") if m.get("ephemeral"))
    return next((m for m in mine if word in text_of(m)), {})


def test_a_form_that_came_too_late_is_kept_and_continued(world: World) -> None:
    message = next(m for m in world.dana.messages("#expo-leads") if "Northwind" in m["text"])
    world.slack.fault("views.open", "expired_trigger_id", times=2)
    world.dana.shortcut("capture_lead", message)
    offer = world.slack.wait_for(lambda: whispered(world, "took too long"))
    assert not world.dana.views()
    world.dana.click(offer, "Continue")  # too late once more: offered again
    world.slack.wait_for(
        lambda: len([m for m in world.dana.messages("#expo-leads") if "took too long" in text_of(m)]) == 2
    )
    form = world.dana.opening.click(whispered(world, "took too long"), "Continue")
    assert "Northwind" in str(form)
    assert world.dana.submit(form, {"source": "Expo"})["result"] == "updated"
    assert "EXPO-2026-001" in text_of(world.dana.views()[-1])


def test_what_people_fill_into_a_form_is_cleaned(world: World) -> None:
    form = world.dana.opening.command("#expo-leads", "/lead")
    hostile = {"account": "Ac\x00me \u202eCorp\ud800", "need": "=1+1 <!channel> *x*", "source": "Expo"}
    assert world.dana.submit(form, hostile)["result"] == "updated"
    told = world.dana.views()[-1]
    assert "Acme Corp" in text_of(told) and "<!channel>" not in str(told)


def test_a_guests_shortcut_is_answered_too(world: World) -> None:
    gus = world.person("gus")
    message = gus.say("#general", "Acme wants a quote")
    gus.shortcut("capture_lead", message)
    assert world.slack.wait_for(
        lambda: any("only work for the sales team" in text_of(m) for m in gus.messages("#general"))
    )


@pytest.mark.parametrize("value", ["", "-1", "x", "٣", "1e3", "9" * 19, "1\x00", " 1", "１"])
def test_no_number_no_id(value: str) -> None:
    with pytest.raises(NotFound):
        number(value)


def test_an_answer_whose_address_fails_comes_as_a_message(world: World) -> None:
    draft = world.dana.command("#sales-east", "/lead Acme Corp, Ms. Chen 212-555-0143, ERP, $80k")
    world.slack.fault("response_url", "http_500", times=1)
    world.dana.click(draft.message, "Expo")
    assert world.slack.wait_for(lambda: [m for m in world.dana.dm() if "EXPO-2026-001" in text_of(m)])


def test_the_answer_to_a_dm_survives_a_stumbling_slack_and_is_said_once(world: World) -> None:
    world.slack.fault("chat.postMessage", "stored_not_acked", times=1)
    world.dana.say("app", "hello there")
    world.dana.say("app", "、lead 恒达机械 王总 13800138000 展会")
    said = ("/followup", "EXPO-2026-001")
    assert world.slack.wait_for(lambda: all(any(one in text_of(m) for m in world.dana.dm()) for one in said))
    assert [sum(one in text_of(m) for m in world.dana.dm()) for one in said] == [1, 1]

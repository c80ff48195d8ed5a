"""Two lines after a call, through the front door, in both languages."""

from typing import Any

import pytest

from sandbox.driver import text_of
from tests.world import World

pytestmark = pytest.mark.few_on_postgresql


@pytest.fixture
def deals(world: World) -> World:
    world.liam.command("#sales-east", "/lead 恒达机械 张总 13800138000 想上ERP 预算80万 展会")
    world.dana.command("#sales-east", "/lead Acme Corp, Ms. Chen 212-555-0143, ERP, $80k, expo")
    return world


def whispered(world: World, who: str, word: str) -> str:
    texts = (text_of(m) for m in world.person(who).messages("#sales-east") if m.get("ephemeral"))
    return next((t for t in texts if word in t), "")


def test_chinese_two_lines(deals: World) -> None:
    answer = deals.liam.command("#sales-east", "/followup 恒达 同意出方案；下周三下午两点前发对比")
    assert "记好了，*恒达机械*" in answer.text
    assert "下一步：发对比，*12月2日（周三）14:00 前*" in answer.text and "还有 8 天" in answer.text


def test_commas_in_what_was_agreed_stay(deals: World) -> None:
    deals.liam.command("#sales-east", "/followup 恒达，聊了需求，张总同意看方案；下周三发对比")
    assert "聊了需求，张总同意看方案" in deals.liam.command("#sales-east", "/deal 恒达").text


def test_english_two_lines(deals: World) -> None:
    answer = deals.dana.command("#sales-east", "/followup Acme likes the pilot; send SOW by Fri")
    assert "Logged for *Acme Corp*. Next: send SOW *by Fri, Nov 27*" in answer.text


def test_nothing_named_takes_the_last_one_and_says_so(deals: World) -> None:
    answer = deals.dana.command("#sales-east", "/followup likes the pilot; send SOW by Fri")
    assert "no customer of yours" in answer.text and "Acme Corp" in answer.text


def test_a_promise_for_later_outlives_a_note_without_one(deals: World) -> None:
    deals.liam.command("#sales-east", "/followup 恒达 同意出方案；下周三下午两点前发对比")
    deals.liam.command("#sales-east", "/followup 恒达 又聊了聊，没什么变化")
    assert "发对比" in deals.liam.command("#sales-east", "/deal 恒达").text


def test_a_note_that_leaves_nothing_to_do_asks_for_the_next_step_with_chips(deals: World) -> None:
    answer = deals.liam.command("#sales-east", "/followup 恒达 聊了聊近况")
    assert "下一步打算哪天" in answer.text
    deals.liam.click(answer.message, "11月27日（周五）")
    assert deals.slack.wait_for(lambda: whispered(deals, "liam", "下一步：*11月27日（周五）前*"))
    answer = deals.liam.command("#sales-east", "/followup 恒达 又聊了聊")
    assert "下一步打算哪天" not in answer.text  # the one for Friday stands


def test_an_attempt_counts_tries(deals: World) -> None:
    deals.liam.command("#sales-east", "/followup 恒达 张总没接")
    answer = deals.liam.command("#sales-east", "/followup 恒达 张总还是没接")
    assert "第 2 次" in answer.text


def test_an_amount_that_a_note_states_is_one_tap_away(deals: World) -> None:
    answer = deals.liam.command("#sales-east", "/followup 恒达 金额改成 95万，下周三签")
    deals.liam.click(answer.message, "金额改成 ¥950,000")
    assert deals.slack.wait_for(lambda: whispered(deals, "liam", "的金额从 ¥800,000 改成 ¥950,000 了"))


def test_a_name_alone_logs_nothing_and_offers_the_form(deals: World) -> None:
    answer = deals.liam.command("#sales-east", "/followup 恒达机械")
    assert "谈成了什么" in answer.text and "记好了" not in answer.text
    assert deals.liam.opening.click(answer.message, "记一笔")


def test_an_unclear_date_is_asked_and_one_tap_settles_it(deals: World) -> None:
    answer = deals.dana.command("#sales-east", "/followup Acme agreed; send SOW next friday")
    assert "Which day do you mean" in answer.text
    deals.dana.click(answer.message, "Fri, Dec 4")
    assert deals.slack.wait_for(lambda: whispered(deals, "dana", "send SOW *Fri, Dec 4*"))
    told = next(m for m in deals.dana.messages("#sales-east") if "Dec 4" in text_of(m))
    form = deals.dana.opening.click(told, "Change date")
    assert deals.dana.submit(form, {"on": "2026-12-07"})["result"] == "updated"
    assert deals.slack.wait_for(lambda: whispered(deals, "dana", "send SOW *by Mon, Dec 7*"))
    assert not whispered(deals, "dana", "Dec 4")


def test_a_form_open_while_its_deal_is_closed_keeps_what_was_typed(deals: World) -> None:
    """The note is kept; a next step is refused in its form, where the words still stand."""
    answer = deals.dana.command("#sales-east", "/followup Acme likes the pilot; send SOW by Fri")
    form = deals.dana.opening.click(answer.message, "Change date")
    card = deals.maya.command("#sales-east", "/deal EXPO-2026-002").message
    closing = deals.maya.opening.click(card, "deal_more", selected_option="lost:2")
    assert deals.maya.submit(closing, {"reason": "价格"})["result"] == "updated"
    told = deals.dana.submit(form, {"on": "2026-12-01"})
    assert told["result"] == "errors" and "Acme Corp was closed as lost" in str(told["errors"])
    deals.dana.close(form)
    answer = deals.dana.command("#sales-east", "/followup EXPO-2026-002 they ask again; send an offer by Fri")
    assert "*Acme Corp* was closed as lost on Tue, Nov 24" in answer.text and "send an offer" in answer.text
    form = deals.dana.opening.click(answer.message, "New lead")
    assert "Acme Corp" in str(form["blocks"]) and "Ms. Chen" in str(form["blocks"])


def test_undo_puts_everything_back(deals: World) -> None:
    answer = deals.dana.command("#sales-east", "/followup Acme agreed; send SOW by Fri")
    deals.dana.click(answer.message, "Undo")
    assert deals.slack.wait_for(lambda: whispered(deals, "dana", "as it was"))


def test_somebody_elses_deal_looks_like_none(deals: World) -> None:
    stranger = deals.dana.command("#sales-east", "/followup 恒达机械 同意了；周五发合同")
    nobody = deals.dana.command("#sales-east", "/followup 恒大集团 同意了；周五发合同")
    assert "恒达机械" in stranger.text and "Which one is it?" in stranger.text
    assert stranger.text.replace("恒达机械", "") == nobody.text.replace("恒大集团", "")


def test_the_form_from_a_message_keeps_what_was_typed(deals: World) -> None:
    """A deal that nobody names is asked for; a day that is over is refused, and sent again, the form has every word."""

    def form_from(said: str) -> dict[str, Any]:
        return deals.dana.opening.shortcut("log_note", deals.dana.say("#sales-east", said))

    nameless = form_from("They want net 45, I'll send the SOW by Friday")
    assert set(deals.dana.submit(nameless, {"on": "2026-11-30"})["errors"]) == {"deal"}
    deals.dana.close(nameless)
    form = form_from("Acme called: they want net 45, I'll send the SOW by Friday")
    assert set(deals.dana.submit(form, {"on": "2026-11-20"})["errors"]) == {"on"}
    assert deals.dana.submit(form, {"on": "2026-11-30"})["result"] == "updated"
    card = deals.dana.command("#sales-east", "/deal acme").text
    assert "they want net 45" in card and "send the SOW" in card and "Nov 30" in card


def test_a_garbled_command_in_the_dm_is_read(deals: World) -> None:
    deals.liam.say("app", "、followup 恒达 同意出方案；周五前发对比")
    assert deals.slack.wait_for(lambda: [m for m in deals.liam.dm() if "记好了" in text_of(m)])


def test_a_command_without_its_slash_is_read_in_the_dm(deals: World) -> None:
    deals.dana.say("app", "followup Acme Corp likes the pilot; send SOW by Fri")
    assert deals.slack.wait_for(
        lambda: [m for m in deals.dana.dm() if "Logged for *Acme Corp*" in text_of(m)]
    )


def test_plain_words_in_the_dm_get_an_answer(deals: World) -> None:
    deals.dana.say("app", "hello there")
    assert deals.slack.wait_for(lambda: [m for m in deals.dana.dm() if "/followup" in text_of(m)])


def test_hostile_text_is_kept_and_harmless(deals: World) -> None:
    answer = deals.dana.command(
        "#sales-east", "/followup Acme <!channel> *x* & `rm`; call <@U0MAYA> tomorrow"
    )
    assert "Acme Corp" in answer.text and "<!channel>" not in str(answer.message)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_draft_of_nobody_is_not_taken_for_the_last_deal(world: World) -> None:
    assert "couldn't tell" in world.dana.command("#general", "/lead !!!").text
    told = world.dana.command("#general", "/followup likes the pilot").text
    assert "Logged" not in told and "no name yet" not in told

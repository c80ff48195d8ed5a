"""Plain words in the DM: kept, understood, offered, saved with one tap; and never into the void."""

import pytest

from sandbox.driver import text_of
from tests.flows.talking import Talker, buttons
from tests.world import World

ONCE = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
DICTATED = "acme ravi likes the pilot plan security is still looking i need to send the sow by friday"


@pytest.fixture
def dana(world: World) -> Talker:
    world.dana.command("#sales-east", "/lead Acme Foods, Lena Ortiz 212-555-0161, batch tracing, website")
    world.dana.command("#sales-east", "/lead Acme Corp, Ravi Patel 212-555-0143, ERP, $80k, expo")
    world.dana.command("#sales-east", "/lead Globex, Tom Becker 212-555-0178, field service, referral")
    return Talker(world, "dana")


@pytest.fixture
def liam(world: World) -> Talker:
    world.liam.command("#sales-east", "/lead 恒达机械 张总 13800138000 想上ERP 预算80万 展会")
    return Talker(world, "liam")


def test_a_dictated_line_is_offered_and_saved_with_one_tap(dana: Talker) -> None:
    offer = dana.say(DICTATED)
    assert "Log this for *Acme Corp*?" in text_of(offer)
    assert "ravi likes the pilot plan security is still looking" in text_of(offer)
    assert "Next: send the sow *by Fri, Nov 27*" in text_of(offer)
    assert "send the sow" not in dana.card("Acme Corp")  # nothing is saved by itself
    saved = dana.tap(offer, "Save", "Logged for *Acme Corp*")
    assert "Undo" in buttons(saved)
    assert "send the sow by Fri, Nov 27" in dana.card("Acme Corp")


@ONCE
def test_a_note_for_somebody_is_theirs(dana: Talker, liam: Talker) -> None:
    offer = text_of(dana.say("note for globex: they like plan B, call Tom on Monday"))
    assert "Log this for *Globex*?" in offer and "they like plan B" in offer
    offer = text_of(liam.say("给恒达记一笔：同意出方案，周五发"))
    assert "*恒达机械*" in offer and "记一笔" not in offer.splitlines()[1]


@ONCE
def test_days_off_are_no_deals_step(dana: Talker, liam: Talker) -> None:
    told = dana.say("I'm off dec 24-28")
    assert "`/baton off dec 24-28` notes them" in text_of(told)
    assert buttons(told) == ["My days off", "It's a note"]
    assert "`/baton 休假 12月24到28号`" in text_of(liam.say("我12月24到28号休假"))
    assert "12月28日" in liam.who.command("#sales-east", "/baton 休假 12月24到28号").text


@ONCE
def test_a_tap_on_save_twice_is_one_note_and_a_replayed_message_one_answer(dana: Talker) -> None:
    offer = dana.say("Globex likes the plan; call Tom on Monday")
    dana.world.slack.replay("events_api", last=1, times=3)
    dana.tap(offer, "Save", "Logged for *Globex*")
    dana.who.click(offer, "Save")
    assert dana.card("Globex").count("likes the plan") == 1
    assert len([m for m in dana.answers() if "likes the plan" in text_of(m) or "Logged" in text_of(m)]) == 1


@ONCE
def test_edit_opens_the_form_filled_and_the_message_says_what_came_of_it(dana: Talker) -> None:
    offer = dana.say("Globex likes the plan; call Tom on Monday")
    form = dana.who.opening.click(offer, "Edit")
    assert "likes the plan" in str(form) and "2026-11-30" in str(form)
    assert dana.who.submit(form, {"agreed": "likes the second plan"})["result"] == "updated"
    saved = dana.read(offer, "Logged for *Globex*")
    assert "likes the second plan" in dana.card("Globex")
    form = dana.who.opening.click(saved, "Edit")  # what is saved says what its form makes of it, too
    assert dana.who.submit(form, {"next": "call Tina on Monday"})["result"] == "updated"
    dana.read(offer, "Next: call Tina")
    assert "likes the second plan" in dana.card("Globex")
    dana.who.click(offer, "Save")  # an old window: the note is there already
    assert "likes the plan" not in dana.card("Globex")


@ONCE
def test_a_lead_says_in_its_message_how_it_was_edited(dana: Talker) -> None:
    offer = dana.say("Stark Tower, Pepper Potts, 212-555-0133, wants an ERP, website")
    saved = dana.tap(offer, "Save lead", "Got it: *Stark Tower*")
    form = dana.who.opening.click(saved, "Edit")
    assert dana.who.submit(form, {"need": "a CRM"})["result"] == "updated"
    dana.read(offer, "a CRM")


@ONCE
def test_the_second_lead_of_a_line_is_offered(dana: Talker, liam: Talker) -> None:
    told = dana.who.command(
        "#sales-east",
        "/lead Stark Tower, Pepper Potts, 212-555-0133, ERP, website; Wayne Labs, Lucius Fox, lucius@wayne.com, CRM, referral",
    )
    assert "Got it: *Stark Tower*" in told.text and "Wayne" not in told.text
    offer = dana.hears("*Wayne Labs*")
    assert "lucius@wayne.com" in text_of(offer)
    dana.tap(offer, "Save lead", "Got it: *Wayne Labs*")
    liam.who.command(
        "#sales-east", "/lead 1、云帆科技 王工 13912345678 展会 2、海川电气 李总 13812345678 展会"
    )
    assert "李总" in text_of(liam.hears("*海川电气*"))
    dana.say(
        "Orion Corp, Ada Reed, 212-555-0134, ERP\nVega Inc, Bo Diaz, bo@vega.com\nLyra LLC, Cy Young, cy@lyra.com"
    )
    assert "Vega" not in text_of(dana.hears("*Orion Corp*"))
    assert "bo@vega.com" in text_of(dana.hears("*Vega Inc*")) and "Lyra" not in text_of(
        dana.hears("*Vega Inc*")
    )
    dana.tap(dana.hears("*Lyra LLC*"), "Save lead", "Lyra LLC")
    first = dana.hears("*Orion Corp*")
    dana.who.edit(dana.mine("Orion"), "Orion Corp, Ada Reed, 212-555-0134, MES; Vega Inc, bo@vega.com")
    dana.read(first, "MES")  # its own message says so, and of the others nothing is offered again
    assert len([one for one in dana.answers() if "Vega Inc" in text_of(one)]) == 1


@ONCE
def test_not_a_note_forgets_it_and_says_what_else(dana: Talker) -> None:
    offer = dana.say("Globex is a nice word")
    told = dana.tap(offer, "Not a note", "dropped it")
    assert "Just message me" in text_of(told) and "My deals" in buttons(told)
    assert "nice word" not in dana.card("Globex")


@ONCE
def test_what_is_no_note_gets_something_helpful(dana: Talker, liam: Talker) -> None:
    assert "Just message me" in text_of(dana.say("hello there"))
    assert "Any time" in text_of(dana.say("thanks!"))
    assert "*Globex*" in text_of(dana.say("how's Globex doing?"))
    assert "Acme Foods" in text_of(dana.say("what's my pipeline?"))
    question = dana.say("what's the weather like?")
    assert "can't answer" in text_of(question)
    which = dana.tap(question, "It's a note", "Which one is it?")
    assert "Acme Foods" in " ".join(buttons(which)) and "Not a note" in buttons(which)
    assert "直接给我发一句话" in text_of(liam.say("你好"))
    assert "*恒达机械* ·" in text_of(liam.say("恒达怎么样了"))
    assert "恒达机械" in text_of(liam.say("我手上有哪些单子"))
    quinn = Talker(dana.world, "quinn")
    assert "没存" in text_of(quinn.say("恒达 张总没接"))


@ONCE
def test_a_phone_and_a_new_company_are_a_lead(dana: Talker) -> None:
    offer = dana.say("Initech, Bill Lund 212-555-0119, reporting, $60k")
    assert "New lead? *Initech*" in text_of(offer)
    draft = dana.tap(offer, "Save lead", "Where did it come from")
    assert "EXPO-2026-002" in text_of(dana.tap(draft, "Expo", "EXPO-2026"))
    known = dana.say("Ravi 212-555-0199 is his new number")
    assert "Log this for *Acme Corp*?" in text_of(known)


@ONCE
def test_yes_and_no_are_typed_too(dana: Talker) -> None:
    first = dana.say("Globex likes the plan; call Tom on Monday")
    assert "Logged for *Globex*" in text_of(dana.say("yes"))
    dana.read(first, "Saved, see below")
    saved = dana.say("undo that")
    assert "Just saved" in text_of(saved) and "Note on *Globex" in text_of(saved)
    dana.tap(saved, "Undo", "as it was")
    second = dana.say("Globex wants a discount")
    assert "dropped it" in text_of(dana.say("no"))
    dana.read(second, "Not saved")
    assert "nothing waiting" in text_of(dana.say("ok"))
    assert "discount" not in dana.card("Globex")


def test_a_reply_in_the_thread_of_a_note_is_added_to_it(dana: Talker) -> None:
    offer = dana.say(DICTATED)
    dana.tap(offer, "Save", "Logged")
    added = dana.say("also they want net 45", under=offer)
    assert "Added to the note for *Acme Corp*: also they want net 45" in text_of(added)
    later = dana.say("i'll call ravi on monday", under=dana.mine("acme ravi"))
    assert "call ravi *" in text_of(later) and "Nov 30" in text_of(later)
    card = dana.card("Acme Corp")
    assert "also they want net 45" in card and "call ravi" in card and card.count("李娜 Dana:") == 1
    dana.tap(later, "Undo", "as it was", under=dana.mine("acme ravi"))
    card = dana.card("Acme Corp")
    assert "send the sow by Fri, Nov 27" in card and "also they want net 45" in card


@ONCE
def test_a_reply_under_a_nudge_or_in_its_thread_belongs_to_its_deal(liam: Talker) -> None:
    liam.world.slack.advance(to="2026-12-01T08:35+08:00")
    nudge = liam.world.slack.wait_for(lambda: [m for m in liam.answers() if "恒达机械" in text_of(m)])[-1]
    in_thread = liam.say("对方说还要再看看预算", under=nudge)
    assert "记到 *恒达机械*" in text_of(in_thread)
    below = liam.say("财务那边卡住了")
    assert "记到 *恒达机械*" in text_of(below) and "没看出是哪家" in text_of(below)
    liam.tap(in_thread, "存", "记好了", under=nudge)


@ONCE
def test_what_was_typed_while_baton_was_down_is_answered_once(dana: Talker) -> None:
    world = dana.world
    world.baton.stop()
    dana.who.say("app", "Globex likes the plan; call Tom on Monday")
    world.slack.wait_for(lambda: world.slack.health()["retrying"])  # in a minute, which is over below
    world.revive()
    world.slack.push(65)
    offer = world.slack.wait_for(lambda: [m for m in dana.answers() if "Log this for" in text_of(m)])[-1]
    dana.tap(offer, "Save", "Logged for *Globex*")
    assert len(dana.answers()) == 1


@ONCE
def test_baton_speaks_the_language_that_is_typed_or_chosen(liam: Talker) -> None:
    assert "Log this for *恒达机械*?" in text_of(
        liam.say("恒达 likes the pilot and we need to send them a quote")
    )
    assert "记到 *恒达机械*" in text_of(liam.say("恒达 张总说方案可以，周五发报价"))
    assert "English it is" in text_of(liam.say("English please"))
    assert "Log this for" in text_of(liam.say("恒达 张总又说方案不行，周五改好发过去"))


@ONCE
def test_an_edited_message_changes_its_offer_or_its_note_and_a_deleted_one_drops_it(dana: Talker) -> None:
    offer = dana.say("Globex likes the plan; call Tom on Monday")
    dana.who.edit(dana.mine("Globex likes"), "Globex loves the plan; call Tom on Tuesday")
    changed = dana.read(offer, "loves the plan")
    assert "Dec 1" in text_of(changed)
    dana.tap(changed, "Save", "Logged for *Globex*")
    before = len(dana.answers())
    dana.who.edit(dana.mine("Globex loves"), "Globex hates the plan; call Tom on Tuesday")
    told = dana.world.slack.wait_for(lambda: dana.answers()[before:])[-1]
    assert "The note for *Globex* says now: hates the plan" in text_of(told)
    card = dana.card("Globex")
    assert "hates the plan" in card and "loves the plan" not in card
    dana.who.delete(dana.mine("Globex hates"))
    stays = dana.world.slack.wait_for(lambda: dana.answers()[before + 1 :])[-1]
    assert "still there" in text_of(stays) and "Undo" in buttons(stays)
    gone = dana.say("Globex is sold")
    dana.who.delete(dana.mine("Globex is sold"))
    dana.read(gone, "dropped it")
    assert "is sold" not in dana.card("Globex")


@ONCE
def test_a_reply_under_an_offer_is_taken_in_and_a_message_with_replies_can_be_deleted(dana: Talker) -> None:
    offer = dana.say("Globex likes the plan; call Tom on Monday")
    own = dana.mine("Globex likes")
    assert "Added above" in text_of(dana.say("and they want net 45", under=own))
    assert "call Tom" in text_of(dana.read(offer, "and they want net 45"))
    dana.who.delete(own)
    dana.read(offer, "dropped it")


@ONCE
def test_a_slash_that_an_input_method_took_away_is_no_trouble(liam: Talker) -> None:
    assert "记好了，*恒达机械*" in text_of(liam.say("/、跟进 恒达 同意出方案；周五发对比"))
    near = liam.say("、leed 苏州安信达 刘经理 13905120077 仓库盘点 展会")
    assert "是想打 `/lead` 吧" in text_of(near) and "新线索？*苏州安信达*" in text_of(near)
    liam.tap(near, "存为线索", "归你跟")
    assert "记到 *恒达机械*" in text_of(liam.say("、恒达 张总没接"))
    assert "新线索" in buttons(liam.say("、lead"))
    assert "*恒达机械* ·" in text_of(liam.say("、deal 恒达"))
    assert "恒达机械" in text_of(liam.say("、deal 找 恒达"))
    assert "`/baton 休假 12月24日`" in text_of(liam.say("、baton 休假 12月24日"))
    assert "`/deal team 恒达`" in text_of(liam.say("、deal team 恒达"))
    assert "`/deal 丢单 恒达`" in text_of(liam.say("、deal 丢单 恒达"))
    unknown = liam.say("、payd 恒达")
    assert "payd" in text_of(unknown) and "/" in text_of(unknown)


@ONCE
def test_after_a_call_baton_asks_how_it_went_and_takes_what_is_said_next(dana: Talker) -> None:
    dana.tap(dana.say("Globex likes the plan; call Tom tomorrow at 2pm"), "Save", "Logged for *Globex*")
    dana.world.slack.advance(to="2026-11-25T14:45+08:00")
    asks = [m for m in dana.answers() if "how did it go with Tom Becker" in text_of(m)]
    assert len(asks) == 1 and "Log note" in buttons(asks[0])
    told = dana.say("they sign in december, send the contract on Monday")
    assert "Log this for *Globex*?" in text_of(told) and "send the contract" in text_of(told)
    dana.tap(told, "Save", "Logged for *Globex*")


@ONCE
def test_a_tapped_tag_says_so_in_its_place(dana: Talker) -> None:
    offer = dana.say("Globex talked; they want a discount, and look at a competitor")
    saved = dana.tap(offer, "Save", "Logged for *Globex*")
    count = len(dana.answers())
    assert {"Tag: competitor?", "Tag: price?"} <= set(buttons(saved))
    dana.who.click(saved, "Tag: price?")

    def now(chip: str) -> bool:
        return chip in buttons(next(m for m in dana.answers() if m["ts"] == saved["ts"]))

    dana.world.slack.wait_for(lambda: now("price ✕"))
    dana.who.click(next(m for m in dana.answers() if m["ts"] == saved["ts"]), "price ✕")
    dana.world.slack.wait_for(lambda: now("Tag: price?"))
    assert now("Tag: competitor?") and len(dana.answers()) == count

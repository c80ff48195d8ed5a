"""A lead through the front door: typed, forwarded, completed, doubled, taken back."""

import pytest
from sqlmodel import select

from sandbox.driver import text_of
from storage.tables import Account, Deal, Person
from tests.world import World

pytestmark = pytest.mark.few_on_postgresql

LINE = "恒达机械 张总 13800138000 想上ERP 预算80万"


def test_a_line_without_a_source_is_kept_and_one_tap_makes_it_a_lead(world: World) -> None:
    draft = world.liam.command("#sales-east", f"/lead {LINE}")
    assert "从哪儿来的" in draft.text
    world.liam.click(draft.message, "展会")
    saved = world.slack.wait_for(lambda: shown(world, "EXPO-2026-001"))
    assert "恒达机械" in saved and "138 0013 8000" in saved and "80 万" in saved and "周三" in saved


def shown(world: World, word: str) -> str:
    texts = (text_of(m) for m in world.liam.messages("#sales-east") if m.get("ephemeral"))
    return next((t for t in texts if word in t), "")


def test_a_rarer_source_is_in_the_menu_and_a_modal_turns_into_the_answer(world: World) -> None:
    message = next(m for m in world.liam.messages("#expo-leads") if "安信达" in m["text"])
    form = world.liam.opening.shortcut("capture_lead", message)
    contact = next(b for b in form["blocks"] if b["block_id"] == "contact")
    assert contact["element"]["initial_value"] == "刘经理"
    assert world.liam.submit(form)["result"] == "updated"
    deal = world.liam.views()[-1]
    menu = next(e for b in deal["blocks"] for e in b.get("elements", []) if e["type"] == "static_select")
    partner = next(o["value"] for o in menu["options"] if o["text"]["text"] == "渠道")
    world.liam.click(deal, menu["action_id"], selected_option=partner)
    assert world.slack.wait_for(lambda: "PART-2026-001" in text_of(world.liam.views()[-1]))
    assert len(world.liam.views()) == 1


def test_todays_source_sticks_and_says_so(world: World) -> None:
    world.liam.click(world.liam.command("#sales-east", f"/lead {LINE}").message, "展会")
    world.slack.wait_for(lambda: shown(world, "EXPO-2026-001"))
    second = world.liam.command("#sales-east", "/lead 云帆科技 王工 13912345678 仓库盘点")
    assert "EXPO-2026-002" in second.text and "今天" in second.text
    world.liam.click(second.message, "撤销")
    third = world.liam.command("#sales-east", "/lead 宏图科技 李工 13912345679 仓库盘点")
    assert "EXPO-2026-003" in third.text  # the lead that it was set with stands
    for message in (
        third.message,
        next(m for m in world.liam.messages("#sales-east") if "EXPO-2026-001" in text_of(m)),
    ):
        world.liam.click(message, "撤销")
    assert "从哪儿来的" in world.liam.command("#sales-east", "/lead 长风机械 赵工 13912345670 盘点").text


def test_english_line_in_one_go(world: World) -> None:
    saved = world.dana.command("#sales-east", "/lead Acme Corp, Ms. Chen 212-555-0143, ERP, $80k, expo")
    assert "Got it" in saved.text and "EXPO-2026-001" in saved.text and "$80K" in saved.text
    assert "Call by Wed, Nov 25, 3:30 PM" in saved.text


def test_undo_voids_the_number(world: World) -> None:
    saved = world.dana.command("#sales-east", "/lead Acme Corp, Ms. Chen 212-555-0143, ERP, $80k, expo")
    world.dana.click(saved.message, "Undo")
    world.slack.wait_for(
        lambda: any("won't be reused" in text_of(m) for m in world.dana.messages("#sales-east"))
    )
    following = world.dana.command("#sales-east", "/lead Bolt Ltd, Mr. Ray 212-555-0199, CRM, $20k, expo")
    assert "EXPO-2026-002" in following.text


def test_a_colleagues_customer_is_named_but_not_shown(world: World) -> None:
    world.liam.command("#sales-east", f"/lead {LINE} 展会")
    answer = world.dana.command("#sales-east", "/lead 恒达机械有限公司 想看看系统 展会")
    assert "李明" in answer.text and "13800138000" not in answer.text and "EXPO" not in answer.text


def test_the_same_text_twice_is_one_lead(world: World) -> None:
    first = world.dana.command("#sales-east", "/lead Acme Corp, Ms. Chen 212-555-0143, ERP, $80k, expo")
    second = world.dana.command("#sales-east", "/lead Acme Corp, Ms. Chen 212-555-0143, ERP, $80k, expo")
    assert "EXPO-2026-001" in first.text and "EXPO-2026-001" in second.text
    assert "Log again" in str(second.message)


def test_a_guest_gets_one_polite_sentence(world: World) -> None:
    answer = world.person("gus").command("#general", "/lead Acme, Ms. Chen, expo")
    assert answer.text == "I only work for the sales team. Ask Ada if you need me."


@pytest.mark.one_on_postgresql
def test_a_guest_who_writes_hears_it_too_and_in_their_language(world: World) -> None:
    guest = world.person("gus")
    with world.deps.db.write() as tx:
        gus = tx.exec(select(Person).where(Person.handle == "gus")).one()
        gus.slack_locale = "zh-CN"
        tx.add(gus)
    guest.say("app", "在吗？")
    answer = world.slack.wait_for(lambda: [m for m in guest.dm() if "销售团队" in text_of(m)])[-1]
    assert text_of(answer) == "我只对销售团队开放，需要的话找 Ada"
    assert guest.command("#general", "/lead Acme").text == text_of(answer)


def test_a_forwarded_message_becomes_a_lead(world: World) -> None:
    message = next(m for m in world.dana.messages("#expo-leads") if "Northwind" in m["text"])
    form = world.dana.opening.shortcut("capture_lead", message)
    result = world.dana.submit(form, {"source": "Expo"})
    assert result["result"] == "updated"
    assert "EXPO-2026-001" in text_of(world.dana.views()[-1])
    others = [m for m in world.liam.messages("#expo-leads") if "EXPO" in text_of(m)]
    assert others == []


ROUGH = [
    ("dana", "Acme Corp, Ms. Chen 212-555-0143, ERP, budget about $120k, expo", "about 120,000 USD", "about $120K"),
    ("dana", "Acme Corp, Ms. Chen 212-555-0143, ERP, $60-80k, expo", "about 60,000 USD", "ERP, $60-80k"),
    ("liam", "恒达机械 张总 13800138000 想上ERP 预算三十万左右 展会", "约 30 万元", "约 30 万"),
    ("liam", "恒达机械 张总 13800138000 想上ERP 预算二三十万 展会", "约 20 万元", "想上ERP，预算二三十万"),
]  # fmt: skip


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("person", "said", "filled", "told"), ROUGH)
def test_a_rough_sum_stays_one_in_the_form_until_it_is_changed_there(
    world: World, person: str, said: str, filled: str, told: str
) -> None:
    me = getattr(world, person)
    form = me.opening.shortcut("capture_lead", me.say("#sales-east", said))
    assert next(b for b in form["blocks"] if b["block_id"] == "amount")["element"]["initial_value"] == filled
    assert me.submit(form)["result"] == "updated"
    about, saved = "about " if person == "dana" else "约 ", me.views()[-1]
    assert told in text_of(saved) and about in text_of(saved)
    form = me.opening.click(saved, "Edit" if person == "dana" else "修改")
    assert next(b for b in form["blocks"] if b["block_id"] == "amount")["element"]["initial_value"] == filled
    me.submit(form, {"amount": "90,000 USD"})
    card = text_of(me.command("#sales-east", "/deal EXPO-2026-001").message)
    assert "$90,000" in card and about not in card


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_what_is_too_long_for_a_company_says_so_and_is_kept(world: World) -> None:
    typed = "x" * 3000
    told = world.dana.command("#sales-east", f"/lead {typed}")
    assert "too long for a company: 120 letters at most" in told.text and "xxx" not in told.text
    with world.deps.db.read() as tx:
        assert tx.exec(select(Deal.raw_text)).all() == [typed]
    form = world.dana.opening.click(told.message, "Edit")
    assert world.dana.submit(form, {"account": "Foo", "source": "Expo"})["result"] == "updated"
    message = world.liam.say("#sales-east", f"{'恒' * 500}有限公司 13800138000 展会")
    form = world.liam.opening.shortcut("capture_lead", message)
    assert "不像公司名（最多 120 个字）" in text_of(form)


def test_an_empty_form_says_what_it_wants(world: World) -> None:
    form = world.dana.opening.command("#sales-east", "/lead")
    result = world.dana.submit(form, {"amount": "lots"})
    assert result["result"] == "errors" and set(result["errors"]) == {"account", "amount"}


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_draft_shows_what_was_understood_and_an_odd_number(world: World) -> None:
    draft = world.liam.command("#sales-east", "/lead 恒达机械 张总 1596688990 想上ERP 预算80万").text
    assert "1596688990 这个号码不太对" in draft
    for fact in ("恒达机械", "张总", "ERP", "80万"):
        assert fact in draft.replace(" ", "")


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_a_customer_who_is_still_a_draft_is_said_to_be_one(world: World) -> None:
    world.liam.command("#sales-east", f"/lead {LINE}")
    again = world.liam.command("#sales-east", "/lead 恒达机械 张总 13800138000 展会")
    assert "草稿" in again.text and "（）" not in again.text
    assert "还差一样：从哪儿来的？" in world.liam.command("#sales-east", "/deal 恒达").text
    form = world.liam.opening.click(again.message, "现在补")
    assert world.liam.submit(form, {"从哪儿来的": "展会"})["result"] == "updated"
    assert "EXPO-2026-001" in text_of(world.liam.views()[-1])


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_two_people_edit_one_lead_and_neither_loses_a_word(world: World) -> None:
    liam, maya = world.liam, world.maya
    answer = liam.command("#sales-east", f"/lead {LINE} 展会")
    card = maya.command("#sales-east", "/deal EXPO-2026-001").message
    mine = liam.opening.click(answer.message, "修改")
    hers = maya.opening.click(card, "deal_more", selected_option="修改")
    assert (
        maya.submit(
            hers, {"amount": "90万", "sign_on": "2027-01-15", "role": "拍板人", "probability": "80%"}
        )["result"]
        == "updated"
    )
    assert liam.submit(mine, {"need": "想上ERP，两个厂"})["result"] == "updated"
    again = liam.views()[-1]
    told = text_of(again)
    assert "你打开的时候，有人改过这条" in told and "预算现在是：90 万元" in told and "1月15日" in told
    assert "赢率现在是：80%" in told
    need = next(b for b in again["blocks"] if b["block_id"] == "need")
    assert need["element"]["initial_value"] == "想上ERP，两个厂"
    mended = {"sign_on": "2027-01-15", "amount": "90万", "probability": "80%"}
    assert liam.submit(again, mended)["result"] == "updated"
    card = text_of(maya.command("#sales-east", "/deal EXPO-2026-001").message)
    assert "两个厂" in card and "90" in card and "1月15日" in card and "80%（你定的）" in card


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_what_a_customer_is_is_chosen_shown_found_and_told(world: World) -> None:
    answer = world.liam.command("#sales-east", f"/lead {LINE} 展会")
    form = world.liam.opening.click(answer.message, "修改")
    filled = {"行业": "制造业", "区域": "华东", "客户等级": "A（重点客户）"}
    assert world.liam.submit(form, filled)["result"] == "updated"
    card = world.liam.command("#sales-east", "/deal 恒达").text
    assert "客户：制造业 · 华东 · A（重点客户）" in card
    for asked in ("region:East", "region: East", "区域：华东", "地区：上海 等级：A", "行业:manufacturing"):
        assert "恒达机械" in world.maya.command("#sales-east", f"/deal find {asked}").text, asked
    assert "恒达机械" not in world.maya.command("#sales-east", "/deal find region:West").text
    with world.deps.db.write() as tx:  # words of a file, with signs that no form brings back as they are
        tx.exec(select(Account)).one().industry = f"<!channel> “阀门”\u3000R&amp;D {'长' * 90}"
    form = world.liam.opening.click(
        world.liam.command("#sales-east", "/deal 恒达").message, "deal_more", selected_option="修改"
    )
    assert world.liam.submit(form, {"区域": "华南"})["result"] == "updated"
    told = world.liam.command("#sales-east", "/deal 来龙去脉 恒达").text
    assert "区域" in told and "华东" in told and "华南" in told and "行业" not in told.split("华南")[0]
    assert '客户：@channel "阀门" R' in world.liam.command("#sales-east", "/deal 恒达").text


CHATTER = "明早 8:50 这里会出今日卡点，大家先看各自的私信"


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("person", ["liam", "dana"])
def test_a_message_that_tells_of_no_lead_makes_no_company(world: World, person: str) -> None:
    me = getattr(world, person)
    message = next(m for m in me.messages("#sales-east") if CHATTER in m["text"])
    form = me.opening.shortcut("capture_lead", message)
    filled = {b["block_id"]: b["element"].get("initial_value") for b in form["blocks"] if "element" in b}
    assert filled["account"] is None and filled["contact"] is None and filled["need"] == CHATTER
    assert ("没看到公司" if person == "liam" else "I can't see a company") in text_of(form)
    assert "account" in me.submit(form)["errors"]

"""What a text in the DM is: greetings, questions, yes and no in both languages; everything else may be a note."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.step_words import plain_step
from rules.talk import heard, may_name, nearly, typed_language

SORTS = """
hello: hi | Hello! | hey baton | good morning | 你好 | 您好！ | 在吗？ | 早上好 | 哈喽
thanks: thanks! | Thank you so much | thx | 谢谢 | 谢谢你 | 辛苦了 | 多谢啦
yes: yes | ok | OK! | save it | looks good? no | 好 | 好的 | 对的 | 存 | 可以 | 好的谢谢 | 👍 | :+1:
no: no | nope | not a note | never mind | 不用 | 算了 | 不是 | 别存
undo: undo | Undo that! | take it back | 撤销 | 撤回吧 | 撤销刚才那条
off: I'm off dec 24-28 | I'll be out of office Thursday and Friday | im on leave next week | 我12月24到28号休假 | 下周三请假 | 明天我休息
help: help | ? | what can you do | how does this work? | 帮助 | 怎么用 | 你能做什么？ | 怎么录线索
mine: what's my pipeline? | my deals | show me my open deals | what should I do today? | pipeline | 我手上有哪些单子 | 我的商机 | 今天要做什么 | 今天要干嘛 | 我有几个客户？ | 有多少线索
question: what's happening? no | can you call Ravi for me? | how much did they pay | 能不能帮我订个会议室？ | 为什么要填这个？
english: English please | speak English | 说英文 | 英语
chinese: 中文 | 说中文 | please speak Chinese
note: I'm off to see Acme on Friday | I'm out of ideas | 张总周五请假 | 老板下周休假，下下周再约 | Acme likes the pilot; send SOW by Fri | 恒达 张总没接 | 空号 | no answer | Met Ravi today | No budget until Q2 | yes they agreed | 好的，周五发方案 | 可以，周五见 | 不错，张总挺满意 | Ravi asked can we do net 45? | 张总问能不能便宜点？ | Will sign on Monday | Has budget, wants a demo next week | how it went: fine, they agree | 聊了下情况 | 今天去了恒达
"""
CASES = [
    (sort, text.strip())
    for line in SORTS.strip().splitlines()
    for sort, _, texts in [line.partition(": ")]
    for text in texts.split(" | ")
    if not text.endswith(" no")
]


@pytest.mark.parametrize(("sort", "text"), CASES)
def test_what_a_text_is(sort: str, text: str) -> None:
    assert heard(text).sort == sort


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("how's Acme doing?", "Acme"),
        ("what's the status of Acme Corp?", "Acme Corp"),
        ("where are we with acme", "acme"),
        ("any news from Globex?", "Globex"),
        ("acme?", "acme"),
        ("恒达怎么样了", "恒达"),
        ("恒达这单谁负责", "恒达"),
        ("谁在跟恒达", "恒达"),
        ("恒达有消息吗？", "恒达"),
        ("看看恒达的进展", "恒达"),
        ("张总怎么说", "张总"),
    ],
)
def test_a_question_about_a_deal_names_it(text: str, about: str) -> None:
    asked = heard(text)
    assert (asked.sort, asked.about) == ("status", about)


def test_an_order_to_show_something_is_a_question_only_if_it_names_a_deal() -> None:
    assert not heard("find the budget holder at Acme").is_asked
    assert heard("how's Acme?").is_asked


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("恒达 likes the pilot and we need to send them a quote", "en"),
        ("Acme 那边同意了，周五发合同", "zh"),
        ("恒达 张总没接", "zh"),
        ("how's Acme doing?", "en"),
        ("ok", None),
        ("help", None),
        ("Acme Corp Ravi Patel", None),
        ("13800138000", None),
    ],
)
def test_the_language_that_is_plainly_typed(text: str, language: str | None) -> None:
    assert typed_language(text) == language


@pytest.mark.parametrize(
    ("said", "step"),
    [
        ("i need to send the sow", "send the sow"),
        ("I'll call him", "call him"),
        ("我来发对比", "发对比"),
        ("我要去现场看看", "去现场看看"),
        ("remind me to call Lena", "call Lena"),
        ("提醒我给周厂长打电话", "给周厂长打电话"),
        ("send SOW", "send SOW"),
        ("I'll", "I'll"),
    ],
)
def test_a_step_is_what_is_to_be_done(said: str, step: str) -> None:
    assert plain_step(said) == step


NAMES = {"lead": "lead", "followup": "followup", "线索": "lead", "跟进": "followup"}


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [
        ("、leed 恒达 张总", "lead", "恒达 张总"),
        ("／folowup Acme agreed", "followup", "Acme agreed"),
        ("/、leads x", "lead", "x"),
        ("、恒达 同意了", "", "同意了"),
    ],
)
def test_a_slipped_command_is_nearly_a_known_one(text: str, command: str, rest: str) -> None:
    near = nearly(text, NAMES)
    assert near is not None and (near.command, near.rest) == (command, rest)


def test_a_text_without_a_slash_is_no_command() -> None:
    assert nearly("leed 恒达", NAMES) is None


@given(st.text(max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    said = heard(text)
    assert said.sort and len(said.about) <= len(text)
    typed_language(text)
    nearly(text, NAMES)
    assert plain_step(text) in text


@pytest.mark.parametrize("days", ["1" * 90, "june tues " * 30, "jan" * 80, "thu 1st, " * 30, "on the " * 60])
def test_no_number_of_days_holds_it_up(days: str) -> None:
    assert heard(f"I'm off {days}x?x").sort == "note"


@pytest.mark.parametrize("said", ["how is umbrella?", "any news on blue harbor foods?", "恒达怎么样了"])
def test_who_is_asked_about_may_be_a_customer(said: str) -> None:
    assert may_name(heard(said).about)


@pytest.mark.parametrize(
    "said", ["what's the weather like?", "how is everything?", "how is it going?", "how are you?"]
)
def test_what_everybody_says_names_no_customer(said: str) -> None:
    assert heard(said).sort != "status" or not may_name(heard(said).about)

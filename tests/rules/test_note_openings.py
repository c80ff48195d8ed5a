"""What begins like a note, and what might be somebody's name."""

import pytest

from rules.note_openings import opens_note

NOTES = """likes the pilot; send SOW by Fri|Likes the pilot|called, no answer|Called Ravi, no answer|no answer|they'll revert
    |he wants 5% off|I owe them a quote|we met the team|met the team at their plant|the board said yes|Good call. I'll send the quote
    |good talk with Ravi|next: send the SOW|-> send SOW Friday|; send SOW|yesterday we spoke|Friday works|is still thinking|voicemail
    |Talked to Ravi|Spoke to Tom about price|budget is approved|todo send recap|won't decide before June|can't reach them|Will call on Friday
    |同意出方案；周三下午两点前发对比|没接，周五再打|聊了预算 下一步周五发报价|周五签合同，客户同意了|昨天见了张总，明天发报价|打不通
    |对方说太贵|客户要求再降 5%|等他们回复|下一步：周五发方案|我来发报价|发了报价|已经报价|他们下周定|有兴趣|报价太高|预算批了还没下|想上 ERP
    |12月3号签|上周聊过|空号|还在等审批|11点聊了|需要现场演示|预算已批""".replace("\n", "")
NAMES = """Acme likes the pilot|acmee likes it|Globex: agreed|blah blah|xyzzy|Siemens agreed; send the quote|EXPO-2026-999 agreed|5550199 agreed
    |Best Buy said no|Good Foods wants a demo|The Gap agreed|New Relic called|Target said no|Metro agreed|North wind
    |小米 同意了|恒大集团 同意了；周五发合同|三一重工 聊了|周大福 想试用|好利来 同意了|再鼎医药 没接|有赞 聊了预算|明阳智能 下周定|张总没接|!!!||云帆""".replace(
    "\n", ""
)


@pytest.mark.parametrize("text", [x.strip() for x in NOTES.split("|")])
def test_a_note_without_a_name(text: str) -> None:
    assert opens_note(text)


@pytest.mark.parametrize("text", [x.strip() for x in NAMES.split("|")])
def test_what_may_be_a_name(text: str) -> None:
    assert not opens_note(text)


@pytest.mark.parametrize("text", ["", "\n", "😀", "\ue000", "𠀀" * 50, "(" * 999])
def test_anything_is_answered(text: str) -> None:
    assert opens_note(text) in (True, False)

"""A message among colleagues is not taken for a lead; every lead that reps typed still is one."""

import pytest

from rules.lead_chatter import tells_of_a_lead
from tests.rules.lead_world import read
from tests.rules.test_lead_text import TABLES, typed_with

CHATTER = """\
明早 8:50 这里会出今日卡点，大家先看各自的私信
展会第二天，名片都贴这里，谁接谁录
下午三点开会，会议室二
收到
大家辛苦了
周报记得今天交
谁有恒达的合同模板？
今天晚上一起吃饭吗
快递到了，前台取
会议改到下周二了
lunch anyone?
Reminder: timesheets are due by Friday
The list goes out here at 8:50 tomorrow, please check your DMs first
Standup moves to 9:30 tomorrow
Thanks team, see you at the fair
Who's covering the booth this afternoon?
Running 10 minutes late
""".splitlines()
LEADS = """\
安信达想上ERP
恒达机械
苏州安信达
张总
Anxinda
Northwind wants a demo
Ravi from Acme
一家做模具的，想上ERP
13905120077
ravi@acme.example
预算三十万左右
""".splitlines()


@pytest.mark.parametrize("line", CHATTER)
def test_nothing_in_what_colleagues_tell_each_other_is_a_company(line: str) -> None:
    assert not tells_of_a_lead(read(line), line)


@pytest.mark.parametrize("line", LEADS)
def test_a_name_a_person_a_way_to_them_a_sum_or_a_wish_is_enough(line: str) -> None:
    assert tells_of_a_lead(read(line), line)


def test_what_reps_typed_as_leads_is_seen_as_leads() -> None:
    lines = [line for table in TABLES for line, fields in typed_with(table) if "account" in fields]
    lost = [line for line in lines if not tells_of_a_lead(read(line), line)]
    assert len(lines) > 1000 and len(lost) <= 4, lost

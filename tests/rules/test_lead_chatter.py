"""A message among colleagues is not taken for a lead; every lead that reps typed still is one."""

import pytest

from rules.lead_chatter import as_told, tells_of_a_lead
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
# Words of a wish or a sum, and still nobody's name.
NAMELESS = """\
预算会改到周五
报价单谁有？
意向客户名单发群里了
招标文件下午出
报价模板更新了
公司群叫什么
谁要咖啡
大家想要什么下午茶
下午茶预算300元，谁去买
团建预算5000块
Anyone interested in the standup notes?
Budget review moves to Friday
明早 8:50 这里会出今日卡点，大家先看各自的私信
""".splitlines()
NAMED = [
    ("安信达想上ERP", "安信达"),
    ("恒达要报价", "恒达"),
    ("恒达机械", "恒达机械"),
    ("老王家需要一套", "老王家"),
    ("大家保险想换CRM", "大家保险"),
    ("Northwind wants a demo", "Northwind"),
    ("northwind wants a demo", "northwind"),
    ("Acme looking for ERP, $80k", "Acme"),
]
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


@pytest.mark.parametrize("line", NAMELESS)
def test_no_company_is_made_of_a_sentence_with_a_wish_or_a_sum_in_it(line: str) -> None:
    told = as_told(read(line), line)
    assert told.account is None and told.need == line


@pytest.mark.parametrize(("line", "account"), NAMED)
def test_who_wishes_is_a_company(line: str, account: str) -> None:
    assert as_told(read(line), line).account == account


def test_what_reps_typed_as_leads_keeps_its_company() -> None:
    lines = [line for table in TABLES for line, fields in typed_with(table) if "account" in fields]
    seen = [line for line in lines if tells_of_a_lead(read(line), line)]
    assert len(seen) > 1000 and [x for x in seen if as_told(read(x), x) != read(x)] == []


def test_what_reps_typed_as_leads_is_seen_as_leads() -> None:
    lines = [line for table in TABLES for line, fields in typed_with(table) if "account" in fields]
    lost = [line for line in lines if not tells_of_a_lead(read(line), line)]
    assert len(lines) > 1000 and len(lost) <= 4, lost

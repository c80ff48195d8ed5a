"""Dates inside sentences: what is found, where, and what must never be taken for a date."""

import pytest

from rules.when import find
from tests.rules.when_table import SHANGHAI, at, rows, shown

TUESDAY = at("2026-11-24T15:30")

# sentence | [words taken] reading, one after another
FOUND = """
每周一上午例会，周三发方案 | [周三] 2026-11-25 on
every friday at 9am, next demo tomorrow | [tomorrow] 2026-11-25 on
check in Mon, Nov 30 | [Mon, Nov 30] 2026-11-30 on
acted on in two weeks | [in two weeks] 2026-12-08 on
同意出方案；下周三下午两点前发对比 | [下周三下午两点前] 2026-12-02 14:00 by
send SOW by Fri | [by Fri] 2026-11-27 by
call ravi tomorrow at 3pm about budget | [tomorrow at 3pm] 2026-11-25 15:00 at
likes the pilot; security is still looking // send the sow by friday | [by friday] 2026-11-27 by
acme ravi likes the pilot plan security is still looking i need to send the sow by friday | [by friday] 2026-11-27 by
周五前把报价发过去 | [周五前] 2026-11-27 by
预算80万，月底前定 | [月底前] 2026-11-30 by
约了周三上午十点演示 | [周三上午十点] 2026-11-25 10:00 at
12月2日（周三）14:00 前发方案 | [12月2日（周三）14:00 前] 2026-12-02 14:00 by
met ravi yesterday, sending proposal in 2 business days | [yesterday] 2026-11-23 on, [in 2 business days] 2026-11-26 on
张总说三天后给答复 | [三天后] 2026-11-27 on
let's talk next week | [next week] ?week 2026-11-30 on ; 2026-12-02 on ; 2026-12-04 on
下周再联系 | [下周] ?week 2026-11-30 on ; 2026-12-02 on ; 2026-12-04 on
三点开会 | [三点] ?passed 2026-11-25 15:00 at ; 2026-11-24 15:00 at
4点给她回电话 | [4点] 2026-11-24 16:00 at
2点给赵经理打个电话 | [2点] ?passed 2026-11-25 14:00 at ; 2026-11-24 14:00 at
5点上门拜访 | [5点] 2026-11-24 17:00 at
明天3点开会 | [明天3点] 2026-11-25 15:00 at
周三或周四都行 | [周三或周四] ?either 2026-11-25 on ; 2026-11-26 on
follow up on 12/02 | [on 12/02] ?order 2026-12-02 on ; 2027-02-12 on
follow up 12/2 | [12/2] ?order 2026-12-02 on ; 2027-02-12 on
send quote Wed | [Wed] 2026-11-25 on
call mon | [mon] 2026-11-30 on
demo on the 15th at 10am | [on the 15th at 10am] ?passed 2026-12-15 10:00 at ; 2026-11-15 10:00 at
contract signed by eom | [by eom] 2026-11-30 by
by end of next month they decide | [by end of next month] 2026-12-31 by
Let's meet 2026-12-02 15:00 at their office | [2026-12-02 15:00] 2026-12-02 15:00 at
meeting from 2 to 4pm on Friday | [from 2 to 4pm on Friday] 2026-11-27 14:00 at
等他们月底开会 | [月底] 2026-11-30 on
他们说年底前要上线 | [年底前] 2026-12-31 by
过两天再打 | [过两天] ?vague 2026-11-26 on
两周后回访 | [两周后] 2026-12-08 on
5号前付款 | [5号前] 2026-12-05 by ~ 2026-11-05 by
下个月5号付首款30% | [下个月5号] 2026-12-05 on
will get back to us in the first week of december | [in the first week of december] ?week 2026-12-01 on ; 2026-12-04 on
Friday works. Monday doesn't. | [Friday] 2026-11-27 on, [Monday] 2026-11-30 on
will ping after Thanksgiving | [after Thanksgiving] ?vague 2026-11-27 on ; 2026-12-04 on
fri | [fri] 2026-11-27 on
this week | [this week] ?week 2026-11-27 on ; 2026-11-25 on
等李总周一回来再定 | [周一] 2026-11-30 on
下午三点电话会，晚上发纪要 | [下午三点] ?passed 2026-11-25 15:00 at ; 2026-11-24 15:00 at, [晚上] 2026-11-24 evening on
发票15号前开，月底回款 | [15号前] 2026-12-15 by ~ 2026-11-15 by, [月底] 2026-11-30 on
客户说春节前上线，元旦后付款 | [春节前] 2027-02-06 by, [元旦后] ?vague 2027-01-04 on ; 2027-01-11 on
call Ms. Chen Thursday 10am, then quote by EOD | [Thursday 10am] 2026-11-26 10:00 at, [by EOD] 2026-11-24 by
will sign on 12/15 or 12/16 | [on 12/15 or 12/16] ?either 2026-12-15 on ; 2026-12-16 on
kickoff Monday week | [Monday week] 2026-12-07 on
demo Thurs 2-3pm | [Thurs 2-3pm] 2026-11-26 14:00 at
Sat 10am works | [Sat 10am] 2026-11-28 10:00 at
May 5 is fine | [May 5] 2027-05-05 on
in May they decide | [in May] ?month 2027-05-01 on ; 2027-05-15 on ; 2027-05-31 on
they revert within 2 weeks | [within 2 weeks] 2026-12-08 by
boss back from leave on the 3rd | [on the 3rd] ?passed 2026-12-03 on ; 2026-11-03 on
合同12月15号到期 | [12月15号] 2026-12-15 on
交付时间：2026-12-20 | [2026-12-20] 2026-12-20 on
12月32日给报价 | [12月32日] ?no_day 2026-12-31 on ; 2027-01-01 on
二月三十三号交付 | [二月三十三号] ?no_day 2027-02-28 on ; 2027-03-01 on
6月30日前交付，尾款10% | [6月30日前] 2027-06-30 by
上周五见了王总，明天上午再去一趟 | [上周五] 2026-11-20 on, [明天上午] 2026-11-25 morning on
demo went well yesterday. next: send SOW tomorrow by noon | [yesterday] 2026-11-23 on, [tomorrow by noon] 2026-11-25 12:00 by
周三、周四都可以 | [周三、周四] ?either 2026-11-25 on ; 2026-11-26 on
发报价（最晚周五） | [最晚周五] 2026-11-27 by
follow up in 3 days re: pricing | [in 3 days] 2026-11-27 on
next step: call 3pm tmrw | [3pm tmrw] 2026-11-25 15:00 at
报价800k by 11/30 | [by 11/30] 2026-11-30 by
next wed ok | [next wed] ?next 2026-12-02 on ; 2026-11-25 on
security review takes 2 weeks from Monday | [2 weeks from Monday] 2026-12-14 on
由小李明天发 | [明天] 2026-11-25 on
3/12发合同 | [3/12] ?inside 2027-03-12 on
同意方案，12/3 发合同 | [12/3] ?inside 2026-12-03 on
visit 3/4 | [3/4] ?order 2027-03-04 on ; 2027-04-03 on
liked it. 12/3 demo with the CFO | [12/3] ?order 2026-12-03 on ; 2027-03-12 on
三天后再联系，电话13800138000 | [三天后] 2026-11-27 on
"""

# Not one of these holds a date; several to a line.
NONE = """
they may sign | sat with the buyer | No, a demo is fine | 80万 | 800k | call 138 0013 8000
13800138000 | (212) 555-0143 | 3个客户 | 第二 | march on with the pilot | enjoy the sun
v2.3.11 upgrade | python 3.11 is needed | 1.5版本 | 周总同意了 | 有三点要求 | 早一点给 | 3号楼 | 5号线 | 1号产品
2026年预算 | 30/60/10 payment terms | 24/7 support | net 45 | 1/2 of the budget | score 3/4
50/50 split | ratio 3:1 | 10:1 | the second option | the 2nd option on the 2nd floor
on the 2nd floor | every friday standup | 每周五例会 | 每月5号付款 | a couple of users | in 3 sites
at 3 sites | at 50% | for 2 users | May is the contact | ask April about it | June said no
mr. Friday | 10 days of training | 3 days training | 3天培训 | 5天交付 | 2小时的演示 | one or two things
12月35万到账 | 11月80号楼 | 12月32个 | 90后的客户 | 第3季度 | 双方同意 | 今后多联系 | 日后再说 | 月报 | 年报 | 一周年 | 三年质保 | 2年维保 | 15天账期 | 月结30天 | 周期3个月
4月份成立的公司 | sun microsystems | mon ami | i have a second | just a minute | hold on a minute
1 minute | quarter of the budget | half of them | ten past clients | from 2 to 4 licences
2-4 licences | 10-12 seats | no. 12/34 | PO 2026-1102 | EXPO-2026-001 | 展会-2026-001 | 合同号 20261102
8800 opportunities | morning | good morning | 早上好 | 下午好 | 晚安 | 中午饭 | this is the end
end of story | the end of the contract | last call | last day of school | first things first
next steps | next time | 本周很忙 | 三月公司的王总 | 九月科技 | 周天成负责 | 周日华是采购 | 五一集团 | 十一家客户 | 一号位 | 二期项目 | 第三期
双月结 | 半年付 | 年付80万 | 月付3万 | 日活10万 | 一时说不清 | 两点之间 | 四点建议 | 提了两点要求 | 提了两点给他们打样 | 有两点回电里说 | 三点回复如下 | 一天两次 | 三天两头催 | 七天无理由 | 24小时客服
7x24小时 | 3年以上经验 | 前三名 | 前两天 | 前几天聊过 | 后面再说 | 以后再聊 | 之前聊过 | 上午好 | 明明说了 | 明月科技 | 今典集团 | 今麦郎 | 国庆路88号
五一路10号 | 人民路18号 | 中山路12号3楼 | 3号会议室 | 二号线 | 10号楼 | 12.5万 | 3.5折 | 1.5倍 | 8.8折 | 12.15万元 | 9.9元
100.00元 | 2.0版本 | 11.11活动 | 12-15人 | 3-5家 | 2/3的客户 | 80% | 3:2 | 比分3:0 | 订单号20261202001
电话0571-8888-1234 | 分机8012 | 客户编号12月 | 下月度计划 | 周报 | 日报 | 季度报告 | 本季度业绩 | 本月业绩 | 去年业绩 | 今年预算 | 下半年规划
上周业绩 | 每天 | 每个月月底 | 每周一上午 | 逢周五 | 工作日 | 3个工作日 | 5天 | 两周 | 一个月 | 半年 | max 12/1 ratio
30-60-90 plan | room 3.15 | section 3.2.1 | 10.5 million | at 10 dollars | at 3 users
before 5 people | by 20% | by 5 percent | by 3 points | in 2 parts | first quarter results
second half | q4 results | q1 pipeline | fy26 | 2026 budget | in 2026 | since 2019 | march madness
april showers | may be | maybe | might may | june lee called | jan from acme | jan will call
dec team | mark my words | second thoughts | third party | one of them | five of them
half the team | sat down with them | sun is out | wed the two | mon dieu | thus | satisfy
monthly | weekly call | daily standup | yearly | day one | day 1 | week 2 | sprint 12 | phase 2
4x4 | visit 3/4 of the stores | meet 2/3 of the team | 首付1/3发货 | 完成3/4交付 | 1/3发了，其余下批 | 11/20拜访客户，同意试用 | 11/20 demo went well | 12/3 demo was fine
"""


def all_found(text: str) -> str:
    found = find(text, now=TUESDAY, tz=SHANGHAI, locale="en")
    return ", ".join(f"[{text[f.start : f.end]}] {shown(f.when)}" for f in found)


@pytest.mark.parametrize(("text", "expected"), rows(FOUND))
def test_dates_in_sentences(text: str, expected: str) -> None:
    assert all_found(text) == expected


def test_no_date_there() -> None:
    lines = [text for line in NONE.strip().splitlines() for text in line.split(" | ")]
    assert [(text, found) for text in lines if (found := all_found(text))] == []


def test_places_hold_in_full_width_and_invisible_characters() -> None:
    text = "好的\u200b，週五１４：３０\u200b發方案"
    (found,) = find(text, now=TUESDAY, tz=SHANGHAI, locale="zh")
    assert text[found.start : found.end] == "週五１４：３０"
    assert shown(found.when) == "2026-11-27 14:30 at"

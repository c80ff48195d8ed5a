"""Notes as reps type them; below each: agreed | next | outcome, day of the step in November, w(aiting), c(ontact)."""

NOTES = r"""
同意出方案；周三下午两点前发对比
  => 同意出方案 | 周三下午两点前发对比 | talked 25 c
恒达 同意出方案；周三下午两点前发对比
  => 恒达 同意出方案 | 周三下午两点前发对比 | talked 25 c
Acme likes the pilot; send SOW by Fri
  => Acme likes the pilot | send SOW by Fri | talked 27 c
acme ravi likes the pilot plan security is still looking i need to send the sow by friday
  => acme ravi likes the pilot plan security is still looking | i need to send the sow by friday | talked 27 c
恒达 张总没接
  => 恒达 张总没接 | - | no_answer -
没接，周五再打
  => 没接 | 周五再打 | no_answer 27
同意试点\n下一步：周五发方案
  => 同意试点 | 周五发方案 | talked 27 c
聊了预算 下一步周五发报价
  => 聊了预算 | 周五发报价 | talked 27 c
聊了预算，下一步，周五发报价
  => 聊了预算 | 周五发报价 | talked 27 c
同意试点／／周五发方案
  => 同意试点 | 周五发方案 | talked 27 c
同意试点//周五发方案
  => 同意试点 | 周五发方案 | talked 27 c
同意试点、、周五发方案
  => 同意试点 | 周五发方案 | talked 27 c
agreed on pilot -> send SOW Friday
  => agreed on pilot | send SOW Friday | talked 27 c
agreed on pilot → send SOW Friday
  => agreed on pilot | send SOW Friday | talked 27 c
同意试点——周五发方案
  => 同意试点 | 周五发方案 | talked 27 c
同意试点—周五发方案
  => 同意试点 | 周五发方案 | talked 27 c
spoke to Ravi, likes it. next: send SOW friday
  => spoke to Ravi, likes it | send SOW friday | talked 27 c
spoke to Ravi about next week's demo, all good
  => spoke to Ravi about next week's demo, all good | - | talked - c
met the team, todo send recap
  => met the team | send recap | meeting - c
Good call. I owe them a quote by Friday
  => Good call | I owe them a quote by Friday | talked 27 c
Good call, I'll send the quote friday
  => Good call | I'll send the quote friday | talked 27 c
he will think about it next quarter
  => he will think about it next quarter | - | - - c
同意出方案，周三下午两点前发对比
  => 同意出方案 | 周三下午两点前发对比 | talked 25 c
同意出方案周三发对比
  => 同意出方案 | 周三发对比 | talked 25 c
周五签合同，客户同意了
  => 客户同意了 | 周五签合同 | talked 27 c
昨天聊了，同意出方案
  => 昨天聊了，同意出方案 | - | talked - c
昨天见了张总，明天发报价
  => 昨天见了张总 | 明天发报价 | meeting 25 c
like the demo send SOW by fri
  => like the demo | send SOW by fri | talked 27 c
acme likes the pilot, follow up friday
  => acme likes the pilot | follow up friday | talked 27 c
call back friday
  => - | call back friday | - 27
no answer
  => no answer | - | no_answer -
left voicemail, try again tomorrow
  => left voicemail | try again tomorrow | voicemail 25
wrong number
  => wrong number | - | wrong_number -
空号
  => 空号 | - | wrong_number -
占线，明天再打
  => 占线 | 明天再打 | no_answer 25
没打通
  => 没打通 | - | no_answer -
voicemail
  => voicemail | - | voicemail -
asked me to call back thursday
  => - | asked me to call back thursday | call_back 26
张总在开会，让我下午再打
  => 张总在开会，让我下午再打 | - | call_back -
he replied, wants net 45
  => he replied, wants net 45 | - | reply - c
回复邮件了，价格没问题
  => 回复邮件了，价格没问题 | - | reply - c
发了报价给张总
  => 发了报价给张总 | - | message - c
sent him the deck
  => sent him the deck | - | message - c
等他们内部审批
  => 等他们内部审批 | - | - - w
they'll revert next week
  => - | they'll revert next week | - 30 w
waiting on legal
  => waiting on legal | - | - - w
同意试点，等他们走流程
  => 同意试点，等他们走流程 | - | talked - w c
we need to send the contract; waiting on their legal
  => we need to send the contract | waiting on their legal | - - w
下一步：周五发方案\n同意试点
  => 同意试点 | 周五发方案 | talked 27 c
达成共识：同意试点\n下一步行动项：周五发方案
  => 同意试点 | 周五发方案 | talked 27 c
Agreed: pilot ok\nNext: SOW fri
  => pilot ok | SOW fri | talked 27 c
客户需要看方案
  => 客户需要看方案 | - | - - c
我要给他发报价
  => - | 我要给他发报价 | - -
要再降5%
  => 要再降5% | - | - - c
他们要报价，我周五给
  => 他们要报价 | 我周五给 | - 27 c
见面聊得很好，客户同意十二月上线
  => 见面聊得很好，客户同意十二月上线 | - | meeting - c
定在下周一演示
  => - | 定在下周一演示 | - 30
约了周五见面
  => - | 约了周五见面 | - 27
ok
  => ok | - | - - c
price too high
  => price too high | - | - - c
see https://acme.com/a//b for details; call friday
  => see https://acme.com/a//b for details | call friday | - 27 c
50–80k budget, send quote fri
  => 50–80k budget | send quote fri | - 27 c
同意试点；周五发方案；下周一回访
  => 同意试点 | 周五发方案；下周一回访 | talked 27 c
接下来我去准备合同
  => - | 我去准备合同 | - -
聊了后续服务的费用
  => 聊了后续服务的费用 | - | talked - c
竞品是SAP，价格比我们低，后续再跟
  => 竞品是SAP，价格比我们低 | 再跟 | - - c
我来发合同，周五
  => - | 我来发合同，周五 | - 27
待办：发合同
  => - | 发合同 | - -
didn't pick up, left msg
  => didn't pick up, left msg | - | voicemail -
Demo went great, CFO wants references. Need to send 2 references by Friday
  => Demo went great, CFO wants references | Need to send 2 references by Friday | meeting 27 c
they need to get approval
  => they need to get approval | - | - - c
；周五发方案
  => - | 周五发方案 | - 27
同意试点；
  => 同意试点 | - | talked - c
next week works
  => - | next week works | - 30
恒达 张总 明天再打，今天没接
  => 恒达 张总 今天没接 | 明天再打 | no_answer 25
打了三次都关机，周五换个人
  => 打了三次都关机 | 周五换个人 | no_answer 27
号码停机了
  => 号码停机了 | - | wrong_number -
rang out twice, will try friday
  => rang out twice | will try friday | no_answer 27
line busy
  => line busy | - | no_answer -
he hung up
  => he hung up | - | no_answer -
left a message with reception; call again Wed
  => left a message with reception | call again Wed | voicemail 25
Ravi is in a meeting, call back later
  => Ravi is in a meeting, call back later | - | call_back -
回头再打
  => 回头再打 | - | call_back -
和张总吃了饭，答应月底签；我周五发合同
  => 和张总吃了饭，答应月底签 | 我周五发合同 | meeting 27 c
演示完了，客户很满意→周五报价
  => 演示完了，客户很满意 | 周五报价 | meeting 27 c
拜访恒达，见了王工和采购；下周一出方案
  => 拜访恒达，见了王工和采购 | 下周一出方案 | meeting 30 c
chatted with CFO - wants 5% off, we'll send a new quote thursday
  => chatted with CFO - wants 5% off | we'll send a new quote thursday | talked 26 c
emailed the SOW, waiting for their comments
  => emailed the SOW, waiting for their comments | - | message - w c
She got back to us; price ok; contract Monday
  => She got back to us | price ok; contract Monday | reply 30 c
微信上说价格可以，我来准备合同
  => 微信上说价格可以 | 我来准备合同 | message - c
等张总拍板，月底再问
  => 等张总拍板 | 月底再问 | - 30 w
pilot approved – kickoff Monday
  => pilot approved | kickoff Monday | talked 30 c
they'll let us know by Friday
  => - | they'll let us know by Friday | - 27 w
客户说下周一给答复
  => - | 客户说下周一给答复 | - 30
同意，周五签
  => 同意 | 周五签 | talked 27 c
下周一先发报价，再约演示
  => - | 下周一先发报价，再约演示 | - 30
恒达机械的张总同意试点。周五我发合同，下周一签
  => 恒达机械的张总同意试点 | 周五我发合同，下周一签 | talked 27 c
no response to emails
  => no response to emails | - | no_answer -
let me check with legal
  => - | let me check with legal | - -
todo: call ravi
  => - | call ravi | - -
call ravi tomorrow
  => - | call ravi tomorrow | - 25
金穗 财务那边没意见了
  => 金穗 财务那边没意见了 | - | talked - c
和王总见了，聊了预算
  => 和王总见了，聊了预算 | - | meeting - c
"""

"""Lead lines as reps type them, each followed by the fields it should give (amounts in whole units)."""

LINES = r"""
恒达机械 张总 13800138000 想上ERP 预算80万
  => account: 恒达机械 | contact: 张总 | title: 总 | phone: +8613800138000 | need: 想上ERP | amount: 800000 CNY
Acme, Ms. Chen 555-0143, ERP, 80k, expo
  => account: Acme | contact: Ms. Chen | title: Ms. | phone_fault: no_area | need: ERP | amount: 80000 USD | source_key: expo
展会 云帆科技 王工 wangg@yunfan.cn 仓库盘点 三十万左右
  => account: 云帆科技 | contact: 王工 | title: 工 | email: wangg@yunfan.cn | need: 仓库盘点 | amount: 300000 CNY | source_key: expo
恒达机械张总13800138000想上ERP预算80万展会
  => account: 恒达机械 | contact: 张总 | title: 总 | phone: +8613800138000 | need: 想上ERP | amount: 800000 CNY | source_key: expo
公司：恒达机械有限公司\n联系人：张伟 采购经理\n电话：138 0013 8000\n需求：ERP系统\n预算：80万\n来源：展会
  => account: 恒达机械有限公司 | contact: 张伟 | title: 采购经理 | phone: +8613800138000 | need: ERP系统 | amount: 800000 CNY | source_key: expo
Company: Acme Corp\nContact: Jane Smith (CTO)\nPhone: (212) 555-0143\nEmail: jane@acme.com\nBudget: $80,000\nSource: trade show
  => account: Acme Corp | contact: Jane Smith | title: CTO | phone: +12125550143 | email: jane@acme.com | amount: 80000 USD | source_key: expo
Acme Corp Ms. Chen 212-555-0143 looking for ERP 80k from expo
  => account: Acme Corp | contact: Ms. Chen | title: Ms. | phone: +12125550143 | need: looking for ERP | amount: 80000 USD | source_key: expo
met Jane Smith from Acme Corp at the expo, she wants WMS, about 50k, 212 555 0143, jane@acme.com
  => account: Acme Corp | contact: Jane Smith | phone: +12125550143 | email: jane@acme.com | need: she wants WMS | amount: 50000 USD | source_key: expo
acme ravi 212-555-0143 wants crm 50k referral
  => account: acme | contact: ravi | phone: +12125550143 | need: wants crm | amount: 50000 USD | source_key: referral
给李娜 云帆科技 王工 13900139000 仓库盘点
  => account: 云帆科技 | contact: 王工 | title: 工 | phone: +8613900139000 | need: 仓库盘点 | for_whom: 李娜
Acme Foods, Ravi Kumar, VP of Operations, (212) 555-0143, inventory software, $120k, referral, for Dana
  => account: Acme Foods | contact: Ravi Kumar | title: VP of Operations | phone: +12125550143 | need: inventory software | amount: 120000 USD | source_key: referral | for_whom: Dana
苏州安信达 想做仓库盘点 李经理 15966889901 官网
  => account: 苏州安信达 | contact: 李经理 | title: 经理 | phone: +8615966889901 | need: 想做仓库盘点 | source_key: website
1596688990 张总 恒达机械 展会
  => account: 恒达机械 | contact: 张总 | title: 总 | phone_fault: one_short | source_key: expo
王女士 13700137000 朋友介绍 想了解CRM 十几万
  => contact: 王女士 | title: 女士 | phone: +8613700137000 | need: 想了解CRM | amount: 100000 CNY | source_key: referral
Acme Chen (CTO) 555-0143 ERP
  => account: Acme | contact: Chen | title: CTO | phone_fault: no_area | need: ERP
金蝶软件 张伟 13800138000 合作 渠道
  => account: 金蝶软件 | contact: 张伟 | phone: +8613800138000 | need: 合作 | source_key: partner
华为 王总 5G 专网 2亿 老客户
  => account: 华为 | contact: 王总 | title: 总 | need: 5G 专网 | amount: 2e+08 CNY | source_key: existing
3M, Jane Doe, jane.doe@3m.com, adhesives line, $1.2m, inbound
  => account: 3M | contact: Jane Doe | email: jane.doe@3m.com | need: adhesives line | amount: 1.2e+06 USD | source_key: inbound
Globex needs a new website redesign, contact Priya Natarajan +1 415 555 2671, budget 30k, linkedin
  => account: Globex | contact: Priya Natarajan | phone: +14155552671 | need: needs a new website redesign | amount: 30000 USD | source_key: social | unsure: account
微信 老张 13600136000 机械厂 想换MES
  => account: 机械厂 | contact: 老张 | phone: +8613600136000 | need: 想换MES | source_key: wechat
Initech - Bill Lumbergh - bill@initech.com - TPS reports - 15k - cold call
  => account: Initech | contact: Bill Lumbergh | email: bill@initech.com | need: TPS reports | amount: 15000 USD | source_key: outbound
🎉 Acme Corp! Ms. Chen loves the demo :tada: 80k, expo
  => account: Acme Corp | contact: Ms. Chen | title: Ms. | need: loves the demo | amount: 80000 USD | source_key: expo
恒达机械 Mr. Zhang 13800138000 wants ERP 预算80万 from expo
  => account: 恒达机械 | contact: Mr. Zhang | title: Mr. | phone: +8613800138000 | need: wants ERP | amount: 800000 CNY | source_key: expo
云帆科技有限公司 采购经理李伟 021-58881234 需要WMS 50-80万 老客户介绍
  => account: 云帆科技有限公司 | contact: 李伟 | title: 采购经理 | phone: +862158881234 | need: 需要WMS | amount: 500000 CNY | source_key: referral
张总 恒达 138-0013-8000 展会
  => account: 恒达 | contact: 张总 | title: 总 | phone: +8613800138000 | source_key: expo
恒达 13800138000
  => account: 恒达 | phone: +8613800138000
13800138000
  => phone: +8613800138000
ERP
  => need: ERP
想上ERP
  => need: 想上ERP
展会
  => source_key: expo
预算80万
  => amount: 800000 CNY
张总
  => contact: 张总 | title: 总
恒达机械
  => account: 恒达机械
Acme
  => account: Acme
jane@acme.com
  => email: jane@acme.com
昨天展会上认识的，云帆科技的王工，电话13900139000，想做仓库盘点
  => account: 云帆科技 | contact: 王工 | title: 工 | phone: +8613900139000 | need: 昨天, 想做仓库盘点 | source_key: expo
云帆科技的王工说想上WMS，预算三十万左右，展会加的微信
  => account: 云帆科技 | contact: 王工 | title: 工 | need: 说想上WMS | amount: 300000 CNY | source_key: expo
李总（苏州安信达）13800138000 展会
  => account: 苏州安信达 | contact: 李总 | title: 总 | phone: +8613800138000 | source_key: expo
上海XX贸易有限公司，陈小姐，13512345678，公众号来的，想了解SaaS
  => account: 上海XX贸易有限公司 | contact: 陈小姐 | title: 小姐 | phone: +8613512345678 | need: 想了解SaaS | source_key: wechat
抖音 小林 15000000000 服装厂 想做小程序 5万
  => account: 服装厂 | contact: 小林 | phone: +8615000000000 | need: 想做小程序 | amount: 50000 CNY | source_key: social
老王转介绍 恒达机械 张总 13800138000
  => account: 恒达机械 | contact: 张总 | title: 总 | phone: +8613800138000 | source_key: referral
恒达机械；张总；13800138000；ERP；80万；展会
  => account: 恒达机械 | contact: 张总 | title: 总 | phone: +8613800138000 | need: ERP | amount: 800000 CNY | source_key: expo
恒达机械/张总/13800138000/ERP/80万/展会
  => account: 恒达机械 | contact: 张总 | title: 总 | phone: +8613800138000 | need: ERP | amount: 800000 CNY | source_key: expo
【恒达机械】张总 13800138000
  => account: 恒达机械 | contact: 张总 | title: 总 | phone: +8613800138000
我是恒达机械的张伟，想咨询一下ERP，电话13800138000
  => account: 恒达机械 | contact: 张伟 | phone: +8613800138000 | need: 想咨询一下ERP
您好，我们公司想上一套MES，联系人刘工，电话 0512-62881234，谢谢
  => contact: 刘工 | title: 工 | phone: +8651262881234 | need: 我们公司想上一套MES
欧阳总 华东重工 13800138000 MES 两百万 陌拜
  => account: 华东重工 | contact: 欧阳总 | title: 总 | phone: +8613800138000 | need: MES | amount: 2e+06 CNY | source_key: outbound
官网留言：北京数云科技 赵敏 zhaomin@shuyun.cn 想要演示
  => account: 北京数云科技 | contact: 赵敏 | email: zhaomin@shuyun.cn | need: 想要演示 | source_key: website
13800138000 13900139000 恒达机械 张总 展会
  => account: 恒达机械 | contact: 张总 | title: 总 | phone: +8613800138000 | source_key: expo
恒达机械 张总 13800138000 微信同号 展会
  => account: 恒达机械 | contact: 张总 | title: 总 | phone: +8613800138000 | source_key: expo
恒达机械 张总 微信zhang_8899 展会
  => account: 恒达机械 | contact: 张总 | title: 总 | source_key: expo
年产值2亿的食品厂 周总 13800138000 ERP 预算60万
  => contact: 周总 | title: 总 | phone: +8613800138000 | need: 年产值2亿的食品厂, ERP | amount: 600000 CNY
5万人的厂 富强电子 何总 13800138000 HR系统
  => account: 富强电子 | contact: 何总 | title: 总 | phone: +8613800138000 | need: 5万人的厂, HR系统
Beta Industries GmbH, Herr Klaus Weber, +49 30 901820, MES, €250k, Hannover fair
  => account: Beta Industries GmbH | contact: Herr Klaus Weber | title: Herr | phone: +4930901820 | need: MES, Hannover | amount: 250000 EUR | source_key: expo
Jane Smith, Acme Corp, jane@acme.com
  => account: Acme Corp | contact: Jane Smith | email: jane@acme.com
Acme Corp - Jane Smith - CTO - 212-555-0143
  => account: Acme Corp | contact: Jane Smith | title: CTO | phone: +12125550143
acme corp, jane smith, 2125550143, needs crm, 50k, website
  => account: acme corp | contact: jane smith | phone: +12125550143 | need: needs crm | amount: 50000 USD | source_key: website
just got off the phone with Mike Johnson at Initech, wants a demo, 212-555-014
  => account: Initech | contact: Mike Johnson | phone_fault: one_short | need: wants a demo
Ms Chen @ Acme 212.555.0143 ERP ~80k tradeshow
  => account: Acme | contact: Ms Chen | title: Ms | phone: +12125550143 | need: ERP | amount: 80000 USD | source_key: expo
From LinkedIn: Sarah Lee, Head of IT at Globex, sarah.lee@globex.com, looking for payroll software
  => account: Globex | contact: Sarah Lee | title: Head of IT | email: sarah.lee@globex.com | need: looking for payroll software | source_key: social
Globex | Sarah Lee | sarah.lee@globex.com | payroll | $45,000 | partner
  => account: Globex | contact: Sarah Lee | email: sarah.lee@globex.com | need: payroll | amount: 45000 USD | source_key: partner
"Acme Corp" Ms. Chen 212-555-0143
  => account: Acme Corp | contact: Ms. Chen | title: Ms. | phone: +12125550143
Hooli, 500 seats, 1.2m, cold call
  => account: Hooli | need: 500 seats | amount: 1.2e+06 USD | source_key: outbound
Umbrella wants ERP, 800k, assign to Dana
  => account: Umbrella | need: wants ERP | amount: 800000 USD | for_whom: Dana
Stark Industries ¥1.2m expo Tony
  => account: Stark Industries | contact: Tony | amount: 1.2e+06 ? | source_key: expo
Wayne Enterprises, Bruce, CEO, budget between 50k and 80k, referral
  => account: Wayne Enterprises | contact: Bruce | title: CEO | amount: 50000 USD | source_key: referral
Bob's Bakery needs POS 5k walk-in
  => account: Bob's Bakery | need: needs POS, walk-in | amount: 5000 USD
> Hi, I'm Priya from Northwind Traders. We need help with inventory. Call me at (415) 555-2671
  => account: Northwind Traders | contact: Priya | phone: +14155552671 | need: We need help with inventory, Call me at
Name: Jane Smith\nCompany: Acme Corp\nPhone: 212-555-0143\nMessage: we need ERP
  => account: Acme Corp | contact: Jane Smith | phone: +12125550143 | need: we need ERP
客户：云帆科技 联系人：王工 手机：13900139000 需求：仓库盘点 预算：三十万 来源：展会
  => account: 云帆科技 | contact: 王工 | title: 工 | phone: +8613900139000 | need: 仓库盘点 | amount: 300000 CNY | source_key: expo
公司名称: 恒达机械\n姓名: 张总\n职务: 总经理\n联系方式: 13800138000\n备注: 周三再联系
  => account: 恒达机械 | contact: 张总 | title: 总经理 | phone: +8613800138000
Acme 恒达 张总 Mr. Chen ERP
  => account: Acme | contact: 张总 | title: 总 | need: 恒达, Mr. Chen ERP | unsure: contact
Dr. Müller, Zürich Pharma AG, +41 44 668 18 00, LIMS, CHF 300k, webinar
  => account: Zürich Pharma AG | contact: Dr. Müller | title: Dr. | phone: +41446681800 | need: LIMS | amount: 300000 CHF | source_key: webinar
Tencent 腾讯 李明 13800138000 云服务 500万 渠道
  => account: Tencent | contact: 李明 | phone: +8613800138000 | need: 腾讯, 云服务 | amount: 5e+06 CNY | source_key: partner | unsure: contact
杭州某公司 王总 13800138000 ERP
  => contact: 王总 | title: 总 | phone: +8613800138000 | need: 杭州某公司, ERP
客户想做官网改版 恒达机械 张总 13800138000
  => account: 恒达机械 | contact: 张总 | title: 总 | phone: +8613800138000 | need: 客户想做官网改版
需要招聘系统 100人 云帆 5000元 百度推广
  => account: 云帆 | need: 需要招聘系统 100人 | amount: 5000 CNY | source_key: online_ad
展会 展会
  => source_key: expo
恒达机械 张总 李工 13800138000 ERP 展会
  => account: 恒达机械 | contact: 张总 | title: 总 | phone: +8613800138000 | need: 李工, ERP | source_key: expo | unsure: contact
Acme, 80k, 120k, expo, referral
  => account: Acme | need: 120k, expo, referral | amount: 80000 USD | unsure: amount source
小米 雷总 手机
  => account: 小米 | contact: 雷总 | title: 总
ACME CORP MS. CHEN 212-555-0143 ERP 80K EXPO
  => account: ACME CORP | contact: MS. CHEN | title: MS. | phone: +12125550143 | need: ERP | amount: 80000 USD | source_key: expo
李娜 云帆科技 王工
  => account: 云帆科技 | contact: 王工 | title: 工 | need: 李娜
给李娜：恒达机械 张总 13800138000
  => account: 恒达机械 | contact: 张总 | title: 总 | phone: +8613800138000 | for_whom: 李娜
@Dana Acme Corp, Ms. Chen, ERP
  => account: Acme Corp | contact: Ms. Chen | title: Ms. | need: ERP | for_whom: Dana
for Dana: Acme Corp Ms. Chen 212-555-0143
  => account: Acme Corp | contact: Ms. Chen | title: Ms. | phone: +12125550143 | for_whom: Dana
Ravi Kumar ravi@contoso.in +91 98765 43210 Contoso payroll 20 lakh existing
  => account: Contoso | contact: Ravi Kumar | phone: +919876543210 | email: ravi@contoso.in | need: payroll | amount: 2e+06 USD | source_key: existing
恒达机械 张总 １３８００１３８０００ 展会
  => account: 恒达机械 | contact: 张总 | title: 总 | phone: +8613800138000 | source_key: expo
No answer from Acme
  => need: No answer from Acme
Acme\nMs. Chen\n212-555-0143\nERP\n80k\nexpo
  => account: Acme | contact: Ms. Chen | title: Ms. | phone: +12125550143 | need: ERP | amount: 80000 USD | source_key: expo
Northwind, 415-555-2671, $40k/yr, existing customer, upsell seats
  => account: Northwind | phone: +14155552671 | need: yr, seats | amount: 40000 USD | source_key: existing
Contoso Ltd | Mr. Patel | CRM upgrade | 1,200.50 EUR | partner
  => account: Contoso Ltd | contact: Mr. Patel | title: Mr. | need: CRM upgrade | amount: 1200.5 EUR | source_key: partner
扫街 老板姓王 五金店 13800138000 收银系统 三五千
  => account: 五金店 | phone: +8613800138000 | need: 老板姓王, 收银系统 三五千 | source_key: outbound
跟华南轻工的陈主任聊了，要一套PLM，一百来万，老客户
  => account: 华南轻工 | contact: 陈主任 | title: 主任 | need: 聊了, 要一套PLM | amount: 1e+06 CNY | source_key: existing
参展认识 深圳市智行科技股份有限公司 CTO 李明华 liming@zhixing.com 大屏
  => account: 深圳市智行科技股份有限公司 | contact: 李明华 | title: CTO | email: liming@zhixing.com | need: 大屏 | source_key: expo
云帆 王工 138 0013 800 盘点 展会
  => account: 云帆 | contact: 王工 | title: 工 | phone_fault: one_short | need: 盘点 | source_key: expo
来电咨询 女士 没留姓名 13800138000 想问价格
  => phone: +8613800138000 | need: 女士 没留姓名, 想问价格 | source_key: inbound
武汉光谷光电 项目经理 小周 13800138000
  => account: 武汉光谷光电 | contact: 小周 | title: 项目经理 | phone: +8613800138000
转介绍（李总）恒达电气 孙经理 孙总 13800138000
  => account: 恒达电气 | contact: 李总 | title: 总 | phone: +8613800138000 | need: 孙经理 孙总 | source_key: referral | unsure: contact
朋友圈 陈老师 13800138000 美术学校 小程序商城 3w
  => account: 美术学校 | contact: 陈老师 | title: 老师 | phone: +8613800138000 | need: 小程序商城 | amount: 30000 CNY | source_key: wechat
Tony Stark from Stark Industries, tony@stark.com, suits, $2M, cold email
  => account: Stark Industries | contact: Tony Stark | email: tony@stark.com | need: suits | amount: 2e+06 USD | source_key: outbound
Lead: Priya Patel / Globex / priya@globex.com / 415.555.2671 / 25 seats / $30k / webinar
  => account: Globex | contact: Priya Patel | phone: +14155552671 | email: priya@globex.com | need: 25 seats | amount: 30000 USD | source_key: webinar
张伟，恒达机械，采购经理，13800138000，要ERP，预算80万，展会认识
  => account: 恒达机械 | contact: 张伟 | title: 采购经理 | phone: +8613800138000 | need: 要ERP | amount: 800000 CNY | source_key: expo
恒达机械 张总 手机13800138000 邮箱zhang@hengda.cn 想上ERP 预算80万元 来源官网
  => account: 恒达机械 | contact: 张总 | title: 总 | phone: +8613800138000 | email: zhang@hengda.cn | need: 想上ERP | amount: 800000 CNY | source_key: website
客户：上海明珠电子，联系人：陈女士，13612345678，关注MES系统，大概50万，百度过来的
  => account: 上海明珠电子 | contact: 陈女士 | title: 女士 | phone: +8613612345678 | need: 关注MES系统 | amount: 500000 CNY | source_key: online_ad
朋友介绍的客户，天成物流 赵经理 18600001111 要做TMS
  => account: 天成物流 | contact: 赵经理 | title: 经理 | phone: +8618600001111 | need: 的客户, 要做TMS | source_key: referral
Brightline Logistics - Marcus Webb, Ops Director - 312-555-0199 - TMS - $95k - referral from Dave
  => account: Brightline Logistics | contact: Marcus Webb | title: Ops Director | phone: +13125550199 | need: TMS | amount: 95000 USD | source_key: referral
Hi team, Sarah from Northwind called in. Wants pricing for 50 seats. 206-555-0147
  => account: Northwind | contact: Sarah | phone: +12065550147 | need: Hi team, Wants pricing for 50 seats | source_key: inbound
new lead: Vandelay Industries, Art Vandelay (CEO), art@vandelay.com, latex, 1.2M, trade show
  => account: Vandelay Industries | contact: Art Vandelay | title: CEO | email: art@vandelay.com | need: latex | amount: 1.2e+06 USD | source_key: expo
got a referral — Pied Piper, Richard Hendricks, 650-555-0188, compression API, 30k
  => account: Pied Piper | contact: Richard Hendricks | phone: +16505550188 | need: compression API | amount: 30000 USD | source_key: referral
Dunder Mifflin / Michael Scott / michael@dundermifflin.com / paper / $15K
  => account: Dunder Mifflin | contact: Michael Scott | email: michael@dundermifflin.com | need: paper | amount: 15000 USD
Soylent Corp needs warehouse software asap, talk to Linda Park, VP Ops, lpark@soylent.com
  => account: Soylent Corp | contact: Linda Park | title: VP Ops | email: lpark@soylent.com | need: needs warehouse software asap, talk to
杭州西湖科技 孙工 孙总 都在 13711112222 数据中台 两百来万 渠道推荐
  => account: 杭州西湖科技 | contact: 孙工 | title: 工 | phone: +8613711112222 | need: 孙总 都在, 数据中台 | amount: 2e+06 CNY | source_key: referral | unsure: contact
李姐 13911112222 美容院 想要会员系统 三五万
  => account: 美容院 | contact: 李姐 | title: 姐 | phone: +8613911112222 | need: 想要会员系统 | amount: 30000 CNY
广交会 佛山市顺德区美家家具有限公司 罗小姐 +86 139 2222 3333 出口ERP USD 50k
  => account: 佛山市顺德区美家家具有限公司 | contact: 罗小姐 | title: 小姐 | phone: +8613922223333 | need: 出口ERP | amount: 50000 USD | source_key: expo
大连重工 设备科 高科长 0411-84381234 备件管理 网上留言
  => account: 大连重工 | contact: 高科长 | title: 科长 | phone: +8641184381234 | need: 设备科, 备件管理 网上留言
周五展会上碰到的 宏远集团 信息中心主任 刘建军 13500135000 想换OA
  => account: 宏远集团 | contact: 刘建军 | title: 主任 | phone: +8613500135000 | need: 周五, 信息中心, 想换OA | source_key: expo
刘建军 13500135000 宏远集团
  => account: 宏远集团 | contact: 刘建军 | phone: +8613500135000
Tesla 中国 马工 充电桩 500万 inbound
  => account: Tesla | contact: 马工 | title: 工 | need: 中国, 充电桩 | amount: 5e+06 CNY | source_key: inbound
阿里云 渠道 王磊 13800138000
  => account: 阿里云 | contact: 王磊 | phone: +8613800138000 | source_key: partner | unsure: contact
王磊@云帆科技 13800138000 WMS
  => account: 云帆科技 | contact: 王磊 | phone: +8613800138000 | need: WMS
wang lei, yunfan tech, 13800138000, wms, 300k rmb, wechat
  => account: yunfan tech | contact: wang lei | phone: +8613800138000 | need: wms | amount: 300000 CNY | source_key: wechat
Bosch China, 陈经理, 021-22181111, MES, €200k, partner
  => account: Bosch China | contact: 陈经理 | title: 经理 | phone: +862122181111 | need: MES | amount: 200000 EUR | source_key: partner
need: CRM for 20 reps; company: Initrode; who: Peter Gibbons; tel 512-555-0111; budget ~25k
  => account: Initrode | contact: Peter Gibbons | phone: +15125550111 | need: CRM for 20 reps | amount: 25000 USD
J. Smith, Acme Corp., 212 555 0143 ext 12, ERP
  => account: Acme Corp. | contact: J. Smith | phone: +12125550143 | need: ERP
Chen Wei (Procurement Manager), Sunrise Foods, chen.wei@sunrise.com, cold storage, 400k, existing
  => account: Sunrise Foods | contact: Chen Wei | title: Procurement Manager | email: chen.wei@sunrise.com | need: cold storage | amount: 400000 USD | source_key: existing
Ms. O'Brien, St. Mary's Hospital, (617) 555-0133, scheduling, $60,000, website
  => account: St. Mary's Hospital | contact: Ms. O'Brien | title: Ms. | phone: +16175550133 | need: scheduling | amount: 60000 USD | source_key: website
@李娜 中建三局 钱总 13800138000 BIM 300万
  => account: 中建三局 | contact: 钱总 | title: 总 | phone: +8613800138000 | need: BIM | amount: 3e+06 CNY | for_whom: 李娜
转给李娜 中建三局 钱总 BIM
  => account: 中建三局 | contact: 钱总 | title: 总 | need: BIM | for_whom: 李娜
周黑鸭 门店系统 吴总 80w 抖音
  => account: 周黑鸭 | contact: 吴总 | title: 总 | need: 门店系统 | amount: 800000 CNY | source_key: social
三一重工 何工 13800138000
  => account: 三一重工 | contact: 何工 | title: 工 | phone: +8613800138000
老客户 万科物业 想加购停车模块 12万
  => account: 万科物业 | need: 想加购停车模块 | amount: 120000 CNY | source_key: existing
13800138000 想了解价格 没说公司
  => phone: +8613800138000 | need: 想了解价格 没说公司
恒达机械，张总，想上ERP，预算大概80万，展会，下周三联系
  => account: 恒达机械 | contact: 张总 | title: 总 | need: 想上ERP, 下周三联系 | amount: 800000 CNY | source_key: expo
深圳华强电子 张先生 13800138000 有意向采购100台扫码枪 预算20万 陌拜
  => account: 深圳华强电子 | contact: 张先生 | title: 先生 | phone: +8613800138000 | need: 有意向采购100台扫码枪 | amount: 200000 CNY | source_key: outbound
Northgate Foods. Maria Lopez, purchasing manager. 310-555-0170. wants quote on cold room sensors, roughly 40 grand. Found us on google
  => account: Northgate Foods | contact: Maria Lopez | title: purchasing manager | phone: +13105550170 | need: wants quote on cold room sensors | amount: 40000 USD | source_key: online_ad
Hi, this is Tom Becker w/ Alpine Sports (tom@alpinesports.com, 801-555-0139) - interested in your POS, 12 stores, budget is 60-80k
  => account: Alpine Sports | contact: Tom Becker | phone: +18015550139 | email: tom@alpinesports.com | need: interested in your POS, 12 stores | amount: 60000 USD
云帆 张 13800138000
  => account: 云帆 | phone: +8613800138000 | need: 张
恒达 老板 13800138000
  => account: 恒达 | phone: +8613800138000 | need: 老板
上海锐捷网络 技术总监 周海涛 zhouht@ruijie.cn 13900001111 云桌面 120万 代理商推荐
  => account: 上海锐捷网络 | contact: 周海涛 | title: 技术总监 | phone: +8613900001111 | email: zhouht@ruijie.cn | need: 云桌面 | amount: 1.2e+06 CNY | source_key: partner
李明华 13800138000 做外贸的 想要CRM 预算三四万 小红书
  => contact: 李明华 | phone: +8613800138000 | need: 做外贸的 想要CRM | amount: 30000 CNY | source_key: social | unsure: contact
王总的朋友 赵总 新能源电池厂 13800138000 想上MES 三百万 转介绍
  => account: 新能源电池厂 | contact: 王总 | title: 总 | phone: +8613800138000 | need: 的朋友 赵总, 想上MES | amount: 3e+06 CNY | source_key: referral | unsure: contact
ERP 80万 张总 恒达机械 展会 13800138000
  => account: 恒达机械 | contact: 张总 | title: 总 | phone: +8613800138000 | need: ERP | amount: 800000 CNY | source_key: expo
80k expo Acme Ms. Chen ERP 212-555-0143
  => account: Acme | contact: Ms. Chen | title: Ms. | phone: +12125550143 | need: ERP | amount: 80000 USD | source_key: expo
2125550143 Chen Acme ERP
  => contact: Chen Acme | phone: +12125550143 | need: ERP | unsure: contact
Chen, Acme, ERP
  => account: Acme | contact: Chen | need: ERP
张总13800138000恒达机械
  => account: 恒达机械 | contact: 张总 | title: 总 | phone: +8613800138000
"""

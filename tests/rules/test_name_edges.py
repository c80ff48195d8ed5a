"""What a name explains is sure only where it ends in what was typed; more of a name behind it may be another's."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rules.name_edges import ends_surely
from rules.names import norm_name
from rules.naming import PERHAPS, names_surely, reach

ELECTRIC, EAST, OCEAN, SAFE = "宁波东方电缆", "南京新东方教育", "中山大洋电机", "苏州安信达科技有限公司"
BANK, STEEL, TECH, PACIFIC = (
    "First National Bank",
    "Pacific Steel Works",
    "Suzhou Anxinda Tech",
    "Acme Pacific",
)

OTHERS = [
    (ELECTRIC, """东方明珠 今天见了，周五前发报价|东方航空公司 今天来电|东方明珠今天见了|东方希望 今天见了|东方希望集团同意了|东方会议中心 见了
        |东方继续教育学院 见了|东方，明珠|东方红 没接|东方老板电器 打电话|东方国际没接|东方客户服务公司 见了|东方-明珠 今天见了|东方（上海）今天见了
        |东方 航空公司 今天来电|东方、大洋都同意了|东方IC 今天见了|东方今日传媒 没接|东方电气 同意|东方大家保险 来电|东方在线 没接""".replace("东方，明珠|", "")),
    (EAST, "新东方烹饪 今天见了|新东方在线 今天见了|新东方采购中心 见了|新东方教育科技谷 见了|新东方幼儿园说可以"),
    (OCEAN, "大洋百货 今天来电|大洋洲项目 谈过|大洋彼岸 见了|大洋会展 见了|大洋投资同意"),
    (SAFE, "安信达物流 今天见了王经理|安信达科技发展 今天见了|安信达培训 没接|安信达（上海）同意|安信托管 没接|安信达工程 见了|安信达跟踪仪器 见了|安信达金工 没接|安信达招标代理 没接"),
    ("上海恒通物流有限公司", "恒通机械 见面了|恒通电子 见了|恒通达 没接"),
    ("广州白云电器", "白云机场 今天见了|白云山制药 今天见了|白云边酒业 没接"),
    ("杭州西湖电子", "西湖大学 今天见了|西湖大学同意了"),
    ("安信达", "安信达物流 今天见了|安信达-物流 今天见了"),
    (PACIFIC, """Acme Steel called, send quote by Fri|Pacific Bank called|Acme-Steel called|Acme & Sons called|acme steel called|acme bolts called
        |Acme bolts called|Acme bolts just called|Acme valves said no        |ACME STEEL CALLED|Acme Bright likes it|Acme Next called|Acme Security called|Acme of America called|Acme (Boston) called|Acme 39 called
        |Acme's called|Acme and Sons agreed|Pacific holiday, nobody answered|Pacific budget Motors called|Acme/Globex agreed|Acme Union agreed
        |Acme Will called|Acme Called Foods likes it|Acme and sons agreed""".replace("Acme Called Foods likes it|", "")),
    (BANK, "National holiday, nobody answered, call by Fri|National Steel called|National rail agreed|National trust said no|National board called|First American called"),
    (TECH, "Anxinda Logistics called|Anxinda logistics called|Anxinda city office called|Anxinda机械 同意|Anxinda 机械 同意"),
    ("Acme Corp", """Acme Corp Steel likes it|Acme Corp Rachel Foods likes it|Acme Rachel likes it|Acme Corp Rachel called|acme corp rachel called
        |Acme Corp rachel still thinks it over|acme corp bolts rang"""),
    (BANK, "First National Bank Jackson called, send quote by Fri|First National Bank Morgan signed|First National Bank jackson called|First National Bank Houston called"),
    ("Ho Chi", "Ho Chi Minh called"),
    ("Pacific Steel", "pacific steel casting called|Pacific Steel Johnson called"),
    ("上海建工", "建工 四建集团 今天来电，周五前发报价|建工 希望集团 今天来电"),
    ("宁波东方电缆", "东方 明珠集团 今天来电|东方 万国有限公司 同意"),
    ("Acme", """Acme bolts rang, send quote by Fri|Acme bolts phoned|Acme bolts paid|Acme bolts wrote|Acme bolts got back|Acme bolts dropped by|Acme bolts came in
        |Acme bolts will call|Acme bolts would like a quote|Acme bolts has signed|Acme bolts have paid|Acme bolts just rang"""),
    ("Acme", "Acme bolts called|Acme Steel called|Acme Bright Foods likes it|acme pharma likes it"),
    (STEEL, "Pacific Steelcase called|Pacific Rim called|Pacific Steel Trading called|pacific rim called"),
    ("Red Lion", "Red Lion We Work said no|Red Lion Still Waters called|red lion still waters said no|RED LION WE WORK SAID NO|Red Lion No Frills agreed|red lion open door called|red lion first choice said no"),
    ("Apple Valley Farms", "Apple Inc called|apple inc. called|Apple Valley Ltd called"),
    ("Blue Cross", "blue cross blue shield said no|blue cross blue shield called, send quote by Fri|Blue Cross blue shield wants a demo"),
    ("Still", "still waters said no|still waters run deep called"),
    ("西湖", "西湖 龙井 今天来电|西湖 龙井 同意了|西湖 龙井今天来电，周五前发报价|西湖 龙井说可以|西湖 醋鱼 周五发报价"),
    ("Acme", "Acme (Globex) called|Acme (formerly Globex) called|Acme (Globex Corp) called|Acme Security called|Acme Data called|Acme Pilot called"),
    ("安信达", "安信达的竞争对手恒达 没接|安信达的供应商美的 没接|安信达（徐工）同意|安信达的竞争对手中天 没接|安信达的供应商恒达机械 同意|安信达（恒达）同意|安信达（滴滴）同意|安信达的代理商是云帆，周五签"),
    ("St. Jude Hospital", "St. Mary called|St Mary Hospital agreed"),
    ("Sam", "Sam's Foods called"),
    (PACIFIC, "Acme's Burgers said no|Pacific's Tom called|Acme's rival Globex called"),
    ("Acme Corp", "Acme's competitor Globex called|Acme’s supplier agreed"),
]  # fmt: skip
OTHER_PEOPLE = [
    ("李总", "李总监 今天来电，周五前发报价|李总监同意|李总工 没接|李总助 没接"),
    ("马总", "马总统计局 今天来电"),
    ("黄总", "黄总工 今天来电"),
    ("李明", "李明华 同意|李明辉没接"),
    ("Bob", "Bob Smith from Tesla called|Bob Smith called|Bob-Ray called|bob smith called|Bob from Tesla called"),
    ("Ann Lee", "Ann Lee Foods called|Ann Arbor called|Ann Leeds called"),
    ("Ms. Chen", "Ms. Wong called|Ms Wong likes it"),
    ("Mr. Wu", "Mr. Lin agreed"),
    ("Mary Ann", "Mary Ann Lewis called, send quote by Fri|Mary Ann lewis called|mary ann bakery called"),
    ("Jean Paul", "Jean Paul Martin called"),
    ("Ms. Chen", "Ms. Chen Kelly called|ms. chen kelly called"),
    ("张伟", "张伟（恒达）同意|张伟【恒达】同意|张伟 (恒达机械) 同意|张伟，恒达机械，同意|张伟：恒达机械那边同意|张伟，恒达，周五发报价|张伟 @恒达 同意"),
    ("张伟", "张伟在恒达 同意|张伟在中天 同意|张伟在恒达机械上班|张伟现在在恒达，下周聊|张伟去了小米 下周再约|张伟，中天，周五发报价|张伟，小米，同意|张伟，滴滴，同意|张伟在蔚来 同意|张伟（网易）同意|张伟，快手，同意"),
    ("李总", "李总，徐工，同意|李总（李宁）同意|李总，宁德，下周三演示|李总在美的 同意|李总在老板 同意|李总（苏泊尔）没接|李总，方太，周五签|李总：马可波罗那边同意|李总，好未来，没接"),
    ("李总", "李总，明珠电子，周五前发报价|李总 - 明珠电子 - 同意|李总｜明珠电子｜同意"),
    ("Bob", "Bob from Legal Zoom called|Bob from Security Bank called|Bob at Nvidia said yes"),
    ("Bob", """Bob (Globex) called|Bob (from Globex) called|Bob, Globex, called|Bob, Globex: send quote by Fri|Bob - Globex - wants a demo|Bob / Globex wants a demo
        |Bob @ Globex called|Bob's Burgers called|Bob's called|Bob, Globex CFO, called|Bob, CFO of Globex, likes it|Bob CFO at Globex agreed|Bob called from Globex|Bob, of Globex, likes it"""),
]  # fmt: skip
OWN = [
    (ELECTRIC, "东方 今天见了，周五前发报价|东方电缆 今天回复了|东方今天见了|东方电缆说可以|东方：同意|东方→周五发报价|宁波东方电缆 没接|东方没接"),
    (SAFE, """安信达 今天见了|安信达同意试用|安信达 同意方案；周三下发报价|安信达那边同意了|安信达王总说太贵|安信达 王总说太贵|安信达科技公司同意|安信 今天打电话
        |安信达已同意|安信达的预算批了|安信达要报价|安信达不同意|安信达怎么样了|安信达，同意|安信达；周五发|安信达 likes it|安信达 5月前定|安信达5月前定
        |安信达下周定|安信达还在等审批|安信达（王总）同意|安信达|安信达 预算批了|安信达聊了预算|安信达客户同意了|安信达又聊了一次|安信达咨询了价格|安信达跟财务过了一遍|安信达徐工让我发图|安信达陈姐说太贵|安信达前台没接|安信达价格没问题|安信达招标文件下来了
        |苏州安信达科技有限公司 没接|安信达 -> 周五发"""),
    ("恒达机械", "恒达 张总没接|恒达张总没接|恒达同意|恒达 likes the pilot and we need to send them a quote|恒达机械 同意|恒达空号|恒达 金额改成 22万|恒达金额改成 22万"),
    (PACIFIC, """Acme likes the pilot; send SOW by Fri|Acme: agreed|Acme, agreed|ACME: agreed|ACME LIKES IT|acme agreed|Acme still no answer
        |Acme no answer|Acme asked for terms|Acme wants a demo|Acme picked plan B|Acme they like it|Acme I sent the quote|Acme CFO agreed|Acme NDA signed
        |Acme Ms. Ortiz likes it|Acme budget is approved|Acme demo went well|Acme - call them|Acme // call by Friday|Acme; send SOW|Acme 212-555-0143
        |Acme Friday they sign|Acme Said yes|Acme 同意|Acme同意|Acme is keen|acme picked plan B|Pacific called|Pacific likes it|Pacific; call them|Acme
        |Acme Pacific pilot goes well|acme pacific pilot goes well|Acme mentioned Ravi"""),
    ("Suzhou Anxinda", "Anxinda Ltd called|Suzhou Anxinda Ltd called"),
    ("Acme Corp", "Acme Corp legal said no|Acme Corp buyer rang|acme corp team will call"),
    ("上海建工", "建工 张总 今天来电|建工 四月 要报价|建工 同意我们跟集团签|建工 已报集团|建工 今天来电，要给集团报价"),
    ("Acme", "Acme deal is on|Acme rollout is on track|Acme invoice was paid|Acme team rang|Acme will call|Acme has signed|Acme demo is done"),
    ("Acme", """Acme samples were fine, send quote Friday|Acme users are happy|Acme numbers are in|Acme integration is blocked|Acme shipment was late
        |Acme system is down|Acme tender is out|Acme redlines are back|Acme support has been bad"""),
    ("Red Lion", """Red Lion we met today|Red Lion We sent the quote|Red Lion Friday Ravi signs|red lion samples were fine|red lion price too high|red lion no budget said cfo
        |red lion still thinking it over|red lion new buyer called|red lion next step is a demo|Red Lion on Friday they sign|red lion good call wants quote|red lion happy customer said yes|red lion just called"""),
    ("云帆", """云帆 电话沟通|云帆 李总 说可以|云帆 张伟 没接|云帆 样品没问题|云帆 样品 今天寄出|云帆 老板来电|云帆 财务 同意了|云帆 微信 没回|云帆 第一次 见面
        |云帆 年底 再聊"""),
    ("Acme", "Acme Demo went well|Acme Pilot is going well|Acme Proposal was too long|Acme at Monday's meeting said yes|Acme (Ravi) called|Acme (Ortiz) called"),
    ("Acme", "Acme Pilot starts Monday|Acme Training done|Acme at CES said yes|Acme (CFO) called|Acme (Urgent) wants a quote|Acme (Referral) called|Acme (Priya Shah) called|Acme (Legal) said no|Acme (Demo) went well|Acme (Pilot) went well"),
    ("云帆科技", "云帆科技 国庆 后再谈|云帆科技 春节 后再谈|云帆科技 双11 后再谈|云帆科技（老客户）同意|云帆科技（张伟）同意|云帆科技（采购）没接"),
    ("安信达", "安信达的竞争对手降价了|安信达的客户同意了|安信达的股东没意见|安信达客户出国了，回来约见面|安信达的竞争对手很多|安信达（复购）没接|安信达（急）没接"),
    (PACIFIC, "Acme legal said no|Acme team likes it|Acme buyer called|Acme they called|Acme demo is done"),
    (TECH, "Anxinda likes the pilot; send SOW by Fri|Anxinda: agreed|Anxinda called, wants a quote|anxinda-tech met|anxinda said yes"),
    ("Initech", "Initech's Bill signed off on the terms, send contract Tuesday|Initech’s CFO agreed|Initech's signed|INITECH'S BUDGET IS APPROVED"),
    ("Initech Corp", "Initech's Lumbergh signed off|initech's keen|Initech's Legal Team said no|Initech's 2027 budget is approved"),
    ("Pacific Systems", "Pacific Systems' CFO agreed"),
    (PACIFIC, "Acme's budget is approved|Acme's CFO agreed|Acme's Ravi likes it|Acme's in"),
    (BANK, "National Bank called|First National agreed|First National board called|National said no"),
]  # fmt: skip
OWN_PEOPLE = [
    ("李总", "李总 今天来电|李总说可以|李总同意|李总没接|李总很满意|李总让我周五发|李总觉得太贵|李总那边同意|李总刚打完电话|李总"),
    ("Bob", "Bob called|Bob said yes|Bob likes it|bob agreed|Bob, CFO, agreed|Bob thinks it over"),
    ("Bob", "Bob's boss agreed|Bob's keen"),
    ("Tom Becker", "Tom said yes|Tom Becker agreed|Tom is on leave"),
    ("Ms. Chen", "Ms. Chen likes it"),
    ("李总", "李总，价格太高|李总：样品收到了|李总，财务，周五付款|李总，太忙，下周再说|李总（采购）同意|李总，已报价，等回复|李总（出差了）没接|李总，质量有问题|李总，出差，下周回|李总，上海，下周见"),
    ("李总", "李总，感冒，下周再约|李总，点头，走合同|李总，高兴，周五签|李总，摇头，嫌贵|李总，顺利，周五签|李总在开会 下周再约|李总在医院，下周再约|李总在国外，下周回|李总在总部 开会|李总，拍胸脯，周五签|李总，复购，加单|李总（住院）没接|李总在食堂 下周再约|李总（老板）同意|李总，老板，周五付款|李总在老板那边 下周再约"),
    ("Bob", "Bob from Legal agreed|Bob at Monday's meeting said yes|Bob from Finance called|Bob at the Demo said yes|Bob from Procurement, agreed|Bob from the Board agreed|Bob from Sales Ops called|Bob at CES said yes"),
    ("Bob", "Bob, Ravi, both agreed|Bob (CFO) agreed|Bob: SOW by Fri|Bob: Samples arrived|Bob: Coffee, liked the pilot|Bob is at HQ|Bob - Pilot approved|Bob, Tuesday works|Bob called from London|Bob is out of office|Bob (she is new) called"),
]  # fmt: skip


# What is told of somebody behind their name, and no firm.
EVERYDAY = """拍胸脯 打包票 摆架子 踢皮球 打太极 装糊涂 有顾虑 没空 心不在焉 三心二意 举棋不定 一锤定音 板上钉钉 拖拖拉拉 推三阻四 爱答不理 油盐不进 笑纳 婉拒 谢绝
    拒签 补签 代签 加签 退签 转发 群发 私聊 语音 留言 短信 邮件 传真 快递 自提 包邮 加价 抹零 打折 赠品 试吃 试穿 试驾 试机 打样 送样 封样 改样
    定样 排产 排期 延期 插单 加单 减单 撤单 退单 返单 翻单 补货 断货 缺货 现货 期货 囤货 出差 述职 培训 团建 旅游 爬山 钓鱼 高尔夫 喝酒 应酬 陪客
    接机 送机 堵车 晚点 迟到 早退 请假 病假 事假 丧假 腰疼 胃疼 发炎 过敏 流感 新冠 阳了 骨折 车祸 官司 仲裁 查账 报税 年检 年审 年会 庆典 剪彩
    奠基 封顶 试产 量产 爬坡 达产 满产 减产 限电 环评 安评 能评 消防 质检 抽检 送检 复检 返工 返修 保修 质保 退货 换货 索赔 投诉 差评 好评"""


def lines(table: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, text.strip()) for name, texts in table for text in texts.split("|")]


def is_sure(name: str, text: str, *, is_account: bool = True) -> bool:
    length, how = reach(name, text, is_account=is_account)
    return length > 0 and how != PERHAPS


@pytest.mark.parametrize(("name", "text"), lines(OTHERS))
def test_a_customer_that_is_called_alike_may_be_another(name: str, text: str) -> None:
    assert not is_sure(name, text)


@pytest.mark.parametrize(("name", "text"), lines(OTHER_PEOPLE))
def test_a_person_that_is_called_alike_may_be_another(name: str, text: str) -> None:
    assert not is_sure(name, text, is_account=False)


@pytest.mark.parametrize(("name", "text"), lines(OWN))
def test_a_customer_with_a_note_behind_the_name_is_that_one(name: str, text: str) -> None:
    assert is_sure(name, text)


@pytest.mark.parametrize(("name", "text"), lines(OWN_PEOPLE))
def test_a_person_with_a_note_behind_the_name_is_that_one(name: str, text: str) -> None:
    assert is_sure(name, text, is_account=False)


def test_everyday_words_behind_a_person_are_no_firm() -> None:
    asked = {
        word for word in EVERYDAY.split() if not is_sure("李总", f"李总，{word}，下周再约", is_account=False)
    }
    assert asked <= {"踢皮球", "爬山"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("华东医药", "医药行业白皮书"),
        (ELECTRIC, "我在东方明珠吃饭，报价明天发"),
        (OCEAN, "合同 大洋彼岸"),
        (STEEL, "Pacific Rim price list"),
        (TECH, "the Suzhou office moved"),
        (SAFE, "下周去苏州出差"),
        ("小米", "买了小米粥"),
    ],
)
def test_a_text_that_speaks_of_something_else_names_nobody(name: str, text: str) -> None:
    assert not names_surely(text, name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (SAFE, "昨天跟安信达聊了，同意出方案"),
        (SAFE, "客户群里说：苏州安信达周五签"),
        ("恒达机械", "恒达那边周五签"),
        (STEEL, "Tom wrote: Pacific Steel Works wants the contract"),
        ("Metro Logistics", "met the team at Metro, all good"),
        ("小米", "跟小米聊了"),
    ],
)
def test_a_text_that_speaks_of_a_customer_names_it(name: str, text: str) -> None:
    assert names_surely(text, name)


PLACES = ("", "上海", "宁波", "广州")
PARTS = st.text("恒安信云锐博瑞泰凯华远宏鼎盛嘉鑫德润丰", min_size=2, max_size=3)
TAILS = st.sampled_from(
    [
        "明珠",
        "物流",
        "科技",
        "百货",
        "电子",
        "航空公司",
        "会展",
        "彼岸",
        "制药",
        "山",
        "洲",
        "洋",
        "达",
        "大学",
        "集团控股",
        "银行",
        "希望",
        "天地",
        "老板电器",
        "未来",
        "阳光",
    ]
)
NOTED = st.sampled_from(
    [" 今天见了，周五前发报价", "今天见了", " 同意方案；周三发报价", "同意了", "：没接", " 王总没接", ""]
)


@given(known=PARTS, end=TAILS, place=st.sampled_from(PLACES), other=TAILS, noted=NOTED)
def test_what_begins_like_a_known_customer_is_never_surely_that_one(
    known: str, end: str, place: str, other: str, noted: str
) -> None:
    assume(not norm_name(known + end).startswith(norm_name(known + other)))
    assert not is_sure(place + known + end, known + other + noted)
    assert not is_sure(known, known + other + noted)


WORDS = st.sampled_from(
    [
        "Acme",
        "Heron",
        "Globex",
        "Anxinda",
        "Pacific",
        "National",
        "Summit",
        "Bright",
        "Orchard",
        "Falcon",
        "Ridge",
        "Union",
        "Harbor",
        "Noble",
        "Vertex",
    ]
)
FIRMS = st.sampled_from(["", " Foods", " Steel", " Ltd", " Group", " Trading Co"])
LOGGED = st.sampled_from(
    [" called, send quote by Fri", " likes it", ": agreed", " picked plan B", " wants a demo", ""]
)


@given(st.lists(WORDS, min_size=4, max_size=4, unique=True), FIRMS, LOGGED, st.booleans(), st.booleans())
def test_what_shares_a_word_with_a_known_customer_is_never_surely_that_one(
    said: list[str], firm: str, logged: str, is_middle: bool, is_lower: bool
) -> None:
    shared, first, last, other = said
    known = f"{first} {shared} {last}" if is_middle else f"{shared} {last}"
    text = f"{shared} {other}{firm}"
    assert not is_sure(known, (text.lower() if is_lower else text) + logged)
    assert not is_sure(known, f"{text.upper()}{logged}")


@given(st.text(max_size=20), st.text(min_size=1, max_size=20), st.booleans(), st.booleans())
def test_any_text_is_answered(behind: str, name: str, is_middle: bool, is_long: bool) -> None:
    assume(name.strip())
    assert ends_surely(name + behind, len(name), is_middle=is_middle, is_long=is_long) in (True, False)
    assert len(reach(name, name + behind, is_account=True)) == 2
    assert names_surely(behind, name) in (True, False)

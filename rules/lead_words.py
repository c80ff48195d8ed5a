"""The words by which fields of a lead are known: surnames, titles, company forms, sources, wishes. Data only."""

from rules.wordlists import words

COMMON_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
RARE_SURNAMES = frozenset(
    "庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺"
)
COMPOUND_SURNAMES = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "司徒",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "夏侯",
    "端木",
)
# Two or three characters that begin with a surname and are no name.
NOT_NAMES = frozenset(
    words(
        """施工 金工 陶工 石工 车工 高级 安装 方案 常规 白天 时间 成本 于是 任何 许多 全部 明天 明年 应该 马上 周一 周二 周三
        周四 周五 周六 周日 周末 黄金 管理 温度 阳光 包装 武汉 金华 温州 常州 徐州 郑州 江苏 安徽 云南 海南 宁波 江西 成都
        吉林 石家庄 贵州 贵阳 沈阳 连云港 包头 万元 金额 项目 计划 余额 单位 解决 董事 经理 左右 车间 方便 高端 文件 文档 石化
        马来 任务 金融 金属 高新 安防 安全 安监 华东 华南 华北 华中 江浙 单价 单子 明确 成交 成套 成品 连锁 路由 管道 管控 温控
        包邮 和解 来电 来访 来自 关注 关于 解决方案 程序 小程序 商城 商务 商机 商超 官网 应用 计算 计价 台账 台湾 都要 都有 时效
        华为 万科 金蝶 方正 乐高 美的 安踏 康师傅 石油 石材 米厂 钟表 田间 夏天 白酒 汤料 常见 常用 向上 盘点 左边 原料 原厂 原来
        连接 和谐 安卓 方向 方式 强度 单机 位置 车队 车载 房产 乐器 花店 景区 古镇 宁夏 云端 高校 高中 白板 文具 金牌 钱包 马达
        龙头 雷达 叶片 毛利 毛坯 余料 汪汪 孔板 江门 汤山 段落 史上 顾问 顾客 易用 易拉宝 武器 贺卡 杜绝 程控 许可 许可证 高速 高频
        丁基 石墨 苏州 广州 杭州 黄山 林业 林场 田园 夏令营 江北 江南 汪洋 马鞍山 于洪 万一 万人 段位 温室 全国 全新 全套 全厂 保密 保修
        保养 保险 习惯 明细 沙发 计量 商用 商品 联系 应收 应付 解约 成型 成熟 时候 房间 查询 查价 查一下 安排 左侧"""
    )
)
HAN_TITLES = words(
    """董事长 副董事长 总经理 副总经理 总裁 副总裁 副总 总监 副总监 总工程师 总工 总助 经理 主任 副主任 厂长 副厂长 处长 部长
    科长 主管 院长 副院长 所长 店长 站长 校长 局长 组长 队长 区长 老板 老板娘 教授 书记 秘书长 秘书 助理 医生 律师 会计 采购员 专员 工程师 高工
    老师 博士 先生 女士 小姐 同学 师傅 负责人 董 总 工 哥 姐"""
)
HAN_TITLE_KINDS = words(
    """采购 销售 技术 项目 产品 生产 信息 信息化 信息部 财务 运营 市场 行政 人事 人力 仓储 仓库 物流 设备 质量 品质 品管 研发 区域 大区
    部门 高级 资深 客户 供应链 工程 商务 业务 法务 安全 IT 数字化 车间 工厂 常务 执行 数据 渠道 办公室 网络 电商 门店 招商 品牌 计划 工艺 电气"""
)
ENGLISH_ROLES = r"""(?:(?:senior|sr\.?|junior|deputy|assistant|regional|chief|global|group|general|managing|executive|vice)\s+)*
    (?:c[teofimhps]o|ciso|[se]?vp(?:\s+of\s+[a-z]+(?:\s+(?!at|from|with|for|of|in|and)[a-z]+)?|\s+(?:sales|ops|operations|engineering|it|finance|marketing))?
    |vice\s+president|president|co-?founder|founder|owner
    |head\s+of\s+[a-z]+(?:\s+(?!at|from|with|for|of|in|and)[a-z]+)?
    |(?:director|manager)\s+of\s+[a-z]+
    |(?:(?:purchasing|procurement|sales|it|plant|operations?|ops|product|project|office|supply\s+chain|account|marketing
    |warehouse|finance|engineering|hr|regional|general|logistics|production|quality|facilities|store|technical|managing|executive|financial|data|security)\s+)?
    (?:director|manager|engineer|buyer|controller|supervisor|coordinator|administrator|officer|assistant|specialist|analyst))"""
GIVEN_NAMES = frozenset(
    words(
        """james john robert michael william david richard joseph thomas charles chris christopher daniel matthew anthony
        mark donald steven steve paul andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey jeff
        ryan jacob gary nicholas nick eric jonathan stephen larry justin scott brandon benjamin ben samuel sam gregory
        greg frank alexander alex patrick raymond jack dennis jerry tyler aaron jose henry adam peter nathan zach kyle
        walter ethan jeremy harold keith christian roger noah gerald carl terry sean austin arthur lawrence jesse dylan
        bryan joe jordan billy bruce gabriel logan albert liam lucas oliver leo max tom tim mike dave dan rob bob bill
        jim matt tony ron ken ed mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy
        betty sandra margaret ashley kimberly emily donna michelle carol amanda melissa deborah stephanie rebecca laura
        sharon cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine christine
        rachel carolyn janet maria catherine heather diane olivia julie joyce victoria kelly christina joan evelyn
        lauren judith megan andrea cheryl hannah jacqueline martha gloria teresa ann sara madison kathryn jane janice
        jean alice julia grace judy sophia sophie claire kate katie jenny jen beth sue dana maya zoe quinn ada ravi
        priya raj amit anil sanjay vijay sunil rahul rohit ananya deepak neha pooja arjun kavita lakshmi ming wei hao
        xiaoming lei jing yang fang yan mei ling hiroshi kenji yuki akira takeshi sato hans klaus jurgen stefan
        wolfgang anja petra ingrid lars sven erik nils pierre jean-paul michel luc marie sylvie carlos miguel luis
        juan pedro ana sofia lucia marco paolo giulia francesca ahmed mohammed muhammad ali omar fatima hassan aisha
        ivan dmitri olga natasha marcus sergei anya chen wang li zhang liu wong lee kim park nguyen tran singh patel kumar
        gupta shah smith johnson"""
    )
)
LATIN_COMPANY = words(
    """inc incorporated corp corporation ltd limited llc llp plc gmbh ag kg sarl srl spa bv nv oy oyj ab pty pte co company
    group holdings industries technologies technology tech systems labs foods logistics solutions manufacturing motors
    partners consulting pharma pharmaceuticals electronics energy steel textiles plastics packaging robotics dynamics
    enterprises international hospital university school bank hotel hotels bros brothers works foundry bakery brewery
    studios media software networks health healthcare medical freight supply stores retail markets"""
)
HAN_COMPANY = words(
    "有限责任公司 股份有限公司 集团有限公司 有限公司 分公司 总公司 公司 集团 股份 厂 医院 大学 学院 银行 酒店 研究院 研究所 设计院 事务所 合作社 学校 幼儿园 药房 诊所 饭店 酒楼"
)
HAN_TRADE = words(
    """机械 科技 电子 电气 贸易 实业 制造 重工 化工 食品 纺织 服饰 服装 物流 医药 药业 生物 能源 新能源 材料 新材料 建材 建设 建筑 地产
    汽车 汽配 配件 模具 精密 五金 塑料 包装 印刷 家具 家居 电器 仪器 仪表 光电 光学 半导体 通信 网络 软件 信息 智能 数码 传媒 文化
    教育 咨询 商贸 零售 超市 餐饮 农业 环保 装备 设备 钢铁 钢构 铝业 铜业 矿业 水泥 玻璃 陶瓷 纸业 轴承 阀门 泵业 电缆 线缆 动力 重机
    船舶 航空 医疗 器械 控股 投资 国际 工业 科创 制药 乳业 酒业 饮料 茶业 种业 牧业 渔业 轻工 日化 玩具 乐园 商城 供应链 自动化 股份"""
)
# What people buy rather than what firms are called; also never a company alone.
GOODS = frozenset(
    words(
        """仓库 仓储 库存 盘点 财务 生产 质量 管理 系统 软件 智能 信息 自动化 物流 供应链 数字化 报价 方案 合同 采购 销售 设备 数据 大屏 小程序
        erp crm mes wms plm scm hrm oa bi saas api rpa pos sap ai iot srm tms aps eam lims scada it app demo pilot trial
        quote pricing website portal dashboard software hardware licenses license support integration inventory payroll
        automation analytics training upgrade migration 商城 门店 会员 收银 停车 服务 培训 升级 改造 网络 安全 云 上云 官网 网站 网络改造"""
    )
)
HAN_WISH = (
    "想要|想上|想做|想找|想换|想买|想了解|想咨询|想|要上|要做|要换|要买|要|需要|需求|希望|打算|准备|计划|考虑|咨询|了解|求购|采购|寻找|找|"
    "看看|看中|感兴趣|有意|问|做|上(?![海饶虞])|换|买|对(?!外)|目前|现在|现有|正在|用的|说|来谈|谈|求|聊|关心|在用|在看|在找|有个|有一个|比较|急|尽快|已经"
)
ENGLISH_WISH = (
    r"looking\s+(?:for|at|to|into)|needs?|needed|wants?|wanted|interested\s+in|asking|asked|would\s+like|evaluating|replac(?:e|ing)|"
    r"upgrad(?:e|ing)|migrat(?:e|ing)|requires?|rfp|rfq|wishes|hoping|considering|exploring|curious|thinking|plans?|planning|seeking|"
    r"in\s+the\s+market|has|have|had|is|are|was|will|likes?|liked|said|says|uses?|using|wondering|inquir(?:y|ed|ing)|enquir(?:y|ed)|"
    r"about|re:|to|who|which|that|currently|please|can|could"
)
# Small words left over between fields; they carry nothing.
FILLERS = frozenset(
    words(
        """from at with the a an of for in on by via and or met spoke talked to called call new lead source phone tel mobile cell
        email mail e-mail she he they it their his her contact name company is - – — 的 是 来自 从 在 通过 电话 手机 邮箱 联系人 和 跟 与 他 她
        号码 微信 联系方式 客户 新客户 新线索 线索 认识 过来 过来的 上 来的 到 了 叫 姓名 约 hi hello hey this w w/ i'm im no not yes 我是 我们是 我叫 职务 我们 你好 您好 谢谢 thanks thx please 请 麻烦 just got off i had we"""
    )
)
SOURCE_SYNONYMS: dict[str, tuple[str, ...]] = {
    "expo": (
        "expo",
        "trade show",
        "tradeshow",
        "exhibition",
        "fair",
        "booth",
        "展会",
        "展览会",
        "展览",
        "博览会",
        "广交会",
        "工博会",
        "参展",
        "展台",
    ),
    "webinar": ("webinar", "online event", "virtual event", "线上活动", "直播", "线上研讨会", "线上会"),
    "online_ad": (
        "online ad",
        "google ads",
        "google ad",
        "adwords",
        "facebook ad",
        "ppc",
        "sem",
        "线上广告",
        "百度推广",
        "百度",
        "google",
        "广告",
        "信息流",
        "投放",
    ),
    "website": (
        "website",
        "web form",
        "web site",
        "our site",
        "contact form",
        "inbound form",
        "landing page",
        "官网",
        "网站",
        "官网留言",
        "官网表单",
    ),
    "referral": (
        "referral",
        "referred",
        "referred by",
        "intro",
        "introduced by",
        "word of mouth",
        "转介绍",
        "介绍",
        "朋友介绍",
        "推荐",
        "老客户介绍",
    ),
    "outbound": (
        "outbound",
        "cold call",
        "cold email",
        "prospecting",
        "陌拜",
        "陌生拜访",
        "扫街",
        "电销",
        "陌call",
        "主动开发",
    ),
    "inbound": (
        "inbound",
        "called in",
        "call-in",
        "inbound call",
        "phone inquiry",
        "来电咨询",
        "来电",
        "400来电",
        "电话咨询",
    ),
    "partner": (
        "partner",
        "channel",
        "reseller",
        "distributor",
        "渠道",
        "代理商",
        "经销商",
        "合作伙伴",
        "代理",
    ),
    "existing": ("existing", "existing customer", "upsell", "renewal", "老客户", "复购", "增购", "续约"),
    "social": (
        "social",
        "social media",
        "linkedin",
        "twitter",
        "facebook",
        "社媒",
        "抖音",
        "小红书",
        "快手",
        "视频号",
        "微博",
        "知乎",
        "领英",
    ),
    "wechat": ("wechat", "微信", "公众号", "朋友圈", "微信群", "企微", "企业微信"),
    "other": (),
}

"""The words by which fields of a lead are known: surnames, titles, company forms, sources, wishes. Data only."""

from rules.wordlists import words

COMMON_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟肖闫黃陳張劉吳鄭謝許馮鄧葉蘇蔣餘蕭羅盧賈鍾譚韓楊趙孫馬龍萬賴龔顧陸莊嚴湯溫關汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
RARE_SURNAMES = frozenset(
    "庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺骆昝缪贲嵇荣荀茅郗仰厉祖蓟宓籍郦逄璩濮扈郏慕茹宦戈庾暨寇禄阙沃晁訾阚邝麦亓佘凤湛禹狄危闻莘幸雍付代区"
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
        """施工 金工 陶工 石工 车工 高级 安装 方案 常规 白天 时间 成本 于是 任何 许多 全部 明天 明年 应该 马上 周一
        周二 周三 周四 周五 周六 周日 周末 黄金 管理 温度 阳光 包装 武汉 金华 温州 常州 徐州 郑州 江苏 安徽 云南
        海南 宁波 江西 成都 吉林 石家庄 贵州 贵阳 沈阳 连云港 包头 万元 金额 项目 计划 余额 单位 解决 董事 经理
        左右 车间 方便 高端 文件 文档 石化 马来 任务 金融 金属 高新 安防 安全 安监 华东 华南 华北 华中 江浙 单价
        单子 明确 成交 成套 成品 连锁 路由 管道 管控 温控 包邮 和解 来电 来访 来自 关注 关于 解决方案 程序
        小程序 商城 商务 商机 商超 官网 应用 计算 计价 台账 台湾 都要 都有 时效 高铁 华为 万科 金蝶 方正 乐高 美的
        安踏 康师傅 石油 石材 米厂 钟表 田间 夏天 白酒 汤料 常见 常用 向上 盘点 左边 原料 原厂 原来 连接 和谐
        安卓 方向 方式 强度 单机 位置 车队 车载 房产 乐器 花店 景区 古镇 宁夏 云端 高校 高中 白板 文具 金牌 钱包
        马达 龙头 雷达 叶片 毛利 毛坯 余料 汪汪 孔板 江门 汤山 段落 史上 顾问 顾客 易用 易拉宝 武器 贺卡 杜绝
        程控 许可 许可证 高速 高频 丁基 石墨 苏州 广州 杭州 黄山 林业 林场 田园 夏令营 江北 江南 汪洋 马鞍山
        于洪 万一 万人 段位 温室 全国 全新 全套 全厂 保密 保修 保养 保险 习惯 明细 沙发 计量 商用 商品 联系 应收
        应付 解约 成型 成熟 时候 房间 查询 查价 查一下 安排 左侧 付款 付费 付账 代理 代码 代工 代运营 代购 代销 代表 代付 区域 区块链 区分 区别 荣誉 新闻 麦克风"""
    )
)
HAN_TITLES = words(
    """董事长 副董事长 总经理 副总经理 总裁 副总裁 副总 总监 副总监 总工程师 总工 总助 经理 主任 副主任 厂长 副厂长
    处长 部长 科长 主管 院长 副院长 所长 店长 店主 业主 园长 会长 理事长 主理人 掌柜 教练 經理 總經理 總監 老師 老闆 醫生 站长 校长 局长 组长 队长 区长 老板 老板娘 教授 书记 秘书长 秘书
    助理 医生 律师 会计 采购员 专员 工程师 高工 老师 博士 合伙人 创始人 董秘 主编 总编 馆长 行长 台长 社长
    护士长 学长 大哥 大姐 先生 女士 小姐 同学 师傅 负责人 董 总 工 哥 姐"""
)
HAN_TITLE_KINDS = words(
    """采购 销售 技术 项目 产品 生产 信息 信息化 信息部 财务 运营 市场 行政 人事 人力 仓储 仓库 物流 设备 质量 品质
    品管 研发 区域 大区 部门 高级 资深 客户 供应链 工程 商务 业务 法务 安全 IT 数字化 车间 工厂 常务 执行 数据
    渠道 办公室 网络 电商 门店 招商 品牌 计划 工艺 电气 信息中心 数据中心 采购部 技术部 设备部 工程部 市场部
    运营部 信息科 设备科 首席 联合 设计 创意 品类 采编 内容 大客户"""
)
# All begin with a letter: where none stands, none of them is tried.
ENGLISH_ROLES = r"""(?=[a-z])(?:(?:senior|sr\.?|junior|deputy|assistant|regional|chief|global|group|general|managing|executive|vice)\s+)*
    (?:c[teofimhps]o|ciso|gm|pm|[se]?vp(?:\s+of\s+[a-z]+(?:\s+(?!at|from|with|for|of|in|and)[a-z]+)?|\s+(?:sales|ops|operations|engineering|it|finance|marketing|supply\s+chain|procurement|product|hr|r&d|technology|manufacturing|logistics))?
    |(?:director|manager|head|lead)\s+(?:ops|operations|it|sales|engineering|procurement|finance|marketing|hr|logistics)
    |vice\s+president|president|co-?founder|founder|owner
    |(?:head|director|manager|chief|dean|gm)\s+of\s+[a-z]+(?:[ ](?!at|from|with|for|of|in|and)[a-z]+)?
    |(?:(?:purchasing|procurement|sales|it|plant|operations?|ops|product|project|office|supply\s+chain|account|marketing
    |warehouse|finance|engineering|hr|regional|general|logistics|production|quality|facilities|store|technical|managing|executive|financial|data|security
    |maintenance|software|process|systems|network|design|field|service|site|fleet|category|business|technology|digital|innovation|compliance|safety)\s+)?
    (?:director|manager|engineer|buyer|controller|supervisor|coordinator|administrator|officer|assistant|specialist|analyst
    |dir\.?|mgr\.?|eng\.|superintendent|foreman|technician|planner|architect|consultant|scientist|developer|accountant|bookkeeper
    |chairman|chairwoman|principal|treasurer|secretary|associate))"""
LATIN_COMPANY = words(
    """inc incorporated corp corporation ltd limited llc llp plc gmbh ag kg sarl srl spa bv nv oy oyj ab pty pte co
    company group holdings industries technologies technology tech systems labs foods logistics solutions
    manufacturing motors partners consulting pharma pharmaceuticals electronics energy steel textiles plastics
    packaging robotics dynamics enterprises international hospital university school bank hotel hotels bros
    brothers works foundry bakery brewery studios media software networks health healthcare medical freight
    supply stores retail markets firm llps pllc pc associates agency architects builders construction
    contractors engineering design designs devices instruments machinery machines tools equipment chemicals
    materials metals mining plumbing roofing electric electrical power solar water oil gas petroleum aerospace
    aviation airlines airways shipping marine transport trucking express automotive auto farms dairy beverages
    brewing wines winery vineyards distillery cafe coffee restaurant restaurants pizza grill kitchen catering
    clinic dental pharmacy veterinary fitness gym spa salon insurance capital ventures investments financial
    securities trading traders imports exports imports/exports realty properties estate publishing press films
    pictures entertainment games gaming sports apparel fashion jewelers furniture interiors semiconductor
    semiconductors biotech bio biosciences therapeutics genomics diagnostics academy college institute
    institutes foundation council ministry authority municipality corp. outfitters nursery printing signs
    security telecom wireless telecommunications data digital analytics cloud robotics automation optics
    precision parts center centre shop lines club society mills mill farm co-op coop cooperative district
    department fasteners casino resort resorts airport museum zoo services lda ltda sdn bhd aps orchards ranch
    kennels theatre theater gallery landscaping cleaners cleaning law attorneys advisors advisory mortgage lending
    union travel tours cruises charters cargo couriers lumber timber glass ceramics books florist flooring
    hvac cinemas cinema pottery fisheries seafood poultry meats produce apothecary outdoors surgery optical opticians
    parlor parlour brokers brokerage growers storage nursery nurseries limo limousine courier apartments homes winemakers
    cooperage tannery forge foundries dairies abattoir haulage freighters fabricators fabrication joinery masonry
    quarries quarry aggregates concrete cement infra infratech textile spinners weavers garments apparels exports
    hospitals clinics microfinance fintech bancorp credit trust fund church parish temple cathedral abbey
    raceway stadium arena speedway marina shipyard boatyard port terminal terminals depot garage tyres tires
    upholstery carpentry locksmiths exterminators scaffolding elevators escalators lifts crane cranes greenhouse
    greenhouses hatchery butchers butchery bistro tavern brewpub taproom eatery diner steakhouse creamery gelato
    boulangerie patisserie chocolatier confectionery roasters teahouse hostel inn inns lodge lodges suites villas
    daycare preschool kindergarten montessori tutoring nonprofit charity hospice ambulance paramedics optometry
    orthodontics chiropractic physio physiotherapy dermatology pediatrics radiology cardiology veterinarians vets"""
)
# Company words that are just as often the thing wanted: they make a firm only in capitals, beside a name.
WANTED_TOO = frozenset(
    words(
        """systems software media health healthcare medical freight supply works networks foods energy steel
        packaging robotics logistics solutions manufacturing electronics consulting design designs engineering
        construction devices instruments machinery machines tools equipment chemicals materials metals electric
        electrical power solar water oil gas transport shipping catering insurance printing signs security data
        digital analytics cloud automation optics precision gaming games coffee furniture printing telecom
        wireless aerospace plumbing roofing auto automotive marine fitness dental tech technology technologies
        imports exports press sports apparel studios retail stores markets motors parts lines shop pizza kitchen
        beverages signs diagnostics trading financial express services law mortgage lending union travel tours cargo lumber
        timber glass ceramics books flooring hvac cleaning landscaping seafood poultry meats produce advisory surgery
        optical theatre theater gallery cinema"""
    )
)
HAN_COMPANY = words(
    "有限责任公司 股份有限公司 集团有限公司 有限公司 分公司 总公司 公司 集团 股份 厂 医院 大学 学院 银行 酒店 研究院 研究所 设计院 事务所 合作社 学校 幼儿园 药房 诊所 饭店 酒楼 中学 小学 委员会 事业部 支行 分行 分院 管理局 数据局 附院 附属医院 一院 二院 三院 卫生院 附中 附小 有限公司 集團 廠 醫院 大學 銀行 公司 财政局 交通局 供电局 水务局 税务局 公安局 教育局 卫健委 电视台 出版社 旅行社 俱乐部 协会 商会 业委会 居委会 村委会 管委会 街道办"
)
HAN_TRADE = words(
    """机械 科技 电子 电气 贸易 实业 制造 重工 化工 食品 纺织 服饰 服装 物流 医药 药业 生物 能源 新能源 材料 新材料
    建材 建设 建筑 地产 汽车 汽配 配件 模具 精密 五金 塑料 包装 印刷 家具 家居 电器 仪器 仪表 光电 光学 半导体
    通信 通讯 纺机 网络 软件 信息 智能 数码 传媒 文化 教育 咨询 商贸 零售 超市 餐饮 农业 环保 装备 设备 钢铁
    钢构 铝业 铜业 矿业 水泥 玻璃 陶瓷 纸业 轴承 阀门 泵业 电缆 线缆 动力 重机 造船 微电子 电源 光伏 风电 电力
    电网 石化 石油 煤业 照明 灯饰 卫浴 门窗 厨具 珠宝 眼镜 钟表 母婴 宠物 冷链 生鲜 压铸 压延 锻压 印染 毛衫 针织 鞋材 鞋业 管业 木业 石业 漆业 蜂业 药企 乐器 餐具 文具 箱包 皮具 农资 种子 花卉 苗木 粮油 肉类 水产 啤酒 白酒 茶饮 咖啡
    民宿 健身 美容 影视 旅游 旅行社 游戏 装饰 园林 置业 物业 证券 保险 基金 资本 快递 速递 快运 货运 机场 港务
    港口 云科 智造 智控 光学 涂料 油漆 橡胶 化纤 化肥 农牧 饲料 种苗 养殖 水务 燃气 核电 铁路 地铁 公交 客运
    航运 海运 租赁 拍卖 典当 律所 诊所 口腔 眼科 体检 养老 酒庄 酒店 餐厅 火锅 烘焙 糕点 零食 超市 便利店 百货
    书店 出版 印务 文旅 制冷 暖通 再生 矿山 地质 勘探 钢管 铸造 锻造 电镀 轴业 齿轮 液压 气动 机床 刀具 磨具
    模塑 注塑 汽贸 车业 摩托 自行车 轮胎 玻纤 碳纤 稀土 船舶 航空 医疗 器械 控股 投资 国际 工业 科创 制药 乳业
    酒业 饮料 茶业 种业 牧业 渔业 轻工 日化 玩具 乐园 商城 供应链 自动化 股份"""
)
# Trade words that name a thing to buy as often: they speak for a firm, and do not settle it.
HAN_TRADE_TOO = words(
    """检测 数据 培训 设计 工程 装修 广告 视觉 表面 安防 消防 电商 跨境 人力 测绘 监理 造价 图文 体育 艺术 互动 保险 会展 环境 资源 留学
    劳务 机器人 无人机 芯片 热处理 焊接 净化 水处理 数科 电池 激光 热电 电梯 空调 股份 港 局 所 店 院 楼 馆 坊 记 阁 斋 堂"""
)
# What people buy rather than what firms are called; also never a company alone.
GOODS = frozenset(
    words(
        """仓库 仓储 库存 盘点 财务 生产 质量 管理 系统 软件 智能 信息 自动化 物流 供应链 数字化 报价 方案 合同
        采购 销售 设备 数据 大屏 小程序 erp crm mes wms plm scm hrm oa bi saas api rpa pos sap ai iot srm tms
        aps eam lims scada it app demo pilot trial quote pricing website portal dashboard software hardware
        licenses license support integration inventory payroll automation analytics training upgrade migration
        商城 门店 会员 收银 停车 服务 培训 升级 改造 网络 安全 云 上云 官网 网站 网络改造 中台 后台 平台 监控
        门户 开发 展厅 运维 外包 测评 工具 迁移 扩容 会议 客服 呼叫 考勤 门禁 点检 追溯 溯源 排产 排班 人事 人力
        薪酬 招聘 电商 开票 合规 审计 认证 检测 监测 模块 账号 终端 服务器 备件 传感器 电脑 打印机 报表 订货
        巡检 调度 对账 记账 跨境 财税 erp系统 cdp cms dms ehs hcm hr ips kms lms mdm nas ocr pdm pim pms qms sdk
        seo sso tpm vpn wfm bim agv aoi pacs his cad 5g 2fa licence licences seats users terminals sensors kiosk
        kiosks scheduling chatbot backup audit hosting monitoring compliance payments billing invoicing
        accounting bookkeeping crm/erp rfid iptv gps led lcd cnc plc vr ar siem edr pam vdi cpq ats iptv sd-wan pcb usb laptops tablets printers scanners server servers firewall storage cloud
        proposal quotation maintenance repair installation spare spares redesign app/web"""
    )
)
# A Han phrase that ends so names a thing to buy, whatever stands before it.
HAN_GOODS_TAILS = words(
    """系统 平台 开发 方案 服务 改造 升级 采购 集采 监控 管理 核算 溯源 追溯 监测 打印 外包 运维 中台 后台 小程序
    门户 大屏 展厅 网站 官网 孪生 分析 推广 认证 赋码 归档 演示 试用 报价 托管 备份 定制 模块 消息 终端 外网
    内网 专网 机房 监理 迁移 对接 上云 可视化 信息化 数字化 一体化 工具 账号 传感器 硬件 门禁 打样 询价 搭建
    施工 维保 维护 年检 续费 扩容 核算 孪生"""
)
HAN_WISH = (
    "又要|又想|还要|还想|也要|也想|想要|想上|想做|想找|想换|想买|想了解|想咨询|想|要上|要做|要换|要买|要|需要|需求|希望|打算|准备|计划|考虑|咨询|了解|求购|采购|寻找|找|"
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
        """from at with the a an of for in on by via and or met spoke talked to called call new lead source phone
        tel mobile cell email mail e-mail she he they it their his her contact name company is - – — 的 是 来自
        从 在 通过 电话 手机 邮箱 联系人 和 跟 与 他 她 号码 微信 联系方式 客户 新客户 新客 潜客 新线索 线索 认识 过来
        过来的 上 来的 到 了 叫 姓名 约 hi hello hey this w w/ i'm im no not yes 我是 我们是 我叫 职务 我们 你好
        您好 谢谢 thanks thx please 请 麻烦 just got off i had we came come comes heard saw found contacted
        reached out spoken discussed chatted chat today yesterday tomorrow re fw fwd regards sincerely cheers
        sent iphone also then team all his hers him them me my our you your us so lead: who via w/o ea each yo
        owns runs could be should might may was were am been get gets fyi prospect heads up said says told also just
        ps ballpark approx there's he's she's they're we're it's that's name's due 需求 预算 公司 单位 对接人 来源
        渠道 备注 地址 行业 职位 大概 大约 左右 手机号 电话号码 已加 加了 见过 见面 拜访 拜访了 聊过 聊了 聊的
        沟通过 沟通了 联系过 联系了 认识的 加的 新 老 那边 这边 他们 我司 贵司 今天 昨天 明天 刚刚 刚才 目前
        现在 客户是 公司叫 公司是 公司名 老板 老板叫 老板是 名叫 现在在 目前在 应该是 不对是 这里是 对方 想要的 要的
        名片 品牌 匿名 座机 客户电话 标的 加了微信 年 带来的 转过来的 网上 compras einkauf achats ventas gerente 名单 转发 加个线索 加线索 加条线索 录个线索 行政 人事 财务 采购部 喂 记一个 记一下 登记 一个 一下 有个
        有一个 还有 表单 商家 主要 主要找 进线 店名 店铺名 厂名"""
    )
)
# And words that may begin a name (Good Foods, Best Buy, Now Corp): alone they carry nothing.
SMALL_TALK = FILLERS | frozenset(
    words(
        """big one good great nice quick huge priority urgent best kind total totally now later soon morning
        afternoon evening tonight man woman person lady guy region industry value price title role notes note
        dinner lunch coffee details info information ok okay maybe here there deadline timeline budget amount
        est 吧 呢 嘛 啊 呀 哦 嗯 哈 说 address location comment comments remark remarks rough roughly around approximately too very really
        only ps nb dm arr mrr asap tbd tba fyi fwiw eod hot priority named someone somebody"""
    )
)

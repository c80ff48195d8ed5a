"""What people say for the sources that ship with the pipeline, in both languages. Data only."""

from rules.wordlists import phrases, words

# Words that are just as often the thing wanted or the way to reach somebody.
AMBIGUOUS_SOURCES = frozenset(
    words(
        """renewal website 官网 网站 微信 wechat partner channel existing social 渠道 代理 广告 推荐 介绍 booth fair facebook twitter
        instagram youtube tiktok conference summit congress event stand 直播 公众号 企业微信 企微 社群 百度 头条 google 展览 论坛
        经销商 代理商 集成商 渠道商 reseller distributor dealer integrator 峰会 大会 沙龙 竞价 外呼"""
    )
)
# Platforms are firms too: B站 广告部 莫小姐.
PLATFORMS = frozenset(words("b站 百度 抖音 快手 小红书 知乎 微博 领英 头条 今日头条"))
SOURCE_SYNONYMS: dict[str, list[str]] = {
    "expo": phrases(
        """expo, trade show, tradeshow, trade fair, exhibition, fair, booth, conference, summit, congress, stand, dreamforce, mwc, web summit, sxsw, hannover messe, canton fair, gitex, saastr, himss, imts, fabtech, pack expo, expo west, shoptalk,
        展会, 展会现场, 展览会, 展览, 博览会, 广交会, 进博会, 工博会, 华交会, 糖酒会, 高交会, 参展, 逛展, 展台, 展位, 峰会, 交流会, 订货会,
        招商会, 推介会, 行业大会"""
    ),
    "webinar": phrases(
        """webinar, online event, virtual event, online workshop, virtual workshop, 线上活动, 直播, 直播间, 线上研讨会, 线上会,
        线上课, 网络研讨会, 在线研讨会, 直播课"""
    ),
    "online_ad": phrases(
        """online ad, google ads, google ad, adwords, facebook ad, facebook ads, fb ad, fb ads, linkedin ad, linkedin ads,
        instagram ad, instagram ads, insta ad, insta ads, ig ad, ig ads, banner ad, search ad, paid search, ppc, sem, google, bing, our ad, your ad, an ad,
        线上广告, 百度推广, 百度, 搜索推广, 百度竞价, 竞价, 广告, 信息流, 投放, 巨量引擎, 广点通, 今日头条, 头条, 360推广"""
    ),
    "website": phrases(
        """website, website form, web form, web site, web inquiry, web enquiry, website inquiry, website enquiry, our site,
        contact form, contact us form, contact form submission, inbound form, form fill, demo request form, landing page,
        chat widget, live chat, website chat, web chat, 官网, 网站, 官网留言, 官网表单, 官网询盘, 网站询盘, 网站留言, 网上留言, 在线留言, 在线客服, 网站表单,
        落地页"""
    ),
    "referral": phrases(
        """referral, referred, referred by, intro, introduced, introduced by, introduction, recommended by, recommendation,
        word of mouth, a friend, friend of mine, 转介绍, 介绍, 朋友介绍, 推荐, 老客户介绍, 老客户推荐, 老客户转介绍, 熟人介绍, 朋友推荐,
        口碑"""
    ),
    "outbound": phrases(
        """outbound, cold call, cold called, cold calling, cold email, cold emailed, cold outreach, outreach, prospecting,
        door to door, door knock, 陌拜, 陌生拜访, 扫街, 扫楼, 地推, 电销, 电话营销, 陌call, 陌生电话, 主动开发, 外呼, 电话销售, 上门陌拜"""
    ),
    "inbound": phrases(
        """inbound, called in, called us, got a call, rang us, phoned in, phoned us, call-in, inbound call, incoming call,
        phone inquiry, phone enquiry, 来电咨询, 来电, 400来电, 400电话, 电话咨询, 打电话来, 打电话进来, 电话打进来, 打进来, 呼入"""
    ),
    "partner": phrases(
        """partner, partner intro, partner referral, channel, channel partner, reseller, distributor, dealer, integrator,
        our partner, 渠道, 渠道商, 代理商, 代理商推荐, 渠道商推荐, 渠道推荐, partner ref, 经销商, 合作伙伴, 集成商, 代理, 伙伴推荐, 合作伙伴推荐, 合作伙伴介绍"""
    ),
    "existing": phrases(
        """existing, existing acct, existing account, existing customer, existing client, current customer, current client, old customer, old client,
        ex-client, ex-customer, ex client, ex customer, past customer, past client, former customer, former client, returning customer, repeat customer, upsell,
        cross-sell, renewal, 老客户, 老客, 复购, 增购, 续约, 续费, 老客户复购, 老客户增购"""
    ),
    "social": phrases(
        """social, social media, insta, insta dm, ig, ig dm, fb, fb group, linkedin, twitter, facebook, instagram, tiktok, youtube, reddit, 社媒, 抖音, 小红书, 快手,
        视频号, 微博, 知乎, 领英, b站, b 站"""
    ),
    "wechat": phrases(
        "wechat, 微信, 公众号, 朋友圈, 微信群, 企微, 企业微信, 社群, 公众号后台, 微信公众号, 行业群"
    ),
    "other": [],
}

"""What is said around a lead and belongs to no field: greetings, signatures, asides, where and when they met.

All of it is kept in `rest`; none of it may be taken for a name or a wish.
"""

import re

from rules.lead_company import NO_FIRM
from rules.lead_words import HAN_TITLES, HAN_WISH
from rules.patterns import late
from rules.place_names import HAN_PLACES, LATIN_PLACES, US_STATES
from rules.spans import HAN, Board
from rules.wordlists import any_of, words

EMOJI = late(
    r"(?<!\d):[a-z][a-z0-9_+\-]{1,40}:|[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d\u20e3]+"
)
MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DAY = (
    rf"(?:{MONTHS}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTHS}|"
    r"(?:next|this|last|early|late|end of|by)\s+(?:week|month|quarter|year|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tomorrow|yesterday|tonight|q[1-4](?:\s*\d{2,4})?|eo[dwmqy]|\d{1,2}/\d{1,2})"
)
_END = r"(?![A-Za-z0-9])"
# phone none, 电话没有: there is no way to reach them, which is nothing that they want.
_WAY = r"(?:(?:direct|cell|mobile|phone|office|contact)[ ])?(?:phone|cell|mobile|tel|telephone|number|e-?mail|wechat|whatsapp)(?:[ ](?:number|address))?"
_NONE = r"(?:none|nil|n/?a|unknown|unlisted|missing|not[ ](?:given|known|provided|available|there)|don't[ ]have(?:[ ](?:it|one))?)"
_HAN_WAY = "(?:(?:联系)?电话(?:号码?)?|手机号?码?|座机|联系方式|(?:电子)?邮箱|邮件|微信号?)"
_HAN_NONE = "(?:暂时|还|都)?(?:没有|没|无|暂无|暂缺|缺|不详|不知道|未知|[没未]留|[没未]给|未提供|没提供|没要到|待补|待定)(?:了|呢)?"
_ENGLISH = late(
    rf"""(?<![A-Za-z0-9@'’])(?:
    (?:hi|hello|hey|dear)(?:[ ](?:team|all|there|guys|folks|everyone))?(?=\s*[,!.:\n\x00-]|\s*$|\s+(?:i|we|this|my|new|just|can|please|i'm)\b)
    |(?:best|kind|warm|many)[ ](?:regards|wishes)|regards(?=\s*[,\n])|(?:many[ ])?thanks(?:[ ](?:so[ ]much|again|a[ ]lot|in[ ]advance))?{_END}
    |thank[ ]you(?:[ ](?:very|so)[ ]much)?{_END}|thx{_END}|cheers(?=\s*[,\n!])|sincerely(?:[ ]yours)?(?=\s*[,\n])
    |sent[ ]from[ ]my[ ][a-z]+|get[ ]outlook[ ]for[ ][a-z]+
    |(?:please|pls|plz|(?:can|could|would)[ ](?:you|someone|anyone|somebody))[ ](?:please[ ])?(?:add|take|log|handle|record|enter)(?:[ ](?:this|it|them|these))?(?:[ ](?:one|lead|for[ ]me))?[ ]?:?
    |(?:forwarded|sent|passed[ ]on|shared)[ ]by[ ][a-z]+(?=\s*[:,\n])
    |[a-z]+[ ](?:asked|told|wants)[ ]me[ ]to[ ](?:log|add|enter|record|capture)(?:[ ](?:this|it|them))?(?:[ ](?:one|lead|in))?[ ]?:?
    |(?:please[ ])?(?:grab|take|log|add|enter|record)[ ](?:that|this|the)[ ](?:lead|one)
    |(?:a[ ]|another[ ]|here's[ ]a[ ])?(?:new|fresh|hot|warm)[ ](?:lead|one|prospect|inquiry|enquiry|contact)(?:[ ](?:for[ ]you|today))?(?=\s*(?:[:!,.\x00-]|[-–—]|$|\n))[:!]*
    |(?:i[ ])?(?:just[ ])?got[ ]off[ ](?:the[ ]phone|a[ ]call)(?=[ ]with)
    |no[ ](?:budget|phone|number|e-?mail|rush|timeline|website|company|name)(?:[ ](?:number|yet|given|set|info|for[ ]now|left|name))*{_END}
    |(?:(?:his|her|their|the)[ ])?{_WAY}(?:[ ]is|[ ]?:|[ ]=|[ ]-)?[ ]{_NONE}(?:[ ](?:yet|for[ ]now))?(?=\s*(?:[,;.|)\n\x00，；。、]|$))
    |budget(?:[ ]is|:|[ ]=|[ ]-)?[ ](?:tbd|tba|tbc|unknown|unclear|open|n/a|flexible|undecided|not[ ](?:set|known|fixed|confirmed|decided)(?:[ ]yet)?|to[ ]be[ ](?:confirmed|decided|discussed)){_END}
    |(?:the[ ])?(?:decision[- ]?maker|dm)[ ](?:is|=)[ ](?!(?:dr|mr|mrs|ms|prof)\b)(?:the[ ]|their[ ])?[a-z]+(?:[ ](?=too|as)[a-z]+)?{_END}
    |(?:timeline|time[ ]?frame|deadline|due(?:[ ]date)?|needed[ ]by|needs[ ]it[ ]by|starting|start[ ]date|go[- ]live)(?:[ ]is|[ ]by|[ ]on|:)?[ ](?:by[ ]|on[ ]|in[ ])?{_DAY}{_END}
    |(?:(?:my|his|her|their|the)[ ])?(?:(?:direct|cell|mobile|phone|office|best|contact)[ ])?(?:number|phone|cell|mobile|e-?mail)(?:[ ](?:number|address))?(?:[ ]is|'s)?(?=\s*:?\s*\x00)
    |(?:(?:you[ ]can[ ])?(?:call|reach|text|e-?mail|ring|ping|phone)(?:[ ](?:me|him|her|them|us|back))?[ ](?:at|on|via)|call|calling[ ]from)(?=\s*:?\s*\x00)
    |(?:office|direct|mobile|cell|tel|telephone|ph|fax|main|home|work|whatsapp|[mtpoc])(?=\s*[.:]{{0,2}}\s*\x00)
    |(?:who|which)[ ](?:is|was)[ ](?:the[ ])?{_END}
    |est\.?(?=\s*(?:[,;|)\n]|$|[-–—]))|(?<=\x00)\s*(?:/|per[ ]|a[ ])(?:yr|year|annum){_END}|p\.a\.
    |q(?:ty|uantity)\.?[ ]?\d+
    |as[ ]per(?:[ ]our)?[ ](?:call|chat|e-?mail|conversation)
    )""",
    re.I | re.X,
)
_NOTE = late(
    r"[(（]\s*(?:text only|mobile|cell|office|direct|work|home|preferred|whatsapp|main|verified|unverified|best|personal|"
    r"同微信|微信|手机|座机|公司|前同事|老?同学|老?朋友|亲戚|老乡|战友|邻居|熟人|新任|刚上任|临时|待确认|未确认|不确定)\s*[)）]",
    re.I,
)
_LATIN_PLACE = late(
    r"(?<![\w-])[(,]?\s*(?P<city>[A-Z][A-Za-z.]+(?: [A-Z][A-Za-z]+)?),? (?P<state>[A-Z]{2})(?![A-Za-z])"
)
_WORDS = late("[a-z]+")
# Without one of these words there is nothing for the long pattern to find.
_TRIGGERS = frozenset(
    words(
        """hi hello hey dear regards wishes thanks thank thx cheers sincerely sent outlook please pls plz can could would me
        lead forwarded sent passed shared one prospect inquiry enquiry contact off no budget decision maker dm timeline frame timeframe deadline due
        needed needs starting start live number phone cell mobile email e mail call reach text ring ping calling office
        direct tel telephone ph fax main home work whatsapp wechat m t p o c who which est yr year annum a qty quantity as"""
    )
)
_FORWARDED = late(r"(?:^|(?<=\n))\s*(?:fwd?|re|aw|wg|转发|回复|答复)\s*[:：]\s*", re.I)

_HAN_TIME = (
    r"(?:今天|明天|后天|大后天|昨天|前天|今早|明早|今晚|昨晚|刚刚|刚才|上午|下午|中午|晚上|早上|[上下本这]+个?(?:周|星期|礼拜)[一二三四五六日天末]?|"
    r"(?:周|星期|礼拜)[一二三四五六日天末]|\d{1,2}月\d{1,2}[日号]|\d{1,2}[日号](?!展|馆|楼|线|机)|[零一二两三四五六七八九十\d]{1,3}点(?:半|一刻|钟|整)?|"
    r"[月年]底|月初|\d{1,2}月(?:底|初|份|中旬?)|年[前后]|节[前后]|[上下]个?月|去年|今年|明年)"
)
_MET = r"(?:见过?面?|拜访|认识|碰到|遇到|聊过?|联系|来访|来过|沟通|打过?电话|加[过了]?(?:微信|好友)?|去过?|到过?|约见?|回访|再联系|再聊)"
_HAN_CHUNK = late(
    rf"""(?:
    (?:你们?|您|大家)好|哈喽|嗨|(?:谢谢|多谢|感谢)(?:啦|了|你们?|各位|大家)?|拜托了?|辛苦了?
    |(?:麻烦|请|帮忙?|辛苦)?(?:你|大家|谁|哪位)?(?:再|去|先|来)?(?:帮忙?|帮我)?(?:跟进?|看|联系|录|记|处理|登记|加|回访|对接|收)一下(?:吧|哈|先)?|(?:这个|这条)?你(?:来)?跟(?:进|一下)?|给你(?:一|1)?[个条家]?(?:新?线索|客户)?|[里上]?(?:看|刷|加|找)[到来]的|(?:那|这)[个家条]
    |(?:先|帮我|先帮我)+(?:记|存|录)(?:着|一下|下来|上)?|(?:电话|手机|资料|信息|其他|邮箱|其它|名片)?(?:等下|稍后|回头|晚点|后面|之后|后)再?补(?:充|上)?
    |(?:{_HAN_TIME}|[的在，,])+(?:前|后|之前|之后|左右|开始)?(?:我们?|刚)?(?:{_MET}(?:的|了|过)*)?(?:要)?(?:报价|联系|回复)?
    |(?:电话|手机|微信|群|邮件|现场|[{HAN}]{{0,4}}会议|会|酒桌|饭桌|线|网|饭局|活动)[里上中]?(?:客户|他们?|她|对方)?(?:聊|说|谈|沟通|联系|认识|加|碰到)过?的?
    |(?:我们?)?(?:刚|才|跟|和|与)*(?:{_MET})(?:的|了|过|上)*
    |刚?(?:{_HAN_TIME})?刚?在[{HAN}]{{1,8}}(?:聊|认识|见|碰|遇)[{HAN}]{{0,2}}的?(?:一?[个位](?:[{HAN}]{{2,3}})?)?
    |[{HAN}A-Za-z\d]{{0,8}}(?:软件园|科技园|产业园|工业园|创业园|高新区|开发区|大厦|写字楼|(?:工业|产业|科技|高新|物流)园区|商务区|步行街|购物中心|综合体)(?:[{HAN}]?(?:\d+|[A-Z])(?:楼|层|号楼|号|座|栋|室))?
    |[{HAN}]{{0,8}}\d+(?:号展厅|号馆|号展位|号楼|楼|层|座|栋|单元|室)
    |[{HAN}A-Za-z]{{2,6}}(?:部门?|办公室|科室|车间)(?<!化车间)(?<!俱乐部)(?<!总部)|(?:设备|信息|采购|财务|总务|医务|药剂|检验|放射|护理|行政|人事|技术|生产|质检|后勤|保卫|基建|宣传|教务|科研|资产|招标)[科处]|(?:信息|技术|采购|研发|运营|营销|质检|检测|物流|财务|培训|客服)中心|(?:信息|采购|厂|院|校|基建|总务)办
    |(?:{any_of(HAN_PLACES)})?(?:市|省)?(?:客户|对方|他们?|她|他家|那边|人家|自己|自家)?(?:就?是)?(?:一[个家位]|[个家位])?(?:开|做|搞|卖|生产|经营|从事|专做|主做|主营)(?:(?!{HAN_WISH}|叫)[{HAN}A-Za-z\d]){{1,12}}?的(?:客户|公司|厂|厂家|姐姐|老板|朋友|大哥|大姐|企业|商家|哥们|老板娘|个体户)?
    |刚?(?:才)?(?:接到?|打来)[了个一]{{0,2}}电话|(?:微信|whatsapp|WhatsApp|Whatsapp|钉钉|邮件|电话|QQ)上?(?:联系|沟通|聊)的?
    |(?:一[个家位]|[个家位])[{HAN}]{{1,6}}(?:公司|厂|客户|老板|朋友|姐姐|大哥|哥们|阿姨|大叔)
    |(?:老板|联系人|负责人|对方|人)贵姓[{HAN}]{{1,2}}
    |(?:预算|经费|资金|费用)(?:还没|没|未|暂未|尚未|暂时没|待)有?(?:定|批|出|确定|下来)*(?:下来)?|预算[没未](?:说|提|讲|透露)|预算(?:不详|不清楚|待定|不多|不高|有限|充足|再说|面议|看方案|保密|另议)?
    |(?:没|未|暂无|不知道|没有)(?:留)?(?:姓名|名字|公司)(?:名)?
    |(?:没|未|无|暂无|不知道|没有|没要到)(?:留|给)?{_HAN_WAY}|(?:他|她|对方)?(?:的)?{_HAN_WAY}(?:是|为)?{_HAN_NONE}
    |(?:{any_of(HAN_PLACES)})(?:市|省|区)?(?:的|这边|那边)?(?:客户|人|用户)?|(?:医院|学校|政府|制造业?|零售|外贸|餐饮|国企|央企|外企|上市公司|连锁|工厂|企业|潜在|意向|重点|大|小|老乡)(?:行业|类)?客户
    |(?:百万|千万|上?亿|十万|几十万)级?(?:别|项目)?|招投标|公开招标
    )""",
    re.X,
)
_TELLS_NONE = late(rf"(?:{_NONE}|no|[-–—/]+|{_HAN_NONE})(?=[.。]?\s*(?:[,，;；、|\n]|$))", re.I | re.X)
_TITLED = late(rf"[{HAN}](?:{any_of(HAN_TITLES)})$")


def asides(board: Board) -> list[tuple[int, int]]:
    """Spans of what is said around the lead, in order of finding; the caller claims them."""
    masked = board.masked
    found = (
        []
        if _TRIGGERS.isdisjoint(_WORDS.findall(masked.lower()))
        else [m.span() for m in _ENGLISH.finditer(masked) if not NO_FIRM.match(masked, m.start())]
    )
    found += [m.span() for p in (_NOTE, _FORWARDED) for m in p.finditer(masked)]
    for match in _LATIN_PLACE.finditer(board.masked):
        formed = match["state"] in ("AB", "CO") and "," not in match[0]  # Nordic Furniture AB
        if match["state"] in US_STATES and not match["city"].isupper() and not formed:
            found.append(match.span())
    return found


def tells_none(value: str) -> int:
    """How far a labelled value says that there is none; 0: it does not."""
    none = _TELLS_NONE.match(value)
    return none.end() if none else 0


def is_aside(text: str) -> bool:
    """True for a whole phrase that tells how, where or when, and nothing that a field could hold."""
    if text.isascii():
        return text.lower() in LATIN_PLACES or bool(_A_DAY.fullmatch(text))
    return bool(_HAN_CHUNK.fullmatch(text)) and ("的" in text or not _TITLED.search(text))


_A_DAY = late(rf"(?:by |on |in |until |from )?{_DAY}(?: (?:at )?\d{{1,2}}(?::\d\d)?\s?(?:am|pm)?)?", re.I)

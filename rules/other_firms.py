"""Whose firm is spoken of behind a name, where it is not the one that the name is known for: 张伟在恒达 同意, Bob (Globex)
called, 安信达的竞争对手恒达 没接; and a firm that is named in the middle of a note: Met with Summit Bank."""

import re

from rules.edge_words import (
    BRACKETS,
    HAN_NOBODY,
    LATIN_WORD,
    NAMES,
    NO_FIRM,
    PAPERS,
    PLACE_ALONE,
    TRADES,
    WHEN,
    is_han,
)
from rules.given_names import FAMILY_NAMES, GIVEN_NAMES
from rules.lead_latin import is_role
from rules.lead_words import HAN_COMPANY, HAN_TRADE, HAN_TRADE_TOO, LATIN_COMPANY
from rules.name_edges import LOOKS_AT, goes_on
from rules.note_openings import opens_note
from rules.patterns import late
from rules.place_names import LATIN_PLACES
from rules.wordlists import any_of, words

# Between signs behind a person's name another firm's: 李总，明珠电子，同意, Bob (Globex), Bob, Globex, called.
_APART = late(r"\s*[(（\[【,，:：/|｜@–—-]+\s*")
# Characters that a firm is called by: 恒达, 龙井, 小米.
_CHOSEN = (
    "恒达安信云帆博瑞泰凯华远宏鼎盛嘉鑫德润丰明珠康福顺利隆祥美佳金银宝鸿洪源通联新天海龙东方中国永创智富昌荣茂泽诚益友同协建腾飞翔"
    "鹏辉光亚欧星月力特尔斯克迪奥普维思景晨晟昊旭耀尚优雅丽百乐悦胜捷锐锦绣铭钧卓越骏睿邦众汇聚融诺亨贝蓝绿山江湖森玉宇环球世纪贞伟"
    "杰豪雄威武圣神州迈科倍朗洛萨维芯桥米京狮虎鹰鹿象凤麒麟团浪潮讯度为格拓拼字里巴猫鸟蜂石木林"
)
# Characters that tell how it goes, and call no firm unless with one of those: 感冒, 点头, 嫌贵.
_TELLING = (
    "冒头病烧忙兴气急豫结意认可满淡情戏稳黄搞拍敲待观望催款压砍嫌贵推脱拖延失联度假休息散会吃饭喝茶打球见面谈签约续复购换离职调岗升退样心"
    "让步沉默客爽赞担着牙疼搬婚娃产读未秒拉荐熟同校采购财务技术使决策关键支持反对暧昧火愁班值轮放隔离封停电修扩迁装付账期承次全半价折降涨预"
    "合作赢战略框年集直投议比询竞流废标公示告备案审计巡届改选制破重组并裁员出差住院手体检工地现场外车间机路门口单位室仓库食堂宾馆旅宿校宅楼"
    "办手续第老新急缓慢坏糟烦闷累困饿哭笑骂吵闹哄劝骗抱怨夸奖批评质疑问答复回看听说讲写读记忘想懂知道明白清楚糊涂确定犹否是非对错真假虚实"
    "摆架踢钉婉拒群私留邮抹赠穿驾断囤爬钓酬炎税剪奠坡赔多少够缺欠剩余早晚迟准时刚才将就只都也还却但因所若虽且或及等"
)
_NO_LETTER = "了不没很太好有无在再要可能会过先还已未请"
_NO_PART = f"{_NO_LETTER}的他她它我你您咱们客户对这那家总分子母是和跟与给去来"
# Of characters like those, and no firm.
_SAID_SO = any_of(
    words(
        """同意 出国 回国 同事 同行 同步 同时 通过 通知 通话 通电 顺利 利润 中标 出差 休假 请假 暂缓 观望 犹豫 态度 意向 兴趣 高兴 开会 失联 建议 汇报 汇款 明确
        明白 优先 优惠 新品 新单 大力 合同 联系 联络 特急 特批 特价 光盘 度假 尚可 尚早 飞机 海外 国外 国内 海关 方便 方式 亲自 天气 美金 现金 金额 资金
        融资 国企 央企 里面 外地 高铁 路上 车里 家里 手里 为难 格外 规格 价格 资格 合格 及格 字面 签字 写字 名字 数字 文字 山上 团建 团购 集团 团队 球场
        打球 高尔夫 喝茶 思考 诚意 诚恳 友好 威胁 神秘 力度 尽力 全力 给力 重新 更新 最新 创新 世界 下游 上游 普通 特别 特殊 远程 永远 财务 采购 法务
        老客户 新客户 展会 复购 续约 二期 一期 三期 试点 招标 邀标 加急 重点 直接 间接 中间 中途 中午 集中 美女 帅哥 林场 木工 石头 国庆 春节 元旦
        中秋 端午 清明 圣诞 元宵 明年 今年 去年 明早 明晚 东西 房东 股东 山东人 当月 本月 下月 上月 半月 团聚 融洽 尔后 偶尔 百分 智商 信任 信心 信息
        短信 相信 微信 安排 安装 安全 不安 安心 安静 建厂 新建 扩建 创业 远见 源头 资源 来源 辞职 升职 友情 福利 康复 健康 光顾 欧洲 亚洲 美国 德国
        达产 自提 转发 新冠 环评 安评 庆典 补货 快递 官司 消防 住院 出院 转介绍 介绍 校友 同学 老朋友 使用方 内线 中立 月结 上市 机场 体检 总部 分部 本部 特地 天天 整天 当天 白天 聊天 每天 几天 两天 三天 半天 星期"""
    )
)
_IS_SAID, _SAID_ALONE = late(_SAID_SO), late(rf"(?:{_SAID_SO})(?!\w)")
# Firms whose short names read like a person, a place or what is said: 徐工, 李宁, 宁德, 好未来.
_FIRMS = any_of(
    words(
        """快手 理想 喜茶 西门子 公牛 工行 建行 农行 中行 招行 交行 兴业 太保 华能 能建 太钢 马钢 武钢 魏桥 徐工 柳工 宁德 李宁 乔丹 太平鸟 罗莱 方太 美的 康佳
        苏泊尔 苏宁 马可波罗 好莱客 顾家 喜临门 娃哈哈 康师傅 三全 李锦记 三只松鼠 周黑鸭 真功夫 老乡鸡 太二 步长 步步高 一心堂 烽火 长电 知乎 首旅 王府井 货拉拉 满帮
        曹操 好未来 作业帮 我爱我家 沪电 地平线 快仓 出门问问 赛意"""
    )
)
_KNOWN = late(rf"(?:{_FIRMS})(?:(?!\w)|那边)")
_HAN_FIRM = late(
    rf"[^\W\d_a-z]{{1,6}}(?:{TRADES})(?:(?!\w)|那边|的)|(?P<word>[^\W\d_a-z{_NO_LETTER}]{{2,4}})\s*[,，:：)）\]】|｜/-]"
)
_LONG_TRADES = any_of(
    sorted({w for w in (*HAN_TRADE, *HAN_TRADE_TOO, *HAN_COMPANY) if len(w) > 1}, key=len, reverse=True)
)
# 张伟在恒达 同意, 张伟在恒达机械上班
_SITS_IN = late(
    rf"(?:现|现在)?(?:在|去了|调到了?|跳槽到?了?|来自)(?:{_FIRMS}|老板(?![那这]边)|(?!(?:{_LONG_TRADES})(?!\w))(?:[^\W\d_a-z{_NO_PART}]{{1,6}}?(?:{_LONG_TRADES})|(?P<word>[^\W\d_a-z{_NO_LETTER}的我你他她]{{2,4}}?)))(?=\W|$|那边|这边|上班|工作|任职|做|当)"
)
# 安信达的竞争对手恒达 没接: theirs, and not they.
_THEIRS = late(
    r"的?(?:竞争对手|对手|竞对|竞品|友商|同行|大?客户|供应商|代理商|经销商|渠道商|集成商|合作伙伴|合作方|合作商|[子母]公司|兄弟公司|关联公司|"
    rf"兄弟单位|股东|邻居|朋友|甲方|乙方|上游|下游|老东家)(?:是|叫)?(?P<firm>(?:{_FIRMS}|[^\W\d_a-z{_NO_PART}]{{1,6}}?(?:{_LONG_TRADES})|(?P<word>[^\W\d_a-z{_NO_LETTER}的我你他她]{{2,4}})))"
)
_NO_FIRM = LATIN_PLACES | NO_FIRM
_LATIN_FIRM = late(
    r"[A-Z][\w&'.-]*(?:\s*[,;:|/)(\]–—-]| [A-Z]| (?:wants?|likes?|said|says|agreed|called|rang|needs?|asked)\b)"
)
_COMES_FROM = late(
    r"[\s,(–—-]*(?:(?:C[A-Z]O|[a-z]+ed|rang|is|was|wrote|works|now|buyer|boss|owner) (?:now )?)?(?:from|of|at) (?:the )?([A-Z]\w*)(?: ([A-Z]\w*))?"
)
_IN_BRACKETS = late(rf"\s*[{re.escape(BRACKETS)}]\s*")
_LATIN_ALONE = late(
    r"(?:(?:from|of|at|with|via|vs\.?|not|now|formerly|ex) )?(?P<firm>[A-Z][\w&'.-]*)(?: [A-Z][\w&'.-]*)*\s*[)\]}）】]"
)
# Met with Summit Bank; 拜访了中天科技
_WITH = late(
    r"(?i:\b(?:with|to|at|from|by|met|visited|called|saw|emailed|messaged|texted|told|asked|call|meet|visit|see|email|ask|tell|for)) "
    rf"(?:the )?(?P<firm>[A-Z][\w&'-]*(?: (?:&|of|[A-Z][\w&'-]*)){{0,4}}? (?:{any_of(w.title() for w in LATIN_COMPANY if w.isalpha())}))(?!\w)"
)
# Spoke to Globex about price: a name alone, which is nobody's first or family name.
_SPOKE_TO = late(
    r"\b(?i:(?:spoke|spoken|talked|chatted) (?:to|with)|met(?: with)?|called|visited|(?:call|meeting|chat|demo|lunch) with) "
    r"(?P<firm>[A-Z][\w&-]+)(?='s\b| (?:about|re|regarding|on|over|for|today|yesterday|again|this|last|at|and|they)\b|\s*[,.;:()–—-]|\s*$)"
)
_NOBODY_SOLD_TO = frozenset(words("slack zoom teams skype whatsapp wechat webex mom dad mum mother father"))
_ONE_PERSON = late(r"[\s,;:.–—-]*(?:he|she)\b", re.I)
_HAN_WITH = late(
    rf"(?:拜访|走访|回访|联系|见|跟|和|给|找|去|到|约|打给|发给)了?(?P<firm>(?=[^\W\d_a-z{_NO_PART}]{{0,4}}[{_CHOSEN}])[^\W\d_a-z{_NO_PART}]{{2,6}}?(?:{_LONG_TRADES})+)(?=\W|$|聊|谈|见|打|说|的|签|开会|发|沟通|那边)"
)


def names_other_firm(text: str, at: int, *, is_account: bool) -> bool:
    """Does what stands behind the name that ends here speak of another firm than the one it is known for?"""
    behind = text[at : at + LOOKS_AT]
    if not is_account:
        return _is_called(_SITS_IN.match(behind)) or _is_of(behind)
    theirs = _THEIRS.match(behind)
    if theirs is not None:
        said = behind[theirs.start("firm") :]
        return _is_called(theirs) and not (goes_on(said) or opens_note(said))
    bracket = _IN_BRACKETS.match(behind)
    said = behind[bracket.end() :] if bracket is not None else ""
    if is_han(said):
        return _is_han_firm(said)
    firm = _LATIN_ALONE.match(said)
    return (
        firm is not None
        and not (_is_no_firm(firm["firm"]) or firm["firm"].lower() in FAMILY_NAMES)
        and not opens_note(said)
    )


def firm_spoken_of(text: str) -> str:
    """The firm that a note without a name at its start says it is about; nothing where none is called like one."""
    found = _WITH.search(text) or _HAN_WITH.search(text)
    if found is not None and not all(_is_generic(word) for word in found["firm"].split()):
        return found["firm"]
    alone = _SPOKE_TO.search(text)
    if alone is None or text.isupper() or _is_somebody(alone["firm"]) or _ONE_PERSON.match(text, alone.end()):
        return ""
    return alone["firm"]


def _is_of(behind: str) -> bool:
    """Is the person said to be of some firm: 张伟（恒达）同意, Bob, Globex, called?"""
    of = _COMES_FROM.match(behind)
    if of is not None:
        is_firm = any(word is not None and word.lower() not in _NO_FIRM for word in of.groups())
        return is_firm and WHEN.match(f"on {of[1]}") is None
    apart = _APART.match(behind)
    said = behind[apart.end() :] if apart is not None else ""
    if apart is not None and "@" in apart[0]:
        return True
    if is_han(said):
        return _is_han_firm(said)
    word = LATIN_WORD.match(said)
    if word is None or _is_no_firm(word[0]):
        return False
    return _LATIN_FIRM.match(said) is not None and not opens_note(said)


def _is_han_firm(said: str) -> bool:
    if _KNOWN.match(said):
        return True
    is_note = (
        goes_on(said)
        or PLACE_ALONE.match(said)
        or _SAID_ALONE.match(said)
        or HAN_NOBODY.match(re.split(r"\W", said, maxsplit=1)[0])
    )
    return _is_called(_HAN_FIRM.match(said)) and not is_note


def _is_called(found: re.Match[str] | None) -> bool:
    """By a trade, or by a word that may be a firm's: one that tells how it goes is none."""
    word = found["word"] if found is not None else None
    if word is None:
        return found is not None
    if _IS_SAID.search(word) or word.endswith("中"):
        return False
    return any(c in _CHOSEN for c in word) or not any(c in _TELLING for c in word)


def _is_no_firm(word: str) -> bool:
    return word in PAPERS or word.lower() in _NO_FIRM | NAMES


def _is_somebody(word: str) -> bool:
    """Bob, Becker, the CFO, Legal: whoever they are, no firm is named."""
    low = word.lower()
    is_known = low in _NOBODY_SOLD_TO or low in GIVEN_NAMES or low in FAMILY_NAMES
    return is_known or _is_no_firm(word) or is_role(word)


def _is_generic(word: str) -> bool:
    return word.lower() in LATIN_COMPANY or _is_no_firm(word)

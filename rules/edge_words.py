"""Words and patterns that tell of a name whether it ends or goes on, and whose firm is spoken of behind it."""

import re

from rules.given_names import AMBIGUOUS_NAMES, GIVEN_NAMES
from rules.lead_words import COMMON_SURNAMES, HAN_COMPANY, HAN_TITLE_KINDS, HAN_TRADE, HAN_TRADE_TOO
from rules.patterns import late
from rules.place_names import HAN_PLACES
from rules.wordlists import any_of, words

BRACKETS = "([{（【「《"
TRADES = any_of((*HAN_TRADE, *HAN_TRADE_TOO, *HAN_COMPANY))
PLACE_ALONE = late(rf"(?:{any_of(HAN_PLACES)})(?!\w)")
SURNAME = f"[{''.join(sorted(COMMON_SURNAMES))}]"
TITLES = "总监|总工|总(?![监工裁统部会局管务编助])|经理|主任|老师|先生|女士|[厂院科处部校站店董]长|老板|董事|工程师|博士|教授"
LATIN_WORD = late(r"\w+")
WHEN = late(
    r"(?:on|by|before|until|this|next) (?:(?:next|this) )?(?:mon|tue|wed|thu|fri|sat|sun|week|month)", re.I
)
HAN_THINGS = any_of(
    words(
        """样品 样机 定金 订金 押金 首付 首款 尾款 余款 款项 货款 发票 机器 模具 图纸 资料 标书 会议 视频 视频会 电话会 现场 服务 售后 试用 培训 安装
        调试 交付 上线 发货 到货 网站 接口 数据 账号 测试 交期 工期 账期 条款 协议 首次 再次 二次 多次 初步 简单 详细 深入 当面 线上 线下 远程
        上门 见面 聊天 语音 饭局 团队 总部 对接人 联系人 负责人 拍板人 决策人 内部 高层 管理层"""
    )
)
HAN_NOBODY = late(
    rf"第\w|[一两三几][次回]|.{{1,2}}月$|.*[底初前后]$|(?:国庆|春节|元旦|五一|十一|六一|中秋|端午|清明|圣诞|元宵|感恩|跨年|双十一|双11|双十二|618|年货)节?$|[{''.join(sorted(COMMON_SURNAMES))}](?<![龙金石白方江万雷汤常文毛])\w{{1,2}}$|"
    rf".*(?:{any_of(HAN_TITLE_KINDS)}|{HAN_THINGS}|{TITLES}|[工姐哥])$"
)
# Stand for themselves behind a name, however they are written.
PAPERS = frozenset(
    words("CEO CFO CTO CIO COO CMO CPO VP NDA SOW POC PO RFP RFQ MSA ERP CRM Mr Mrs Ms Dr Mr. Mrs. Ms. Dr.")
)
CAPITAL_OPENS = frozenset(
    words(
        """i we they he she monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri today
        yesterday tomorrow met spoke told sent saw said says likes liked wants wanted needs needed asks asked called
        talked emailed messaged visited agreed agrees confirmed signed approved rejected declined replied answered
        no still is has"""
    )
)  # fmt: skip
WHO = frozenset(
    words(
        """team buyer buyers boss owner owners legal procurement purchasing finance sales marketing engineering operations
        ops it hr manager management director directors people guys folks side ceo cfo cto cio coo cmo vp contact champion
        engineer engineers reception lawyer lawyers they he she we i everyone everybody nobody somebody someone never
        really just also now still already finally then again both all who there here what which that everything nothing
        something things deal order invoice payment paperwork rollout kickoff timeline deadline renewal delivery project
        plan offer answer reply issue problem terms interest competitor competitors sow nda po rfp rfq msa"""
    )
)  # fmt: skip
# What is done for a sale, with a capital or without: Acme Demo went well.
SALE_THINGS = frozenset(
    words(
        """demo pilot trial poc proposal quote quotation contract meeting call kickoff rollout deal invoice budget workshop onsite visit
        presentation onboarding deployment migration integration training renewal upgrade samples sample order tender webinar
        feedback timeline deadline delivery shipment review phase plan project demos"""
    )
)
# Where somebody is from, or at, within a firm: Bob from Legal, Bob at Monday's meeting.
NO_FIRM = (
    WHO
    | SALE_THINGS
    | CAPITAL_OPENS
    | frozenset(
        words(
            """lunch dinner coffee breakfast phone hq headquarters home accounting accounts security compliance r&d research support
        service production logistics payable receivable board office head hot warm cold urgent website expo referral vip tbd small large big key local quality january february march april may june july august september october november
        december christmas easter thanksgiving ces mwc nrf ifa sxsw dreamforce fair show conference congress symposium booth back client clients customer customers everyone them facilities warehouse maintenance treasury tax audit admin corporate leadership exec execs committee gatekeeper secretary assistant receptionist partner reseller vendor consultant infosec devops ap ar pm ea gm md qa pr"""
        )
    )
)
NAMES = GIVEN_NAMES - AMBIGUOUS_NAMES  # somebody of theirs, or Jackson of First National Bank Jackson


_INSIDE = late(r"(?:from|at|of) (?:the )?([A-Za-z&]+)(?:'s)?(?: ([A-Z]\w*))?")


def is_inside(said: str) -> bool:
    """From Legal, at Monday's meeting: where somebody is within a firm; but from Legal Zoom."""
    place = _INSIDE.match(said)
    return place is not None and place[1].lower() in NO_FIRM and (place[2] or "legal").lower() in NO_FIRM


def is_han(text: str) -> bool:
    return "\u3007" <= text[:1] <= "\u9fff" or text[:1] >= "\U00020000"

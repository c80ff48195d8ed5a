"""What a note says is needed of colleagues: "需要售前…", "need a quote from pre-sales", "legal has to review the NDA"."""

import re
from dataclasses import dataclass

from rules.patterns import late

# By group, in the order in which a deal meets them; the words name the group or what only it can give.
_GROUPS: dict[str, tuple[str, str]] = {
    "presales": (
        r"售前|方案组|解决方案(?:部|团队|同事)?|技术支持|报价单?|配置清单|演示环境",
        r"pre-?sales|solutions? (?:team|engineers?|architects?)|sales engineers?|quot(?:e|ation)s?|price list|pricing|demo (?:env(?:ironment)?|account)",
    ),
    "legal": (
        r"法务|法律|律师|合同(?:审核|审一下|条款)|审合同|看合同|保密协议",
        r"legal(?: team)?|lawyers?|counsel|contract review|NDA|redlines?",
    ),
    "delivery": (
        r"交付|实施|工程师|上门|现场支持",
        r"delivery(?: team)?|implementation(?: team)?|onboarding(?: team)?|installation|engineers?(?: on site)?",
    ),
    "finance": (
        r"财务|开票|发票|对账",
        r"finance(?: team)?|accounting|invoic(?:e|es|ing)|accounts receivable",
    ),
}
_ASKS_ZH = r"(?:需要|得|要(?!求|是)|请|让|找|麻烦|安排|申请)"
_THEIRS_ZH = late(
    r"(?:客户|对方|他们?|她们?|人家|甲方|那边|[\u4e00-\u9fff]{1,3}(?:总|经理|工|主任|先生|女士|老师))[^，。；,;]{0,6}$"
)
# Somebody who "needs" is a customer; and what one needs to send is at hand.
_ASKS_EN = r"(?:need|require|have to|must|ask(?:ing)?|get(?:ting)?|waiting (?:on|for)(?= (?:our|pre)))(?! to (?:send|share|give|forward|e?mail|show|present))"
_THEIRS_EN = late(
    r"\b(?:their|his|her|customer'?s|client'?s|they|he|she|customer|client)\b[^,;.]{0,16}$", re.I
)
_CLAUSE = late(r"[，。；;！!\n]|,\s|\.\s|(?<=\w) (?:and|but) (?=i\b|we\b|need)", re.I)
LONGEST = 300  # characters that are read


@dataclass(frozen=True, slots=True)
class Need:
    """Which group is needed (a role), and the words that say for what."""

    role: str
    words: str


def needed(text: str) -> Need | None:
    """The first clause in which we need one of our groups; what the customer needs, or has, is theirs."""
    for clause in _CLAUSE.split(text[:LONGEST]):
        said = clause.strip(" .,，。")
        role = _role(said)
        if role is not None:
            return Need(role, said)
    return None


def _role(clause: str) -> str | None:
    for role, zh, en in _PATTERNS:
        if (found := zh.search(clause)) and not _THEIRS_ZH.search(clause, 0, found.start()):
            return role
        if (found := en.search(clause)) and not _THEIRS_EN.search(clause, 0, found.start()):
            return role
    return None


_PATTERNS = [
    (
        role,
        late(rf"{_ASKS_ZH}[^，。；,;]{{0,8}}(?:{zh})"),
        late(
            rf"\b{_ASKS_EN}\b[^,;.]{{0,24}}\b(?:{en})\b|\b(?:{en})\b[^,;.]{{0,12}}\b(?:needs?|has|have|must) (?:to\b|our\b)",
            re.I,
        ),
    )
    for role, (zh, en) in _GROUPS.items()
]

"""What a note's words say happened: outcomes, tries that reached nobody, and that the next move is theirs."""

import re
from typing import Literal

from rules.patterns import late

Outcome = Literal[
    "talked", "meeting", "message", "reply", "no_answer", "voicemail", "wrong_number", "call_back"
]

# Tries: they are counted and restart no clock (product.md, Three signals).
ATTEMPTS: frozenset[Outcome] = frozenset({"no_answer", "voicemail", "wrong_number", "call_back"})

# In this order: the surest first, so that "no answer, left a voicemail" is a voicemail and never a talk.
_HEARD: list[tuple[Outcome, str]] = [
    (
        "wrong_number",
        r"空号|号码不对|号码错|号码是错|号码有误|错号|打错了?|停机|号码不存在|wrong (?:number|person|no\b)|bad number|disconnected|"
        r"not in service|number (?:is |was )?(?:invalid|dead|wrong|no longer)|isn'?t (?:his|her|their) number",
    ),
    (
        "voicemail",
        r"语音信箱|语音留言|留了?(?:个)?语音|留了?(?:个|了)?言|voice ?mail|\blvm\b|\bvm\b|left (?:a |him a |her a |them a )?(?:msg|message)|"
        r"answering machine",
    ),
    (
        "no_answer",
        r"没人?接|未接|不接|没有?打通|没打?通|打不通|没有?接通|未接通|接不通|占线|忙线|忙音|无人接听|无人应答|关机|联系不上|联系不到|找不到人|拒接|"
        r"被挂|挂断|挂了(?:我|电话)|没联系上|不在服务区|"
        r"no[- ](?:answer|pick ?up|response|reply)|n/a on phone|(?:did ?n[o']?t|does ?n[o']?t|not|wo ?n'?t|never|isn'?t) "
        r"(?:pick(?:ing|ed)? up|answer(?:ing|ed)?)|unanswered|rang out|line (?:is |was )?busy|busy (?:tone|signal)|phone (?:is |was )?off|"
        r"(?:could ?n'?t|can ?no?'?t|unable to|failed to|did ?n[o']?t) (?:reach|get (?:hold|through)|connect)|unreachable|hung up",
    ),
    (
        "call_back",
        r"(?:让|叫|要)我.{0,8}再?(?:打|联系|找他|找她|来电)|(?:晚点|回头|稍后|改天|过会儿?|一会儿?)再(?:打|说|联系|聊)|在开会|不方便(?:接|说|讲)|"
        r"(?:asked|told|said|wants?) (?:me |us )?to (?:call|try|ring|phone) (?:back|again|later)|call(?:ed)? (?:him|her|them|me|us)? ?back later|"
        r"call back|callback|in a meeting|bad time|busy right now|try (?:again )?later",
    ),
    (
        "meeting",
        r"见了|见面|见过|拜访|登门|上门|开了?(?:个|次|一次)?会|演示|会议|面谈|当面|吃饭|吃了?饭|到访|来访|参观|考察|现场|路演|宣讲|会上|"
        r"(?<!have )(?<!haven't )(?<![a-z])met(?![a-z])|meeting|demo(?:ed|'d)|demo (?:went|was|done|with|today|yesterday)|(?:gave|did|had|ran|after) (?:a |the |our )?demo|visit(?:ed)?|on-?site|lunch|dinner|coffee with|workshop|walked (?:them|him|her) through",
    ),
    (
        "reply",
        r"(?<!没)(?<!未)(?:回复|回信|回邮件|回微信|回了(?:我|邮件|微信|消息|信)|答复|回电)|来电|打来|发来|"
        r"replied|repl(?:y|ies) (?:from|came)|wrote back|got back|responded|answered (?:my|the|our) (?:mail|e-?mail|message)|"
        r"(?:he|she|they|customer|client) (?:e-?mailed|texted|messaged|called|wrote|pinged)|came back with|heard back",
    ),
    (
        "message",
        r"发了|发过去|已发|微信(?:上)?(?:说|聊|沟通|联系|发)?|邮件|短信|私信|钉钉|"
        r"e-?mailed|sent (?:him|her|them|over|an?|the|my|our)|texted|messaged|dm'?e?d|pinged|whatsapp(?:ed)?|linkedin(?:ed)?|followed up by e-?mail",
    ),
    (
        "talked",
        r"聊|沟通|谈|通了?(?:个)?电话|打了?(?:个)?电话|电话|说|讲|同意|答应|确认|表示|"
        r"spoke|talk(?:ed)?|call(?:ed)?|chat(?:ted)?|discuss(?:ed)?|on the phone|agree[sd]?|likes?|said|says|wants?|confirm(?:ed|s)?",
    ),
]
_COMPILED = [(outcome, late(pattern, re.I)) for outcome, pattern in _HEARD]

_WAITING = late(
    r"等(?:他们?|她们?|客户|对方|甲方|那边|他那边|[\u4e00-\u9fff]{1,4}(?:总|工|经理|主任))|"
    r"等.{0,8}(?:回复|通知|答复|消息|审批|批复|拍板|确认|反馈|回话|结果|回音|批下来)|"
    r"(?:他们?|她们?|客户|对方|那边|甲方)(?:会|说)?.{0,4}(?:内部|讨论|商量|走流程|评估|审批|考虑|研究)|在走流程|(?:会|再)(?:联系|通知|告诉|回复)我们?|有消息(?:会|再)?|"
    r"球在(?:他们|对方|客户)|"
    r"(?:they|he|she|customer|client|(?<![a-z])[a-z]+)(?:'ll| will| is going to| are going to| to) (?:revert|get back|let (?:me|us) know|come back|circle back|"
    r"call (?:me|us)|reach out|confirm|decide)|"
    r"waiting (?:on|for|to hear)|wait (?:on|for) (?:them|him|her|their|the customer|the client)|awaiting|ball(?:'s| is) in their court|"
    r"(?:it'?s |is )?(?:with|on) their (?:side|end|legal|board|procurement|team)|pending (?:their|with|on|approval)|"
    r"they(?:'re| are) (?:discussing|reviewing|thinking|deciding|evaluating)|need(?:s)? (?:their|board|his boss'?s?|internal) approval",
    re.I,
)
_NEVER_MIND = late(r"(?:不用|没|别|无需)$")


def heard_outcome(text: str) -> Outcome | None:
    """What the words say happened, or None when they say nothing about it."""
    return next((outcome for outcome, pattern in _COMPILED if pattern.search(text)), None)


def says_waiting(text: str) -> bool:
    """True for 等他们, they'll revert, waiting on them: the next move is the customer's."""
    return any(
        not _NEVER_MIND.search(text, max(m.start() - 2, 0), m.start()) for m in _WAITING.finditer(text)
    )

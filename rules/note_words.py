"""What a note's words say happened: outcomes, tries that reached nobody, and that the next move is theirs."""

import re
from typing import Literal

from rules.patterns import late

Outcome = Literal[
    "talked", "meeting", "message", "reply", "no_answer", "voicemail", "wrong_number", "call_back"
]

CONTACTS: tuple[Outcome, ...] = ("talked", "meeting", "message", "reply")  # that the customer took part in
PLAN = "internal"  # nothing took place: what is to be done
REACTIONS = ("keen", "open", "doubtful", "against")  # how the customer took it, as picked in the form
# Tries: they are counted and restart no clock.
ATTEMPTS: frozenset[Outcome] = frozenset({"no_answer", "voicemail", "wrong_number", "call_back"})

_HAN_WHO = r"[\u4e00-\u9fff]{1,2}(?:总|工|经理|主任|老师|姐|哥|董|处|科|老板|先生|小姐|女士)"
_NAMED = r"(?-i:(?<![A-Za-z])[A-Z][a-z]+)"
# In this order: the surest first, so that "no answer, left a voicemail" is a voicemail and never a talk.
_HEARD: list[tuple[Outcome, str]] = [
    (
        "wrong_number",
        r"空号|号码不对|号码错|号码是错|号码有误|错号|打错了?|停机|号码不存在|不是(?:他|她|本人)的?(?:号|电话)|wrong (?:number|person|no\b)|bad number|disconnected|"
        r"(?:not|out of|no longer) in service|number (?:is |was )?(?:invalid|dead|wrong|no longer|out of)|isn'?t (?:his|her|their) number",
    ),
    (
        "reply",
        rf"(?:客户|对方|他们?|她|{_HAN_WHO})(?:刚刚?|又|在|今天|昨天|早上|上午|下午)?(?:用|通过)?(?:微信|邮件|短信|钉钉|QQ)(?:上|里)?(?:发(?!给)|回|说|问|来|催)|"
        r"(?:legal|procurement|finance|purchasing|customer|client|they|he|she|(?:their|his|her) \w+) sent (?!(?:to )?(?:him|her|them)(?![a-z]))|sent (?:\w+ ){0,3}back(?! to)|"
        rf"(?:客户|对方|他们?|她)(?:刚|又|今天|早上|下午)?发了?(?:个|封)?(?:邮件|微信|短信|消息)(?:来|过来|问|说|催|要|确认)|"
        rf"{_HAN_WHO}(?:刚|又|今天|早上|下午)?(?:发|来)(?:了)?(?:个)?(?:微信|邮件|短信|消息|信息)(?:来|过来|问|说|催)|"
        r"(?:微信|邮件|短信|钉钉)上?回(?:了|我|复|信)|(?<![a-z])[a-z]+ ?(?:微信|邮件)上?说|回(?:了|过)?(?:我|个)?(?:微信|邮件|消息|短信|信息|电话|信)(?:了|说|过来)|回电(?:话)?了|(?:got|had|received|took) (?:a |the )?(?:call|call ?back|mail|email|reply)(?: ?back)? from|"
        r"(?:e-?mail|text|message|letter) from(?! me)|returned my (?:call|mail|e-?mail)|called (?:me |us )?back(?! later)",
    ),
    (
        "voicemail",
        r"语音信箱|语音留言|留了?(?:个)?语音|(?<!微信)(?<!短信)(?<!钉钉)留了?(?:个|了)?言|voice ?mail|\blvm\b|\bvm\b|left (?:a |him a |her a |them a )?(?:msg|message)|"
        r"answering machine",
    ),
    (
        "no_answer",
        r"前台(?:不给|没给|不肯|不让|没)(?:转|接)|不(?:给|肯)转接?|爽约|放(?:了)?(?:我|我们)?鸽子|扑了?个?空|(?:人|他|她|客户|对方)没来|no[- ]show|did ?n[o']?t show|stood (?:me|us) up|没有?人?接|未接|不接(?!受|纳|入|触|收)|没有?打通|没打?通|打不通|打不进|没有?接通|未接通|接不通|占线|忙线|忙音|无人接听|无人应答|直接挂|(?:被|把我)(?:删|拉黑)|关机|联系不上|联系不到|找不到人|拒接|"
        r"(?<![a-z])bounced(?! around| ideas| some| it| off)|退信|(?:邮件|信)被?退[了回]|被挂|挂断|挂(?:了|掉)?(?:我|电话)|没(?:能|有)?(?:联系|聊|见|碰|找)(?:上|到|着|成)|没(?:能|有)?(?:说|谈)(?:上|到|着)|不在服务区|(?:人|他|她|总|工|领导|老板|经理|主任|本人|[科处院校所店厂]长|师傅|老师|医生|姐|哥)(?:也|都|今天|还|人)?不在|"
        r"no luck|(?<!if )(?<!unless )no[- ](?:answer|pick ?up|response|reply)|n/a on phone|(?:no ?one|nobody|none) (?:picked|answered|there|home|around|in)|"
        r"(?:did ?n[o']?t|does ?n[o']?t|not|wo ?n'?t|never|isn'?t) (?:pick(?:ing|ed)? up|answer(?:ing|ed)?)|(?:was|is|were)(?:n'?t| not) (?:there|in|home|around|available)|not there,|"
        r"unanswered|(?:has|have|did) ?n[o']?t (?:yet )?(?:respond(?:ed)?|repl(?:y|ied)|answer(?:ed)?|gotten back|call(?:ed)? back)|(?:rang|rings?|ringing|rung) out|tried (?:calling|to (?:call|reach|ring|phone))|line (?:is |was )?busy|busy (?:tone|signal)|phone (?:is |was )?off|gatekeeper|"
        r"(?:could ?n'?t|can ?no?'?t|unable to|failed to|did ?n[o']?t) (?:reach|get (?:hold|through)|connect)|unreachable|hung up",
    ),
    (
        "call_back",
        r"(?:让|叫|要)我.{0,8}再?(?:打|联系|找他|找她|来电)|(?:晚点|回头|稍后|改天|过会儿?|一会儿?)再(?:打|说|联系|聊)|(?:晚点|回头|稍后|过会儿?|一会儿?)(?:回电|回我|回给|打给我|联系我|找我)|"
        r"(?<!我)(?<!们)在(?:开会|开车|忙)|不方便(?:接|说|讲)|开会中|(?:会后|忙完|完了)再?(?:打给我|回我|联系我|给我)|信号(?:不好|太差)|听不清|(?:asked|told|said|wants?) (?:me |us )?to (?:call|try|ring|phone) (?:back|again|later)|"
        r"call(?:ed)? (?:him|her|them|me|us)? ?back later|(?<!got a )(?<!had a )call back(?! from)|callback|(?<!to )(?:ring|phone) back|^busy(?![a-z])|(?:he|she|they|is|'s|was|-|,) in a (?:meeting|mtg)|(?<!我)说(?:很|在|正)?忙|(?<!我)说(?:在|正)(?:开会|开车)|(?:一会儿?|晚点|回头|稍后)给我(?:回|打)|bad time|busy right now|(?:he|she|they) (?:was|were|is|are) busy|try (?:again )?later",
    ),
    (
        "meeting",
        r"(?<![意看听不再])见了|(?<![看听])见到(?!.{0,3}(?:邮件|消息))|开(?:了|完|个|过)+(?:个|次)?(?:zoom|teams|webex|腾讯|视频|线上|电话会)|饭局|酒局|汇报(?:完|了|结束)|讲标|述标|答辩|见面|(?<![意偏])见过|见的面|碰了?(?:个|一)?(?:面|头)|去[^,，。；;了]{0,8}(?:看了|看过|聊了|跑了|走了|转了|谈了)|(?<![寄送发运])(?:去|到)了?(?:客户|他们?|对方)[^,，。；;]{0,4}(?:公司|厂|现场|那边|办公室)(?!.{0,3}(?:演示|拜访))|拜访|登门|上门|开(?:了|过|完).{0,4}会(?!员|计)|开(?:个|次)会|开会(?=讨论|聊|谈|说|定|确认|过)|演示|会开[完了]|会议(?!链接|纪要|室|邀请|号)|面谈|当面|吃饭|吃了?饭|吃了?[顿个](?!亏)|喝了?[顿点]?酒|视频会(?!议系统)|视频了|视频聊|到[^,，。；;了]{0,6}(?:展厅|公司|工厂|样板间|车间|门店)[^,，。；;]{0,2}(?:看|参观|转)|喝了?(?:茶|咖啡)|到访|来访|参观|考察|现场|路演|宣讲|(?<!董事)会上(?!周|个|次|月)|勘测|"
        r"(?<!have )(?<!haven't )(?<![a-z])met(?![a-z])|(?<!declined )(?<!- in a )(?<!, in a )(?<!is in a )(?<!'s in a )meeting(?! in the middle| halfway| again)|(?<![a-z])mtg(?![a-z])|(?<![a-z])(?:zoom|teams|webex)(?:ed)?(?: call)? (?:w/|with|today|yesterday)|demo(?:ed|'d| ?(?:完|做完|结束|了))|demo (?:@ ?\w+ )?(?:went|was|ok|okay|done|with|today|yesterday)|"
        r"(?:gave|did|had|ran|showed|after) (?:them |him |her )?(?:a |the |our )?demo|visit(?:ed)?|on-?site ?(?:了|完)|on-?site (?:visit|meeting|with|today|yesterday)|(?:was|went|were) on-?site|on-?site (?:went|was)|walked the (?:site|floor|plant|line|store)|site walk|coffee chat|lunch|dinner|beers|breakfast (?:with|w/)|coffee (?:with|w/)|workshop|walked (?:them|him|her) through",
    ),
    (
        "reply",
        r"(?<!没)(?<!未)(?<!等)(?<!等[他她])(?<!等他们)(?<!等客户)(?<!等对方)(?:回复|回信|回邮件|回微信|回了(?:我|邮件|微信|消息|信)|答复|回电)|来电|打来|发来|"
        r"replied|repl(?:y|ies) (?:from|came)|wrote back|got back|responded|answered (?:my|the|our) (?:mail|e-?mail|message)|e-?mailed back|texted back|(?:texted|messaged|e-?mailed|pinged|dm'?e?d)[^.\n]{0,40}(?:(?<![a-z])(?:he|she|they)|and) (?:said|says|liked|loved|replied)|"
        rf"(?:he|she|they|customer|client|{_NAMED}) (?:e-?mailed|texted|messaged|called|wrote|pinged)(?! (?:him|her|them|the))|came back with|heard back",
    ),
    (
        "message",
        r"发了|发过去|已发|发出|(?<!加)(?<!加.)(?<!加[^了].)(?<!加[^了]..)(?<!对接)(?<!企业)(?<!支持)(?<!打通)微信(?!号|群|语音|视频|电话|支付|小程序|通话)(?:上)?(?:说|聊|沟通|联系|发)?|(?<!送)发(?:到|至)[^,，。；;]{0,5}(?:邮箱|微信|群|手机)|邮件|短信|私信|(?<!接)(?<!集成)(?<!打通)(?<!接入)(?<!支持)(?<!用)钉钉|已读不回|"
        r"(?:e-?mail|message|proposal|quote|deck|link|invite|sow|contract|text|note|info)s? sent|e-?mailed|sent (?:\w+ ){1,3}(?:to|over)(?![a-z])|sent (?:\w+ ){0,3}(?:contract|quote|proposal|deck|sow|pricing|samples?|draft|specs?|refs|references|nda|msa|agreement|recap|summary|brochure)(?![a-z])|sent (?:contract|quote|proposal|deck|sow|mail|link|pricing|info|brochure|invite|docs?|samples?|it|him|her|them|over|an?|the|my|our|out|\w+ (?:to|copy|the|over))|texted|messaged|dm'?e?d|pinged|whatsapp(?:ed)?|linkedin(?:ed)?|followed up by e-?mail",
    ),
    (
        "talked",
        r"(?<![再后])聊|再聊[了过]|(?<!之前)(?<!上次)沟通|(?<!之前)(?<!上次)(?<!再)谈|再谈[了过]|通[了完]?(?:个)?电?话|对[完过](?:了|一)|打了?(?:个)?电话|电话|说|讲|(?<!等)(?<!没)同意|答应|(?<!等)确认|表示|(?<!没)(?<!等)(?<!无)反馈(?!给)|提出|提了|要求|嫌|觉得|担心|认可|点头|提到|对齐|敲定|(?<!等)确定|"
        r"(?:让|叫|要)我(?!们?(?:等|别))|拍板了|已拍板|签了|已签|签单|中标|不愿意|没意见|签字|拒绝|交流|接受|满意|看中|考虑|想要|想先|客户要|松口|"
        r"spoke|talk(?:ed)?|call(?:ed)?|chat(?:ted)?|discuss(?:ed)?|(?:on|off) the phone|caught (?:him|her|(?-i:[A-Z][a-z]+)) |asked (?:me|us|if|whether|to) |agree[sd]?|likes?|loves?|loved|said|says|wants?|confirm(?:ed|s)?|okayed|ok on|approved|accept(?:ed|s)|"
        r"signed|open to|happy with|keen|interested|declined|rejected|pushed back|prefers?|picked|chose|decided|pushed to|asked for|asked about|all good|green light",
    ),
]
_COMPILED = [(outcome, late(pattern, re.I)) for outcome, pattern in _HEARD]

# A meeting that is still to come is none: 约了见面, wants a demo, agreed to meet.
_TO_COME = late(
    r"(?:约|想|要|可以|安排|准备|打算|计划|愿意|希望|改|推迟|同意|下次|再|邀请?)[^,，。；;\n]{0,4}$|"
    r"(?:^|[,，。；;\n])(?:再|先)?(?:约|安排|准备|计划|打算|下次)(?!了|好了|过)[^,，。；;\n了过]{0,14}$|"
    r"(?:下下?个?(?:周|星期|礼拜|月)[一二三四五六日天末]?|明[天早晚]|后天|\d{1,2}[号日]|月底|月初)(?:[上下中]午|早上|晚上)?(?:\d{1,2}点半?)?(?:要|会|再|去|来|才)?$|"
    r"(?:wants?|agreed? to|schedul\w+|book\w*|set up|asked for|asking for|would like|'d like|interested in|plan\w*|re-?schedul\w+|next|for|before|invite\w*|need\w*|moved?|send|will|to)(?: \w+){0,4} $",
    re.I,
)
_MOVED = late(
    r"(?:会议?|演示|拜访|见面|现场|考察|参观|路演|答辩|视频会)(?:时间)?(?:又|也|要|被)?(?:改|推|挪|延|提前|调整|取消|定在|定到|约在|约到)|(?:meeting|demo|workshop|visit) (?:moved|pushed|postponed|cancell?ed|is (?=on|at|next|set|tomorrow|\d|[A-Z])|on|at (?=\d|noon)|scheduled|booked|next)",
    re.I,
)
_SENT = late(
    r"(?<![a-z])(?:texted|e-?mailed|messaged|sent|pinged|dm'?e?d)(?![a-z])|发了|微信|邮件|短信", re.I
)
_THEN_TALKED = late(
    r"(?:打回来|回电|回(?:了|过)电话|才接|终于|后来|又打)[^。\n]{0,6}(?:聊|谈|说|通|接)(?!不)|[打接]通了|(?<![a-z])(?:then|finally|later|eventually) (?:got|reached|spoke|talked|picked|answered|called (?:me )?back)",
    re.I,
)
# 没聊成，她在开会，让我四点再打: they spoke, and say when to try.
_SPOKEN_TRY = late(r"没(?:能|有)?(?:聊|见|说|谈)(?:上|到|着|成)")
_CALL_THEN = late(r"(?:让|叫|要)我.{0,8}再?(?:打|联系|来电)|(?:asked|told) me to (?:call|ring|try)", re.I)
_ONLY_NO_REPLY = late(r"no[- ](?:response|reply)", re.I)

_WAITING = late(
    r"等(?:他们?|她们?|客户|对方|甲方|那边|他那边|[\u4e00-\u9fff]{1,4}(?:总|工|经理|主任))|"
    r"等.{0,8}(?:回复|通知|答复|消息|审批|批复|拍板|确认|反馈|回话|结果|回音|批|意见)|要等|"
    r"(?:他们?|她们?|客户|对方|那边|甲方)(?:会|说)?.{0,4}(?:内部(?!推动|支持|帮)|讨论|商量|走流程|评估|审批|(?<!不)考虑|研究)|在走流程|要?(?:跟|和|与).{1,6}商量|(?:会|再)(?:联系|通知|告诉|回复)我们?|有消息(?:会|再)?|"
    r"球在(?:他们|对方|客户)|"
    r"(?:they|he|she|customer|client|(?<![a-z])[a-z]+)(?:'ll| will| is going to| are going to| to) (?:revert|get back|let (?:me|us) know|come back|circle back|"
    r"call (?:me|us)|reach out|confirm|decide|send (?:me|us)|share)|"
    r"waiting (?:on|for|to hear)|wait (?:on|for) (?:them|him|her|their|the customer|the client)|awaiting|ball(?:'s| is)? in their court|"
    r"(?:legal|procurement|finance|the board|security|management|their team|counsel|(?:the |his |her |their )?(?:cfo|ceo|boss)) (?:is|are) (?:still )?(?:reviewing|checking|deciding|evaluating)|"
    r"(?:it'?s|is|now|stuck|sitting) (?:with (?:their |the )?|on (?:their|the) |at (?:their |the )?)(?:side|end|legal|board|procurement|team|finance|security|management|cfo|ceo|it)(?![a-z])|pending (?:their|with|on|approval)|"
    r"they(?:'re| are) (?:discussing|reviewing|thinking|deciding|evaluating)|need(?:s)? (?:their|board|his boss'?s?|internal) approval",
    re.I,
)
_NEVER_MIND = late(r"(?:不用|没|别|无需)$")


def heard_outcome(text: str) -> Outcome | None:
    """What the words say happened, or None when they say nothing about it."""
    for outcome, pattern in _COMPILED:
        if outcome == "meeting":
            if any(_took_place(text, match) for match in pattern.finditer(text)):
                return outcome
            continue
        match = pattern.search(text)
        if match is None:
            continue
        if outcome == "no_answer" and _ONLY_NO_REPLY.fullmatch(match[0]) and _SENT.search(text):
            return "message"  # texted him, no reply yet
        if outcome in {"no_answer", "call_back"} and _THEN_TALKED.search(text, match.end()):
            continue  # 说在忙，十分钟后打回来聊了下
        return outcome
    return None


def _took_place(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 40) : match.start()]
    return not _TO_COME.search(before) and not _MOVED.match(text, match.start())


def heard_in_two(agreed: str, next_text: str) -> Outcome | None:
    """What the first line says happened, where the second may say more of it."""
    heard = heard_outcome(agreed)
    if heard == "no_answer" and _SPOKEN_TRY.search(agreed) and _CALL_THEN.search(next_text):
        return "call_back"
    return heard


def says_waiting(text: str) -> bool:
    """True for 等他们, they'll revert, waiting on them: the next move is the customer's."""
    return any(
        not _NEVER_MIND.search(text, max(m.start() - 2, 0), m.start()) for m in _WAITING.finditer(text)
    )

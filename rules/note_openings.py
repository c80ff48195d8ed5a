"""Does a text begin like a note that names nobody, or might its first words be a name? Unsure counts as a name."""

import re

from rules.patterns import late
from rules.slack_text import clean
from rules.wordlists import any_of, words

# What people did, who did it, when, and what came of it: a sentence that begins so has its subject already.
_DID = words(
    """talked spoke spoken called call met emailed mailed messaged texted visited demoed discussed agreed agree agrees
    confirmed confirms asked asks said says told sent sends shared got received heard saw had has have went left reached
    tried chatted pinged followed reviewed presented quoted negotiated wants want wanted likes like liked loves loved
    needs need needed thinks thought is are was were isn wasn aren doesn didn don won can can't couldn cannot still
    waiting waits wait no not nobody they he she we i it you their his her its our my someone everyone everybody both
    today yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri
    next todo follow send schedule ask check prepare draft arrange book confirm share deliver please ok okay yes done
    just again decided approved rejected declined postponed delayed moved pushed signed promised offered accepted
    requested wrote replied answered responded interested happy unhappy hung voicemail vm lvm busy unreachable
    number callback going gonna will would should might"""
)
# Also the first word of many a company: a name when the next word is written like one.
_MAYBE = words(
    """the a an this that these those all good great bad quick short long intro first second last new another nice
    positive negative keen amount budget price pricing quote proposal contract decision pilot poc trial demo meeting visit
    email mail feedback legal security procurement finance board team customer client management security final
    progress status update ready open close closed in on at after before with from for as by so but and"""
)
_ENGLISH = late(rf"(?P<did>{any_of(_DID)})(?![a-z0-9])|(?P<maybe>{any_of(_MAYBE)})(?![a-z0-9])", re.I)
# note for Globex: they like it; 给恒达记一笔：同意了.
_NOTE_FOR = late(
    r"\s*(?:please )?(?:notes?|log|update|memo|fyi) (?:for|on|about|re:?) (?=\S)"
    r"|\s*(?:给|关于)(?P<name>[^，。；：:\s]{2,12}?)(?:记一?[笔下条]|备注一?下?)[：:，,\s]+",
    re.I,
)
_NAMED_NEXT = late(r"[\s:,'-]+(?!I\b|I')[A-Z]")
_HAN_VERB = "聊谈见打发寄签约报问催跟说讲定改开去送加通做给回拜访联系沟通讨论介绍演示确认收到"
_HAN = late(
    rf"(?:[{_HAN_VERB}]{{1,2}}(?:了|过|完|好了|到了|得|一下|下(?!一)|清楚|妥|不通|不到)|"
    r"我(?!爱我家)|他|她|它|咱|对方|客户|甲方|人家|大家|双方|那边|这边|领导|老板|老总|"
    r"今[天早晚日]|昨[天晚日]|前天|明[天早]|后天|上午|下午|中午|早上|晚上|刚(?:才|刚)?(?=[聊谈见打发通说问跟给和])|已经?(?=[聊谈见打发通说问跟给和签报确约寄])|"
    r"[上下本这]个?(?:周|月|礼拜|星期)|(?:周|星期|礼拜)[一二三四五六日末天]|月[底初中]|\d{1,2}(?:月\d|号|日|点)|"
    r"没(?:接|人|有?[打联]|有?(?:接|通|谈|聊|见|回|定|意|兴|预|问|时|空)|空|戏)|未接|无人|不(?:接|在|需要|同意|考虑|感兴趣|想|要|行|急|用|方便|通|太)|"
    r"有(?:意向|兴趣|预算|点|问题|需求|戏|空|进展|反馈)|打不通|占线|关机|空号|停机|忙线|挂了|拒接|联系不上|"
    r"等(?:他|她|客户|对方|甲方|我|通知|回复|预算|报价|审批|领导|老板|消息|签|下周)|"
    r"想(?:要|上|看|试|了解|做|买|用|先|再|换|约|谈)|要(?:求|先|再|看|做|上|试|等|发|改|约|我)|需要|希望|打算|准备|同意|认可|答应|确认|决定|接受|拒绝|推迟|延期|"
    r"满意|感兴趣|反馈|回复|回电|来电|微信|电话|邮件|短信|开会|会议|面谈|拜访|演示|试用|试点|报价(?=[了太高低已没发还])|预算(?=[已没还不太批下确])|(?:金额|总价|合同额)(?=[改变调定是为从已谈降涨加])|合同(?=[已没还在发签])|"
    r"还(?:在|没|要|是|得|有|需)|再(?:约|聊|打|谈|说|联系|跟|看)|继续|暂时|目前|可以|好的|好像|下一步|接下来|后续|待办|我来|跟进)"
)
# Remind me to call Lena; 提醒我周五给周厂长打电话; ping Lena: whom it is about stands behind it.
_ORDER = late(
    r"\s*(?:(?:please|pls|can you|could you) )?remind me\b|\s*(?:don'?t (?:let me )?forget|remember) to\b|\s*(?:请|麻烦|帮我|记得)?提醒我|\s*(?:我?记得|别忘了)"
    r"|\s*(?:e-?mail|ping|message|text|phone|invite) (?=\S)",
    re.I,
)
_EDGE = "\"'“”‘’「」【】[]()（）《》*#@.,，。;；:：、|/-—→>=\n\t "


def opens_note(text: str) -> bool:
    """True when the text begins like a note without a name: likes the pilot; 同意出方案; called, no answer; 没接。"""
    whole = clean(text)
    said = whole.lstrip(_EDGE)
    if said != whole and re.match(r"\s*(?:[;；|→\n]|/{2}|->|—)", whole):
        return True  # nothing agreed, only what is next
    if _HAN.match(said):
        return True
    found = _ENGLISH.match(said)
    if found is None:
        return False
    if found["did"] and (said[0].islower() or _is_verb(found["did"])):
        return True
    return _NAMED_NEXT.match(said, found.end()) is None  # The board agreed, but: The Gap agreed


def _is_verb(word: str) -> bool:
    """What somebody did, so that a capital after it is a person: Called Ravi, no answer."""
    verbs = ("met", "spoke", "told", "sent", "saw", "i", "we", "they", "he", "she")
    return word.lower().endswith("ed") or word.lower() in verbs


def only_orders(text: str) -> bool:
    """Is this nothing but what is to be done? Nobody is named at its start."""
    return _ORDER.match(text) is not None


def unaddressed(text: str) -> str:
    """A note without what is said to Baton round the name that it is for: it begins with the name then."""
    said = _NOTE_FOR.match(text)
    if said is None:
        return text
    return f"{said['name']} {text[said.end() :]}" if said["name"] else text[said.end() :]

"""What a text in Baton's DM is before it is read as a note or a lead: a greeting, a question, a yes; and its language."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from rules.note_openings import opens_note
from rules.patterns import late
from rules.slack_text import clean
from rules.wordlists import words

# note: anything else, also what only might be one. yes and no answer what Baton asked last.
Sort = Literal[
    "note",
    "off",
    "hello",
    "thanks",
    "yes",
    "no",
    "undo",
    "help",
    "mine",
    "status",
    "question",
    "english",
    "chinese",
]
LONGEST_QUESTION = 120  # characters; a longer text tells something

_END = (
    r"[\s!.。！~～,，…]*(?:[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f\u200d]|:[a-z0-9_+-]+:|[\s!.。！~～])*$"
)
_HELLO = late(
    r"(?:hi+|hello|hey+|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)|morning)(?:[ ,]+(?:there|baton|all|team))?"
    rf"{_END}|(?:你好|您好|哈喽|哈啰|嗨|嘿|在吗|在么|在不在|在不|有人吗|早|早安|早上好|上午好|中午好|下午好|晚上好|大家好)[呀啊哈啦呢哦吗?？]*{_END}",
    re.I,
)
_THANKS = late(
    rf"(?:many |much )?(?:thanks?(?: you)?(?: (?:a lot|so much|very much|baton))?|thx|ty|cheers|appreciated|great job|nice work|well done){_END}"
    rf"|(?:多谢|谢谢|谢啦|谢了|感谢|辛苦|辛苦了|给力|厉害|真棒|不错)(?:你|啦|了|哈|哦)*{_END}",
    re.I,
)
_YES = late(
    r"(?:yes|yep|yeah|yup|y|sure|ok|okay|k|save|save it|log it|right|correct|perfect|great|good|cool|got it|do it|go ahead|please do)"
    rf"(?:[ ,]+(?:please|thanks|thank you))?{_END}"
    rf"|(?:是|是的|对|对的|好|好的|好滴|好嘞|行|可以|嗯+|嗯嗯|存|存了?吧?|保存|记吧?|记上|记下|没错|没问题|收到|明白|知道了|了解)(?:[，, ]*(?:谢谢|多谢|谢啦|谢了|辛苦)(?:你|啦|了)?)?{_END}"
    r"|(?:[\U0001f44d\U0001f44c\u2705\ufe0f\U0001f3fb-\U0001f3ff]+|:\+1:|:ok_hand:)\s*$",
    re.I,
)
_NO = late(
    rf"(?:no|nope|n|nah|cancel|never ?mind|forget it|not a note|discard|drop it|don'?t(?: save)?|no thanks){_END}"
    rf"|(?:不|不是|不用|不用了|不要|不存|别存|别记|不记|算了|取消|没事|没事了|忘了吧|不对){_END}",
    re.I,
)
_UNDO = late(
    rf"(?:please )?(?:undo|take (?:it|that) back)(?: (?:it|that|this|the last (?:one|note|lead)))?(?: please)?{_END}"
    rf"|(?:请|帮我)?(?:撤[销消回]|收回)(?:上一?[条个步]|刚才的?|刚才那?[条个]|这[条个])?(?:吧|一下)?{_END}",
    re.I,
)
# I'm off dec 24-28; 我12月24到28号休假: days of their own, and no deal's step. Behind the verb stands nothing but days, each
# read once (?>): a long number or many days in a row could be parted in more ways than there is time to try.
_DAYS = (
    r"(?:(?:from|on|until|till?|through|thru|for|next|this|the|of|to|and|all|days?|weeks?|month|morning|afternoon|today|tomorrow|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?s?|"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6})(?![a-z])|\d{1,4}(?:st|nd|rd|th)?(?!\d))"
)
_OFF = late(
    rf"(?:btw,? |fyi,? )?(?:i am|i'?m|i will be|i'?ll be|im) (?:off|away|out(?: of (?:the )?office)?|ooo|on (?:leave|vacation|holiday|pto)) (?P<en>(?>{_DAYS}[\s,./–—-]*)+)[.!]?$"
    r"|我?(?:从|要|打算|准备)?(?P<zh>[\d一二三四五六七八九十年月号日周天星期礼拜下这本今明后大上午\s、,，.~～至到和\-–—/]{1,24})(?:我|都|要|准备|开始)?(?:休假|请假|休年假|年假|调休|休息|不上班|不在)(?:一天|半天|[两三四五六七八九十\d]+天)?[。.!！]?$",
    re.I,
)
_HELP = late(
    r"\W*(?:help(?: me)?(?: please)?|\?+|commands?|how (?:do|does|can) (?:i|this|you|it|baton)\b.{0,60}|"
    r"what (?:can|do) (?:you|i) (?:do|type|say|write)\b.{0,40}|who are you|what are you|what is (?:this|baton))\W*$"
    r"|\W*(?:帮助|帮忙|怎么用|咋用|如何使用|使用说明|说明|命令|指令|你能(?:干|做)(?:什么|啥|些什么)|你会(?:什么|啥|干什么|做什么)|"
    r"(?:你|能|可以|都)*(?:帮我)(?:做什么|干什么|做啥|干啥)|你是谁|怎么(?:录|记|加)(?:线索|跟进|一?笔)?|有什么功能|功能)[呀啊呢吗]*\W*$",
    re.I,
)
_MINE = late(
    r"\W*(?:(?:what(?:'?s| is| are| do i have)|show(?: me)?|list|how(?:'?s| is| are)|give me|see|open|where(?:'?s| is| are)|which)\s+)?"
    r"(?:(?:all|in|on|of)\s+)?(?:my|our)\s+(?:open\s+|active\s+|current\s+)?(?:pipeline|deals?|leads?|opportunit(?:y|ies)|accounts?|customers?|list|day|plate|to-?dos?)"
    r"(?:\s+(?:look(?:ing)?|like|doing|going|today|now|right now|please|this week|are red|are stuck))*\W*$"
    r"|\W*(?:pipeline|deals|my day|what'?s next|what(?:'?s| is) (?:on|due) today|what (?:should|do) i (?:do|call|have)(?: next| today| now| to do)*|"
    r"who should i call(?: next| today)?|anything (?:for me|due|on)(?: today)?)\W*$"
    r"|\W*(?:帮我|给我)?(?:看看?|看一?下|查一?下?|查查|列出?|列一?下|打开)?(?:我|咱)(?:的|手上|手里|手头|名下|这边|现在|今天|目前|都|还|总共|一共|有|在跟)*"
    r"(?:哪些|多少|几个|几单|几条|什么|些)*(?:单子|单|商机|线索|客户|项目|清单|待办|任务|跟进|pipeline)(?:都|现在|目前|有|情况|怎么样|哪些|什么|多少|几个|呢|了)*\W*$"
    r"|\W*(?:我?今天(?:我|要|该|得)*(?:干嘛|忙(?:什么|啥|哪些))|我的一天|今天(?:我|要|该|需要|得|有)*(?:做|干|跟|联系|打给)?(?:点|些)?(?:什么|啥|哪些|谁)(?:事|活|要做的|要跟的|电话)?|有(?:什么|啥|哪些)(?:要|该)(?:做|跟)的|接下来(?:干|做)(?:什么|啥)|(?:手上)?有(?:什么|哪些|多少|几个|几单)(?:单子?|商机|线索|客户|项目))[呢吗]*\W*$",
    re.I,
)
_STATUS = late(
    r"\W*(?:(?:and |so )?(?:how(?:'?s| is| are| did| was)|what(?:'?s| is)(?: the)?(?: (?:status|state|latest|news|next|happening|going on|new|up))?(?: (?:of|on|with|for|about|in))?|"
    r"where (?:are we|do we stand|is|are|does|do)(?: (?:with|on|at))?|any (?:news|updates?|word|progress)(?: (?:on|from|about|with))?|(?:status|latest|update)(?: (?:of|on))?|"
    r"show(?: me)?|open|look up|pull up|find|tell me about|when did (?:i|we) last (?:talk|speak|call|contact|meet)(?: (?:to|with))?|who (?:owns|has)|what about|how about))\s+"
    r"(?:the\s+)?(?P<en>\S.*?)(?:\s+(?:doing|going|go|looking|stand|deal|account|opportunity|status|at|now|today|these days|so far))*\W*$"
    r"|\W*(?:帮我|给我)?(?:看看|看一?下|查一?下|查查|打开|找一?下)(?P<look>\S.{0,40}?)(?:这单|那单|的?情况|的?进展|的?状态|吧)?\W*$"
    r"|\W*谁(?:现在|目前)?(?:在|是)?(?:跟|负责)(?:着|的)?(?P<whose>\S.{0,40}?)\W*$"
    r"|\W*(?P<zh>\S.{0,40}?)(?:的|这单|那单|那边|这边|这家)*(?:现在|目前|最近|如今|今天)*"
    r"(?:怎么?样|怎样|咋样|如何|怎么说|(?:是|处于)?(?:什么|啥)(?:情况|进展|状态|阶段|消息|动静)|(?:走|进展|推进|谈|跟)?到(?:哪|什么)(?:一?步|儿|里|阶段)?|进展如何|"
    r"(?:有)?(?:什么|啥)?(?:进展|消息|动静|新消息)(?=吗|么|没|呢|[?？])|(?:是)?谁(?:在)?(?:跟|负责))(?:了|啦|呢|吗|么|没有?|的|呀)*\W*$",
    re.I,
)
_ORDER = late(r"\W*(?:show|open|look|pull|find|status|latest|update|帮我|给我|看|查|打开|找)", re.I)
_BARE_NAME = late(r"(?P<name>[^\s?？,，。;；].{0,38}?)\s*[?？]+$")
_ASKS = late(
    r"(?:what|when|where|who|whom|whose|which|why|how)(?:'?s|'re)?\b"
    r"|(?:can|could|will|would|should|shall|may|do|does|did|is|are|have|has|am)(?:n'?t)? (?:i|you|we|it|there|this|that|he|she|they|baton)\b"
    r"|(?:请问|为什么|为啥|怎么|咋|什么时候|啥时候|多少|哪个|哪些|哪里|谁|能不能|可不可以|可以.{0,20}吗|是不是|有没有)",
    re.I,
)
_TELLS = late(r"[,，;；:：。、]|\.\s")  # two clauses are no question, unless they end as one
_ASK_END = late(r"(?:[?？]|吗|么|呢)[\s!！。.~～]*$")
# What the customer asked is something to write down.
_REPORTED = late(
    r"\b(?:asked|asks|asking|wants? to know|wondering|wondered|question)\b|问(?:我|我们|了|起|到|能|可|过|怎|什|多|一下)|想知道|打听|反问",
    re.I,
)
_ENGLISH = late(
    r"\W*(?:(?:please )?(?:speak|use|talk|write|answer|reply|switch to)(?: in| to me in)? )?english(?: please)?\W*$|\W*(?:请?(?:说|用|讲|改成?|切换?到?)英[文语]|英[文语])\W*$",
    re.I,
)
_CHINESE = late(
    r"\W*(?:(?:please )?(?:speak|use|talk|write|answer|reply|switch to)(?: in| to me in)? )?(?:chinese|mandarin)(?: please)?\W*$"
    r"|\W*(?:请?(?:说|用|讲|改成?|切换?到?)(?:中文|汉语|普通话)|中文)\W*$",
    re.I,
)
_HAN = late(r"[\u3400-\u9fff]")
_LATIN = late(r"[A-Za-z][A-Za-z']+")
_PLAIN = frozenset(
    words(
        """a an the and or but is are was were be been i you he she it we they me him her us them my your his its our their
        this that to of in on at by for from with about as not no yes if so do does did don will would can could should
        have has had likes like wants want needs need send call called talked met asked said agreed next today tomorrow
        hello hi thanks help what how when where who which show please doing going got get just also still then there"""
    )
)

_ANYTHING = frozenset(
    words(
        """everything everyone everybody anything anyone anybody something someone nothing nobody life weather work business
        team family weekend morning afternoon evening day week month year time lunch dinner coffee traffic stuff things thing
        things' going-on up new news there here"""
    )
)


@dataclass(frozen=True, slots=True)
class Talk:
    """What a text is; ``about`` are the words that name what a status is asked of, or the days that somebody is off.
    ``is_asked``: a question for sure; ``show me …`` or ``find …`` is one only if it names a deal."""

    sort: Sort
    about: str = ""
    is_asked: bool = True


def heard(text: str) -> Talk:
    """What this text is. Unsure counts as a note: that is offered, never saved by itself."""
    said = clean(text)
    if len(said) > LONGEST_QUESTION:
        return Talk("note")
    for sort, pattern in _WHOLE:
        if pattern.match(said):
            return Talk(sort)
    away = _OFF.match(said)
    if away is not None:
        return Talk("off", (away["en"] or away["zh"] or "").strip(" ,，.。"))
    if "\n" in said or _REPORTED.search(said):
        return Talk("note")
    asked = _STATUS.match(said)
    if asked is not None and not (opens_note(said) and not _ASK_END.search(said)):
        about = asked["en"] or asked["look"] or asked["whose"] or asked["zh"] or ""
        return Talk("status", about.strip(), bool(_ASK_END.search(said) or not _ORDER.match(said)))
    named = _BARE_NAME.match(said)
    if named is not None and not _ASKS.match(said):
        return Talk("status", named["name"])
    if _ASK_END.search(said) or (_ASKS.match(said) and not _TELLS.search(said)):
        return Talk("question")
    return Talk("note")


def may_name(about: str) -> bool:
    """May these words name a customer? In small letters only few of them, and none that everybody says."""
    said = about.split()
    if not about or not about[0].islower():
        return bool(about)
    return len(said) <= 3 and not any(word.strip("?.!,'").lower() in _PLAIN | _ANYTHING for word in said)


_WHOLE: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    ("english", _ENGLISH),
    ("chinese", _CHINESE),
    ("hello", _HELLO),
    ("thanks", _THANKS),
    ("yes", _YES),
    ("no", _NO),
    ("undo", _UNDO),
    ("help", _HELP),
    ("mine", _MINE),
)


def typed_language(text: str) -> Literal["en", "zh"] | None:
    """The language that a text is plainly written in; None for names, numbers and mixtures that say nothing."""
    said = clean(text)
    han, latin = len(_HAN.findall(said)), _LATIN.findall(said)
    plain = sum(word.lower().partition("'")[0] in _PLAIN for word in latin)
    if plain >= 2 and len(latin) >= 3 and 2 * len(latin) > han:
        return "en"
    if han >= 4 and han > 2 * plain or (han >= 2 and not latin):
        return "zh"
    return None


_ALL_DONE = late(
    r"\W*(?:(?:it'?s |all )?(?:done|finished|completed)|(?:都|已经|已)?(?:做完|弄完|办完|完成|搞定|弄好|做好|好)了?)\W*",
    re.I,
)


def says_done(text: str) -> bool:
    """No more than that it is done, under something that was asked."""
    return bool(_ALL_DONE.fullmatch(clean(text)))


# -- commands with a slip --------------------------------------------------------------------------------

_SLIPPED = late(
    r"[/、\\][\s/、\\]{0,8}(?P<word>[A-Za-z-]{3,20}|[\u3400-\u9fff]{2,4})(?![A-Za-z-])[\s:：,，]*(?P<rest>.*)$",
    re.S,
)


@dataclass(frozen=True, slots=True)
class Near:
    """A word behind a slash (or what an input method made of it) that is nearly a command's name."""

    word: str
    command: str
    rest: str


def nearly(text: str, commands: dict[str, str]) -> Near | None:
    """The command that ``、leed …`` or ``／folowup`` was to be; ``commands`` are the words for each. None for what
    has no slash, or nothing like a command behind it."""
    said = clean(text)
    found = _SLIPPED.match(said) if said[:1] in "/、\\" else None
    if found is None:
        return None
    near = get_close_matches(found["word"].lower(), list(commands), 1, 0.6)
    return Near(found["word"], commands[near[0]] if near else "", found["rest"].strip())

"""Words around a date phrase: fillers that are passed over, and a last look inside a text that is more than a date.

What is found inside other words is always asked about, and only where the rest says nothing about time.
"""

from rules.patterns import late

FILLER = late(
    r"[ ,.!?;:~\"'(*><#-]*(?:(?:ok|okay|well|maybe|perhaps|probably|let'?s say|let'?s do|let'?s make it|make it|(?:let'?s |we )?(?:meet|talk|speak|chat|sync|catch up)(?! me)|(?:set|book|plan|move|push) (?:it|this|that)(?: for| to)?|how about|what about|say|please|pls|plz"
    r"|it'?s|it is|just|then|i think|i guess|i'd say|i'?ll do(?: it)?|we can do|can do|eta|date|when|time|remind me|give (?:it|me|us|them)|follow up|next step|schedule[ds]?(?: (?:it|this|that|a call|a meeting))?(?: for)?|moved? to"
    r"|那就|那|就|嗯|好的|好|应该是|应该|可能是|可能|大约|争取在?|改到|改成|改为|改在|推到|推迟到|推迟至|延到|延期到|延后到|顺延到|提前到|定在|定到|放到|放在|暂定|初步定在|要不|不如|还是"
    r"|时间|日期|下次跟进|下次联系|跟进时间|交付时间|交货期|付款日期?|到账日期?|我|我们|他|她|他们|客户|对方|说|是)(?![a-z])(?: is|是|为)?[ ,.!?:;-]*)*"
)
TRAILER = late(
    r"[ ,.!?;:~\"')*<#-]*(?:(?:please|pls|plz|thanks|thx|thank you|ok|okay|works(?: for me)?|is (?:fine|good|ok)|would (?:work|be (?:fine|great|good))|if possible|for sure|at your place|at our office"
    r"|吧|呢|哈|啊|哦|呀|嘛|行不行|行吗?|可以吗?|可以的?|好吗|好不好|好了|怎么样|如何|应该|见面?|交付|交货|付款|到账|到期|开会|联系|跟进|回访|回复|给你|给我|给客户|给到|有空|再说|再联系|再看|再聊|再定|ok)[ ,.!?:;~]*)*$"
)
# What must not stand beside a phrase found inside other words: it may belong to the date, unread.
_TELLING = late(
    r"\d|(?<![a-z])(?:before|after|last|next|past|previous|prior|following|coming|ago|hence|later|earlier|from|until|till|since|every|each|of|not|never|no|except|unless|but|than"
    r"|half|quarters?|early|late|mid|middle|end|start|beginning|first|second|third|fourth|fifth|couple|few|several|many|half|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|twenty|thirty|forty|fifty|sixty|hundred|a|an|days?|weeks?|months?|years?|hours?|minutes?|quarter|fortnights?|weekends?|daily|weekly|monthly|mon|tue|wed|thu|fri|sat|sun|\w+day|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    r"|january|february|march|april|june|july|august|september|october|november|december|and|or|to|through|between|eve|noon|night|morning|afternoon|evening|o'?clock|am|pm|time|cst|ast)(?![a-z])"
    r"|[零一二两三四五六七八九十百千万几半多数大小好近每逢隔前后上下初末底中旬间起止内外非不除没别年月日号天周季时点分秒刻晚早午夜晨节期久次再第本这那去今明昨]|礼拜|星期|至|到|或|和"
)


# A bare word before it may make another day of it: ash wednesday, black friday.
_EPITHET = late(r"[a-z'-] $")
_LED = late(
    r"(?:by|on|at|in|before|until|till|from|the|this|next|last|due|tomorrow|today|yesterday)(?!\w)|[^a-z]"
)


def says_more(before: str, after: str) -> bool:
    """Whether what stands beside a phrase may belong to it, or turn it round."""
    return _TELLING.search(f"{before} | {after}") is not None


def is_epithet(before: str, phrase: str) -> bool:
    """Whether the last word before a phrase may be part of a name: `good friday`."""
    return bool(_EPITHET.search(before)) and not _LED.match(phrase)

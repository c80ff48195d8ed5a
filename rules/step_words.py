"""A next step as it is read later: what is to be done, without who promised it."""

import re

from rules.patterns import late

_PROMISED = late(
    r"(?:(?:please |pls )?remind me to|(?:don'?t forget|remember) to)\s+(?=\S)"
    r"|(?:and |so |then |but )?(?:i|we)(?:'ll| will|(?:'m| am|'re| are) (?:going )?to|(?: just| still)? (?:need|have|had|got|promised|agreed|want|ought) to"
    r"|(?:'ve| have) (?:got )?to| must| should| gotta| gonna)\s+(?=\S)"
    r"|(?:need|have|got|gotta|going)(?: to)\s+(?=\S)",
    re.I,
)
_PROMISED_ZH = late(
    r"(?:(?:请|麻烦|帮我)?提醒我|我?记得|别忘了)(?:一下|再)?[，,：:\s]*(?=[\u4e00-\u9fff]{2})"
    r"|(?:然后|所以|那)?(?:我|我们|咱们?)(?:这边|来|得|要|需要|会|再|先|去|得去|要去|准备|答应|记得)*(?:要|得|会|来)(?=[\u4e00-\u9fff])"
)


def plain_step(text: str) -> str:
    """``i need to send the SOW`` is ``send the SOW``; a text that says nothing else stays as it is."""
    found = _PROMISED.match(text) or _PROMISED_ZH.match(text)
    return text[found.end() :].strip() if found and text[found.end() :].strip() else text

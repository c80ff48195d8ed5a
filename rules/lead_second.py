"""Two leads in one line: where the second begins. Acme, Jane, jane@acme.com; Globex, Bob, bob@globex.com. 1、… 2、…"""

import re

from rules.lead_labels import find_labels
from rules.lead_reading import EMAIL
from rules.lead_text import LeadText
from rules.patterns import late
from rules.phones import find_phones
from rules.spans import HAN

_NUMBERED = late(r"\s*1\s?(?:[、．)）]|\.(?!\d))\s*")
_SECOND = late(r"(?:^|(?<=[\s,，;；。]))2\s?(?:[、．)）]|\.(?!\d))\s*")
# A line break, or what says that another one follows: … and another one: Globex, Bob, bob@globex.com
_MARK = late(
    r"(?:[;；]|\n)\s*|[\s,，.。](?:(?:and |plus )?(?:(?:then )?(?:another|a second|one more)(?: one| lead)?|also)|"
    r"(?:另外)?还有[一1]?[个家条]?|另(?:外)?[一1][个家条]|再(?:来|加)?[一1][个家条])(?:是|叫)?[\s:：,，]{0,3}(?=\S)|(?<=[\s,，;；。])[3-9]\s?[、．)）]\s*",
    re.I,
)
_WORDS = late(rf"[A-Za-z]{{2,}}|[{HAN}]{{2}}")
_MOST = 8  # marks that are looked at


def halves(text: str, region: str) -> tuple[str, str] | None:
    """The line up to the mark behind which the second lead could begin, and from there on, with a way to reach somebody
    on either side. None where there is no such mark."""
    first = _NUMBERED.match(text)
    pattern, begins = (_SECOND, first.end()) if first else (_MARK, 0)
    for mark in list(pattern.finditer(text, begins))[:_MOST]:
        before, after = text[begins : mark.start()].rstrip(" ,，;；。"), text[mark.end() :]
        if "\n" in mark[0] and not _is_full(after.partition("\n")[0], region):
            continue  # a signature goes on
        if _reaches(before, region) and _reaches(after, region):
            return before, after
    return None


def are_two(one: LeadText, other: LeadText) -> bool:
    """Whether the halves are leads of two firms: each is named for sure, and in no other way the same."""
    a, b = (one.account or "").casefold(), (other.account or "").casefold()
    named = bool(a and b) and "account" not in (*one.unsure, *other.unsure)
    return named and a not in b and b not in a


def _is_full(line: str, region: str) -> bool:
    """Whether one line names somebody beside the way to reach them."""
    named = _WORDS.findall(EMAIL.sub(" ", line))
    return len(named) > 1 and not find_labels(line) and _reaches(line, region)


def _reaches(text: str, region: str) -> bool:
    return bool(EMAIL.search(text) or find_phones(text, region))

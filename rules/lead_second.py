"""Two leads in one line: where the second begins. Acme, Jane, jane@acme.com; Globex, Bob, bob@globex.com. 1、… 2、…"""

from rules.lead_reading import EMAIL
from rules.lead_text import LeadText
from rules.patterns import late
from rules.phones import find_phones

_NUMBERED = late(r"\s*1\s?(?:[、．)）]|\.(?!\d))\s*")
_SECOND = late(r"(?:^|(?<=[\s,，;；。]))2\s?(?:[、．)）]|\.(?!\d))\s*")
_MARK = late(r"\s*[;；]\s*")
_MOST = 8  # marks that are looked at


def halves(text: str, region: str) -> tuple[str, str] | None:
    """The line up to the mark behind which the second lead could begin, and from there on: with a way to reach somebody
    on either side. None where there is no such mark."""
    first = _NUMBERED.match(text)
    pattern, begins = (_SECOND, first.end()) if first else (_MARK, 0)
    for mark in list(pattern.finditer(text, begins))[:_MOST]:
        before, after = text[begins : mark.start()].rstrip(" ,，;；。"), text[mark.end() :]
        if _reaches(before, region) and _reaches(after, region):
            return before, after
    return None


def are_two(one: LeadText, other: LeadText) -> bool:
    """Whether the halves are leads of two firms: each is named for sure, and in no other way the same."""
    a, b = (one.account or "").casefold(), (other.account or "").casefold()
    named = bool(a and b) and "account" not in (*one.unsure, *other.unsure)
    return named and a not in b and b not in a


def _reaches(text: str, region: str) -> bool:
    return bool(EMAIL.search(text) or find_phones(text, region))

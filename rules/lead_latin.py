"""People in Latin letters in a lead line: by honorific, role, the words before a name, or a known name."""

import re

from rules.given_names import AMBIGUOUS_NAMES, FAMILY_NAMES, GIVEN_NAMES
from rules.lead_words import ENGLISH_ROLES, ENGLISH_WISH, FILLERS, GOODS, LATIN_COMPANY
from rules.patterns import late
from rules.place_names import LATIN_PLACES
from rules.spans import HAN, TAKEN, Person
from rules.wordlists import words

_CAP = r"[A-ZÀ-ÞŁŚŠŞČĆŽ][\w'’\-]*"
_INITIAL = r"[A-Z]\.?(?![\w'’])"
_FIRMS = frozenset(LATIN_COMPANY)
_HONORIFIC = late(
    rf"(?<![A-Za-z])(?P<hon>(?:[Mm]r|[Hh]err|[Ff]rau|[Hh]r|[Ff]r|[Mm]rs|[Mm]s|[Mm]iss|[Mm]x|[Dd]r|[Pp]rof|[Mm]adam|Sgt|Capt|Lt|Col|Rev|Engr|Eng(?=\.)|Shri|Smt|[Mm]me|MR|MRS|MS(?=\.)|DR|Ing(?=\.)|Lic(?=\.)|Sister|Father|Sra(?=\.)|Sr(?=\.\s(?!(?:[SE]?VP|Vice|M(?:anager|gr|arketing)|Dir|Eng|Buyer|Anal|Dev|Consult|Sales|Pro[djgc]|Acc|Tech|Soft|Op|Purch|IT|HR|Exec|Part|Assoc|Archi|Spec|Lead))))\.?)(?:\s+(?:Dr|Prof|Ing|med|rer|nat|h|c|Dipl-Ing|Dipl)\.)*\s+"
    rf"(?P<name>(?!(?:Mr|Ms|Mrs|Dr)(?![a-z]))(?:{_CAP}|[{HAN}]{{1,3}}|(?<=\.\s)[a-z][a-zß-ÿā-ſ'’\-]+|(?<=[a-z]\s)[a-z]{{2,}}(?=[,\s\x00]|$))(?:(?<=[a-z])[ ](?!(?:from|called|wants?|needs?|and|with|who|has|said|asked)\b)[a-z]{{3,}}(?=\s*(?:$|[,;|/(\n]|\x00)))?(?:(?:[ ](?:de|van|von|der|den|di|da|del|la|el|al|bin|ten|ter)(?=[ ]))*[ ](?!(?i:at|from|of)\b)[A-ZÀ-Þ][a-zß-ÿā-ſ'’\-]+(?![A-Za-z])(?:[ ][A-Z][a-zß-ÿ'’\-]+(?=\s*(?:[,;|\n\t(]|$|[-–—/] )))?)?)"
)
ROLE = late(
    rf"\s*(?:[,，(（/|;\n\t]|\s[-–—]\s|(?:[,;]\s*)?(?:he|she|who)(?:'s|\s+is)\b|\bthe\b|\btheir\b|\bis\b)?\s*(?:the\s|their\s|an?\s)?(?P<role>{ENGLISH_ROLES})(?![A-Za-z])\s*[)）]?",
    re.I | re.X,
)
_ROLE_ALONE = late(ENGLISH_ROLES, re.I | re.X)
_ROLE_FIRST = late(
    rf"(?<![A-Za-z])(?P<role>(?>{ENGLISH_ROLES}))[ ]?[:,]?[ ](?-i:(?P<name>{_CAP}(?:[ ]{_CAP})?))",
    re.I | re.X,
)
_NAME_ROLE = late(
    rf"(?<![A-Za-z])(?-i:(?P<name>{_CAP}(?:[ ](?:{_CAP}|{_INITIAL})){{0,2}}))\s*[(（]\s*(?P<role>{ENGLISH_ROLES})(?![A-Za-z])\s*(?:[)）]|(?=[,，] ?[A-Z][^()（）\n]{{1,40}}[)）]))",
    re.I | re.X,
)
# Words before a name. The second kind may as well stand before a firm: then the name has to look like one.
_CALLED = late(
    rf"(?<![A-Za-z])(?P<lead>this\s+is|i'm|i\s+am|my\s+name\s+is|name\s+is|attn\.?:?|ask\s+for|speak\s+(?:to|with)|talk\s+to|contact(?:\s+person)?(?:\s+is)?"
    rf"|(?:named|called|(?<=[a-z]\s)is)(?P<said>)|point\s+of\s+contact(?:\s+is)?|poc(?:\s+is)?|reach\s+out\s+to|(?P<weak>(?:spoke|spoken|talked|chatted|met|meeting|call|called|phoned|emailed|phone|demo|lunch|coffee)"
    rf"(?:\s+(?:today|yesterday))?(?:\s+(?:with|to|w/|from))?|heard\s+from|call(?:\s+today)?\s+(?:with|w/|from)|with|w/|from|by))\s+"
    rf"(?P<name>(?-i:{_CAP})(?:(?:[ ](?:de|van|von|der|den|di|da|del|la|el|al|bin|ten|ter)(?=[ ]))*[ ](?-i:{_CAP}|{_INITIAL})){{0,2}})(?![\w@])",
    re.I,
)
# by Jan, end of May, in June: a month, who else bears that name.
_IN_MONTH = late(
    r"(?<![a-z])(?:by|in|until|till?|before|after|since|from|early|late|mid|end of|start of|this|next|last|begin(?:ning)? of|q[1-4]|-)[ -]?$",
    re.I,
)
_MONTH_NAMES = frozenset(("jan", "april", "may", "june", "august", "jun", "apr", "aug", "mar"))
_PLACE_BEFORE = late(r"(?<![a-z])(?:at|to|from|joined|of|for|@) ?$", re.I)
_CALLED_LOW = late(r"(?<![A-Za-z])(?:i'm|im|i am|my name is|this is|name is)\s+(?P<name>[a-z]{3,})(?![\w@])")
_LAST_FIRST = late(r"(?<![\w@.])(?P<last>[A-ZÀ-Þ][\w'’\-]+), (?P<first>[A-ZÀ-Þ][\w'’\-]+)(?![\w@])")
_TOKEN = late(
    r"(?<![A-Za-z@.\-/&'’])([A-Za-zÀ-ÿ]+(?:-[A-Za-zÀ-ÿ]+)*)(?![A-Za-z/_\d]|@(?![A-Za-z][\w-]*(?![\w.@-]))|\.[a-z]|['’]s\b)"
)
_SURNAMES = late(
    rf"(?:[ ]+(?-i:[A-Z]\.))?(?P<last>(?:[ ]+(?:de|da|del|der|den|van|von|bin|al|el|la|le|di|du|dos|ter|ten|El|Al|De|Da|Del|Van|Von|Di|La|Le|Ben|Bin))*[ ]+{_CAP})(?:[ ]+(?P<more>{_CAP}))?"
)
_LOW_SURNAME = late(
    rf" (?P<last>[a-z][a-zß-ÿā-ſ'’\-]+)(?=\s*(?:$|[,;\n(|/]|\x00|\d|- )| (?:{ENGLISH_WISH}|from|at|with|and|cto|ceo|cfo)(?![a-z]))"
)
_LOW_INITIAL = late(r" [a-z]\.?(?=\s*(?:$|[,;|/(\x00]))")
# Carlos says his cousin Hector …: who tells of the lead is not its contact.
_TELLS = late(
    r" (?:says?|said|told (?:me|us)|mentioned|recommends?|suggested|passed|thinks|knows|has an?) (?:that )?(?:his|her|their|my|a|an|the|me|us|about|to call) ?",
    re.I,
)
_CLOSED, _PARTED = late(r"\s*(?:[-–—|/;\n]|$|\x00)"), late(r"\s*(?:[,;\n\t|/)(\x00]|\d|$|[-–—] )")
_INITIAL_BEFORE, _INITIAL_BEHIND = late(r"(?<![A-Za-z])[A-Z]\.\s?$"), late(rf"\s{_INITIAL}")
_GIVEN_BEFORE = late(r"(?<=[\x00,;|/\n(] )([A-Z][A-Za-z'’-]*[a-z]) $")
_LOW_WORD, _MIDDLE = late(" ([a-z]+)"), late(rf"\s{_INITIAL}\s*{_CAP}")
_NOBODY = frozenset(("tbd", "tba", "tbc", "unknown", "n/a", "none", "pending"))
_NO_SURNAMES = FILLERS | GOODS | _FIRMS
_WISH = late(rf"(?:{ENGLISH_WISH})(?![A-Za-z])", re.I)
# Small words that firms put in their names: No Frills, Just Salad, Not On The High Street.
_IN_NAMES = frozenset(words("a an the no not just new on in of and for my our your we us you me i so it yes"))
_CAPITALS = late(r"[A-Z0-9&][\w'’&.-]*(?: (?:[A-Z0-9&][\w'’&.-]*|of|and|the)){1,5}")
_SPEAKS_OF = frozenset(
    words(
        """client customer lead prospect inquiry enquiry contact account opportunity friend cousin neighbor neighbour
        boss colleague brother sister wife husband uncle aunt mate buddy visit"""
    )
)


def by_honorific(masked: str) -> Person | None:
    """Ms. Chen, Dr. Alan Grant, Prof. Li Wei, CTO or not."""
    match = _HONORIFIC.search(masked)
    if not match:
        return None
    role = ROLE.match(masked, match.end())
    end = role.end() if role else match.end()
    return Person(match[0].strip(), role["role"] if role else match["hon"], ((match.start(), end),))


def by_role(masked: str) -> Person | None:
    """Jane Smith (CTO). "Acme Chen (CTO)": the firm stands first when only the last word is a known name."""
    match = _NAME_ROLE.search(masked)
    if not match or _PLACE_BEFORE.search(masked[: match.start()]):  # Jess moved to Canva (head of brand)
        return None
    parts = match["name"].split()
    if len(parts) > 1 and parts[0].lower() in FILLERS:  # Contact Miriam Koch (Head of Logistics)
        start = match.start() + match["name"].index(parts[1])
        return Person(masked[start : match.end("name")], match["role"], ((start, match.end()),))
    alone = len(parts) > 1 and parts[0].lower() not in GIVEN_NAMES and parts[-1].lower() in GIVEN_NAMES
    start = match.end("name") - len(parts[-1]) if alone else match.start()
    return Person(masked[start : match.end("name")], match["role"], ((start, match.end()),))


def by_role_first(masked: str) -> Person | None:
    """CTO Jane Smith, purchasing manager: Lou."""
    match = _ROLE_FIRST.search(masked)
    if match and names_nothing_else(match["name"].split()) and match["name"].upper() != match["name"]:
        return Person(match["name"], match["role"], ((match.start(), match.end()),))
    return None


def by_words_before(masked: str) -> Person | None:
    """talk to Nina Sharp, attn: Grace, i'm sarah; a single word behind `met` or `from` may be a firm."""
    for match in _CALLED.finditer(masked):
        parts = match["name"].split()
        known = is_name(parts)
        if _is_month(masked, match.start("name"), match["name"]):
            continue
        if match["said"] is not None and not (known := parts[0].lower() in GIVEN_NAMES):
            continue
        if names_nothing_else(parts) and (known or not match["weak"]):
            return _with_role(masked, match.start("name"), _before_role(match))
    low = _CALLED_LOW.search(masked)
    if low and low["name"] in GIVEN_NAMES:
        return Person(low["name"], None, (low.span("name"),))
    return None


def _before_role(match: re.Match[str]) -> int:
    """Where the name ends: contact is Dana Ruiz| GM."""
    name, space, last = match["name"].rpartition(" ")
    return match.start("name") + len(name) if space and is_role(last) else match.end("name")


def by_likely_name(masked: str) -> Person | None:
    """met Kwame Mensah: two unknown words behind `met` or `spoke with` are likelier a person than a firm."""
    for match in _CALLED.finditer(masked):
        parts = match["name"].split()
        if (
            match["weak"]
            and len(parts) > 1
            and names_nothing_else(parts)
            and not match["weak"].lower().startswith(("from", "by"))
        ):
            return _with_role(masked, match.start("name"), match.end("name"))._replace(sure=False)
    return None


def by_last_first(masked: str) -> Person | None:
    """Smith, John: a family name, a comma and a given name, where neither could stand alone."""
    for match in _LAST_FIRST.finditer(masked):
        first, last = match["first"].lower(), match["last"].lower()
        if first in GIVEN_NAMES and last in FAMILY_NAMES and _opens(masked, match):
            return _with_role(masked, match.start(), match.end())
    return None


def _opens(masked: str, match: re.Match[str]) -> bool:
    left = masked[: match.start()].rstrip()
    return bool(_CLOSED.match(masked, match.end())) and (not left or left[-1] in "-–—|/;\n\x00:")


def by_given_name(masked: str) -> Person | None:
    """A known given name, with its family name or initial; a firm's word after it rules it out."""
    for match in _TOKEN.finditer(masked):
        word = match[1].lower()
        if word not in GIVEN_NAMES and word.split("-")[0] not in GIVEN_NAMES:
            continue
        end = _end_of_name(masked, match)
        if _is_month(masked, match.start(), word):
            continue
        if end is None or _TELLS.match(masked, end) or masked.startswith(" & ", end):
            continue
        initial = _INITIAL_BEFORE.search(masked[max(0, match.start() - 4) : match.start()])
        given = _GIVEN_BEFORE.search(masked[: match.start()]) if word in FAMILY_NAMES else None
        if given and names_nothing_else([given[1]]) and given[1].lower() not in FILLERS:
            initial = given  # Ivy Chen, where only Chen is known
        start = match.start() - len(initial[0]) if initial else match.start()
        return _with_role(masked, start, end)
    return None


def _end_of_name(masked: str, match: re.Match[str]) -> int | None:
    """Where the name that this given name begins ends; None when it is something else."""
    word, at = match[1], match.end()
    if word.islower():
        short = _LOW_INITIAL.match(masked, at)
        if short:
            return short.end()
        surname = _LOW_SURNAME.match(masked, at)
        if surname and surname["last"] not in _NO_SURNAMES and not _WISH.match(surname["last"]):
            return surname.end("last")
        ambiguous = word in AMBIGUOUS_NAMES
        firm = _LOW_WORD.match(masked, at)
        if firm and firm[1] in _FIRMS:
            return None
        return at if not ambiguous or _stands_alone(match, masked) else None
    initial = _INITIAL_BEHIND.match(masked, at)
    if initial and not _MIDDLE.match(masked, at):
        return initial.end()
    surname = _SURNAMES.match(masked, at)
    if surname:
        last, more = surname["last"].split()[-1], surname["more"]
        if {last.lower(), (more or "").lower()} & {*_FIRMS, "and"}:
            return None
        if _names([last]) and not (last.isupper() and not word.isupper()):
            last_at = surname.end("last")
            if last.endswith("'s"):
                return last_at - 2
            double = more and more.lower() in FAMILY_NAMES and _names([more])
            return surname.end("more") if double else last_at
    if word.lower() in AMBIGUOUS_NAMES and not _stands_alone(match, masked):
        return None
    return at


def _stands_alone(match: re.Match[str], masked: str) -> bool:
    """Between separators a word that is also a name (Mark, grant) is one."""
    left = masked[: match.start()].rstrip(" ")
    return bool(_PARTED.match(masked, match.end())) and (not left or left[-1] in ",;\n\t|/(-–—:\x00")


def _is_month(masked: str, at: int, name: str) -> bool:
    return name.lower() in _MONTH_NAMES and bool(_IN_MONTH.search(masked[max(0, at - 14) : at]))


def _with_role(masked: str, start: int, end: int) -> Person:
    role = ROLE.match(masked, end)
    return Person(
        masked[start:end], role["role"].strip() if role else None, ((start, role.end() if role else end),)
    )


def is_name(parts: list[str]) -> bool:
    """True when the words hold a known given or family name in its place."""
    low = [p.strip(".").lower() for p in parts]
    given = low[0] in GIVEN_NAMES or low[0].split("-")[0] in GIVEN_NAMES
    if len(low) == 1:
        return given and low[0] not in AMBIGUOUS_NAMES
    return given or low[-1] in FAMILY_NAMES and low[-1] not in AMBIGUOUS_NAMES


def names_nothing_else(parts: list[str]) -> bool:
    """False for words that name a product, a firm, a place or a role."""
    low = [p.strip(".,").lower() for p in parts]
    return (
        not any(p in GOODS or p in _FIRMS or p in _NOBODY for p in low)
        and " ".join(low) not in LATIN_PLACES
        and not is_role(" ".join(parts))
        and TAKEN not in "".join(parts)
    )


def is_titled_name(text: str) -> bool:
    """No Frills, A Better Way: begins with a small word, all in capitals, and names no person and nothing of ours."""
    low = [part.strip(".").lower() for part in text.split()]
    if not low or low[0] not in _IN_NAMES or not _CAPITALS.fullmatch(text) or _WISH.search(text):
        return False
    said = [part for part in low if part not in _IN_NAMES]
    if not said or is_name(said) or is_role(" ".join(said)) or " ".join(said) in LATIN_PLACES:
        return False
    return not any(part in FILLERS or part in _SPEAKS_OF for part in said)


def is_role(text: str) -> bool:
    """True for a job title and nothing else."""
    return bool(_ROLE_ALONE.fullmatch(text))


def _names(parts: list[str]) -> bool:
    return not any(p.lower() in GOODS or p.lower() in _FIRMS for p in parts)

"""The person in a lead line: by title (张总, Ms. Chen, Chen (CTO)), by label words, by a known given name."""

import re
from dataclasses import dataclass

from rules.lead_words import (
    COMMON_SURNAMES,
    COMPOUND_SURNAMES,
    ENGLISH_ROLES,
    FILLERS,
    GIVEN_NAMES,
    GOODS,
    HAN_TITLE_KINDS,
    HAN_TITLES,
    LATIN_COMPANY,
    NOT_NAMES,
    RARE_SURNAMES,
)
from rules.patterns import late
from rules.spans import HAN, Board, Piece
from rules.wordlists import any_of

SURNAMES = COMMON_SURNAMES | RARE_SURNAMES


@dataclass(frozen=True, slots=True)
class Person:
    """A contact as typed. `spans` are what to claim; `sure` is False for a name guessed from its place."""

    name: str
    title: str | None
    spans: tuple[tuple[int, int], ...]
    sure: bool = True


_CORES = any_of(HAN_TITLES)
_KINDS = any_of(HAN_TITLE_KINDS)
_TITLE = (
    rf"(?:(?:{_KINDS}){{0,2}}(?:{_CORES}))"
    r"(?<!总(?=[部结额价共体算量数店包站线]))(?<!工(?=[厂业程具作艺地会资序时期人位控装商]))(?<!董(?=事))"
    r"(?<!哥(?=伦))(?<!师傅(?=帮))"
)
_HAN_TITLE = late(_TITLE)
_HAN_ROLE_BESIDE = late(rf"\s*[（(/,，]?\s*(?P<role>{_TITLE}|(?i:{ENGLISH_ROLES})(?![a-z]))\s*[)）]?", re.X)
_HAN_LEAD_IN = late(
    rf"(?:联系人|对接人|接口人|对方|找|叫|联系)\s*(?P<name>[{HAN}]{{2,4}}?)(?=$|[^{HAN}]|\x00)"
)
_NICK = late(rf"(?<![{HAN}])[老小阿](?P<s>[{HAN}])(?![{HAN}])")
_HAN_NAME = late(rf"(?<![{HAN}])[{HAN}]{{2,4}}(?![{HAN}])")

_WORD = rf"[A-ZÀ-Þ][A-Za-zß-ÿā-ſ'’\-]*|[{HAN}]{{1,3}}"
_HONORIFIC = late(
    rf"(?<![A-Za-z])(?P<hon>(?:[Mm]r|[Hh]err|[Ff]rau|[Mm]rs|[Mm]s|[Mm]iss|[Mm]x|[Dd]r|[Pp]rof|[Mm]adam|MR|MRS|MS(?=\.)|DR)\.?)\s+"
    rf"(?P<name>(?:{_WORD}|(?<=\.\s)[a-z][a-zß-ÿā-ſ'’\-]+|(?<=[a-z]\s)[a-z]{{2,}}(?=[,\s\x00]|$))(?:\s+(?!(?i:at|from|of)\b)[A-ZÀ-Þ][a-zß-ÿā-ſ'’\-]+(?![A-Za-z]))?)"
)
_ROLE = late(
    rf"\s*(?:[,，(（/]|\s-\s|\bthe\b|\btheir\b|\bis\b)?\s*(?P<role>{ENGLISH_ROLES})(?![A-Za-z])\s*[)）]?",
    re.I | re.X,
)
_ROLE_ALONE = late(ENGLISH_ROLES, re.I | re.X)
_ROLE_FIRST = late(
    rf"(?<![A-Za-z])(?P<role>{ENGLISH_ROLES})\s*[:,]?\s+(?-i:(?P<name>[A-ZÀ-Þ][a-zß-ÿā-ſ'’\-]+(?:\s+[A-ZÀ-Þ][a-zß-ÿā-ſ'’\-]+)?))",
    re.I | re.X,
)
_NAME_ROLE = late(
    rf"(?<![A-Za-z])(?-i:(?P<name>[A-ZÀ-Þ][a-zß-ÿā-ſ'’\-]+(?:\s+[A-ZÀ-Þ][a-zß-ÿā-ſ'’\-]+){{0,2}}))\s*[(（]\s*(?P<role>{ENGLISH_ROLES})\s*[)）]",
    re.I | re.X,
)


def find_person(board: Board) -> Person | None:
    """The contact that the words themselves show, or None."""
    return (
        _by_han_title(board)
        or _by_honorific(board)
        or _by_role(board)
        or _by_given_name(board)
        or _by_role_first(board)
    )


def name_in(value: str) -> Person | None:
    """A labelled value (联系人：张伟 采购经理) as a person; the whole value is the name when nothing is recognised."""
    board = Board(value)
    found = find_person(board)
    if found:
        return found
    beside = re.search(rf"[（(,，/\s]\s*(?P<role>{ENGLISH_ROLES})\s*[)）]?$", value, re.I | re.X)
    return Person(value[: beside.start()].strip(), beside["role"], ((0, len(value)),)) if beside else None


def is_title(text: str) -> bool:
    """True when the text is a job title and nothing else."""
    return bool(_HAN_TITLE.fullmatch(text) or _ROLE_ALONE.fullmatch(text))


def guess_person(chunks: list[Piece], before: int) -> Person | None:
    """A capitalised chunk of one to three words ending right before `before` (a phone, an address): likely, not sure."""
    for chunk in chunks:
        if not 0 <= before - chunk.end <= 3:
            continue
        parts = chunk.text.split()
        if (
            1 <= len(parts) <= 3
            and all(re.fullmatch(r"[A-ZÀ-Þ][a-zß-ÿā-ſ'’\-]+\.?", p) for p in parts)
            and _no_goods(parts)
        ):
            return Person(chunk.text, None, ((chunk.start, chunk.end),), sure=False)
    return None


def bare_han_name(text: str) -> bool:
    """Two or three Han characters (four with a compound surname) that look like a full name."""
    if text.isascii() or not re.fullmatch(f"[{HAN}]{{2,4}}", text) or text in NOT_NAMES or text in GOODS:
        return False
    if text.startswith(COMPOUND_SURNAMES):
        return len(text) in (3, 4)
    return (
        len(text) <= 3
        and text[0] in SURNAMES
        and not any(text.startswith(w) for w in NOT_NAMES if len(w) > 1)
    )


def _by_han_title(board: Board) -> Person | None:
    masked = board.masked
    if masked.isascii():
        return None
    for match in _HAN_TITLE.finditer(masked):
        run = re.search(f"[{HAN}]*$", masked[max(0, match.start() - 24) : match.start()])
        name = _name_before(run[0] if run else "", match[0])
        if name and name + match[0] not in NOT_NAMES:
            start = match.start() - len(name)
            return Person(masked[start : match.end()], match[0], ((start, match.end()),))
    return _name_beside_title(masked)


def _name_before(run: str, title: str) -> str | None:
    """How much of the Han run before a title is the person's name. 恒达张|总, 李明华|经理, 欧阳|总."""
    if not run or run in NOT_NAMES:
        return None
    if run[-2:] in COMPOUND_SURNAMES:
        return run[-2:]
    if len(run) == 2 and run[0] in SURNAMES:
        return run
    if run[-1] in COMMON_SURNAMES:
        return run[-1]
    if len(run) > 3 and run[-4:-2] in COMPOUND_SURNAMES:
        return run[-4:]
    for size in (3, 2):
        # Chinese says 张总 and 王工; a given name between is usual only before longer titles.
        if len(run) >= size and run[-size] in COMMON_SURNAMES and (len(title) > 1 or len(run) == size):
            return run[-size:]
    return run[-1] if run[-1] in SURNAMES else None


def _name_beside_title(masked: str) -> Person | None:
    """张伟 采购经理, 张伟（IT经理）, 采购经理 张伟, 采购经理张伟, 联系人张伟, 老张."""
    for match in _HAN_TITLE.finditer(masked):
        after = re.match(rf"[\s:：]?(?P<name>[{HAN}]{{2,4}}?)(?=$|[^{HAN}])", masked[match.end() :])
        if after and len(match[0]) > 1 and bare_han_name(after["name"]):
            end = match.end() + after.end("name")
            return Person(after["name"], match[0], ((match.start(), end),))
    for match in _HAN_NAME.finditer(masked):
        role = _HAN_ROLE_BESIDE.match(masked, match.end())
        if role and bare_han_name(match[0]):
            return Person(match[0], role["role"], ((match.start(), role.end()),))
    for match in _HAN_LEAD_IN.finditer(masked):
        if bare_han_name(match["name"]):
            return Person(match["name"], None, ((match.start(), match.end()),))
    for match in _NICK.finditer(masked):
        if match["s"] in COMMON_SURNAMES:
            return Person(match[0], None, ((match.start(), match.end()),))
    return None


def _by_honorific(board: Board) -> Person | None:
    match = _HONORIFIC.search(board.masked)
    if not match:
        return None
    role = _ROLE.match(board.masked, match.end())
    end = role.end() if role else match.end()
    return Person(match[0].strip(), role["role"] if role else match["hon"], ((match.start(), end),))


def _by_role(board: Board) -> Person | None:
    match = _NAME_ROLE.search(board.masked)
    if match:
        parts = match["name"].split()
        # "Acme Chen (CTO)": the firm stands before the person when only the last word is a known name.
        alone = len(parts) > 1 and parts[0].lower() not in GIVEN_NAMES and parts[-1].lower() in GIVEN_NAMES
        start = match.end("name") - len(parts[-1]) if alone else match.start()
        return Person(board.masked[start : match.end("name")], match["role"], ((start, match.end()),))
    return None


def _by_role_first(board: Board) -> Person | None:
    match = _ROLE_FIRST.search(board.masked)
    if match and _no_goods(match["name"].split()):
        return Person(match["name"], match["role"], ((match.start(), match.end()),))
    return None


def _by_given_name(board: Board) -> Person | None:
    """A known given name, with its surname when that is capitalised too; a company's word after it rules it out."""
    masked = board.masked
    for match in re.finditer(
        r"(?<![A-Za-z@.\-/&])([A-Za-zÀ-ÿ]+(?:-[A-Za-zÀ-ÿ]+)?)(?![A-Za-z@/]|'s\b)", masked
    ):
        if match[1].lower() not in GIVEN_NAMES or not (match[1][0].isupper() or _stands_alone(match, masked)):
            continue
        surname = re.match(
            r"\s+(?:[A-Z]\.\s+)?([A-ZÀ-Þ][A-Za-zß-ÿā-ſ'’\-]+)(?![A-Za-z])", masked[match.end() :]
        )
        if not surname and match[1].islower():
            surname = re.match(
                r"\s+([a-z][a-zß-ÿā-ſ'’\-]+)(?=\s*(?:$|[,;\n(]|\x00|\d))", masked[match.end() :]
            )
            surname = None if surname and surname[1] in FILLERS else surname
        if surname and surname[1].lower() in {*LATIN_COMPANY, "and"}:
            continue
        if surname and (not _no_goods([surname[1]]) or surname[1].isupper()):
            surname = None
        end = match.end() + (surname.end() if surname else 0)
        initial = re.search(r"(?<![A-Za-z])[A-Z]\.\s?$", masked[max(0, match.start() - 4) : match.start()])
        start = match.start() - len(initial[0]) if initial else match.start()
        name = masked[start:end]
        role = _ROLE.match(masked, end)
        return Person(name, role["role"] if role else None, ((start, role.end() if role else end),))
    return None


def _stands_alone(match: re.Match[str], masked: str) -> bool:
    """In lower case, `will`, `mark`, `grant` may be verbs: short common ones count only between separators."""
    word = match[1].lower()
    if word in {
        "mark",
        "will",
        "sue",
        "may",
        "frank",
        "rob",
        "bill",
        "grace",
        "max",
        "long",
        "song",
        "an",
        "he",
        "fang",
        "wei",
    }:
        return bool(re.match(r"\s*(?:[,;\n]|\d|$)", masked[match.end() :]))
    return True


def _no_goods(parts: list[str]) -> bool:
    return not any(p.lower() in GOODS or p.lower() in LATIN_COMPANY for p in parts)

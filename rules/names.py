"""Names made comparable: account names for duplicates and search, phone digits, company domains, search tokens."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import TypeVar

from rules.patterns import late
from rules.wordlists import words

Key = TypeVar("Key")
# So much of a word is kept in the token table; a longer query word is cut to it.
LONGEST_WORD = 12
# No name is longer: more is a pasted text. Forms, lines and files take as much.
LONGEST_NAME = {"account": 120, "contact": 80}
CONTAINED = 0.7
_SHORTEST_TAIL, _LONGEST_TAIL = 4, 11
_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f"

_LATIN_SUFFIX = frozenset(
    words(
        """inc incorporated corp corporation co company companies ltd limited llc llp lp plc gmbh mbh ag kg kgaa ohg ug
        sa sas sarl srl spa bv nv ab as oy oyj aps pty pte sdn bhd kk gk sl slu lda ltda doo zrt kft sro as group
        holding holdings intl international"""
    )
)
_HAN_SUFFIX = late(
    "(?:(?:集团)?(?:股份)?有限(?:责任)?公司|股份公司|分公司|总公司|子公司|公司|集团|股份|株式会社|合伙企业|个体工商户|有限合伙)$"
)
# Mail that anybody can open an account with says nothing about the company.
_FREE_MAIL = frozenset(
    words(
        """gmail.com googlemail.com outlook.com hotmail.com live.com msn.com icloud.com me.com mac.com aol.com proton.me
        protonmail.com pm.me gmx.de gmx.net gmx.com gmx.at web.de mail.com mail.ru yandex.ru yandex.com zoho.com
        fastmail.com hey.com qq.com vip.qq.com foxmail.com 163.com vip.163.com 126.com yeah.net 139.com 189.cn 188.com
        wo.cn sina.com sina.cn vip.sina.com sohu.com tom.com 21cn.com aliyun.com naver.com daum.net hanmail.net
        t-online.de orange.fr free.fr comcast.net verizon.net att.net sbcglobal.net rediffmail.com"""
    )
)
_FREE_FAMILIES = frozenset({"yahoo", "hotmail", "live", "outlook"})
_AND = late(r"\s*&\s*|\s*\+\s*")
_DROPPED = late(r"['’.]")
_NO_NAME = late(r"[\W_]+")
_HAN_GAP = late(rf"(?<=[{_HAN}]) +| +(?=[{_HAN}])")
_LATIN_WORD = late(rf"[^\W_{_HAN}]+")
_HAN_RUN = late(f"[{_HAN}]+")
_WORD = late(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_DIGITS = late(r"(?<![\w.])\+?\(?\d[\d\s().-]{2,20}\d(?!\w)")
_ALL_DIGITS = late(r"\s*\+?[\d\s().-]{4,24}\s*")
_DIGIT = late(r"\d")
_NO_DIGIT = late("[^0-9]+")
_DOMAIN = late(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")


def shortened(name: str) -> str:
    """A name as it is shown: one from before names had a limit is cut."""
    most = LONGEST_NAME["account"]
    return name if len(name) <= most else f"{name[: most - 1]}…"


def fold(text: str) -> str:
    """Half width, lower case, accents dropped: the ground that all comparisons stand on."""
    if text.isascii():
        return text.casefold()
    wide = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize(
        "NFC", "".join(c for c in wide if unicodedata.category(c) not in {"Mn", "Cf", "Cs"})
    )


@lru_cache(maxsize=2048)  # one request asks several times
def norm_name(name: str) -> str:
    """An account's name without width, case, punctuation and legal form: two spellings of one firm become equal.

    `Acme Corp.` and `ACME` give `acme`; `恒达（苏州）机械有限公司` gives `恒达苏州机械`. Never empty unless the name is.
    """
    plain = _DROPPED.sub("", _AND.sub(" and ", fold(name)))
    parts = _NO_NAME.sub(" ", plain).split()
    if len(parts) > 1 and parts[0] == "the":
        parts = parts[1:]
    while len(parts) > 1 and (parts[-1] in _LATIN_SUFFIX or parts[-1] == "and"):
        parts.pop()
    joined = " ".join(parts)
    if joined.isascii():
        return joined
    joined = _HAN_GAP.sub("", joined)
    while (shorter := _HAN_SUFFIX.sub("", joined)) and shorter != joined:
        joined = shorter
    return joined


@lru_cache(maxsize=8192)  # the same few names, line after line
def squeezed(name: str) -> str:
    """A name without case, width, spaces and signs: `GTXPro` is `GTX Pro`, `E-mail：` is `email`."""
    return "".join(c for c in fold(name) if c.isalnum())


def parts_of_name(name: str) -> set[str]:
    """Every run of whole words of a name, squeezed, of two letters or more: `李明 Liam Lee` is 李明, Liam, Lee, Liam Lee."""
    words = [word for run in _WORD.findall(fold(name)) if (word := squeezed(run))]
    runs = {"".join(words[at:to]) for at in range(len(words)) for to in range(at + 1, len(words) + 1)}
    return {run for run in runs if len(run) > 1}


def begins_with_name(said: str, name: str) -> bool:
    """Is this the person of that name, perhaps with a title behind it: `Ravi Patel, CFO`, but not `张总监` for `张总`."""
    whole, start = fold(" ".join(said.split())), fold(" ".join(name.split()))
    if not start or not whole.startswith(start):
        return False
    after = whole[len(start) : len(start) + 1]
    return not after.isalnum() or (ord(after) > 0x2E80) != (ord(start[-1]) > 0x2E80)


def search_tokens(text: str) -> set[str]:
    """Tokens to store for a text, the same on every database; each is found by how it begins.

    * a word of letters and digits, up to LONGEST_WORD characters of it;
    * a run of Han characters: every pair of neighbours, and the last character;
    * a phone (7 digits or more, separators ignored): as `tail_token`.
    """
    plain = fold(text)
    tokens = {word[:LONGEST_WORD] for word in _LATIN_WORD.findall(plain)}
    for run in _han_runs(plain):
        tokens.update(run[i : i + 2] for i in range(len(run)))
    tokens.update(map(tail_token, _phones(text)))
    return tokens


def tail_token(digits: str) -> str:
    """`#` and up to 11 last digits of a number, the last first: a number's tail is how its token begins."""
    return "#" + digits[: -_LONGEST_TAIL - 1 : -1]


def query_tokens(text: str) -> set[str]:
    """Beginnings of tokens that a stored text must all have to match this query; the counterpart of `search_tokens`.

    Words by their (cut) whole, Han runs by their pairs, four digits or more as a phone's tail.
    """
    tokens: set[str] = set()
    plain, phones = fold(text), _phones(text)
    for word in _LATIN_WORD.findall(plain):
        if not word.isdecimal() or not any(word in digits for digits in phones):
            tokens.add(word[:LONGEST_WORD])
    for run in _han_runs(plain):
        tokens.update([run[i : i + 2] for i in range(len(run) - 1)] or [run])
    tokens.update(map(tail_token, phones))
    return tokens


def phone_digits(text: str) -> str:
    """Only the digits, half width; an international `00` in front counts as `+` and goes."""
    if text.isascii():
        digits = _NO_DIGIT.sub("", text)
    else:
        digits = "".join(str(unicodedata.decimal(c)) for c in text if c.isdecimal())
    return digits[2:] if digits.startswith("00") else digits


def domain_of(address: str) -> str | None:
    """The domain of an e-mail or web address, lower case, without `www.`; None for free mail and for no domain."""
    text = fold(address).strip()
    host = text.rsplit("@", 1)[-1] if "@" in text else re.sub(r"^[a-z]+://", "", text)
    found = _DOMAIN.match(re.split(r"[/:?#\s]", host.removeprefix("www."), maxsplit=1)[0].rstrip("."))
    if not found:
        return None
    domain = found[0]
    free = domain in _FREE_MAIL or domain.split(".")[0] in _FREE_FAMILIES
    return None if free else domain


def similar(one: str, other: str) -> float:
    """How alike two account names are, 0 to 1 (Dice over trigrams of the normalised names); equal is 1.

    A name that holds the other whole (`恒达机械` in `苏州恒达机械设备`) scores at least CONTAINED.
    """
    a, b = norm_name(one[:200]), norm_name(other[:200])
    if not a or not b:
        return 0.0
    if a == b:
        return 1.0
    grams_a, grams_b = trigrams(a), trigrams(b)
    alike = 2 * len(grams_a & grams_b) / (len(grams_a) + len(grams_b))
    return max(alike, CONTAINED) if _holds(a, b) or _holds(b, a) else alike


def nearest(norm: str, norms: Mapping[Key, str], least: float) -> list[Key]:
    """The keys of the names that are at least this alike (above CONTAINED), the nearest first; all normalised."""
    own, (size, mask) = trigrams(norm), _outline(norm)
    double = size - mask.bit_count()  # trigrams that share a bit with another of the same name
    scored = []
    for key, other in norms.items():
        n, its = _outline(other)
        # No more trigrams are shared than bits are: most neighbours need no closer look.
        if 2 * ((mask & its).bit_count() + double) < least * (size + n):
            continue
        score = 1.0 if norm == other else 2 * len(own & trigrams(other)) / (size + n)
        if score >= least:
            scored.append((score, key))
    return [key for _, key in sorted(scored, key=lambda pair: -pair[0])]


def _holds(longer: str, shorter: str) -> bool:
    """Whole words for Latin names; three characters or more for Han ones, since two are often a place."""
    if shorter.isascii():
        return len(shorter) > 3 and f" {shorter} " in f" {longer} "
    return len(shorter) > 2 and shorter in longer


@lru_cache(maxsize=16_384)
def trigrams(text: str) -> frozenset[str]:
    """All runs of three characters of a normalised name, its ends marked."""
    padded = f"  {text} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


@lru_cache(maxsize=16_384)  # a new name is held against the same neighbours again and again
def _outline(text: str) -> tuple[int, int]:
    """How many trigrams a name has, and a bit for each of them, which some of them share."""
    grams = trigrams(text)
    mask = 0
    for gram in grams:
        mask |= 1 << hash(gram) % 256
    return len(grams), mask


def _han_runs(folded: str) -> list[str]:
    return [] if folded.isascii() else _HAN_RUN.findall(folded)


def _phones(text: str) -> list[str]:
    """Digit groups that could be a phone, or its tail when the query is digits alone."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if not _DIGIT.search(plain):
        return []
    least = _SHORTEST_TAIL if _ALL_DIGITS.fullmatch(plain) else 7
    return [d for g in _DIGITS.findall(plain) if len(d := phone_digits(g)) >= least]

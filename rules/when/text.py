"""Text before any grammar sees it: one spelling per character, places kept; number words of both languages."""

import unicodedata

LIMIT = 200


# Traditional forms and look-alikes of the characters our grammar uses (one for one, so places hold).
_SAME = str.maketrans(
    {
        "後": "后", "週": "周", "點": "点", "兩": "两", "個": "个", "號": "号", "鐘": "钟", "禮": "礼",
        "內": "内", "過": "过", "這": "这", "間": "间", "時": "时", "晝": "昼", "員": "员", "兒": "儿",
        "從": "从", "現": "现", "開": "开", "終": "终", "結": "结", "國": "国", "慶": "庆", "聖": "圣",
        "誕": "诞", "勞": "劳", "動": "动", "節": "节", "歲": "岁", "遲": "迟", "幾": "几", "隔": "隔",
        "於": "于", "來": "来", "裡": "里", "裏": "里", "淩": "凌", "壹": "一", "貳": "二", "叁": "三",
        "０": "0", "〇": "零", "○": "零", "’": "'", "‘": "'", "“": '"', "”": '"', "、": "/", "。": ".",
        "—": "-", "–": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "～": "~", "〜": "~", "┅": "-",
        "【": "(", "】": ")", "「": '"', "」": '"', "[": "(", "]": ")", "⁄": "/", "·": ".", "•": " ", "→": " ", "俩": "两",
        "當": "当", "農": "农", "曆": "历", "陰": "阴", "臘": "腊", "緊": "紧", "幹": "干", "預": "预", "計": "计",
    }
)  # fmt: skip
_HAN = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_DROPPED = {"Cf", "Mn", "Me"}
_HALVES = {"½": "1/2", "¼": "1/4", "¾": "3/4"}
_PICTURES = {"So", "Sk", "Co", "Cn"}  # emoji and their kin say nothing about a date
_BEFORE_SPACE = set("年月日号点时分季度第周期拜")
_AFTER_SPACE = set("年月日号点时分秒天周个号季小半刻")


def normalise(text: str) -> tuple[str, list[int]]:
    """Lower-case narrow text of at most LIMIT characters, and for each of its places the place in `text`.

    The list has one place more than the text, so that an end can be looked up too.
    """
    out: list[str] = []
    places: list[int] = []
    for at, raw in enumerate(text[:LIMIT]):
        if unicodedata.category(raw) in _DROPPED:
            continue
        swapped = raw.translate(_SAME)
        if raw in _HALVES:
            narrow = (" " if out and out[-1].isdigit() else "") + _HALVES[raw]
        else:
            wide = unicodedata.normalize("NFKC", swapped) if ord(swapped) > 127 else swapped
            narrow = wide.translate(_SAME).lower()
        for ch in narrow:
            kind = unicodedata.category(ch)
            blank = ch.isspace() or kind == "Cc" or (kind in _PICTURES and ch not in "<>^`")
            if out and "a" <= out[-1] <= "z" and "一" <= ch <= "鿿":
                out.append(" ")  # tomorrow下午: a word ends where the other writing begins
                places.append(at)
            if _is_between(out, ch):
                out.pop()
                places.pop()
            out.append(" " if blank else str(unicodedata.decimal(ch)) if kind == "Nd" else ch)
            places.append(at)
    places.append(min(len(text), LIMIT))
    return "".join(out), places


def _is_between(out: list[str], ch: str) -> bool:
    """Whether the blank just written stands inside 12 月 15 日, where it says nothing."""
    if len(out) < 2 or out[-1] != " ":
        return False
    before = out[-2]
    return (ch in _AFTER_SPACE and (before.isdigit() or before in _HAN)) or (
        before in _BEFORE_SPACE and (ch.isdigit() or ch in _HAN)
    )


_COUNT = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
]  # fmt: skip
_RANK = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
]  # fmt: skip
_ONES = {w: n for n, w in enumerate(_COUNT)}
_TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
_ORDINALS = {w: n for n, w in enumerate(_RANK, start=1)} | {"thirtieth": 30}
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_UNIT_ORDINALS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"

EN_NUMBER = (
    rf"(?:\d{{1,3}}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:{_UNITS}))?|(?:a|one) hundred"
    rf"|(?:{'|'.join(sorted((w for w in _ONES if w not in {'zero', 'twenty'}), key=len, reverse=True))})"
    r"|a couple(?: of)?|a|an)(?![\w'])"
)
EN_ORDINAL = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)|(?:twenty|thirty)[ -](?:{_UNIT_ORDINALS})"
    rf"|{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})(?!\w)"
)


def en_number(word: str) -> int:
    """The value of what EN_NUMBER or EN_ORDINAL matched."""
    digits = "".join(c for c in word if c in "0123456789")
    if digits:
        return int(digits)
    if word in {"a", "an"}:
        return 1
    if word.endswith("hundred"):
        return 100
    if "couple" in word:
        return 2
    whole = _ONES | _ORDINALS | _TENS
    if word in whole:
        return whole[word]
    tens, _, ones = word.replace("-", " ").partition(" ")
    return _TENS[tens] + whole[ones]


ZH_NUMBER = r"(?:\d{1,3}|[零一二两三四五六七八九十廿卅百]{1,5})"
ZH_YEAR = r"(?:\d{4}|[零一二三四五六七八九]{4}|\d{2}|[零一二三四五六七八九]{2})"


def zh_number(word: str) -> int | None:
    """The value of what ZH_NUMBER or ZH_YEAR matched, or None for a row of numerals that is no number."""
    if all(c in "0123456789" for c in word):
        return int(word)
    if all(c in _HAN for c in word):
        return int("".join(str(_HAN[c]) for c in word)) if len(word) in (1, 4) or word[0] == "零" else None
    word = word.replace("廿", "二十").replace("卅", "三十")
    hundreds, _, rest = word.rpartition("百")
    total = 0
    if hundreds or word.startswith("百"):
        if hundreds not in _HAN:
            return None
        total = _HAN[hundreds] * 100
        rest = rest.lstrip("零")
    tens, ten, ones = rest.partition("十")
    if not ten:
        tens, ones = "", rest
    elif tens and tens not in _HAN:
        return None
    if ones and ones not in _HAN:
        return None
    return total + (10 * (_HAN[tens] if tens else 1) if ten else 0) + (_HAN[ones] if ones else 0)


def zh_year(word: str) -> int | None:
    """The year of 2026, 二零二六, 26 and 二六."""
    digits = "".join(str(_HAN.get(c, c)) for c in word)
    if not digits.isdigit():
        return None
    return int(digits) if len(digits) > 2 else int(digits) + (2000 if int(digits) < 70 else 1900)

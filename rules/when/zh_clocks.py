"""Chinese times of day: 下午两点半, 14点, 上午十点一刻, 中午, 下班前."""

from datetime import time

from rules.patterns import late
from rules.when.clock_words import now_piece
from rules.when.clocks import options
from rules.when.model import Facts, Match, Part, Piece, Rule
from rules.when.text import ZH_NUMBER, zh_number

_PARTS: dict[str, Part] = {
    "凌晨": "morning", "清晨": "morning", "清早": "morning", "大清早": "morning", "大早上": "morning", "一大早": "morning", "一早": "morning",
    "早上": "morning", "早晨": "morning", "上午": "morning", "午前": "morning", "上半天": "morning", "中午": "noon",
    "正午": "noon", "午间": "noon", "午后": "afternoon", "下午": "afternoon", "下半天": "afternoon",
    "傍晚": "evening", "晚上": "evening", "晚间": "evening", "夜里": "night", "夜间": "night", "深夜": "night",
    "半夜": "night", "大半夜": "night", "前半夜": "night", "后半夜": "night", "晌午": "noon", "黄昏": "evening", "入夜": "evening", "拂晓": "morning", "黎明": "morning", "夜晚": "evening",
}  # fmt: skip


def _minute(m: Match) -> int | None:
    word = m["m"] or ""
    if word in {"", "整", "正", "钟"}:
        return 0
    if word.startswith("半"):
        return 30
    if word.endswith("刻"):
        return {"一": 15, "1": 15, "三": 45, "3": 45}.get(word[0])
    return zh_number(word.removesuffix("分").removeprefix("过"))


_MEETS = late(
    "[开会见打去来到出发电联谈聊碰面前左]|[之以]前|给.{1,6}?[打回](?:一?个)?(?:电话|语音|视频)|回(?:一?个|[他她])?电话|拜访|上门|通(?:个|一下)?(?:电)?话|视频"
)


def _clock(m: Match, facts: Facts) -> Piece | None:
    """两点半, 14点30分, 三点一刻, 差一刻三点 is left to the asker."""
    hour, minute = zh_number(m["h"]), _minute(m)
    if hour is None or minute is None:
        return None
    found = options(hour, minute)
    second = zh_number(m["s"]) if m["s"] else 0
    if second and second < 60:
        found = tuple(t.replace(second=second) for t in found)
    before = m.string[m.start() - 1 : m.start()]
    if hour == 1 and before and before in "早快慢晚多少有差大小好久近远":
        return None  # 早一点, 有一点: a little
    plain = not m["m"] and m[0][-1] != "钟"
    meets = _MEETS.match(m.string, m.end()) and not (before and before in "有这那提讲说几")
    part: Part | None = "evening" if hour == 24 else None
    return Piece(m.end(), clocks=found, part=part, weak=2 if plain and not meets else 0) if found else None


def _short_of(m: Match, facts: Facts) -> Piece | None:
    """差五分三点, 差一刻五点."""
    hour = zh_number(m["h"])
    minutes = 15 if m["q"].endswith("刻") else zh_number(m["q"].removesuffix("钟").removesuffix("分"))
    if hour is None or not minutes or not 1 <= hour <= 12 or minutes > 59:
        return None
    return Piece(m.end(), clocks=options((hour - 2) % 12 + 1, 60 - minutes))


def _part(m: Match, facts: Facts) -> Piece:
    part = _PARTS[m[0]]
    if part == "noon":
        return Piece(m.end(), part=part, clocks=())
    return Piece(m.end(), part=part)


def _short_part(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), part="morning" if m[0][0] == "早" else "evening", weak=2)


def _before_lunch(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), clocks=(time(12),), by=True)


def _midnight(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), clocks=(time(0),), weak=2)


def _close(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), by=True)


def _night(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), part="night")


def _less(m: Match, facts: Facts) -> Piece | None:
    """三点差五分."""
    hour, minutes = zh_number(m["h"]), 15 if m["q"].endswith("刻") else zh_number(m["q"].removesuffix("分"))
    if not hour or not minutes or hour > 12 or minutes > 59:
        return None
    return Piece(m.end(), clocks=options((hour - 2) % 12 + 1, 60 - minutes))


def _about(m: Match, facts: Facts) -> Piece | None:
    """下午三四点: the earlier."""
    first, last = zh_number(m["h"]), zh_number(m["h2"])
    if not first or not last or last != first + 1:
        return None
    return Piece(m.end(), clocks=options(first, 0), weak=2)


def _same_time(m: Match, facts: Facts) -> Piece:
    return Piece(m.end(), clocks=(facts.after(0).time(),), weak=2)


def _range(m: Match, facts: Facts) -> Piece | None:
    """10-12点: the start."""
    first, last = zh_number(m["h"]), zh_number(m["h2"])
    if first is None or last is None or not first < last <= 24:
        return None
    return Piece(m.end(), clocks=options(first, 0), weak=2)


def _around_work(m: Match, facts: Facts) -> Piece:
    """一上班, 下班后, 午饭后."""
    part: Part = "evening" if "下班" in m[0] else "afternoon" if "饭" in m[0] or "餐" in m[0] else "morning"
    return Piece(m.end(), part=part, weak=2)


RULES: tuple[Rule, ...] = (
    (r"现在|此时此刻|此刻|此时|刚才|刚刚|这会儿?|眼下|当下", now_piece),
    (r"(?P<h>" + ZH_NUMBER + r") ?[-~到至] ?(?P<h2>" + ZH_NUMBER + r")点钟?半?", _range),
    (r"下班之?以?后|(?:午饭|午餐|午休)之?以?后|一上班|上班[后前时]|刚上班", _around_work),
    (r"(?<=[一二三四五六日天号])[早晚]上?(?![一二三四五六七八九十\d些点饭会宴间班期])", _short_part),
    (r"(?:午夜|子夜)(?=[\d零一二两三十])", _night),
    (r"(?P<h>" + ZH_NUMBER + r")点(?:差|少)(?P<q>一刻|" + ZH_NUMBER + r"分)", _less),
    (r"(?P<h>[一二三四五六七八九])(?P<h2>[二三四五六七八九十])点钟?", _about),
    (r"(?:的)?(?:这个?时候|这时候?|同一时间|同一时刻|同样时间|这会儿|此时)", _same_time),
    (r"(?P<h>" + ZH_NUMBER + r") ?(?:点|时(?!间|候))(?:钟|(?P<m>[整正]|半|[一1三3]刻|过?" + ZH_NUMBER + r"分|" + ZH_NUMBER + r"(?![\d个天月周%]|分钟|点))(?:钟(?!头)|过?(?P<s>" + ZH_NUMBER + r")秒)?|多)?", _clock),
    (r"差(?P<q>一刻钟?|" + ZH_NUMBER + r"分钟?) ?(?:到)?(?P<h>" + ZH_NUMBER + r")点", _short_of),
    ("(?:" + "|".join(sorted(_PARTS, key=len, reverse=True)) + r")(?![好饭餐茶])", _part),
    (r"[早晚](?=" + ZH_NUMBER + r" ?(?:点|:|时))(?!一点)", _short_part),
    (r"(?:午饭|午餐|午休)(?:之?前|以前)|中午前", _before_lunch),
    ("午夜|零点|子夜", _midnight),
    (r"(?:下班(?:时|之?前|以前)|收工前|当天结束前)", _close),
)  # fmt: skip

"""The slowest reading of a date among texts of 200 characters made to be slow (goal G12: at most 50 ms)."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from benchmarks.table import Figure
from rules.when import find, parse

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
BITS = (
    "next ", "the ", "3 days after ", "by ", "two ", "下", "一", "12/", "1 ", "mid ", "a week from ", "end of the ", "十二月",
    "周三或", "fri or ", "3:00 ", "-", " ", "9", "的", "三天后", "half past ", "the day before ", "in 2 weeks and 3 days and ",
    "2h30m", "第一个", "最后一天", "月底前三天", "初一", "上个月的", "first of the last of ", "1/2 ", "半", "零", "ago on ", "w5 ", "'s end",
    "call ravi tomorrow at 3pm about the budget and send him the proposal by friday ", "下周三下午两点前把报价发给王总，三天后再联系，",
)  # fmt: skip


def slowest() -> float:
    """Milliseconds of processor time, the best of three for each text, both ways of reading."""
    worst = 0.0
    for bit in BITS:
        text = (bit * 200)[:200]
        for read in (parse, find):
            times = []
            for _ in range(3):
                start = time.process_time()
                read(text, now=NOW, tz=ZONE, locale="en")
                times.append(time.process_time() - start)
            worst = max(worst, min(times) * 1000)
    return worst


def run() -> Sequence[Figure]:
    """One figure; the patterns are compiled before it is taken."""
    slowest()
    return [Figure("a date read from any 200 characters, slowest", slowest(), "ms", goal=50)]

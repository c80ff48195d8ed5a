"""The slowest reading of a lead, an amount or a note among lines of nonsense as long as Slack lets one type, and longer."""

import time
from collections.abc import Callable, Sequence

from benchmarks.table import Figure
from rules.lead_text import SourceWords, parse_lead
from rules.money import find_amounts, parse_amount
from rules.note import split_note

TIMES = 4000  # a bit is said so often in one line
LEADS = ("1 ", "张", "展会", "给李娜", "é", "a-", "call ", "公司：", "A of ", "80万", "\n", "*")
AMOUNTS = ("1,", "三", "a ", "约", "预算", "1", "$ ", "1 - ", "一万", "hundred and ", "1.1")
NOTES = ("x", "不用等他", "等客户", "they'll ", "it's with ")
SOURCES = [SourceWords("expo", "EXPO", ("expo", "展会"))]


def _lead(text: str) -> None:
    parse_lead(text, sources=SOURCES, base_currency="CNY", region="CN")


def _amount(text: str) -> None:
    find_amounts(text, "CNY")
    parse_amount(text, "CNY")


def _note(text: str) -> None:
    split_note(text, find_dates=lambda part: [])


def slowest(read: Callable[[str], None], bits: Sequence[str]) -> float:
    """Milliseconds of processor time."""
    worst = 0.0
    for bit in bits:
        start = time.process_time()
        read(bit * TIMES)
        worst = max(worst, (time.process_time() - start) * 1000)
    return worst


def run() -> Sequence[Figure]:
    """One figure each; the patterns are compiled before they are taken."""
    for read, line in ((_lead, "Acme 80k expo"), (_amount, "80k"), (_note, "agreed; next Friday")):
        read(line)
    return [
        Figure("a lead read from a line of nonsense, slowest", slowest(_lead, LEADS), "ms", goal=3000),
        Figure("amounts found in a line of nonsense, slowest", slowest(_amount, AMOUNTS), "ms", goal=1000),
        Figure("a note split in a line of nonsense, slowest", slowest(_note, NOTES), "ms", goal=2000),
    ]

"""Dates written out in German, French, Spanish, Italian or Portuguese: read, and always asked about."""

import unicodedata
from datetime import date

from rules.patterns import late
from rules.when.days import lean_year, make
from rules.when.model import Facts, Unclear, When

_MONTHS = (
    "januar|janvier|enero|gennaio|janeiro", "februar|fevrier|febrero|febbraio|fevereiro", "marz|maerz|mars|marzo|marco",
    "april|avril|abril|aprile", "mai|mayo|maggio|maio", "juni|juin|junio|giugno|junho", "juli|juillet|julio|luglio|julho",
    "august|aout|agosto", "september|septembre|septiembre|settembre|setembro", "oktober|octobre|octubre|ottobre|outubro",
    "november|novembre|noviembre|novembro", "dezember|decembre|diciembre|dicembre|dezembro",
)  # fmt: skip
_WORDS = {word: n for n, words in enumerate(_MONTHS, start=1) for word in words.split("|")}
_DATE = late(
    r"(?:[a-z]{4,10},? )?(?:(?:am|den|dem|le|el|il|em|o) )?(?P<day>\d{1,2})(?:\.|er|o)? ?(?:de )?"
    rf"(?P<month>{'|'.join(sorted(_WORDS, key=len, reverse=True))})(?:,? (?:de |del )?(?P<year>20\d\d))?"
    r"(?:,? (?:um|a|a las|alle|as) (?P<h>[01]?\d|2[0-3])(?:[:h.](?P<m>[0-5]\d)?)?(?: uhr)?)?\.?$"
)


def read_elsewhere(text: str, facts: Facts) -> Unclear:
    """A question with one candidate, or without any."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    m = _DATE.match(bare)
    if not m:
        return Unclear()
    month, day = _WORDS[m["month"]], int(m["day"])
    if m["year"]:
        made = make(int(m["year"]), month, day)
        days: tuple[date, ...] = (made,) if made else ()
    else:
        days, _ = lean_year(month, day, facts)
    if not days or abs((days[0] - facts.today).days) > 5 * 366:
        return Unclear()
    clock = facts.now.time().replace(int(m["h"]), int(m["m"] or 0), 0, 0) if m["h"] else None
    return Unclear((When(days[0], clock, "at" if clock else "on"),), "either")

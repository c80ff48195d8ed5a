"""Full dates in forms or languages that our own grammar does not know: dateparser's reading, always asked about.

Only a text that names a day and a month counts, short and whole; dateparser guesses too freely for anything else.
"""

import datetime as dt
import re

import dateparser

from rules.when.model import Facts, Unclear, When

LONGEST = 40  # its time grows with the length; a date is short
LANGUAGES = ["en", "zh", "de", "fr", "es"]
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_MONTH = re.compile(r"[^\W\d_]{3,}")


def read_elsewhere(text: str, facts: Facts) -> Unclear:
    """A question with one candidate, or without any. Plausible days alone: two years back to five ahead."""
    if len(text) > LONGEST or not (_DAY.search(text) and _MONTH.search(text)):
        return Unclear()
    found = dateparser.parse(
        text,
        languages=LANGUAGES,
        settings={
            "REQUIRE_PARTS": ["day", "month"],
            "STRICT_PARSING": False,
            "PARSERS": ["absolute-time"],
            "PREFER_DATES_FROM": "past" if facts.lean == "past" else "future",
            "RELATIVE_BASE": facts.now,
            "DATE_ORDER": "DMY" if facts.order == "dmy" else "MDY",
        },
    )
    if found is None or not -2 * 366 <= (found.date() - facts.today).days <= 5 * 366:
        return Unclear()
    clock = found.time().replace(tzinfo=None)
    return Unclear((When(found.date(), clock if clock != dt.time() else None),), "either")

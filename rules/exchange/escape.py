"""Formula injection: a cell that a spreadsheet would run is led by an apostrophe, and comes back without it.

Exactly one is put in front of what begins (behind apostrophes of its own) like a formula, and exactly one is taken from
what begins so with one, so that every text comes back as it was.
"""

from rules.patterns import late

_RUNS = late(r"'*[=+\-@\t\r\n＝＋－＠]")
_HELD = late(r"'+[=+\-@\t\r\n＝＋－＠]")


def neutral(said: str) -> str:
    """The text as it goes into a file."""
    return f"'{said}" if _RUNS.match(said) else said


def original(said: str) -> str:
    """The text as it was before it went into a file."""
    return said[1:] if said[:1] == "'" and _HELD.match(said) else said

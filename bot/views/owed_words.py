"""What a reminder and a row say of exit items that were promised by a day."""

from collections.abc import Sequence

from bot.views.reader import Reader
from bot.words import formats
from rules.answers.deals import OwedShown

Owed = Sequence[OwedShown]
SAID = {
    ("line", "past"): "nudge.owed_past",
    ("line", "today"): "nudge.owed_today",
    ("line", "ahead"): "nudge.owed_ahead",
    ("beside", "past"): "nudge.and_owed_past",
    ("beside", "today"): "nudge.and_owed_today",
    ("beside", "ahead"): "nudge.and_owed_ahead",
    ("row", "past"): "home.owed_past",
    ("row", "today"): "home.owed_today",
    ("row", "ahead"): "home.owed_ahead",
    ("card", "past"): "gate.owed_past",
    ("card", "today"): "gate.owed_today",
    ("card", "ahead"): "gate.owed",
    ("last", "today"): "gate.owed_last",
    ("last", "ahead"): "gate.owed_last",
    ("form", "today"): "gate.owed_form",
    ("form", "ahead"): "gate.owed_form",
}


def line_of(owed: Owed, name: str, reader: Reader) -> str:
    """A line of its own: what the earliest day asks for."""
    return _say("line", owed[: _of_first(owed)], reader, name=name) if owed else name


def beside(owed: Owed, reader: Reader, *, is_told: bool) -> str:
    """After what else is said of the deal; `is_told`: of the earliest day the line has spoken already."""
    rest = owed[_of_first(owed) if is_told else 0 :]
    return _say("beside", rest, reader) if rest else ""


def row(owed: Owed, reader: Reader) -> str:
    """Beside a deal's name on Home."""
    return _say("row", owed, reader) if owed else ""


def past(owed: Owed, reader: Reader) -> list[str]:
    """On a deal's card, day by day: what is past, in red."""
    return _by_day("card", [one for one in owed if one.until < reader.today], reader)


def ahead(owed: Owed, reader: Reader, *, is_last: bool) -> list[str]:
    """The rest of it; `is_last`: the next gate is the last one, which waits for it."""
    return _by_day("last" if is_last else "card", [one for one in owed if one.until >= reader.today], reader)


def form(owed: Owed, reader: Reader) -> list[str]:
    """In the form of a move that it does not hold up."""
    return _by_day("form", owed, reader)


def _by_day(where: str, owed: Owed, reader: Reader) -> list[str]:
    days = sorted({one.until for one in owed})
    return [_say(where, [one for one in owed if one.until == day], reader) for day in days]


def _of_first(owed: Owed) -> int:
    """How many are of the earliest day; they stand in the order of their days."""
    return sum(1 for one in owed if one.until == owed[0].until)


def items(owed: Owed, reader: Reader) -> str:
    return reader.t("list.comma").join(one.name for one in owed)


def _say(where: str, owed: Owed, reader: Reader, **said: str) -> str:
    until = owed[0].until
    is_past = until < reader.today or (reader.is_later and until == reader.today)
    when = "past" if is_past else "today" if until == reader.today else "ahead"
    day = formats.day(until, reader.locale, reader.today)
    return reader.t(SAID[where, when], items=items(owed, reader), day=day, **said)

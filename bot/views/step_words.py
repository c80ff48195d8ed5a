"""A next step and its days, as a reader says them, and as a button carries them."""

from collections.abc import Sequence

from bot.views.parts import bold
from bot.views.reader import Reader
from bot.words import formats
from rules.answers import StepShown
from rules.answers.notes import DateChoice

ASKS = {
    "unclear": "note.ask_unclear",
    "no_day": "note.ask_unclear",  # with the days beside it, that the month has no such day
    "missing": "note.ask_when",
    "past": "note.ask_past",
}

OFF = {
    "off_own": "note.off_own",
    "off_bridge": "note.off_bridge",
    "off_theirs_cn": "note.off_theirs_cn",
    "off_theirs_us": "note.off_theirs_us",
}
SATURDAY = 5


def due(step: StepShown, reader: Reader) -> str:
    """The due day and time as the reader says it; without a date, nothing."""
    if step.on is None:
        return ""
    if step.kind == "by":
        return formats.by(step.on, step.at, reader.locale, reader.today, step.part)
    return formats.day_and_clock(step.on, step.at, reader.locale, reader.today, step.part)


def following(step: StepShown, reader: Reader) -> str:
    """The next step, with its day where it has one."""
    said = step.text or reader.t("note.follow_up")
    if step.on is None:
        return reader.t("note.next", step=said)
    days = formats.in_days((step.on - reader.today).days, reader.locale)
    return reader.t("note.next_due", step=said, due=bold(due(step, reader)), days=days)


def day_question(why: str, choices: Sequence[DateChoice], reader: Reader) -> str:
    """What is asked about a day; of one that its month does not have, how many it has."""
    if why == "no_day" and choices:
        last = min(choice.on for choice in choices)
        asked = reader.t("note.ask_no_day", month=formats.month(last, reader.locale), count=last.day)
        off = [choice.on for choice in choices if choice.on.weekday() >= SATURDAY]
        told = [
            reader.t("note.ask_weekend", day=formats.day(day, reader.locale, reader.today)) for day in off
        ]
        return ("" if reader.locale == "zh" else " ").join([asked, *told])
    if why in OFF:
        return reader.t("note.ask_off_day", why=reader.t(OFF[why]))
    return reader.t(ASKS[why])


def day_value(choice: DateChoice) -> str:
    """A day to tap, as a button carries it."""
    clock = choice.at.isoformat(timespec="minutes") if choice.at else choice.part or ""
    return f"{choice.on}|{clock}|{choice.kind}"


def day_label(choice: DateChoice, reader: Reader) -> str:
    """A day to tap, as it is read."""
    return formats.day_and_clock(choice.on, choice.at, reader.locale, reader.today, choice.part)

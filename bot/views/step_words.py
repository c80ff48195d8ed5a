"""A next step and its days, as a reader says them, and as a button carries them."""

from collections.abc import Sequence

from bot.views.parts import bold
from bot.views.reader import Reader
from bot.words import formats
from rules.answers import StepShown
from rules.answers.notes import DateChoice
from rules.answers.nudges import NudgeLine
from rules.facts import Rung

ASKS = {
    "unclear": "note.ask_unclear",
    "no_day": "note.ask_unclear",  # with the days beside it, that the month has no such day
    "no_hour": "note.ask_no_hour",
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
STEP = {
    Rung.TODAY: "nudge.step_today",
    Rung.SOON: "nudge.step_soon",
    Rung.PAST: "nudge.step_past",
    Rung.MANAGER: "nudge.step_manager",
}
AHEAD = ("nudge.step_today", "nudge.step_soon")


def due(step: StepShown, reader: Reader) -> str:
    """The due day and time as the reader says it; without a date, nothing."""
    if step.on is None:
        return ""
    if step.kind == "by":
        return formats.by(step.on, step.at, reader.locale, reader.today, step.part)
    return formats.day_and_clock(step.on, step.at, reader.locale, reader.today, step.part)


def ahead(step: StepShown, reader: Reader) -> str:
    """When a step that is still to be done is due, in words for days close by: "due today", "tomorrow, 10:00 AM"."""
    if step.on is None or reader.is_later:
        return due(step, reader) or reader.t("when.unknown")
    said = formats.deadline if step.kind == "by" else formats.near
    return said(step.on, step.at, reader.locale, reader.today, step.part)


def promised(step: StepShown, reader: Reader) -> str:
    """When a step that should be done was promised for: "due yesterday"; an appointment is "set for yesterday, 3:00 PM"."""
    if step.on is None:
        return reader.t("when.unknown")
    said = formats.near_by if step.kind == "by" else formats.near
    when = said(step.on, step.at, reader.locale, reader.today, step.part)
    when = due(step, reader) if reader.is_later else when
    return reader.t("when.was_set" if step.kind == "at" else "when.was_due", when=when)


def said(line: NudgeLine, name: str, reader: Reader) -> str:
    """What a reminder of a step says, on the day, shortly before, when it is past."""
    step = line.step or StepShown()
    text = step.text or reader.t("nudge.step_any")
    key = STEP.get(Rung(line.rung), "nudge.step_past") if line.rung < Rung.AGAIN else "nudge.step_past"
    if key == "nudge.step_soon" and (reader.is_later or step.on != reader.today):  # said before a day off
        key = "nudge.step_today"
    if key == "nudge.step_soon" and step.kind == "at" and step.at is not None:
        return reader.t("nudge.step_at", name=name, text=text, when=formats.clock(step.at, reader.locale))
    when = ahead(step, reader) if key in AHEAD else promised(step, reader)
    return reader.t(key, name=name, text=text, when=when)


def beside(step: StepShown, reader: Reader) -> str:
    """A step of today, or a past one, beside what else is said of its deal."""
    if step.on is None or step.on > reader.today:
        return ""
    text = step.text or reader.t("nudge.step_any")
    if step.on < reader.today:
        return reader.t("nudge.and_step_past", text=text, when=promised(step, reader))
    if step.at is None or reader.is_later:
        said = formats.day_and_clock if reader.is_later else formats.near
        when = said(step.on, step.at, reader.locale, reader.today, step.part)
        return reader.t("nudge.and_step", text=text, when=when)
    clock = formats.clock(step.at, reader.locale)
    when = reader.t("when.by", when=clock) if step.kind == "by" else clock
    return reader.t("nudge.and_step_at", text=text, when=when)


def following(step: StepShown, reader: Reader) -> str:
    """The next step, with its day where it has one."""
    if step.on is None:
        return reader.t("note.next", step=step.text or reader.t("when.unknown"))
    days = formats.in_days((step.on - reader.today).days, reader.locale)
    key = "note.next_due" if step.text else "note.next_on"
    return reader.t(key, step=step.text, due=bold(due(step, reader)), days=days)


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
    if why == "unclear" and len(choices) == 1:
        one = choices[0]
        return reader.t(
            "note.ask_one", when=formats.near(one.on, one.at, reader.locale, reader.today, one.part)
        )
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

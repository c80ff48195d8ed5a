"""For how long a deal has been in its stage, in words: the number, and what has to be said for it to be true."""

from bot.views.reader import Reader
from bot.words import formats
from rules.answers.base import StageDays


def in_stage(told: StageDays, reader: Reader) -> tuple[str, str]:
    """ "7 working days", and an aside where they do not count from the stage's entry or the customer was waited for."""
    days = formats.working_days(told.days_in_stage, reader.locale)
    if not told.days_in_stage:
        days = reader.t("days.under_one")
    return days, aside(told, reader)


def aside(told: StageDays, reader: Reader) -> str:
    """ " (counted from Mon, Nov 30)", or nothing."""
    t = reader.t
    waited = formats.working_days(told.waited, reader.locale)
    if told.counted_from is None:
        return t("days.waited", waited=waited) if told.waited else ""
    since = formats.day(told.counted_from.astimezone(reader.tz).date(), reader.locale, reader.today)
    return t("days.both", day=since, waited=waited) if told.waited else t("days.since", day=since)

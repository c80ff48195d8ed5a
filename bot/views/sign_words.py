"""The expected day of signing, where it has passed."""

from bot.views.reader import Reader
from bot.words import formats
from rules.answers.nudges import NudgeLine


def beside(line: NudgeLine, reader: Reader) -> str:
    """That the day of signing is over, beside another reason to speak."""
    if line.sign_on is None or line.rule == "date":
        return ""
    return reader.t("nudge.and_date", day=day(line, reader))


def day(line: NudgeLine, reader: Reader) -> str:
    on = line.sign_on or line.why.counted_from.astimezone(reader.tz).date()
    return formats.day(on, reader.locale, reader.today)

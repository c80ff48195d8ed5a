"""Who reads a view: language, zone, and what "today" is for them."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.words import formats, text


@dataclass(frozen=True)
class Reader:
    """``locale`` is en or zh; ``now`` is business time, aware; ``told_at``: when they were told first what is said again.
    ``is_later``: it is said again on another day, on which "tomorrow" would be another one."""

    locale: str
    tz: ZoneInfo
    now: datetime
    slack_id: str = ""
    told_at: datetime | None = None
    is_later: bool = False

    @property
    def today(self) -> date:
        return self.now.astimezone(self.tz).date()

    @property
    def then(self) -> "Reader":
        """The reader as of the instant when they were told: words that stand are those of that day."""
        if self.told_at is None:
            return self
        then = replace(self, now=self.told_at, told_at=None)
        return replace(then, is_later=then.today != self.today)

    def of(self, told_at: datetime | None) -> "Reader":
        """The reader of what was told at an instant; None: it is told now."""
        return replace(self, told_at=told_at)

    def near_day(self, on: date) -> str:
        """A day close by in words, as long as they are true: "tomorrow"."""
        return (formats.day if self.is_later else formats.near_day)(on, self.locale, self.today)

    def soon(self, at: datetime) -> str:
        """The same of an instant: "tomorrow, 8:30 AM"."""
        return (formats.moment if self.is_later else formats.soon)(at, self.tz, self.locale, self.now)

    def t(self, key: str, /, **fields: object) -> str:
        """The catalogue's text in this reader's language; a day in a field is said as they say days."""
        said = {
            name: formats.day(value, self.locale, self.today) if type(value) is date else value
            for name, value in fields.items()
        }
        return text(self.locale, key, **said)

"""Who reads a view: language, zone, and what "today" is for them."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.words import text


@dataclass(frozen=True)
class Reader:
    """``locale`` is en or zh; ``now`` is business time, aware; ``told_at``: when they were told first what is said again."""

    locale: str
    tz: ZoneInfo
    now: datetime
    slack_id: str = ""
    told_at: datetime | None = None

    @property
    def today(self) -> date:
        return self.now.astimezone(self.tz).date()

    @property
    def then(self) -> "Reader":
        """The reader as of the instant when they were told: words that stand are those of that day."""
        return replace(self, now=self.told_at, told_at=None) if self.told_at else self

    def of(self, told_at: datetime | None) -> "Reader":
        """The reader of what was told at an instant; None: it is told now."""
        return replace(self, told_at=told_at)

    def t(self, key: str, /, **fields: object) -> str:
        """The catalogue's text in this reader's language."""
        return text(self.locale, key, **fields)

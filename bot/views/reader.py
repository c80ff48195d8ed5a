"""Who reads a view: language, zone, and what "today" is for them."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.words import text


@dataclass(frozen=True)
class Reader:
    """``locale`` is en or zh; ``now`` is business time, aware."""

    locale: str
    tz: ZoneInfo
    now: datetime
    slack_id: str = ""

    @property
    def today(self) -> date:
        return self.now.astimezone(self.tz).date()

    def t(self, key: str, /, **fields: object) -> str:
        """The catalogue's text in this reader's language."""
        return text(self.locale, key, **fields)

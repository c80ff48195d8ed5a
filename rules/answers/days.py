"""Answers about days on which nobody works: one's own, and the company's."""

from datetime import date
from typing import ClassVar, Literal

from rules.answers.base import Answer, DealHead, Part

DaysDone = Literal["added", "known", "cancelled", "restored", "none"]


class DaysPart(Part):
    """Some days, both ends included; of the company's in which country (``*``: everywhere), and whether they are worked.
    `before`: what stood on them until they were changed, for Undo."""

    first: date
    last: date
    name: str = ""
    calendar: str = ""
    is_working: bool = False
    before: tuple["DaysPart", ...] = ()


class DaysOff(Answer):
    """Days off that were just noted or taken back: how many working days they are, when one is back, how many next
    steps fall on them, on which deals the first of them, who can act meanwhile."""

    kind: ClassVar[str] = "days.off"
    done: DaysDone
    days: DaysPart
    working: int = 0
    back_on: date | None = None
    steps: int = 0
    on: tuple[DealHead, ...] = ()
    manager: str = ""


class DaysOffShown(Answer):
    """One's days off that are not over."""

    kind: ClassVar[str] = "days.off_shown"
    days: tuple[DaysPart, ...] = ()


class CompanyDays(Answer):
    """The company closes, works on a day off, or neither any more; ``people`` go by it. `standing`: what is set for
    others, where nothing was to be cancelled."""

    kind: ClassVar[str] = "days.company"
    done: DaysDone
    days: DaysPart
    people: int = 0
    standing: tuple[DaysPart, ...] = ()


class CompanyDaysShown(Answer):
    """The company's days ahead."""

    kind: ClassVar[str] = "days.company_shown"
    days: tuple[DaysPart, ...] = ()

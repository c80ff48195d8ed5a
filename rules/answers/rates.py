"""Answers about exchange rates."""

from datetime import date
from typing import ClassVar

from rules.answers.base import Answer, Part


class RateShown(Part):
    """One unit of ``currency`` in the base currency, as decimal text, from a day on."""

    currency: str
    rate: str
    since: date


class RateSet(Answer):
    """A rate stands in the table; ``signed`` deals that had none keep that of the day they were signed."""

    kind: ClassVar[str] = "rate.set"
    currency: str
    base: str
    rate: str
    since: date
    signed: int = 0


class RatesShown(Answer):
    """The rates of today; ``lacking``: currencies of open deals without one, and how many deals."""

    kind: ClassVar[str] = "rates.shown"
    base: str
    rates: tuple[RateShown, ...] = ()
    lacking: dict[str, int] = {}

"""Amounts of other currencies in the base currency: at the rate of a day, or at the one that was kept at signature."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from rules.currencies import minor_digits
from rules.facts import SIGNING
from rules.pipeline import Pipeline


@dataclass(frozen=True, slots=True)
class Rates:
    """One unit of each currency in the base currency, on one day."""

    base: str
    of: Mapping[str, Decimal] = field(default_factory=dict)

    def worth(self, minor: int, currency: str | None, kept: str | None = None) -> int | None:
        """Minor units of the base currency; ``kept`` is the rate at signature. None without a rate, never 0."""
        if currency is None or currency == self.base:
            return minor
        rate = kept_rate(kept, self.base) or self.of.get(currency)
        return None if rate is None else converted(minor, currency, rate, self.base)

    def in_currency(self, minor: int, currency: str, wanted: str) -> int | None:
        """Minor units of one currency as minor units of another, by way of the base; None without a rate."""
        base = self.worth(minor, currency)
        rate = Decimal(1) if wanted == self.base else self.of.get(wanted)
        return None if base is None or not rate else converted(base, self.base, 1 / rate, wanted)


def converted(minor: int, currency: str, rate: Decimal, base: str) -> int:
    """Minor units of one currency as minor units of another: yen have no cents, dinars have a thousand."""
    whole = Decimal(minor).scaleb(-minor_digits(currency)) * rate
    return int(whole.scaleb(minor_digits(base)).to_integral_value(ROUND_HALF_UP))


def keep(rate: Decimal, base: str) -> str:
    """A rate as it is kept with a deal, with the currency that it leads to: the base may be another one some day."""
    return f"{rate} {base}"


def kept_rate(kept: str | None, base: str) -> Decimal | None:
    """The rate that was kept, if it leads to this base."""
    rate, _, to = (kept or "").partition(" ")
    return Decimal(rate) if rate and to == base else None


def is_signed(pipeline: Pipeline, stage: str, state: str) -> bool:
    """Is a deal in this stage signed: won, or past the stage in which one signs?"""
    keys = [one.key for one in pipeline.stages]
    past = keys[keys.index(SIGNING) + 1 :] if SIGNING in keys else []
    return state == "won" or (state == "open" and stage in past)

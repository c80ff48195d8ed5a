"""How likely a deal is to be won: what its stage says, unless somebody chose another figure for it; and what the deals of a
pipeline come to, each counted by it."""

from collections.abc import Iterable
from dataclasses import dataclass

from rules.pipeline import Pipeline


@dataclass(frozen=True, slots=True)
class Lot:
    """Running deals that stand in one stage with one figure chosen, or none: how many, and what they are worth together in
    one currency. Without a currency no amount is known; ``is_estimated``: it is their products' list price."""

    stage: str
    chosen: int | None
    count: int
    currency: str | None = None
    minor: int = 0
    is_estimated: bool = False


@dataclass(frozen=True, slots=True)
class Weighted:
    """What they come to in one currency; ``estimated`` of it are list prices."""

    currency: str
    minor: int
    estimated: int = 0


@dataclass(frozen=True, slots=True)
class Weighing:
    """The sums, the base currency first; how many deals are in none: their amount is not known, or how likely they are."""

    sums: tuple[Weighted, ...] = ()
    no_amount: int = 0
    no_probability: int = 0


def probability(pipeline: Pipeline, stage: str, chosen: int | None) -> int | None:
    """In percent; None where nobody chose one and the process says nothing of the stage."""
    return pipeline.stage(stage).prior if chosen is None else chosen


def weigh(pipeline: Pipeline, lots: Iterable[Lot]) -> Weighing:
    """Each currency by itself, rounded once, to the minor unit."""
    totals: dict[str, list[int]] = {}
    no_amount = no_probability = 0
    for lot in lots:
        likely = probability(pipeline, lot.stage, lot.chosen)
        if lot.currency is None:
            no_amount += lot.count
        elif likely is None:
            no_probability += lot.count
        else:
            total = totals.setdefault(lot.currency, [0, 0])
            total[0] += lot.minor * likely
            total[1] += lot.minor * likely if lot.is_estimated else 0
    order = sorted(totals, key=lambda currency: (currency != pipeline.base_currency, currency))
    sums = tuple(Weighted(one, *(_percent(total) for total in totals[one])) for one in order)
    return Weighing(sums, no_amount, no_probability)


def _percent(hundredfold: int) -> int:
    return (hundredfold + 50) // 100

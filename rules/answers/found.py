"""Deals that were looked for, a page at a time; a pipeline by its stages; imported deals to be sorted."""

from typing import ClassVar

from rules.answers.base import Answer, DealHead, Part
from rules.answers.deals import DealRow
from rules.answers.leads import MoneyShown
from rules.answers.nudges import Done


class DealsFound(Answer):
    """A page of what was found. ``asked`` is the text as typed, ``filters`` what of it was understood as such (kind and
    the reader's word for it), ``least`` and ``most`` the sums that were said; ``owners`` are names by deal where they are not all the reader's own;
    ``gone`` is whose deals these are, all of them, where that person left; ``given``: what came of each that was given to
    somebody from here, and ``stood`` its light before, on the pages that were read."""

    kind: ClassVar[str] = "deals.found"
    asked: str = ""
    is_list: bool = False  # of running deals, unless a state was said
    words: str = ""
    filters: tuple[str, ...] = ()
    least: MoneyShown | None = None
    most: MoneyShown | None = None
    unknown_owner: str = ""
    rows: tuple[DealRow, ...] = ()
    owners: dict[int, str] = {}
    versions: dict[
        int, int
    ] = {}  # as they were read, of those whose owner is gone and that the reader may give to somebody
    gone: str = ""
    given: dict[int, Done] = {}
    stood: dict[int, str] = {}
    first: int = 0
    count: int = 0
    uncounted: int = 0  # deals whose lights were not looked at

    @property
    def left(self) -> tuple[int, ...]:
        """Those whose owner is gone."""
        return tuple(self.versions)

    @property
    def stood_then(self) -> dict[int, str]:
        """The light of each that was given to somebody, as it was when it was read here: it keeps its place by it."""
        lights = {x.head.deal_id: x.light for x in self.rows} | self.stood
        return {deal_id: light for deal_id, light in lights.items() if deal_id in self.given}


class StageSum(Part):
    """The running deals of one stage: how many, how many red, what they are worth in each currency, how many of them
    without an amount."""

    key: str
    name: str
    count: int
    red: int | None = None  # None: too many to be weighed
    worth: tuple[MoneyShown, ...] = ()
    unknown: int = 0


class WeightedSum(Part):
    """What deals are worth in one currency, each counted by how likely it is to be won; ``estimated`` of it are list
    prices, where no amount is known."""

    money: MoneyShown
    estimated: MoneyShown | None = None


class PipelineShown(Answer):
    """Running deals by stage: one's own, or the team's. ``no_amount`` and ``no_probability``: how many are in no weighted
    sum. ``roles``: of a reader who has none and never will."""

    kind: ClassVar[str] = "deals.pipeline"
    is_team: bool = False
    stages: tuple[StageSum, ...] = ()
    weighted: tuple[WeightedSum, ...] = ()
    no_amount: int = 0
    no_probability: int = 0
    drafts: int = 0
    asleep: int = 0
    roles: tuple[str, ...] = ()


class SortRow(Part):
    """An imported deal to be sorted: what is known of it, and what was done with it just now (live, park), if
    anything."""

    head: DealHead
    stage_name: str = ""
    money: MoneyShown | None = None
    done: str = ""


class Sorting(Answer):
    """Today's imported deals to sort: ``rows`` are the next ones, ``left`` how many there are altogether, ``today``
    how many were sorted today of ``a_day``."""

    kind: ClassVar[str] = "deals.sorting"
    rows: tuple[SortRow, ...] = ()
    left: int = 0
    today: int = 0
    a_day: int = 10


class SourceCount(Part):
    """What one source brought: leads, those that were none, and why, each with its number."""

    name: str
    leads: int = 0
    invalid: int = 0
    reasons: dict[str, int] = {}


class SourcesShown(Answer):
    """Every source that brought something, the most invalid ones first."""

    kind: ClassVar[str] = "deals.sources"
    sources: tuple[SourceCount, ...] = ()

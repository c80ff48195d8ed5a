"""The team's process as data: its stages, sources, reasons and bands, and what is asked of it by key.

`parse_pipeline` reads plain data (from YAML) and names every fault at once, with its path and line.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, ValidationError

from rules.access import Role
from rules.assignment import Assignment
from rules.calendar import Country
from rules.customer_lists import MOST, Listed, ListName
from rules.models import Key, Model, Name, Percent
from rules.own_words import Words
from rules.pipeline_faults import ConfigFault, cross_faults, faults_of
from rules.rhythm import Budget, Digests, Ladders
from rules.stages import GateItem, Stage


class Named(Model):
    """Something with a permanent key; a retired one says where its records moved."""

    key: Key
    name: Name
    moved_to: Key | None = None
    wants_words: bool = False


class Source(Named):
    """Where leads come from; its code is part of every deal's number and is never translated."""

    code: str = Field(min_length=1, max_length=12)
    words: tuple[str, ...] = ()


class Blocker(Named):
    """What is in the way; ``ours`` is the group that gets the task."""

    side: Literal["us", "them", "none"] = "them"
    ours: Role | None = None


class Band(Named):
    """A budget band, from this amount (major units of the base currency)."""

    lower: int = Field(alias="from", ge=0)


class Calendars(Model):
    """Whose working time counts where no person's own does: the quiet start, an import's people and dates."""

    default: Country = "us"


class Pipeline(Model):
    """The whole process of a team."""

    base_currency: str = Field(pattern=r"^[A-Z]{3}$")
    calendars: Calendars = Calendars()
    stages: tuple[Stage, ...] = Field(min_length=2)
    # That a deal may be given in place of its stage's. Slack shows 100 options: two are for that, and one offered no more.
    probabilities: tuple[Percent, ...] = Field(default=(30, 50, 80), max_length=98)
    sources: tuple[Source, ...] = Field(min_length=1)
    loss_reasons: tuple[Named, ...] = Field(min_length=1)
    invalid_reasons: tuple[Named, ...] = Field(min_length=1)
    blockers: tuple[Blocker, ...] = ()
    budget_bands: tuple[Band, ...] = ()
    industries: tuple[Listed, ...] = Field(default=(), max_length=MOST)
    regions: tuple[Listed, ...] = Field(default=(), max_length=MOST)
    tiers: tuple[Listed, ...] = Field(default=(), max_length=MOST)
    ladders: Ladders = Ladders()
    digests: Digests = Digests()
    budget: Budget = Budget()
    words: Words = Words()
    assignment: Assignment = Assignment()

    def knows(self, stage: str) -> bool:
        """Is a stage of this key configured, be it retired?"""
        return any(one.key == stage for one in self.stages)

    def stage(self, key: str) -> Stage:
        """The stage of this key; one that is configured no more is called by its key, and asks and opens nothing."""
        found = next((stage for stage in self.stages if stage.key == key), None)
        return found or Stage(key=key, name=Name(en=key, zh=key))

    def stage_name(self, key: str, locale: str) -> str:
        """What a stage is called in this language."""
        return self.stage(key).name.of(locale)

    def index(self, key: str) -> int:
        """Where a stage stands in the order; one that is configured no more stands before every gate."""
        return next((at for at, stage in enumerate(self.stages) if stage.key == key), 0)

    @cached_property
    def live(self) -> tuple[Stage, ...]:
        """The stages that a deal may enter: those that are not retired."""
        return tuple(stage for stage in self.stages if stage.moved_to is None)

    @property
    def first(self) -> Stage:
        """Where a new deal begins."""
        return next(iter(self.live), self.stages[0])

    @property
    def firsts(self) -> frozenset[str]:
        """Where deals begin, and where they began before that stage was retired."""
        return frozenset(stage.key for stage in self.stages[: self.index(self.first.key) + 1])

    def after(self, key: str) -> Stage | None:
        """The next stage that a deal in this one may enter; None at the end."""
        at = self.index(key)
        return next((stage for stage in self.stages[at + 1 :] if stage.moved_to is None), None)

    @property
    def items(self) -> dict[str, GateItem]:
        """Every exit item by its key, also what may stand in for one."""
        found = {item.key: item for stage in self.stages for item in stage.exit}
        others = [item.alternative for item in found.values() if item.alternative is not None]
        return found | {other.key: other for other in others}

    def source(self, key: str) -> Source:
        """The source of this key, be it retired. Raises KeyError."""
        return {source.key: source for source in self.sources}[key]

    def blocker(self, key: str | None) -> Blocker | None:
        """What was said to be in the way, be it retired, or that nothing is; None where nobody said, or it is configured no more."""
        return next((one for one in self.blockers if one.key == key), None)

    def in_the_way(self, key: str | None) -> Blocker | None:
        """The same; None also of a deal whose owner says that it is moving."""
        found = self.blocker(key)
        return None if found is None or found.side == "none" else found

    def is_moving(self, key: str | None) -> bool:
        """Says a deal's owner that nothing is in its way?"""
        return self.blocker(key) is not None and self.in_the_way(key) is None

    def tag_name(self, key: str, locale: str) -> str:
        """What a tag is called; one that is configured no more is called by its key."""
        found = self.words.tags.get(key)
        return found.name.of(locale) if found else key

    def source_name(self, key: str | None, locale: str) -> str:
        """What a source is called; empty for none, and for one that is configured no more."""
        return next((source.name.of(locale) for source in self.sources if source.key == key), "")

    def source_or_none(self, key: str) -> Source | None:
        """The source of this key while leads may come from it."""
        return next((s for s in self.sources if s.key == key and s.moved_to is None), None)

    def band_of(self, amount: int) -> str | None:
        """The budget band of an amount in whole units of the base currency; None below every band."""
        held = [band for band in self.budget_bands if band.moved_to is None and band.lower <= amount]
        return max(held, key=lambda band: band.lower).key if held else None

    @property
    def lists(self) -> Mapping[ListName, tuple[Listed, ...]]:
        """What a customer is, from the team's own lists."""
        return {"industry": self.industries, "region": self.regions, "tier": self.tiers}

    @property
    def source_codes(self) -> tuple[str, ...]:
        """Every code that a deal's number may begin with."""
        return tuple(s.code for s in self.sources)


def parse_pipeline(data: Any, lines: Mapping[str, int] | None) -> Pipeline | list[ConfigFault]:
    """The pipeline, or every fault it has, in the order of their lines; `lines` maps paths to line numbers."""
    where = lines or {}
    if not isinstance(data, Mapping):
        return [ConfigFault("", 1, "config.not_a_map", {})]
    found = cross_faults(data, where)
    try:
        pipeline = Pipeline.model_validate(data)
    except ValidationError as error:
        found += faults_of(error.errors(), where)
    else:
        if not found:
            return pipeline
    return sorted(found, key=lambda fault: (fault.line, fault.path))

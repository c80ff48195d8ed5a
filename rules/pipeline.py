"""The team's process as data: stages, gates, sources, reasons, ladders. Source of the defaults: product.md.

`parse_pipeline` reads plain data (from YAML) and names every fault at once, with its path and line.
"""

from collections.abc import Mapping
from datetime import datetime, time
from functools import cached_property
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from rules.access import Role
from rules.assignment import Assignment
from rules.calendar import Country
from rules.durations import Duration
from rules.facts import LadderRules
from rules.models import ClockTime, Key, Limit, Model, Name
from rules.own_words import Words
from rules.pipeline_faults import ConfigFault, cross_faults, faults_of
from rules.waits import WaitRules

__all__ = ["ConfigFault", "Pipeline", "ladder_rules", "parse_pipeline", "wait_rules"]

GateKind = Literal["text", "choice", "note", "contact", "file", "date", "number", "band", "approval"]
T = TypeVar("T", "Stage", "Source")
ITEMS = 4  # exit items of a stage


class Named(Model):
    """Something with a permanent key; a retired one says where its records moved."""

    key: Key
    name: Name
    moved_to: Key | None = None
    wants_words: bool = False


class GateItem(Model):
    """One exit item. ``hard`` blocks; the rest may be owed by Friday once a stage, but for an approval.

    ``of`` lists note kinds or contact roles; ``over`` asks for it only above this amount (major units of
    the base currency); ``in_stage`` asks for a note of a contact since the stage was entered; ``or`` names what may
    stand in for it. One with ``moved_to`` is asked no more.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True
    )
    key: Key
    name: Name
    kind: GateKind = "text"
    hard: bool = False
    of: tuple[str, ...] = ()
    options: Mapping[str, Name] = {}
    over: int | None = Field(default=None, ge=0)
    in_stage: bool = False
    moved_to: Key | None = None
    alternative: "GateItem | None" = Field(default=None, alias="or")

    @property
    def may_promise(self) -> bool:
        """May the rep owe it? What only somebody else gives is not theirs to promise."""
        return not self.hard and self.kind != "approval"


class Opens(Model):
    """A task that entering the stage opens for a group."""

    kind: Key
    name: Name
    to: Role
    due: Limit
    moved_to: Key | None = None


def _few(items: tuple[GateItem, ...]) -> tuple[GateItem, ...]:
    """At most four are asked; retired ones do not count."""
    if sum(item.moved_to is None for item in items) > ITEMS:
        raise PydanticCustomError("too_long", "too many exit items")
    return items


class Stage(Model):
    """A stage with its limits and exit items. Without ``slow_after`` the slow signal is off, without ``slipping_after`` nothing
    is said to be slipping away."""

    key: Key
    name: Name
    slow_after: Limit | None = None
    slipping_after: Limit | None = None
    exit: Annotated[tuple[GateItem, ...], AfterValidator(_few)] = ()
    opens: tuple[Opens, ...] = ()
    final: bool = False
    moved_to: Key | None = None


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


class Ladders(Model):
    """Thresholds of the ladders that are the same for every stage."""

    quiet_after: Limit = Duration(5, "wd")
    step_ahead: Limit = Duration(5, "wd")
    heads_up: Limit = Duration(4, "wh")
    by_before: Limit = Duration(60, "min")
    at_before: Limit = Duration(30, "min")
    evening_before: Limit = Duration(60, "min")
    step_manager_after: Limit = Duration(2, "wd")
    date_manager_after: Limit = Duration(1, "wd")
    decide_after: Limit = Duration(5, "wd")
    first_contact: Limit = Duration(1, "wd")
    wait_most: Limit = Duration(20, "wd")
    waits_a_stage: int = Field(default=2, ge=0, le=20)
    manager_at_once: bool = False


class Digests(Model):
    """When the lists go out, local time of who reads them."""

    rep: ClockTime = time(8, 30)
    manager: ClockTime = time(8, 40)
    channel: ClockTime = time(8, 50)


class Budget(Model):
    """How often Baton may speak unasked."""

    rep_dms_a_day: int = Field(default=4, ge=1)
    manager_list: int = Field(default=5, ge=1)
    manager_dms_a_day: int = Field(default=3, ge=1)
    channel_top: int = Field(default=5, ge=1)
    digest_days: int = Field(default=5, ge=1)


class Pipeline(Model):
    """The whole process of a team."""

    base_currency: str = Field(pattern=r"^[A-Z]{3}$")
    calendars: Calendars = Calendars()
    stages: tuple[Stage, ...] = Field(min_length=2)
    sources: tuple[Source, ...] = Field(min_length=1)
    loss_reasons: tuple[Named, ...] = Field(min_length=1)
    invalid_reasons: tuple[Named, ...] = Field(min_length=1)
    blockers: tuple[Blocker, ...] = ()
    budget_bands: tuple[Band, ...] = ()
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
        """The source of this key. Raises KeyError."""
        return _by_key(self.sources, key)

    def tag_name(self, key: str, locale: str) -> str:
        """What a tag is called; one that is configured no more is called by its key."""
        found = self.words.tags.get(key)
        return found.name.of(locale) if found else key

    def source_name(self, key: str | None, locale: str) -> str:
        """What a source is called; empty for none, and for one that is configured no more."""
        return next((source.name.of(locale) for source in self.sources if source.key == key), "")

    def source_or_none(self, key: str) -> Source | None:
        return next((s for s in self.sources if s.key == key and s.moved_to is None), None)

    def band_of(self, amount: int) -> str | None:
        """The budget band of an amount in whole units of the base currency; None below every band."""
        held = [band for band in self.budget_bands if band.moved_to is None and band.lower <= amount]
        return max(held, key=lambda band: band.lower).key if held else None

    @property
    def source_codes(self) -> tuple[str, ...]:
        """Every code that a deal's number may begin with."""
        return tuple(s.code for s in self.sources)


def _by_key(each: "tuple[T, ...]", key: str) -> "T":
    for one in each:
        if one.key == key:
            return one
    raise KeyError(key)


def ladder_rules(pipeline: Pipeline, live_from: datetime | None = None) -> LadderRules:
    """The thresholds as the ladders want them; `live_from` ends the workspace's quiet start."""
    ladders, digests = pipeline.ladders, pipeline.digests
    watched = [s for s in pipeline.stages if not s.final and s.slow_after is not None]
    return LadderRules(
        slow_after={s.key: s.slow_after for s in watched if s.slow_after is not None},
        slipping_after={s.key: s.slipping_after for s in pipeline.stages if s.slipping_after is not None},
        first_stages=pipeline.firsts,
        first_contact=ladders.first_contact,
        quiet_stages=frozenset(s.key for s in watched),
        quiet_after=ladders.quiet_after,
        step_ahead=ladders.step_ahead,
        heads_up=ladders.heads_up,
        by_before=ladders.by_before,
        at_before=ladders.at_before,
        evening_before=ladders.evening_before,
        step_manager_after=ladders.step_manager_after,
        date_manager_after=ladders.date_manager_after,
        decide_after=ladders.decide_after,
        manager_at_once=ladders.manager_at_once,
        owner_list=digests.rep,
        manager_list=digests.manager,
        live_from=live_from,
    )


def wait_rules(pipeline: Pipeline) -> WaitRules:
    """How long and how often a deal may wait on its customer."""
    return WaitRules(pipeline.ladders.wait_most, pipeline.ladders.waits_a_stage)


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

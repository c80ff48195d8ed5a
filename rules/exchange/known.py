"""What a file is read against: the team's stages, sources and reasons by every name they have, its currency, zone, order of days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from rules.exchange.days import Order
from rules.exchange.vocabulary import STAGES
from rules.names import squeezed
from rules.pipeline import Named, Pipeline
from rules.stages import Stage


@dataclass(frozen=True)
class Known:
    """``currency`` is of bare sums, ``source`` of lines that name none; ``order`` where a person said which comes first,
    day or month."""

    pipeline: Pipeline
    locale: str
    region: str
    now: datetime
    tz: ZoneInfo
    currency: str
    source: str | None = None
    order: Order | None = None

    @property
    def as_read(self) -> tuple[str, ...]:
        """What a line's digest hangs on beside its words: read otherwise, it says something else."""
        return (self.currency, self.order) if self.order else (self.currency,)

    @cached_property
    def stages(self) -> Mapping[str, str]:
        """Squeezed name → key of a live stage; other tools' words where ours have none of that name."""
        live = [s for s in self.pipeline.stages if s.moved_to is None]
        running = [s for s in live if not s.final] or live
        keys = [s.key for s in running]
        talks = "discovery" if "discovery" in keys else keys[min(2, len(keys) - 1)]
        first = "lead" if "lead" in keys else keys[0]
        foreign = {word: {"first": first, "talks": talks}[meant] for word, meant in STAGES.items()}
        moved = {s.key: s.moved_to or s.key for s in self.pipeline.stages}
        own = _by_names(self.pipeline.stages)
        return foreign | {word: _end(key, moved) for word, key in own.items()}

    @cached_property
    def talks(self) -> str:
        """Where a deal died that says no more than that it is lost."""
        return self.stages["engaging"]

    @cached_property
    def final(self) -> str:
        stages = self.pipeline.stages
        return next((s.key for s in stages if s.final and s.moved_to is None), stages[-1].key)

    @cached_property
    def sources(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for source in self.pipeline.sources:
            for word in (*source.words, source.code, *_names(source)):
                found.setdefault(squeezed(word), source.key)
        return found | _by_names(self.pipeline.sources)

    @cached_property
    def lost(self) -> Mapping[str, str]:
        return _by_names(self.pipeline.loss_reasons)

    @cached_property
    def invalid(self) -> Mapping[str, str]:
        return _by_names(self.pipeline.invalid_reasons)

    @cached_property
    def tags(self) -> Mapping[str, str]:
        every = self.pipeline.words.tags.items()
        return {squeezed(word): key for key, tag in every for word in (tag.name.en, tag.name.zh, key)}


def _names(one: Named | Stage) -> tuple[str, ...]:
    return one.key, one.name.en, one.name.zh


def _by_names(each: Iterable[Named | Stage]) -> dict[str, str]:
    """Live ones win over retired ones of the same name."""
    ordered = sorted(each, key=lambda one: one.moved_to is None)
    return {squeezed(word): one.key for one in ordered for word in _names(one)}


def _end(key: str, moved: Mapping[str, str]) -> str:
    """Where a retired stage's deals are now."""
    for _ in range(len(moved)):
        if moved.get(key, key) == key:
            break
        key = moved[key]
    return key

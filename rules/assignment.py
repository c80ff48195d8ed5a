"""Who gets a lead that nobody brought as their own: the first rule that fits, else a triage channel."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from rules.calendar import Calendar
from rules.durations import Duration
from rules.models import Limit, Model
from rules.names import fold

Word = Annotated[str, Field(min_length=1, max_length=70)]
Level = Literal["bump", "manager", "director"]


class Rule(Model):
    """Every condition that is given must hold, by any of its words; ``to`` are handles, the least loaded gets it."""

    region: tuple[Word, ...] = ()
    source: tuple[str, ...] = ()
    need: tuple[Word, ...] = ()
    industry: tuple[Word, ...] = ()
    tier: tuple[Word, ...] = ()
    to: tuple[str, ...] = Field(min_length=1)


class Triage(Model):
    """The channel that is asked when no rule fits, and who hears of it later."""

    channel: str = Field(pattern=r"^[CG][A-Z0-9]{2,20}$")
    locale: Literal["en", "zh"] = "en"
    bump_after: Limit = Duration(4, "wh")
    manager_after: Limit = Duration(1, "wd")
    director_after: Limit = Duration(2, "wd")


class Assignment(Model):
    """Rules in their order, and the channel for the rest. Without either, who types a lead has it."""

    rules: tuple[Rule, ...] = ()
    triage: Triage | None = None

    @property
    def is_on(self) -> bool:
        return bool(self.rules or self.triage)


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a lead: ``text`` is all that was said."""

    text: str = ""
    source: str = ""
    need: str = ""
    region: str = ""
    industry: str = ""
    tier: str = ""


def takers(rules: Sequence[Rule], lead: Seen) -> tuple[str, ...]:
    """The handles of the first rule that fits; none when none does."""
    return next((rule.to for rule in rules if _fits(rule, lead)), ())


def _fits(rule: Rule, lead: Seen) -> bool:
    asked = (
        (rule.region, (lead.region, lead.text)),
        (rule.need, (lead.need, lead.text)),
        (rule.industry, (lead.industry, lead.text)),
        (rule.tier, (lead.tier,)),
    )
    if rule.source and lead.source not in rule.source:
        return False
    return all(
        not words or any(has_word(text, word) for word in words for text in texts) for words, texts in asked
    )


def has_word(text: str, word: str) -> bool:
    """A Latin word as a whole, a Han one anywhere."""
    plain, wanted = fold(text), fold(word).strip()
    if not (wanted and wanted.isascii()):
        return bool(wanted) and wanted in plain
    return re.search(rf"(?<![a-z0-9]){re.escape(wanted)}(?![a-z0-9])", plain) is not None


def least_loaded(people: Sequence[int], load: Mapping[int, int]) -> int | None:
    """Of these people the one with the fewest running deals; the first of equals."""
    return min(people, key=lambda one: load.get(one, 0), default=None)


def due(triage: Triage, since: datetime, calendar: Calendar) -> dict[Level, datetime]:
    """When an untaken lead speaks again, and to whom."""
    return {
        "bump": calendar.add(since, triage.bump_after),
        "manager": calendar.add(since, triage.manager_after),
        "director": calendar.add(since, triage.director_after),
    }

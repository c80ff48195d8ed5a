"""A reminder that somebody called not useful or wrong: what it settles, and from when its rule counts anew.

A limit is counted again from the dismissal, a promise is asked about again some days later; so no deal is silenced for
good. As with waiting for the customer it holds twice; what is dismissed after that is on record, and the clock goes on.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from rules.calendar import Calendar
from rules.facts import DealFacts, Rule

REASONS = (
    "done",
    "their_pace",
    "not_this_deal",
    "other",
)  # already done, the customer's pace, the rule does not fit
OTHER = "other"  # the reason that wants words
HOLDS = 2  # so often in a row
AGAIN_WD = 5  # working days after which a promise is asked about again
# What a reminder speaks for: the same step, and what would be said next of a wait that ran out.
_SPEAKS_FOR: dict[Rule, tuple[Rule, ...]] = {
    "step": ("step", "over", "evening"),
    "over": ("over", "step", "evening"),
    "evening": ("evening", "step", "over"),
    "waiting": ("waiting", "quiet", "slow", "slipping"),
}


def settles(rule: Rule, also: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules that count anew; `also`: those that the reminder spoke for."""
    return tuple(dict.fromkeys((*_SPEAKS_FOR.get(rule, (rule,)), *also)))


def dismissed_at(deal: DealFacts, rule: Rule, since: datetime) -> datetime | None:
    """From when a rule counts anew that would count from `since`; None where nobody dismissed it after that."""
    if not deal.dismissed:
        return None
    found = sorted(x.at for x in deal.dismissed if x.rule == rule and x.at > since)
    return found[:HOLDS][-1] if found else None


def anew(episode: str, dismissed: datetime | None) -> str:
    """A dismissal begins another episode."""
    return f"{episode}~{dismissed.astimezone(UTC).isoformat(timespec='seconds')}" if dismissed else episode


def asked_again(deal: DealFacts, rule: Rule, since: datetime, calendar: Calendar) -> datetime | None:
    """Until when a promise that was made then is let alone."""
    at = dismissed_at(deal, rule, since)
    return calendar.add_wd(at, AGAIN_WD) if at else None


def is_let_alone(deal: DealFacts, rule: Rule, since: datetime, calendar: Calendar, now: datetime) -> bool:
    """Nobody is asked about this promise now."""
    until = asked_again(deal, rule, since, calendar)
    return until is not None and now < until

"""A reminder that somebody called not useful or wrong: what it settles, and from when its rule counts anew.

A limit is counted again from the dismissal, a promise is asked about again some days later. Each rule that a reminder spoke
for goes by its own row, from its own beginning: twice in a row it begins anew, each time by a reminder that was told since
it last began; what is dismissed beside or after that is on record, and the clock goes on. So no deal falls silent for good,
however many old reminders there are to press, and the list's warning and the red one of an evening are one.
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
HOLDS = 2  # so often in a row, for each rule
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
    """From when a rule counts anew that would count from `since`, its own beginning; None where no dismissal holds."""
    if not deal.dismissed:
        return None
    begun, held = since, 0
    for one in sorted(deal.dismissed, key=lambda x: x.at):
        if held < HOLDS and rule in one.rules and (one.told or one.at) > begun:
            begun, held = one.at, held + 1
    return begun if held else None


def not_held_at(deal: DealFacts, rule: Rule, limit_at: datetime) -> datetime | None:
    """When a limit that is reached was first dismissed all the same, and goes on: the reader has a morning before it
    speaks. Once, whatever is pressed after that."""
    if not deal.dismissed:
        return None
    return min((x.at for x in deal.dismissed if rule in x.rules and x.at >= limit_at), default=None)


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

"""A reminder that somebody called not useful or wrong: what it settles, and from when its rule counts anew.

A limit is counted again from the dismissal, a promise is asked about again some days later; so no deal is silenced for
good. As with waiting for the customer it holds twice; what is dismissed after that is on record, and the clock goes on.
What had been told by then counts with it: the list's warning and the red one of an evening are one. A reminder that spoke
for several rules is settled for all of them, as long as it holds for one.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from rules.calendar import Calendar
from rules.counted import last_sign, stage_start
from rules.facts import DealFacts, DismissedFacts, Rule

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
    found = [x for x in deal.dismissed if rule in x.rules and x.at > since]
    return max((x.at for x in found if _holds(deal, x, since)), default=None)


def _holds(deal: DealFacts, one: DismissedFacts, since: datetime) -> bool:
    return any(_turn(deal, rule, _began(deal, rule) or since, one) <= HOLDS for rule in one.rules)


def _turn(deal: DealFacts, rule: Rule, since: datetime, one: DismissedFacts) -> int:
    """The how manieth in a row it is of a rule: another one for each that was told after the one before was dismissed."""
    turns: list[datetime] = []
    for x in sorted(deal.dismissed, key=lambda x: x.at):
        is_of_row = rule in x.rules and since < x.at <= one.at
        if is_of_row and (not turns or (x.told or x.at) > turns[-1]):
            turns.append(x.at)
    return len(turns)


def _began(deal: DealFacts, rule: Rule) -> datetime | None:
    """What a limit counts from before anybody dismisses it; None for a rule that knows no limit."""
    if rule in ("quiet", "slipping"):
        return last_sign(deal)
    return stage_start(deal) if rule == "slow" else deal.given_at if rule == "untouched" else None


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

"""*Push*: a manager said to go on. It answers what they were asked, so no rule asks them again for some working days.

The owner's reminders go on. A flag by hand comes up all the same: something new is wrong. So does what is asked of a
manager in so many words, which is a task and no rung of a ladder."""

from datetime import datetime

from rules.facts import DealFacts, LadderRules, PersonFacts, PushedFacts


def push_of(deal: DealFacts, manager: PersonFacts | None) -> PushedFacts | None:
    """The last time that who manages the deal said so; what others said since leaves it as it is."""
    if not deal.pushed:
        return None
    return next((one for one in deal.pushed if manager is not None and one.by_id == manager.id), None)


def spared_until(
    deal: DealFacts, owner: PersonFacts, manager: PersonFacts | None, rules: LadderRules
) -> datetime | None:
    """Until when who pushed a deal on is asked nothing of it: so long as a manager has before *decide*, counted in the
    owner's calendar. Another stage, another owner or another manager ends it."""
    pushed = push_of(deal, manager)
    if pushed is None:
        return None
    if pushed.at < max(deal.stage_entered_at, deal.owner_since or deal.stage_entered_at):
        return None
    return owner.calendar.add(pushed.at, rules.decide_after)


def is_spared(
    deal: DealFacts, owner: PersonFacts, manager: PersonFacts | None, rules: LadderRules, now: datetime
) -> bool:
    until = spared_until(deal, owner, manager, rules)
    return until is not None and now < until

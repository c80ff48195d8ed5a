"""What came of each rule's reminders to a manager's people: acted on, dismissed, left alone."""

from rules.access import Action
from rules.answers import Answer
from rules.answers.admin import TeamRules
from services.ask import Ask
from services.team import access
from services.watching import precision


def counted(ask: Ask) -> Answer:
    """Of the last two working weeks, of whom this person manages and not of themselves. Raises Refused for who leads
    nobody."""
    with ask.deps.db.read() as tx:
        access.authorize(tx, ask.actor, Action.SEE_TEAM, None, ask.now)
        theirs = access.visible_owners(tx, ask.actor)
        config = ask.deps.config.current(tx)
        return TeamRules(judged=precision.of_people(tx, config, ask.now, theirs, but=ask.actor.id))

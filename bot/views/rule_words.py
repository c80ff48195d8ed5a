"""How good the rules are, in words: each with what came of its reminders, and the limit that would spare some."""

from bot.words import text
from rules.answers.admin import RuleJudged, RulesJudged
from rules.precision import Looser

SETTINGS = {"quiet": "ladders.quiet_after", "slow": "slow_after", "slipping": "slipping_after"}
NAMES = {
    "step": "rule.step",
    "over": "rule.over",
    "evening": "rule.evening",
    "quiet": "rule.quiet",
    "slow": "rule.slow",
    "slipping": "rule.slipping",
    "waiting": "rule.waiting",
    "risk": "rule.risk",
    "untouched": "rule.untouched",
    "owed": "rule.owed",
    "date": "rule.date",
    "unanswered": "rule.unanswered",
    "task": "rule.task",
}


def name_of(rule: str, locale: str) -> str:
    """A rule as people call it."""
    return text(locale, NAMES[rule]) if rule in NAMES else rule


def lines(answer: RulesJudged, locale: str) -> list[str]:
    """A line for each rule that spoke, with the advice under it; nothing where none did."""
    found = [word for one in answer.rules for word in rule(one, locale)]
    return [*found, text(locale, "rule.part", most=f"{answer.most:,}")] if answer.is_part else found


def rule(one: RuleJudged, locale: str) -> list[str]:
    """What came of one rule's reminders, and what to do about it."""
    said = {"acted": one.acted, "dismissed": one.dismissed, "ignored": one.ignored}
    said |= {"waiting": one.waiting, "count": one.count + one.waiting}
    told = [text(locale, "rule.judged", rule=name_of(one.rule, locale), **said)]
    if one.is_loose:
        told.append(_looser(one.rule, one.looser, locale) if one.looser else text(locale, "rule.loosen"))
    return told


def _looser(rule: str, found: Looser, locale: str) -> str:
    """The line of pipeline.yaml that would have spared some: of one of its stages, or of all."""
    said = {
        "setting": SETTINGS.get(rule, rule),
        "before": f"{found.before}wd",
        "after": f"{found.after}wd",
        "spared": found.spared,
        "of": found.of,
        "useful": found.useful,
    }
    if found.stage:
        return text(locale, "rule.looser_stage", stage=found.stage, **said)
    return text(locale, "rule.looser", **said)

"""Which sources bring leads that are none: counted by source over the deals that a manager or director sees."""

from rules.access import Action
from rules.answers import Answer
from rules.answers.found import SourceCount, SourcesShown
from services.ask import Ask
from services.team import access
from services.team.people import language
from storage import searching


def counted(ask: Ask) -> Answer:
    """Each source with its leads, the most invalid ones first. Raises Refused for who leads nobody."""
    locale = language(ask.person)
    sources = {source.key: source.name.of(locale) for source in ask.pipeline.sources}
    reasons = {reason.key: reason.name.of(locale) for reason in ask.pipeline.invalid_reasons}
    with ask.deps.db.read() as tx:
        access.authorize(tx, ask.actor, Action.SEE_TEAM, None, ask.now)
        found = searching.by_source(tx, access.visible_owners(tx, ask.actor))
    told: dict[str, SourceCount] = {}
    for source, reason, is_invalid, count in found:
        one = told.get(source) or SourceCount(name=sources.get(source, source))
        why = {**one.reasons}
        if is_invalid:
            name = reasons.get(reason, reason)
            why[name] = why.get(name, 0) + count
        invalid = one.invalid + (count if is_invalid else 0)
        told[source] = one.model_copy(update={"leads": one.leads + count, "invalid": invalid, "reasons": why})
    ranked = sorted(told.values(), key=lambda x: (-x.invalid, -x.leads, x.name))
    return SourcesShown(sources=tuple(ranked))

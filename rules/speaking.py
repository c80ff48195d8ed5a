"""Which of silence, the stage's limit and slipping speaks: one for all of them, while nobody acts."""

from collections.abc import Mapping
from datetime import datetime

from rules.clocks import Clock
from rules.facts import Rule, Rung, RungFacts
from rules.planned import Stage, latest
from rules.promises import near_since

Reds = Mapping[Rule, datetime]  # when the red rung of each is told


def speaks_first(stage: Stage, quiet: Clock, slow: Clock, reds: Reds) -> Clock | None:
    """Of two clocks that hold, the one whose red rung was said (and nobody acted since) or is due first."""
    now = stage.now
    quiet_red = stage.said("quiet", quiet.episode).get(Rung.RED)
    slow_red = stage.said("slow", slow.episode).get(Rung.RED)
    if quiet_red and quiet.on(now) and not _step_since(stage, quiet_red):
        return quiet
    if slow_red and slow.on(now) and not _step_since(stage, slow_red):
        nobody_in_touch = quiet.counted_from <= (slow_red.delivered_at or slow_red.due_at)
        if nobody_in_touch:
            return slow
    if quiet_red or slow_red:
        return None
    if min(reds["quiet"], reds["slow"]) > now:
        return None
    return quiet if reds["quiet"] <= reds["slow"] else slow


def slips(stage: Stage, slipping: Clock, red_at: datetime) -> bool:
    """Its red rung was said and nobody acted since, or is due."""
    red = stage.said("slipping", slipping.episode).get(Rung.RED)
    if red is not None:
        return not _step_since(stage, red)
    return red_at <= stage.now


def _step_since(stage: Stage, red: RungFacts) -> bool:
    """A next step was promised after the red nudge: somebody acted."""
    step = stage.deal.step
    return step is not None and step.opened_at > (red.delivered_at or red.due_at)


def once_let_alone(stage: Stage, silence: Clock, red_at: datetime) -> datetime:
    """When the stage's limit is told while a step holds the silence back that spoke for it: not before the step was so near."""
    step = stage.deal.step
    if (
        step is None
        or silence.limit_at != step.due_at
        or Rung.RED not in stage.said("quiet", silence.episode)
    ):
        return red_at
    since = near_since(step, stage.rules.step_ahead, stage.owner.calendar)
    return latest(red_at, since)

"""What the rules of time take from the process: the thresholds that ladders and waits go by."""

from datetime import datetime

from rules.facts import LadderRules
from rules.pipeline import Pipeline
from rules.waits import WaitRules


def ladder_rules(pipeline: Pipeline, live_from: datetime | None = None) -> LadderRules:
    """The thresholds as the ladders want them; `live_from` ends the workspace's quiet start."""
    ladders, digests = pipeline.ladders, pipeline.digests
    watched = [s for s in pipeline.stages if not s.final and s.slow_after is not None]
    return LadderRules(
        slow_after={s.key: s.slow_after for s in watched if s.slow_after is not None},
        slipping_after={s.key: s.slipping_after for s in pipeline.stages if s.slipping_after is not None},
        first_stages=pipeline.firsts,
        first_contact=ladders.first_contact,
        quiet_stages=frozenset(s.key for s in watched),
        quiet_after=ladders.quiet_after,
        step_ahead=ladders.step_ahead,
        heads_up=ladders.heads_up,
        by_before=ladders.by_before,
        at_before=ladders.at_before,
        evening_before=ladders.evening_before,
        step_manager_after=ladders.step_manager_after,
        date_manager_after=ladders.date_manager_after,
        decide_after=ladders.decide_after,
        manager_at_once=ladders.manager_at_once,
        owner_list=digests.rep,
        manager_list=digests.manager,
        live_from=live_from,
    )


def wait_rules(pipeline: Pipeline) -> WaitRules:
    """How long and how often a deal may wait on its customer."""
    return WaitRules(pipeline.ladders.wait_most, pipeline.ladders.waits_a_stage)

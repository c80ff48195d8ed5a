"""Whether to speak about a deal now, to whom, on which rung; and when to look again. Pure and repeatable.

What was said is never said again in the same episode; what is no longer true is not said at all; quiet and
slow together are one nudge; after the last rung there is silence until somebody acts.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from rules import unanswered
from rules.appointments import over_at
from rules.clocks import (
    Event,
    date_limit,
    episode_of,
    is_waiting,
    quiet_limit,
    slipping_limit,
    slow_limit,
    untouched_limit,
)
from rules.decision import SILENCED_BY, UNBLOCK, Decision, NudgeDue, TaskDue, Why
from rules.durations import Duration
from rules.facts import DealFacts, LadderRules, PersonFacts, Rule, Rung, RungFacts, StepFacts
from rules.planned import Planned, Stage
from rules.promises import nearing, owed_episode, owed_over_at, step_episode
from rules.rungs import (
    DWELLS,
    date_ladder,
    dwell_ladder,
    evening_ladder,
    over_ladder,
    owed_ladder,
    red_due,
    risk_ladder,
    step_ladder,
    untouched_ladder,
    waiting_ladder,
)
from rules.speaking import once_let_alone, slips, speaks_first
from rules.waits import set_aside
from rules.working_days import Shut

_DUE_AT = attrgetter("due_at")
_WARNS = {(unanswered.RULE, Rung.ASK), *((rule, Rung.HEADS_UP) for rule in DWELLS)}


class _Ladder(NamedTuple):
    """A ladder of one rule in its current episode; a muted one is spoken for by the other until somebody acts."""

    rule: Rule
    episode: str
    event: Event
    counted_from: datetime
    limit: Duration | None
    limit_at: datetime
    plan: list[Planned]
    on: bool = True  # the condition holds now: rungs after the first red need it
    also: tuple[Rule, ...] = ()
    also_warned: tuple[Rule, ...] = ()
    muted: bool = False
    then: tuple[Planned, ...] = ()  # what another ladder says of the same afterwards
    waited: int = 0


def consider(
    deal: DealFacts,
    owner: PersonFacts | None,
    manager: PersonFacts | None,
    now: datetime,
    rules: LadderRules,
    delivered: Sequence[RungFacts] = (),
) -> Decision:
    """Decides for one deal. `manager` is the first active person up the tree who is not the owner, or None;
    `delivered` holds the deal's nudges that are promised or delivered. Call it again when a nudge of the deal
    is delivered, and whenever the deal changes."""
    if owner is None or not owner.active or not deal.open:
        return Decision()
    stage = Stage(set_aside(deal, owner.delivery, now, rules), owner, manager, rules, delivered, now)
    nudges: list[NudgeDue] = []
    checks: list[datetime] = [deal.waiting.until] if deal.waiting else []
    for ladder in _ladders(stage):
        if not ladder.muted:
            unsaid = _unsaid(stage, ladder)
            checks += [ladder.limit_at, *[x.due_at for x in unsaid]]
            nudges += _due(stage, ladder, unsaid)
        elif deal.step:  # until a step is so near that the other one falls silent
            checks += nearing(deal.step, rules.step_ahead, owner.calendar, now)
    nudges, more = unanswered.instead(stage, nudges)
    checks += more
    tasks = tuple(_task(stage, x) for x in nudges if x.rung == Rung.RED)
    return Decision(tuple(nudges), tasks, min([at for at in checks if at > now], default=None))


def why(
    deal: DealFacts,
    owner: PersonFacts,
    manager: PersonFacts | None,
    now: datetime,
    rules: LadderRules,
    delivered: Sequence[RungFacts] = (),
) -> tuple[Why, ...]:
    """*Why this?* on a deal: each clock that runs, with what it will say next."""
    if not deal.open:
        return ()
    stage = Stage(set_aside(deal, owner.delivery, now, rules), owner, manager, rules, delivered, now)
    answers = []
    for ladder in _ladders(stage):
        ahead = [x for x in _unsaid(stage, ladder) if not ladder.muted and x.due_at > now]
        following = min(ahead, key=lambda x: x.due_at, default=None)
        answers.append(_why(stage, ladder, following))
    return tuple(answers)


# -- the ladders of one deal ----------------------------------------------------------------------------


def _ladders(stage: Stage) -> Iterator[_Ladder]:
    deal = stage.deal
    if deal.step:
        yield from _of_step(stage, deal.step)
    for owed in deal.owed:
        episode, past = owed_episode(owed, deal), owed_over_at(owed, stage.owner.calendar)
        yield _Ladder("owed", episode, "owed", owed.since, None, past, owed_ladder(stage, owed, episode))
    signing = date_limit(deal, stage.owner.calendar, stage.rules)
    if signing is not None and not is_waiting(deal, stage.now):
        day, plan = signing.counted_from, date_ladder(stage, signing)
        yield _Ladder("date", signing.episode, "date", day, None, signing.limit_at, plan)
    if deal.waiting:
        wait, episode = deal.waiting, episode_of("waiting", deal.waiting.since, deal)
        asked, then = waiting_ladder(stage), tuple(_dwell_ahead(stage))
        yield _Ladder("waiting", episode, "wait", wait.since, None, wait.until, asked, then=then)
    if deal.at_risk_since:
        at, episode = deal.at_risk_since, episode_of("risk", deal.at_risk_since, deal)
        yield _Ladder("risk", episode, "flag", at, None, at, risk_ladder(stage, at))
    first = untouched_limit(deal, stage.owner.calendar, stage.rules)
    if first is not None:
        since, at, plan = first.counted_from, first.limit_at, untouched_ladder(stage, first)
        yield _Ladder(
            "untouched", first.episode, "given", since, first.limit, at, plan, on=first.on(stage.now)
        )
    elif not is_waiting(deal, stage.now):  # it speaks for quiet and slow too
        yield from _dwell_ladders(stage)


def _of_step(stage: Stage, step: StepFacts) -> Iterator[_Ladder]:
    """What was promised; a call or a meeting that is over; what is open still at the end of its day."""
    episode, muted = step_episode(step, stage.deal), stage.owner.muted
    is_let_alone = stage.is_let_alone(step)
    ended = None if is_let_alone else over_at(step)
    plan = step_ladder(stage, episode)
    asked = over_ladder(stage, ended) if ended is not None and "over" not in muted else []
    evening = evening_ladder(stage, ended) if "evening" not in muted and not is_let_alone else []
    past = tuple(x for x in plan if x.rung == Rung.PAST)
    opened = step.opened_at
    yield _Ladder("step", episode, "step", opened, None, step.due_at, plan, then=(*asked, *evening))
    if ended is not None and "over" not in muted:
        yield _Ladder("over", episode, "step", opened, None, ended, asked, then=(*evening, *past))
    yield _Ladder("evening", episode, "step", opened, None, step.due_at, evening, then=past)


def _dwell_ladders(stage: Stage) -> Iterator[_Ladder]:
    """Quiet, slow, slipping. The one that spoke, or will speak first, speaks for all while nobody acts; slipping, the
    gravest, from its own limit on."""
    calendar, rules, now = stage.owner.calendar, stage.rules, stage.now
    quiet = quiet_limit(stage.deal, calendar, rules, now)
    slow = slow_limit(stage.deal, calendar, rules)
    slipping = slipping_limit(stage.deal, calendar, rules, now)
    clocks = [clock for clock in (slipping, quiet, slow) if clock]
    due = {clock.rule: red_due(stage, clock) for clock in clocks}
    told = {**due, "slow": once_let_alone(stage, quiet, due["slow"])} if quiet and slow else due
    first = slipping if slipping and slips(stage, slipping, due["slipping"]) else None
    first = first or (speaks_first(stage, quiet, slow, told) if quiet and slow else None)
    speaking = clocks if first is None else [x for x in clocks if x in (first, slipping)]
    plans = {x.rule: dwell_ladder(stage, x, due[x.rule], told[x.rule]) for x in speaking}
    together = _warnings(plans.get("quiet", ())) & _warnings(plans.get("slow", ()))
    for clock in clocks:
        plan = plans.get(clock.rule)
        others = [x for x in clocks if x is not clock] if plan else ()
        said_by_quiet = together if clock.rule == "slow" else set()
        yield _Ladder(
            clock.rule, clock.episode, clock.event, clock.counted_from, clock.limit, clock.limit_at,
            [x for x in plan or () if x.rung != Rung.HEADS_UP or not _warned(stage, x, said_by_quiet)],
            on=clock.on(now),
            also=tuple([x.rule for x in others if x.on(now)]),
            also_warned=tuple([x.rule for x in others if slipping not in (clock, x)]) if together else (),
            muted=plan is None,
            waited=clock.waited,
        )  # fmt: skip


def _warnings(plan: Sequence[Planned]) -> set[datetime]:
    return {x.due_at for x in plan if x.rung == Rung.HEADS_UP}


def _dwell_ahead(stage: Stage) -> Iterator[Planned]:
    """What quiet and slow will say once the wait is over, if nobody acts."""
    calendar, rules = stage.owner.calendar, stage.rules
    silent = (limit(stage.deal, calendar, rules, stage.now) for limit in (quiet_limit, slipping_limit))
    clocks = (*silent, slow_limit(stage.deal, calendar, rules))
    for clock in clocks:
        if clock is not None:
            said = stage.said(clock.rule, clock.episode)
            due_at = red_due(stage, clock)
            yield from (x for x in dwell_ladder(stage, clock, due_at, due_at) if x.rung not in said)


def _warned(stage: Stage, rung: Planned, by_the_other: set[datetime]) -> bool:
    """This heads-up is, or was, part of the other rule's in the same morning's list, or of the question in its place."""
    return rung.due_at in by_the_other or any(
        x.due_at == rung.due_at and (x.rule, x.rung) in _WARNS for x in stage.delivered
    )


# -- from plans to nudges -------------------------------------------------------------------------------


def _unsaid(stage: Stage, ladder: _Ladder) -> list[Planned]:
    """Rungs still to come: not said, and not overtaken by a later one to the same recipient."""
    said = stage.said(ladder.rule, ladder.episode)
    if not said:
        return ladder.plan
    roles = {x.rung: x.to for x in ladder.plan}
    return [
        x
        for x in ladder.plan
        if x.rung not in said
        and not any(r.due_at >= x.due_at for r in said.values() if roles.get(r.rung, "owner") == x.to)
    ]


def _due(stage: Stage, ladder: _Ladder, unsaid: Sequence[Planned]) -> Iterable[NudgeDue]:
    """The highest due rung for each recipient; later rungs of a ladder need its condition to hold still."""
    due: dict[str, Planned] = {}
    for rung in unsaid:
        if rung.certain and rung.due_at <= stage.now and (ladder.on or rung.rung == Rung.HEADS_UP):
            best = due.get(rung.to)
            due[rung.to] = rung if best is None or rung.due_at >= best.due_at else best
    for to, rung in due.items():
        person = stage.owner if to == "owner" else stage.manager
        assert person is not None
        at = rung.due_at
        if rung.lane in ("timed", "now") and not person.delivery.is_open(stage.now):
            at = person.delivery.next_opening(stage.now)
        ahead = (*[x for x in unsaid if x.rung != rung.rung], *ladder.then)
        following = min([x for x in ahead if x.due_at > rung.due_at], key=_DUE_AT, default=None)
        yield NudgeDue(
            ladder.rule, ladder.episode, rung.rung, rung.to, person.id, at, rung.lane,
            _why(stage, ladder, following),
            ladder.also_warned if rung.rung == Rung.HEADS_UP else ladder.also,
        )  # fmt: skip


def _why(stage: Stage, ladder: _Ladder, following: Planned | None) -> Why:
    calendar = stage.owner.calendar
    return Why(
        rule=ladder.rule,
        limit=str(ladder.limit) if ladder.limit else "",
        event=ladder.event,
        counted_from=ladder.counted_from,
        limit_at=ladder.limit_at,
        calendar=calendar.name or calendar.zone,
        next_at=following.due_at if following else None,
        next_to=following.to if following else None,
        silenced_by=SILENCED_BY[ladder.rule],
        waited=ladder.waited,
        shut=_shut(stage, ladder),
    )


def _shut(stage: Stage, ladder: _Ladder) -> tuple[Shut, ...]:
    """What its limit, counted in working time, left out beside the time waited."""
    if ladder.limit is None or ladder.limit.unit not in ("wd", "wh"):
        return ()
    calendar, waits = stage.owner.calendar, stage.deal.pauses
    first, last = (calendar.local(at).date() for at in (ladder.counted_from, ladder.limit_at))
    found = calendar.shut(first, last)
    held = [tuple(calendar.local(at).date() for at in wait) for wait in waits]
    return tuple(x for x in found if not any(begin < x.first and x.last < end for begin, end in held))


def _task(stage: Stage, nudge: NudgeDue) -> TaskDue:
    due_at = stage.owner.calendar.add(nudge.due_at, stage.rules.task_due)
    return TaskDue(UNBLOCK, nudge.episode, stage.owner.id, due_at)

"""Three reminders in a row that nobody answered: the next one is a question instead, *park, close or keep?*

It takes the place of the reminder that would have come and travels as that would have; then the owner hears no more of the
deal until somebody acts. What they promised themselves (a step of today, an hour before) is said all the same.
"""

from collections.abc import Sequence
from datetime import datetime

from rules.clocks import episode_of
from rules.decision import SILENCED_BY, NudgeDue, Why
from rules.facts import AHEAD, DealFacts, Rule, Rung
from rules.planned import Planned, Stage
from rules.rungs import upwards

IN_A_ROW = 3
TIRES_AFTER = 5  # lists in which the question stood: then one line tells of all such deals together
RULE: Rule = "unanswered"
REMINDS = (Rung.TODAY, Rung.SOON)  # of what the owner promised: said all the same
LIMITS = ("untouched", "quiet", "slow", "slipping")
PROMISED = ("over", "evening", "waiting")  # of a day that somebody chose, asked about on that day


def instead(stage: Stage, nudges: Sequence[NudgeDue]) -> tuple[list[NudgeDue], list[datetime]]:
    """What is said in place of these, and when to look again; they themselves where fewer than three went unanswered."""
    told = unanswered(stage)
    if len(told) < IN_A_ROW:
        return list(nudges), []
    acted = last_act(stage.deal)
    episode = episode_of(RULE, acted, stage.deal)
    said = stage.said(RULE, episode)
    nags = [x for x in nudges if x.to == "owner" and x.rung not in REMINDS and x.rule not in PROMISED]
    rest = [x for x in nudges if x not in nags]
    why = _why(stage, acted, told[IN_A_ROW - 1])
    if Rung.ASK in said:
        up = _up(stage, acted, said[Rung.ASK].delivered_at or stage.now, episode)
        rest = [x for x in rest if x.rung != Rung.DECIDE or Rung.DECIDE not in said]
        is_decided = any(x.rung == Rung.DECIDE for x in rest)
        due = [x for x in up if x.due_at <= stage.now and not (is_decided and x.rung == Rung.DECIDE)]
        return [*rest, *(_to_manager(stage, x, episode, why) for x in due[-1:])], [x.due_at for x in up]
    if not nags:
        return list(nudges), []
    first = min(nags, key=lambda x: (x.due_at, x.rule))
    spoken_for = tuple(dict.fromkeys(rule for x in nags for rule in (x.rule, *x.also)))
    ask = NudgeDue(
        RULE, episode, Rung.ASK, "owner", stage.owner.id, first.due_at, first.lane, why, spoken_for
    )  # fmt: skip
    return [*rest, ask], []


def unanswered(stage: Stage) -> list[datetime]:
    """When the owner heard of the deal and was asked for something, since anybody acted: once for each message. What they
    heard while it lay with another team was not theirs to answer."""
    if len(stage.delivered) < IN_A_ROW:
        return []
    since = last_act(stage.deal)
    return sorted(
        {
            x.delivered_at
            for x in stage.delivered
            if x.delivered_at
            and x.delivered_at > since
            and x.recipient_id == stage.owner.id
            and x.rung not in AHEAD
            and not lies_elsewhere(stage.deal, x.delivered_at)
        }
    )


def lies_elsewhere(deal: DealFacts, at: datetime) -> bool:
    """What is in its way, and ours, is another team's task at that time."""
    return any(since <= at and (until is None or at < until) for since, until in deal.elsewhere)


def last_act(deal: DealFacts) -> datetime:
    """When anybody last did something about a deal: also who called a reminder not useful has answered it."""
    acts = (
        deal.stage_entered_at, deal.owner_since, deal.clocks_from, deal.last_contact_at, deal.acted_at, deal.at_risk_since,
        deal.step.opened_at if deal.step else None, deal.waiting.since if deal.waiting else None,
        *(since for since, _ in deal.pauses), *(x.at for x in deal.dismissed), *(x.at for x in deal.later),
    )  # fmt: skip
    return max(at for at in acts if at is not None)


def is_let_off(deal: DealFacts) -> bool:
    """The last that anybody did about it was to call its reminder not useful: nothing was solved."""
    told = [x.at for x in deal.dismissed if not set(x.rules).isdisjoint(LIMITS)]
    return bool(told) and max(told) == last_act(deal)


def _up(stage: Stage, acted: datetime, told: datetime, episode: str) -> list[Planned]:
    """The manager's next morning after the question, then decide. Who manages it now and heard of the deal since somebody
    acted knows: only asked to decide then, so many days after the question; and once, by whichever rule comes first."""
    said = stage.said(RULE, episode)
    heard = _heard(stage, acted)
    if stage.manager is None or Rung.DECIDE in heard:
        return []
    is_asked = said[Rung.ASK].delivered_at is not None
    plan = upwards(stage, said, told, is_asked)
    if heard and Rung.MANAGER not in said:
        at = stage.manager_list(stage.owner.calendar.add(told, stage.rules.decide_after))
        plan = [Planned(Rung.DECIDE, "manager", at, "list", is_asked)] if at else []
    return [x for x in plan if x.certain and x.rung not in said]


def _heard(stage: Stage, acted: datetime) -> set[int]:
    """What today's manager was told of the deal by other rules since then."""
    boss = stage.manager.id if stage.manager else None
    return {
        x.rung
        for x in stage.delivered
        if x.rule != RULE
        and x.rung in (Rung.MANAGER, Rung.DECIDE)
        and x.recipient_id == boss
        and (x.delivered_at or x.due_at) > acted
    }


def _to_manager(stage: Stage, rung: Planned, episode: str, why: Why) -> NudgeDue:
    assert stage.manager is not None
    at, delivery = rung.due_at, stage.manager.delivery
    if rung.lane == "now" and not delivery.is_open(stage.now):
        at = delivery.next_opening(stage.now)
    return NudgeDue(RULE, episode, rung.rung, "manager", stage.manager.id, at, rung.lane, why)


def _why(stage: Stage, acted: datetime, third: datetime) -> Why:
    calendar = stage.owner.calendar
    return Why(
        rule=RULE,
        limit="",
        event="acts",
        counted_from=acted,
        limit_at=third,
        calendar=calendar.name or calendar.zone,
        next_at=None,
        next_to=None,
        silenced_by=SILENCED_BY[RULE],
    )

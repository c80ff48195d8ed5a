"""*My day*: what one rep is told at 08:30, most important first."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from rules import digest
from rules.answers import Answer
from rules.answers.digests import MorningList
from rules.answers.nudges import LimitAhead, NudgeLine, WhyShown
from rules.coming import promised
from rules.unanswered import last_act
from services import shown
from services.clock import coming, nudge_lines, questions, standing_lines
from services.clock.coming import MOST, Reading
from services.clock.weigh import Weighed, unrated, weigh_asking
from services.lists import sorting
from services.sending import promises
from services.sending.composing import Sending
from storage import deal_lists, reds
from storage import deliveries as delivery_rows
from storage import nudges as nudge_rows
from storage.db import Session
from storage.tables import Nudge


def morning(tx: Session, sending: Sending) -> Answer | None:
    """Due steps, heads-ups, reds, old drafts, deals to sort, and how many wait for a decision; None when there is nothing, or
    of these alone but once a week."""
    return own(tx, sending, sending.nudges)


def own(tx: Session, sending: Sending, nudges: list[Nudge]) -> MorningList | None:
    """A person's own deals: those that these nudges are about, and those that stand as they were told. Counted is what
    Home lists: also what was told before, or will be later today."""
    owner_id = sending.delivery.person_id
    assert owner_id is not None
    loudest = nudge_lines.loudest(nudges)
    known = sending.known
    weighed = weigh_asking(tx, [owner_id], sending.staff, sending.config, sending.now, loudest, known)
    on_home = {line.deal_id for line in digest.my_day([one.line for one in weighed.values()])}
    to_come = reds.to_come(tx, owner_id, sending.now)
    weighed = {
        d: one
        for d, one in weighed.items()
        if d in loudest or d not in to_come or promised(one.facts, one.owner, sending.now)
    }
    order = coming.in_order(weighed, loudest)
    tired = questions.tired(tx, (weighed[d] for d in order if d not in loudest), owner_id, sending.now)
    order = [deal_id for deal_id in order if deal_id not in tired]
    by = Reading(sending.staff.people[owner_id], sending.staff, sending.config, sending.now)
    first = coming.first(tx, order, weighed, by)
    lines = _lines(tx, sending, nudges, first, weighed)
    drafts = deal_lists.old_drafts(tx, owner_id, _a_working_day_ago(sending, owner_id))
    asleep = deal_lists.count_asleep(tx, [owner_id])
    last = _last(tx, owner_id)
    is_new = lines or drafts or asleep not in (0, last.said.get("asleep"))
    if not is_new and not (tired and _begins_week(sending, owner_id)):
        return None  # what was imported is told of by itself when it came, and the day after some of it was sorted
    counted = (on_home | set(order)) - tired
    return MorningList(
        told_at=sending.now,
        lines=tuple(lines),
        more=len(counted) - len(lines),
        undecided=len(tired),
        new=_new(tx, lines, weighed, owner_id, last),
        drafts=tuple(shown.heads(tx, drafts[:MOST]).values()),
        more_drafts=max(len(drafts) - MOST, 0),
        asleep=asleep,
        a_day=sorting.A_DAY,
        unrated=unrated(weighed[deal_id] for deal_id in first if deal_id in weighed),
    )


def _lines(
    tx: Session, sending: Sending, nudges: list[Nudge], first: Sequence[int], weighed: Mapping[int, Weighed]
) -> list[NudgeLine]:
    """What the list says of these deals: what these nudges say, and what stands as it was told."""
    loudest, owner_id = nudge_lines.loudest(nudges), sending.delivery.person_id
    assert owner_id is not None
    said = nudge_lines.of_deals(tx, loudest, first, sending)
    rest = [weighed[deal_id] for deal_id in first if deal_id not in said]
    said |= {
        line.head.deal_id: line
        for line in standing_lines.lines(
            tx, rest, owner_id, sending.staff, sending.config, sending.now, sending.saying
        )
    }
    warned = nudge_lines.warned_beside(nudges, loudest)
    return [
        _with_list(_with_warning(said[d], weighed.get(d), warned.get(d, ())), weighed.get(d), sending)
        for d in first
    ]


class _Last(NamedTuple):
    """What a person's last list said of their own deals, alone or above their team's, and when it came."""

    said: Mapping[str, Any] = {}
    at: datetime = datetime.min.replace(tzinfo=UTC)


def _new(
    tx: Session, lines: Sequence[NudgeLine], weighed: Mapping[int, Weighed], owner_id: int, last: _Last
) -> int:
    """How many of these their reader was told nothing of before: neither by a list nor by a reminder of its own."""
    said = nudge_rows.of_deals(tx, [line.head.deal_id for line in lines])
    named = {line["head"]["deal_id"] for line in last.said.get("lines", ())}

    def is_known(line: NudgeLine) -> bool:
        """Nobody did anything about the deal since it was told, or it counts from where it did when it was told."""
        deal_id = line.head.deal_id
        told = [x for x in said.get(deal_id, ()) if x.person_id == owner_id and x.delivered_at is not None]
        if any(since_of(x) == line.why.counted_from for x in told):
            return True
        heard = [x.delivered_at for x in told if x.delivered_at] + [last.at] * (deal_id in named)
        return deal_id in weighed and any(at > last_act(weighed[deal_id].whole) for at in heard)

    def since_of(nudge: Nudge) -> datetime | None:
        return WhyShown.model_validate(nudge.facts["why"]).counted_from if "why" in nudge.facts else None

    return sum(not is_known(line) for line in lines)


def _last(tx: Session, owner_id: int) -> _Last:
    sent = [one for kind in coming.LISTS if (one := delivery_rows.last_sent(tx, owner_id, kind))]
    if not sent:
        return _Last()
    last = max(sent, key=lambda one: one.id or 0)
    return _Last(promises.own_part(last.payload), last.sent_at or last.due_at)


def _a_working_day_ago(sending: Sending, owner_id: int) -> datetime:
    owner = sending.staff.facts(owner_id)
    assert owner is not None
    here = owner.calendar.local(sending.now)
    return owner.calendar.at_local(owner.calendar.shift_day(here.date(), -1), here.time())


def _begins_week(sending: Sending, owner_id: int) -> bool:
    """Is it the first working day of a week?"""
    owner = sending.staff.facts(owner_id)
    assert owner is not None
    today = owner.delivery.local(sending.now).date()
    return owner.delivery.shift_day(today, -1).isocalendar()[:2] < today.isocalendar()[:2]


def _with_warning(line: NudgeLine, one: Weighed | None, warnings: Iterable[Nudge]) -> NudgeLine:
    """With the limits that these warn of, where the line is about what was promised: to act on that may leave them."""
    near: dict[str, LimitAhead] = {}
    for nudge in warnings:
        told = WhyShown.model_validate(nudge.facts["why"])
        near[told.rule] = LimitAhead(rule=told.rule, limit=told.limit, at=told.limit_at)
        also = nudge.facts.get("also", ())
        for clock in [c for c in one.clocks if c.rule in also and not c.on(one.now)] if one else ():
            near[clock.rule] = LimitAhead(rule=clock.rule, limit=str(clock.limit or ""), at=clock.limit_at)
    return line.model_copy(update={"ahead": tuple(sorted(near.values(), key=lambda x: x.at))})


def _with_list(line: NudgeLine, one: Weighed | None, sending: Sending) -> NudgeLine:
    """ "Goes on the 8:50 list", as the channels' lists were worked out when this one was promised, while it holds; with
    the limits that the line of a step or a date does not tell."""
    if one is not None and line.rule in ("step", "date"):
        held = tuple(reversed([c.rule for c in one.clocks if c.on(sending.now) and c.rule != line.rule]))
        line = line.model_copy(update={"also": held, "days_silent": standing_lines.silent(one, sending.now)})
    listed = sending.delivery.payload.get("listed", ())
    if one is None or one.late is None or line.head.deal_id not in listed:
        return line
    return line.model_copy(update={"listed_at": sending.config.pipeline.digests.channel})

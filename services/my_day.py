"""Composes the two lists for one person: a rep's day at 08:30, a manager's five at 08:40."""

from datetime import datetime

from rules import digest
from rules.answers import Answer
from rules.answers.digests import ManagerList, MorningList
from rules.answers.nudges import NudgeLine, WhyShown, why_shown
from rules.decision import Why
from rules.digest import DealLine
from rules.facts import Rung
from services import dressing, nudge_lines, shown
from services.config import ActiveConfig
from services.facts import Staff
from services.listed import day_of, fingerprint, listed_before, team_of
from services.people import language
from services.sending import Sending
from services.weigh import Weighed, stuck, weigh
from storage import deals as deal_rows
from storage import digests as rows
from storage.db import Session
from storage.tables import Nudge

MOST = 10  # lines of one list; the rest is on Home


def morning(tx: Session, sending: Sending) -> Answer | None:
    """*My day*: due steps, heads-ups, reds, old drafts, most important first; None when there is nothing."""
    owner_id = sending.delivery.person_id
    assert owner_id is not None
    deals = rows.running(tx, [owner_id])
    weighed = {one.deal_id: one for one in weigh(tx, deals, sending.staff, sending.config, sending.now)}
    said = nudge_lines.lines(tx, sending.nudges, owner_id, sending.staff, sending.config, sending.now)
    by_deal: dict[int, NudgeLine] = {}
    for line in sorted(said, key=lambda x: -x.rung):
        by_deal.setdefault(line.head.deal_id, line)
    rest = [one for one in weighed.values() if one.deal_id not in by_deal and _asks(one)]
    for line in standing(tx, rest, owner_id, sending.staff, sending.config, sending.now):
        by_deal[line.head.deal_id] = line
    order = digest.my_day([_as_line(weighed.get(deal_id), deal_id) for deal_id in by_deal])
    listed = _about_to_be_listed(tx, list(weighed.values()), owner_id, sending)
    lines = [_with_list(by_deal[x.deal_id], listed, sending) for x in order]
    drafts = rows.old_drafts(tx, owner_id, _a_working_day_ago(sending, owner_id))
    heads = shown.heads(tx, drafts)
    if not lines and not drafts:
        return None
    return MorningList(
        lines=tuple(lines[:MOST]), drafts=tuple(heads.values())[:5], more=max(len(lines) - MOST, 0)
    )


def _asks(one: Weighed) -> bool:
    """Red, or with a step of today: amber by a heads-up has a nudge of its own."""
    return one.light == "red" or one.line.step_today


def _as_line(one: Weighed | None, deal_id: int) -> DealLine:
    line = one.line if one else DealLine(deal_id, None)
    return DealLine(
        deal_id, line.amount_minor, line.late_days, line.light, line.side, line.step_at, line.step_today,
        rules=("step",),
    )  # fmt: skip


def _a_working_day_ago(sending: Sending, owner_id: int) -> datetime:
    owner = sending.staff.facts(owner_id)
    assert owner is not None
    here = owner.calendar.local(sending.now)
    return owner.calendar.at_local(owner.calendar.shift_day(here.date(), -1), here.time())


def standing(
    tx: Session,
    weighed: list[Weighed],
    reader_id: int,
    staff: Staff,
    config: ActiveConfig,
    now: datetime,
) -> list[NudgeLine]:
    """Lines for deals without a nudge of today: they stand as they were; the last nudge carries the verbs."""
    last = rows.last_nudges(tx, [one.deal_id for one in weighed], reader_id)
    reader = staff.people[reader_id]
    heads = shown.heads(tx, [one.deal for one in weighed])
    steps = deal_rows.open_steps(tx, list(heads))
    made = []
    for one in weighed:
        on = [w for w in one.whys if w.limit_at <= now and w.rule in ("quiet", "slow")]
        because = next((w for w in on), None) if one.late is not None else None
        because = because or next((w for w in one.whys if w.rule == "step"), next(iter(one.whys), None))
        if because is None:
            continue
        is_past = bool(one.facts.step and one.facts.step.due_at <= now)
        rung = Rung.RED if because.rule != "step" else Rung.PAST if is_past else Rung.TODAY
        today = one.owner.delivery.local(now).date()
        spoke = last.get((one.deal_id, because.rule))
        seen = NudgeLine(
            nudge_id=(spoke.id or 0) if spoke else 0,
            rule=because.rule,
            rung=rung,
            lane="morning",
            head=heads[one.deal_id],
            days_in_stage=one.owner.calendar.wd_between(one.facts.stage_entered_at, now),
            days_silent=_silent(one, now),
            limit=because.limit,
            last_contact_at=one.deal.last_contact_at,
            last_contact_kind=one.deal.last_contact_kind or "",
            tries=one.deal.tries,
            step=shown.step(steps.get(one.deal_id), today),
            blocker=one.deal.blocker,
            also=tuple(w.rule for w in on if w.rule != because.rule),
            owner="" if one.deal.owner_id == reader_id else staff.people[one.owner.id].name,
            why=_why(because, spoke, now),
        )
        made.append(seen)
    deals = {one.deal_id: one.deal for one in weighed}
    return dressing.dress(tx, made, deals, language(reader), config, now)


def _why(because: Why, spoke: Nudge | None, now: datetime) -> WhyShown:
    """The reasons as they were told, with what comes next while that is still ahead; else the clock's own."""
    if spoke is None or "why" not in spoke.facts:
        return why_shown(because)
    told = WhyShown.model_validate(spoke.facts["why"])
    if told.counted_from != because.counted_from or (told.next_at and told.next_at < now):
        return why_shown(because)
    return told


def _silent(one: Weighed, now: datetime) -> int | None:
    last = one.deal.last_contact_at
    return one.owner.calendar.wd_between(last, now) if last else None


# -- "goes on the 8:50 list" ----------------------------------------------------------------------------


def _about_to_be_listed(tx: Session, mine: list[Weighed], owner_id: int, sending: Sending) -> frozenset[int]:
    """Which of my deals a channel's next list will show."""
    above = {owner_id, *sending.staff.above(owner_id)}
    found: set[int] = set()
    for channel in rows.channels(tx):
        if channel.root_person_id is None or channel.root_person_id in above:
            team = team_of(channel, sending.staff)
            others = [d for d in rows.running(tx, team) if d.owner_id != owner_id]
            all_ = [*mine, *weigh(tx, others, sending.staff, sending.config, sending.now)]
            lines = [one.line for one in stuck(tx, all_)]
            before = listed_before(rows.last_listed(tx, channel.channel, day_of(channel, sending.now)))
            found |= digest.goes_on_the_list(lines, before, sending.config.pipeline.budget.channel_top)
    return frozenset(found & {one.deal_id for one in mine})


def _with_list(line: NudgeLine, listed: frozenset[int], sending: Sending) -> NudgeLine:
    if line.head.deal_id not in listed:
        return line
    return line.model_copy(update={"listed_at": sending.config.pipeline.digests.channel})


# -- the manager's list ---------------------------------------------------------------------------------


def managers(tx: Session, sending: Sending) -> Answer | None:
    """Requests for help first, then what the ladders sent up, then what left the channel's list unchanged."""
    manager_id = sending.delivery.person_id
    assert manager_id is not None
    team = {p for p in sending.staff.people if manager_id in sending.staff.above(p)}
    weighed = {
        x.deal_id: x for x in weigh(tx, rows.running(tx, team), sending.staff, sending.config, sending.now)
    }
    asked = {task.deal_id: task for task in rows.help_tasks(tx, manager_id) if task.deal_id in weighed}
    by_deal: dict[int, NudgeLine] = {}
    said = _lines(tx, sending.nudges, manager_id, sending)
    for line in sorted(said, key=lambda x: -x.rung):
        by_deal.setdefault(line.head.deal_id, line)
    leaving = _to_decide(tx, weighed, manager_id, sending)
    extra = {d for d in {*asked, *leaving} if d not in by_deal}
    for line in standing(
        tx, [weighed[d] for d in sorted(extra)], manager_id, sending.staff, sending.config, sending.now
    ):
        rung = Rung.DECIDE if line.head.deal_id in leaving else Rung.MANAGER
        by_deal[line.head.deal_id] = line.model_copy(update={"rung": int(rung), "lane": "list"})
    for deal_id, task in asked.items():
        if deal_id in by_deal:
            by_deal[deal_id] = by_deal[deal_id].model_copy(update={"asks": task.text})
    weighed_lines = [
        DealLine(
            d,
            weighed[d].line.amount_minor if d in weighed else None,
            weighed[d].line.late_days if d in weighed else 0,
            help_at=asked[d].opened_at if d in asked else None,
        )
        for d in by_deal
    ]
    top = digest.managers_list(weighed_lines, sending.config.pipeline.budget.manager_list)
    if not top.shown:
        return None
    red = {x.deal_id for x in weighed.values() if x.light == "red" and manager_id == _first_above(x, sending)}
    return ManagerList(
        lines=tuple(by_deal[x.deal_id] for x in top.shown),
        more=top.more,
        handled=len(red - set(by_deal)),
    )


def _lines(tx: Session, nudges: list[Nudge], reader_id: int, sending: Sending) -> list[NudgeLine]:
    return nudge_lines.lines(tx, nudges, reader_id, sending.staff, sending.config, sending.now)


def _first_above(one: Weighed, sending: Sending) -> int | None:
    return sending.staff.manager_id(one.owner.id)


def _to_decide(tx: Session, weighed: dict[int, Weighed], manager_id: int, sending: Sending) -> set[int]:
    """Deals that left a channel's list since its last day, unchanged, for the first manager above."""
    left = rows.left_for_decision(tx, weighed)
    return {
        d
        for d, row in left.items()
        if _first_above(weighed[d], sending) == manager_id
        and (sending.now.date() - row.on).days <= 4
        and str(row.line.get("fingerprint", "")) == fingerprint(weighed[d])
    }

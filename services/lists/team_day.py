"""What somebody with a team is told at 08:40, in one message: their own day, and five deals that could use a hand."""

from collections.abc import Collection, Mapping

from rules.answers import Answer
from rules.answers.admin import PersonLeft
from rules.answers.digests import ManagerList
from rules.clocks import is_waiting
from rules.facts import Rung
from rules.pushes import is_spared
from services.clock import coming, nudge_lines, standing_lines
from services.clock.weigh import Weighed, unrated, weigh, weigh_asking
from services.lists import blocked, my_day, pushed
from services.lists.listed import fingerprint
from services.sending.composing import Sending
from services.team.people import can_hear
from storage import channels as channel_rows
from storage import deal_lists
from storage import tasks as task_rows
from storage.db import Session
from storage.tables import Nudge


def managers(tx: Session, sending: Sending) -> Answer | None:
    """One message for somebody with a team: their own day first, as a rep's, then what the team needs."""
    manager_id = sending.delivery.person_id
    assert manager_id is not None
    theirs = [x for x in sending.nudges if x.facts.get("to") == "owner"]
    team = _team(tx, manager_id, [x for x in sending.nudges if x.facts.get("to") != "owner"], sending)
    answer = team.model_copy(
        update={
            "mine": my_day.own(tx, sending, theirs) if sending.staff.sells(manager_id) else None,
            "gone": _gone(tx, manager_id, sending),
            "previews": tuple(blocked.previews(tx, manager_id, sending.staff, sending.config, sending.now)),
        }
    )
    return answer if answer.mine or answer.lines or answer.gone or answer.previews else None


def _gone(tx: Session, manager_id: int, sending: Sending) -> tuple[PersonLeft, ...]:
    """Who left with deals that this manager is to give to somebody: in each list until those have an owner."""
    staff = sending.staff
    gone = [
        p
        for pid, p in staff.people.items()
        if p.slack_id and not can_hear(p) and staff.manager_id(pid) == manager_id
    ]
    load = deal_lists.load(tx, [p.id for p in gone]) if gone else {}
    return tuple(
        PersonLeft(person_id=p.id, who=p.name, handle=p.handle, is_guest=p.is_active, deals=load[p.id])
        for p in sorted(gone, key=lambda p: (-load.get(p.id, 0), p.id))
        if p.id in load
    )


def _team(tx: Session, manager_id: int, nudges: list[Nudge], sending: Sending) -> ManagerList:
    """Requests for help first, then what the ladders sent up, then what left the channel's list unchanged."""
    loudest = nudge_lines.loudest(nudges)
    asked = {task.deal_id: task for task in task_rows.helps_asked_of(tx, manager_id)}
    weighed = _led(tx, manager_id, {*asked, *loudest}, sending)
    weighed |= _others(tx, {*asked, *loudest} - set(weighed), manager_id, sending)
    asked = {d: task for d, task in asked.items() if d in weighed and (d in loudest or weighed[d].whys)}
    leaving = _to_decide(tx, weighed, manager_id, sending)
    wanted = {*loudest, *asked, *leaving}
    since, most = {d: x.opened_at for d, x in asked.items()}, sending.config.pipeline.budget.manager_list
    top = coming.for_manager(weighed, wanted, since, most)
    first = [x.deal_id for x in (*top.shown, *top.apart)]
    said = nudge_lines.of_deals(tx, loudest, first, sending)
    rest = [weighed[d] for d in first if d not in said]
    standing = standing_lines.lines(
        tx, rest, manager_id, sending.staff, sending.config, sending.now, sending.saying
    )
    for line in standing:
        rung = Rung.DECIDE if line.head.deal_id in leaving else Rung.MANAGER
        said[line.head.deal_id] = line.model_copy(update={"rung": int(rung), "lane": "list"})
    for deal_id in first:
        if deal_id in asked:
            said[deal_id] = said[deal_id].model_copy(update={"asks": asked[deal_id].text})
    handled = {d for d, x in weighed.items() if x.line.light == "red" and x.owner.active} - wanted
    return ManagerList(
        told_at=sending.now,
        lines=tuple(said[d] for d in first),
        more=top.more,
        apart=len(top.apart),
        unrated=unrated(weighed[d] for d in first if d in weighed),
        handled=len([d for d in handled if _first_above(weighed[d], sending) == manager_id]),
    )


def _led(tx: Session, manager_id: int, besides: Collection[int], sending: Sending) -> dict[int, Weighed]:
    """The deals that this manager is the first to hear of and that may ask for something, with those `besides`: each
    deal is weighed for one manager's list."""
    staff = sending.staff
    team = [p for p in staff.people if staff.manager_id(p) == manager_id and manager_id in staff.above(p)]
    return weigh_asking(tx, team, staff, sending.config, sending.now, besides, sending.known)


def _others(tx: Session, deal_ids: set[int], manager_id: int, sending: Sending) -> dict[int, Weighed]:
    """Further deals that somebody sent up, as far as they are still under this manager, or a director decides."""
    staff, running = sending.staff, [d for d in sending.known.deals(deal_ids) if d.state == "open"]
    deals = [
        d for d in running if manager_id in staff.above(d.owner_id) or staff.decides(manager_id, d.owner_id)
    ]
    weighed = weigh(tx, deals, sending.staff, sending.config, sending.now, known=sending.known)
    return {one.deal_id: one for one in weighed}


def _first_above(one: Weighed, sending: Sending) -> int | None:
    return sending.staff.manager_id(one.owner.id)


def _to_decide(tx: Session, weighed: Mapping[int, Weighed], manager_id: int, sending: Sending) -> set[int]:
    """Deals that left a channel's list, unchanged, on the manager's last working day or since, weeks off included; what left
    it while they were spared, once they are not, unless a list asked it already; and what they said to push on and stands
    where it stood. Of what waits since then its own day asks."""
    reader = sending.staff.facts(manager_id)
    if reader is None:
        return set()
    since = reader.delivery.shift_day(reader.delivery.local(sending.now).date(), -1)
    theirs = {
        d: x
        for d, x in weighed.items()
        if _first_above(x, sending) == manager_id and not is_waiting(x.facts, sending.now)
    }
    left = {
        d
        for d, row in channel_rows.left_for_decision(tx, theirs).items()
        if pushed.asked_from(theirs[d], row.on, reader) >= since
        and not is_spared(theirs[d].facts, theirs[d].owner, reader, theirs[d].rules, sending.now)
        and str(row.line.get("fingerprint", "")) == fingerprint(theirs[d])
    }
    left -= pushed.asked_already(tx, reader, [theirs[d] for d in left], sending.now)
    return left | pushed.unasked(tx, reader, theirs.values(), sending.now)

"""When the reader of a line hears of its deal next, and which deals a morning list has places for.

The lists take their order from here, so what *Next* says of a list is what the list will do.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import NamedTuple

from rules import digest
from rules.answers.nudges import WhyShown
from rules.coming import OF_ITS_OWN, Coming, coming, stands
from rules.digest import DealLine, Top
from rules.facts import DealFacts, PersonFacts, RungFacts
from rules.ladder import consider
from services.clock import questions
from services.clock.nudges import key_of
from services.clock.weigh import Weighed, weigh_asking
from services.config.versions import ActiveConfig
from services.facts import PROMISED, Staff, deal_facts, rules_now
from storage import deliveries as delivery_rows
from storage import nudge_facts
from storage import nudges as nudge_rows
from storage import tasks as task_rows
from storage.db import Session
from storage.tables import Deal, Nudge, Person

MOST = 5  # deals of one list; the rest is on Home
AGAIN = "again"  # in a nudge's facts: in which list its reader was told that they find the deal again
SAID_AT = "again_said_at"  # and when they were told
LISTS = ("morning", "manager_list")  # in which somebody's own deals are told


@dataclass(frozen=True)
class Reading:
    """Who reads, and when; `saying`: the nudges that this message carries."""

    reader: Person
    staff: Staff
    config: ActiveConfig
    now: datetime
    saying: frozenset[int] = frozenset()

    def owner_list(self, owner_id: int) -> time:
        """When somebody's own day is told: with the team's, for who leads."""
        times = self.config.pipeline.digests
        return times.manager if self.staff.leads(owner_id) else times.rep


def ahead(tx: Session, facts: Mapping[int, DealFacts], by: Reading) -> dict[int, dict[str, object]]:
    """deal → what *Next* says of it: `next_at`, `next_to` (owner, manager, or home where the list has no place for it)
    and `up_at`, when the manager hears of it that day too, or next while it is on Home alone."""
    if not facts:
        return {}
    return _known(tx, facts, _played(tx, facts, by), by)


def _known(
    tx: Session, facts: Mapping[int, DealFacts], found: Mapping[int, Coming], by: Reading
) -> dict[int, dict[str, object]]:
    mine = {d for d, x in facts.items() if x.owner_id == by.reader.id}
    own_lists = {found[d].owner_at for d in mine if found[d].listed}
    places = {at: _named(tx, at, by) for at in own_lists if at is not None}
    helps = _help_lists(tx, facts, by)
    return {
        d: _mine(x, places, d, helps.get(d), by) if d in mine else _theirs(x, facts[d], helps.get(d), by)
        for d, x in found.items()
    }


class Again(NamedTuple):
    """When a deal is brought up again if nothing changes; None: by itself never. `is_on_home`: the morning list of that
    day may have no place for it; `is_listed`: it is in its owner's own list; `rule`: for which it comes to its owner."""

    at: datetime | None
    is_on_home: bool = False
    is_listed: bool = False
    rule: str = ""


def heard_again(tx: Session, deal: Deal, by: Reading) -> Again:
    """When the reader hears of a deal again; of somebody else's, in a list that keeps no places."""
    wanted = deal_facts(tx, [deal], by.config.pipeline, by.now)
    played = _played(tx, wanted, by)
    known, one = _known(tx, wanted, played, by)[deal.id], played[deal.id]
    if known["next_to"] == "home":
        return Again(one.owner_at, is_on_home=True, rule=one.rule or "")
    at, is_own = known["next_at"], known["next_to"] == "owner"
    said = Again(at if isinstance(at, datetime) else None, is_on_home=deal.owner_id != by.reader.id)
    return said._replace(is_listed=one.listed, rule=one.rule or "") if is_own else said


def promise(tx: Session, nudge: Nudge, again: Again, now: datetime) -> None:
    """Keeps what its reader is told now, in place of what they were told before: the list of that day has a place for
    the deal, whatever else comes up meanwhile."""
    at = again.at if again.is_listed else None
    promise_again(tx, nudge, {AGAIN: at.isoformat(), SAID_AT: now.isoformat()} if at else {})


def promised(nudge: Nudge) -> dict[str, str]:
    """What its reader was last told, for `promise_again`."""
    return {key: nudge.facts[key] for key in (AGAIN, SAID_AT) if key in nudge.facts}


def promise_again(tx: Session, nudge: Nudge, told: Mapping[str, str]) -> None:
    """What its reader was told before holds, in place of what they were told since."""
    nudge.facts = {key: x for key, x in nudge.facts.items() if key not in promised(nudge)} | dict(told)
    tx.add(nudge)


def has_place(tx: Session, deal: Deal, at: datetime, by: Reading) -> bool:
    """Whether the reader's own list of then names the deal, as it looks now."""
    places = _named(tx, at, by)
    return places is None or deal.id in places


def _played(tx: Session, facts: Mapping[int, DealFacts], by: Reading) -> dict[int, Coming]:
    by.staff.learn(tx, (x.owner_id for x in facts.values()))
    nudges, rules = nudge_rows.of_deals(tx, facts), rules_now(tx, by.config.pipeline)
    found: dict[int, Coming] = {}
    for deal_id, deal in facts.items():
        owner, manager = by.staff.facts(deal.owner_id), by.staff.manager(deal.owner_id)
        said = _said(nudges.get(deal_id, ()), by)
        at = by.owner_list(owner.id) if owner else None
        held = {key_of(x) for x in nudges.get(deal_id, ()) if x.state == "held"}
        found[deal_id] = coming(
            deal, owner, manager, by.now, rules, said, at, to_owner=deal.owner_id == by.reader.id, held=held,
            told_on=_told_on(nudges.get(deal_id, ()), owner),
        )  # fmt: skip
    return found


def _told_on(nudges: Iterable[Nudge], owner: PersonFacts | None) -> set[date]:
    """The days on which the owner had a message about the deal alone: it went when it was due, by no list."""
    return {
        owner.delivery.local(x.due_at).date()
        for x in nudges
        if owner is not None
        and x.person_id == owner.id
        and x.lane == "timed"
        and x.rule not in OF_ITS_OWN
        and x.delivered_at is not None
        and owner.delivery.local(x.delivered_at).date() == owner.delivery.local(x.due_at).date()
    }


def of(why: WhyShown, known: Mapping[str, object] | None) -> WhyShown:
    """The reasons with what comes next for the reader."""
    silence: dict[str, object] = {"next_at": None, "next_to": None, "up_at": None}
    return why.model_copy(update=dict(known or silence))


def _said(nudges: Iterable[Nudge], by: Reading) -> list[RungFacts]:
    """What was said, and what is being said now."""
    return [
        RungFacts(x.rule, x.episode, x.rung, x.due_at, x.delivered_at or by.now, x.person_id)  # type: ignore[arg-type]
        for x in nudges
        if x.state in PROMISED or x.id in by.saying
    ]


def _mine(
    found: Coming,
    named: Mapping[datetime, Collection[int] | None],
    deal_id: int,
    help_at: datetime | None,
    by: Reading,
) -> dict[str, object]:
    at, up = found.owner_at, min((x for x in (found.manager_at, help_at) if x is not None), default=None)
    if at is None:
        return {"next_at": up, "next_to": "manager" if up else None, "up_at": None}
    places = named.get(at) if found.listed else None
    if places is not None and deal_id not in places:
        return {"next_at": None, "next_to": "home", "up_at": up}
    owner = by.staff.facts(by.reader.id)
    assert owner is not None
    same_day = up is not None and owner.delivery.local(up).date() <= owner.delivery.local(at).date()
    return {"next_at": at, "next_to": "owner", "up_at": up if same_day else None}


def _theirs(found: Coming, deal: DealFacts, help_at: datetime | None, by: Reading) -> dict[str, object]:
    """Somebody else's deal: what goes up to this reader, and a request for help, which is in each of their lists."""
    up = found.manager_at if by.staff.manager_id(deal.owner_id) == by.reader.id else None
    at = min((x for x in (up, help_at) if x is not None), default=None)
    return {"next_at": at, "next_to": "manager" if at else None, "up_at": None}


def _help_lists(tx: Session, facts: Mapping[int, DealFacts], by: Reading) -> dict[int, datetime]:
    """deal → the next list of the manager whose help is asked for: it is in each until they answer."""
    lists = {}
    for deal_id, person_id in task_rows.helps_asked(tx, facts).items():
        if (asked := by.staff.facts(person_id)) is not None:
            lists[deal_id] = asked.delivery.next_morning(by.now, by.config.pipeline.digests.manager)
    return lists


# -- the order of a list --------------------------------------------------------------------------------


def in_order(weighed: Mapping[int, Weighed], said: Collection[int]) -> list[int]:
    """A person's own deals that ask for something, most important first: those that something new is `said` of, and
    those that stand as they were told."""
    return _ranked(weighed, {*said, *(d for d, one in weighed.items() if _stands(one))})


def first(tx: Session, order: Sequence[int], weighed: Mapping[int, Weighed], by: Reading) -> list[int]:
    """Those of the reader's own list, in its order, that it has places for: what was promised for it before all others."""
    if len(order) <= MOST:
        return list(order)
    kept = _promised(tx, order, weighed, by.now, by)
    placed = set(sorted(order, key=lambda d: d not in kept)[:MOST])
    return [d for d in order if d in placed]


def _promised(
    tx: Session, deal_ids: Iterable[int], weighed: Mapping[int, Weighed], at: datetime, by: Reading
) -> set[int]:
    """The deals that the reader was told to find in the list of that day; or in one before, where none went since."""
    owner, clock = by.staff.facts(by.reader.id), by.owner_list(by.reader.id)
    assert owner is not None
    local, lists = owner.delivery.local, {}
    for deal_id, told in nudge_facts.with_fact(tx, deal_ids, by.reader.id, AGAIN).items():
        if (named := _day_named(told, weighed.get(deal_id))) is not None:
            lists[deal_id] = local(owner.delivery.morning_from(named, clock)).date()
    day = local(at).date()
    kept = {deal_id for deal_id, on in lists.items() if on == day}
    is_next = at <= owner.delivery.next_morning(by.now, clock)
    if is_next and any(on < day for on in lists.values()):
        went = [one.due_at for kind in LISTS if (one := delivery_rows.last_sent(tx, by.reader.id, kind))]
        last = max((local(due).date() for due in went), default=date.min)
        kept |= {deal_id for deal_id, on in lists.items() if last < on < day}
    return kept


def _day_named(told: Iterable[Nudge], one: Weighed | None) -> datetime | None:
    """The last day that the reader was named for a deal; None where somebody acted on it since."""
    last = max((x.facts for x in told), key=lambda facts: str(facts.get(SAID_AT, "")))
    acted = one.facts.acted_at if one is not None else None
    if acted is not None and SAID_AT in last and acted > datetime.fromisoformat(last[SAID_AT]):
        return None
    return datetime.fromisoformat(last[AGAIN])


def _ranked(weighed: Mapping[int, Weighed], asking: Iterable[int]) -> list[int]:
    return [x.deal_id for x in digest.my_day([_as_line(weighed.get(d), d) for d in sorted(asking)])]


def _stands(one: Weighed) -> bool:
    return stands(one.facts, one.owner, one.now, one.clocks)


def for_manager(
    weighed: Mapping[int, Weighed], wanted: Iterable[int], asked: Mapping[int, datetime], most: int
) -> Top:
    """The team's deals that a manager's list has places for; `asked`: since when help is asked for."""
    lines = [
        DealLine(d, None, help_at=asked.get(d))
        if (one := weighed.get(d)) is None
        else DealLine(
            d, one.line.amount_minor, one.line.late_days, help_at=asked.get(d), apart=one.line.apart
        )
        for d in sorted(wanted)
    ]
    return digest.managers_list(lines, most)


def _as_line(one: Weighed | None, deal_id: int) -> DealLine:
    line = one.line if one else DealLine(deal_id, None)
    return DealLine(
        deal_id, line.amount_minor, line.late_days, line.light, line.side, line.step_at, line.step_today,
        rules=("step",), apart=line.apart, wait_over=line.wait_over, owed_today=line.owed_today,
        step_past=line.step_past,
    )  # fmt: skip


def _named(tx: Session, at: datetime, by: Reading) -> set[int] | None:
    """The deals that the reader's own list will have a place for, if nothing changes; None: for all of them. What was
    promised for it and the most important are asked first, so that the rest needs no look ahead."""
    weighed = weigh_asking(tx, [by.reader.id], by.staff, by.config, at)
    tired = questions.tired(tx, (one for one in weighed.values() if _stands(one)), by.reader.id, by.now)
    if len(weighed) <= MOST and not tired:
        return None
    kept = _promised(tx, weighed, weighed, at, by)
    ranked = sorted(_ranked(weighed, weighed), key=lambda d: d not in kept)
    standing = list(islice((d for d in ranked if _stands(weighed[d]) and d not in tired), MOST))
    ranked = ranked[: ranked.index(standing[-1]) + 1] if len(standing) == MOST else ranked
    nudges = nudge_rows.of_deals(tx, {*ranked} - {*standing})
    told = (d for d in ranked if d in standing or _is_new(weighed[d], _said(nudges.get(d, ()), by), at, by))
    return set(islice(told, MOST))


def _is_new(one: Weighed, said: list[RungFacts], at: datetime, by: Reading) -> bool:
    decided = consider(one.facts, one.owner, by.staff.manager(one.owner.id), at, one.rules, said)
    return any(x.to == "owner" and x.lane == "morning" for x in decided.nudges)

"""Rows become the facts that the rules are told: deals in batches, and the staff with calendars and managers."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from rules.access import SELLS, Action, Actor, DealAccess, allowed
from rules.facts import (
    DealFacts,
    DismissedFacts,
    LadderRules,
    LaterFacts,
    OwedFacts,
    PersonFacts,
    PushedFacts,
    RungFacts,
    StepFacts,
    WaitFacts,
)
from rules.pipeline import Pipeline
from rules.rates import is_signed
from rules.thresholds import ladder_rules
from services import gate_facts
from services.money import rates
from services.team.calendars import MUTED, calendars
from services.team.people import can_hear, chain, language
from storage import books, clock_facts
from storage import deals as deal_rows
from storage import people as people_rows
from storage.db import Session
from storage.deals import Looked
from storage.tables import Deal, Nudge, Person

LIVE_FROM = "live_from"  # a setting: before this instant only steps speak (quiet start)
WEIGHED = (
    5000  # deals that are looked at for one answer, those longest in their stage first; beyond it is said
)
PROMISED = ("claimed", "sent")
TO_MANAGERS = frozenset({"manager", "director"})


def rules_now(tx: Session, pipeline: Pipeline) -> LadderRules:
    """The ladders' thresholds, with the end of the workspace's quiet start."""
    live_from = books.setting(tx, LIVE_FROM)
    return ladder_rules(pipeline, datetime.fromisoformat(live_from) if live_from else None)


def deal_facts(
    tx: Session, deals: Sequence[Deal | Looked], pipeline: Pipeline, now: datetime
) -> dict[int, DealFacts]:
    """deal id → its facts, with a handful of queries for all of them."""
    if not deals:
        return {}
    known = clock_facts.of_deals(tx, [deal.id for deal in deals], [deal.id for deal in deals if deal.blocker])
    owing = [deal for deal in deals if deal.id in known.owing]
    owed = gate_facts.owed(tx, pipeline, owing, rates.today(pipeline, now))
    return {
        deal.id: _deal(
            deal,
            known,
            owed.get(deal.id, ()),
            None if is_signed(pipeline, deal.stage, deal.state) else deal.expected_sign_on,
        )
        for deal in deals
    }


class Known:
    """The deals that one look at the database is about: each row and each one's facts are read once, whoever asks."""

    def __init__(self, tx: Session, pipeline: Pipeline, now: datetime) -> None:
        self._tx, self._pipeline, self._now = tx, pipeline, now
        self._deals: dict[int, Deal] = {}
        self._facts: dict[int, DealFacts] = {}

    def deals(self, deal_ids: Iterable[int]) -> list[Deal]:
        """Those of these deals that there are, in the order in which they are named."""
        wanted = list(deal_ids)
        self._deals |= {x.id: x for x in deal_rows.looked_up(self._tx, {*wanted} - self._deals.keys())}
        return [self._deals[deal_id] for deal_id in wanted if deal_id in self._deals]

    def facts(self, deals: Iterable[Deal | Looked]) -> dict[int, DealFacts]:
        """deal id → its facts."""
        wanted = list(deals)
        new = [deal for deal in wanted if deal.id not in self._facts]
        self._facts |= deal_facts(self._tx, new, self._pipeline, self._now)
        return {deal.id: self._facts[deal.id] for deal in wanted}


def _deal(
    deal: Deal | Looked, known: clock_facts.Known, owed: tuple[OwedFacts, ...], sign_on: date | None
) -> DealFacts:
    waits = known.waits.get(deal.id, ())
    pushed = {x.by_id: PushedFacts(x.by_id, x.at) for x in known.pushes.get(deal.id, ())}  # the last of each
    here = [w for w in waits if w.stage == deal.stage and w.since >= deal.stage_entered_at]
    running = [w for w in here if w.ended_at is None]
    return DealFacts(
        id=deal.id,
        stage=deal.stage,
        stage_entered_at=deal.stage_entered_at,
        owner_id=deal.owner_id,
        owner_since=deal.owner_since,
        clocks_from=deal.clocks_from,
        open=deal.state == "open",
        last_contact_at=deal.last_contact_at,
        last_contact_kind=deal.last_contact_kind or "",
        tries=deal.tries,
        acted_at=deal.acted_at,
        step=_step(known.steps.get(deal.id, ())),
        waiting=_wait(running[-1], len(here)) if running else None,
        pauses=tuple((w.since, min(w.ended_at, w.until)) for w in here if w.ended_at is not None),
        parks=tuple(_ended(w, deal.stage_entered_at) for w in waits if w.is_park and w not in running),
        later=tuple(LaterFacts(x.rule, x.episode, x.until, x.n, x.at) for x in known.laters.get(deal.id, ())),  # type: ignore[arg-type]
        dismissed=_dismissed(deal, known.dismissed.get(deal.id, ())),
        pushed=tuple(pushed.values()),
        owed=owed,
        sign_on=sign_on,
        at_risk_since=deal.at_risk_since,
        flags_from=deal.flags_from,
        amount_minor=deal.amount_minor,
        elsewhere=tuple(
            (x.opened_at, x.closed_at)
            for x in known.handed.get(deal.id, ())
            if x.episode.partition(":")[0] == deal.blocker and (x.told or {}).get("slots")
        ),
        is_stage_of_file=deal.origin == "import" and deal.stage_entered_at == deal.created_at,
        given_at=deal.owner_since if deal.origin != "import" else None,
    )


def _dismissed(deal: Deal | Looked, found: Sequence[clock_facts.Dismissed]) -> tuple[DismissedFacts, ...]:
    """What the owner of before dismissed does not hold for the one of now."""
    since = deal.owner_since
    return tuple(
        DismissedFacts(tuple(x.rules["settled"]), x.at, x.told)
        for x in found
        if since is None or x.at > since
    )


def _step(rows: Sequence[clock_facts.Promised]) -> StepFacts | None:
    """The open step (the newest, should there be two); one without a date has no clock."""
    if not rows or (row := rows[-1]).due_at is None:
        return None
    return StepFacts(
        id=row.id,
        revision=row.revision,
        kind=row.kind,  # type: ignore[arg-type]
        due_at=row.due_at,
        has_time=row.at_time is not None,
        opened_at=row.opened_at,
        text=row.text,
    )


def _wait(row: clock_facts.Waited, count: int) -> WaitFacts:
    return WaitFacts(row.who, row.why, row.since, row.until, count, row.is_park, row.ended_at)


def _ended(park: clock_facts.Waited, entered: datetime) -> WaitFacts:
    """A park that is over: somebody ended it, or the move into another stage did."""
    return replace(_wait(park, 1), ended=park.ended_at or entered)


def rung_facts(nudges: Iterable[Nudge | clock_facts.Said]) -> list[RungFacts]:
    """What was promised to Slack or said; planned and held ones may still be thought better of."""
    return [
        RungFacts(x.rule, x.episode, x.rung, x.due_at, x.delivered_at, x.person_id)  # type: ignore[arg-type]
        for x in nudges
        if x.state in PROMISED
    ]


class Staff:
    """Everybody, once per use: people, who manages whom, roles, and the calendars of those asked for."""

    def __init__(self, tx: Session, year: int) -> None:
        self._year = year
        roll = people_rows.roll(tx)
        self.people, self.roles = roll.people, roll.roles
        self.links: Mapping[int, int | None] = roll.links
        self._directors = sorted(pid for pid, roles in self.roles.items() if "director" in roles)
        self._facts: dict[int, PersonFacts] = {}
        self._managers: dict[int, int | None] = {}
        self._leading: dict[int, PersonFacts] = {}  # by the owner

    @property
    def names(self) -> dict[int, str]:
        """Everybody's name."""
        return {pid: person.name for pid, person in self.people.items()}

    def suppose(self, person_id: int, roles: Iterable[str] | None, **values: Any) -> None:
        """As if this person stood elsewhere: nothing is stored. Before anybody is learnt."""
        person = Person(**self.people[person_id].model_dump() | values)
        self.people = {**self.people, person_id: person}  # others read the one that was read
        self.links = {**self.links, person_id: person.manager_id}
        if roles is not None:
            self.roles = {**self.roles, person_id: frozenset(roles)}
            self._directors = sorted(pid for pid, held in self.roles.items() if "director" in held)

    def learn(self, tx: Session, person_ids: Iterable[int | None]) -> None:
        """Reads the calendars of these people and of their managers, with two queries."""
        wanted = {pid for pid in person_ids if pid in self.people}
        wanted |= {mid for pid in wanted if (mid := self.manager_id(pid)) is not None}
        new = [self.people[pid] for pid in wanted if pid is not None and pid not in self._facts]
        found = calendars(tx, new, self._year) if new else {}
        for person in new:
            muted = frozenset(person.prefs.get(MUTED) or ())
            self._facts[person.id] = PersonFacts(
                person.id,
                found[person.id],
                person.slack_tz,
                language(person),
                can_hear(person),
                muted,
                person.placed_at,
            )

    def facts(self, person_id: int | None) -> PersonFacts | None:
        """A person's facts, once they were learnt."""
        return self._facts.get(person_id) if person_id is not None else None

    def manager_id(self, owner_id: int | None) -> int | None:
        """Who hears after the owner: the first active person up the tree, else a director, else nobody."""
        if owner_id is None:
            return None
        if owner_id not in self._managers:
            above = [*chain(self.links, owner_id), *self._directors]
            able = (pid for pid in above if pid != owner_id and can_hear(self.people.get(pid)))
            self._managers[owner_id] = next(able, None)
        return self._managers[owner_id]

    def manager(self, owner_id: int | None) -> PersonFacts | None:
        """Who hears after the owner, with since when they do: nobody on the way up to them has changed since."""
        if owner_id in self._leading:
            return self._leading[owner_id]
        at = self.manager_id(owner_id)
        facts = self.facts(at)
        if facts is None or at is None or owner_id is None:
            return None
        way = itertools.takewhile(lambda pid: pid != at, self.above(owner_id))
        placed = (self.people[pid].placed_at for pid in (owner_id, *way, at) if pid in self.people)
        since = max((one for one in placed if one is not None), default=None)
        leads = facts if since == facts.since else replace(facts, since=since)
        self._leading[owner_id] = leads
        return leads

    def above(self, owner_id: int | None) -> tuple[int, ...]:
        """The managers over an owner, nearest first."""
        return chain(self.links, owner_id)

    def decides(self, person_id: int | None, owner_id: int | None) -> bool:
        """Whether a person may decide about this owner's deals: who manages them, or a director where nobody does."""
        if person_id not in self.people:
            return False
        above = self.above(owner_id)
        able = any(can_hear(self.people.get(x)) and "manager" in self.roles.get(x, ()) for x in above)
        about = DealAccess(owner_id=owner_id, managers=above, has_manager=able or owner_id is None)
        return allowed(self.actor(person_id), Action.DECIDE, about)

    def sells(self, person_id: int) -> bool:
        """Whether a person may have deals of their own."""
        return bool(self.roles.get(person_id, frozenset()) & SELLS)

    def leads(self, person_id: int) -> bool:
        """Whether a person reads of others' deals in the morning."""
        return bool(self.roles.get(person_id, frozenset()) & TO_MANAGERS)

    def actor(self, person_id: int) -> Actor:
        """A person as `rules.access` sees them."""
        person = self.people[person_id]
        roles = self.roles.get(person_id, frozenset())
        return Actor(id=person_id, roles=roles, kind=person.kind, active=person.is_active)

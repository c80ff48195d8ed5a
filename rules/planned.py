"""What a ladder is planned from, whom it speaks to and when they may hear, and the rungs that it is made of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from rules.dismissals import dismissed_at
from rules.facts import (
    DealFacts,
    LadderRules,
    Lane,
    PersonFacts,
    RecipientRole,
    Rule,
    Rung,
    RungFacts,
    StepFacts,
)
from rules.pushes import spared_until
from rules.waits import TakenUp, taken_up

_NOTHING: Mapping[int, RungFacts] = {}


class Planned(NamedTuple):
    """One rung of a ladder; not `certain` while the rung it counts from is not delivered."""

    rung: int
    to: RecipientRole
    due_at: datetime
    lane: Lane
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Stage:
    """Whom the ladders of one deal speak to, by which rules, and what they have said."""

    deal: DealFacts
    owner: PersonFacts
    manager: PersonFacts | None
    rules: LadderRules
    delivered: Sequence[RungFacts]
    now: datetime

    def said(self, rule: Rule, episode: str) -> Mapping[int, RungFacts]:
        if not self.delivered:
            return _NOTHING
        return {r.rung: r for r in self.delivered if r.rule == rule and r.episode == episode}

    # -- times -----------------------------------------------------------------------------------------

    def owner_slot(self, at: datetime) -> tuple[datetime, Lane]:
        """When the owner may hear what is due at an instant: in a list where one comes before they open, else when open."""
        delivery, since = self.owner.delivery, self.owner.since
        if since is not None and at < since:
            return delivery.next_morning(since, self.rules.owner_list), "morning"
        listed, opening = delivery.morning_from(at, self.rules.owner_list), delivery.next_opening(at)
        return (listed, "morning") if listed <= opening else (opening, "timed")

    def owner_list(self, at: datetime) -> datetime:
        """The owner's first list after an instant."""
        return self.owner.delivery.next_morning(latest(at, self.owner.since), self.rules.owner_list)

    def manager_list(self, ready: datetime) -> datetime | None:
        """The manager's first list from an instant that was counted in the owner's calendar, and not while they are spared."""
        if self.manager is None:
            return None
        ready = self.owner.calendar.list_for(self.not_spared(ready), self.rules.manager_list)
        return self.manager.delivery.morning_from(latest(ready, self.manager.since), self.rules.manager_list)

    def not_spared(self, at: datetime) -> datetime:
        """When who manages the deal is asked what falls due then: none of it for some days after they said to push on."""
        return latest(at, spared_until(self.deal, self.owner, self.manager, self.rules))

    def next_manager_list(self, told: datetime) -> datetime | None:
        """The manager's list of the owner's next working day after the owner was told."""
        home = self.owner.calendar
        day = home.shift_day(home.local(told).date(), 1)
        return self.manager_list(home.at_local(day, self.rules.manager_list))

    def told_at(self, rung: RungFacts | None, otherwise: datetime) -> tuple[datetime, bool]:
        """When a rung was delivered, and True; or the earliest time at which it may yet be, and False."""
        if rung is None:
            return max(otherwise, self.now), False
        return (rung.delivered_at, True) if rung.delivered_at else (max(rung.due_at, self.now), False)

    def known_since(self, promised: datetime) -> datetime:
        """Since when whoever is asked about a promise made then has been there for it: what falls before is not made up for
        in that minute."""
        return latest(promised, self.deal.owner_since, self.owner.since)

    def not_just_acted(self, at: datetime) -> datetime:
        """When something is said that falls due then: where somebody acted later, in the list after that."""
        acted = self.deal.acted_at
        return self.owner_list(acted) if acted is not None and acted > at else at

    def taken_up(self, since: datetime) -> TakenUp | None:
        """When a promise made then counts again that a park set aside; None where none did."""
        return taken_up(self.deal, since, self.owner.delivery, self.rules)

    def is_let_alone(self, step: StepFacts) -> bool:
        """It was dismissed, or the list that takes a parked deal up asks about it: nobody asks how it went."""
        back = self.taken_up(step.opened_at)
        is_listed = back is not None and step.due_at < back.at
        return is_listed or dismissed_at(self.deal, "step", step.opened_at) is not None

    # -- ladders ---------------------------------------------------------------------------------------

    def again(self, rule: Rule, episode: str) -> Iterator[Planned]:
        if not self.deal.later:
            return
        said = [x for x in self.said(rule, episode).values() if x.rung > Rung.AGAIN]
        # The last one spoke for what was chosen by then.
        last = max((x.delivered_at or x.due_at for x in said), default=None)
        for later in self.deal.later:
            if (later.rule, later.episode) == (rule, episode) and (last is None or later.until > last):
                due_at, lane = self.owner_slot(self.not_just_acted(later.until))
                yield Planned(Rung.AGAIN + later.n, "owner", due_at, lane)

    def first_later(self, rule: Rule, episode: str) -> datetime | None:
        """How long the first Later of an episode holds the manager back; further ones do not."""
        return next(
            (x.until for x in self.deal.later if (x.rule, x.episode, x.n) == (rule, episode, 1)), None
        )


def latest(*instants: datetime | None) -> datetime:
    """The last of these instants; those that there are not do not count."""
    return max([at for at in instants if at is not None])

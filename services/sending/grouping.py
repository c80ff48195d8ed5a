"""Claim: what is due for one recipient becomes one message, within what a person may be told unasked a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.answers.digests import HelpAsked
from rules.answers.teams import TeamNoted
from rules.digest import SentToday, budget
from rules.pipeline import Pipeline
from rules.rhythm import Budget
from services import audit
from services.deps import Deps
from services.sending import promises
from services.team.people import zone_of
from storage import deliveries as delivery_rows
from storage import nudges as nudge_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Nudge, Person

# Deliveries that carry what waits in the lanes of lists.
LANES = {"morning": ("morning",), "manager_list": ("morning", "list")}
# What the day's budget counts; promised steps ("steps") are not in it.
UNASKED = ("nudges", "late", *promises.LISTS)
COUNTED = (*UNASKED, TeamNoted.kind, HelpAsked.kind)  # what colleagues wrote or ask for is unasked too
PROMISED = ("step", "over")  # rules of what the person promised: reminded of whatever the day's budget
# One look back at a day: a message of the budget, about deals that it spoke of or not.
OF_THE_DAY = ("evening",)
LATE_LIST = timedelta(minutes=30)  # a list that never came does not silence what it should have carried


@dataclass(frozen=True)
class Grouped:
    """How many messages were made, and how many nudges were held back."""

    deliveries: int = 0
    held: int = 0


def claim(deps: Deps, *, now: datetime) -> Grouped:
    """Turns each recipient's due nudges into one delivery with a frozen set; one transaction a recipient."""
    pipeline = deps.config.active().pipeline
    with deps.db.read() as tx:
        own = nudge_rows.due(tx, now, ("timed", "now"))
        late = nudge_rows.due(tx, now - LATE_LIST, ("morning", "list"))
        coming = {
            to
            for to in {x.recipient for x in [*own, *late]}
            if delivery_rows.list_is_coming(tx, to, promises.LISTS)
        }
        own = [x for x in own if x.rule in PROMISED or x.recipient not in coming]  # the list may carry it
        late = [x for x in late if x.recipient not in coming]
    behind = {x.recipient for x in late}
    made = held = 0
    for recipient, ids in _by_recipient([*own, *late]).items():
        with deps.write("grouping.claim") as tx:
            one = _claim_for(tx, pipeline, recipient, ids, now, recipient in behind)
            made, held = made + one.deliveries, held + one.held
            deps.reach("grouped")
    return Grouped(made, held)


def _by_recipient(nudges: Sequence[Nudge]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for nudge in nudges:
        found.setdefault(nudge.recipient, []).append(nudge.id)
    return found


def _claim_for(
    tx: Session, pipeline: Pipeline, recipient: str, ids: Sequence[int], now: datetime, is_late: bool
) -> Grouped:
    """One recipient's message. What a list should have carried ("late") is said like a list, all of it at once, while the
    day's few messages last."""
    nudges = nudge_rows.planned(tx, ids)  # before the person: whoever ends a deal comes that way
    person = people_rows.held(tx, int(recipient.removeprefix("person:")))
    if person is None or not nudges:
        return Grouped()
    is_late = is_late and not _is_spent(tx, pipeline.budget, person, recipient, nudges, now)
    free = [x for x in nudges if is_late or x.rule in PROMISED]
    rest = [x for x in nudges if x not in free]
    allowed, held = _within_budget(tx, pipeline.budget, person, recipient, rest, now)
    nudge_rows.hold(tx, [x.id for x in held], "budget")
    for nudge in held:
        audit.record(tx, None, "nudge.hold", nudge.subject, now=now, after={"reason": "budget"})
    taken = nudge_rows.claim(tx, [x.id for x in free + allowed])
    if not taken:
        return Grouped(0, len(held))
    kind = "late" if is_late else "nudges" if allowed else "steps"
    delivery_id = promises.promise(tx, None, kind, recipient, {}, now, now=now)
    assert delivery_id is not None
    nudge_rows.freeze(tx, taken, delivery_id)
    return Grouped(1, len(held))


def _is_spent(
    tx: Session, limits: Budget, person: Person, recipient: str, nudges: list[Nudge], now: datetime
) -> bool:
    """As many messages as a day may have."""
    told = delivery_rows.count_told(tx, recipient, COUNTED, start_of_day(person, now))
    return told >= _most(limits, nudges)


def _most(limits: Budget, nudges: list[Nudge]) -> int:
    as_manager = bool(nudges) and all(x.facts.get("to") == "manager" for x in nudges)
    return limits.manager_dms_a_day if as_manager else limits.rep_dms_a_day


def _within_budget(
    tx: Session, limits: Budget, person: Person, recipient: str, nudges: list[Nudge], now: datetime
) -> tuple[list[Nudge], list[Nudge]]:
    """What may still be said today, one nudge a deal, and what is held for the next list."""
    first: dict[int | None, Nudge] = {}
    for nudge in sorted(nudges, key=lambda x: (x.rule in OF_THE_DAY, -x.rung)):
        first.setdefault(nudge.deal_id, nudge)
    since = start_of_day(person, now)
    told = SentToday(
        day=since.date(),
        messages=delivery_rows.count_told(tx, recipient, COUNTED, since),
        deals=frozenset(nudge_rows.deals_told(tx, recipient, ("nudges",), (*PROMISED, *OF_THE_DAY), since)),
    )
    of_the_day = [d for d, x in first.items() if d is not None and x.rule in OF_THE_DAY]
    asked = [d for d in first if d is not None]
    verdict, deals = budget(told, asked, most=_most(limits, nudges), again=of_the_day)
    allowed = [x for x in first.values() if verdict == "deliver" and x.deal_id in deals]
    return allowed, [x for x in nudges if x not in allowed]


def start_of_day(person: Person, now: datetime) -> datetime:
    """Midnight of the person's today, where they are now."""
    return now.astimezone(zone_of(person.slack_tz)).replace(hour=0, minute=0, second=0, microsecond=0)

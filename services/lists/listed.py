"""What a channel's blocked list is about: its date, its team, what it read last, what counts as a change."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta

from rules.clocks import is_waiting
from rules.digest import Left, Listed
from rules.pushes import is_spared
from services.clock.weigh import Weighed, stuck, stuck_from, waited_until, weigh
from services.config.versions import ActiveConfig
from services.facts import Staff
from services.team.people import zone_of
from storage import channels as channel_rows
from storage.db import Session
from storage.tables import BlockedDay, DigestChannel

OF_OWNERS = ("handed", "unowned")  # told once each: who has it now, and that nobody does


def day_of(channel: DigestChannel, now: datetime) -> date:
    """The channel's own date."""
    return now.astimezone(zone_of(channel.tz)).date()


def team_of(channel: DigestChannel, staff: Staff) -> set[int]:
    """Whose deals a channel's list is about: everybody under its root, the root too."""
    root = channel.root_person_id
    return {p for p in staff.people if root is None or p == root or root in staff.above(p)}


def listed_before(days: Iterable[BlockedDay]) -> dict[int, Listed]:
    """A channel's last list, as the rules want it; what left or was cleared is not on it any more."""
    return {
        row.deal_id: Listed(
            row.deal_id,
            row.days_listed,
            str(row.line.get("fingerprint", "")),
            int(row.line.get("unchanged", 0)),
            row.status if row.status in OF_OWNERS else "",
        )
        for row in days
        if row.status in ("new", "still", *OF_OWNERS)
    }


def behind(
    tx: Session,
    channel: DigestChannel,
    back: Collection[Weighed],
    rows: Iterable[BlockedDay],
    at: time,
    now: datetime,
) -> dict[int, int]:
    """deal → in how many lists it stood behind the first ones, since it was last one of them or came on the list. `rows`:
    their newest lines; `at`: when the list goes. What left for its manager to decide was on none."""
    on, newest, since = day_of(channel, now), {row.deal_id: row for row in rows}, {}
    for deal_id, from_ in stuck_from(tx, back).items():
        local = max(from_, channel.declared_at).astimezone(zone_of(channel.tz))
        first = local.date() + timedelta(days=local.time() > at)
        row = newest.get(deal_id)
        if row is None or row.status != "decide":
            since[deal_id] = max(first, row.on + timedelta(days=1)) if row else first
    days = channel_rows.list_days(tx, channel.channel, min(since.values()), on) if since else []
    return {deal_id: sum(day >= first for day in days) for deal_id, first in since.items()}


def stuck_since(one: Weighed, row: BlockedDay, channel: DigestChannel) -> bool:
    """Its limit has held ever since that day's list, and it waited for nobody: it was crowded out, nobody cleared it."""
    held = [clock.limit_at for clock in one.clocks if clock.on(one.now) and clock.rule != "date"]
    if not held:
        return False
    since = max(min(held), waited_until(one) or min(held))
    return day_of(channel, since) <= row.on


def fingerprint(one: Weighed) -> str:
    """Whatever counts as a change of a listed deal: stage, blocker, last contact, step."""
    step = one.facts.step
    parts = (one.deal.stage, one.deal.blocker, one.deal.last_contact_at, step and (step.id, step.revision))
    return "|".join(str(part) for part in parts)


def decided(tx: Session, channel: DigestChannel, ones: Iterable[Weighed]) -> set[int]:
    """Those of these deals that left this channel's list for their manager to decide, and stand as they stood then."""
    known = {one.deal_id: one for one in ones}
    left = channel_rows.left_for_decision(tx, known)
    return {
        d
        for d, row in left.items()
        if row.channel == channel.channel and row.line.get("fingerprint") == fingerprint(known[d])
    }


def deciding(tx: Session, channel: DigestChannel, staff: Staff, config: ActiveConfig, now: datetime) -> int:
    """How many of those are stuck still, and wait for a word of who manages them."""
    team = team_of(channel, staff)
    left = [x for x in channel_rows.deals_left(tx, channel.channel) if x.owner_id in team]
    waits = stuck(tx, weigh(tx, left, staff, config, now))
    return len(decided(tx, channel, (x for x in waits if not is_pushed(x, staff, now))))


def is_pushed(one: Weighed, staff: Staff, now: datetime) -> bool:
    """Who manages it said to go on, and is asked nothing of it meanwhile."""
    return is_spared(one.facts, one.owner, staff.manager(one.facts.owner_id), one.rules, now)


def left_since(
    before: Mapping[int, Listed],
    standing: Collection[int],
    weighed: Iterable[Weighed],
    is_told: Callable[[datetime], bool],
    now: datetime,
) -> dict[int, Left]:
    """deal → why it is off the list though nobody cleared it; told once. `is_told`: did the last list say by its edit what
    was done at that instant? Of what is parked until a day that is all."""
    found: dict[int, Left] = {}
    for one in weighed:
        old = before.get(one.deal_id)
        if old is None or one.deal_id in standing:
            continue
        wait = one.facts.waiting
        if wait is not None and is_waiting(one.facts, now):
            found[one.deal_id] = "out" if wait.is_park and is_told(wait.since) else "waiting"
        elif one.late is not None:  # its owner has not heard so yet: a new one, or one who is gone
            whose: Left = "handed" if one.owner.active else "unowned"
            found[one.deal_id] = "out" if old.whose == whose else whose
    return found

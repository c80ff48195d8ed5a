"""`/baton status`: counts for an admin, never content."""

from collections.abc import Collection
from datetime import date, timedelta

from rules.access import Action
from rules.answers.admin import Status
from services import health
from services.ask import Ask
from services.clock import staff
from services.team import access
from services.team.calendars import public_holidays
from services.watching import precision
from storage import channels as channel_rows
from storage import days_off as day_rows
from storage import deal_lists
from storage import deliveries as delivery_rows
from storage import imports as import_rows
from storage import people as people_rows
from storage.db import Session

NOTICE = timedelta(days=31)  # the State Council's notice for a year is out by then


def look(ask: Ask) -> Status:
    """How Baton is doing. Raises Refused for everybody but admins."""
    troubles = health.troubles(ask.deps, now=ask.now)
    with ask.deps.db.read() as tx:
        access.authorize(tx, ask.actor, Action.CONFIGURE, None, ask.now)
        members = people_rows.active_members(tx)
        roles = people_rows.roles_of_all(tx)
        deals, owners = import_rows.unmapped_open(tx)
        digests = channel_rows.with_list(tx)
        return Status(
            config_version=ask.config.version,
            members=len(members),
            without_manager=sum(
                p.manager_id is None and "rep" in roles.get(p.id, frozenset()) for p in members
            ),
            open_deals=deal_lists.count_open(tx, None),
            unmapped_deals=deals,
            unmapped_people=owners,
            unheard=staff.unheard_last(tx),
            waiting=delivery_rows.count_waiting(tx, ask.now),
            failed=delivery_rows.count_failed(tx),
            digests=len(digests),
            digest_faults=tuple(d.fault for d in digests if d.fault),
            troubles=tuple(troubles),
            judged=precision.judged_last(tx),
            unknown_year=_unknown_year(tx, {p.calendar for p in members}, ask.today),
        )


def _unknown_year(tx: Session, countries: Collection[str], today: date) -> int | None:
    """Of which year China's make-up working days, published in November before it, are known from nowhere."""
    year = (today + NOTICE).year
    if "cn" not in countries or public_holidays("cn", year)[1]:
        return None
    noted = day_rows.closures_ahead(tx, date(year, 1, 1))
    return None if any(x.is_working and x.on.year == year for x in noted) else year

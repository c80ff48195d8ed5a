"""Whose list of this morning may have a line: asked for everybody at once, before any list is promised.

It says yes rather than no: what turns out empty all the same is dropped when it is made.
"""

from collections.abc import Collection
from datetime import datetime

from rules.calm import calm
from services.config.versions import ActiveConfig
from services.facts import Staff, rules_now
from services.team.people import can_hear
from storage import channels as channel_rows
from storage import deal_lists, list_nudges
from storage import pushes as push_rows
from storage import tasks as task_rows
from storage.db import Session


def readers(
    tx: Session, person_ids: Collection[int], staff: Staff, config: ActiveConfig, now: datetime
) -> set[int]:
    """Those of these people whose list is to be made; `staff` knows their calendars."""
    found = list_nudges.waited_for(tx, now)
    rest = {*person_ids} - found
    found |= _sellers(tx, {pid for pid in rest if staff.sells(pid)}, staff, config, now)
    found |= _leaders(tx, {pid for pid in rest - found if staff.leads(pid)}, staff, config, now)
    return found.intersection(person_ids)


def _sellers(
    tx: Session, people: Collection[int], staff: Staff, config: ActiveConfig, now: datetime
) -> set[int]:
    """Who has a draft, deals to sort, or one that may ask for something."""
    if not people:
        return set()
    owners = [facts for pid in people if (facts := staff.facts(pid)) is not None]
    asked = deal_lists.asking(tx, people, calm(owners, now, rules_now(tx, config.pipeline)))
    return {*asked.values()} | deal_lists.with_unfinished(tx, people)


def _leaders(
    tx: Session, people: Collection[int], staff: Staff, config: ActiveConfig, now: datetime
) -> set[int]:
    """Who is asked for help or to decide, said to push on, is to give away what somebody left, or reads what a channel
    would."""
    if not people:
        return set()
    live_from = rules_now(tx, config.pipeline).live_from
    if live_from is not None and now < live_from:
        return {*people}
    local = [facts.delivery for pid in people if (facts := staff.facts(pid)) is not None]
    since = min(each.shift_day(each.local(now).date(), -1) for each in local)
    above = {pid: at for pid in staff.people if (at := staff.manager_id(pid)) is not None and at in people}
    gone = {pid for pid in above if not can_hear(staff.people[pid])}
    asked = gone | channel_rows.owners_to_decide(tx, since) | push_rows.owners_pushed(tx, above)
    return task_rows.asked_for_help(tx, people) | {above[pid] for pid in asked if pid in above}

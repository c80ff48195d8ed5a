"""A channel that is archived, or that Baton was taken out of, gets no list: its manager reads it instead, alone.

Not where strangers read: nothing is wrong with the list there, and who may see it is for its manager to mend."""

from datetime import date

from rules import digest
from rules.access import Action, allowed
from rules.answers.digests import ListInstead
from services.facts import Staff
from services.lists import blocked
from services.sending.composing import Sending
from services.team.people import can_hear, language
from storage import channels as channel_rows
from storage.db import Session
from storage.tables import DigestChannel, Person

KIND = ListInstead.kind
UNREACHED = frozenset(digest.UNREACHED.values())  # why its own readers cannot get it


def reader_of(channel: DigestChannel, staff: Staff) -> Person | None:
    """The manager of the team that it is about, or the first above them who can be reached. Whoever leads a part of
    that team, and every rep, has a list of their own."""
    root = channel.root_person_id or channel.declared_by or 0
    found = (staff.people.get(one) for one in (root, *staff.above(root)))
    return next((person for person in found if person is not None and can_hear(person)), None)


def compose(tx: Session, sending: Sending) -> ListInstead | None:
    """The list as it stands, in its reader's language; nothing once the channel is in order, off the list or somebody
    else's, or the list is empty."""
    payload, staff = sending.delivery.payload, sending.staff
    channel = channel_rows.by_id(tx, str(payload["of"]))
    if channel is None or not channel.is_active or channel.fault not in UNREACHED:
        return None
    reader = reader_of(channel, staff)
    if reader is None or reader.id != sending.delivery.person_id:
        return None
    on = date.fromisoformat(str(payload["on"]))
    told = blocked.as_it_stands(
        tx, channel, staff, sending.config, on, sending.now, None, locale=language(reader)
    )
    if not any(told.counts.values()):
        return None
    may_choose = allowed(staff.actor(reader.id), Action.SET_AUDIENCE)
    return ListInstead(channel=channel.channel, reason=channel.fault or "", list=told, may_choose=may_choose)

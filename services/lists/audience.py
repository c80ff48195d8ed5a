"""Who reads in a channel: why a list may not be posted there, and admins are told so once."""

from collections.abc import Callable
from datetime import date, datetime

from rules import digest
from rules.answers.digests import DigestRefused
from rules.digest import ChannelFacts, ChannelSeen
from services import audit
from services.sending import telling
from storage import channels as channel_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import DigestChannel

# Looks a channel up in Slack; None: it could not be seen now, so its list waits for the next look.
Look = Callable[[str], ChannelSeen | None]


def why_not(tx: Session, seen: ChannelSeen) -> str | None:
    """Why a list may not be posted there: a catalogue key, or None. Who is not a colleague counts as a guest."""
    known = {p.slack_id: p.kind for p in people_rows.everybody(tx) if p.slack_id}
    has_guests = any(known.get(member, "stranger") not in ("member", "bot") for member in seen.members)
    facts = ChannelFacts(has_guests, seen.shared_outside, seen.archived, seen.baton_in)
    return digest.digest_refused(facts)


def note(tx: Session, channel: DigestChannel, refused: str | None, on: date, now: datetime) -> None:
    """Keeps with the channel why nothing goes there (None: it may); each admin hears once until that changes."""
    if refused == channel.fault:
        return
    channel_rows.set_fault(tx, channel.channel, refused)
    if refused is None:
        return
    told = DigestRefused(channel=channel.channel, reason=refused)
    for admin in people_rows.holding(tx, "admin"):
        telling.tell(tx, f"refused:{channel.channel}:{refused}:{on}:{admin.id}", admin, told, now)
    audit.record(tx, None, "digest.refused", f"channel:{channel.channel}", now=now, after={"reason": refused})

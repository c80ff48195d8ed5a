"""Who reads in the triage channel: a lead is not offered before guests or another company."""

from datetime import timedelta

from rules.answers.triage import TriageRefused
from rules.digest import ChannelSeen
from services import audit
from services.capture import triage_post, untaken
from services.deps import Deps
from services.lists.audience import why_not
from services.sending import outbox
from services.sending.outbox import Delivery
from services.sending.telling import tell
from storage import people as people_rows

LOOKS_AGAIN = timedelta(hours=1)


def is_checked(leased: Delivery) -> bool:
    """A lead that goes out into the channel; an edit of a post says nothing new."""
    return leased.kind == triage_post.KIND and leased.op == "post"


def held_back(deps: Deps, leased: Delivery, channel: str, seen: ChannelSeen) -> bool:
    """Where the channel is none for it now, the post waits until it is: admins hear why, once a day, and a manager is
    asked at once."""
    now = deps.clock.now()
    with deps.db.read() as tx:
        why = why_not(tx, seen)
    if why is None:
        return False
    with deps.db.write() as tx:
        pipeline = deps.config.held(tx).pipeline
        untaken.ask_manager(tx, pipeline, int(leased.payload["deal"]), now)
        for admin in people_rows.holding(tx, "admin"):
            slot = f"triage.refused:{channel}:{why}:{now.date()}:{admin.id}"
            if tell(tx, slot, admin, TriageRefused(channel=channel, reason=why), now):
                audit.record(tx, None, "triage.refused", f"channel:{channel}", now=now, after={"reason": why})
    outbox.postpone(deps, leased, now + LOOKS_AGAIN)
    return True

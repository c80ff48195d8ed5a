"""The post of a lead that is nobody's in the triage channel: promised, written as things stand when it goes out, edited."""

import re
from datetime import UTC, datetime

from rules.answers import Answer
from rules.answers.triage import TriageAsked, TriageFacts, TriagePost
from rules.assignment import Triage, due
from rules.calendar import Calendar, preset
from rules.pipeline import Pipeline
from services.config.versions import ActiveConfig
from services.deals import customers
from services.sending import promises, telling
from services.sending.composing import Sending
from storage import accounts as account_rows
from storage import deals as deal_rows
from storage import deliveries as delivery_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Delivery, Person

KIND = "triage"
NEED = 80  # characters of what they want that the channel reads
_NUMBERS = re.compile(r"\S*[@\d]\S*@?\S*(?:[ -]?\d{3,})*")


def offer(tx: Session, config: ActiveConfig, deal: Deal, now: datetime) -> None:
    """Promises the post in the channel, in its hours."""
    triage = config.pipeline.assignment.triage
    assert triage is not None
    deal_rows.change(tx, deal.id, deal.version, triage_since=now, next_check_at=None)
    opens = calendar_of(config.pipeline).next_opening(now)
    to, payload = f"channel:{triage.channel}", {"deal": deal.id}
    promises.promise(tx, slot_of(deal.id, now), KIND, to, payload, opens, now=now)


def calendar_of(pipeline: Pipeline) -> Calendar:
    """The team's own: the hours in which the channel is spoken to."""
    return preset(pipeline.calendars.default)


def slot_of(deal_id: int, since: datetime, level: str = "post") -> str:
    """What is said of a lead once, counted from when it was offered: its post, and each level after it."""
    return f"triage:{deal_id}:{since.astimezone(UTC).isoformat(timespec='seconds')}:{level}"


def compose(tx: Session, sending: Sending) -> Answer | None:
    """The post as it stands when it is sent; None before it is out, when there is nothing to offer any more."""
    deal = deal_rows.by_id(tx, int(sending.delivery.payload["deal"]))
    pipeline = sending.config.pipeline
    if deal is None:
        return None
    is_offered = deal.state == "open" and deal.owner_id is None
    if not is_offered and sending.delivery.op == "post":
        return None
    triage, calendar = pipeline.assignment.triage or Triage(channel="C00"), calendar_of(pipeline)
    since = deal.triage_since or deal.created_at
    owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
    return TriagePost(
        facts=facts_of(tx, pipeline, deal, triage.locale),
        taken_by=owner.name if owner else "",
        is_over=deal.state != "open",
        is_waiting=is_offered and due(triage, since, calendar)["bump"] <= sending.now,
        locale=triage.locale,
        tz=calendar.zone,
    )


def facts_of(tx: Session, pipeline: Pipeline, deal: Deal, locale: str) -> TriageFacts:
    """What may be read before somebody has it: whatever looks like a number or an address stays out of the need."""
    account = account_rows.of_deal(tx, deal)
    return TriageFacts(
        deal_id=deal.id,
        code=deal.code or "",
        customer=customers.shown(pipeline, account, locale),
        source_name=pipeline.source_name(deal.source, locale),
        need=" ".join(_NUMBERS.sub(" ", deal.need or "").split())[:NEED],
        since=deal.triage_since or deal.created_at,
    )


def settled(tx: Session, deal: Deal, now: datetime, but: str = "") -> None:
    """Somebody has it, or it is over: the post says so, and what a manager and a director were asked, except the message
    at ``but``, which the caller rewrites."""
    if deal.triage_since is None:
        return
    refresh(tx, deal, now)
    owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
    came = {"taken_by": owner.name if owner else "", "is_over": deal.state != "open"}

    def told(sent: Delivery, _: Person) -> telling.Retold | None:
        asked = telling.says(sent)
        return (asked.model_copy(update=came), False) if isinstance(asked, TriageAsked) else None

    slots = [slot_of(deal.id, deal.triage_since, level) for level in ("manager", "director")]
    telling.retell(tx, slots, told, now, but)


def refresh(tx: Session, deal: Deal, now: datetime, slot: str | None = None) -> bool:
    """The post says how it stands now, in its place and without a sound. False when it is not out."""
    if deal.triage_since is None:
        return False
    post = delivery_rows.by_slot(tx, slot_of(deal.id, deal.triage_since))
    if post is None or post.state != "sent" or not post.channel or not post.ts:
        return False
    target = (post.channel, post.ts)
    made = promises.promise(tx, slot, KIND, post.recipient, {"deal": deal.id}, now, now=now, target=target)
    return made is not None

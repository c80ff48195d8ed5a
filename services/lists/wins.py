"""Good news in public: a deal that is signed is told once in each channel that wants it, as far as its audience may read.

Nothing is promised where a deal is signed: each look finds what was signed since, so every way to sign counts, and an
Undo corrects the post in its place."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from rules import digest
from rules.answers import DealHead, dump
from rules.answers.digests import WinPost
from rules.rates import is_signed
from services import shown
from services.config.versions import ActiveConfig
from services.deps import Deps
from services.facts import Staff
from services.lists import audience
from services.lists.audience import Look
from services.lists.listed import team_of
from services.sending import promises
from services.sending.composing import Sending
from services.team.people import zone_of
from storage import channels as channel_rows
from storage import deals as deal_rows
from storage import deliveries as delivery_rows
from storage import people as people_rows
from storage import stages as stage_rows
from storage.db import Session
from storage.tables import Deal, Delivery, DigestChannel, StageEntry

KIND = "win"
FRESH = timedelta(days=2)  # what was signed before is no news
CORRECTED = timedelta(days=30)  # so long a post follows what becomes of its deal
MOST = 5  # posts of one channel in one look: a file that signs a hundred deals is no hundred messages


def slot_of(channel: str, deal_id: int) -> str:
    """One post for a deal, whatever becomes of it."""
    return f"{KIND}:{channel}:{deal_id}"


def refresh(deps: Deps, look: Look | None, *, now: datetime) -> int:
    """Promises what was signed and not told, and corrects what was told; returns how many. `look` is asked outside of
    any transaction."""
    config, made = deps.config.active(), 0
    with deps.db.read() as tx:
        wanted = channel_rows.with_wins(tx)
        if not wanted:
            return 0
        staff = Staff(tx, now.year)
        news = {channel.channel: _news(tx, channel, since, staff, config, now) for channel, since in wanted}
        edits = [
            (one, answer)
            for channel, _ in wanted
            for one, answer in _outdated(tx, channel, staff, config, now)
        ]
    for channel, deals in news.items():
        made += _tell(deps, channel, deals, look, now) if deals else 0
    for one, answer in edits:
        with deps.db.write() as tx:
            made += _correct(tx, one, answer, now)
    return made


def _news(
    tx: Session, channel: DigestChannel, since: datetime, staff: Staff, config: ActiveConfig, now: datetime
) -> list[Deal]:
    """Signed since the channel wants to hear of it, by somebody of its team, and not told there."""
    past = [one.key for one in config.pipeline.stages if is_signed(config.pipeline, one.key, "open")]
    entered = stage_rows.entered(tx, past, max(since, now - FRESH))
    deals = deal_rows.by_ids(tx, {entry.deal_id for entry in entered})
    team = team_of(channel, staff)
    mine = [d for d in deals if d.owner_id in team and is_signed(config.pipeline, d.stage, d.state)]
    told = delivery_rows.slots_taken(tx, [slot_of(channel.channel, d.id) for d in mine])
    fresh = (d for d in mine if slot_of(channel.channel, d.id) not in told)
    first = max(since, now - FRESH)
    return [d for d in fresh if _is_news(d, stage_rows.entries(tx, d.id), past, first)][:MOST]


def _is_news(deal: Deal, entries: list[StageEntry], past: Iterable[str], since: datetime) -> bool:
    """It came to be signed since then; not what a file brought in signed, nor what was signed long ago and moved on."""
    signed = next((e for e in entries if e.stage in past), None)
    is_of_file = deal.origin == "import" and signed is entries[0]
    return signed is not None and not is_of_file and signed.entered_at >= since


def _tell(deps: Deps, channel: str, deals: list[Deal], look: Look | None, now: datetime) -> int:
    """Who reads there is looked at as before a list; where others came in, it is not told later either."""
    seen = look(channel) if look else None
    if look and seen is None:
        return 0
    made = 0
    for deal in deals:
        with deps.db.write() as tx:
            slot = slot_of(channel, deal.id)
            if seen is not None and audience.why_not(tx, seen) is not None:
                delivery_rows.skip_slot(tx, slot, now)
                continue
            payload = {"deal_id": deal.id, "owner_id": deal.owner_id, "at": now.isoformat()}
            made += promises.promise(tx, slot, KIND, f"channel:{channel}", payload, now, now=now) is not None
    return made


def _outdated(
    tx: Session, channel: DigestChannel, staff: Staff, config: ActiveConfig, now: datetime
) -> Iterable[tuple[Delivery, WinPost]]:
    for sent in delivery_rows.posted_in(tx, channel.channel, KIND, now - CORRECTED):
        answer = _as_it_is(tx, channel, sent.payload, staff, config)
        if answer is not None and dump(answer) != sent.payload.get("said"):
            yield sent, answer


def _correct(tx: Session, one: Delivery, answer: WinPost, now: datetime) -> bool:
    """Once for each change, also when two instances saw it."""
    sent = delivery_rows.held(tx, one.id)
    if sent is None or sent.payload != one.payload or sent.ts is None or sent.channel is None:
        return False
    delivery_rows.keep_payload(tx, one.id, {**sent.payload, "said": dump(answer)})
    payload = {name: sent.payload[name] for name in ("deal_id", "owner_id", "at")}
    promises.promise(tx, None, KIND, sent.recipient, payload, now, now=now, target=(sent.channel, sent.ts))
    return True


def compose(tx: Session, sending: Sending) -> WinPost | None:
    """The post as it stands now; one that has not gone out says nothing of a deal that is not signed any more."""
    one = sending.delivery
    channel = channel_rows.by_id(tx, one.channel or one.recipient.removeprefix("channel:"))
    if channel is None or not channel.is_active:
        return None
    answer = _as_it_is(tx, channel, one.payload, sending.staff, sending.config)
    return None if answer is None or (answer.is_taken_back and one.op == "post") else answer


def _as_it_is(
    tx: Session, channel: DigestChannel, payload: dict[str, object], staff: Staff, config: ActiveConfig
) -> WinPost | None:
    """Only what the channel's audience may read goes in."""
    deal = deal_rows.by_id(tx, int(str(payload["deal_id"])))
    if deal is None:
        return None
    is_back = not is_signed(config.pipeline, deal.stage, deal.state)
    may = digest.SHOWN[channel.audience]  # type: ignore[index]
    if "account" not in may:
        return WinPost(head=DealHead(deal_id=0), is_taken_back=is_back)
    owner = people_rows.by_id(tx, int(str(payload["owner_id"])))
    signed = datetime.fromisoformat(str(payload["at"])).astimezone(zone_of(channel.tz)).date()
    began = deal.created_at.astimezone(zone_of(channel.tz)).date()
    head = shown.head(tx, deal)
    return WinPost(
        head=DealHead(deal_id=head.deal_id, account=head.account, contact=head.contact, code=head.code),
        owner=owner.name if owner else "",
        source=config.pipeline.source_name(deal.source, channel.locale) if deal.origin != "import" else "",
        days=(signed - began).days if deal.origin != "import" else None,
        amount=shown.money(deal) if "amount" in may else None,
        is_taken_back=is_back,
    )

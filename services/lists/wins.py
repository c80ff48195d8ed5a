"""Good news in public: a deal that is signed is told once in each channel that wants it, as far as its audience may read.

Nothing is promised where a deal is signed: each look finds what was signed since, so every way to sign counts, and an
Undo corrects the post in its place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

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
        moved = {channel.channel: _moved(tx, channel, config, now) for channel, _ in wanted}
    for channel, deals in news.items():
        made += _tell(deps, channel, deals, look, now) if deals else 0
    for channel, posts in moved.items():
        made += _correct(deps, channel, posts, look, now) if posts else 0
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
    fresh = [d for d in mine if slot_of(channel.channel, d.id) not in told]
    stays = stage_rows.entries_of(tx, [d.id for d in fresh])
    return [d for d in fresh if _is_news(d, stays[d.id], past, max(since, now - FRESH))][:MOST]


def _is_news(deal: Deal, entries: Sequence[StageEntry], past: Iterable[str], since: datetime) -> bool:
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
        with deps.write("wins._tell") as tx:
            slot = slot_of(channel, deal.id)
            if seen is not None and audience.why_not(tx, seen) is not None:
                delivery_rows.skip_slot(tx, slot, now)
                continue
            payload = {"deal_id": deal.id, "owner_id": deal.owner_id, "at": now.isoformat()}
            made += promises.promise(tx, slot, KIND, f"channel:{channel}", payload, now, now=now) is not None
    return made


@dataclass(frozen=True)
class _Moved:
    """A post whose deal, or what may be said of it, changed since it was last compared: the mark of now, and what it
    should say."""

    sent: Delivery
    mark: str
    answer: WinPost

    @property
    def bare(self) -> WinPost:
        """What whoever reads there may read: that it is off, of nobody."""
        return WinPost(head=DealHead(deal_id=0), is_taken_back=self.answer.is_taken_back)

    def is_said(self, answer: WinPost) -> bool:
        return bool(dump(answer) == self.sent.payload.get("said"))


def _moved(tx: Session, channel: DigestChannel, config: ActiveConfig, now: datetime) -> list[_Moved]:
    """Each look compares only what moved, however much was signed in those thirty days."""
    posts = delivery_rows.posted_in(tx, channel.channel, KIND, now - CORRECTED)
    deals = {d.id: d for d in deal_rows.by_ids(tx, {int(one.payload["deal_id"]) for one in posts})}
    found = []
    for sent in posts:
        deal = deals.get(int(sent.payload["deal_id"]))
        mark = _mark(deal, channel, config) if deal else ""
        if deal and sent.payload.get("mark") != mark:
            found.append(_Moved(sent, mark, _as_it_is(tx, channel, deal, sent.payload, config)))
    return found


def _mark(deal: Deal, channel: DigestChannel, config: ActiveConfig) -> str:
    return f"{config.version}.{deal.version}.{deal.account_id}.{channel.audience}"


def _correct(deps: Deps, channel: str, posts: list[_Moved], look: Look | None, now: datetime) -> int:
    """Who reads there is looked at before anything is rewritten; where others came in, a post only says that it is off."""
    is_other = any(not one.is_said(one.answer) for one in posts)
    seen = look(channel) if look and is_other else None
    if look and is_other and seen is None:
        return 0
    made = 0
    for one in posts:
        with deps.write("wins._correct") as tx:
            is_bare = seen is not None and audience.why_not(tx, seen) is not None
            made += _rewrite(tx, one, is_bare, now)
    return made


def _rewrite(tx: Session, one: _Moved, is_bare: bool, now: datetime) -> bool:
    """Once for each change, also when two instances saw it."""
    sent = delivery_rows.held(tx, one.sent.id)
    if sent is None or sent.payload != one.sent.payload or sent.ts is None or sent.channel is None:
        return False
    answer = one.bare if is_bare else one.answer
    if one.is_said(one.answer) or one.is_said(answer) or (is_bare and not answer.is_taken_back):
        delivery_rows.keep_payload(tx, one.sent.id, {**sent.payload, "mark": one.mark})
        return False
    said = {"said": dump(answer), "mark": one.mark}
    delivery_rows.keep_payload(tx, one.sent.id, {**sent.payload, **said})
    payload = {name: sent.payload[name] for name in ("deal_id", "owner_id", "at")} | {"is_bare": is_bare}
    promises.promise(tx, None, KIND, sent.recipient, payload, now, now=now, target=(sent.channel, sent.ts))
    return True


def compose(tx: Session, sending: Sending) -> WinPost | None:
    """The post as it stands now; one that has not gone out says nothing of a deal that is not signed any more."""
    one = sending.delivery
    channel = channel_rows.by_id(tx, one.channel or one.recipient.removeprefix("channel:"))
    if channel is None or not channel.is_active:
        return None
    deal = deal_rows.by_id(tx, int(str(one.payload["deal_id"])))
    if deal is None:
        return None
    answer = _as_it_is(tx, channel, deal, one.payload, sending.config)
    return None if answer.is_taken_back and one.op == "post" else answer


def _as_it_is(
    tx: Session, channel: DigestChannel, deal: Deal, payload: dict[str, Any], config: ActiveConfig
) -> WinPost:
    """Only what the channel's audience may read goes in; nothing of the deal where others came in."""
    is_back = not is_signed(config.pipeline, deal.stage, deal.state)
    may = digest.SHOWN[channel.audience]  # type: ignore[index]
    if "account" not in may or payload.get("is_bare"):
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

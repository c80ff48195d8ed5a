"""A channel's blocked list: chosen once a working morning, written down, composed from there, edited in place."""

from collections.abc import Mapping
from datetime import date, datetime

from rules import digest
from rules.answers import Answer, DealHead, dump
from rules.answers.digests import BlockedLine, BlockedList
from rules.answers.leads import MoneyShown
from rules.pipeline import Pipeline
from services import dressing, gate_facts, outbox, shown
from services.config import ActiveConfig
from services.deps import Deps
from services.facts import Staff
from services.listed import day_of, fingerprint, listed_before, team_of
from services.sending import Sending
from services.weigh import Weighed, stuck, weigh
from storage import deals as deal_rows
from storage import digests as rows
from storage import outbox as delivery_rows
from storage.db import Session
from storage.tables import BlockedDay, Deal, DigestChannel

KIND = "blocked_list"


def slot_of(channel: str, on: date) -> str:
    """What is promised once a day."""
    return f"blocked:{channel}:{on}"


def choose(
    tx: Session, channel: DigestChannel, staff: Staff, config: ActiveConfig, on: date, now: datetime
) -> None:
    """Chooses the day's deals and writes them down; the caller promises the post in the same transaction."""
    weighed = weigh(tx, rows.running(tx, team_of(channel, staff)), staff, config, now)
    standing = {w.deal_id: w for w in stuck(tx, weighed)}
    prints = {deal_id: fingerprint(one) for deal_id, one in standing.items()}
    before = rows.last_listed(tx, channel.channel, on)
    left = rows.left_for_decision(tx, standing)
    budget = config.pipeline.budget
    chosen = digest.blocked_list(
        [one.line for one in standing.values()],
        listed_before(before),
        prints,
        most=budget.channel_top,
        days=budget.digest_days,
        decided={
            d
            for d, row in left.items()
            if row.channel == channel.channel and row.line.get("fingerprint") == prints[d]
        },
    )
    stages = {old.deal_id: old.stage for old in before} | {d: w.deal.stage for d, w in standing.items()}
    rows.put_day(tx, _written(chosen, channel.channel, on, stages, prints))


def _written(
    chosen: digest.BlockedList, channel: str, on: date, stages: Mapping[int, str], prints: Mapping[int, str]
) -> list[BlockedDay]:
    """The day's lines as rows: cleared first, then the listed ones by weight, then those that leave."""
    lines: list[tuple[int, str, int, dict[str, object]]] = [(d, "cleared", 1, {}) for d in chosen.cleared]
    for each in sorted(chosen.lines, key=lambda x: -digest.weight(x.line)):
        kept: dict[str, object] = {"unchanged": each.unchanged, "side": each.line.side}
        lines.append((each.line.deal_id, each.status, each.day, kept))
    lines += [(d, "decide", 1, {}) for d in chosen.decide]
    return [
        BlockedDay(
            channel=channel,
            on=on,
            deal_id=deal_id,
            position=position,
            status=status,
            days_listed=day,
            stage=stages.get(deal_id, ""),
            line={"fingerprint": prints.get(deal_id, ""), "more": chosen.more, **kept},
        )
        for position, (deal_id, status, day, kept) in enumerate(lines)
    ]


def compose(tx: Session, sending: Sending) -> Answer | None:
    """The channel's list as it stands now: the first post and each edit."""
    slack_id = sending.delivery.channel or sending.delivery.recipient.removeprefix("channel:")
    channel = rows.channel(tx, slack_id)
    if channel is None or not channel.is_active:
        return None
    posted = sending.delivery.payload.get("posted")
    since = datetime.fromisoformat(posted) if posted else None
    on = date.fromisoformat(str(sending.delivery.payload["on"]))
    return as_it_stands(tx, channel, sending.staff, sending.config, on, sending.now, since)


def as_it_stands(
    tx: Session,
    channel: DigestChannel,
    staff: Staff,
    config: ActiveConfig,
    on: date,
    now: datetime,
    posted: datetime | None,
) -> BlockedList:
    """The written lines with what their deals say now; `posted`: since when edits mark what changed."""
    days = [day for day in rows.listed_on(tx, channel.channel, on) if day.status != "decide"]
    deals = {d.id: d for d in deal_rows.by_ids(tx, [day.deal_id for day in days]) if d.id is not None}
    team = team_of(
        channel, staff
    )  # at this moment: what went to another team is none of this channel's business
    deals = {d: deal for d, deal in deals.items() if deal.owner_id in team and deal.state != "void"}
    live = [d for d in deals.values() if d.state == "open"]
    weighed = {w.deal_id: w for w in weigh(tx, live, staff, config, now)}
    noted = rows.noted_since(tx, list(deals), posted) if posted else set()
    teller = _Telling(tx, channel, staff, config.pipeline, shown.heads(tx, deals.values()), now, posted)
    lines = [
        (day, teller.line(day, deals[day.deal_id], weighed.get(day.deal_id), day.deal_id in noted))
        for day in days
        if day.deal_id in deals
    ]
    return BlockedList(
        on=on,
        audience=channel.audience,
        cleared=tuple(line for day, line in lines if day.status == "cleared"),
        on_us=tuple(x for day, x in lines if day.status != "cleared" and day.line.get("side") == "us"),
        on_them=tuple(x for day, x in lines if day.status != "cleared" and day.line.get("side") != "us"),
        more=int(days[0].line.get("more", 0)) if days else 0,
        new=sum(day.status == "new" for day, _ in lines),
        still=sum(day.status == "still" for day, _ in lines),
    )


class _Telling:
    """Makes one channel's lines: only what its audience may read goes in."""

    def __init__(
        self,
        tx: Session,
        channel: DigestChannel,
        staff: Staff,
        pipeline: Pipeline,
        heads: Mapping[int, DealHead],
        now: datetime,
        posted: datetime | None,
    ) -> None:
        self.counted_at = posted or now  # passing time alone is no reason to edit a post
        self.tx, self.channel, self.staff, self.pipeline = tx, channel, staff, pipeline
        self.heads, self.now = heads, now
        self.shown = digest.SHOWN[channel.audience]  # type: ignore[index]

    def line(self, day: BlockedDay, deal: Deal, one: Weighed | None, is_noted: bool) -> BlockedLine:
        """One deal: cleared when no limit holds any more, noted when somebody logged since the post."""
        now = "cleared" if one is None or one.late is None else "note" if is_noted else ""
        base = {"day": day.days_listed, "status": day.status, "now": "" if day.status == "cleared" else now}
        if "account" not in self.shown:
            return BlockedLine.model_validate({**base, "head": DealHead(deal_id=0)})
        head = self.heads[day.deal_id]
        told = {
            "head": DealHead(
                deal_id=head.deal_id, account=head.account, contact=head.contact, code=head.code
            ),
            "stage_name": dressing.stage_name(self.pipeline, deal.stage, self.channel.locale),
            "days": one.owner.calendar.wd_between(deal.stage_entered_at, self.counted_at) if one else 0,
            "owner": self.staff.people[deal.owner_id].name if deal.owner_id in self.staff.people else "",
            **self._blocker(deal),
        }
        return BlockedLine.model_validate({**base, **told, **self._money(deal)})

    def _blocker(self, deal: Deal) -> dict[str, object]:
        known = next((b for b in self.pipeline.blockers if b.key == deal.blocker), None)
        if known is None or known.side == "none":
            return {}
        return {"blocker": known.name.of(self.channel.locale), "group": known.ours or ""}

    def _money(self, deal: Deal) -> dict[str, object]:
        if "amount" not in self.shown:
            return {}
        currency = deal.currency or self.pipeline.base_currency
        minor, today = deal.amount_minor, day_of(self.channel, self.now)
        missing, _ = gate_facts.gaps(self.tx, self.pipeline, deal, today, self.channel.locale)
        money = (
            MoneyShown(minor=minor, currency=currency, approx=deal.amount_approx)
            if minor is not None
            else None
        )
        return {"amount": money, "missing": missing}


def refresh(deps: Deps, *, now: datetime) -> int:
    """Promises silent edits of today's posts whose deals were cleared or got a note; returns how many."""
    edits = 0
    with deps.db.read() as tx:
        channels = [c for c in rows.channels(tx) if _posted(tx, c, now)]
    for channel in channels:
        with deps.db.write() as tx:
            edits += _edit(tx, deps, channel, now)
    return edits


def _posted(tx: Session, channel: DigestChannel, now: datetime) -> bool:
    sent = delivery_rows.by_slot(tx, slot_of(channel.channel, day_of(channel, now)))
    return sent is not None and sent.state == "sent"


def _edit(tx: Session, deps: Deps, channel: DigestChannel, now: datetime) -> int:
    on = day_of(channel, now)
    sent = delivery_rows.by_slot(tx, slot_of(channel.channel, on))
    if sent is None or sent.ts is None or sent.sent_at is None or sent.id is None:
        return 0
    staff = Staff(tx, now.year)
    answer = as_it_stands(tx, channel, staff, deps.config.active(), on, now, sent.sent_at)
    if dump(answer) == sent.payload.get("said"):
        return 0
    rows.keep_payload(tx, sent.id, {**sent.payload, "said": dump(answer)})
    payload = {"on": str(on), "posted": sent.sent_at.isoformat()}
    to = f"channel:{channel.channel}"
    outbox.promise(tx, None, KIND, to, payload, now, now=now, target=(channel.channel, sent.ts))
    return 1

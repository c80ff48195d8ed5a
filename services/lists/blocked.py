"""A channel's blocked list: chosen once a working morning, written down, composed from there, edited in place."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from rules import digest
from rules.answers import Answer
from rules.answers.digests import BlockedLine, BlockedList, ListPreview
from rules.digest import Listed
from services import shown
from services.clock.weigh import Weighed, medians_of, stuck, weigh
from services.config.versions import ActiveConfig
from services.facts import Staff, rules_now
from services.lists.blocked_lines import Telling
from services.lists.listed import (
    OF_OWNERS,
    behind,
    day_of,
    decided,
    deciding,
    fingerprint,
    left_since,
    listed_before,
    stuck_since,
    team_of,
)
from services.money import rates as money
from services.sending.composing import Sending
from services.team.people import language
from storage import channels as channel_rows
from storage import deal_lists, reds
from storage import deals as deal_rows
from storage import notes as note_rows
from storage import steps as step_rows
from storage.db import Session
from storage.tables import BlockedDay, Deal, DigestChannel

KIND = "blocked_list"


def slot_of(channel: str, on: date) -> str:
    """What is promised once a day."""
    return f"blocked:{channel}:{on}"


# -- chosen ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Chosen:
    """A channel's list of one day: its lines as rows, and whose deals it shows (owner → deals)."""

    days: tuple[BlockedDay, ...]
    shows: Mapping[int, tuple[int, ...]]


def choose(
    tx: Session,
    channels: Sequence[DigestChannel],
    staff: Staff,
    config: ActiveConfig,
    now: datetime,
    readers: Collection[int] = (),
) -> dict[str, Chosen]:
    """channel → what its list of today shows. Each deal is weighed once, however many channels it may go to.

    `readers` get their own lists before it: what these say for the first time counts as heard."""
    teams = {channel.channel: team_of(channel, staff) for channel in channels}
    everybody = set().union(*teams.values())
    told = deal_lists.told_red(tx, everybody)
    heard_now = reds.for_lists(tx, everybody & set(readers), now)
    more = deal_rows.by_ids(tx, heard_now - {deal.id for deal in told})
    told += [deal for deal in more if deal.state == "open" and deal.owner_id in everybody]
    medians: dict[str, int] = {}
    if any(deal.amount_minor is None for deal in told):
        rates = money.of_day(tx, config.pipeline, now)
        medians = medians_of(
            (stage, rates.worth(minor, currency, kept))
            for stage, minor, currency, kept in deal_lists.amounts(tx, everybody)
        )
    weighed = weigh(tx, told, staff, config, now, medians=medians)
    late = {one.deal_id for one in stuck(tx, weighed, heard_now)}
    return {
        channel.channel: _chosen(
            tx, channel, [w for w in weighed if w.deal.owner_id in teams[channel.channel]], late, config, now
        )
        for channel in channels
    }


def _chosen(
    tx: Session,
    channel: DigestChannel,
    weighed: Sequence[Weighed],
    late: Collection[int],
    config: ActiveConfig,
    now: datetime,
) -> Chosen:
    """`late`: those of the team's deals that are stuck."""
    on = day_of(channel, now)
    standing = {w.deal_id: w for w in weighed if w.deal_id in late}
    prints = {deal_id: fingerprint(one) for deal_id, one in standing.items()}
    before = channel_rows.last_listed(tx, channel.channel, on)
    crowded = channel_rows.newest_listed(
        tx, channel.channel, on, standing.keys() - {row.deal_id for row in before}
    )
    out = [row for row in crowded if stuck_since(standing[row.deal_id], row, channel)]
    last = listed_before(before)
    listed = last | listed_before(out)
    budget = config.pipeline.budget
    chosen = digest.blocked_list(
        [one.line for one in standing.values()],
        listed,
        prints,
        most=budget.channel_top,
        days=budget.digest_days,
        decided=decided(tx, channel, standing.values()),
        left=left_since(
            listed,
            standing,
            weighed,
            lambda at: any(row.on >= day_of(channel, at) for row in before),
            now,
        ),
    )
    prints |= {w.deal_id: fingerprint(w) for w in weighed if w.deal_id in chosen.left}
    stages = {old.deal_id: old.stage for old in before} | {d: w.deal.stage for d, w in standing.items()}
    shows: dict[int, tuple[int, ...]] = {}
    for line in chosen.lines:
        owner_id = standing[line.line.deal_id].owner.id
        shows[owner_id] = (*shows.get(owner_id, ()), line.line.deal_id)
    back = [standing[x.line.deal_id] for x in chosen.lines if x.line.deal_id not in last]
    unseen = behind(tx, channel, back, [*before, *crowded], config.pipeline.digests.channel, now)
    return Chosen(tuple(_written(chosen, channel.channel, on, stages, prints, listed, unseen)), shows)


def _written(
    chosen: digest.BlockedList,
    channel: str,
    on: date,
    stages: Mapping[int, str],
    prints: Mapping[int, str],
    before: Mapping[int, Listed],
    unseen: Mapping[int, int],
) -> list[BlockedDay]:
    """The day's lines as rows: cleared first, then the listed ones by weight, then those that leave. `unseen`: in how many
    lists a deal stood behind the first ones."""
    lines: list[tuple[int, str, int, dict[str, object]]] = [(d, "cleared", 1, {}) for d in chosen.cleared]
    for each in sorted(chosen.lines, key=lambda x: -digest.weight(x.line)):
        kept: dict[str, object] = {"unchanged": each.unchanged, "side": each.line.side}
        kept |= {"apart": True} if each.line.apart else {"worth": each.line.amount_minor}
        more = unseen.get(each.line.deal_id, 0)
        lines.append((each.line.deal_id, "still" if more else each.status, each.day + more, kept))
    lines += [(d, how, before[d].days + (how in OF_OWNERS), {}) for d, how in sorted(chosen.left.items())]
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


# -- composed -------------------------------------------------------------------------------------------


def compose(tx: Session, sending: Sending) -> Answer | None:
    """The channel's list as it stands now: the first post and each edit."""
    slack_id = sending.delivery.channel or sending.delivery.recipient.removeprefix("channel:")
    channel = channel_rows.by_id(tx, slack_id)
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
    *,
    locale: str = "",
) -> BlockedList:
    """The written lines with what their deals say now; `posted`: since when edits mark what changed."""
    days = channel_rows.listed_on(tx, channel.channel, on)
    deals = deal_rows.by_ids(tx, [day.deal_id for day in days])
    # At this moment: what went to another team is none of this channel's business.
    team = team_of(channel, staff)
    theirs = [d for d in deals if d.owner_id in team and d.state != "void"]
    weighed = weigh(tx, [d for d in theirs if d.state == "open"], staff, config, now)
    noted = note_rows.deals_noted_since(tx, [d.id for d in theirs], posted) if posted else set()
    heads, steps = shown.heads(tx, theirs), step_rows.open_of_deals(tx, [d.id for d in theirs])
    teller = Telling(tx, channel, locale or channel.locale, staff, config.pipeline, heads, steps, now, posted)
    told = _tell(teller, channel, on, days, theirs, weighed, noted)
    if any(told.counts.values()):
        return told
    return told.model_copy(update={"deciding": deciding(tx, channel, staff, config, now)})


def _tell(
    teller: Telling,
    channel: DigestChannel,
    on: date,
    days: Sequence[BlockedDay],
    deals: Iterable[Deal],
    weighed: Iterable[Weighed],
    noted: Collection[int] = (),
) -> BlockedList:
    by_id, stands = {d.id: d for d in deals}, {w.deal_id: w for w in weighed}
    groups: dict[str, list[BlockedLine]] = {}
    for day in days:
        if (deal := by_id.get(day.deal_id)) is not None:
            one = stands.get(deal.id)
            line = teller.line(day, deal, one, deal.id in noted)
            groups.setdefault(_group(day, line, one), []).append(line)
    found = {name: tuple(lines) for name, lines in groups.items()}
    return BlockedList(
        on=on,
        audience=channel.audience,
        cleared=found.get("cleared", ()),
        on_us=found.get("us", ()),
        on_them=found.get("them", ()),
        parked=found.get("parked", ()),
        apart=found.get("apart", ()),
        decide=tuple(x for x in found.get("decide", ()) if x.now in ("", "note", "step", "unowned")),
        more=int(days[0].line.get("more", 0)) if days else 0,
    )


def _group(day: BlockedDay, line: BlockedLine, one: Weighed | None) -> str:
    """Under which title a line stands: by whose turn it is now, which somebody may have said since the post."""
    if day.status in ("cleared", "decide"):
        return day.status
    if line.now == "waiting":
        return "them"
    if line.now == "parked":
        return "parked"
    if day.line.get("apart"):
        return "apart"
    return one.line.side if one is not None else str(day.line.get("side", "us"))


# -- in the quiet start ---------------------------------------------------------------------------------


def previews(
    tx: Session, manager_id: int, staff: Staff, config: ActiveConfig, now: datetime
) -> list[ListPreview]:
    """What the channels of a manager would read today, for the manager alone while nothing public is said yet."""
    rules = rules_now(tx, config.pipeline)
    if rules.live_from is None or now >= rules.live_from:
        return []
    found = []
    for channel in channel_rows.with_list(tx):
        if manager_id not in (channel.root_person_id, channel.declared_by):
            continue
        deals = deal_lists.running(tx, team_of(channel, staff))
        live = weigh(tx, deals, staff, config, now, rules=replace(rules, live_from=None))
        late = [one for one in live if one.late is not None]
        if late:
            told = _preview(tx, channel, manager_id, staff, config, late, now)
            found.append(ListPreview(channel=channel.channel, public_at=rules.live_from, list=told))
    return found


def _preview(
    tx: Session,
    channel: DigestChannel,
    manager_id: int,
    staff: Staff,
    config: ActiveConfig,
    late: Sequence[Weighed],
    now: datetime,
) -> BlockedList:
    """As the channel would read it, in the manager's language."""
    on, locale = day_of(channel, now), language(staff.people[manager_id])
    chosen = digest.blocked_list([one.line for one in late], {}, {}, most=config.pipeline.budget.channel_top)
    days = _written(chosen, channel.channel, on, {one.deal_id: one.deal.stage for one in late}, {}, {}, {})
    deals = [one.deal for one in late if one.deal_id in {day.deal_id for day in days}]
    heads, steps = shown.heads(tx, deals), step_rows.open_of_deals(tx, [d.id for d in deals])
    teller = Telling(tx, channel, locale, staff, config.pipeline, heads, steps, now, None)
    return _tell(teller, channel, on, days, deals, late)

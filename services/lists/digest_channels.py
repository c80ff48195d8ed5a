"""A channel's audience: declared by a manager of the team whose deals it reads, audited."""

from rules.access import Action, allowed
from rules.answers import Answer
from rules.answers.digests import DigestEnded, DigestForm, DigestSet, DigestTaken
from rules.digest import ChannelSeen
from rules.errors import Invalid, NotFound, Refused
from services import audit
from services.ask import Ask, once
from services.lists.audience import why_not
from services.sending import telling
from services.team import access
from services.team.people import chain, language
from storage import channels as channel_rows
from storage import locks
from storage import people as people_rows
from storage.db import Session
from storage.tables import DigestChannel

AUDIENCES = ("heads", "counts", "full")
LANGUAGES = ("en", "zh")


def form(ask: Ask, channel: str, seen: ChannelSeen, of: str = "") -> DigestForm:
    """What the form opens with: how many will read whose deals. `of`: the channel whose place this one is to take. Raises
    Refused with the reason."""
    with ask.deps.db.read() as tx:
        access.authorize(tx, ask.actor, Action.SET_AUDIENCE, None, ask.now)
        _refuse(tx, seen)
        had = channel_rows.by_id(tx, channel) or channel_rows.by_id(tx, of)
        return DigestForm(
            channel=channel,
            of=of if of != channel else "",
            audience=had.audience if had else AUDIENCES[0],
            locale=had.locale if had else language(ask.person),
            people=_readers(tx, seen),
            team=ask.person.name,
            wins=channel_rows.wants_wins(tx, had.channel if had else channel),
        )


@once("digest.declare")
def declare(
    ask: Ask,
    tx: Session,
    channel: str,
    seen: ChannelSeen,
    *,
    audience: str,
    locale: str,
    wins: bool = False,
    of: str = "",
) -> Answer:
    """Declares who may read what there, and whether signed deals are told there too; the list is of the declaring
    manager's tree. `of`: the channel whose place it takes; that one's list ends. Raises Refused, Invalid."""
    faults = {
        name: "verb.pick"
        for name, is_right in (("audience", audience in AUDIENCES), ("language", locale in LANGUAGES))
        if not is_right
    }
    if faults:
        raise Invalid(faults=faults)
    access.authorize(tx, ask.actor, Action.SET_AUDIENCE, None, ask.now)
    _refuse(tx, seen)
    if ask.person.slack_id not in seen.members:
        raise Refused("digest.not_here")
    # Of two who declare it at once the second takes it over, and tells the first.
    for name in sorted({channel, of} - {""}):
        locks.hold(tx, f"channel:{name}")
    if of not in ("", channel) and (left := channel_rows.by_id(tx, of)) is not None and left.is_active:
        _end(ask, tx, left)
    had = channel_rows.by_id(tx, channel)
    before = {"audience": had.audience, "by": had.declared_by} if had else {}
    others = {had.declared_by, had.root_person_id} - {ask.person.id, None} if had and had.is_active else set()
    row = had or DigestChannel(channel=channel, declared_at=ask.now)
    row.audience, row.locale, row.tz = audience, locale, ask.person.slack_tz
    row.root_person_id = row.declared_by = ask.person.id
    row.declared_at, row.member_count = ask.now, _readers(tx, seen)
    row.is_active, row.fault = True, None
    tx.add(row)
    channel_rows.want_wins(tx, channel, wins, ask.now)
    after = {"audience": audience, "by": ask.person.id, "members": row.member_count, "wins": wins}
    audit.record(
        tx, ask.actor.id, "digest.declare", f"channel:{channel}", now=ask.now, before=before, after=after
    )
    told = DigestTaken(channel=channel, audience=audience, who=ask.person.name)
    for other in people_rows.by_ids(tx, others):
        telling.tell(tx, f"taken:{channel}:{other.id}:{ask.now.isoformat()}", other, told, ask.now)
    return DigestSet(
        channel=channel, audience=audience, people=row.member_count, team=ask.person.name, wins=wins, of=of
    )


@once("digest.off")
def take_off(ask: Ask, tx: Session, channel: str) -> Answer:
    """The channel gets no list and no good news any more; declared again it does. By who declared it, a manager above
    them or an admin. Raises NotFound, Refused."""
    locks.hold(tx, f"channel:{channel}")
    had = channel_rows.by_id(tx, channel)
    if had is None or not had.is_active:
        raise NotFound("digest.none_here")
    _end(ask, tx, had)
    return DigestEnded(channel=channel)


def _end(ask: Ask, tx: Session, had: DigestChannel) -> None:
    channel = had.channel
    owners = {had.declared_by, had.root_person_id} - {None}
    links = people_rows.manager_links(tx)
    over = owners.union(*(chain(links, owner) for owner in owners))
    if ask.actor.id not in over and not allowed(ask.actor, Action.CONFIGURE):
        known = [one.name for one in people_rows.by_ids(tx, owners)]
        raise Refused("digest.not_yours", who=known)
    had.is_active, had.fault = False, None
    tx.add(had)
    channel_rows.want_wins(tx, channel, False, ask.now)
    before = {"audience": had.audience, "by": had.declared_by}
    audit.record(tx, ask.actor.id, "digest.off", f"channel:{channel}", now=ask.now, before=before)
    told = DigestEnded(channel=channel, who=ask.person.name)
    for other in people_rows.by_ids(tx, owners - {ask.actor.id}):
        telling.tell(tx, f"ended:{channel}:{other.id}:{ask.now.isoformat()}", other, told, ask.now)


def _refuse(tx: Session, seen: ChannelSeen) -> None:
    reason = why_not(tx, seen)
    if reason is not None:
        raise Refused(reason)


def _readers(tx: Session, seen: ChannelSeen) -> int:
    """How many people will read it: members of the channel, Baton and other apps aside."""
    bots = {p.slack_id for p in people_rows.everybody(tx) if p.kind == "bot"}
    return len(seen.members - bots)

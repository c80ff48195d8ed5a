"""A deal's team: colleagues beside the owner, from pre-sales or support, who see the deal and may write notes."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from rules.access import Action
from rules.answers import Answer
from rules.answers.teams import MOST, TeamChanged, TeamForm, TeamJoined
from rules.errors import Invalid
from rules.facts import LIVE
from services import audit, shown
from services.ask import Ask, once
from services.sending.telling import tell
from services.team import access
from services.team.people import can_hear, language
from storage import deal_lists
from storage import deal_team as rows
from storage import deals as deal_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Person


def form(ask: Ask, deal_id: int) -> TeamForm:
    """Who is on it now. Raises NotFound, Refused, Invalid for a deal that is over and has no team."""
    with ask.deps.db.read() as tx:
        deal = access.deal_for(tx, ask.actor, Action.EDIT_DEAL, deal_id, ask.now)
        on_it = rows.people_of(tx, deal_id)
        if not on_it and not _runs(deal):
            raise Invalid("gate.closed")
        there = tuple(p.slack_id for p in on_it if p.slack_id and can_hear(p))
        return TeamForm(head=shown.head(tx, deal), people=there)


@once("deal.team")
def change(ask: Ask, tx: Session, deal_id: int, chosen: Sequence[str], were: Sequence[str]) -> Answer:
    """Of these Slack ids, who was not in the form when it was opened joins, and hears it; who is not in it any more
    leaves; whoever else joined or left meanwhile stays so. Raises Invalid by field, NotFound, Refused."""
    deal = access.deal_for(tx, ask.actor, Action.EDIT_DEAL, deal_id, ask.now)
    before = {p.id: p for p in rows.people_of(tx, deal_id)}
    asked_in = [p for p in _people(tx, [x for x in chosen if x not in were]) if p.id != deal.owner_id]
    joined = [p for p in asked_in if p.id not in before]
    left = [
        p for p in before.values() if not can_hear(p) or (p.slack_id in were and p.slack_id not in chosen)
    ]
    team = {p.id: p for p in (*before.values(), *joined) if p not in left}
    if len(team) > MOST:
        raise Invalid("team.too_many", faults={"people": "team.too_many"}, count=MOST)
    if joined and not _runs(deal):
        raise Invalid("gate.closed", faults={"people": "gate.closed"})
    if joined or left:
        rows.drop(tx, deal_id, [p.id for p in left])
        rows.put(tx, deal_id, [p.id for p in joined], ask.actor.id, ask.now)
        deal_rows.change(tx, deal_id, deal.version)
        was, now = {"team": sorted(before)}, {"team": sorted(team)}
        audit.record(tx, ask.actor.id, "deal.team", f"deal:{deal_id}", now=ask.now, before=was, after=now)
    for person in joined:
        _tell(tx, ask, deal, person)
    return TeamChanged(
        head=shown.head(tx, deal),
        team=_names(team.values()),
        joined=_names(joined),
        left=_names(left),
    )


def recent(tx: Session, person_id: int, limit: int) -> list[Deal]:
    """The live deals of one's own and of those that one is on the team of, the last that something was done about
    first; imported ones that nobody has touched come after them."""
    found = [*deal_lists.touched_of_owner(tx, person_id, limit), *rows.live_of(tx, person_id)]
    return sorted(found, key=_touched, reverse=True)[:limit]


def _touched(deal: Deal) -> tuple[bool, datetime, int]:
    is_awake = deal.state != "open" or deal.clocks_from is not None
    return is_awake, max(deal.acted_at or deal.stage_entered_at, deal.stage_entered_at), deal.id


def leave(tx: Session, deal_id: int, person_id: int) -> None:
    """Whoever owns a deal now is not beside its owner any more."""
    rows.drop(tx, deal_id, [person_id])


def _runs(deal: Deal) -> bool:
    return deal.state in LIVE


def _people(tx: Session, slack_ids: Sequence[str]) -> list[Person]:
    """The colleagues of these ids, once each. Raises Invalid by field for anybody else, by name where there is one."""
    found = [(one, people_rows.by_slack_id(tx, one)) for one in dict.fromkeys(slack_ids)]
    strangers = [p.name if p is not None else one for one, p in found if p is None or not can_hear(p)]
    if strangers:
        raise Invalid("team.stranger", faults={"people": "team.stranger"}, names=strangers)
    return [p for _, p in found if p is not None]


def _tell(tx: Session, ask: Ask, deal: Deal, person: Person) -> None:
    """Nobody is told what they just did themselves."""
    if person.id == ask.actor.id:
        return
    owner = people_rows.by_id(tx, deal.owner_id) if deal.owner_id else None
    told = TeamJoined(
        head=shown.head(tx, deal),
        stage_name=ask.pipeline.stage_name(deal.stage, language(person)),
        owner=owner.name if owner else "",
        who=ask.person.name,
    )
    tell(tx, f"team:{deal.id}:{person.id}:{ask.key}", person, told, ask.now)


def _names(people: Iterable[Person]) -> tuple[str, ...]:
    return tuple(sorted(p.name for p in people))

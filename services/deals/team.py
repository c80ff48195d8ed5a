"""A deal's team: colleagues beside the owner, from pre-sales or support, who see the deal and may write notes."""

from collections.abc import Iterable, Sequence

from rules.access import Action
from rules.answers import Answer
from rules.answers.teams import MOST, TeamChanged, TeamForm, TeamJoined
from rules.errors import Invalid
from services import audit, shown
from services.ask import Ask, once
from services.sending.telling import tell
from services.team import access
from services.team.people import can_hear, language
from storage import deal_team as rows
from storage import deals as deal_rows
from storage import people as people_rows
from storage.db import Session
from storage.tables import Deal, Person


def form(ask: Ask, deal_id: int) -> TeamForm:
    """Who is on it now. Raises NotFound, Refused, Invalid for a deal that is over."""
    with ask.deps.db.read() as tx:
        deal = _open(tx, ask, deal_id)
        on_it = rows.people_of(tx, deal_id)
        return TeamForm(head=shown.head(tx, deal), people=tuple(p.slack_id for p in on_it if p.slack_id))


@once("deal.team")
def change(ask: Ask, tx: Session, deal_id: int, slack_ids: Sequence[str]) -> Answer:
    """These people are the team from now on; who joins hears it. Raises Invalid by field, NotFound, Refused."""
    deal = _open(tx, ask, deal_id)
    wanted = _wanted(tx, ask, deal, slack_ids)
    before = {p.id: p for p in rows.people_of(tx, deal_id)}
    joined = [p for pid, p in wanted.items() if pid not in before]
    left = [p for pid, p in before.items() if pid not in wanted]
    if joined or left:
        rows.drop(tx, deal_id, [p.id for p in left])
        rows.put(tx, deal_id, [p.id for p in joined], ask.actor.id, ask.now)
        deal_rows.change(tx, deal_id, deal.version)
        was, now = {"team": sorted(before)}, {"team": sorted(wanted)}
        audit.record(tx, ask.actor.id, "deal.team", f"deal:{deal_id}", now=ask.now, before=was, after=now)
    for person in joined:
        _tell(tx, ask, deal, person)
    return TeamChanged(
        head=shown.head(tx, deal),
        team=_names(wanted.values()),
        joined=_names(joined),
        left=_names(left),
    )


def recent(tx: Session, person_id: int, limit: int) -> list[Deal]:
    """The live deals of one's own and of those that one is on the team of, the newest first."""
    own = deal_rows.recent_of_owner(tx, person_id, limit)
    found = [*own, *rows.live_of(tx, person_id)]
    return sorted(found, key=lambda d: (d.created_at, d.id), reverse=True)[:limit]


def leave(tx: Session, deal_id: int, person_id: int) -> None:
    """Whoever owns a deal now is not beside its owner any more."""
    rows.drop(tx, deal_id, [person_id])


def _open(tx: Session, ask: Ask, deal_id: int) -> Deal:
    deal = access.deal_for(tx, ask.actor, Action.EDIT_DEAL, deal_id, ask.now)
    if deal.state not in ("open", "draft"):
        raise Invalid("gate.closed")
    return deal


def _wanted(tx: Session, ask: Ask, deal: Deal, slack_ids: Sequence[str]) -> dict[int, Person]:
    """The people of these ids but the owner, in the order of their names."""
    if len(slack_ids) > MOST:
        raise Invalid("team.too_many", faults={"people": "team.too_many"}, count=MOST)
    found = [people_rows.by_slack_id(tx, one) for one in dict.fromkeys(slack_ids)]
    if any(person is None or not can_hear(person) for person in found):
        raise Invalid("team.stranger", faults={"people": "team.stranger"})
    people = [p for p in found if p is not None and p.id != deal.owner_id]
    return {p.id: p for p in sorted(people, key=lambda p: (p.name, p.id))}


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
    return tuple(p.name for p in people)

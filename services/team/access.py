"""The one door: every command, button, modal, list line and job asks here before it shows or changes."""

from datetime import datetime

from rules.access import SELLS, Action, Actor, DealAccess, allowed
from rules.errors import NotFound, Refused
from services.team.people import able_manager, actor_of, chain, team_of
from storage import books, deal_team
from storage import deals as deal_rows
from storage import people as rows
from storage.db import Session
from storage.seen import Seen
from storage.tables import Deal, Person, Task


def facts(tx: Session, deal: Deal) -> DealAccess:
    """What access to this deal depends on, at this moment."""
    above = chain(rows.manager_links(tx), deal.owner_id)
    has_manager = deal.owner_id is None or able_manager(tx, above) is not None
    team = frozenset(p.id for p in deal_team.people_of(tx, deal.id))
    return DealAccess(owner_id=deal.owner_id, managers=above, has_manager=has_manager, team=team)


def sees(tx: Session, reader: Person, deal: Deal) -> bool:
    """May they read of this deal now?"""
    return allowed(actor_of(tx, reader), Action.SEE_DEAL, facts(tx, deal))


def may_answer(actor: Actor, task: Task, deal: Deal) -> bool:
    """Is this task theirs: asked of them, of a group they belong to, or about their own deal?"""
    about = DealAccess(
        owner_id=deal.owner_id,
        task_people=frozenset({task.person_id} if task.person_id is not None else ()),
        task_groups=frozenset({task.group_role} if task.group_role is not None else ()),
    )
    return allowed(actor, Action.ANSWER_TASK, about)


def authorize(tx: Session, actor: Actor, action: Action, deal: Deal | None, now: datetime) -> None:
    """Passes, or raises: Refused for what the role may not do, NotFound for a deal out of sight."""
    if deal is None:
        if not allowed(actor, action):
            raise Refused()
        return
    about = facts(tx, deal)
    if allowed(actor, action, about):
        return
    if allowed(actor, Action.SEE_DEAL, about):
        raise Refused()
    taker = books.handed_to(tx, f"deal:{deal.id}", actor.id)
    if taker is not None and taker == deal.owner_id and (who := rows.by_id(tx, taker)) is not None:
        raise NotFound("err.with_now", who=who.name)  # whose it was has heard who got it
    raise NotFound("err.gone")


def deal_for(tx: Session, actor: Actor, action: Action, deal_id: int, now: datetime) -> Deal:
    """The deal, if this person may do this to it. Absent, taken back and forbidden look the same: NotFound.

    For anything but seeing, in a `write()`, nobody else changes it until the transaction ends.
    """
    see = deal_rows.by_id if action == Action.SEE_DEAL else deal_rows.held
    deal = see(tx, deal_id)
    if deal is None or deal.state == "void":
        raise NotFound("err.gone")
    authorize(tx, actor, action, deal, now)
    return deal


def for_managers(tx: Session, actor: Actor, word: str) -> Refused:
    """What somebody is told who may not do this: that their manager can, where they have one."""
    has_manager = able_manager(tx, chain(rows.manager_links(tx), actor.id)) is not None
    return Refused("err.managers_only" if has_manager else "err.managers_only_here", word=word)


def may_log(tx: Session, actor: Actor) -> bool:
    """May they have something to log: do they sell, or are they on the team of a deal?"""
    return allowed(actor, Action.CAPTURE) or bool(visible(tx, actor).deals)


def authorize_log(tx: Session, actor: Actor) -> None:
    """Passes whoever may have something to log. Raises Refused."""
    if not may_log(tx, actor):
        raise Refused()


def visible(tx: Session, actor: Actor) -> Seen:
    """Which deals this person sees: by their owners, and by being on a team."""
    is_one_of_us = actor.active and actor.kind == "member"
    return Seen(visible_owners(tx, actor), deal_team.deals_of(tx, actor.id) if is_one_of_us else frozenset())


def roles_without_deals(actor: Actor) -> tuple[str, ...]:
    """The roles of somebody who works for deals of others, as finance does; none for who sells."""
    return () if actor.roles & SELLS else tuple(sorted(actor.roles))


def visible_owners(tx: Session, actor: Actor) -> frozenset[int] | None:
    """Whose deals this person sees; None: everybody's. For filtering before ranking."""
    if not actor.active or actor.kind != "member":
        return frozenset()
    if "director" in actor.roles:
        return None
    seen = frozenset({actor.id}) if actor.roles & {"rep", "manager"} else frozenset()
    if "manager" in actor.roles:
        seen |= team_of(rows.manager_links(tx), actor.id)
    return seen

"""Who may do what: deny by default, absent and forbidden look the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, get_args

Role = Literal["rep", "manager", "finance", "delivery", "presales", "legal", "director", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)


class Action(StrEnum):
    """Everything that a person can ask of Baton."""

    CAPTURE = "capture"
    SEE_DEAL = "see_deal"
    LOG_NOTE = "log_note"
    EDIT_DEAL = "edit_deal"
    MOVE_STAGE = "move_stage"
    CLOSE_DEAL = "close_deal"
    WAIT = "wait"
    ANSWER_NUDGE = "answer_nudge"
    ANSWER_TASK = "answer_task"
    ASSIGN = "assign"
    WAIVE = "waive"
    DECIDE = "decide"
    MERGE = "merge"
    TAKE = "take"
    GIVE_OUT = "give_out"
    SEE_TEAM = "see_team"
    SET_AUDIENCE = "set_audience"
    CONFIGURE = "configure"
    CLOSE_DAYS = "close_days"
    IMPORT_DEALS = "import_deals"
    IMPORT_ACCOUNTS = "import_accounts"
    IMPORT_PRODUCTS = "import_products"
    IMPORT_PEOPLE = "import_people"
    EXPORT = "export"
    SEE_SELF = "see_self"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks, from the signed payload alone. ``kind`` other than member is refused everything."""

    id: int
    roles: frozenset[str]
    kind: str = "member"
    active: bool = True


@dataclass(frozen=True, slots=True)
class DealAccess:
    """What access depends on: the owner, and the managers above the owner, nearest first; of a task, its people;
    ``team`` are colleagues beside the owner.

    Where nobody above the owner can decide (``has_manager`` is False), a director does."""

    owner_id: int | None
    managers: tuple[int, ...] = ()
    task_people: frozenset[int] = frozenset()
    task_groups: frozenset[str] = frozenset()
    has_manager: bool = True
    team: frozenset[int] = frozenset()


_SELF = frozenset({Action.SEE_SELF})
_OWN_WORK = frozenset(
    {
        Action.SEE_DEAL,
        Action.LOG_NOTE,
        Action.EDIT_DEAL,
        Action.MOVE_STAGE,
        Action.CLOSE_DEAL,
        Action.WAIT,
        Action.ANSWER_NUDGE,
    }
)
_TEAM_WORK = frozenset(
    {Action.SEE_DEAL, Action.LOG_NOTE}
)  # what a colleague beside the owner may do, with what a note brings: its step, files, a question
_MANAGER_ONLY = frozenset({Action.ASSIGN, Action.WAIVE, Action.DECIDE})
# What a role may do without a deal in question.
_ANYWHERE: Mapping[str, frozenset[Action]] = {
    "rep": frozenset({Action.CAPTURE, Action.IMPORT_DEALS, Action.EXPORT}),
    "manager": frozenset(
        {
            Action.CAPTURE,
            Action.SEE_TEAM,
            Action.SET_AUDIENCE,
            Action.MERGE,
            Action.CLOSE_DAYS,
            Action.IMPORT_DEALS,
            Action.IMPORT_ACCOUNTS,
            Action.EXPORT,
        }
    ),
    "director": frozenset({Action.SEE_TEAM, Action.EXPORT}),
    "admin": frozenset(
        {
            Action.CONFIGURE,
            Action.CLOSE_DAYS,
            Action.IMPORT_ACCOUNTS,
            Action.IMPORT_PRODUCTS,
            Action.IMPORT_PEOPLE,
        }
    ),
}
SELLS = frozenset({"rep", "manager"})  # who may have deals of their own
# What may be done to a lead that is nobody's.
_OF_NOBODYS: Mapping[Action, frozenset[str]] = {Action.TAKE: SELLS, Action.GIVE_OUT: frozenset({"manager"})}


def allowed(actor: Actor, action: Action, deal: DealAccess | None = None) -> bool:
    """May this person do this, to this deal? A *never* is not weakened by several roles meeting."""
    if not actor.active or actor.kind != "member":
        return False
    if action in _SELF:
        return True
    if deal is None:
        return any(action in _ANYWHERE.get(role, frozenset()) for role in actor.roles)
    is_owner = deal.owner_id == actor.id
    if action in _OF_NOBODYS:
        return deal.owner_id is None and bool(actor.roles & _OF_NOBODYS[action])
    if action in _MANAGER_ONLY:
        # Nobody decides about themselves, whatever else they are.
        is_manager = "manager" in actor.roles and actor.id in deal.managers
        stands_in = "director" in actor.roles and not deal.has_manager
        return (is_manager or stands_in) and not is_owner
    if action == Action.ANSWER_TASK:
        is_asked = actor.id in deal.task_people or bool(actor.roles & deal.task_groups)
        return is_asked or (is_owner and bool(actor.roles & SELLS))
    if action not in _OWN_WORK:
        return False
    if is_owner and actor.roles & SELLS:
        return True
    if not is_owner and "manager" in actor.roles and actor.id in deal.managers:
        return True
    if actor.id in deal.team and action in _TEAM_WORK:
        return True
    return action == Action.SEE_DEAL and "director" in actor.roles


# What is imported → what one must be allowed to.
IMPORTS: Mapping[str, Action] = {
    "deals": Action.IMPORT_DEALS,
    "accounts": Action.IMPORT_ACCOUNTS,
    "products": Action.IMPORT_PRODUCTS,
    "people": Action.IMPORT_PEOPLE,
}

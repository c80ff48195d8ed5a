"""Who may do what: the whole matrix of roles, relations and verbs against the product's table."""

from itertools import combinations

import pytest

from rules.access import Action, Actor, DealAccess, allowed

ROLES = ("rep", "manager", "director", "admin", "finance", "delivery", "presales", "legal")
SETS = [frozenset(c) for n in range(len(ROLES) + 1) for c in combinations(ROLES, n)]
ME, OTHER, BOSS = 1, 2, 3
OWN = DealAccess(ME, (BOSS,))
TEAM = DealAccess(OTHER, (ME, BOSS))
FOREIGN = DealAccess(OTHER, (BOSS,))
NOBODYS = DealAccess(None)
SELF_MANAGED = DealAccess(ME, (ME, BOSS))  # a loop in the tree must not help anybody
ON_DEALS = [a for a in Action if a.value in {
    "see_deal", "log_note", "edit_deal", "move_stage", "close_deal", "wait", "answer_nudge", "assign", "waive", "decide",
}]  # fmt: skip
MANAGERS_OWN = {Action.ASSIGN, Action.WAIVE, Action.DECIDE}


@pytest.mark.parametrize("action", ON_DEALS)
def test_a_foreign_deal_is_closed_to_all_but_a_reading_director(action: Action) -> None:
    for roles in SETS:
        for deal in (FOREIGN, NOBODYS):
            may = action == Action.SEE_DEAL and "director" in roles
            assert allowed(Actor(ME, roles), action, deal) == may, roles


@pytest.mark.parametrize("action", ON_DEALS)
def test_ones_own_deal_is_open_to_sellers_but_for_the_managers_verbs(action: Action) -> None:
    for roles in SETS:
        sells = bool(roles & {"rep", "manager"})
        for deal in (OWN, SELF_MANAGED):
            if action in MANAGERS_OWN:
                assert not allowed(Actor(ME, roles), action, deal), "nobody decides about themselves"
            else:
                reads = action == Action.SEE_DEAL and "director" in roles
                assert allowed(Actor(ME, roles), action, deal) == (sells or reads), roles


@pytest.mark.parametrize("action", ON_DEALS)
def test_a_team_deal_is_open_to_its_managers(action: Action) -> None:
    for roles in SETS:
        may = "manager" in roles or (action == Action.SEE_DEAL and "director" in roles)
        assert allowed(Actor(ME, roles), action, TEAM) == may, roles


@pytest.mark.parametrize("action", ON_DEALS)
def test_where_nobody_above_can_decide_a_director_does_and_no_more(action: Action) -> None:
    for roles in SETS:
        may = "director" in roles and (action in MANAGERS_OWN or action == Action.SEE_DEAL)
        assert allowed(Actor(ME, roles), action, DealAccess(OTHER, has_manager=False)) == may, roles
        if action in MANAGERS_OWN:
            assert not allowed(Actor(ME, roles), action, DealAccess(ME, has_manager=False))


@pytest.mark.parametrize("action", ON_DEALS)
def test_who_is_on_the_team_of_a_deal_sees_it_and_writes_notes_and_no_more(action: Action) -> None:
    beside = DealAccess(OTHER, (BOSS,), team=frozenset({ME}))
    for roles in SETS:
        assert allowed(Actor(ME, roles), action, beside) == (action in (Action.SEE_DEAL, Action.LOG_NOTE)), (
            roles
        )
    assert not allowed(Actor(ME, frozenset(ROLES), active=False), action, beside)
    assert not allowed(Actor(ME, frozenset(ROLES), "guest"), action, beside)


@pytest.mark.parametrize("kind", ["guest", "bot", "stranger", "unmapped"])
def test_strangers_and_those_who_left_may_nothing(kind: str) -> None:
    everything = frozenset(ROLES)
    for action in Action:
        for deal in (None, OWN, TEAM, FOREIGN):
            assert not allowed(Actor(ME, everything, kind), action, deal)
            assert not allowed(Actor(ME, everything, active=False), action, deal)


def test_admins_configure_and_see_no_content() -> None:
    admin = Actor(ME, frozenset({"admin"}))
    assert allowed(admin, Action.CONFIGURE) and allowed(admin, Action.IMPORT_PEOPLE)
    assert not any(allowed(admin, a, d) for a in ON_DEALS for d in (OWN, TEAM, FOREIGN, NOBODYS))
    for roles in SETS:
        assert allowed(Actor(ME, roles), Action.CONFIGURE) == ("admin" in roles)


def test_a_task_is_answered_by_whom_it_was_given_to() -> None:
    given = DealAccess(OTHER, (BOSS,), frozenset({ME}))
    assert allowed(Actor(ME, frozenset({"presales"})), Action.ANSWER_TASK, given)
    assert not allowed(Actor(ME, frozenset({"presales"})), Action.ANSWER_TASK, FOREIGN)
    assert not allowed(Actor(ME, frozenset({"presales"})), Action.LOG_NOTE, given)

"""Who reports to whom, and today's source: set, taken away, and on record, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlmodel import col, select

from bot.sheets import writing
from bot.sheets.writing import Page
from rules.errors import Invalid, Refused
from rules.profiles import Profile
from services.capture import lead_taps
from services.lists import home
from services.setup import first_hours
from services.team import people, people_file
from services.team.people import arrive
from storage.people import manager_links
from storage.tables import Audit, AuditValue, Person, PersonRole
from tests.services import tables
from tests.services.hand import Hand, at_once
from tests.services.interleaving import overtaken
from tests.services.machine import Machine


def told(machine: Machine, action: str) -> list[tuple[object, object]]:
    """The audited changes of a kind, before and after."""
    with machine.db.read() as tx:
        of = select(AuditValue).join(Audit, col(Audit.id) == col(AuditValue.audit_id))
        found = tx.exec(of.where(Audit.action == action).order_by(col(Audit.id)))
        return [(x.before, x.after) for x in found]


@pytest.mark.parametrize(
    ("entry", "manager"),
    [("{roles: [rep]}", "maya"), ("{manager: zoe}", "zoe"), ("{manager: }", None), ("{manager: null}", None)],
)
def test_a_manager_stays_changes_or_goes(machine: Machine, entry: str, manager: str | None) -> None:
    now, ids = machine.clock.now(), machine.ids
    for _ in range(2):  # the second time says nothing new
        assert people_file.apply(machine.deps, f"people: {{liam: {entry}}}", by_id=None, now=now) == []
    with machine.db.read() as tx:
        liam = tx.get(Person, ids["liam"])
        assert liam is not None and liam.manager_id == (ids[manager] if manager else None)
    after = {"manager_id": ids[manager] if manager else None}
    changes = [({"manager_id": ids["maya"]}, after)] if manager != "maya" else []
    assert told(machine, "person.place") == changes


def test_today_s_source_is_on_record_whoever_takes_it_off(machine: Machine) -> None:
    draft = Hand(machine, "liam").lead("/lead Acme Corp, Ms. Chen 212-555-0143, ERP")
    deal = draft.head.deal_id
    for source in ("expo", "expo", "website"):
        Hand(machine, "liam").do(lead_taps.choose_source, deal, source)
    lead_taps.ask_source(Hand(machine, "liam").ask(), deal)
    Hand(machine, "liam").do(lead_taps.choose_source, deal, "expo")
    home.unstick(Hand(machine, "liam").ask())
    home.unstick(Hand(machine, "liam").ask())
    steps = [(None, "expo"), ("expo", "website"), ("website", None), (None, "expo"), ("expo", None)]
    assert told(machine, "person.source") == [({"source": a}, {"source": b}) for a, b in steps]


def profile(name: str, kind: str) -> Profile:
    return Profile(f"U0{name.upper()}", name, name.title(), None, kind, True, "en-US", "Asia/Shanghai")


def test_a_guest_who_becomes_a_member_may_sell_like_any_new_member(machine: Machine) -> None:
    now = machine.clock.now()
    people.sync(machine.deps, [profile("nora", "guest")], now=now)
    assert arrive(machine.deps, "U0NORA")[0] is None
    people.sync(machine.deps, [profile("nora", "member")], now=now)
    actor = arrive(machine.deps, "U0NORA")[1]
    assert actor is not None and actor.roles == {"rep"}


def test_roles_given_by_hand_outlive_a_time_as_a_guest(machine: Machine) -> None:
    for kind in ("guest", "member"):
        people.sync(machine.deps, [profile("maya", kind)], now=machine.clock.now())
    actor = arrive(machine.deps, "U0MAYA")[1]
    assert actor is not None and actor.roles == {"manager"}


def test_an_admin_who_is_a_guest_by_now_is_none_to_turn_to(machine: Machine) -> None:
    code = people.ensure_claim_code(machine.deps)
    assert code is not None
    people.claim(machine.deps, Hand(machine, "zoe").person, code, now=machine.clock.now())
    assert first_hours.has_admin(machine.deps) and arrive(machine.deps, "U0NOBODY")[2] == "Zoe"
    people.sync(machine.deps, [profile("zoe", "guest")], now=machine.clock.now())
    assert not first_hours.has_admin(machine.deps) and arrive(machine.deps, "U0NOBODY")[2] == ""


@pytest.mark.parametrize("source", ["{maya: {manager: liam}}", "{zoe: {manager: liam}}"])
def test_a_circle_closed_by_who_is_in_place_already_is_refused(machine: Machine, source: str) -> None:
    faults = people_file.apply(machine.deps, f"people: {source}", by_id=None, now=machine.clock.now())
    assert [fault.key for fault in faults] == ["people.cycle"]


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("people:\n  liam: {manager: maya}\n  Liam: {manager: zoe}", (3, "people.twice")),
        ("people:\n  liam:\n    calendar: no", (3, "people.unknown_calendar")),
        ("people:\n  liam:\n    tz: off", (3, "people.unknown_zone")),
        ("people:\n  liam:\n    roles: no", (3, "people.unknown_role")),
        ("people:\n  liam: no", (2, "people.not_a_map")),
    ],
)
def test_what_says_nothing_or_two_things_is_a_fault_of_its_line(
    machine: Machine, source: str, fault: tuple[int, str]
) -> None:
    before = links(machine)
    faults = people_file.apply(machine.deps, source, by_id=None, now=machine.clock.now())
    assert [(one.line, one.key) for one in faults] == [fault]
    assert links(machine) == before


def test_a_circle_that_the_same_file_opens_is_none(machine: Machine) -> None:
    source = "people: {maya: {manager: liam}, liam: {manager: zoe}}"
    assert people_file.apply(machine.deps, source, by_id=None, now=machine.clock.now()) == []


def links(machine: Machine) -> dict[int, int | None]:
    with machine.db.read() as tx:
        return manager_links(tx)


def in_a_circle(machine: Machine) -> list[int]:
    tree = links(machine)
    return [one for one, boss in tree.items() if boss is not None and people.is_circle(tree, one, boss)]


def put(machine: Machine, source: str) -> Callable[[], object]:
    now = machine.clock.now()
    return lambda: people_file.apply(machine.deps, f"people: {source}", by_id=None, now=now)


def said(machine: Machine, manager: str, member: str) -> Callable[[], object]:
    """Question 1 of the set-up, answered in Slack."""
    with machine.db.write() as tx:
        tx.merge(PersonRole(person_id=machine.ids["zoe"], role="admin"))
    zoe = Hand(machine, "zoe")
    return lambda: first_hours.set_team(zoe.ask(), f"U0{manager.upper()}", [f"U0{member.upper()}"])


def test_two_files_at_once_close_no_circle(machine: Machine) -> None:
    first, second = put(machine, "{liam: {manager: dana}}"), put(machine, "{dana: {manager: liam}}")
    done, refused = overtaken(machine.db, first, second)
    assert done == [] and [fault.key for fault in refused] == ["people.cycle"]
    assert in_a_circle(machine) == []


def test_nor_does_a_file_with_what_is_said_in_slack(machine: Machine) -> None:
    done, refused = overtaken(
        machine.db, said(machine, "dana", "liam"), put(machine, "{dana: {manager: liam}}")
    )
    assert done is None and [fault.key for fault in refused] == ["people.cycle"]
    done, refused = overtaken(
        machine.db, put(machine, "{maya: {manager: zoe}}"), said(machine, "liam", "maya")
    )
    assert done == [] and in_a_circle(machine) == []


def test_nor_what_two_admins_say_at_once(machine: Machine) -> None:
    done, refused = overtaken(machine.db, said(machine, "dana", "liam"), said(machine, "liam", "dana"))
    assert done is None and isinstance(refused, Invalid) and refused.faults == {"team": "admin.circle"}
    assert in_a_circle(machine) == []


def test_nor_two_lines_of_one_list(machine: Machine) -> None:
    rows = [["Liam", "Dana"], ["Dana", "Liam"]]
    given = tables.of_file("team.xlsx", writing.xlsx([Page("team", ["姓名", "直属经理"], rows)]))
    outcome = tables.take(machine.deps, given, machine.clock.now())
    assert [[fault.key for fault in held.faults] for held in outcome.held] == [["people.cycle"]]
    assert in_a_circle(machine) == []


def test_the_process_before_is_back_for_whoever_presses_it_twice_and_for_admins_alone(
    machine: Machine,
) -> None:
    machine.join("ada", "admin")
    ada, liam = Hand(machine, "ada"), Hand(machine, "liam")
    variant = first_hours.templates(machine.deps, "en")[1].key
    used = first_hours.apply_template(ada.ask(), variant)

    def back() -> int:
        return first_hours.go_back(ada.ask(), used.before, used.version).version

    assert {back(), *at_once([back] * 3)} == {used.version + 1}
    for before in (used.before, 99):  # what there is to go back to is no business of who may not
        with pytest.raises(Refused):
            first_hours.go_back(liam.ask(), before, used.version)
    first_hours.apply_template(ada.ask(), variant)
    with pytest.raises(Invalid) as came_since:
        back()
    assert came_since.value.key == "setup.changed_since"

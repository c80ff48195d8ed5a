"""Somebody is away in Slack and comes back, or gets a manager late: no deal's clock is lost, and nobody is flooded."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.admin import PeopleLeft, PersonLeft
from rules.answers.digests import ManagerList
from rules.facts import Rung
from rules.profiles import Profile
from services.clock import nudges, staff
from services.lists import found
from services.team import changed, people, people_file
from services.team.people import zone_of
from services.watching import silent
from storage import books
from storage import deals as deal_rows
from storage.db import Session
from storage.tables import Person, PersonRole
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post, at, lines_of
from tests.services.test_lists_made import Watched

AWAY = {"is_active": False}
GUEST = {"kind": "guest"}


def slack_says(machine: Machine, who: str, **values: object) -> None:
    with machine.db.read() as tx:
        p = tx.get(Person, machine.ids[who])
        assert p is not None and p.slack_id is not None
    profile = Profile(p.slack_id, p.handle, p.name, p.email, p.kind, p.is_active, p.slack_locale, p.slack_tz)
    people.sync(machine.deps, [replace(profile, **values)], now=machine.clock.now())


def tick(machine: Machine) -> None:
    now = machine.clock.now()
    staff.follow(machine.deps, now=now)
    nudges.tick(machine.deps, now=now)


def role(machine: Machine, name: str, *roles: str) -> None:
    with machine.db.write() as tx:
        tx.add_all(PersonRole(person_id=machine.ids[name], role=one) for one in roles)


def left(machine: Machine) -> list[tuple[int | None, int, bool]]:
    told = [x for x in machine.deliveries if x.kind == PersonLeft.kind]
    return [(x.person_id, x.payload["deals"], x.payload["is_lonely"]) for x in told]


def unwatched(machine: Machine) -> list[str]:
    with machine.db.read() as tx:
        pipeline = machine.deps.config.current(tx).pipeline
        return [one.subject for one in silent.whole(tx, pipeline, machine.clock.now())]


@pytest.mark.parametrize(("gone", "back"), [(AWAY, {"is_active": True}), (GUEST, {"kind": "member"})])
def test_who_was_away_over_a_look_has_their_clocks_again(
    machine: Machine, gone: dict[str, object], back: dict[str, object]
) -> None:
    deal = machine.deal()
    tick(machine)
    slack_says(machine, "liam", **gone)
    machine.clock.push(days=8)
    tick(machine)
    assert machine.deal_row(deal).next_check_at is None and unwatched(machine) == []
    slack_says(machine, "liam", **back)
    tick(machine)
    assert machine.deal_row(deal).next_check_at is not None
    Post(machine).through("12-04 18:00")
    assert (machine.ids["liam"], Rung.RED) in {
        (x.person_id, x.rung) for x in machine.nudges if x.state == "sent"
    }


def test_a_lost_clock_is_seen_by_the_auditor(machine: Machine) -> None:
    deal = machine.deal()
    tick(machine)
    machine.change(deal, next_check_at=None)
    assert unwatched(machine) == [f"deal:{deal}"]
    machine.change(deal)
    tick(machine)
    assert unwatched(machine) == []


def test_the_manager_hears_once_who_left_and_sees_the_deals(machine: Machine) -> None:
    for _ in range(3):
        machine.deal()
    machine.deal(state="lost")
    slack_says(machine, "liam", **AWAY)
    for _ in range(2):
        tick(machine)
    assert left(machine) == [(machine.ids["maya"], 3, False)]
    listed = found.listed(Hand(machine, "maya").ask(), "@liam")
    assert listed.kind == "deals.found" and len(listed.rows) == 3  # type: ignore[attr-defined]
    slack_says(machine, "liam", is_active=True)
    tick(machine)
    machine.clock.push(days=1)
    slack_says(machine, "liam", **AWAY)
    tick(machine)
    assert left(machine) == [(machine.ids["maya"], 3, False)] * 2


def test_several_who_leave_at_once_are_one_message(machine: Machine) -> None:
    machine.join("noah", "rep")
    for name in ("liam", "noah"):
        machine.deal(name)
    source = "people: {noah: {manager: maya}}"
    assert people_file.apply(machine.deps, source, by_id=None, now=machine.clock.now()) == []
    tick(machine)
    for name in ("liam", "noah"):
        slack_says(machine, name, **AWAY)
    post = Post(machine)
    tick(machine)
    post.run()
    (told,) = (answer for *_, answer in post.said if isinstance(answer, PeopleLeft))
    assert [one.person_id for one in told.people] == [machine.ids["liam"], machine.ids["noah"]]
    assert post.of(PersonLeft) == []


def test_who_is_back_before_it_was_read_is_not_told_of(machine: Machine) -> None:
    machine.deal()
    machine.clock.set(at("11-24 22:00"))
    slack_says(machine, "liam", **AWAY)
    tick(machine)
    slack_says(machine, "liam", is_active=True)
    post = Post(machine)
    post.through("11-25 10:00")
    assert post.of(PersonLeft) == [] and len(left(machine)) == 1


@pytest.mark.parametrize("director", [True, False])
def test_without_a_manager_a_director_hears_else_the_admins_a_number(
    machine: Machine, director: bool
) -> None:
    machine.join("ann", "admin")
    people_file.apply(machine.deps, "people: {liam: {manager: }}", by_id=None, now=machine.clock.now())
    if not director:
        people_file.apply(machine.deps, "people: {zoe: {roles: []}}", by_id=None, now=machine.clock.now())
    machine.deal()
    slack_says(machine, "liam", **AWAY)
    tick(machine)
    hears = "zoe" if director else "ann"
    assert left(machine) == [(machine.ids[hears], 1, not director)]


def unheard(machine: Machine) -> int:
    """As the day's look counts it."""
    staff.count_unheard(machine.deps, now=machine.clock.now())
    with machine.db.read() as tx:
        return staff.unheard_last(tx)


@pytest.mark.one_on_postgresql
@pytest.mark.parametrize("way", ["file", "slack", "director"])
def test_a_manager_who_comes_after_it_went_red_hears_of_it(machine: Machine, way: str) -> None:
    apply = lambda text: people_file.apply(machine.deps, text, by_id=None, now=machine.clock.now())  # noqa: E731
    assert apply("people: {liam: {manager: }, maya: {manager: }, zoe: {roles: []}}") == []
    slack_says(machine, "maya", is_active=way != "slack")
    if way == "slack":
        assert apply("people: {liam: {manager: maya}}") == []
    deal = machine.deal()
    Post(machine).through("12-08 18:00")
    assert {x.person_id for x in machine.nudges} == {machine.ids["liam"]}
    assert machine.deal_row(deal).next_check_at is None
    assert unheard(machine) == 1
    if way == "file":
        apply("people: {liam: {manager: maya}}")
    elif way == "slack":
        slack_says(machine, "maya", is_active=True)
    else:
        apply("people: {zoe: {roles: [director]}}")
    tick(machine)
    with machine.db.read() as tx:
        assert staff.unheard_last(tx) == 0, "no need to wait for the day's count"
    Post(machine).through("12-09 18:00")
    boss = "zoe" if way == "director" else "maya"
    heard = [x for x in machine.nudges if x.person_id == machine.ids[boss] and x.state == "sent"]
    assert [(x.deal_id, x.rung) for x in heard] == [(deal, Rung.MANAGER)]


def test_many_at_once_come_five_a_day(machine: Machine) -> None:
    """Twelve deals went over their limit while their owner was away; then they are back."""
    machine.take_any_number()
    deals = [machine.deal() for _ in range(12)]
    tick(machine)
    slack_says(machine, "liam", **AWAY)
    machine.clock.set(at("12-07 17:00"))
    tick(machine)
    slack_says(machine, "liam", is_active=True)
    tick(machine)
    post = Post(machine)
    post.through("12-11 18:00")
    days: dict[str, int] = {}
    for x in machine.nudges:
        if x.rung == Rung.RED and x.delivered_at is not None:
            days[f"{x.delivered_at:%m-%d}"] = days.get(f"{x.delivered_at:%m-%d}", 0) + 1
    assert list(days.values()) == [5, 5, 2] and len(deals) == 12


def test_one_instance_follows_and_another_goes_on_where_it_was_left(machine: Machine) -> None:
    mine, mayas = machine.deal(), machine.deal("maya")
    tick(machine)
    machine.change(mine, next_check_at=None)
    machine.change(mayas, next_check_at=None)
    for who in ("liam", "maya"):
        slack_says(machine, who, tz="America/New_York")
    with machine.db.write() as tx:
        noted = [(one.person_id, one.version) for one in changed.noted(tx)]
        told = {"changes": repr(noted), "last": min(machine.ids["liam"], machine.ids["maya"])}
        told |= {"at": machine.process.now().isoformat()}
        books.put_setting(tx, staff.FOLLOWING, json.dumps(told))
    assert len(noted) == 2 and staff.follow(machine.deps, now=machine.clock.now()) == 0, "somebody is at it"
    assert machine.deal_row(mine).next_check_at is None
    machine.process.push(minutes=2)
    assert staff.follow(machine.deps, now=machine.clock.now()) == 1
    looked = {x: machine.deal_row(x).next_check_at is not None for x in (mine, mayas)}
    first = mine if machine.ids["liam"] < machine.ids["maya"] else mayas
    assert looked == {mine: mine != first, mayas: mayas != first}
    with machine.db.read() as tx:
        assert books.setting(tx, staff.FOLLOWING) is None and changed.noted(tx) == []


def test_a_deal_that_changed_meanwhile_gets_no_turn_of_before(machine: Machine) -> None:
    deals = [machine.deal() for _ in range(2)]
    tick(machine)
    slack_says(machine, "liam", **AWAY)
    machine.clock.set(at("12-07 17:00"))
    tick(machine)
    slack_says(machine, "liam", is_active=True)
    watched = Watched(machine.db.url)

    def touched(tx: Session) -> None:
        deal_rows.change(tx, deals[0], deal_rows.versions(tx, deals)[deals[0]], raw_text="x")

    watched.first = touched
    staff.follow(replace(machine.deps, db=watched), now=machine.clock.now())
    watched.close()
    watched.other.close()
    assert [machine.deal_row(x).flags_from is not None for x in deals] == [False, True]


def test_a_manager_set_over_many_red_deals_reads_five_a_day(machine: Machine) -> None:
    machine.take_any_number()
    people_file.apply(
        machine.deps, "people: {liam: {manager: }, zoe: {roles: []}}", by_id=None, now=machine.clock.now()
    )
    for _ in range(12):
        machine.deal()
    Post(machine).through("12-08 18:00")
    people_file.apply(machine.deps, "people: {liam: {manager: maya}}", by_id=None, now=machine.clock.now())
    tick(machine)
    post = Post(machine)
    post.through("12-11 18:00")
    told = [len(list(lines_of(one))) for _, one in post.of(ManagerList)]
    assert told and max(told) <= 5


def test_a_changed_calendar_moves_what_comes(machine: Machine) -> None:
    """In China the first week of October is off; with an American calendar the limit comes within it."""
    machine.clock.set(at("09-28 10:00"))
    deal = machine.deal()
    tick(machine)
    before = machine.deal_row(deal).next_check_at
    people_file.apply(
        machine.deps,
        "people: {liam: {calendar: us, tz: America/New_York}}",
        by_id=None,
        now=machine.clock.now(),
    )
    tick(machine)
    after = machine.deal_row(deal).next_check_at
    assert before is not None and after is not None and before != after


def test_what_nobody_asks_of_the_clock_changes_nothing(machine: Machine) -> None:
    deal = machine.deal()
    tick(machine)
    before = machine.deal_row(deal)
    slack_says(machine, "liam", name="Liam Chen", email="liam@example.com")
    assert staff.follow(machine.deps, now=machine.clock.now()) == 0
    assert machine.deal_row(deal) == before


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_how_it_reads(locale: str) -> None:
    reader = Reader(locale, zone_of("Asia/Shanghai"), at("11-24 15:30"))
    told = PersonLeft(person_id=1, who="Li & Co", handle="li", deals=11)
    shown = render(told, reader)
    assert "11" in shown["text"] and shown["blocks"][1]["elements"][0]["value"] == "@li"
    assert len(render(told.model_copy(update={"is_lonely": True}), reader)["blocks"]) == 1
    many = render(PeopleLeft(people=(told,) * 12), reader)
    assert "12" in many["text"] and len(many["blocks"]) == 12  # the first ten by name, and how many more

"""People seen and set from inside Slack: by admins alone, never without one, on record, with Undo."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from sqlmodel import col, select

from bot.views.answers import render
from bot.views.reader import Reader
from rules.answers.places import PeopleShown, PersonMeant, PlacePart, PlaceSet
from rules.errors import Invalid, NotFound, Refused
from rules.profiles import Profile
from services.exchange import meaning
from services.setup import places, roster
from services.team import people, people_file
from services.team.people import zone_of
from storage import people as rows
from storage.tables import Audit, Person
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import at

pytestmark = pytest.mark.few_on_postgresql


@pytest.fixture
def ada(machine: Machine) -> Hand:
    machine.join("ada", "admin")
    return Hand(machine, "ada")


def place(machine: Machine, name: str) -> tuple[set[str], int | None, str]:
    with machine.db.read() as tx:
        person = tx.get(Person, machine.ids[name])
        assert person is not None
        return set(rows.roles_of(tx, person.id)), person.manager_id, person.calendar


def set_(ada: Hand, name: str, **values: object) -> PlaceSet:
    form = places.form(ada.ask(), ada.machine.ids[name])
    filled = form.now.model_copy(update=values)
    told = ada.do(places.save, form.person_id, form.now, filled)
    assert isinstance(told, PlaceSet)
    return told


@pytest.mark.one_on_postgresql
def test_roles_manager_and_calendar_are_set_on_record_and_undone(machine: Machine, ada: Hand) -> None:
    before = place(machine, "liam")
    told = set_(ada, "liam", roles=("rep", "presales"), manager="U0DANA", calendar="us")
    assert place(machine, "liam") == ({"rep", "presales"}, machine.ids["dana"], "us")
    assert "manager" in place(machine, "dana")[0] and told.made_manager == machine.ids["dana"]
    with machine.db.read() as tx:
        acts = tx.exec(select(Audit.actor_id).where(col(Audit.action) == "person.place")).all()
    assert acts == [machine.ids["ada"]] * 2
    back = ada.do(places.restore, told.person_id, told)
    assert isinstance(back, PlaceSet) and back.done == "restored"
    assert place(machine, "liam") == before and place(machine, "dana")[0] == {"rep"}
    with pytest.raises(Invalid):
        ada.do(places.restore, told.person_id, told)


def test_a_manager_is_taken_away_and_what_others_set_meanwhile_stays(machine: Machine, ada: Hand) -> None:
    form = places.form(ada.ask(), machine.ids["liam"])
    set_(ada, "liam", roles=("rep", "legal"))
    ada.do(places.save, form.person_id, form.now, form.now.model_copy(update={"manager": ""}))
    assert place(machine, "liam")[:2] == ({"rep", "legal"}, None)


def test_who_is_no_admin_any_more_by_the_time_of_it_is_refused(machine: Machine, ada: Hand) -> None:
    form, stale = places.form(ada.ask(), machine.ids["liam"]), ada.ask()
    machine.join("bo", "admin")
    set_(Hand(machine, "bo"), "ada", roles=("rep",))
    with pytest.raises(Refused):
        places.save(stale, form.person_id, form.now, form.now.model_copy(update={"roles": ("legal",)}))
    assert place(machine, "liam")[0] == {"rep"}


def test_the_last_admin_stays(machine: Machine, ada: Hand) -> None:
    with pytest.raises(Invalid) as refused:
        set_(ada, "ada", roles=())
    assert refused.value.faults == {"roles": "people.last_admin"} and place(machine, "ada")[0] == {"admin"}
    set_(ada, "zoe", roles=("director", "admin"))
    set_(ada, "ada", roles=())
    assert place(machine, "ada")[0] == set()


def test_circles_strangers_and_made_up_values_are_refused(machine: Machine, ada: Hand) -> None:
    machine.join("gus", kind="guest")
    for values in ({"manager": "U0LIAM"}, {"manager": "U0GUS"}, {"manager": "U0NOBODY"}):
        with pytest.raises(Invalid):
            set_(ada, "maya", **values)
    for wrong in ({"roles": ("king",)}, {"calendar": "zz"}, {"zone": "Mars/Base"}):
        with pytest.raises(NotFound):
            set_(ada, "maya", **wrong)
    with pytest.raises(NotFound):
        places.form(ada.ask(), machine.ids["gus"])


@pytest.mark.parametrize("name", ["liam", "maya", "zoe"])
def test_nobody_else_may(machine: Machine, ada: Hand, name: str) -> None:
    other, part = Hand(machine, name), PlacePart(roles=("admin",))
    for asked in (
        lambda: roster.listed(other.ask()),
        lambda: places.form(other.ask(), machine.ids["liam"]),
        lambda: other.do(places.save, machine.ids[name], PlacePart(), part),
        lambda: other.do(places.start_with, "refuse"),
        lambda: meaning.form(other.ask(), machine.ids["liam"]),
        lambda: other.do(meaning.set_, machine.ids["liam"], "U0DANA"),
    ):
        with pytest.raises(Refused):
            asked()
    assert "admin" not in place(machine, name)[0]


def test_what_follows_from_a_role_that_goes_is_said(machine: Machine, ada: Hand) -> None:
    machine.deal()
    assert set_(ada, "liam", roles=("finance",)).unseen == 1
    assert set_(ada, "maya", roles=("rep",)).led == 2


@pytest.mark.one_on_postgresql
def test_five_hundred_are_paged_searched_and_grouped(machine: Machine, ada: Hand) -> None:
    with machine.db.write() as tx:
        tx.add_all(
            Person(name=f"Chen {n:03}", handle=f"chen{n:03}", slack_id=f"U1{n}", created_at=at("11-24 09:00"))
            for n in range(495)
        )
    whole = roster.listed(ada.ask())
    assert (whole.count, whole.members, whole.roleless) == (500, 500, 495) and len(whole.rows) == 10
    assert roster.listed(ada.ask(), "", 999).first == 490
    assert [x.name for x in roster.listed(ada.ask(), "@CHEN007").rows] == ["Chen 007"]
    assert [x.name for x in roster.listed(ada.ask(), "总监").rows] == ["Zoe"]
    set_(ada, "dana", manager="")
    assert [x.name for x in roster.listed(ada.ask(), "no manager").rows] == ["Dana"]
    assert roster.listed(ada.ask(), "nobody at all").rows == ()


def test_colleagues_come_before_who_is_not_in_slack_yet(machine: Machine, ada: Hand) -> None:
    for name, deals in (("abe", 1), ("bea", 3)):
        machine.join(name, slack_id=None, kind="unmapped", handle="")
        for _ in range(deals):
            machine.deal(name)
    machine.join("adam", "rep")
    shown = [x.name for x in roster.listed(ada.ask()).rows]
    assert shown == ["Ada", "Dana", "Liam", "Maya", "Zoe", "Adam", "Bea", "Abe"]


@pytest.mark.parametrize(
    ("locale", "word"), [("en", "everybody who sells has a manager"), ("zh", "每个销售都有经理")]
)
def test_nobody_without_a_manager_is_good_news(machine: Machine, ada: Hand, locale: str, word: str) -> None:
    reader = Reader(locale, zone_of("Asia/Shanghai"), at("11-24 15:30"))
    told = str(render(roster.listed(ada.ask(), "no manager"), reader)["blocks"])
    assert word in told and "/baton" not in told
    nobody = str(render(roster.listed(ada.ask(), "nobody at all"), reader)["blocks"])
    assert "/baton" in nobody


def test_who_joins_waits_where_that_is_set(machine: Machine, ada: Hand) -> None:
    new = Profile("U0NEW", "nina", "Nina", None, "member", True, "en-US", "Asia/Shanghai")
    apply = partial(people_file.apply, machine.deps, by_id=None, now=machine.clock.now())
    assert [x.key for x in apply("new_members: maybe\npeople: {}")] == ["people.unknown_joining"]
    assert apply("new_members: refuse\npeople: {}") == [] and roster.listed(ada.ask()).new_members == "refuse"
    people.sync(machine.deps, [new], now=machine.clock.now())
    ada.do(places.start_with, "rep")
    people.sync(machine.deps, [replace(new, slack_id="U0NEW2", handle="nora")], now=machine.clock.now())
    with machine.db.read() as tx:
        found = [rows.by_slack_id(tx, x) for x in ("U0NEW", "U0NEW2")]
        assert [set(rows.roles_of(tx, p.id)) for p in found if p] == [set(), {"rep"}]


@pytest.mark.one_on_postgresql
def test_somebody_of_a_file_is_found_to_be_somebody(machine: Machine, ada: Hand) -> None:
    machine.join("moses", slack_id=None, kind="unmapped", handle="")
    deals = [machine.deal("moses") for _ in range(2)]
    listed = roster.listed(ada.ask(), "unmapped")
    assert [(x.name, x.deals) for x in listed.rows] == [("Moses", 2)]
    told = ada.do(meaning.set_, machine.ids["moses"], "U0DANA")
    assert isinstance(told, PersonMeant) and told.deals == 2
    slots = [x.slot for x in machine.deliveries if x.person_id == machine.ids["dana"]]
    assert slots == [f"meant:{machine.ids['moses']}:{machine.ids['dana']}"], "no import's"
    assert {machine.deal_row(deal).owner_id for deal in deals} == {machine.ids["dana"]}
    assert machine.ids["dana"] in {x.person_id for x in machine.deliveries}
    assert roster.listed(ada.ask(), "unmapped").rows == ()
    with pytest.raises(NotFound):
        ada.do(meaning.set_, machine.ids["moses"], "U0LIAM")


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_how_it_reads(machine: Machine, ada: Hand, locale: str) -> None:
    reader = Reader(locale, zone_of("Asia/Shanghai"), at("11-24 15:30"))
    shown = render(roster.listed(ada.ask()), reader)
    buttons = [b["accessory"]["action_id"] for b in shown["blocks"] if "accessory" in b]
    assert buttons.count("people_open") == 5 and buttons[-1] == "people_new"
    told = set_(ada, "liam", roles=("rep", "legal"))
    undo = render(told, reader)["blocks"][-1]["elements"][0]
    assert PlaceSet.model_validate_json(undo["value"]) == told
    assert render(PeopleShown(words="x"), reader)["blocks"]

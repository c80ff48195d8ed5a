"""A deal's team: who joins hears it, sees the deal, finds it and writes notes, until they leave; on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rules.answers.deals import DealCard, DealList
from rules.answers.found import DealsFound, PipelineShown
from rules.answers.leads import LeadSaved
from rules.answers.notes import NoteSaved
from rules.answers.talk import NoteOffer
from rules.answers.teams import TeamChanged, TeamJoined
from rules.errors import Invalid, NotFound, Refused
from services.capture import lead_edit, note_forms
from services.deals import cards, owners, risk, stages, team
from services.exchange import export
from services.lists import found, home
from services.talk import hearing
from services.talk.places import Said
from storage import deal_team
from storage.tables import Audit, Deal, Person
from tests.services.hand import Hand
from tests.services.machine import Machine
from tests.services.mornings import Post

pytestmark = pytest.mark.few_on_postgresql

PEOPLE = {"pia": ("presales", "member"), "gus": ("presales", "guest"), "sue": ("delivery", "member")}


@pytest.fixture
def machine(team_url: str) -> Iterator[Machine]:
    """Pia is pre-sales, Sue delivers, Gus is a guest."""
    made = Machine(team_url)
    for name, (role, kind) in PEOPLE.items():
        made.join(name, role, kind=kind)
    yield made
    made.close()


@pytest.fixture
def deal(machine: Machine) -> int:
    saved = Hand(machine, "liam").lead("Acme Robotics, Tom Chen 13800001111, expo")
    assert isinstance(saved, LeadSaved)
    return saved.head.deal_id


def joined(machine: Machine, deal: int, *names: str, by: str = "liam") -> TeamChanged:
    hand = Hand(machine, by)
    were = team.form(hand.ask(), deal).people
    answer = hand.do(team.change, deal, [f"U0{name.upper()}" for name in names], were)
    assert isinstance(answer, TeamChanged)
    return answer


@pytest.mark.one_on_postgresql
def test_who_joins_hears_it_sees_the_deal_and_finds_it(machine: Machine, deal: int) -> None:
    pia, code = Hand(machine, "pia"), machine.deal_row(deal).code or ""
    with pytest.raises(NotFound):
        cards.open_card(pia.ask(), deal)
    answer = joined(machine, deal, "pia", "sue")
    assert (answer.team, answer.joined, answer.left) == (("Pia", "Sue"), ("Pia", "Sue"), ())
    told = [x for x in machine.deliveries if x.kind == TeamJoined.kind]
    assert {x.person_id for x in told} == {machine.ids["pia"], machine.ids["sue"]}
    assert told[0].payload["owner"] == "Liam" and told[0].payload["who"] == "Liam"
    card = cards.look_up(pia.ask(), code)
    assert isinstance(card, DealCard) and card.team == ("Pia", "Sue")
    assert card.can_note and not card.can_edit
    seen = found.find(pia.ask(), "Acme")
    assert isinstance(seen, DealsFound) and [row.head.deal_id for row in seen.rows] == [deal]
    assert [x.head.deal_id for x in home.of(pia.ask()).helping.deals] == [deal]
    assert home.of(pia.ask()).helping.deals[0].owner == "Liam"
    theirs = cards.look_up(pia.ask(), "")
    assert isinstance(theirs, DealList) and [row.head.deal_id for row in theirs.rows] == [deal]


def test_who_is_on_the_team_writes_notes_and_nothing_else(machine: Machine, deal: int) -> None:
    pia, code = Hand(machine, "pia"), machine.deal_row(deal).code
    with pytest.raises(Refused):
        pia.note(f"{code} showed the demo // send the recording Fri")
    joined(machine, deal, "pia")
    machine.clock.push(hours=1)
    saved = pia.note(f"{code} showed the demo // send the recording Fri")
    assert isinstance(saved, NoteSaved) and saved.head.deal_id == deal
    assert machine.deal_row(deal).last_contact_at == machine.clock.now(), "it was a contact with the customer"
    ask = hearing.by_place(pia.ask(), "1795505000.000100")
    offer = hearing.hear(ask, Said("Acme Robotics liked the second demo too", "1795505000.000100"))
    assert isinstance(offer, NoteOffer) and offer.head.deal_id == deal
    assert [head.deal_id for head in note_forms.form(pia.ask(), "").deals] == [deal]
    for refused in (
        lambda: lead_edit.form(pia.ask(), deal),
        lambda: cards.move_form(pia.ask(), deal),
        lambda: stages.close(pia.ask("x"), deal, state="lost", reason="price", words=""),
        lambda: risk.mark(pia.ask("y"), deal, "they went quiet"),
        lambda: team.form(pia.ask(), deal),
        lambda: pia.do(team.change, deal, [], []),
        lambda: pia.lead("New Corp expo 13800001111"),
    ):
        with pytest.raises(Refused):
            refused()


def test_who_leaves_sees_nothing_of_it_any_more(machine: Machine, deal: int) -> None:
    pia = Hand(machine, "pia")
    joined(machine, deal, "pia", "sue")
    answer = joined(machine, deal, "sue", by="maya")
    assert (answer.team, answer.joined, answer.left) == (("Sue",), (), ("Pia",))
    with pytest.raises(NotFound):
        cards.open_card(pia.ask(), deal)
    assert home.of(pia.ask()).helping.deals == ()
    changes = [x.subject for x in machine.rows(Audit) if x.action == "deal.team"]
    assert changes == [f"deal:{deal}"] * 2


def test_a_message_on_its_way_is_not_sent_to_who_left_meanwhile(machine: Machine, deal: int) -> None:
    post = Post(machine)
    joined(machine, deal, "pia", "sue")
    joined(machine, deal, "sue")
    post.run("11-24 16:00")
    sent = {x.person_id: x.state for x in machine.deliveries if x.kind == TeamJoined.kind}
    assert sent == {machine.ids["pia"]: "dropped", machine.ids["sue"]: "sent"}


@pytest.mark.parametrize("name", ["gus", "nobody"])
def test_strangers_and_guests_are_refused_and_nothing_changes(machine: Machine, deal: int, name: str) -> None:
    joined(machine, deal, "pia")
    with pytest.raises(Invalid) as refused:
        joined(machine, deal, "pia", name)
    assert (
        refused.value.faults == {"people": "team.stranger"}
        and name.title() in refused.value.fields["names"][0].title()
    )
    assert team.form(Hand(machine, "liam").ask(), deal).people == ("U0PIA",)


def test_the_owner_is_nobody_beside_themselves_and_a_new_owner_leaves_the_team(
    machine: Machine, deal: int
) -> None:
    assert joined(machine, deal, "liam", "dana").team == ("Dana",)
    maya, dana = Hand(machine, "maya"), Hand(machine, "dana")
    with machine.db.write() as tx:
        held = tx.get(Deal, deal)
        assert held is not None
        owners.give(maya.ask("view:1"), tx, held, dana.person)
    with machine.db.read() as tx:
        assert deal_team.people_of(tx, deal) == []


@pytest.mark.one_on_postgresql
def test_the_export_of_a_rep_has_the_deals_that_they_help_with(machine: Machine, deal: int) -> None:
    dana = Hand(machine, "dana")
    own = machine.deal("dana", code="EXPO-2026-900")
    assert len(export.seen(dana.ask()).lines) == 1
    joined(machine, deal, "dana")
    codes = {machine.deal_row(one).code for one in (own, deal)}
    assert {str(line.code) for line in export.seen(dana.ask()).lines} == codes


def test_the_same_form_twice_tells_once(machine: Machine, deal: int) -> None:
    liam = Hand(machine, "liam")
    first = liam.do(team.change, deal, ["U0PIA"], [], key="view:V1")
    assert liam.do(team.change, deal, ["U0PIA"], [], key="view:V1") == first
    joined(machine, deal, "pia")
    assert len([x for x in machine.deliveries if x.kind == TeamJoined.kind]) == 1


def test_two_forms_opened_at_one_moment_change_the_team_both(machine: Machine, deal: int) -> None:
    liam, maya = Hand(machine, "liam"), Hand(machine, "maya")
    joined(machine, deal, "dana")
    were = team.form(liam.ask(), deal).people
    maya.do(team.change, deal, ["U0DANA", "U0SUE"], were)
    answer = liam.do(team.change, deal, ["U0PIA"], were)
    assert (answer.team, answer.joined, answer.left) == (("Pia", "Sue"), ("Pia",), ("Dana",))


def test_of_a_deal_that_is_over_anybody_leaves_and_nobody_joins(machine: Machine, deal: int) -> None:
    joined(machine, deal, "pia")
    machine.change(deal, state="lost")
    liam = Hand(machine, "liam")
    card = cards.open_card(liam.ask(), deal)
    assert isinstance(card, DealCard) and card.can_team
    with pytest.raises(Invalid):
        joined(machine, deal, "pia", "sue")
    assert joined(machine, deal).left == ("Pia",)
    with pytest.raises(NotFound):
        cards.open_card(Hand(machine, "pia").ask(), deal)


def test_who_left_the_workspace_blocks_no_change_and_goes_with_it(machine: Machine, deal: int) -> None:
    joined(machine, deal, "pia")
    with machine.db.write() as tx:
        gone = tx.get(Person, machine.ids["pia"])
        assert gone is not None
        gone.is_active = False
    assert team.form(Hand(machine, "liam").ask(), deal).people == ()
    assert joined(machine, deal, "sue").team == ("Sue",)


def test_a_colleagues_note_leaves_the_owners_next_step_alone(machine: Machine, deal: int) -> None:
    joined(machine, deal, "pia")
    code = machine.deal_row(deal).code
    liam, pia = Hand(machine, "liam"), Hand(machine, "pia")
    promised = liam.note(f"{code} they like it // call again Dec 1 at 10:00")
    machine.clock.push(hours=1)
    beside = pia.note(f"{code} talked interfaces // send the list next Monday")
    assert isinstance(beside, NoteSaved) and (beside.step, beside.stays, beside.why_ask) == (None, "Liam", "")
    assert "send the list" in beside.unplanned
    card = cards.open_card(liam.ask(), deal)
    assert isinstance(card, DealCard) and card.step == promised.step
    assert card.notes[0].agreed == "talked interfaces" and "send the list" in card.notes[0].next_text
    pia.undo_note(beside.undo_id)
    again = cards.open_card(liam.ask(), deal)
    assert isinstance(again, DealCard) and again.step == promised.step
    own = liam.note(f"{code} moved it // call again Dec 2")
    assert own.step is not None and own.stays == ""


def test_where_the_owner_has_no_next_step_a_colleagues_is_the_deals(machine: Machine, deal: int) -> None:
    joined(machine, deal, "pia")
    beside = Hand(machine, "pia").note(f"{machine.deal_row(deal).code} showed it // send the list Monday")
    assert isinstance(beside, NoteSaved) and beside.step is not None and beside.stays == ""


@pytest.mark.one_on_postgresql
def test_who_only_helps_is_shown_the_deals_that_they_help_with(machine: Machine, deal: int) -> None:
    pia = Hand(machine, "pia")
    assert isinstance(found.listed(pia.ask(), ""), PipelineShown)
    joined(machine, deal, "pia")
    answer = found.listed(Hand(machine, "pia").ask(), "")
    assert isinstance(answer, DealsFound) and [row.head.account for row in answer.rows] == ["Acme Robotics"]

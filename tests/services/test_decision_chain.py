"""A deal's contacts, each one: changed, added, taken off and put back, by who may edit the deal."""

from collections.abc import Iterator

import pytest

from rules.answers.contacts import ContactFilled, ContactList
from rules.answers.deals import DealCard
from rules.answers.forms import LeadFilled
from rules.errors import Conflict, Invalid, NotFound
from services.capture import decision_chain, lead_edit, lead_forms
from services.deals import cards
from storage import accounts
from storage.tables import Contact, Deal
from tests.services.hand import Hand, with_lead

pytestmark = pytest.mark.few_on_postgresql

LINE = "Acme Corp, Ms. Chen 212-555-0143, ERP, about $80k, expo"


@pytest.fixture
def liam(team_url: str) -> Iterator[Hand]:
    yield from with_lead(team_url, LINE)


def opened(hand: Hand, contact_id: int = 0, deal_id: int = 1) -> ContactFilled:
    """The form as it is shown and sent back untouched."""
    form = decision_chain.form(hand.ask(), deal_id, contact_id)
    kept = form.model_dump(include=set(ContactFilled.model_fields))
    return ContactFilled(**{**kept, "deal_id": deal_id})


def put(hand: Hand, filled: ContactFilled, **typed: object) -> ContactList:
    answer: ContactList = hand.do(decision_chain.put, filled.model_copy(update=typed))
    return answer


def shown(hand: Hand, deal_id: int = 1) -> list[tuple[str, str, str]]:
    found = decision_chain.listed(hand.ask(), deal_id).contacts
    return [(one.name, one.role, one.phone) for one in found]


def test_a_second_one_is_added_and_changed_and_the_first_stays(liam: Hand) -> None:
    added = put(liam, opened(liam), name="Bob Ray CFO", phone="212-555-0188", role="decision_maker")
    assert (added.done, added.who, len(added.contacts)) == ("added", "Bob Ray CFO", 2)
    (second,) = [one for one in added.contacts if one.name == "Bob Ray CFO"]
    assert second.phone == "+12125550188"
    form = opened(liam, second.contact_id)
    assert form.role == "decision_maker"
    done = put(liam, form, email="bob@acme.example", role="blocker", phone="212-555-0188")
    assert done.done == "changed"
    assert shown(liam) == [
        ("Ms. Chen", "unknown", "+12125550143"),
        ("Bob Ray CFO", "blocker", "+12125550188"),
    ]
    assert put(liam, opened(liam, second.contact_id)).done == "same"
    assert lead_edit.form(liam.ask(), 1).contact == "Ms. Chen"


def test_one_is_found_by_its_name_and_not_any_more_once_it_is_off(liam: Hand) -> None:
    put(liam, opened(liam), name="Bob Ray")
    assert isinstance(cards.look_up(liam.ask(), "Bob Ray"), DealCard)
    off = liam.do(decision_chain.take_off, 1, 2)
    assert (off.done, off.who, [one.name for one in off.contacts]) == ("off", "Bob Ray", ["Ms. Chen"])
    with pytest.raises(NotFound):
        cards.look_up(liam.ask(), "Bob Ray")
    with pytest.raises(NotFound):
        liam.do(decision_chain.take_off, 1, 2)


def test_who_was_taken_off_is_put_back_with_their_part_once(liam: Hand) -> None:
    put(liam, opened(liam), name="Bob Ray", role="user")
    off = liam.do(decision_chain.take_off, 1, 2)
    for _ in range(2):
        back = liam.do(decision_chain.put_back, off.undo_id)
        assert back.done == "back"
        assert shown(liam) == [("Ms. Chen", "unknown", "+12125550143"), ("Bob Ray", "user", "")]
    maya = Hand(liam.machine, "maya")
    again = maya.do(decision_chain.take_off, 1, 2)
    with pytest.raises(NotFound):
        liam.do(decision_chain.put_back, again.undo_id)  # somebody else's
    liam.machine.clock.push(minutes=11)
    with pytest.raises(NotFound):
        maya.do(decision_chain.put_back, again.undo_id)


def test_who_saves_second_is_told_and_keeps_what_they_typed(liam: Hand) -> None:
    maya = Hand(liam.machine, "maya")
    mine, hers = opened(liam, 1), opened(maya, 1)
    put(maya, hers, phone="212-555-0199")
    typed = mine.model_copy(update={"role": "influencer"})
    with pytest.raises(Conflict):
        put(liam, typed)
    form = decision_chain.again(liam.ask(), typed)
    assert form.now is not None and form.now.phone == "+12125550199" and form.role == "influencer"
    put(liam, opened(liam, 1), role="influencer")
    assert shown(liam) == [("Ms. Chen", "influencer", "+12125550199")]


def test_one_that_another_deal_has_too_stays_as_it_is_there(liam: Hand) -> None:
    machine = liam.machine
    other = liam.lead("Globex, MES, $20k, expo").head.deal_id
    with machine.db.write() as tx:
        accounts.link(tx, other, 1, "unknown")
    put(liam, opened(liam, 1), name="Ms. Chang")
    assert [name for name, _, _ in shown(liam)] == ["Ms. Chang"]
    assert [name for name, _, _ in shown(liam, other)] == ["Ms. Chen"]
    assert len(machine.rows(Contact)) == 2


def test_who_saves_one_second_that_another_deal_has_too_saves_it_on_the_deals_own(liam: Hand) -> None:
    machine, maya = liam.machine, Hand(liam.machine, "maya")
    other = liam.lead("Globex, MES, $20k, expo").head.deal_id
    with machine.db.write() as tx:
        accounts.link(tx, other, 1, "unknown")
    mine, hers, lead = opened(liam, 1), opened(maya, 1), lead_edit.form(liam.ask(), 1)
    put(liam, mine, phone="212-555-0199")
    typed = hers.model_copy(update={"email": "chen@acme.example"})
    with pytest.raises(Conflict):
        put(maya, typed)
    form = decision_chain.again(maya.ask(), typed)
    assert form.now is not None and form.now.phone == "+12125550199" and form.email == "chen@acme.example"
    assert form.contact_id == form.now.contact_id != 1
    put(maya, opened(maya, 1), email="chen@acme.example")  # a button of the list before leads there too
    with machine.db.write() as tx:
        accounts.link(tx, other, form.contact_id, "unknown")
    typed = opened(maya, 1).model_copy(update={"role": "user"})
    kept = lead.model_dump(include=set(LeadFilled.model_fields))
    liam.do(lead_forms.sent, LeadFilled(**{**kept, "contact": "Ms. Chang", "stamp": ""}))
    with pytest.raises(Conflict):
        put(maya, typed)
    form = decision_chain.again(maya.ask(), typed)
    assert form.now is not None and form.now.name == "Ms. Chang"
    off = maya.do(decision_chain.take_off, 1, 1)
    assert [(off.who, off.contacts), shown(liam, other)[0][0]] == [("Ms. Chang", ()), "Ms. Chen"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "name"),
        ({"name": "Bob", "phone": "call me"}, "phone"),
        ({"name": "Bob", "email": "bob at acme"}, "email"),
        ({"name": "Bob", "role": "king"}, "role"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(liam: Hand, typed: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as fault:
        put(liam, opened(liam), **typed)
    assert list(fault.value.faults) == [field]
    assert len(shown(liam)) == 1


def test_strangers_and_other_deals_contacts_are_out_of_reach(liam: Hand) -> None:
    dana = Hand(liam.machine, "dana")
    other = dana.lead("Globex, Bob Ray, MES, $20k, expo").head.deal_id
    for act in (
        lambda: decision_chain.listed(dana.ask(), 1),
        lambda: decision_chain.form(dana.ask(), 1, 1),
        lambda: dana.do(decision_chain.put, ContactFilled(deal_id=1, name="x")),
        lambda: dana.do(decision_chain.take_off, 1, 1),
        lambda: dana.do(decision_chain.take_off, other, 1),  # hers, but not this deal's
        lambda: dana.do(decision_chain.put, ContactFilled(deal_id=other, contact_id=1, name="x")),
    ):
        with pytest.raises(NotFound):
            act()
    assert len(shown(liam)) == 1
    assert {deal.owner_id for deal in liam.machine.rows(Deal)} == {
        liam.machine.ids[n] for n in ("liam", "dana")
    }


@pytest.mark.one_on_postgresql
def test_what_is_stored_longer_than_a_form_is_wide_is_not_cut_by_saving_the_part(liam: Hand) -> None:
    raw, name = (
        "212 555 0143 (office), 212 555 0188 ext 12 mobile Ann only",
        "Dr. Maximilian " + "von Hohenstein " * 6,
    )
    with liam.machine.db.write() as tx:
        one = tx.get_one(Contact, 1)
        one.phone_raw, one.phone, one.email, one.name = raw, None, "bad mail", name.strip()
        tx.add(one)
    before = decision_chain.listed(liam.ask(), 1).contacts[0]
    assert put(liam, opened(liam, 1), role="user").done == "changed"
    after = decision_chain.listed(liam.ask(), 1).contacts[0]
    assert after == before.model_copy(update={"role": "user"})


@pytest.mark.one_on_postgresql
def test_a_name_that_is_taken_out_leaves_how_they_are_reached(liam: Hand) -> None:
    put(liam, opened(liam, 1), name="", email="chen@acme.example")
    assert shown(liam)[0][0] == "chen@acme.example"

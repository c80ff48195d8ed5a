"""Two people, one customer: the owner is told, a contact is added, a manager decides; nobody learns what they may not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rules.answers import Sentence
from rules.answers.claims import ClaimAsked, ClaimDecided, ClaimRequest, ContactAdded, OwnerTold
from rules.answers.leads import LeadDuplicate, LeadSaved
from rules.claims import holds
from rules.errors import Conflict, Invalid, NotFound, Refused
from services.capture import claims, lead_forms
from storage import accounts as account_rows
from storage.tables import Person
from tests.services.hand import Hand, at_once
from tests.services.machine import START, Machine
from tests.services.test_home import home_of

TYPED = "Bluebird Bakery, Ann Lee 13900139000, ovens, 90k, expo"


@pytest.fixture
def deal(machine: Machine) -> int:
    """Dana's deal with the bakery."""
    saved = Hand(machine, "dana").lead("Bluebird Bakery, Bob Hill, 13800138000, ovens, expo")
    assert isinstance(saved, LeadSaved)
    machine.clock.push(minutes=5)
    return saved.head.deal_id


@pytest.fixture
def met(machine: Machine, deal: int) -> int:
    """Liam met them too; the kept text."""
    told = Hand(machine, "liam").lead(TYPED)
    assert isinstance(told, LeadDuplicate) and told.mine is None
    return told.draft_id


def contacts(machine: Machine, deal: int) -> list[str]:
    with machine.db.read() as tx:
        return [contact.name for contact, _ in account_rows.contacts_of(tx, deal)]


def asked_of(machine: Machine, deal: int, met: int, asker: str = "liam") -> claims.Claim:
    """What stands in the manager's buttons while the deal is Dana's."""
    return claims.Claim(deal, machine.ids[asker], met, machine.ids["dana"])


def heard(machine: Machine, name: str) -> list[str]:
    return [d.kind for d in machine.deliveries if d.person_id == machine.ids[name]]


def open_on_home(machine: Machine) -> list[str]:
    """Who has the customers about which Maya's Home asks who goes on."""
    shown = home_of(machine, "maya").team
    assert shown is not None
    return [one.owner for one in shown.requests if isinstance(one, ClaimRequest)]


def test_the_owner_is_told_once_and_the_text_stays_kept(machine: Machine, met: int) -> None:
    liam = Hand(machine, "liam")
    for _ in range(2):
        told = liam.do(claims.tell_owner, met)
        assert isinstance(told, OwnerTold) and told.owner == "Dana"
    assert heard(machine, "dana") == ["claim.met"]
    assert isinstance(lead_forms.from_draft(liam.ask("different"), met), LeadSaved)


def test_however_often_it_is_typed_the_owner_hears_it_once_a_day(machine: Machine, met: int) -> None:
    liam, said = Hand(machine, "liam"), []
    for _ in range(3):
        machine.clock.push(minutes=1)
        said.append(liam.do(claims.tell_owner, liam.lead(TYPED).draft_id).is_again)
    assert said == [False, True, True] and heard(machine, "dana") == ["claim.met"]
    machine.clock.push(days=1)
    assert not liam.do(claims.tell_owner, met).is_again
    assert heard(machine, "dana") == ["claim.met", "claim.met"]


def test_however_often_it_is_typed_the_manager_has_one_question(machine: Machine, met: int) -> None:
    liam = Hand(machine, "liam")
    for kept in (met, *(liam.lead(TYPED.replace("90k", f"9{n}k")).draft_id for n in range(3))):
        assert isinstance(liam.do(claims.ask_manager, kept), ClaimAsked)
    assert heard(machine, "maya") == ["claim.request"]


def test_however_often_it_is_brought_the_owner_hears_of_a_contact_once(machine: Machine, met: int) -> None:
    liam = Hand(machine, "liam")
    for kept in (met, *(liam.lead(TYPED.replace("90k", f"9{n}k")).draft_id for n in range(3))):
        machine.clock.push(minutes=1)
        liam.do(claims.add_contact, kept)
    assert heard(machine, "dana") == ["claim.brought"]


def test_a_contact_is_added_once_without_telling_what_there_is(machine: Machine, deal: int, met: int) -> None:
    liam = Hand(machine, "liam")
    told = [liam.do(claims.add_contact, met) for _ in range(2)]
    assert all(isinstance(t, ContactAdded) and t.mine is None for t in told)
    assert "Bob" not in str(told) and "EXPO" not in str(told)
    assert contacts(machine, deal) == ["Bob Hill", "Ann Lee"]
    assert heard(machine, "dana") == ["claim.brought"]
    found = Hand(machine, "dana").lead("Other Bakery, Ann Lee 13900139000, ovens, expo")
    assert isinstance(found, LeadDuplicate) and found.is_mine
    with pytest.raises(NotFound):
        liam.do(claims.tell_owner, met)


def test_a_number_that_is_known_makes_no_second_contact(machine: Machine, deal: int) -> None:
    told = Hand(machine, "liam").lead("Bluebird Bakery, Robert 13800138000, expo")
    assert isinstance(told, LeadDuplicate)
    Hand(machine, "liam").do(claims.add_contact, told.draft_id)
    assert contacts(machine, deal) == ["Bob Hill"]


def test_without_a_contact_it_says_so_and_keeps_the_text(machine: Machine, deal: int) -> None:
    liam = Hand(machine, "liam")
    told = liam.lead("Bluebird Bakery, new ovens, expo")
    assert isinstance(told, LeadDuplicate)
    with pytest.raises(Invalid):
        liam.do(claims.add_contact, told.draft_id)
    assert isinstance(liam.do(claims.tell_owner, told.draft_id), OwnerTold)


def test_what_a_form_said_field_by_field_survives_the_question(machine: Machine, deal: int) -> None:
    liam = Hand(machine, "liam")
    form = lead_forms.start(liam.ask(), "the bakery people")
    filled = lead_forms.LeadFilled(
        account="Bluebird Bakery", contact="Ann Lee", phone="13900139000", email="ann@bluebird.example",
        need="ovens", amount="90k", source="expo", draft_id=form.draft_id,
    )  # fmt: skip
    told = lead_forms.sent(liam.ask("form"), filled)
    assert isinstance(told, LeadDuplicate)
    saved = lead_forms.from_draft(liam.ask("different"), told.draft_id)
    assert isinstance(saved, LeadSaved)
    assert (saved.who, saved.email, saved.need) == ("Ann Lee", "ann@bluebird.example", "ovens")
    assert saved.money is not None and saved.money.minor == 9_000_000


def test_the_manager_decides_for_the_newcomer(machine: Machine, deal: int, met: int) -> None:
    liam, maya = Hand(machine, "liam"), Hand(machine, "maya")
    for _ in range(2):
        asked = liam.do(claims.ask_manager, met)
        assert isinstance(asked, ClaimAsked) and asked.manager == "Maya"
    assert heard(machine, "maya") == ["claim.request"]
    for name, fault in (("liam", NotFound), ("dana", Refused), ("zoe", Refused)):
        with pytest.raises(fault):
            Hand(machine, name).do(claims.decide, asked_of(machine, deal, met), True)
    done = maya.do(claims.decide, asked_of(machine, deal, met), True)
    assert isinstance(done, ClaimDecided) and done.who == "Liam"
    row = machine.deal_row(deal)
    assert (row.owner_id, row.owner_since) == (machine.ids["liam"], machine.clock.now())
    assert contacts(machine, deal) == ["Bob Hill", "Ann Lee"]
    assert heard(machine, "liam") == heard(machine, "dana") == ["claim.decided"]
    with pytest.raises(NotFound):
        maya.do(claims.decide, asked_of(machine, deal, met), False)


def test_the_manager_decides_for_the_owner(machine: Machine, deal: int, met: int) -> None:
    Hand(machine, "liam").do(claims.ask_manager, met)
    Hand(machine, "maya").do(claims.decide, asked_of(machine, deal, met), False)
    assert machine.deal_row(deal).owner_id == machine.ids["dana"]
    assert heard(machine, "dana") == ["claim.brought", "claim.decided"]
    told = next(d for d in machine.deliveries if d.person_id == machine.ids["liam"])
    assert "EXPO" not in str(told.payload) and told.payload["who"] == "Dana"


def test_decided_twice_at_once_has_one_effect(machine: Machine, deal: int, met: int) -> None:
    Hand(machine, "liam").do(claims.ask_manager, met)

    def decided(is_theirs: bool) -> bool:
        try:
            Hand(machine, "maya").do(claims.decide, asked_of(machine, deal, met), is_theirs)
        except (NotFound, Conflict):
            return False
        return True

    assert sorted(at_once([lambda: decided(True), lambda: decided(False)])) == [False, True]
    assert contacts(machine, deal) == ["Bob Hill", "Ann Lee"]


def test_what_was_never_asked_is_not_decided(machine: Machine, deal: int, met: int) -> None:
    maya, other = Hand(machine, "maya"), Hand(machine, "dana").lead("Globex, pumps, expo").head.deal_id
    with pytest.raises(NotFound):
        maya.do(claims.decide, asked_of(machine, deal, met), True)
    Hand(machine, "liam").do(claims.ask_manager, met)
    with pytest.raises(NotFound):
        maya.do(claims.decide, asked_of(machine, other, met), False)
    assert contacts(machine, other) == [] and machine.deal_row(deal).owner_id == machine.ids["dana"]
    maya.do(claims.decide, asked_of(machine, deal, met), True)


def test_a_deal_that_went_to_somebody_else_is_asked_anew(machine: Machine, deal: int, met: int) -> None:
    liam, maya = Hand(machine, "liam"), Hand(machine, "maya")
    liam.do(claims.ask_manager, met)
    assert open_on_home(machine) == ["Dana"]
    machine.change(deal, owner_id=machine.ids["zoe"])
    assert open_on_home(machine) == [], "it is not hers to decide"
    with machine.db.write() as tx:
        for name, manager in (("maya", None), ("zoe", machine.ids["maya"])):
            person = tx.get(Person, machine.ids[name])
            assert person is not None
            person.manager_id = manager
    assert open_on_home(machine) == ["Zoe"]
    anew = maya.do(claims.decide, asked_of(machine, deal, met), False)
    assert isinstance(anew, ClaimRequest) and (anew.owner, anew.is_anew) == ("Zoe", True)
    assert heard(machine, "liam") == heard(machine, "dana") == []
    done = maya.do(claims.decide, claims.Claim(deal, machine.ids["liam"], met, anew.owner_id), False)
    assert isinstance(done, ClaimDecided) and done.who == "Zoe"
    assert heard(machine, "liam") == ["claim.decided"] and heard(machine, "dana") == []


def test_a_second_question_of_who_has_it_by_now_names_nobody_else(
    machine: Machine, deal: int, met: int
) -> None:
    liam, maya = Hand(machine, "liam"), Hand(machine, "maya")
    more = liam.lead("Bluebird Bakery, Cy Young 13900139111, more ovens")
    for draft in (met, more.draft_id):
        liam.do(claims.ask_manager, draft)
    maya.do(claims.decide, asked_of(machine, deal, met), True)
    assert open_on_home(machine) == []
    told = maya.do(claims.decide, asked_of(machine, deal, more.draft_id), False)
    assert isinstance(told, Sentence) and (told.key, told.fields["who"]) == ("claim.has_it", "Liam")
    assert contacts(machine, deal) == ["Bob Hill", "Ann Lee", "Cy Young"]
    assert machine.deal_row(deal).owner_id == machine.ids["liam"]
    assert heard(machine, "dana") == ["claim.decided"]


@pytest.mark.parametrize("is_theirs", [True, False])
def test_a_closed_deal_is_given_to_nobody(machine: Machine, deal: int, met: int, is_theirs: bool) -> None:
    liam = Hand(machine, "liam")
    liam.do(claims.ask_manager, met)
    machine.change(deal, state="lost")
    told = Hand(machine, "maya").do(claims.decide, asked_of(machine, deal, met), is_theirs)
    assert isinstance(told, Sentence) and told.key == "claim.closed"
    assert machine.deal_row(deal).owner_id == machine.ids["dana"] and contacts(machine, deal) == ["Bob Hill"]
    assert heard(machine, "liam") == ["claim.free"]
    assert open_on_home(machine) == []
    machine.change(deal, state="open")
    assert open_on_home(machine) == ["Dana"], "closed by mistake"
    assert isinstance(lead_forms.from_draft(liam.ask("different"), met), LeadSaved)
    assert open_on_home(machine) == []


def test_another_ones_kept_text_is_nobodys_business(machine: Machine, met: int) -> None:
    for use in (claims.tell_owner, claims.add_contact, claims.ask_manager):
        with pytest.raises(NotFound):
            Hand(machine, "dana").do(use, met)


def test_a_customer_whom_nobody_has_any_more_is_said_so(machine: Machine, deal: int, met: int) -> None:
    machine.change(deal, state="lost")
    with pytest.raises(Conflict) as told:
        Hand(machine, "liam").do(claims.tell_owner, met)
    assert told.value.key == "claim.nobody"


def test_a_manager_sees_the_deal_that_there_is(machine: Machine, deal: int) -> None:
    told = Hand(machine, "maya").lead(TYPED)
    assert isinstance(told, LeadDuplicate) and told.mine is not None and told.mine.deal_id == deal


@pytest.mark.parametrize(
    ("captured", "contacted", "holding"),
    [
        (0, None, True),
        (90, None, True),
        (91, None, False),
        (200, 90, True),
        (200, 91, False),
        (10, 300, True),
    ],
)
def test_the_first_capture_holds_for_ninety_days_of_contact(
    captured: int, contacted: int | None, holding: bool
) -> None:
    last = START - timedelta(days=contacted) if contacted is not None else None
    assert holds(START - timedelta(days=captured), last, START) is holding

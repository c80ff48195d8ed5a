"""Leads under attack: repeats, races, stale buttons, hostile text, other people's records."""

import pytest
from sqlmodel import select

from rules.answers.forms import LeadFilled
from rules.answers.leads import LeadDraft, LeadDuplicate, LeadSaved, LeadUndone
from rules.errors import BatonError, NotFound
from services.capture import lead_edit, lead_forms, lead_taps
from storage.tables import Account, Audit, Deal
from tests.services.hand import Hand, at_once
from tests.services.machine import Machine

LINE = "Acme Corp, Ms. Chen 212-555-0143, ERP, $80k, expo"


@pytest.fixture
def liam(machine: Machine) -> Hand:
    return Hand(machine, "liam")


@pytest.fixture
def dana(machine: Machine) -> Hand:
    return Hand(machine, "dana")


def deals(machine: Machine) -> list[Deal]:
    with machine.db.read() as tx:
        return list(tx.exec(select(Deal).order_by(Deal.id)))  # type: ignore[arg-type]


def test_one_request_at_two_instances_has_one_effect_and_one_answer(machine: Machine, liam: Hand) -> None:
    told = at_once([lambda: liam.lead(LINE, key="same")] * 6)
    assert all(t == told[0] for t in told) and len(deals(machine)) == 1


def test_the_same_text_from_many_windows_is_one_lead(machine: Machine, liam: Hand) -> None:
    told = at_once([lambda: liam.lead(LINE)] * 6)
    assert len({t.head.code for t in told}) == 1 and len(deals(machine)) == 1


def test_two_reps_capture_one_customer_at_once(machine: Machine, liam: Hand, dana: Hand) -> None:
    told = at_once([lambda: liam.lead(LINE), lambda: dana.lead("Acme Corp, Bob, CRM, expo")])
    assert {type(t) for t in told} == {LeadSaved, LeadDuplicate}
    with machine.db.read() as tx:
        assert len(list(tx.exec(select(Account)))) == 1


def test_twenty_at_once_leave_no_gap_in_the_codes(machine: Machine, liam: Hand, dana: Hand) -> None:
    who = (liam, dana)
    names = ["Ostrava", "Brightline", "Cobalt", "Dunmore", "Everest", "Fjordland", "Galaxy", "Hillcrest"]
    lines = [f"{a} {b}, CRM, expo" for a in names for b in ("Foods", "Marine", "Optics")][:20]
    at_once([lambda i=i, t=t: who[i % 2].lead(t) for i, t in enumerate(lines)])  # type: ignore[misc]
    codes = sorted(d.code or "" for d in deals(machine))
    assert codes == [f"EXPO-2026-{n:03d}" for n in range(1, 21)]


def test_text_taken_back_may_be_typed_again(liam: Hand) -> None:
    first = liam.lead(LINE)
    liam.undo_lead(first.undo_id)
    second = liam.lead(LINE)
    assert not second.again and second.head.code == "EXPO-2026-002"


def test_undo_pressed_twice_says_the_same(liam: Hand, dana: Hand) -> None:
    saved = liam.lead(LINE)
    assert isinstance(liam.undo_lead(saved.undo_id), LeadUndone)
    assert isinstance(liam.undo_lead(saved.undo_id), LeadUndone)
    with pytest.raises(NotFound):
        dana.undo_lead(saved.undo_id)


def test_what_was_taken_back_is_gone_for_every_button(liam: Hand) -> None:
    saved = liam.lead(LINE)
    liam.undo_lead(saved.undo_id)
    with pytest.raises(NotFound):
        liam.do(lead_taps.choose_source, saved.head.deal_id, "website")
    with pytest.raises(NotFound):
        liam.do(lead_forms.sent, LeadFilled(deal_id=saved.head.deal_id, account="Acme"))
    with pytest.raises(NotFound):
        liam.note("agreed; send SOW by Fri", deal_id=saved.head.deal_id)


def test_editing_an_old_lead_offers_no_undo_of_the_lead(machine: Machine, liam: Hand) -> None:
    saved = liam.lead(LINE)
    filled = LeadFilled(deal_id=saved.head.deal_id, account="Acme Corp", contact="Ms. Chen", source="expo")
    assert liam.do(lead_forms.sent, filled).undo_id == saved.undo_id
    machine.clock.push(hours=2)
    assert liam.do(lead_forms.sent, filled.model_copy(update={"need": "ERP"})).undo_id is None
    assert Hand(machine, "maya").do(lead_forms.sent, filled).undo_id is None


@pytest.mark.parametrize(
    ("money", "minor"), [("$80k", 8_000_000), ("1,200.50 EUR", 120_050), ("5,000,000 JPY", 5_000_000)]
)
def test_a_form_sent_back_unchanged_changes_nothing(
    machine: Machine, liam: Hand, money: str, minor: int
) -> None:
    saved = liam.lead(f"Acme Corp, Ms. Chen, CTO, 212-555-0143, ERP, {money}, expo")
    for _ in range(2):
        form = lead_edit.form(liam.ask(), saved.head.deal_id)
        who = " ".join(w for w in (form.contact, form.title) if w)
        same = LeadFilled(**{**form.model_dump(include=set(LeadFilled.model_fields)), "contact": who})
        liam.do(lead_forms.sent, same)
    again = lead_edit.form(liam.ask(), saved.head.deal_id)
    assert again.model_dump() == form.model_dump()
    assert [d.amount_minor for d in deals(machine)] == [minor]


def test_different_company_pressed_twice_is_one_lead(machine: Machine, liam: Hand, dana: Hand) -> None:
    liam.lead(LINE)
    asked = dana.lead("Acme Corp, Bob, CRM, expo")
    first = dana.do(lead_forms.from_draft, asked.draft_id, key="k")
    assert dana.do(lead_forms.from_draft, asked.draft_id, key="k") == first
    assert dana.do(lead_forms.from_draft, asked.draft_id).head == first.head
    assert len(deals(machine)) == 2
    with pytest.raises(NotFound):
        liam.do(lead_forms.from_draft, asked.draft_id)


def test_a_lead_for_a_colleague_can_be_taken_back_by_who_typed_it(liam: Hand) -> None:
    saved = liam.lead(LINE + ", for Dana")
    assert saved.owner == "Dana" and not saved.is_mine
    assert isinstance(liam.undo_lead(saved.undo_id), LeadUndone)


def test_a_draft_for_a_colleague_gets_its_source_and_then_its_owner(machine: Machine, liam: Hand) -> None:
    draft = liam.lead("Acme Corp, Ms. Chen 212-555-0143, ERP, for Dana")
    assert isinstance(draft, LeadDraft)
    saved = liam.do(lead_taps.choose_source, draft.head.deal_id, "expo")
    assert saved.owner == "Dana" and saved.head.code == "EXPO-2026-001"
    assert deals(machine)[0].owner_id == machine.ids["dana"]


def test_a_lead_for_oneself_by_name(liam: Hand) -> None:
    assert liam.lead(LINE + ", for Liam").is_mine


def test_a_lead_for_somebody_who_sells_nothing_stays_with_who_typed_it(liam: Hand) -> None:
    saved = liam.lead(LINE + ", for Zoe")  # a director, who could not work on it
    assert saved.is_mine
    assert liam.do(lead_taps.choose_source, saved.head.deal_id, "website").is_mine


def test_a_number_does_not_tell_whose_company_it_is(liam: Hand, dana: Hand) -> None:
    liam.lead("Zephyr Dynamics, Ms. Chen 212-555-0143, ERP, expo")
    told = dana.lead("Bluebird Bakery, Joe 212-555-0143, CRM, expo")
    assert isinstance(told, LeadDuplicate) and "Zephyr" not in str(told) and told.name == "Bluebird Bakery"


@pytest.mark.parametrize("again", ["LU.CHEN@Gmail.com", "lu.chen@gmail.com"])
def test_an_address_is_one_customer_however_it_is_typed(liam: Hand, dana: Hand, again: str) -> None:
    liam.lead("Acme Corp, Ms. Chen Lu.Chen@gmail.com, ERP, expo")
    assert isinstance(dana.lead(f"Zenith Labs, Bob Hill, {again}, CRM, expo"), LeadDuplicate)
    assert isinstance(dana.lead("Yonder, Bob Hill, lu.chem@gmail.com, CRM, expo"), LeadSaved)


@pytest.mark.parametrize(
    "said", ["mailto:Lu.Chen@gmail.com", "<lu.chen@gmail.com>", "‹MAILTO:lu.chen@gmail.com>"]
)
def test_an_address_pasted_into_the_form_is_the_bare_one(
    machine: Machine, liam: Hand, dana: Hand, said: str
) -> None:
    told = liam.do(
        lead_forms.sent, LeadFilled(account="Acme Corp", contact="Chen", email=said, source="expo")
    )
    assert (
        isinstance(told, LeadSaved) and told.email is not None and told.email.lower() == "lu.chen@gmail.com"
    )
    assert isinstance(dana.lead("Zenith Labs, Bob Hill, lu.chen@gmail.com, CRM, expo"), LeadDuplicate)


def test_a_corrected_address_is_the_one_that_counts(liam: Hand, dana: Hand) -> None:
    told = liam.lead("Acme Corp, Ms. Chen lu.chem@gmail.com, ERP, expo")
    form = LeadFilled(
        deal_id=told.head.deal_id, account="Acme Corp", contact="Ms. Chen", email="Lu.Chen@gmail.com"
    )
    liam.do(lead_forms.sent, form.model_copy(update={"source": "expo"}))
    assert isinstance(dana.lead("Yonder, Bob Hill, lu.chem@gmail.com, CRM, expo"), LeadSaved)
    assert isinstance(dana.lead("Zenith Labs, Bob Hill, LU.chen@gmail.com, CRM, expo"), LeadDuplicate)


def test_a_changed_source_is_audited_and_keeps_the_code(machine: Machine, liam: Hand) -> None:
    saved = liam.lead(LINE)
    told = liam.do(lead_taps.choose_source, saved.head.deal_id, "website")
    assert told.head.code == "EXPO-2026-001" and told.source == "website"
    with machine.db.read() as tx:
        assert "deal.source" in [a.action for a in tx.exec(select(Audit))]


def test_an_old_copy_of_the_person_overwrites_nothing(machine: Machine, liam: Hand) -> None:
    old = Hand(machine, "liam")
    draft = liam.lead("Acme Corp, Ms. Chen, ERP")
    liam.do(lead_taps.choose_source, draft.head.deal_id, "expo")
    lead_taps.ask_source(old.ask(), draft.head.deal_id)
    assert isinstance(Hand(machine, "liam").lead("Bolt Ltd, Mr. Ray, CRM"), LeadDraft)


def test_todays_source_does_not_stick_into_tomorrow(machine: Machine, liam: Hand) -> None:
    machine.clock.push(hours=5)  # 20:30
    draft = liam.lead("Acme Corp, Ms. Chen, ERP")
    liam.do(lead_taps.choose_source, draft.head.deal_id, "expo")
    machine.clock.push(hours=14)
    assert isinstance(Hand(machine, "liam").lead("Bolt Ltd, Mr. Ray, CRM"), LeadDraft)


def test_the_year_of_a_code_is_the_persons(machine: Machine, liam: Hand) -> None:
    machine.clock.push(days=37, hours=1)  # 2026-12-31 16:30 in Shanghai
    assert liam.lead(LINE).head.code == "EXPO-2026-001"
    machine.clock.push(hours=8)  # 2027-01-01 00:30 there, still 2026 in UTC
    assert liam.lead("Bolt Ltd, Mr. Ray, CRM, expo").head.code == "EXPO-2027-001"


@pytest.mark.parametrize(
    "text",
    [
        "Acme 99999999999999999999999 expo",
        "Acme \U0001f600 =HYPERLINK(1) <!channel> *b* _i_ `c` ‮abc, expo",
        "Acme, " + "x" * 3990,
        "测" * 4000,
        "-1, expo",
        "Acme, Chen " + "9" * 400 + ", expo",
    ],
)
def test_hostile_lines_are_kept(liam: Hand, text: str) -> None:
    assert liam.lead(text).head.deal_id


def test_log_again_tapped_twice_makes_one_lead(machine: Machine, liam: Hand) -> None:
    first = liam.lead("Acme, Ms. Chen, CRM, expo")
    twice = [liam.do(lead_taps.capture_again, first.head.deal_id) for _ in range(2)]
    assert twice[0] == twice[1] and twice[0].head.deal_id != first.head.deal_id
    assert len(machine.rows(Deal)) == 2


def test_huge_and_alien_numbers_are_stale_buttons(liam: Hand) -> None:
    for number in (10**30, -1, 2**31):
        for service, *rest in (
            (lead_forms.from_draft,),
            (lead_taps.choose_source, "expo"),
            (lead_taps.capture_again,),
        ):
            with pytest.raises(BatonError):
                liam.do(service, number, *rest)
        with pytest.raises(BatonError):
            liam.do(lead_forms.sent, LeadFilled(account="A", deal_id=number))
        with pytest.raises(BatonError):
            liam.undo_lead(number)
    assert liam.do(lead_forms.sent, LeadFilled(account="Acme", draft_id=10**30, source="expo"))
    with pytest.raises(BatonError):
        liam.do(lead_forms.sent, LeadFilled(account="Bolt", source="nonsense"))


def test_one_message_with_two_customers_makes_two_leads(machine: Machine, liam: Hand) -> None:
    def form() -> int | None:
        start = lead_forms.start(liam.ask(), "met Acme and Bolt")
        return start.draft_id

    one = liam.do(lead_forms.sent, LeadFilled(draft_id=form(), account="Acme Corp", source="expo"))
    two = liam.do(lead_forms.sent, LeadFilled(draft_id=form(), account="Bolt Ltd", source="expo"))
    assert one.head.deal_id != two.head.deal_id and not two.again
